"""Papermill's own engine, but for when it saves."""

from __future__ import annotations

import logging
from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

NAME = "pks"


class SparingEngine(NBClientEngine):  # type: ignore[misc]
    """Saves the notebook before the first cell and after the last that was run, also a failed one.

    Papermill saves before and after every cell, which takes longer than most cells of a chain do.
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
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        finally:
            nb_man.save = save


def _not_now(**_changes: Any) -> None:
    """Leave the notebook unsaved for now."""


# What goes wrong is told by the run, in the user's language; this would say it before in another.
logging.getLogger("papermill").addHandler(logging.NullHandler())
papermill_engines.register(NAME, SparingEngine)
