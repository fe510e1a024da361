"""The guidance's questions to the weeks ahead of a unit, each with the figures that answer it.

Source of the questions: Socialstyrelsen (2024), Uppföljning på taktisk nivå, the view "Taktisk
planering och styrning" of Region Jönköpings län.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show.figures.outlook.bookings import laid
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.report import Report
from pkslib.show.sentences.ahead import SMALL

# Groups of patients that a line about who to call names.
_NAMED = 3
# Less than half an hour is told as none.
_SOME = 0.5


@dataclass(frozen=True)
class _View:
    """What is known of one unit within the goal's weeks."""

    unit: str
    weeks: pd.DataFrame
    laid: int
    reach: Any
    free: Any
    cover: Any
    calls: pd.DataFrame
    bookings: pd.DataFrame
    plan: pd.Series
    names: Names


def answers(
    unit: str, results: Mapping[str, pd.DataFrame], *, names: Names = CODES
) -> list[tuple[str, str]]:
    """Return the guidance's questions about a unit's weeks ahead, and what the figures answer.

    Parameters
    ----------
    unit : str
        A unit of the table weeks_ahead.
    results : mapping of str to pandas.DataFrame
        The tables bookings, weeks_ahead, schedule_reach, schedule_cover, free_time and calls.
    names : Names
        Names of units and needs.

    Returns
    -------
    list of tuple of str
        Question and answer.
    """
    view = _view(unit, results, names)
    return [
        (text("Booked: are bookings spread evenly over the weeks?"), _even(view)),
        (text("Booked: where can something be done to level them?"), _level(view)),
        (text("To plan: how do the coming weeks look, and is there room to call them?"),
         _planned(view)),
        (text("Waited too long: has anyone, and when will the queue be gone?"), _overdue(view)),
        (text("Waited too long: where in the region is the wait longest?"), _longest(view)),
        (text("Waited too long: who should be called, for care on equal terms?"), _called(view)),
        (text("Schedule: is its line near or above the plan?"), _above(view)),
        (text("Schedule: how far ahead does it reach?"), _far(view)),
        (text("Schedule: is all free time used?"), _used(view)),
        (text("Schedule: do more times have to be made?"), _more(view)),
    ]  # fmt: skip


def table(unit: str, results: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> Report:
    """Return :func:`answers` as a table to stand beside the unit's figure."""
    heads = [text("Question to ask"), text("What the figures say")]
    title = text("{unit}: questions to ask", unit=names.of("unit", unit))
    return Report(title, heads, answers(unit, results, names=names))


def brief(unit: str, results: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> Report:
    """Return the questions that can be answered by yes or no, for the unit's weekly sheet."""
    view = _view(unit, results, names)
    weeks, free = view.weeks, view.free
    met = int((weeks["scheduled"] >= weeks["plan"]).sum())
    rows = [
        _asked(text("Has anyone waited too long?"), free.overdue >= _SOME, _hours(free.overdue)),
        _asked(text("Is that queue gone within the weeks?"), free.left < _SOME, _hours(free.left)),
        _asked(text("Does the schedule meet the plan every week?"), met == len(weeks),
               text("{count} of {all}", count=met, all=len(weeks))),
        _asked(text("Does it reach {goal} weeks?", goal=number(view.reach.goal)),
               view.laid >= view.reach.goal, number(view.laid)),
        _asked(text("Is all free time used?"), free.free < _SOME, _hours(free.free)),
        _asked(text("Do more times have to be made?"), _lacking(view) >= _SOME,
               _hours(_lacking(view))),
    ]  # fmt: skip
    return Report(text("Questions to ask"), [text("Question to ask"), text("Answer")], rows)


def _asked(question: str, answer: bool, amount: str) -> list[str]:
    return [question, f"{text('yes') if answer else text('no')} ({amount})"]


def _hours(amount: float) -> str:
    return text("{hours} h", hours=number(amount))


def _lacking(view: _View) -> float:
    """Return the hours that the schedule lacks to the plan, weeks with more than it apart."""
    short = (view.weeks["plan"] - view.weeks["scheduled"].fillna(0)).clip(lower=0)
    return float(short.sum())


def _view(unit: str, results: Mapping[str, pd.DataFrame], names: Names) -> _View:
    reach = each(_of(results["schedule_reach"], unit))[0]
    ahead = results["weeks_ahead"]
    weeks = _of(ahead, unit).sort_values("week", ignore_index=True)
    cover = each(_of(results["schedule_cover"], unit))
    return _View(
        unit=unit,
        weeks=weeks.head(reach.goal),
        laid=laid(weeks),
        reach=reach,
        free=each(_of(results["free_time"], unit))[0],
        cover=cover[0] if cover else None,
        calls=_of(results["calls"], unit),
        bookings=results["bookings"],
        plan=ahead.groupby("unit")["plan"].mean(),
        names=names,
    )


def _of(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    return frame[frame["unit"] == unit]


def _week(label: str) -> str:
    return language.period(label, short=True)


def _even(view: _View) -> str:
    high = highest(view.weeks, "booked")
    low = highest(view.weeks.assign(least=-view.weeks["booked"]), "least")
    return text(
        "They vary by {share} of their mean: from {low} h in {first} to {high} h in {last}.",
        share=percent(view.reach.variation), low=number(low["booked"]), first=_week(low["week"]),
        high=number(high["booked"]), last=_week(high["week"]),
    )  # fmt: skip


def _level(view: _View) -> str:
    roomy = highest(view.weeks, "free")
    if not roomy["free"] >= 0.5:
        return text("No scheduled week has room for more.")
    return text("Most room is in {week}: {hours} hours may still be booked.",
                week=_week(roomy["week"]), hours=number(roomy["free"]))  # fmt: skip


def _planned(view: _View) -> str:
    total = view.free.to_plan
    if total < 0.5:
        return text("Nobody is left to plan.")
    most = highest(view.weeks, "to_plan")
    return text(
        "{hours} h are to plan, most in {week} ({most} h); {called} h of them fit in free time "
        "after those who waited too long.",
        hours=number(total), week=_week(most["week"]), most=number(most["to_plan"]),
        called=number(view.free.to_plan_called),
    )  # fmt: skip


def _overdue(view: _View) -> str:
    free = view.free
    if free.overdue < 0.5:
        return text("Nobody has waited too long.")
    hours = number(free.overdue)
    if free.left < 0.5:
        return text("{hours} h; with the calls below nobody is left after {week}.", hours=hours,
                    week=_week(free.gone))  # fmt: skip
    return text(
        "{hours} h, of which {left} h do not fit within {weeks} weeks: {extra} h more a week are "
        "needed.",
        hours=hours, left=number(free.left), weeks=len(view.weeks),
        extra=number(free.extra, int(free.extra < 10)),
    )  # fmt: skip


def _longest(view: _View) -> str:
    """Compare units by weeks of their production that have waited too long, for one need."""
    late = view.bookings.assign(hours=view.bookings["overdue"] * view.bookings["hours_per_patient"])
    here = late[late["unit"] == view.unit].groupby("need")["hours"].sum()
    if not here.max() > 0:
        return text("Nobody here has waited too long.")
    need = str(here.idxmax())
    hours = late[late["need"] == need].groupby("unit")["hours"].sum()
    work = (hours / view.plan.reindex(hours.index).where(lambda plan: plan > 0)).fillna(0)
    return text(
        "{need}: at {worst}, {weeks} weeks of its production have waited too long; here {own}.",
        need=view.names.of("need", need), worst=view.names.of("unit", str(work.idxmax())),
        weeks=number(work.max(), 1), own=number(work[view.unit], 1),
    )  # fmt: skip


def _called(view: _View) -> str:
    if view.calls.empty:
        return text("There is no free time to call anyone to.")
    keys = ["from_unit", "need", "priority", "state", "waited"]
    ranked = view.calls.sort_values("number", kind="stable")
    order = ranked.groupby(keys, sort=False, dropna=False)[["patients"]].sum().reset_index()
    said = [_group(row, view) for row in each(order.head(_NAMED))]
    more = len(order) - _NAMED
    if more > 0:
        words = mark("and one more group") if more == 1 else mark("and {count} more groups")
        said.append(text(words, count=more))
    return "; ".join(said) + "."


def _group(row: Any, view: _View) -> str:
    words = text("{patients} × {need} (priority {priority}", patients=number(row.patients),
                 need=view.names.within("need", row.need), priority=row.priority)  # fmt: skip
    if row.waited == row.waited:
        words += text(", waited {days} days or more", days=number(row.waited))
    if row.from_unit != view.unit:
        words += text(", from {unit}", unit=view.names.of("unit", row.from_unit))
    return words + ")"


def _above(view: _View) -> str:
    if view.cover is None:
        return text("There is no schedule to compare with the plan.")
    above = int((view.weeks["scheduled"] >= view.weeks["plan"]).sum())
    said = text(
        "In {above} of {weeks} weeks; in all it is {factor} × plan, and covers the plan in "
        "{covered} of weeks.",
        above=above, weeks=len(view.weeks), factor=number(view.cover.factor, 2),
        covered=percent(view.cover.covered),
    )  # fmt: skip
    # A share of a few shifts is no person, and would be laughed at.
    if view.cover.needed < SMALL:
        return said
    return said + " " + text("Its own absence asks for {needed} × plan.",
                             needed=number(view.cover.factor_needed, 2))  # fmt: skip


def _far(view: _View) -> str:
    words = text("It is laid {laid} weeks ahead; the goal is {goal}.", laid=view.laid,
                 goal=number(view.reach.goal))  # fmt: skip
    if isinstance(view.reach.first_below, str):
        words += " " + text("Below plan first in {week}.", week=_week(view.reach.first_below))
    return words


def _used(view: _View) -> str:
    if view.free.free < 0.5:
        return text("Yes, nothing scheduled is free.")
    return text(
        "No, {free} hours may still be booked, the margin for absence left; the calls leave "
        "{unused}.",
        free=number(view.free.free), unused=number(view.free.unused),
    )  # fmt: skip


def _more(view: _View) -> str:
    lacking = (view.weeks["plan"] - view.weeks["scheduled"].fillna(0)).clip(lower=0)
    hours = _lacking(view)
    if hours < 0.5 and view.free.left < 0.5:
        return text("No, the schedule covers the plan and those who have waited too long.")
    if hours < 0.5:
        return text("Yes, for those who have waited too long: {hours} h.",
                    hours=number(view.free.left))  # fmt: skip
    return text(
        "Yes, {hours} h are missing to the plan in {count} weeks, first in {week}.",
        hours=number(hours), count=int((lacking > 0).sum()),
        week=_week(view.weeks["week"][lacking.to_numpy() > 0].iloc[0]),
    )  # fmt: skip
