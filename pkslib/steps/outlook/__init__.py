"""Outlook: bookings and schedule against plan, the gap list, and the care guarantee ahead."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps.outlook.ahead import booked_hours, reach_of
from pkslib.steps.outlook.hours import planned_hours, rates_of, scheduled_hours
from pkslib.steps.outlook.shifts import beds_open, gap_list, shift_moves
from pkslib.steps.outlook.waits import guarantee, guarantee_ahead
from pkslib.tables.declaration import empty, validate
from pkslib.tables.organisation import hospital_of
from pkslib.tables.results import RESULTS, STEP_TABLES

_BOOKED = ["weeks_ahead", "schedule_reach"]
_SCHEDULED = ["gap_list", "beds_open", "shift_moves"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Look ahead from the first booked week, never from today.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, needs, capacities, activity_times, recipes, production,
        bookings, schedule, staffing and waiting, and the result tables production_need and
        plan_weeks. What depends on an empty table comes out empty.
    settings : Settings
        Its part outlook.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables weeks_ahead, schedule_reach, gap_list, beds_open, shift_moves, guarantee and
        guarantee_ahead.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the views of Region Jönköpings
       län (weeks ahead) and Karolinska universitetssjukhuset (gap list).
    """
    found = {name: empty(RESULTS[name]) for name in STEP_TABLES["08_outlook"]}
    if not tables["bookings"].empty:
        ahead = weeks_ahead(tables, settings, year)
        found |= {"weeks_ahead": ahead, "schedule_reach": reach_of(ahead, settings.outlook)}
    listed = gap_list(tables["schedule"], tables["staffing"])
    if not listed.empty:
        found |= {
            "gap_list": listed,
            "beds_open": beds_open(listed, tables["staffing"]),
            "shift_moves": shift_moves(listed, hospital_of(tables["units"])),
        }
    waiting = guarantee(tables["waiting"], tables["needs"])
    passing = guarantee_ahead(
        tables["waiting"], tables["needs"], tables["bookings"], settings.outlook.weeks
    )
    found |= {"guarantee": waiting, "guarantee_ahead": passing}
    return {name: validate(frame, RESULTS[name]) for name, frame in found.items()}


def weeks_ahead(tables: Mapping[str, pd.DataFrame], settings: Settings, year: int) -> pd.DataFrame:
    """Return plan, schedule and bookings in hours for every booked unit and week ahead.

    Parameters
    ----------
    tables, settings, year
        As for :func:`work_out`; bookings are not empty.

    Returns
    -------
    pandas.DataFrame
        unit, week, plan, schedule_target, scheduled (empty where nothing is scheduled), booked,
        to_plan, overdue [hours].
    """
    bookings = tables["bookings"]
    first = bookings["week"].min()
    weeks = [first, *periods.following(first, settings.outlook.weeks - 1)]
    rates = rates_of(
        bookings, tables["production_need"], tables["activity_times"], tables["capacities"]
    )
    plan = planned_hours(rates, tables["plan_weeks"], tables["production"], year)
    staffed = scheduled_hours(
        rates, tables["schedule"], tables["recipes"], settings.outlook.shift_hours
    )
    units = pd.DataFrame({"unit": sorted(bookings["unit"].unique())})
    rows = units.merge(pd.DataFrame({"week": weeks}), how="cross")
    for part in (plan, staffed, booked_hours(bookings)):
        rows = rows.merge(part, on=["unit", "week"], how="left")
    known = ["plan", "booked", "to_plan", "overdue"]
    rows = rows.assign(**{name: rows[name].fillna(0.0) for name in known})
    return rows.assign(schedule_target=rows["plan"] * settings.outlook.schedule_factor)
