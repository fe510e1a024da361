"""Care need: how many patients to plan for, with the waiting list worked down or not."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pkslib import periods
from pkslib.methods.quantiles import value_at
from pkslib.methods.waiting import relief_capacity, share_within, target_queue

# The forecast's columns, rising, and the probability that the outcome stays below each.
BOUNDS = {"lower_95": 0.025, "lower_80": 0.1, "mean": 0.5, "upper_80": 0.9, "upper_95": 0.975}


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
        region, need, period, mean, lower_80, upper_80, lower_95, upper_95 [patients].
    """
    columns = ["region", "need", "period", *BOUNDS]
    known = demand.assign(**dict.fromkeys(BOUNDS, demand["patients"]))
    rows = pd.concat([forecast[columns], known[columns]], ignore_index=True)
    return rows[rows["period"].str.startswith(f"{year:04d}")].reset_index(drop=True)


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


def care_need(expected: pd.DataFrame, relief: pd.Series, quantile: float | None) -> pd.DataFrame:
    """Return the patients to plan for: target level and relief of the waiting list.

    A quantile is each need's own: as all needs are seldom high at once, a unit with many needs has
    more margin than the quantile says; a risk chosen for the unit says what it means.

    Parameters
    ----------
    expected : pandas.DataFrame
        As from :func:`expected_patients`.
    relief : pandas.Series
        Extra patients in each row of expected.
    quantile : float or None
        Share of periods in which the level is to suffice, from 0.5 up; None for the forecast.

    Returns
    -------
    pandas.DataFrame
        region, need, period, forecast, target_level, relief, patients, and the forecast's bounds
        [patients].
    """
    bounds = expected[list(BOUNDS)].to_numpy(float)
    level = value_at(list(BOUNDS.values()), bounds, [[quantile or BOUNDS["mean"]]])[:, 0]
    rows = expected.assign(forecast=expected["mean"], target_level=level, relief=relief)
    return rows.assign(patients=rows["target_level"] + rows["relief"])
