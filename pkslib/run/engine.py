"""Papermill's own engine, but for when it saves and for the sentinel that closes a notebook."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from nbformat.v4 import new_code_cell
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

NAME = "pks"
# In Papermill's metadata of an executed notebook: whether the sentinel was written.
CLOSED = "closed"


class SparingEngine(NBClientEngine):  # type: ignore[misc]
    """Saves the notebook before the first cell and after the last that was run, also a failed one.

    Papermill saves before and after every cell, which takes longer than most cells of a chain do.

    After the last cell the kernel is given one more, the sentinel, which is not kept: it says a
    word that nobody could know before. A kernel that only counts cells and runs none says nothing.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **options: Any
    ) -> None:
        """Run all cells; the manager saves once this returns or raises.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
            Holds the notebook.
        kernel_name : str
            The kernel.
        **options
            Papermill's.
        """
        save, nb_man.save = nb_man.save, _not_now
        word = repr(secrets.token_hex(8))
        waiting = {"papermill": {"status": nb_man.PENDING}}
        sentinel = new_code_cell(word, metadata=waiting)  # type: ignore[no-untyped-call]
        nb_man.nb.cells.append(sentinel)
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.nb.cells.pop()
            said = [output.get("data", {}).get("text/plain") for output in sentinel.outputs]
            nb_man.nb.metadata.papermill[CLOSED] = word in said
            nb_man.save = save


def _not_now(**_changes: Any) -> None:
    """Leave the notebook unsaved for now."""


# What goes wrong is told by the run, in the user's language; this would say it before in another.
logging.getLogger("papermill").addHandler(logging.NullHandler())
papermill_engines.register(NAME, SparingEngine)
