"""Moving a forecast by so much a period, its bounds and its sums with it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast.arrays import Floats


def moved(forecast: pd.DataFrame, amount: Floats | pd.Series) -> pd.DataFrame:
    """Return the rows with mean and bounds moved, never below zero.

    Parameters
    ----------
    forecast : pandas.DataFrame
        mean and any lower_, upper_ columns [unit of the series].
    amount : numpy.ndarray or pandas.Series
        What to add, by row.

    Examples
    --------
    >>> rows = pd.DataFrame({"mean": [3.0], "lower_80": [1.0], "upper_80": [5.0]})
    >>> moved(rows, pd.Series([-2.0])).to_numpy().tolist()
    [[1.0, 0.0, 3.0]]
    """
    names = [
        str(name) for name in forecast.columns if str(name).startswith(("mean", "lower_", "upper_"))
    ]
    shifted = forecast[names].add(np.asarray(amount, dtype=float), axis=0).clip(lower=0)
    return forecast.assign(**{name: shifted[name] for name in names})


def summed(before: pd.DataFrame, after: pd.DataFrame, sums: pd.DataFrame) -> pd.DataFrame:
    """Return the sums moved as their periods were.

    Parameters
    ----------
    before, after : pandas.DataFrame
        series, period and mean of the same rows, as forecast and as moved.
    sums : pandas.DataFrame
        As from :func:`pkslib.forecast.forecast_sums`.
    """
    steps = before[["series", "period"]].assign(
        step=after["mean"].to_numpy() - before["mean"].to_numpy()
    )
    kinds = {periods.resolution(label) for label in sums["period"].unique()}
    parts = [
        steps.assign(period=[periods.coarser(label, kind) for label in steps["period"]])
        for kind in sorted(kinds)
    ]
    if not parts:
        return sums
    total = pd.concat(parts).groupby(["series", "period"])["step"].sum()
    keys = pd.MultiIndex.from_frame(sums[["series", "period"]])
    return moved(sums, total.reindex(keys).fillna(0.0))
