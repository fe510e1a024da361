"""The care guarantee, today and ahead."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import drawing, style
from pkslib.show.amounts import between, told
from pkslib.show.names import Names
from pkslib.show.pick import each


@drawing.figure(mark("Care guarantee"), known=["share_lower"])
def guarantee(ax: Axes, guarantee: pd.DataFrame, *, names: Names) -> None:
    """Draw the share of waiting patients within the care guarantee, the lowest first."""
    rows = guarantee.sort_values(["share_lower", "share_upper"], ignore_index=True)
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
    drawing.name_rows(ax, [names.of("need", need) for need in rows["need"]], 0.32, rest=1.3)
    ax.grid(visible=False)
    drawing.numbers(ax.xaxis, share=True)
    ax.set_xlabel(text("share of those waiting"))
    detail = text("Dark: share within the guarantee, per need.")
    if (rows["share_lower"] < rows["share_upper"]).any():
        detail += " " + text("Grey: may be, the list does not tell.")
    drawing.head(ax, _within(rows), detail)


def _within(rows: pd.DataFrame) -> str:
    """Say the share of all lists together, where their bands tell it."""
    waiting, lower, upper = rows[["waiting", "within_lower", "within_upper"]].sum()
    if not waiting > 0 or not told(lower / waiting, upper / waiting):
        return text("The waiting lists cannot tell who is within the care guarantee")
    return text("{share} of {waiting} waiting patients are within the care guarantee",
                share=between(lower / waiting, upper / waiting, share=True),
                waiting=number(waiting))  # fmt: skip


@drawing.figure(mark("{need}: the care guarantee ahead"), whole=mark("All needs"))
def guarantee_ahead(
    ax: Axes, guarantee_ahead: pd.DataFrame, need: str | None = None, *, names: Names
) -> None:
    """Draw how many of today's list pass the guarantee's limit each week, with bookings made."""
    name = names.of("need", need) if need else text("All needs")
    rows = guarantee_ahead.groupby("week")[["passing", "passing_booked"]].sum()
    # Weeks after the last in which anyone can pass say nothing of today's list.
    rows = rows.loc[: rows.index[rows["passing"] > 0].max()] if rows["passing"].any() else rows
    at = np.arange(len(rows))
    drawing.bars(ax, at, rows["passing"], 0.72, style.FIELD, edgecolor=style.MUTED, linewidth=0.8,
                 label=text("Pass the limit untreated"))  # fmt: skip
    drawing.bars(ax, at, rows["passing_booked"], 0.46, style.OVERDUE,
                 label=text("Pass the limit although bookings are kept"))  # fmt: skip
    drawing.over_time(ax, list(rows.index), text("patients per week"))
    passing, still = (float(rows[column].sum()) for column in ("passing", "passing_booked"))
    statement = text(
        "{need}: {still} pass the limit although bookings are kept, {total} if nobody were treated",
        need=name, still=number(still), total=number(passing),
    )  # fmt: skip
    detail = text("Today's list only; those nearest the limit are treated first.")
    known = guarantee_ahead["week"][guarantee_ahead["booked"].notna()]
    if len(known):
        detail += " " + text("Bookings begin in {week}.", week=language.period(known.min()))
    drawing.head(ax, statement, detail, legend=True)
