"""What the outlook says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pkslib import language
from pkslib.language import number, text
from pkslib.show.amounts import between, told
from pkslib.show.names import CODES, Names
from pkslib.show.pick import highest
from pkslib.show.report import Sentences


def outlook(results: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> Sentences:
    """Say how far schedules reach, what free time suffices for, and who waits too long.

    Parameters
    ----------
    results : mapping of str to pandas.DataFrame
        The result tables schedule_reach, schedule_cover, free_time, beds_open, gap_sums
        and guarantee.
    names : Names
        Names of units and needs.
    """
    said = [
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
    short = schedule_cover[schedule_cover["factor"] < schedule_cover["factor_needed"]]
    if short.empty:
        return []
    worst = highest(short.assign(lack=short["factor_needed"] - short["factor"]), "lack")
    return [
        text(
            "{short} of {all} units schedule less than their own absence asks for; {unit} most: "
            "{factor} × plan where {needed} × is needed.",
            short=len(short), all=len(schedule_cover), unit=names.of("unit", worst["unit"]),
            factor=number(worst["factor"], 2), needed=number(worst["factor_needed"], 2),
        )
    ]  # fmt: skip


def _free(free_time: pd.DataFrame) -> list[str]:
    overdue = float(free_time["overdue"].sum())
    if not overdue >= 0.5:
        return []
    return [
        text(
            "{overdue} hours of patients have waited too long; {called} of them fit in free time "
            "that is already scheduled.",
            overdue=number(overdue), called=number(float(free_time["overdue_called"].sum())),
        )
    ]  # fmt: skip


def _beds(beds_open: pd.DataFrame) -> list[str]:
    if beds_open.empty:
        return []
    # Beds beyond a unit's commission do not make up for another's.
    within = beds_open.assign(open=beds_open["open"].clip(upper=beds_open["commission"]))
    weeks = within.groupby("week", as_index=False)[["open", "commission"]].sum()
    worst = highest(weeks.assign(closed=weeks["commission"] - weeks["open"]), "closed")
    return [
        text("Fewest beds can be kept open in {week}: {open} of {commission}.",
             week=language.period(worst["week"]), open=number(worst["open"]),
             commission=number(worst["commission"]))
    ]  # fmt: skip


def _missing(gap_sums: pd.DataFrame) -> list[str]:
    first = gap_sums[gap_sums["week"] == gap_sums["week"].min()]
    if not first["minus"].sum() > 0:
        return []
    return [
        text(
            "{minus} shifts are missing in {week}; moves can fill {borrowed}, {hours} hours "
            "remain.",
            minus=number(float(first["minus"].sum())), week=language.period(first["week"].iloc[0]),
            borrowed=number(float(first["borrowed"].sum())),
            hours=number(float(first["hours"].sum())),
        )
    ]  # fmt: skip


def _within(guarantee: pd.DataFrame, names: Names) -> list[str]:
    rows = guarantee.dropna(subset=["share_lower"])
    known = told(rows["share_lower"], rows["share_upper"])
    said = [_share_within(rows[known], names)] if known.any() else []
    if len(rows) > known.sum():
        dumb = ", ".join(names.of("need", need) for need in rows.loc[~known, "need"])
        said.append(
            text("The waiting lists of {needs} cannot tell who is within the care guarantee: their "
                 "bands straddle its limit.", needs=dumb)
        )  # fmt: skip
    return said + _oldest(rows)


def _share_within(rows: pd.DataFrame, names: Names) -> str:
    """Say the share of all lists that tell it together, and the lowest of them."""
    waiting, lower, upper = rows[["waiting", "within_lower", "within_upper"]].sum()
    worst = highest(rows.assign(over=-rows["share_lower"]), "over")
    return text(
        "{share} of those waiting are within the care guarantee; lowest is {need} with {low}.",
        share=between(lower / waiting, upper / waiting, share=True),
        need=names.of("need", worst["need"]),
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
