"""The care guarantee, today and ahead."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, text
from pkslib.show import drawing, style
from pkslib.show.amounts import between, told
from pkslib.show.names import CODES, Names
from pkslib.show.records import each


@style.figure
def guarantee(guarantee: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw the share of waiting patients within the care guarantee, the lowest first.

    Parameters
    ----------
    guarantee : pandas.DataFrame
        Result table.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = guarantee.dropna(subset=["share_lower"])
    rows = known.sort_values(["share_lower", "share_upper"], ignore_index=True)
    ax = drawing.canvas(ax, height=1.3 + 0.32 * max(len(rows), 4))
    if rows.empty:
        return drawing.nothing(ax, text("Care guarantee"))
    at = np.arange(len(rows))
    drawing.bars(ax, at, np.ones(len(rows)), 0.56, style.FIELD, across=True)
    drawing.bars(ax, at, rows["share_upper"], 0.56, style.FAINT, across=True)
    drawing.bars(ax, at, rows["share_lower"], 0.56, style.NEED, across=True)
    for place, row in zip(at, each(rows), strict=True):
        late = text("{late} of {waiting} over {days} days",
                    late=between(row.waiting - row.within_upper, row.waiting - row.within_lower),
                    waiting=number(row.waiting), days=number(row.days))  # fmt: skip
        drawing.beside(ax, float(place), late, fontsize=9, color=style.MUTED)
    ax.set_xlim(0, 1)
    drawing.name_rows(ax, [names.of("need", need) for need in rows["need"]])
    ax.grid(visible=False)
    drawing.numbers(ax.xaxis, share=True)
    ax.set_xlabel(text("share of those waiting"))
    detail = text("Dark: share within the guarantee, per need.")
    if (rows["share_lower"] < rows["share_upper"]).any():
        detail += " " + text("Grey: may be, the list does not tell.")
    drawing.head(ax, _within(rows), detail)
    return ax


def _within(rows: pd.DataFrame) -> str:
    """Say the share of all lists together, where their bands tell it."""
    waiting, lower, upper = rows[["waiting", "within_lower", "within_upper"]].sum()
    if not waiting > 0 or not told(lower / waiting, upper / waiting):
        return text("The waiting lists cannot tell who is within the care guarantee")
    return text("{share} of {waiting} waiting patients are within the care guarantee",
                share=between(lower / waiting, upper / waiting, share=True),
                waiting=number(waiting))  # fmt: skip


@style.figure
def guarantee_ahead(
    guarantee_ahead: pd.DataFrame,
    need: str | None = None,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many of today's list pass the guarantee's limit each week, with the bookings made.

    Parameters
    ----------
    guarantee_ahead : pandas.DataFrame
        Result table: need, week, passing, booked, passing_booked [patients].
    need : str, optional
        What to draw; without it all needs together.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    mine = guarantee_ahead[guarantee_ahead["need"] == need] if need else guarantee_ahead
    ax = drawing.canvas(ax)
    name = names.of("need", need) if need else text("All needs")
    if mine.empty:
        return drawing.nothing(ax, text("{need}: the care guarantee ahead", need=name))
    rows = mine.groupby("week")[["passing", "passing_booked"]].sum()
    # Weeks after the last in which anyone can pass say nothing of today's list.
    rows = rows.loc[: rows.index[rows["passing"] > 0].max()] if rows["passing"].any() else rows
    at = np.arange(len(rows))
    drawing.bars(ax, at, rows["passing"], 0.72, style.FIELD, edgecolor=style.MUTED, linewidth=0.8,
                 label=text("Pass the limit untreated"))  # fmt: skip
    drawing.bars(ax, at, rows["passing_booked"], 0.46, style.OVERDUE,
                 label=text("Pass the limit although bookings are kept"))  # fmt: skip
    drawing.time_axis(ax, list(rows.index))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("patients per week"))
    passing, still = (float(rows[column].sum()) for column in ("passing", "passing_booked"))
    statement = text(
        "{need}: {still} pass the limit although bookings are kept, {total} if nobody were treated",
        need=name, still=number(still), total=number(passing),
    )  # fmt: skip
    detail = text("Today's list only; those nearest the limit are treated first.")
    known = mine["week"][mine["booked"].notna()]
    if len(known):
        detail += " " + text("Bookings begin in {week}.", week=language.period(known.min()))
    drawing.head(ax, statement, detail, legend=True)
    return ax


@style.figure
def guarantee_stop(
    guarantee_stop: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw the extra care a week with which nobody more passes the guarantee, most hours first.

    Parameters
    ----------
    guarantee_stop : pandas.DataFrame
        Result table: need, start, passing_booked, extra [patients], extra_hours.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = guarantee_stop.dropna(subset=["extra"]).sort_values(
        ["extra", "unreached"], ascending=False, kind="stable", ignore_index=True
    )
    ax = drawing.canvas(ax, height=1.5 + 0.3 * max(len(rows), 4))
    if rows.empty:
        return drawing.nothing(ax, text("Care guarantee"))
    at = np.arange(len(rows))
    drawing.bars(ax, at, rows["extra"], 0.56, style.OVERDUE, across=True)
    for place, row in zip(at, each(rows), strict=True):
        drawing.beside(ax, float(place), _extra(row), fontsize=8.5, color=style.MUTED)
    drawing.name_rows(ax, [names.of("need", need) for need in rows["need"]])
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    drawing.numbers(ax.xaxis)
    ax.set_xlim(0, max(float(rows["extra"].max()) * 1.05, 1.0))
    ax.set_xlabel(text("extra patients per week"))
    detail = text("{patients} pass before the first booked week and are not stopped by this.",
                  patients=number(float(rows["unreached"].sum())))  # fmt: skip
    drawing.head(ax, _stops(rows), detail)
    return ax


def _stops(rows: pd.DataFrame) -> str:
    if not (rows["extra"] > 0).any():
        return text("The bookings keep anyone else from passing the limit")
    hours = float(rows["extra_hours"].sum())
    return text(
        "{hours} hours more a week from {week} keep anyone else from passing the limit",
        hours=number(hours, int(hours < 10)),
        week=language.period(str(rows["start"].max())),
    )


def _extra(row: Any) -> str:
    """Say the extra patients and hours of a need, and in which weeks someone passes."""
    if not (row.extra > 0 and isinstance(row.last_week, str)):
        return text("enough is booked")
    hours = text("{hours} h", hours=number(row.extra_hours, int(row.extra_hours < 10)))
    weeks = text("passing until {week}", week=language.period(row.last_week, short=True))
    return f"+{number(row.extra, int(row.extra < 10))}, {hours}; {weeks}"
