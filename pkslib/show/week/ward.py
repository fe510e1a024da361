"""The tables of a unit that keeps shifts: gap list, beds, twelve weeks, and whom to move."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import number, text
from pkslib.show.pick import each
from pkslib.show.reasons import word
from pkslib.show.report import Report
from pkslib.show.week.own import NEAR, WEEKS, Own, short_weeks, weekdays

_ORDER = {"day": 0, "evening": 1, "night": 2}
_MOVES = 8


def gaps(own: Own) -> list[Report]:
    """Return the week's gap list, a table a profession: needed, scheduled, plus or minus.

    Parameters
    ----------
    own : Own
        A unit that is in the gap list.
    """
    rows = own.first("gap_list")
    return [_gaps(own, str(resource), mine) for resource, mine in rows.groupby("resource")]


def _gaps(own: Own, resource: str, rows: pd.DataFrame) -> Report:
    lines = []
    for shift in sorted(rows["shift"].unique(), key=lambda name: (_ORDER.get(name, 9), name)):
        mine = rows[rows["shift"] == shift]
        by_day = {row.weekday: row for row in each(mine)}
        days = [_day(by_day.get(day)) for day in range(1, 8)]
        sums = [number(float(mine[name].sum())) for name in ("plus", "minus")]
        lines.append([own.names.of("shift", shift), *days, *sums])
    title = text("{profession}: needed / scheduled",
                 profession=own.names.of("resource", resource).capitalize())  # fmt: skip
    heads = [text("Shift"), *weekdays(), text("plus"), text("minus")]
    return Report(title, heads, lines, frozenset(range(1, len(heads))))


def _day(row: Any) -> str:
    """Return needed and scheduled with what is over or missing; nothing where none is needed."""
    if row is None:
        return ""
    if pd.isna(row.scheduled):
        return word("not_scheduled")
    words = f"{number(row.needed)} / {number(row.scheduled)}"
    net = row.scheduled - row.needed
    return f"{words}  {number(net, signed=True)}" if net else words


def beds(own: Own) -> Report | None:
    """Return the beds that each shift of the week can keep open, with commission and norm."""
    rows = own.first("bed_shifts")
    if rows.empty:
        return None
    week = each(own.first("beds_open"))[0]
    lines = []
    for shift in sorted(rows["shift"].unique(), key=lambda name: (_ORDER.get(name, 9), name)):
        opened = rows[rows["shift"] == shift].set_index("weekday")["open"]
        days = [number(opened[day]) if day in opened else "" for day in range(1, 8)]
        lines.append([own.names.of("shift", shift), *days])
    title = text(
        "Fewest beds: commission {commission}, the norm carries {norm}, usually open {open}",
        commission=number(week.commission), norm=number(week.norm), open=number(week.open),
    )  # fmt: skip
    report = Report(title, [text("Shift"), *weekdays()], lines, frozenset(range(1, 8)))
    if not week.short:
        return report
    return report.noted(_weakest(own, week))


def _weakest(own: Own, week: Any) -> str:
    """Say which shift is weakest, and what one more on it would give."""
    return text(
        "Weakest is {day} {shift}: {lowest}. One more {resource} there would give {more} more "
        "beds.",
        day=weekdays()[week.weekday - 1], shift=own.names.of("shift", week.shift),
        lowest=number(week.lowest), resource=own.names.of("resource", week.resource),
        more=number(week.one_more),
    )  # fmt: skip


def strip(own: Own) -> Report | None:
    """Return the unit's weeks ahead: shifts missing by profession, and the beds of each week."""
    rows = own["gap_sums"]
    if rows.empty:
        return None
    weeks = sorted(rows["week"].unique())[:WEEKS]
    lines = []
    for resource, mine in rows.groupby("resource"):
        known = {row.week: row for row in each(mine)}
        label = text("Missing, {profession}", profession=own.names.of("resource", str(resource)))
        lines.append([label, *(_week(known.get(week)) for week in weeks)])
    opened = own["beds_open"].set_index("week")["open"]
    if len(opened):
        shown = [number(opened[week]) if week in opened else "–" for week in weeks]
        lines.append([text("Beds, usual level"), *shown])
    worst = rows.loc[rows["worst"], "week"]
    report = Report(text("Twelve weeks"), ["", *short_weeks(weeks)], lines,
                    frozenset(range(1, len(weeks) + 1)))  # fmt: skip
    if worst.empty:
        return report
    named = language.period(str(worst.iloc[0]), short=True)
    return report.noted(text("Worst week: {week}.", week=named))


def _week(row: Any) -> str:
    if row is None:
        return ""
    if row.unscheduled >= row.needed > 0:
        return text("not sch.")
    return number(row.minus)


def moves(own: Own) -> Report | None:
    """Return whom to move into the unit's gaps in the next weeks: swaps, pool, other units."""
    rows = own.whole["shift_moves"]
    near = sorted(own["gap_sums"]["week"].unique())[:NEAR]
    mine = rows[(rows["to_unit"] == own.unit) & rows["week"].isin(near)]
    if mine.empty:
        return None
    shown = [_move(own, row) for row in each(mine.sort_values(["week", "weekday"]))]
    heads = [text("How"), text("Profession"), text("From"), text("To"), text("Persons")]
    report = Report(text("Swap, pool, borrow"), heads, shown[:_MOVES], frozenset([4]))
    return report.noted(text("Eleven hours between shifts: whoever lays the schedule sees to it."))


def _move(own: Own, row: Any) -> list[str]:
    day = weekdays()
    given = f"{day[row.from_weekday - 1]} {own.names.of('shift', row.from_shift)}"
    taken = f"{day[row.weekday - 1]} {own.names.of('shift', row.shift)}"
    if row.unit != own.unit:
        given = f"{own.names.of('unit', row.unit)}, {given}"
    return [
        word(row.kind), own.names.of("resource", row.resource), given,
        f"{language.period(row.week, short=True)} {taken}", number(row.persons),
    ]  # fmt: skip
