"""The schedule of the weeks ahead: in hours, how far it reaches, and what absence leaves of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.cover import probability_covered, shifts_for
from pkslib.settings import Outlook
from pkslib.tables import staff_hours

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
        As from :func:`pkslib.steps.outlook.weeks.rates_of`.
    schedule, recipes : pandas.DataFrame
        The tables.
    shift_hours : mapping of str to float
        Hours worked per named shift.

    Returns
    -------
    pandas.DataFrame
        unit, week, resource, shifts, scheduled: hours of clinic or theatre that the scarcest of
        the scheduled resources allows by its recipe, and the shifts it is scheduled for; where no
        recipe tells, an hour an hour. scheduled is missing when neither the settings nor its own
        code tell how long a shift is.
    """
    rows = schedule[schedule["unit"].isin(rates["unit"])]
    rows = rows.assign(
        week=rows["date"].map(_week_of),
        shifts=rows["scheduled"],
        hours=rows["scheduled"] * staff_hours.shift_hours(rows["shift"], shift_hours),
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


def reach_of(ahead: pd.DataFrame, settings: Outlook) -> pd.DataFrame:
    """Return how far each unit's schedule reaches and how evenly it is booked.

    Parameters
    ----------
    ahead : pandas.DataFrame
        The result table weeks_ahead.
    settings : Outlook
        reach_weeks, the goal.

    Returns
    -------
    pandas.DataFrame
        Rows of the table schedule_reach: reach counts weeks from the first on with a schedule at
        or above plan; variation, and the free hours from the first week on in which someone has
        waited too long, are those within the weeks of the goal.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the questions of Region
       Jönköpings län to the view.
    """
    rows = [
        {"unit": unit, "goal": settings.reach_weeks} | _reach(weeks, settings.reach_weeks)
        for unit, weeks in ahead.sort_values("week").groupby("unit")
    ]
    return pd.DataFrame(rows)


def _reach(weeks: pd.DataFrame, goal: int) -> dict[str, object]:
    covered = (weeks["scheduled"] >= weeks["plan"]).to_numpy()
    reach = len(covered) if covered.all() else int(np.argmin(covered))
    near = weeks.head(goal)
    booked = near["booked"].to_numpy()
    mean = booked.mean()
    return {
        "reach": reach,
        "first_below": None if covered.all() else weeks["week"].iloc[reach],
        "variation": booked.std() / mean if mean > 0 else np.nan,
        "free_while_waiting": near.loc[near["overdue"].cumsum() > 0, "free"].sum(),
    }


def weekly_cover(plan: pd.DataFrame, staffed: pd.DataFrame) -> pd.DataFrame:
    """Return the probability that each week's schedule covers its plan after absence.

    Parameters
    ----------
    plan : pandas.DataFrame
        unit, week, plan [hours].
    staffed : pandas.DataFrame
        unit, week, resource, shifts, scheduled [hours], absence [share of shifts].

    Returns
    -------
    pandas.DataFrame
        The rows of staffed that have a plan, with plan, needed [shifts] and covered
        [probability; missing where scheduled is].
    """
    rows = staffed.merge(plan[[*_PLACE, "plan"]], on=_PLACE)
    shift = rows["scheduled"] / rows["shifts"].where(rows["shifts"] > 0)
    rows = rows.assign(needed=rows["plan"] / shift.where(shift > 0))
    known = rows["needed"].notna()
    covered = pd.Series(np.where(rows["plan"] > 0, 0.0, 1.0), rows.index)
    covered[known] = probability_covered(
        rows["shifts"][known], rows["needed"][known], rows["absence"][known]
    )
    return rows.assign(covered=covered.where(rows["scheduled"].notna()))


def cover_of(weekly: pd.DataFrame, settings: Outlook) -> pd.DataFrame:
    """Return what schedule over plan each unit has, and what its own absence asks for.

    Parameters
    ----------
    weekly : pandas.DataFrame
        As from :func:`weekly_cover`.
    settings : Outlook
        schedule_factor, the target; certainty, how surely the plan is to be covered.

    Returns
    -------
    pandas.DataFrame
        Rows of the table schedule_cover: the resource that limits most weeks; covered is the mean
        of the weeks, covered_target that of a mean week were the schedule at its target;
        factor_needed covers a mean week with the certainty asked for. Units without plan or
        schedule are left out.
    """
    known = weekly[weekly["scheduled"].notna()]
    units = known.groupby("unit")
    sums = units[["scheduled", "shifts", "plan"]].sum()
    means = units[["plan", "absence", "covered"]].mean()
    shifts_an_hour = sums["shifts"] / sums["scheduled"].where(sums["scheduled"] > 0)
    rows = means.assign(
        resource=units["resource"].agg(lambda names: names.mode().iloc[0]),
        needed=means["plan"] * shifts_an_hour,
        factor=sums["scheduled"] / sums["plan"].where(sums["plan"] > 0),
    )
    rows = rows[rows["needed"] > 0].reset_index()
    needed, absence = rows["needed"], rows["absence"]
    target = np.ceil(needed * settings.schedule_factor)
    return rows.drop(columns="plan").assign(
        covered_target=probability_covered(target, needed, absence),
        factor_needed=shifts_for(needed, absence, settings.certainty) / needed,
    )
