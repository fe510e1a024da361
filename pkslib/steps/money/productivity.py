"""What is done for the hours worked, and what staff lacks for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.steps.money.budget import SUMS, latest_year
from pkslib.tables.hierarchy import hospital_of

# From this change on, productivity is something to ask about.
_FLAGGED = 0.05
# Decimals of a share in whole per cent.
_READ = 2


def productivity(
    tables: Mapping[str, pd.DataFrame], planned: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Return what each unit does for its hours and money, as planned and in the latest year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables production and resource_outcome, and the result table staff_supply.
    planned : pandas.DataFrame
        As from :func:`planned_of`.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The table productivity; staff whose hours are known both years counts, and of the outcome
        the months whose hours are known.
    """
    produced, known = tables["production"], tables["resource_outcome"].dropna(subset=["available"])
    last = latest_year(produced[produced["period"].isin(known["period"])])
    hours = _hours(tables, year)
    rows = hours.join(last.groupby("unit")[SUMS].sum(min_count=1).add_suffix("_then"), how="outer")
    rows = rows.join(planned.groupby("unit")[SUMS].sum(min_count=1).add_suffix("_now"))
    rows = rows.dropna(subset=["count_then", "count_now"])
    for side in ("then", "now"):
        at_work = rows[f"hours_{side}"] / rows["hours_each"]
        rows[f"per_1000_hours_{side}"] = 1000 * _ratio(rows[f"count_{side}"], rows[f"hours_{side}"])
        rows[f"drg_per_fte_{side}"] = _ratio(rows[f"drg_{side}"], at_work)
        rows[f"cost_per_drg_{side}"] = _ratio(rows[f"cost_{side}"], rows[f"drg_{side}"])
    change = _ratio(rows["per_1000_hours_now"], rows["per_1000_hours_then"]) - 1
    # As it is read: what rounds to five per cent is not beyond it.
    flagged = change.abs().round(_READ) > _FLAGGED
    return rows.assign(change=change, flagged=flagged).reset_index()


def _hours(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return each unit's worked staff hours in the months of the outcome and the planning year."""
    keys = ["unit", "resource"]
    supply = tables["staff_supply"]
    supply = supply[supply["period"].str.startswith(f"{year:04d}")]
    now = supply.groupby(keys)[["worked", "worked_equivalents"]].sum()
    known = tables["resource_outcome"].dropna(subset=["available"])
    told = tables["production"].dropna(subset=["count"])["period"]
    known = known[known["period"].isin(told)]
    labels = sorted(known["period"].unique())
    a_year = len(periods.within_year(2027, periods.resolution(labels[-1]))) if labels else 0
    then = known[known["period"].isin(labels[-a_year:])].groupby(keys)["available"].sum()
    both = now.join(then.rename("hours_then"), how="inner").groupby("unit").sum()
    # Equivalents are told period by period: their mean over the year.
    mean = both["worked_equivalents"] / max(supply["period"].nunique(), 1)
    return pd.DataFrame(
        {
            "hours_then": both["hours_then"],
            "hours_now": both["worked"],
            "hours_each": both["worked"] / mean.where(mean > 0),
        }
    )


def _ratio(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one / other.where(other > 0)).astype(float)


def hires(staff_supply: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return what lacks and what is over of each profession, by hospital and period.

    Parameters
    ----------
    staff_supply, units : pandas.DataFrame
        The result table and the input table.

    Returns
    -------
    pandas.DataFrame
        The table hires: units that lack and units that have over are added up apart.
    """
    rows = staff_supply.assign(
        unit=staff_supply["unit"].map(hospital_of(units)),
        lacking=staff_supply["lacking"].clip(lower=0.0),
        over=np.maximum(-staff_supply["lacking"], 0.0),
    )
    keys = ["resource", "unit", "period"]
    return rows.groupby(keys, as_index=False)[["lacking", "over"]].sum()
