"""Care need: how many patients to plan for, with the waiting list worked down or not."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.guarantee import within_limits
from pkslib.methods.quantiles import value_at
from pkslib.methods.waiting import relief_capacity, target_queue
from pkslib.tables import waiting_lists

# The forecast's columns, rising, and the probability that the outcome stays below each.
BOUNDS = {"lower_95": 0.025, "lower_80": 0.1, "mean": 0.5, "upper_80": 0.9, "upper_95": 0.975}


def expected_patients(forecast: pd.DataFrame, demand: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the patients expected in each period of a year, with their bounds.

    Parameters
    ----------
    forecast : pandas.DataFrame
        The result table forecast [patients].
    demand : pandas.DataFrame
        The table. A period of the year that lies in it counts as it was, without uncertainty.
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
    waiting, needs : pandas.DataFrame
        The tables. Without a care guarantee a list has no target, and is to stay.
    expected : pandas.DataFrame
        As from :func:`expected_patients`; needs without any are left out.
    factor : float
        How many times shorter the mean wait is to be than the guarantee.

    Returns
    -------
    pandas.DataFrame
        Rows of the table queue; relief is below zero where a list is shorter than its target.
    """
    by_need = expected.groupby(["region", "need"], as_index=False)
    demand = by_need.agg(demand=("mean", "sum"), periods=("period", "nunique"))
    days = sum(map(periods.days, expected["period"].unique()))
    listed = waiting_lists.with_limits(waiting, needs)
    rows = demand.merge(within_limits(listed, ["need", "limit"]), on="need")
    rows = rows.merge(waiting_lists.dated(waiting)).rename(columns={"waiting": "queue"})
    aimed = target_queue(rows["demand"] / days, rows["limit"].fillna(0), factor)
    rows["target_queue"] = np.where(rows["limit"].isna(), rows["queue"], aimed)
    usual = rows["demand"] / rows["periods"]
    rows["relief"] = (
        relief_capacity(usual, rows["queue"], rows["target_queue"], rows["periods"]) - usual
    )
    return rows


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
        Rows of the table care_need, with the forecast's bounds [patients].
    """
    bounds = expected[list(BOUNDS)].to_numpy(float)
    level = value_at(list(BOUNDS.values()), bounds, [[quantile or BOUNDS["mean"]]])[:, 0]
    rows = expected.assign(forecast=expected["mean"], target_level=level, relief=relief)
    return rows.assign(patients=rows["target_level"] + rows["relief"])
