"""The care guarantee, today and ahead."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import each


@style.figure
def guarantee(guarantee: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw the share of waiting patients within the care guarantee, the lowest first.

    Parameters
    ----------
    guarantee : pandas.DataFrame
        Result table: need, days, waiting, within, share.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = guarantee.dropna(subset=["share"]).sort_values("share", ignore_index=True)
    ax = drawing.canvas(ax, height=1.3 + 0.32 * max(len(rows), 4))
    if rows.empty:
        return drawing.nothing(ax, text("Care guarantee"))
    at = np.arange(len(rows))
    ax.barh(at, np.ones(len(rows)), 0.56, color=style.FIELD)
    ax.barh(at, rows["share"], 0.56, color=style.NEED)
    for place, row in zip(at, each(rows), strict=True):
        late = text("{late} of {waiting} over {days} days", late=number(row.waiting - row.within),
                    waiting=number(row.waiting), days=number(row.days))  # fmt: skip
        drawing.beside(ax, float(place), late, fontsize=9, color=style.MUTED)
    ax.set_xlim(0, 1)
    drawing.name_rows(ax, [names.of("need", need) for need in rows["need"]])
    ax.grid(visible=False)
    drawing.numbers(ax.xaxis, share=True)
    ax.set_xlabel(text("share of those waiting"))
    waiting, within = float(rows["waiting"].sum()), float(rows["within"].sum())
    statement = text("{share} of {waiting} waiting patients are within the care guarantee",
                     share=percent(within / waiting if waiting else None),
                     waiting=number(waiting))  # fmt: skip
    drawing.head(ax, statement, text("Dark: share within the guarantee, per need."))
    return ax


@style.figure
def guarantee_ahead(
    guarantee_ahead: pd.DataFrame,
    need: str | None = None,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many of today's list pass the guarantee's limit each week, against bookings.

    Parameters
    ----------
    guarantee_ahead : pandas.DataFrame
        Result table: need, week, passing, booked [patients].
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
    rows = mine.groupby("week")[["passing", "booked"]].sum(min_count=1)
    at = np.arange(len(rows))
    ax.bar(at, rows["passing"], 0.66, color=style.OVERDUE, label=text("Pass the limit untreated"))
    if rows["booked"].notna().any():
        ax.plot(at, rows["booked"], color=style.PLAN_LINE, marker="o", markersize=4,
                label=text("Booked"))  # fmt: skip
    drawing.time_axis(ax, list(rows.index))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("patients per week"))
    worst = rows["passing"].idxmax() if rows["passing"].notna().any() else rows.index[0]
    statement = text(
        "{need}: {total} pass the limit in {weeks} weeks unless treated, most in {week}",
        need=name, total=number(float(rows["passing"].sum())), weeks=len(rows),
        week=language.period(str(worst)),
    )  # fmt: skip
    drawing.head(ax, statement, text("Patients on today's waiting list."), legend=True)
    return ax
