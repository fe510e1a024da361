"""Rows of a table, one by one or the one that stands out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def each(frame: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples, without the index."""
    return list(frame.itertuples(index=False))


def highest(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the row with the highest value in a column, the first of several.

    Parameters
    ----------
    frame : pandas.DataFrame
        At least one row; where every value is missing the first row is returned.
    column : str
        Numbers.

    Examples
    --------
    >>> highest(pd.DataFrame({"unit": ["A", "B"], "gap": [np.nan, -3.0]}), "gap")["unit"]
    'B'
    """
    values = frame[column].to_numpy(dtype=float, na_value=np.nan)
    return frame.iloc[int(np.nan_to_num(values, nan=-np.inf).argmax())]
