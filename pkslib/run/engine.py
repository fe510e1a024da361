"""Papermill's own engine, but for when it saves and for the sentinel that closes a notebook."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from typing import Any

from nbformat.v4 import new_code_cell
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from pkslib.language import number, prose, text

NAME = "pks"
# In Papermill's metadata of an executed notebook: whether the sentinel was written.
CLOSED = "closed"
# Some hundred pages; nobody reads on, and a pack must be opened.
MOST_PRINTED = 2**20


class SparingClient(PapermillNotebookClient):  # type: ignore[misc]
    """Keeps what a cell prints up to a limit, with a sentence where it is cut."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._printed: Counter[int] = Counter()

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: int) -> Any:
        """Take an output of a cell; what is printed beyond the limit is let go."""
        if msg["msg_type"] == "stream":
            before, words = self._printed[cell_index], msg["content"]["text"]
            self._printed[cell_index] += len(words)
            if before > MOST_PRINTED:
                return None
            if self._printed[cell_index] > MOST_PRINTED:
                limit = number(MOST_PRINTED)
                cut = text("… cut: a cell may print {count} characters.", count=limit)
                msg["content"]["text"] = f"{words[: MOST_PRINTED - before]}\n{cut}\n"
        return super().output(outs, msg, display_id, cell_index)


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
        for cell in nb_man.nb.cells:
            if cell.cell_type == "markdown":
                cell.source = prose(cell.source)
        save, nb_man.save = nb_man.save, _not_now
        word = repr(secrets.token_hex(8))
        waiting = {"papermill": {"status": nb_man.PENDING}}
        sentinel = new_code_cell(word, metadata=waiting)  # type: ignore[no-untyped-call]
        nb_man.nb.cells.append(sentinel)
        try:
            # As the engine of Papermill's does, but for the client.
            patience = {
                "timeout": options.pop("execution_timeout", None),
                "startup_timeout": options.pop("start_timeout", 60),
            }
            options.pop("input_path", None)
            SparingClient(nb_man, kernel_name=kernel_name, **patience, **options).execute()
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
