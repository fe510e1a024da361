"""The tables of a unit that books patients: its weeks, whom to call, what to rebook."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import questions
from pkslib.show.figures.outlook import bookings as figures
from pkslib.show.pick import each
from pkslib.show.reasons import word
from pkslib.show.report import Report
from pkslib.show.sentences.ahead import what_to_do
from pkslib.show.week.own import WEEKS, Own, short_week

_CALLED = 6
# So many overbooked weeks stand among what is to be done; more stand in a list.
_DONE = 2
_MINUTES = 60


def chart(own: Own) -> Axes:
    """Return the unit's weeks ahead drawn as Region Jönköpings län does."""
    reach = own.whole["schedule_reach"]
    return figures.weeks(own.whole["weeks_ahead"], reach, own.unit, names=own.names)


def weeks(own: Own) -> Report:
    """Return the unit's weeks in hours: what is laid, kept, booked, and free or overbooked."""
    rows = own["weeks_ahead"].sort_values("week").head(WEEKS)
    over = own["overbooked"].set_index("week")["over"].to_dict()
    operations = own["operations_ahead"].set_index("week")
    lines = [_week(row, over.get(row.week), operations) for row in each(rows)]
    heads = [text("Week"), text("Plan"), text("Schedule"), text("Kept for acute care"),
             text("Booked"), text("Free or too much")]  # fmt: skip
    if len(operations):
        heads += [text("Elective operations"), text("Booked"), text("Left to book")]
    return Report(text("Week by week, hours"), heads, lines, frozenset(range(1, len(heads))))


def _week(row: Any, over: float | None, operations: pd.DataFrame) -> list[str]:
    unlaid = pd.isna(row.scheduled)
    laid = word("not_scheduled") if unlaid else number(row.scheduled)
    # What is booked before a schedule is laid is not too much: nobody knows yet.
    words = mark("{hours} without a schedule") if unlaid else mark("{hours} too much")
    room = text(words, hours=number(over)) if over else _free(row)
    cells = [short_week(row.week), number(row.plan), laid, number(row.kept),
             number(row.booked), room]  # fmt: skip
    if operations.empty:
        return cells
    if row.week not in operations.index:
        return [*cells, "", "", ""]
    planned, booked = operations.loc[row.week, ["bookable", "booked"]]
    return [*cells, number(planned), number(booked), number(max(planned - booked, 0.0))]


def _free(row: Any) -> str:
    """Say how many hours may still be booked, and how many are kept for those to rebook."""
    if round(row.rebooked) < 1:
        return number(row.free)
    return text("{free}, and {rebooked} for those to rebook", free=number(row.free),
                rebooked=number(row.rebooked))  # fmt: skip


def to_call(own: Own) -> Report | None:
    """Return whom to call, numbered, and those that may come at short notice."""
    rows = own["calls"].sort_values("number", kind="stable")
    if rows.empty:
        return None
    lines = [_call(own, row) for row in each(rows.head(_CALLED))]
    heads = [text("No."), text("Prio."), text("Need"), text("Patients"), text("min each"),
             text("To week"), text("Target week"), text("Guarantee passed"),
             text("Waited at least")]  # fmt: skip
    report = Report(text("To call"), heads, lines, frozenset([0, 1, 3, 4, 8]))
    if len(rows) > _CALLED:
        report = report.noted(text("{shown} of {all} rows.", shown=_CALLED, all=len(rows)))
    short = rows[rows["notice"] == "short_notice"]
    if short.empty:
        return report
    return report.noted(text("Weeks with * are near: ask who can come at short notice."))


def _call(own: Own, row: Any) -> list[str]:
    need = own.names.of("need", row.need)
    if row.from_unit != own.unit:
        need += text(", from {unit}", unit=own.names.of("unit", row.from_unit))
    star = "*" if row.notice == "short_notice" else ""
    waited = text("{days} days", days=number(row.waited)) if row.waited == row.waited else ""
    weeks = [
        short_week(week) if isinstance(week, str) else ""
        for week in (row.target_week, row.guarantee_week)
    ]
    return [
        str(row.number), str(row.priority), need, number(row.patients),
        number(_MINUTES * row.hours / row.patients),
        short_week(row.week) + star, *weeks, waited,
    ]  # fmt: skip


def to_rebook(own: Own) -> Report | None:
    """Return the weeks booked above the schedule with what to do, and those without one summed.

    A few stand among what is to be done, in the same words.
    """
    rows = own["overbooked"].sort_values("week")
    if rows.empty:
        return None
    above = rows[rows["kind"] == "above_schedule"]
    if len(above) <= _DONE:
        return None
    lines = [
        [language.period(row["week"], short=True), number(row["over"], 1),
         what_to_do(row, own.names)]
        for _, row in above.iterrows()
    ]  # fmt: skip
    bare = rows[rows["kind"] == "not_scheduled"]
    if len(bare):
        first, last = (language.period(week, short=True) for week in bare["week"].iloc[[0, -1]])
        said = text("Booked though no schedule is laid: lay it, {shifts} shifts.",
                    shifts=number(float(bare["shifts"].sum())))  # fmt: skip
        lines.append([f"{first}–{last}", number(float(bare["over"].sum()), 1), said])
    heads = [text("Week"), text("Hours too many"), text("What to do")]
    return Report(text("Rebook or staff"), heads, lines, frozenset([1]))


def asked(own: Own) -> Report:
    """Return the guidance's questions that take a yes or a no."""
    return questions.brief(own.unit, own.whole, names=own.names)
