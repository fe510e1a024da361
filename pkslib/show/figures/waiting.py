"""Figures of the waiting lists: their futures from one start, what it takes, and the back-test."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.amounts import between
from pkslib.show.drawing import Label
from pkslib.show.names import Names
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.tables.published import ALL
from pkslib.tables.results.waiting import AS_LATELY, CARRIED, GUARANTEE, PLAN

# Colour and line of each future, in the order in which they are told.
_LINES = {AS_LATELY: (style.SHORTAGE, "-"), PLAN: (style.NEED, "-"), GUARANTEE: (style.MUTED, "--")}
_AMOUNTS = ["overdue_lower", "overdue", "overdue_upper", "waiting"]
_RANGE = ["waiting_lower", "waiting_upper"]


@drawing.figure(mark("{need}: the waiting list ahead"), known=["waiting"], phone=2)
def futures(ax: Axes, waiting_ahead: pd.DataFrame, need: str, *, names: Names) -> None:
    """Draw who has waited too long, month by month, in each future of one start."""
    rows = waiting_ahead.groupby(["future", "period"])[[*_AMOUNTS, *_RANGE]].sum(min_count=1)
    months = sorted(rows.index.get_level_values("period").unique())
    before = rows.loc[CARRIED] if CARRIED in rows.index else rows.iloc[:0]
    ends, last = [], {}
    for future, (colour, line) in _LINES.items():
        if future not in rows.index:
            continue
        own = pd.concat([before.tail(1), rows.loc[future]]).reindex(months)
        shown = own["overdue"].fillna((own["overdue_lower"] + own["overdue_upper"]) / 2)
        ax.fill_between(range(len(months)), own["overdue_lower"], own["overdue_upper"],
                        color=colour, alpha=0.12, linewidth=0)  # fmt: skip
        ax.plot(range(len(months)), shown, line, color=colour, linewidth=2)
        last[future] = own.iloc[-1]
        ends.append(Label(float(shown.iloc[-1]), _word(future), colour))
    ax.plot(range(len(months)), before["overdue"].reindex(months), color=style.INK, linewidth=2)
    ax.set_ylim(0, 1.12 * max(float(rows["overdue_upper"].max()), 1.0))
    drawing.label_ends(ax, ends)
    drawing.over_time(ax, months, text("patients who have waited too long"))
    detail = text("At the end of each month. Black: today's list carried to the start with the "
                  "bookings made and as many treated as lately. Shaded: what the bands leave "
                  "open.")  # fmt: skip
    drawing.head(ax, _told(last, names.of("need", need)), " ".join([detail, *_waiting(last)]))


def _waiting(last: dict[str, pd.Series]) -> list[str]:
    """Say between what the whole list may end in each future, where that is known."""
    parts = [
        text("{patients} {future}", future=_word(future), patients=between(*row[_RANGE]))
        for future, row in last.items() if row[_RANGE].notna().all()
    ]  # fmt: skip
    if not parts:
        return []
    return [text("The whole list then: {parts}, eight times of ten by how many come.",
                 parts=", ".join(parts))]  # fmt: skip


def _word(future: str) -> str:
    return sentence("waiting_ahead", "future", {"future": future})


def _told(last: dict[str, pd.Series], name: str) -> str:
    """Say where the list ends in each future."""
    parts = [
        text("{patients} {future}", future=_word(future),
             patients=between(row["overdue_lower"], row["overdue_upper"]))
        for future, row in last.items()
    ]  # fmt: skip
    return text("{need}: have waited too long at the end of the year: {parts}", need=name,
                parts=", ".join(parts))  # fmt: skip


@drawing.figure(mark("What the care guarantee takes"), known=["needed_upper"])
def goal(ax: Axes, waiting_goal: pd.DataFrame, *, names: Names) -> None:
    """Draw the patients to treat each week for the guarantee, beside those treated lately."""
    rows = waiting_goal.sort_values("needed_upper", ascending=False, ignore_index=True)
    at = np.arange(len(rows))
    drawing.bars(ax, at, rows["needed_upper"], 0.56, style.BAND, across=True,
                 label=text("For the guarantee"))  # fmt: skip
    drawing.bars(ax, at, rows["lately"], 0.3, style.NEED, across=True,
                 label=text("As lately"))  # fmt: skip
    for place, row in zip(at, each(rows), strict=True):
        drawing.beside(ax, float(place), _takes(row), fontsize=8.5, color=style.MUTED)
    drawing.name_rows(ax, [_name(row, names) for row in each(rows)], 0.3)
    ax.set_xlim(0, float(rows["needed_upper"].max()) * 1.05)
    drawing.rows_across(ax, text("patients per week"))
    row = rows.iloc[0]
    detail = text("From the start until {day}; after that about as many as come.",
                  day=language.day(datetime.date.fromisoformat(row["by"])))  # fmt: skip
    short = int((rows["needed_lower"] > rows["lately"]).sum())
    statement = text(
        "{count} of {all} waiting lists need more than lately for {share} within the guarantee",
        count=short, all=len(rows), share=percent(row["share"]),
    )  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)


def _takes(row: Any) -> str:
    more = row.needed_lower - row.lately, row.needed_upper - row.lately
    if more[1] <= 0:
        return text("enough is treated")
    return text("{more} more a week", more=between(max(more[0], 0.0), more[1]))


def _name(row: Any, names: Names) -> str:
    need = names.of("need", row.need)
    return f"{need}, {names.of('unit', row.unit)}" if row.unit else need


@drawing.figure(mark("The waiting lists, back-tested"), known=["late_expected", "late_seen"])
def backtest(ax: Axes, waiting_backtest: pd.DataFrame, *, names: Names) -> None:
    """Draw the late share that the model expected from last year's list, beside what came."""
    rows = waiting_backtest.sort_values("late_seen", ascending=False, ignore_index=True)
    at = np.arange(len(rows))
    low, high = (
        rows[["late_expected", "late_seen"]].min(axis=1),
        rows[["late_expected", "late_seen"]].max(axis=1),
    )
    ax.hlines(at, low, high, color=style.FAINT, linewidth=3)
    for column, colour, label in (
        ("late_before", style.FAINT, text("A year before")),
        ("late_expected", style.NEED, text("Expected")),
        ("late_seen", style.INK, text("On the list")),
    ):
        ax.plot(rows[column], at, "o", color=colour, markersize=7, label=label)
    drawing.name_rows(ax, [_name(row, names) for row in each(rows)], 0.32)
    ax.set_xlim(0, min(1.0, 1.15 * float(rows[["late_seen", "late_expected"]].max().max()) + 0.05))
    drawing.numbers(ax.xaxis, share=True)
    ax.set_xlabel(text("share of those waiting who have waited too long"))
    error = (rows["late_expected"] - rows["late_seen"]).abs().mean()
    inflow = rows["inflow"].where(rows["inflow"] > 0)
    size = ((rows["expected"] - rows["seen"]).abs() / inflow).mean()
    statement = text(
        "The model missed the late share by {points} percentage points, and the list by {share} of "
        "those who came in the year", points=number(100 * error, 1), share=percent(size, 1),
    )  # fmt: skip
    own = (rows["late_with_flows"] - rows["late_seen"]).abs().mean()
    detail = text(
        "Each list of a year ago carried to the latest with what was known then, and the patients "
        "who came; means of all lists. With those treated in fact the late share is {points} "
        "percentage points off.", points=number(100 * own, 1),
    )  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)


@drawing.figure(mark("Waiting lists that may leave the region"))
def published(ax: Axes, published_waiting: pd.DataFrame, *, names: Names) -> None:
    """Draw patients waiting for each care need by days waited; a hidden band leaves no trace."""
    rows = published_waiting[published_waiting["need"] != ALL]
    whole = rows[~rows.groupby("need")["hidden"].transform("any") & (rows["days"] != ALL)]
    if whole.empty:
        raise drawing.Nothing(text("Every list holds a hidden count."))
    wide = whole.pivot_table("patients", "need", "days").fillna(0.0)
    wide = wide[sorted(wide, key=lambda days: int(str(days).partition("–")[0]))]
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    drawing.make_high(ax, len(wide), 0.34, rest=1.4, least=2)
    at, start = np.arange(len(wide), dtype=float), np.zeros(len(wide))
    shades = LinearSegmentedColormap.from_list("longer", [style.SPARE, style.NEED])
    for days, colour in zip(wide, shades(np.linspace(0, 1, len(wide.columns))), strict=True):
        drawing.bars(ax, at, wide[days], 0.6, to_hex(colour), across=True, start=start,
                     label=str(days), edgecolor=style.INK, linewidth=0.5)  # fmt: skip
        start = start + wide[days].to_numpy()
    drawing.name_rows(ax, [names.of("need", need) for need in wide.index], 0.3)
    drawing.rows_across(ax, text("patients waiting"))
    most, gone = wide.index[0], rows["need"].nunique() - len(wide)
    statement = text("{need} has the longest list: {patients} patients",
                     need=names.of("need", most), patients=number(start[0]))  # fmt: skip
    detail = text("By days waited. {count} lists with hidden counts are left out.", count=gone)
    drawing.head(ax, statement, detail, legend=True)
