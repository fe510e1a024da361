"""Outlook: bookings and schedule against plan, the gap list, and the care guarantee ahead."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps.outlook.beds import bed_shifts, beds_open
from pkslib.steps.outlook.calls import calls, free_time
from pkslib.steps.outlook.gap_list import gap_list, gap_sums
from pkslib.steps.outlook.guarantee import guarantee, passing_ahead, with_bookings
from pkslib.steps.outlook.moves import Lending, shift_moves
from pkslib.steps.outlook.overbooked import overbooked, reserved
from pkslib.steps.outlook.queue import booked_for, unbooked
from pkslib.steps.outlook.room import lacking, lent, target_levels, with_room
from pkslib.steps.outlook.schedule import cover_of, reach_of, scheduled_hours, weekly_cover
from pkslib.steps.outlook.unused import offers, pickups, unused_score, unused_time
from pkslib.steps.outlook.weeks import (
    booked_hours,
    operations_ahead,
    planned_hours,
    planned_weeks,
    rates_of,
)
from pkslib.tables import waiting_lists
from pkslib.tables.declaration import empty
from pkslib.tables.hierarchy import hospital_of, specialty_of
from pkslib.tables.results import RESULTS, STEP_TABLES
from pkslib.tables.staff_hours import absence_of

Frames = dict[str, pd.DataFrame]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Look ahead from the first booked week, never from today.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, needs, pathways, activities, capacities, activity_times,
        recipes, resources, production, bookings, booking_history, schedule, staffing, lending,
        minimum_lines and waiting, and the result tables production_need, gap, moves and
        plan_weeks. What depends on an empty table comes out empty.
    settings : Settings
        Its parts outlook and staff.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables that the notebook 08_outlook writes.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the views of Region Jönköpings
       län (weeks ahead) and Karolinska universitetssjukhuset (operations, gap list).
    """
    found = {name: empty(RESULTS[name]) for name in STEP_TABLES["08_outlook"]}
    if not tables["bookings"].empty:
        found |= _booked(tables, settings, year)
    weeks = settings.outlook.reach_weeks
    listed = gap_list(tables["schedule"], tables["staffing"], weeks)
    if not listed.empty:
        found |= _staffed(tables, settings, listed)
    found |= _waiting(tables, settings)
    return found


def _booked(tables: Mapping[str, pd.DataFrame], settings: Settings, year: int) -> Frames:
    """Return the tables about units that book."""
    bookings, need = tables["bookings"], tables["production_need"]
    rates = rates_of(bookings, need, tables["activity_times"], tables["capacities"])
    planned = planned_weeks(tables["plan_weeks"], tables["production"], year)
    staffed = scheduled_hours(
        rates, tables["schedule"], tables["recipes"], settings.outlook.shift_hours
    )
    absence = absence_of(staffed, tables["resources"], settings.staff.absence)
    staffed = staffed.assign(absence=absence * settings.outlook.unplanned)
    ahead = _weeks(bookings, planned_hours(rates, planned), staffed, settings)
    ahead = ahead.assign(lent=lent(ahead, rates, tables["moves"]))
    ahead = with_room(ahead, target_levels(rates, tables["capacities"]), settings.outlook)
    ahead = ahead.assign(lacks=lacking(ahead, rates, tables["gap"]))
    last = _last(bookings, settings.outlook.reach_weeks)
    over, moved = overbooked(
        ahead[ahead["week"] <= last],
        bookings,
        tables["needs"],
        staffed,
        settings.outlook.rebook_most,
    )
    # Who is booked already comes before who is called: no hour is offered twice.
    ahead = reserved(ahead, moved)
    near = ahead[ahead["week"] <= last]
    called, unused = _called(near, tables, settings)
    return {
        "weeks_ahead": ahead,
        "schedule_reach": reach_of(ahead, settings.outlook),
        "schedule_cover": cover_of(weekly_cover(near, staffed), settings.outlook),
        "overbooked": over,
        "calls": called,
        "free_time": free_time(near, called),
        **unused,
        "operations_ahead": operations_ahead(bookings, need, tables["activities"], planned),
    }


def _weeks(
    bookings: pd.DataFrame, plan: pd.DataFrame, staffed: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return plan, schedule and bookings in hours for every booked unit and week ahead."""
    first, last = bookings["week"].min(), _last(bookings, settings.outlook.weeks)
    units = pd.DataFrame({"unit": sorted(bookings["unit"].unique())})
    rows = units.merge(pd.DataFrame({"week": periods.between(first, last)}), how="cross")
    scheduled = staffed[["unit", "week", "scheduled"]]
    for part in (plan, scheduled, booked_hours(bookings)):
        rows = rows.merge(part, on=["unit", "week"], how="left")
    known = ["plan", "kept", "booked", "to_plan", "overdue"]
    rows = rows.assign(**{name: rows[name].fillna(0.0) for name in known})
    cover = weekly_cover(rows, staffed)[["unit", "week", "covered"]]
    rows = rows.merge(cover, on=["unit", "week"], how="left")
    return rows.assign(schedule_target=rows["plan"] * settings.outlook.schedule_factor)


def _last(bookings: pd.DataFrame, weeks: int) -> str:
    """Return the last of a number of weeks from the first booked one on."""
    return periods.shift(bookings["week"].min(), weeks - 1)


def _called(
    near: pd.DataFrame, tables: Mapping[str, pd.DataFrame], settings: Settings
) -> tuple[pd.DataFrame, Frames]:
    """Return who should be called within the weeks near, and the time that will go unused."""
    bookings = tables["bookings"]
    queue = unbooked(bookings, tables["needs"], tables["waiting"])
    hours = bookings.groupby(["unit", "need"], as_index=False)[["hours_per_patient"]].mean()
    names = ("production_need", "activities", "activity_times", "capacities")
    booked_as = hours.merge(booked_for(*(tables[name] for name in names)), how="left")
    booked_as = booked_as.assign(specialty=booked_as["unit"].map(specialty_of(tables["units"])))
    due = queue[queue["target_week"] <= near["week"].max()]
    called = calls(near, due, booked_as, settings.outlook)
    levels = near.groupby("unit")["level"].first()
    past = pickups(tables["booking_history"], levels, near["week"].min())
    likely = unused_time(near, past, settings.outlook)
    return called, {
        "unused_time": offers(likely, queue, called, booked_as, settings.outlook),
        "unused_score": unused_score(past, settings.outlook),
    }


def _staffed(
    tables: Mapping[str, pd.DataFrame], settings: Settings, listed: pd.DataFrame
) -> Frames:
    """Return the gap list and what follows from it."""
    units = tables["units"]
    clinic = units.set_index("unit")["parent"]
    lending = Lending(
        hospital_of(units),
        clinic,
        specialty_of(units),
        settings.outlook.lend_most,
        settings.outlook.lend_never,
        tables["lending"],
        tables["minimum_lines"],
    )
    moves = shift_moves(listed, tables["schedule"], lending)
    shifts = bed_shifts(listed, tables["staffing"], moves)
    return {
        "gap_list": listed,
        "shift_moves": moves,
        "gap_sums": gap_sums(listed, moves, tables["resources"], settings),
        "bed_shifts": shifts,
        "beds_open": beds_open(shifts),
    }


def _waiting(tables: Mapping[str, pd.DataFrame], settings: Settings) -> Frames:
    """Return the care guarantee today and ahead."""
    waiting, needs = tables["waiting"], tables["needs"]
    booked = waiting_lists.booked_care(tables["bookings"], tables["pathways"], tables["activities"])
    ahead = passing_ahead(waiting, needs, settings.outlook.weeks)
    return {"guarantee": guarantee(waiting, needs), "guarantee_ahead": with_bookings(ahead, booked)}
