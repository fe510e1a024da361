"""The schedule of the weeks ahead in hours of clinic or theatre."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods

_PLACE = ["unit", "week"]


def scheduled_hours(
    rates: pd.DataFrame,
    schedule: pd.DataFrame,
    recipes: pd.DataFrame,
    shift_hours: Mapping[str, float],
) -> pd.DataFrame:
    """Return what the schedule of each unit and week suffices for.

    Parameters
    ----------
    rates : pandas.DataFrame
        As :func:`rates_of` returns them.
    schedule, recipes : pandas.DataFrame
        The tables.
    shift_hours : mapping of str to float
        Hours worked per shift.

    Returns
    -------
    pandas.DataFrame
        unit, week, resource, shifts, scheduled: hours of clinic or theatre that the scarcest of
        the scheduled resources allows by its recipe, and the shifts it is scheduled for; where no
        recipe tells, an hour an hour. scheduled is missing when a shift has no hours in the
        settings.
    """
    rows = schedule[schedule["unit"].isin(rates["unit"])]
    rows = rows.assign(
        week=rows["date"].map(_week_of),
        shifts=rows["scheduled"],
        hours=rows["scheduled"] * rows["shift"].map(shift_hours),
    )
    by_resource = rows.groupby([*_PLACE, "resource"])
    worked = by_resource.agg(shifts=("shifts", "sum"), hours=("hours", _all_known)).reset_index()
    takes = _recipe_of(rates, recipes)
    worked = worked.merge(takes, on=["unit", "resource"], how="left")
    told = worked.groupby("unit")["takes"].transform("count") > 0
    worked = worked[worked["takes"].notna() | ~told]
    worked = worked.assign(scheduled=worked["hours"] / worked["takes"].fillna(1.0))
    # What is not known comes first: it may be the scarcest.
    scarcest = worked.sort_values([*_PLACE, "scheduled", "resource"], na_position="first")
    return scarcest.drop_duplicates(_PLACE, ignore_index=True)[
        [*_PLACE, "resource", "shifts", "scheduled"]
    ]


def _all_known(hours: pd.Series) -> float:
    return float(hours.sum(skipna=False))


def _recipe_of(rates: pd.DataFrame, recipes: pd.DataFrame) -> pd.DataFrame:
    """Return the resource hours that an hour of each unit's mix of capacities takes."""
    mix = rates.groupby(["unit", "capacity", "length"], as_index=False)[["hours"]].sum()
    mix = mix.assign(share=mix["hours"] / mix.groupby("unit")["hours"].transform("sum"))
    rows = mix.merge(recipes, on="capacity")
    rows = rows.assign(takes=rows["share"] * rows["amount"] / rows["length"])
    return rows.groupby(["unit", "resource"], as_index=False)[["takes"]].sum()


def _week_of(date: str) -> str:
    return periods.coarser(date, "week")
