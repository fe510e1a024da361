"""Moving a forecast by so much a period, its bounds and its sums with it, visibly.

A forecast follows the level of its series, so most of what was systematic last year is out of it
already: moving it by last year's mean error made it worse (docs/forecast.md). What it misses in
the same direction in every year of the back-test is left in it, and can be taken out; the smallest
of those years' mean errors is, since the others hold chance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast.arrays import Floats, Names
from pkslib.methods.control import tracking_signal, verdict

# Years that must agree before a forecast is moved.
_FEWEST = 2
_BOUNDS = ("lower_", "upper_")
_COLUMNS = ["series", "verdict", "tracking_signal", "error", "years", "correction"]


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


def widened(
    forecast: pd.DataFrame, ranges: pd.DataFrame, counted: pd.Series | int = 1
) -> pd.DataFrame:
    """Return the rows with bounds that hold what the history tells only as ranges.

    A count that is told as one to four is entered as 2.5, time and again: its own variation is gone
    from the history, and the forecast's intervals with it. A range of 2h + 1 whole numbers reaches
    h + ½ to each side, of which an interval of level L takes the part L. It is added to the bounds
    as an error of its own, that is in squares.

    Parameters
    ----------
    forecast : pandas.DataFrame
        series, mean, lower_80, upper_80 and others so named [unit of the series].
    ranges : pandas.DataFrame
        series, half (h, how far a count may be from what is entered), share (of the periods that
        the forecast resembles so told).
    counted : pandas.Series or int
        Periods that a row sums, whose errors are their own.

    Returns
    -------
    pandas.DataFrame
        The rows, those of other series as they were; no bound below zero.

    Examples
    --------
    >>> rows = pd.DataFrame({"series": ["a"], "mean": 2.5, "lower_80": 2.5, "upper_80": 2.5})
    >>> widened(rows, pd.DataFrame({"series": ["a"], "half": 1.5, "share": 1.0}))["upper_80"].item()
    4.1
    """
    told = forecast[["series"]].merge(ranges, on="series", how="left").fillna(0.0)
    squares = (told["share"] * (told["half"] + 0.5) ** 2).to_numpy() * np.asarray(counted)
    found = {}
    for name in (str(name) for name in forecast.columns if str(name).startswith(_BOUNDS)):
        side = 1 if name.startswith("upper_") else -1
        own = (forecast[name] - forecast["mean"]).abs()
        part = int(name.partition("_")[2]) / 100
        found[name] = (forecast["mean"] + side * np.hypot(own, part * squares**0.5)).clip(lower=0)
    return forecast.assign(**found)


def corrections(tested: pd.DataFrame) -> pd.DataFrame:
    """Return the verdict on each series and what its forecast may be moved by.

    Parameters
    ----------
    tested : pandas.DataFrame
        Columns series, origin, period and error [outcome − forecast, unit of the series], as from
        :func:`pkslib.forecast.proof.tested`.

    Returns
    -------
    pandas.DataFrame
        Columns series; verdict (``random``, ``systematic``, ``too few``), tracking_signal and
        error (mean) of the latest origin; years (origins that are systematic in the same
        direction as the latest) and correction: the smallest mean error where all origins, two or
        more, are systematic in one direction, else 0 [unit of the series].

    Examples
    --------
    >>> months = [f"2027-{month:02d}" for month in range(1, 9)] * 2
    >>> missed = pd.DataFrame({"series": "a", "origin": ["2025-12"] * 8 + ["2026-12"] * 8,
    ...     "period": months, "error": [4, 5, 6, 5, 4, 6, 5, 5, 2, 3, 4, 3, 2, 4, 3, 3]})
    >>> corrections(missed)[["verdict", "error", "years", "correction"]]
          verdict  error  years  correction
    0  systematic    3.0      2         3.0
    """
    wide = tested.pivot_table(index="series", columns=["origin", "period"], values="error")
    origins = [wide[origin].to_numpy(float) for origin in wide.columns.unique("origin")]
    if not origins:
        return pd.DataFrame(columns=_COLUMNS)
    found = np.column_stack([verdict(errors) for errors in origins])
    signals = np.column_stack([tracking_signal(errors) for errors in origins])
    known = [np.isfinite(errors) for errors in origins]
    total = [np.where(seen, errors, 0).sum(1) for seen, errors in zip(known, origins, strict=True)]
    means = np.column_stack(total) / np.maximum(np.column_stack([seen.sum(1) for seen in known]), 1)
    each = zip(wide.index, found, signals, means, strict=True)
    rows = [(name, *_judged(*parts)) for name, *parts in each]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _judged(found: Names, signals: Floats, means: Floats) -> tuple[str, float, float, int, float]:
    """Return what is told about one series; origins that end in too few periods are passed over."""
    judged = np.flatnonzero(found != "too few")
    latest = int(judged[-1]) if len(judged) else len(found) - 1
    agree = [at for at in judged if found[at] == "systematic" and means[at] * means[latest] > 0]
    steady = len(agree) == len(judged) >= _FEWEST
    size = min((float(abs(means[at])) for at in agree), default=0.0)
    moved = float(np.sign(means[latest])) * size if steady else 0.0
    return str(found[latest]), float(signals[latest]), float(means[latest]), len(agree), moved
