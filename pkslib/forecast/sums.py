"""Yearly and quarterly sums with intervals of their own.

Errors of neighbouring periods go together in part: adding up the bounds of the months gives too
wide an interval for the year, adding their squares too narrow a one. So the back-test is summed
like the forecast, and the errors of those sums measure the interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Unpack

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import intervals, spread
from pkslib.forecast.arrays import Flags
from pkslib.forecast.engine import Fitted
from pkslib.forecast.panel import ahead
from pkslib.forecast.prepare import Options, checked_levels, prepared
from pkslib.language import text

# Without a back-test, the error of a sum of k periods grows as k to this power: 1 if the errors
# were one and the same, 0.5 if they were unrelated.
_TOGETHER = 0.8


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
