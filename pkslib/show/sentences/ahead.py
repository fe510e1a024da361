"""What the outlook says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show.amounts import between, told
from pkslib.show.names import CODES, Names
from pkslib.show.pick import highest
from pkslib.show.report import Sentences

# Shifts a week below which a share of them is no person.
SMALL = 10
# Fewer hours are not worth telling.
_TOLD = 1.0


def outlook(results: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> Sentences:
    """Say how far schedules reach, what free time suffices for, and who waits too long.

    Parameters
    ----------
    results : mapping of str to pandas.DataFrame
        The result tables overbooked, schedule_reach, schedule_cover, free_time, beds_open,
        gap_sums and guarantee.
    names : Names
        Names of units and needs.
    """
    said = [
        *overbooked(results["overbooked"], names=names),
        *_reach(results["schedule_reach"]),
        *_cover(results["schedule_cover"], names),
        *_free(results["free_time"]),
        *_beds(results["beds_open"]),
        *_missing(results["gap_sums"]),
        *_within(results["guarantee"], names),
    ]
    return Sentences(said or [text("Nothing is known about the weeks ahead.")])


def _reach(schedule_reach: pd.DataFrame) -> list[str]:
    if schedule_reach.empty:
        return []
    below = int((schedule_reach["reach"] < schedule_reach["goal"]).sum())
    return [
        text("{below} of {all} units have a schedule that reaches less than {goal} weeks.",
             below=below, all=len(schedule_reach), goal=number(schedule_reach["goal"].max()))
    ]  # fmt: skip


def _cover(schedule_cover: pd.DataFrame, names: Names) -> list[str]:
    """Say whose schedule bears its absence; a unit of a few shifts can't do so by itself."""
    large = schedule_cover[schedule_cover["needed"] >= SMALL]
    short = large[large["factor"] < large["factor_needed"]]
    said = []
    if len(short):
        worst = highest(short.assign(lack=short["factor_needed"] - short["factor"]), "lack")
        said.append(
            text(
                "{short} of {all} units schedule less than their own absence asks for; {unit} "
                "most: {factor} × plan where {needed} × is needed.",
                short=len(short), all=len(large), unit=names.of("unit", worst["unit"]),
                factor=number(worst["factor"], 2), needed=number(worst["factor_needed"], 2),
            )
        )  # fmt: skip
    few = len(schedule_cover) - len(large)
    if few:
        said.append(
            text("{units} units have fewer than {shifts} shifts a week: no margin of their own "
                 "bears an absence, somebody has to share it.", units=few, shifts=SMALL)
        )  # fmt: skip
    return said


def _free(free_time: pd.DataFrame) -> list[str]:
    overdue = float(free_time["overdue"].sum())
    if not overdue >= 0.5:
        return []
    return [
        text(
            "Patients who have waited too long need {overdue} hours; {called} of them fit in free "
            "time that is already scheduled.",
            overdue=number(overdue), called=number(float(free_time["overdue_called"].sum())),
        )
    ]  # fmt: skip


def overbooked(overbooked: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say what to do first: the week most booked above its schedule, and weeks without one.

    Parameters
    ----------
    overbooked : pandas.DataFrame
        Result table.
    names : Names
        Names of units and needs.
    """
    above = overbooked[overbooked["kind"] == "above_schedule"]
    bare = overbooked[overbooked["kind"] == "not_scheduled"]
    said = []
    if len(above):
        said.append(
            text("First: {count} weeks are booked above their schedule. {most}",
                 count=number(len(above)), most=rebook(highest(above, "over"), names))
        )  # fmt: skip
    if len(bare):
        said.append(
            text("{hours} hours are booked at {units} units in weeks that no schedule is laid for; "
                 "first {week}.",
                 hours=number(float(bare["booked"].sum())), units=bare["unit"].nunique(),
                 week=language.period(str(bare["week"].min())))
        )  # fmt: skip
    return Sentences(said)


def rebook(row: pd.Series, names: Names) -> str:
    """Say what one overbooked week asks for.

    Parameters
    ----------
    row : pandas.Series
        A row of the table overbooked.
    names : Names
        Names of units and needs.
    """
    words = text("{unit}, {week}: {over} hours too many.", unit=names.of("unit", row["unit"]),
                 week=language.period(row["week"]),
                 over=number(row["over"], int(row["over"] < 10)))  # fmt: skip
    return f"{words} {what_to_do(row, names)}"


def what_to_do(row: pd.Series, names: Names) -> str:
    """Say how many to rebook to when, or how many shifts to staff, of an overbooked week.

    Parameters
    ----------
    row : pandas.Series
        A row of the table overbooked.
    names : Names
        Names of needs and resources.
    """
    shifts = text("staff {shifts} shifts ({resource})", shifts=number(row["shifts"]),
                  resource=names.of("resource", str(row["resource"])))  # fmt: skip
    if row["kind"] == "not_scheduled":
        return text("Lay the schedule: {shifts}.", shifts=shifts)
    if not row["patients"] > 0:
        return text("Ask for more staff: {shifts}.", shifts=shifts)
    left = number(row["left"], int(row["left"] < 10))
    if not row["rebooked"] > 0:
        return text("No later week has room to rebook to: {shifts}, or raise the {hours} hours too "
                    "many with the level above.", shifts=shifts, hours=left)  # fmt: skip
    words = mark(
        "Rebook {patients} patients, lowest priority first, most of them {need} ({when}), "
        "or {shifts}."
    )
    if row["patients"] == 1:
        words = mark("Rebook one patient, {need} ({when}), or {shifts}.")
    said = text(words, patients=number(row["patients"]), need=names.within("need", row["need"]),
                when=_room_for(row), shifts=shifts)  # fmt: skip
    if row["left"] < _TOLD:
        return said
    rest = text("When they are rebooked {hours} hours too many are left, which the unit cannot "
                "rebook: raise them with the level above, they are a matter for the plan.",
                hours=left)  # fmt: skip
    return f"{said} {rest}"


def _room_for(row: pd.Series) -> str:
    """Say how many of those to rebook later weeks have free hours for."""
    week = language.period(row["to_week"], short=True)
    if row["patients"] == 1:
        return text("to {week}", week=week)
    if row["rebooked"] >= row["patients"]:
        return text("room for all no later than {week}", week=week)
    return text("room for {patients} of them no later than {week}",
                patients=number(row["rebooked"]), week=week)  # fmt: skip


def _beds(beds_open: pd.DataFrame) -> list[str]:
    if beds_open.empty:
        return []
    first = beds_open[beds_open["week"] == beds_open["week"].min()]
    commission, open_ = first[["commission", "open"]].sum()
    # Beds beyond a unit's commission do not make up for another's.
    norm = float(first["norm"].clip(upper=first["commission"]).sum())
    words = text(
        "{commission} beds are commissioned; the staffing norm covers {norm}, and with the gaps "
        "of {week} {open} can usually be kept open.",
        commission=number(commission), norm=number(norm), open=number(open_),
        week=language.period(first["week"].iloc[0]),
    )  # fmt: skip
    weak = first[first["short"] > 0]
    if weak.empty:
        return [words]
    return [
        words + " " + text("{shifts} shifts at {units} units fall short of that.",
                           shifts=number(float(weak["short"].sum())), units=len(weak))
    ]  # fmt: skip


def _missing(gap_sums: pd.DataFrame) -> list[str]:
    """Say which week lacks most, what fills it, and where the schedules end."""
    weeks = gap_sums.groupby("week", as_index=False)[
        ["needed", "unscheduled", "minus", "swapped", "pool", "borrowed", "left", "overtime"]
    ].sum()
    said = []
    if weeks["minus"].sum() > 0:
        worst = highest(weeks, "minus")
        said.append(
            text(
                "The worst of {weeks} weeks is {week}: {minus} shifts are unfilled. Swaps within "
                "the unit fill {swapped}, the pool {pool}, other units {borrowed}; {left} remain "
                "to staff, hire for or close beds for.",
                weeks=len(weeks), week=language.period(worst["week"]), minus=number(worst["minus"]),
                swapped=number(worst["swapped"]), pool=number(worst["pool"]),
                borrowed=number(worst["borrowed"]), left=number(worst["left"]),
            )
        )  # fmt: skip
    bare = weeks[weeks["unscheduled"] > 0]
    if len(bare):
        said.append(
            text("Not scheduled: {shifts} of {all} needed shifts within {weeks} weeks, first in "
                 "{week}.", shifts=number(float(bare["unscheduled"].sum())),
                 all=number(float(weeks["needed"].sum())), weeks=len(weeks),
                 week=language.period(bare["week"].iloc[0]))
        )  # fmt: skip
    return said


def unused(
    unused_time: pd.DataFrame, unused_score: pd.DataFrame, *, names: Names = CODES
) -> Sentences:
    """Say which time is likely to go unused, whom to offer it, and whether such telling holds.

    Parameters
    ----------
    unused_time, unused_score : pandas.DataFrame
        Result tables.
    names : Names
        Names of units and needs.
    """
    if unused_score.empty:
        return Sentences([
            text("Which time is likely to go unused is not told: that takes the table "
                 "booking_history, how full each week was on each day that it was looked at.")
        ])  # fmt: skip
    better = int((unused_score["brier"] < unused_score["reference"]).sum())
    said = [
        text("Foretold from the past weeks, {better} of {all} units and distances beat saying how "
             "often time usually goes unused.", better=better, all=len(unused_score))
    ]  # fmt: skip
    likely = unused_time.dropna(subset=["to_unit"])
    hours = float((likely["hours"] * likely["probability"]).sum())
    if likely.empty:
        return Sentences([*said, text("No block is so likely to go unused that it is offered.")])
    most = highest(likely, "probability")
    return Sentences([
        *said,
        text("{blocks} blocks are offered early, {hours} hours on average; most likely {unit} in "
             "{week} ({share}), to patients of {to}: {need}.", blocks=number(len(likely)),
             hours=number(hours), unit=names.of("unit", most["unit"]),
             week=language.period(most["week"], short=True), share=percent(most["probability"]),
             to=names.of("unit", most["to_unit"]), need=names.within("need", most["need"])),
    ])  # fmt: skip


def _within(guarantee: pd.DataFrame, names: Names) -> list[str]:
    rows = guarantee.dropna(subset=["share_lower"])
    known = told(rows["share_lower"], rows["share_upper"])
    said = [_share_within(rows[known], names)] if known.any() else []
    if len(rows) > known.sum():
        dumb = ", ".join(names.within("need", need) for need in rows.loc[~known, "need"])
        said.append(
            text("The waiting lists of {needs} cannot tell who is within the care guarantee: their "
                 "bands straddle its limit.", needs=dumb)
        )  # fmt: skip
    return said + _ranges(rows, names) + _oldest(rows)


def _ranges(rows: pd.DataFrame, names: Names) -> list[str]:
    """Say how uncertain the lists are for counts that are told as ranges."""
    wide = rows[rows["width"] > 0]
    if wide.empty:
        return []
    return [
        text("Some counts on the waiting lists are told as ranges, such as fewer than five: "
             "{waiting} patients wait, give or take {width}; most uncertain is {need}.",
             waiting=number(rows["waiting"].sum()), width=number(rows["width"].sum()),
             need=names.within("need", highest(wide, "width")["need"]))
    ]  # fmt: skip


def _share_within(rows: pd.DataFrame, names: Names) -> str:
    """Say the share of all lists that tell it together, and the lowest of them."""
    waiting, lower, upper = rows[["waiting", "within_lower", "within_upper"]].sum()
    worst = highest(rows.assign(over=-rows["share_lower"]), "over")
    return text(
        "{share} of those waiting are within the care guarantee; lowest is {need} with {low}.",
        share=between(lower / waiting, upper / waiting, share=True),
        need=names.within("need", worst["need"]),
        low=between(worst["share_lower"], worst["share_upper"], share=True),
    )


def _oldest(rows: pd.DataFrame) -> list[str]:
    """Say how old the oldest list that counts is, where not all are of one day."""
    if rows.empty or rows["oldest"].min() == rows["as_of"].max():
        return []
    oldest, latest = (
        date.fromisoformat(day) for day in (rows["oldest"].min(), rows["as_of"].max())
    )
    return [
        text("The oldest waiting list that counts is of {day}, {days} days before the latest.",
             day=language.day(oldest), days=(latest - oldest).days)
    ]  # fmt: skip
