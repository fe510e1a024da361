"""The planning year of a region: one row a capacity, and one row in all."""

from __future__ import annotations

import numpy as np
import pandas as pd


def capacity_year(
    capacity_need: pd.DataFrame, gap: pd.DataFrame, balance: pd.DataFrame
) -> pd.DataFrame:
    """Return need, available and gap of each capacity over the year, and where it is worst.

    Parameters
    ----------
    capacity_need : pandas.DataFrame
        unit, capacity, period, raw [capacity's measure].
    gap : pandas.DataFrame
        unit, capacity, period, need, available, gap [capacity's measure].
    balance : pandas.DataFrame
        unit, capacity, period, prioritised, remaining [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        capacity; raw, need, available, gap; shortage (sum of the units and periods that lack,
        which a surplus elsewhere does not make up for), remaining (the same after measures and
        care that gives way) and gives_way (care limited or cancelled) [capacity's measure];
        occupancy (raw over available) [share]; worst_period, worst_gap, worst_unit (empty where
        no unit lacks anything).
    """
    lacking = gap.assign(shortage=gap["gap"].clip(lower=0.0))
    left = balance.assign(remaining=balance["remaining"].clip(lower=0.0))
    rows = lacking.groupby("capacity")[["need", "available", "gap", "shortage"]].sum()
    rows = rows.join(capacity_need.groupby("capacity")["raw"].sum())
    sums = left.groupby("capacity")[["remaining", "prioritised"]].sum()
    rows = rows.join(sums.rename(columns={"prioritised": "gives_way"})).fillna(0.0)
    rows["occupancy"] = (rows["raw"] / rows["available"]).where(rows["available"] > 0)
    lacks = gap["capacity"].isin(rows.index[rows["shortage"] > 0])
    periods = gap[lacks].groupby(["capacity", "period"], as_index=False)[["gap"]].sum()
    units = lacking.groupby(["capacity", "unit"], as_index=False)[["shortage"]].sum()
    rows = rows.join(_largest(periods, "gap", worst_period="period", worst_gap="gap"))
    rows = rows.join(_largest(units[units["shortage"] > 0], "shortage", worst_unit="unit"))
    return rows.reset_index()


def _largest(rows: pd.DataFrame, by: str, **named: str) -> pd.DataFrame:
    """Return the row of each capacity that is largest, the first of equals, under new names."""
    first = rows.sort_values(by, ascending=False, kind="stable").drop_duplicates("capacity")
    return first.set_index("capacity")[[*named.values()]].set_axis([*named], axis=1)


def region_year(
    care_need: pd.DataFrame,
    last: pd.Series,
    accuracy: pd.DataFrame,
    queue: pd.DataFrame,
    verdicts: pd.DataFrame,
) -> pd.DataFrame:
    """Return care need, forecast accuracy and waiting of a region in one row.

    Parameters
    ----------
    care_need : pandas.DataFrame
        patients [patients].
    last : pandas.Series
        Patients of the latest year known, by need [patients].
    accuracy : pandas.DataFrame
        mase, mase_naive, coverage_80; the needs' plain mean is given.
    queue : pandas.DataFrame
        The result table; lists without a care guarantee count among those waiting alone.
    verdicts : pandas.DataFrame
        subject, verdict; those of need and production are counted.

    Returns
    -------
    pandas.DataFrame
        patients [patients], change [share], mase, mase_naive, coverage_80 [share], systematic
        [verdicts], waiting [patients], share_lower and share_upper within the care guarantee;
        missing where nothing is known.
    """
    patients, before = care_need["patients"].sum(), last.sum()
    known = queue.dropna(subset=["share_lower"])
    promised = known["queue"].sum()
    within = {
        side: (known[side] * known["queue"]).sum() / promised if promised > 0 else np.nan
        for side in ("share_lower", "share_upper")
    }
    # Hours, points and money tell of the same production once more.
    first = verdicts["subject"].isin(("need", "production"))
    counted = first & (verdicts["verdict"] == "systematic")
    row = {
        "patients": patients,
        "change": patients / before - 1 if before > 0 else np.nan,
        **accuracy[["mase", "mase_naive", "coverage_80"]].mean().to_dict(),
        "systematic": int(counted.sum()),
        "waiting": queue["queue"].sum() if len(queue) else np.nan,
        **within,
    }
    return pd.DataFrame([row])
