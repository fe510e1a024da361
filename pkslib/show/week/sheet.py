"""One sheet a unit: what stands on it, and at most five things to do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import learning_tables
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.report import Report
from pkslib.show.sentences.ahead import what_to_do
from pkslib.show.week import booked, ward
from pkslib.show.week.own import NEAR, TABLES, Own, dated

# Action lists of more than five are not read on a Monday.
_MOST = 5
# Overtime to ask for, of what is scheduled; 200 hours a year (arbetstidslagen § 8) are about that.
_OVERTIME = 0.1
_TITLES = {"ward": mark("Ward"), "theatre": mark("Theatre"), "clinic": mark("Clinic")}


@dataclass(frozen=True)
class Sheet:
    """A unit's weekly sheet.

    Attributes
    ----------
    unit : str
        Its code.
    kind : str
        ``ward``, ``theatre`` or ``clinic``.
    title, status : str
        Name and week; one sentence of how it stands.
    blocks : tuple of Report or matplotlib.axes.Axes
        In reading order.
    actions : Report
        At most five things to do; who and by when are filled in at the meeting.
    """

    unit: str
    kind: str
    title: str
    status: str
    blocks: tuple[Report | Axes, ...]
    actions: Report


def sheets(results: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> list[Sheet]:
    """Return the weekly sheets of a region, those with most to do first.

    Parameters
    ----------
    results : mapping of str to pandas.DataFrame
        The result tables of the step outlook, and the tables bookings and waiting.
    names : Names
        Names of units, needs and professions.
    """
    weeks = pd.concat([results[name]["week"] for name in ("weeks_ahead", "gap_list")])
    if weeks.empty:
        return []
    units = pd.concat([results[name]["unit"] for name in ("weeks_ahead", "gap_list")]).unique()
    parted = {name: dict(iter(results[name].groupby("unit"))) for name in TABLES}
    found = []
    for unit in sorted(units):
        mine = {name: parted[name].get(unit, results[name].head(0)) for name in TABLES}
        own = {name: rows.reset_index(drop=True) for name, rows in mine.items()}
        found.append(_sheet(Own(unit, own, results, str(weeks.min()), names)))
    return sorted(found, key=lambda sheet: -len(sheet.actions.rows))


def _sheet(own: Own) -> Sheet:
    kind = _kind(own)
    blocks: list[Report | Axes | None] = []
    if len(own["weeks_ahead"]):
        blocks += [booked.to_rebook(own), booked.chart(own) if kind == "clinic" else None,
                   booked.weeks(own), booked.to_call(own)]  # fmt: skip
    blocks += [ward.gaps(own), ward.beds(own), ward.strip(own), ward.moves(own)]
    if len(own["weeks_ahead"]) and kind == "clinic":
        blocks.append(booked.asked(own))
    if kind != "clinic":  # whose sheet is full
        known = own.whole["indicator_follow_up"]
        blocks.append(learning_tables.latest(known, own.unit, names=own.names))
    title = f"{own.names.of('unit', own.unit)}, {dated(own.week)}"
    done = tuple(block for block in blocks if block is not None)
    return Sheet(own.unit, kind, title, _status(own), done, _actions(own))


def _kind(own: Own) -> str:
    if len(own["operations_ahead"]):
        return "theatre"
    return "clinic" if len(own["weeks_ahead"]) else "ward"


def _status(own: Own) -> str:
    """Say in one sentence how the unit's week stands."""
    said = [text(_TITLES[_kind(own)])]
    beds = each(own.first("beds_open"))
    if beds:
        said.append(text("{open} of {commission} beds usually open", open=number(beds[0].open),
                         commission=number(beds[0].commission)))  # fmt: skip
    sums = own.first("gap_sums")
    if len(sums):
        said.append(text("{minus} shifts missing, {left} after swaps and loans",
                         minus=number(float(sums["minus"].sum())),
                         left=number(float(sums["left"].sum()))))  # fmt: skip
    week = each(own.first("weeks_ahead"))
    if week:
        said.append(text("{booked} hours booked, {free} may still be booked",
                         booked=number(week[0].booked), free=number(week[0].free)))  # fmt: skip
    waiting = own.whole["waiting"]
    if week and len(waiting):
        said.append(text("waiting list of {day}", day=str(waiting["as_of"].max())))
    return "; ".join(said) + "."


def _actions(own: Own) -> Report:
    """Return what to do, the most urgent first."""
    lines = [*_rebook(own), *_call(own), *_gaps(own), *_lay(own)]
    heads = [text("Action"), text("Who"), text("By"), text("Done")]
    return Report(text("To do"), heads, [[line, "", "", "☐"] for line in lines[:_MOST]])


def _rebook(own: Own) -> list[str]:
    rows = own["overbooked"]
    above = rows[rows["kind"] == "above_schedule"].sort_values("week").head(2)
    return [
        f"{language.period(row['week'], short=True)}: {what_to_do(row, own.names)}"
        for _, row in above.iterrows()
    ]


def _gaps(own: Own) -> list[str]:
    """Say what to swap and what to ask for, and which week is worst."""
    rows = own["gap_sums"]
    near = rows[rows["week"].isin(sorted(rows["week"].unique())[:NEAR])]
    said = []
    for name, words in (
        ("swapped", mark("Swap {shifts} shifts within the unit (list below).")),
        ("pool", mark("Ask the pool for {shifts} shifts.")),
        ("borrowed", mark("Borrow {shifts} shifts from other units (list below).")),
    ):
        shifts = float(near[name].sum())
        if shifts >= 1:
            said.append(text(words, shifts=number(shifts)))
    said += _overtime(near)
    later = rows[rows["hire"] > 0]
    if len(later):
        worst = highest(later.groupby("week", as_index=False)[["hire"]].sum(), "hire")
        said.append(
            text("Schedule or hire for {shifts} shifts, most in {week} ({most}); else beds or "
                 "times are closed.", shifts=number(float(later["hire"].sum())),
                 week=language.period(worst["week"], short=True), most=number(worst["hire"]))
        )  # fmt: skip
    return said


def _overtime(near: pd.DataFrame) -> list[str]:
    """Say how many shifts to ask for as overtime, and what can't be asked for."""
    asked = float(near["overtime"].sum())
    sums = near[["needed", "unscheduled", "minus", "plus"]].sum()
    scheduled = sums["needed"] - sums["unscheduled"] - sums["minus"] + sums["plus"]
    most = math.floor(scheduled * _OVERTIME)
    if asked < 1:
        return []
    if asked <= most:
        return [text("Ask for {shifts} shifts that nobody fills within fourteen days.",
                     shifts=number(asked))]  # fmt: skip
    if most < 1:
        return [text("Close beds or times for {shifts} shifts within fourteen days: nobody is "
                     "there to ask.", shifts=number(asked))]  # fmt: skip
    return [text("Ask for at most {most} shifts of overtime within fourteen days, one in ten of "
                 "those scheduled; close beds or times for the other {left}.",
                 most=number(most), left=number(asked - most))]  # fmt: skip


def _lay(own: Own) -> list[str]:
    """Say from when the schedule has to be laid."""
    rows = own["gap_sums"]
    bare = rows[rows["unscheduled"] > 0]["week"]
    if bare.empty:
        return []
    return [
        text("Lay the schedule from {week}: it reaches {weeks} of {goal} weeks.",
             week=language.period(str(bare.min()), short=True),
             weeks=int((rows["week"].drop_duplicates() < bare.min()).sum()),
             goal=rows["week"].nunique())
    ]  # fmt: skip


def _call(own: Own) -> list[str]:
    rows = own["calls"][own["calls"]["notice"] == "ordinary"]
    if rows.empty:
        return []
    first = rows["week"].min()
    now = float(rows.loc[rows["week"] == first, "patients"].sum())
    when = language.period(first, short=True)
    if now == 1:
        return [text("Call one patient to {week}, the first of the list.", week=when)]
    return [text("Call {patients} patients to {week}, in the order of the list.",
                 patients=number(now), week=when)]  # fmt: skip
