"""Yearly and quarterly sums with intervals of their own.

Errors of neighbouring periods go together in part: adding up the bounds of the months gives too
wide an interval for the year, adding their squares too narrow a one. So the back-test is summed
like the forecast, and the errors of those sums measure the interval.

Pieces of periods, such as weeks of months, go the other way. Part of a period's error is chance,
patient by patient (Poisson): it is unrelated from day to day, so its variance is shared out like
the patients. The rest goes together in part: the error of a
piece is that of the period times its share to a power between 0.5 (unrelated days) and 1 (one and
the same error all through). Dividing the month's bounds by four would take all of it for the last.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Unpack

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import intervals, spread
from pkslib.forecast.arrays import Flags, Floats
from pkslib.forecast.fit import Fitted
from pkslib.forecast.panel import ahead
from pkslib.forecast.prepare import Options, checked_levels, prepared
from pkslib.language import text

# Without a back-test, the error of a sum of k periods grows as k to this power: 1 if the errors
# were one and the same, 0.5 if they were unrelated.
_TOGETHER = 0.8
# Weeks of Scottish emergency departments up to 2018-08, forecast by month: with 0.65 the 80 %
# interval holds 79 % of them, 82 % where they are thinned to a fiftieth (docs/forecast.md).
_PIECE = 0.65
# Weeks of two hospitals' daily arrivals: with 0.85 it holds 77 and 83 % of them.
_SEVERAL = 0.85


def forecast_sums(
    history: pd.DataFrame,
    horizon: int,
    *,
    levels: Sequence[float] = (80, 95),
    tier: str = "full",
    by: str = "year",
    **options: Unpack[Options],
) -> pd.DataFrame:
    """Forecast the sums per year or quarter.

    A year that has begun counts its known periods as they were and the others as forecast; a year
    that the horizon does not reach the end of is left out, as is one that a series has only the
    tail of.

    Parameters
    ----------
    history, horizon, levels, tier, **options
        As for :func:`pkslib.forecast.forecast`.
    by : {"year", "quarter"}
        What to sum over; a week belongs to the year of its Thursday.

    Returns
    -------
    pandas.DataFrame
        Columns series, period [``2027`` or ``2027-Q1``], mean, lower_80, upper_80, … [unit of
        value] and method.

    Raises
    ------
    InputError
        As for :func:`pkslib.forecast.forecast`, and for another ``by``.
    """
    if by not in ("year", "quarter"):
        raise InputError(text("by {found}: choose year or quarter", found=repr(by)))
    wanted = checked_levels(levels)
    return table(prepared(history, horizon, tier, options), by, wanted)


def table(fits: Sequence[Fitted], by: str, levels: Sequence[float]) -> pd.DataFrame:
    """Return the sums of fitted panels, sorted by series and period."""
    if by == "quarter" and any(fit.panel.resolution == "year" for fit in fits):
        raise InputError(text("yearly series have no sums per quarter; choose by year"))
    rows = pd.concat([part for fit in fits for part in _sums(fit, by, levels)], ignore_index=True)
    return rows.sort_values(["series", "period"], kind="stable", ignore_index=True)


def _sums(fit: Fitted, by: str, levels: Sequence[float]) -> Iterator[pd.DataFrame]:
    """Yield the rows of each year or quarter of one panel."""
    step = fit.panel.open
    owners = np.array([periods.coarser(label, by) for label in fit.labels])
    past = np.array([periods.coarser(label, by) for label in fit.panel.labels])
    before = periods.coarser(ahead(fit.panel.labels[0], step, -1), by)
    beyond = periods.coarser(ahead(fit.labels[-1], step, 1), by)
    for period in dict.fromkeys(owners):
        rows = _sum(fit, period, owners == period, past == period, levels)
        cut = period == beyond or (period == past[0] and period == before)
        yield rows.iloc[:0] if cut else rows


def _sum(
    fit: Fitted, period: str, steps: Flags, known: Flags, levels: Sequence[float]
) -> pd.DataFrame:
    """Return one year or quarter of every series that has the whole of it."""
    begun = fit.panel.values[:, known].sum(axis=1)
    mean = (fit.mean[:, steps].sum(axis=1) + begun)[:, None]
    errors = fit.ratios[:, :, steps].sum(axis=2, keepdims=True)
    prior = spread.shipped(len(fit.labels), fit.panel.resolution)[:, steps].mean(
        axis=1, keepdims=True
    )
    widths = spread.quantiles(errors, prior * steps.sum() ** _TOGETHER)
    columns = {"series": fit.panel.series, "period": period, "mean": mean[:, 0]}
    columns |= intervals.bounds(fit, mean, widths, levels, begun[:, None])
    rows = pd.DataFrame(columns | {"method": fit.methods})
    return rows.iloc[np.flatnonzero(np.isfinite(begun))]


def summed(pieces: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return sums of pieces of periods with intervals of their own.

    Parameters
    ----------
    pieces : pandas.DataFrame
        The columns of ``by``; share (of the period's patients, 1 for all of it), and the period's
        mean, lower_80, upper_80, … [patients].
    by : list of str
        What to sum over.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by``, mean, lower_80, upper_80, … [patients]; bounds are nested and never
        below zero.

    Examples
    --------
    A quarter of a month that varies by chance alone varies by half as much, not by a quarter:

    >>> month = pd.DataFrame({"week": ["2027-W14"], "share": 0.25, "mean": 400.0,
    ...     "lower_80": 400 - 1.28 * 20, "upper_80": 400 + 1.28 * 20})
    >>> summed(month, ["week"]).round(1).to_numpy().tolist()
    [['2027-W14', 100.0, 87.2, 112.8]]
    """
    share, whole = pieces["share"], pieces["mean"]
    columns = [str(name) for name in pieces]
    bounds = sorted((c for c in columns if c.startswith(("lower_", "upper_"))), key=_level)
    parts: dict[Hashable, pd.Series] = {"size": share, "mean": share * whole}
    for name in bounds:
        half = (pieces[name] - whole).abs()
        chance = np.minimum(_normal(_level(name)) ** 2 * whole, half**2)
        parts |= {f"chance {name}": share * chance, name: share * np.sqrt(half**2 - chance)}
    sums = pd.DataFrame(parts).groupby([pieces[key] for key in by]).sum()
    size = sums["size"].where(sums["size"] > 0, 1.0)
    together = size ** (np.where(size > 1, _SEVERAL, _PIECE) - 1)
    found = sums[["mean"]].copy()
    widest: dict[str, Floats] = {}
    for name in bounds:
        half = np.sqrt(sums[f"chance {name}"] + (together * sums[name]) ** 2).to_numpy()
        side = name[:5]
        widest[side] = np.maximum(half, widest.get(side, 0.0))
        sign = 1 if side == "upper" else -1
        found[name] = np.maximum(sums["mean"] + sign * widest[side], 0.0)
    return found.reset_index()


def _level(name: str) -> float:
    """Return the level that a bound's name tells [per cent]."""
    return float(name.partition("_")[2])


def _normal(level: float) -> float:
    """Return the half-width of a central interval of the normal distribution."""
    from scipy.stats import norm

    return float(norm.ppf(0.5 + level / 200))
