"""Reference tables that ship with the workbench."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

_FOLDER = Path(__file__).parents[2] / "data" / "reference"


def regions() -> pd.DataFrame:
    """Return the 21 Swedish regions.

    Returns
    -------
    pandas.DataFrame
        region (two-digit county code, text) and name.

    Examples
    --------
    >>> regions().set_index("region").loc["06", "name"]
    'Region Jönköpings län'
    """
    return _regions().copy()


@cache
def _regions() -> pd.DataFrame:
    return pd.read_csv(_FOLDER / "regions.csv", sep=";", dtype="str")
