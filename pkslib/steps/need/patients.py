"""Care need: how many patients to plan for, with the waiting list worked down or not."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pkslib import periods
from pkslib.methods.inputs import NOT_NEGATIVE, Result, as_given, take
from pkslib.methods.waiting import relief_capacity, share_within, target_queue
from pkslib.settings import Settings

_BOUNDS = ["mean", "lower_80", "upper_80", "upper_95"]
# Standard normal quantiles of the upper bounds of the 80 % and 95 % intervals.
_Z_80, _Z_95 = NormalDist().inv_cdf(0.9), NormalDist().inv_cdf(0.975)


def expected_patients(forecast: pd.DataFrame, demand: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the patients expected in each period of a year, with their bounds.

    Parameters
    ----------
    forecast : pandas.DataFrame
        The result table forecast [patients].
    demand : pandas.DataFrame
        region, need, period, patients: the history. A period of the year that lies in it counts
        as it was, without uncertainty.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        region, need, period, mean, lower_80, upper_80, upper_95 [patients].
    """
    columns = ["region", "need", "period", *_BOUNDS]
    known = demand.assign(**dict.fromkeys(_BOUNDS, demand["patients"]))
    rows = pd.concat([forecast[columns], known[columns]], ignore_index=True)
    return rows[rows["period"].str.startswith(f"{year:04d}")].reset_index(drop=True)


def target_level(
    mean: ArrayLike, upper_80: ArrayLike, upper_95: ArrayLike, quantile: float | None
) -> Result:
    """Return the patients to plan for: the mean, or a quantile that is seldom exceeded.

    Parameters
    ----------
    mean, upper_80, upper_95 : float or array
        Forecast and the upper bounds of its 80 % and 95 % intervals [patients], from 0 up.
    quantile : float or None
        Share of periods in which the level is to suffice, from 0.5 up; None for the mean.

    Returns
    -------
    float or array
        Target level [patients]. Between the mean and the bounds (the quantiles 0.5, 0.9 and
        0.975) it follows straight lines on the scale of the normal distribution, and the last
        of them beyond.

    Raises
    ------
    InputError
        When a number is missing or negative.

    Examples
    --------
    >>> target_level(100, 110, 120, 0.9), target_level(100, 110, 120, None)
    (110.0, 100.0)
    """
    middle, high, highest = take(
        mean=(mean, NOT_NEGATIVE),
        upper_80=(upper_80, NOT_NEGATIVE),
        upper_95=(upper_95, NOT_NEGATIVE),
    )
    z = 0.0 if quantile is None else NormalDist().inv_cdf(quantile)
    inner = (high - middle) * min(z, _Z_80) / _Z_80
    outer = (highest - high) * max(z - _Z_80, 0.0) / (_Z_95 - _Z_80)
    return as_given(np.asarray(middle + inner + outer))


def queues(
    waiting: pd.DataFrame, needs: pd.DataFrame, expected: pd.DataFrame, factor: float
) -> pd.DataFrame:
    """Return each waiting list against the one at which the care guarantee is kept.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting; the latest day of each need and unit counts.
    needs : pandas.DataFrame
        need, guarantee_days [days]. Without a guarantee the list has no target, and is to stay.
    expected : pandas.DataFrame
        As from :func:`expected_patients`; needs without any are left out.
    factor : float
        How many times shorter the mean wait is to be than the guarantee.

    Returns
    -------
    pandas.DataFrame
        region, need, queue, target_queue [patients], relief [patients per period; below zero
        where the list is shorter than its target], within [share].
    """
    by_need = expected.groupby(["region", "need"], as_index=False)
    demand = by_need.agg(demand=("mean", "sum"), periods=("period", "nunique"))
    days = _days(expected["period"].unique())
    bands = _latest(waiting).merge(
        needs.reindex(columns=["need", "guarantee_days"]).astype({"guarantee_days": float})
    )
    size = bands.groupby("need", as_index=False).agg(
        queue=("patients", "sum"), limit=("guarantee_days", "first")
    )
    rows = demand.merge(size, on="need")
    aimed = target_queue(rows["demand"] / days, rows["limit"].fillna(0), factor)
    rows["target_queue"] = np.where(rows["limit"].isna(), rows["queue"], aimed)
    usual = rows["demand"] / rows["periods"]
    rows["relief"] = (
        relief_capacity(usual, rows["queue"], rows["target_queue"], rows["periods"]) - usual
    )
    return rows.assign(within=rows["need"].map(_within(bands)).astype(float))


def _days(labels: ArrayLike) -> int:
    """Return the length of all periods together."""
    return sum(periods.days(str(label)) for label in np.asarray(labels))


def _latest(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the waiting bands of the latest day of each need and unit."""
    keys = [name for name in ("need", "unit") if name in waiting.columns]
    latest = waiting.groupby(keys, dropna=False)["as_of"].transform("max")
    return waiting[waiting["as_of"] == latest]


def _within(bands: pd.DataFrame) -> dict[str, float]:
    """Return the share of each need's waiting patients who are within its guarantee."""
    promised = bands[bands["guarantee_days"].notna()]
    return {
        str(need): share_within(part, part["guarantee_days"].iloc[0])
        for need, part in promised.groupby("need")
    }


def care_need(expected: pd.DataFrame, queue: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the patients to plan for: target level and relief of the waiting list.

    Relief is spread evenly over the periods. A list shorter than its target is not refilled. A
    quantile is each need's own: as all needs are seldom high at once, a unit with many needs has
    more margin than the quantile says, and ``capacity_need.need_upper`` tells how much it needs.

    Parameters
    ----------
    expected : pandas.DataFrame
        As from :func:`expected_patients`.
    queue : pandas.DataFrame
        As from :func:`queues`.
    settings : Settings
        ``demand.quantile`` and ``queue.work_down``.

    Returns
    -------
    pandas.DataFrame
        region, need, period, forecast, target_level, relief, patients [patients], and the
        half-widths of the 80 % interval, below and above [patients].
    """
    relief = queue.set_index("need")["relief"].clip(lower=0) * settings.queue.work_down
    rows = expected.assign(
        forecast=expected["mean"],
        target_level=target_level(
            expected["mean"], expected["upper_80"], expected["upper_95"], settings.demand.quantile
        ),
        relief=expected["need"].map(relief).astype(float).fillna(0.0),
        below=expected["mean"] - expected["lower_80"],
        above=expected["upper_80"] - expected["mean"],
    )
    return rows.assign(patients=rows["target_level"] + rows["relief"])
