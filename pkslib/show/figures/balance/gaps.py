"""Need against available capacity, and what is missing where and when."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, text
from pkslib.show import amounts, drawing, panels, pick, shading, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import highest

_AMOUNTS = ["need", "available", "gap"]


@style.figure
def over_year(
    gap: pd.DataFrame,
    capacity: str,
    unit: str | None = None,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw capacity need and available capacity side by side per period (guidance, figure 2).

    Parameters
    ----------
    gap : pandas.DataFrame
        Result table: unit, capacity, period, need, available, gap.
    capacity : str
        What to draw; bed days are drawn as beds.
    unit : str, optional
        One unit; without it all of the region's together.
    names : Names
        Names and measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    chosen = gap[(gap["capacity"] == capacity) & ((gap["unit"] == unit) if unit else True)]
    summed = chosen.groupby("period", as_index=False)[_AMOUNTS].sum()
    rows = amounts.per_period(summed, capacity, _AMOUNTS, names)
    place = names.of("unit", unit) if unit else text("The region")
    ax = drawing.canvas(ax)
    if rows.empty:
        return drawing.nothing(ax, f"{place}, {names.of('capacity', capacity)}")
    at = np.arange(len(rows))
    drawing.bars(ax, at - 0.2, rows["need"], 0.4, style.NEED, label=text("Capacity need"))
    drawing.bars(ax, at + 0.2, rows["available"], 0.4, style.AVAILABLE, label=text("Available"))
    for index in at[(rows["gap"] >= 0.5).to_numpy()]:
        ax.text(index - 0.2, rows["need"][index], f"−{number(rows['gap'][index])}", ha="center",
                va="bottom", color=style.SHORTAGE, fontweight="bold", fontsize=8.5)  # fmt: skip
    drawing.time_axis(ax, list(rows["period"]))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(names.per_period(capacity))
    detail = text("{capacity}. Red: what is missing.", capacity=names.of("capacity", capacity))
    drawing.head(ax, _worst(rows, place, names.per_period(capacity)), detail, legend=True)
    return ax


def _worst(rows: pd.DataFrame, place: str, unit: str) -> str:
    """Say in how many periods something is missing, and when most."""
    short = rows[rows["gap"] >= 0.5]
    if short.empty:
        return text("{place}: enough {unit} all year", place=place, unit=unit)
    worst = highest(short, "gap")
    return text(
        "{place} lacks {unit} in {count} of {all} periods, {most} in {period}",
        place=place, unit=unit, count=len(short), all=len(rows),
        most=number(worst["gap"]), period=language.period(worst["period"]),
    )  # fmt: skip


@style.figure
def units(
    gap: pd.DataFrame,
    capacity: str,
    *,
    rows: int = 12,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw every unit's need and available capacity over the year as small pictures.

    Parameters
    ----------
    gap, capacity, names, ax
        As for :func:`over_year`.
    rows : int
        Units drawn at most, those that lack most first.

    Returns
    -------
    matplotlib.axes.Axes
    """
    chosen = gap[gap["capacity"] == capacity].sort_values("period")
    order = [unit for unit, _ in pick.widest_gaps(chosen, rows)]
    series = [
        amounts.per_period(chosen[chosen["unit"] == unit], capacity, _AMOUNTS, names)
        for unit in order
    ]
    unit_word = names.per_period(capacity)
    headings = [
        (names.of("unit", unit), _lacks(one, unit_word))
        for unit, one in zip(order, series, strict=True)
    ]
    ax, places = panels.lay_out(ax, headings)
    if not series:
        return drawing.nothing(ax, names.of("capacity", capacity))
    for panel, one in zip(places, series, strict=True):
        _little(ax, panel, one)
    short = sum(bool((one["gap"] >= 0.5).any()) for one in series)
    statement = _how_many(short, len(series), unit_word)
    detail = text("{capacity}. Line: need. Field: available. Red: what is missing.",
                  capacity=names.of("capacity", capacity))  # fmt: skip
    drawing.head(ax, statement, detail)
    return ax


def _how_many(short: int, every: int, unit: str) -> str:
    if not short:
        return text("No unit lacks {unit} in any period", unit=unit)
    return text("{short} of {all} units lack {unit} in some period", short=short, all=every,
                unit=unit)  # fmt: skip


def _lacks(rows: pd.DataFrame, unit: str) -> str:
    worst = highest(rows, "gap")
    if not worst["gap"] >= 0.5:
        return text("enough all year")
    return text("−{gap} {unit} in {period}", gap=number(worst["gap"]), unit=unit,
                period=language.period(worst["period"], short=True))  # fmt: skip


def _little(ax: Axes, panel: panels.Panel, rows: pd.DataFrame) -> None:
    top = float(rows[["need", "available"]].max().max())
    across = panel.across(len(rows))
    need, have = panel.up(rows["need"], top), panel.up(rows["available"], top)
    ax.fill_between(across, panel.bottom, have, color=style.AVAILABLE)
    ax.fill_between(
        across, have, need, where=need > have, interpolate=True, color=style.SHORTAGE, alpha=0.75
    )
    ax.plot(across, need, color=style.NEED, linewidth=1.6)


@style.figure
def heat(
    gap: pd.DataFrame,
    capacity: str,
    *,
    rows: int = 20,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the gap per unit and period; darker where more is missing, also in black and white.

    Parameters
    ----------
    gap, capacity, rows, names, ax
        As for :func:`units`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = gap[gap["capacity"] == capacity].dropna(subset=["gap"])
    chosen = amounts.per_period(known, capacity, _AMOUNTS, names)
    order = [unit for unit, _ in pick.widest_gaps(chosen, rows)]
    ax = drawing.canvas(ax, height=1.35 + 0.29 * max(len(order), 4))
    if not order:
        return drawing.nothing(ax, names.of("capacity", capacity))
    table = chosen.pivot_table(index="unit", columns="period", values="gap").reindex(order)
    values = table.to_numpy()
    words = [[_missing(value) for value in line] for line in values]
    columns = [language.period(label, short=True) for label in table.columns]
    shading.cells(ax, values, words, [names.of("unit", unit) for unit in order], columns)
    short = int((table >= 0.5).any(axis=1).sum())
    unit_word = names.per_period(capacity)
    statement = _how_many(short, chosen["unit"].nunique(), unit_word)
    detail = text("{capacity}, {unit}: minus is missing, plus is to spare.",
                  capacity=names.of("capacity", capacity), unit=unit_word)  # fmt: skip
    drawing.head(ax, statement, detail)
    return ax


def _missing(value: float) -> str:
    """Write a gap as readers think of it: what is missing with a minus."""
    if not abs(value) >= 0.5:
        return "" if np.isnan(value) else "0"
    return number(-value, signed=True)
