"""Where the notebooks of the chain are."""

from __future__ import annotations

from pathlib import Path

import pkslib
from pkslib.errors import InputError

STEPS = "[0-9][0-9]_*.ipynb"
NETWORK = "network.ipynb"
_SHOWN = "NN_*.ipynb"


def notebooks(folder: Path | None = None) -> tuple[Path, ...]:
    """Return the notebooks of the chain, in the order they are run.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Holds ``01_….ipynb``, ``02_….ipynb`` and so on, as many as there are, and
        ``network.ipynb``; by default the folder ``notebooks`` beside the library.

    Raises
    ------
    InputError
        When the folder lacks them.
    """
    place = (folder or notebook_folder()).resolve()
    found = tuple(sorted(place.glob(STEPS)))
    if not found or not (place / NETWORK).exists():
        # It rests on libraries that take long to import, for which JupyterLab's start has no use.
        from pkslib.tables.kinds import of_runs

        raise InputError(
            str(of_runs.NOTEBOOKS_MISSING.at(steps=_SHOWN, network=NETWORK, folder=place))
        )
    return found


def notebook_folder() -> Path:
    """Return the folder ``notebooks`` that comes with the library."""
    return pkslib.shipped("notebooks")
