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


def guarantee() -> pd.DataFrame:
    """Return the care guarantee's rules, each with the day it holds from.

    Returns
    -------
    pandas.DataFrame
        guarantee (``contact``, ``assessment``, ``visit``, ``treatment``), name, days, clock_start
        (when the days begin to count), valid_from [ISO day], source.

    Examples
    --------
    >>> guarantee().groupby("guarantee", sort=False)["days"].last().tolist()
    [0, 3, 90, 90]
    """
    return _guarantee().copy()


@cache
def _guarantee() -> pd.DataFrame:
    rules = pd.read_csv(_FOLDER / "guarantee.csv", sep=";", dtype="str")
    return rules.astype({"days": int})
