"""Need against available capacity, and what is missing where and when."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import amounts, drawing, pick, style
from pkslib.show.names import Names
from pkslib.show.pick import highest

_AMOUNTS = ["need", "available", "gap"]
# Less than half is written as nothing.
_SEEN = 0.5


@drawing.figure("{unit}, {capacity}", whole=mark("The region"), phone=1)
def over_year(
    ax: Axes, gap: pd.DataFrame, capacity: str, unit: str | None = None, *, names: Names
) -> None:
    """Draw capacity need and available capacity side by side per period (guidance, figure 2)."""
    summed = gap.groupby("period", as_index=False)[_AMOUNTS].sum()
    rows = amounts.per_period(summed, capacity, _AMOUNTS, names)
    place = names.of("unit", unit) if unit else text("The region")
    at = np.arange(len(rows))
    drawing.bars(ax, at - 0.2, rows["need"], 0.4, style.NEED, label=text("Capacity need"))
    drawing.bars(ax, at + 0.2, rows["available"], 0.4, style.AVAILABLE, label=text("Available"))
    for index in at[(rows["gap"] >= 0.5).to_numpy()]:
        ax.text(index - 0.2, rows["need"][index], number(rows["gap"][index]), ha="center",
                va="bottom", color=style.SHORTAGE, fontweight="bold", fontsize=8.5)  # fmt: skip
    drawing.over_time(ax, list(rows["period"]), names.per_period(capacity))
    detail = text("{capacity}. Red: what is missing.", capacity=names.of("capacity", capacity))
    drawing.head(ax, _worst(rows, place, names.per_period(capacity)), detail, legend=True)


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


@drawing.figure("{capacity}")
def units(ax: Axes, gap: pd.DataFrame, capacity: str, *, rows: int = 12, names: Names) -> None:
    """Draw every unit's need and available capacity over the year as small pictures."""
    order = [unit for unit, _ in pick.widest_gaps(gap, rows)]
    series = [
        amounts.per_period(gap[gap["unit"] == unit], capacity, _AMOUNTS, names) for unit in order
    ]
    unit_word = names.per_period(capacity)
    headings = [
        (names.of("unit", unit), _lacks(one, unit_word))
        for unit, one in zip(order, series, strict=True)
    ]
    for panel, one in zip(drawing.panels(ax, headings), series, strict=True):
        _little(ax, panel, one)
    short = sum(bool((one["gap"] >= 0.5).any()) for one in series)
    statement = _how_many(short, len(series), unit_word)
    detail = text("{capacity}. Line: need. Field: available. Red: what is missing.",
                  capacity=names.of("capacity", capacity))  # fmt: skip
    drawing.head(ax, statement, detail)


def _how_many(short: int, every: int, unit: str) -> str:
    if not short:
        return text("No unit lacks {unit} in any period", unit=unit)
    return text("{short} of {all} units lack {unit} in some period", short=short, all=every,
                unit=unit)  # fmt: skip


def _lacks(rows: pd.DataFrame, unit: str) -> str:
    worst = highest(rows, "gap")
    if not worst["gap"] >= 0.5:
        return text("enough all year")
    return text("{gap} {unit} missing in {period}", gap=number(worst["gap"]), unit=unit,
                period=language.period(worst["period"], short=True))  # fmt: skip


def _little(ax: Axes, panel: drawing.Panel, rows: pd.DataFrame) -> None:
    top = float(rows[["need", "available"]].max().max())
    across = panel.across(len(rows))
    need, have = panel.up(rows["need"], top), panel.up(rows["available"], top)
    ax.fill_between(across, panel.bottom, have, color=style.AVAILABLE)
    ax.fill_between(
        across, have, need, where=need > have, interpolate=True, color=style.SHORTAGE, alpha=0.75
    )
    ax.plot(across, need, color=style.NEED, linewidth=1.6)


@drawing.figure("{capacity}", known=["gap"])
def heat(ax: Axes, gap: pd.DataFrame, capacity: str, *, rows: int = 20, names: Names) -> None:
    """Draw the gap per unit and period; darker where more is missing, also in black and white."""
    chosen = amounts.per_period(gap, capacity, _AMOUNTS, names)
    order = [unit for unit, _ in pick.widest_gaps(chosen, rows)]
    table = chosen.pivot_table(index="unit", columns="period", values="gap").reindex(order)
    values = table.to_numpy()
    words = [[_missing_or_over(value) for value in line] for line in values]
    columns = [language.period(label, short=True) for label in table.columns]
    units = [names.of("unit", unit) for unit in order]
    drawing.cells(ax, values, words, units, columns, each=0.29)
    short = int((table >= 0.5).any(axis=1).sum())
    unit_word = names.per_period(capacity)
    statement = _how_many(short, chosen["unit"].nunique(), unit_word)
    detail = text("{capacity}, {unit}: what is missing; “over” is to spare.",
                  capacity=names.of("capacity", capacity), unit=unit_word)  # fmt: skip
    drawing.head(ax, statement, detail)


def _missing_or_over(value: float) -> str:
    """Return what is missing as a number, and what is to spare with its word."""
    if np.isnan(value):
        return ""
    return text("{amount} over", amount=number(-value)) if value <= -_SEEN else number(abs(value))
