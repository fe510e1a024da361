"""The tables of a unit that keeps shifts: gap list, beds, twelve weeks, and whom to move."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language, periods
from pkslib.language import mark, number, text
from pkslib.show.pick import each
from pkslib.show.reasons import word
from pkslib.show.report import Report
from pkslib.show.week.own import NEAR, WEEKS, Own, short_week, weekdays

_ORDER = {"day": 0, "evening": 1, "night": 2}
_MOVES = 8


def gaps(own: Own) -> Report | None:
    """Return the week's gap list, a row a profession and shift: needed, scheduled, plus or minus.

    Parameters
    ----------
    own : Own
        A unit that may be in the gap list.
    """
    rows = own.first("gap_list")
    if rows.empty:
        return None
    lines = [
        _gaps(own, str(resource), shift, mine[mine["shift"] == shift])
        for resource, mine in rows.groupby("resource")
        for shift in sorted(mine["shift"].unique(), key=lambda name: (_ORDER.get(name, 9), name))
    ]
    heads = [text("Profession"), text("Shift"), *weekdays(), text("plus"), text("minus")]
    report = Report(text("Gap list: needed / scheduled"), heads, lines,
                    frozenset(range(2, len(heads))))  # fmt: skip
    if own["weeks_ahead"].empty:
        return report
    return report.noted(
        text("Persons against the norm here, hours against plan and bookings above: bookings "
             "govern whom to rebook, the norm which shifts to fill.")
    )  # fmt: skip


def _gaps(own: Own, resource: str, shift: str, rows: pd.DataFrame) -> list[str]:
    by_day = {row.weekday: row for row in each(rows)}
    days = [_day(by_day.get(day)) for day in range(1, 8)]
    sums = [number(float(rows[name].sum())) for name in ("plus", "minus")]
    return [own.names.of("resource", resource), own.names.of("shift", shift), *days, *sums]


def _day(row: Any) -> str:
    """Return needed and scheduled with what is over or missing; nothing where none is needed."""
    if row is None:
        return ""
    if pd.isna(row.scheduled):
        return word("not_scheduled")
    words = f"{number(row.needed)}\xa0/\xa0{number(row.scheduled)}"
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
    report = report.noted(*_occupied(own, week))
    if not week.short:
        return report
    return report.noted(_weakest(own, week))


def _occupied(own: Own, week: Any) -> list[str]:
    """Say how many beds are expected to be occupied, as the plan expects of the week's month."""
    need = own.whole["capacity_need"]
    beds = need["capacity"].map(own.names.measures) == "bed_day"
    month = periods.coarser(own.week, "month")[-2:]
    mine = need[(need["unit"] == own.unit) & beds & need["period"].str.endswith("-" + month)]
    if mine.empty:
        return []
    period = str(mine["period"].min())
    mean = float(mine.loc[mine["period"] == period, "raw"].sum()) / periods.days(period)
    words = (
        mark("Expected to be occupied: {mean} on average in {month}, more than can usually be "
             "kept open.")
        if mean > week.open else mark("Expected to be occupied: {mean} on average in {month}.")
    )  # fmt: skip
    return [text(words, mean=number(mean, 1), month=language.period(period, short=True))]


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
        label = own.names.of("resource", str(resource))
        lines.append([label, *(_week(known.get(week)) for week in weeks)])
    opened = own["beds_open"].set_index("week")["open"]
    if len(opened):
        shown = [number(opened[week]) if week in opened else "–" for week in weeks]
        lines.append([text("Beds, usual level"), *shown])
    worst = rows.loc[rows["worst"], "week"]
    report = Report(text("Twelve weeks: shifts lacking"), ["", *map(short_week, weeks)], lines,
                    frozenset(range(1, len(weeks) + 1)))  # fmt: skip
    if worst.empty:
        return report
    named = language.period(str(worst.iloc[0]), short=True)
    return report.noted(text("Worst week: {week}.", week=named))


def _week(row: Any) -> str:
    if row is None:
        return ""
    if row.unscheduled >= row.needed > 0:
        return text("not sch.").replace(" ", "\xa0")
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
        f"{short_week(row.week)} {taken}", number(row.persons),
    ]  # fmt: skip
