"""Figures of the balance: need against available, the gap, and the ladder of measures."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import amounts, drawing, panels, pick, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import each, highest

STEPS = (
    mark("Move"),
    mark("Improve, as realised"),
    mark("Extend"),
    mark("Buy care"),
    mark("Prioritise"),
)
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
    ax.bar(at - 0.2, rows["need"], 0.4, color=style.NEED, label=text("Capacity need"))
    ax.bar(at + 0.2, rows["available"], 0.4, color=style.AVAILABLE, label=text("Available"))
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
    statement = text(
        "{short} of {all} units lack {unit} in some period",
        short=short, all=len(series), unit=unit_word,
    )  # fmt: skip
    drawing.head(ax, statement, text("Line: need. Field: available. Red: what is missing."))
    return ax


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
    gap, capacity, names, ax
        As for :func:`over_year`.
    rows : int
        Units drawn at most, those that lack most first.

    Returns
    -------
    matplotlib.axes.Axes
    """
    chosen = amounts.per_period(gap[gap["capacity"] == capacity], capacity, _AMOUNTS, names)
    order = [unit for unit, _ in pick.widest_gaps(chosen, rows)]
    ax = drawing.canvas(ax, height=1.35 + 0.29 * max(len(order), 4))
    if not order:
        return drawing.nothing(ax, names.of("capacity", capacity))
    table = chosen.pivot_table(index="unit", columns="period", values="gap").reindex(order)
    values = table.to_numpy()
    colours, white = drawing.heat(values, style.SHORTAGE_DARK, style.SPARE)
    words = [[_missing(value) for value in line] for line in values]
    inks = [[style.PAPER if on else style.INK for on in line] for line in white]
    columns = [language.period(label, short=True) for label in table.columns]
    drawing.cells(ax, colours, words, inks, [names.of("unit", unit) for unit in order], columns)
    short = int((table >= 0.5).any(axis=1).sum())
    unit_word = names.per_period(capacity)
    statement = text(
        "{short} of {all} units lack {unit} in some period",
        short=short, all=chosen["unit"].nunique(), unit=unit_word,
    )  # fmt: skip
    detail = text("{capacity}, {unit}: minus is missing, plus is to spare.",
                  capacity=names.of("capacity", capacity), unit=unit_word)  # fmt: skip
    drawing.head(ax, statement, detail)
    return ax


def _missing(value: float) -> str:
    """Write a gap as readers think of it: what is missing with a minus."""
    if not abs(value) >= 0.5:
        return "" if np.isnan(value) else "0"
    return f"−{number(value)}" if value > 0 else f"+{number(-value)}"


@style.figure
def scale(summary: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw the guidance's scale for each capacity: need in one pan, available in the other.

    Parameters
    ----------
    summary : pandas.DataFrame
        Result table: capacity, need, available; at most the six that lack most are drawn.
    names : Names
        Names and measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    order = pick.capacities(summary, 6)
    ax = drawing.canvas(ax, height=0.9 + 1.9 * -(-max(len(order), 1) // 3))
    if not order:
        return drawing.nothing(ax, text("Need and available capacity on the scale"))
    sums = summary.groupby("capacity")[["need", "available"]].sum().loc[order]
    rows = -(-len(order) // 3)
    ax.set_axis_off()
    ax.set_xlim(0, min(len(order), 3))
    ax.set_ylim(-rows, 0)
    for at, (capacity, row) in enumerate(sums.iterrows()):
        words = (names.of("capacity", str(capacity)), names.in_all(str(capacity)))
        _scale(
            ax, (at % 3 + 0.5, -(at // 3) - 0.5), float(row["need"]), float(row["available"]), words
        )
    heavy = int((sums["need"] > sums["available"] * 1.005).sum())
    statement = text("Need outweighs what is available for {heavy} of {all} capacities",
                     heavy=heavy, all=len(sums))  # fmt: skip
    drawing.head(ax, statement, text("Left pan: capacity need. Right pan: available. Whole year."))
    return ax


def _scale(
    ax: Axes, middle: tuple[float, float], need: float, have: float, words: tuple[str, str]
) -> None:
    """Draw one scale; a difference of a fifth tilts it all the way."""
    x, y = middle
    share = (need - have) / max(need, have, 1e-9)
    tilt = 0.13 * float(np.clip(share / 0.2, -1, 1))
    colour = style.SHORTAGE if share > 0.005 else style.NEED
    top = y + 0.14
    ax.fill([x - 0.06, x, x + 0.06], [y - 0.26, top, y - 0.26], color=style.FAINT)
    ax.plot([x - 0.27, x + 0.27], [top - tilt, top + tilt], color=style.INK, linewidth=2.5)
    for side, amount, ink, paper in (
        (-0.27, need, style.PAPER, style.NEED), (0.27, have, style.INK, style.AVAILABLE)
    ):  # fmt: skip
        height = top + tilt * np.sign(side)
        ax.plot([x + side] * 2, [height, height - 0.12], color=style.MUTED, linewidth=1)
        ax.text(x + side, height - 0.18, number(amount), ha="center", va="center", color=ink,
                fontsize=8.5, bbox={"boxstyle": "round,pad=0.4", "facecolor": paper})  # fmt: skip
    ax.text(x, y + 0.4, words[0], ha="center", fontweight="bold")
    ax.text(x, y - 0.36, _verdict(share, need - have, words[1]), ha="center", color=colour)


def _verdict(share: float, gap: float, unit: str) -> str:
    if abs(share) < 0.005:
        return text("in balance")
    if gap > 0:
        return text("{gap} {unit} missing ({share})", gap=number(gap), unit=unit,
                    share=percent(share))  # fmt: skip
    return text("{gap} {unit} to spare ({share})", gap=number(-gap), unit=unit,
                share=percent(-share))  # fmt: skip


@style.figure
def staircase(
    ladder_steps: pd.DataFrame, capacity: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw the ladder as a staircase: shortage before, what each step closes, what remains.

    Parameters
    ----------
    ladder_steps : pandas.DataFrame
        Result table: capacity, step, before, closed, after, cost, unrealised.
    capacity : str
        What to draw.
    names : Names
        Names and measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = ladder_steps[ladder_steps["capacity"] == capacity].sort_values("step")
    ax = drawing.canvas(ax, height=4.2)
    name = names.of("capacity", capacity)
    if rows.empty or not rows["before"].iloc[0] > 0:
        subject = text("{capacity}: no shortage, no measure needed", capacity=name)
        return drawing.nothing(ax, subject if len(rows) else name)
    before, after = float(rows["before"].iloc[0]), float(rows["after"].iloc[-1])
    last = len(rows) + 1
    ax.bar(0, before, 0.66, color=style.SHORTAGE)
    ax.bar(last, after, 0.66, color=style.SHORTAGE, hatch="///", edgecolor="white")
    _labelled(ax, 0, before, before)
    _labelled(ax, last, after, after)
    for at, row in enumerate(each(rows), 1):
        _stair(ax, at, row, before)
    steps = [text(STEPS[int(step) - 1]) for step in rows["step"]]
    ax.set_xticks(
        range(last + 1), [text("Shortage"), *(textwrap.fill(x, 16) for x in steps), text("Left")]
    )
    ax.set_ylim(0, before * 1.1)
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(names.in_all(capacity))
    statement = text(
        "{capacity}: the measures close {share} of the shortage, {left} {unit} are left",
        capacity=name, share=percent(1 - after / before), left=number(after),
        unit=names.in_all(capacity),
    )  # fmt: skip
    drawing.head(ax, statement, _price(rows))
    return ax


def _stair(ax: Axes, at: int, row: Any, whole: float) -> None:
    ax.bar(at, row.closed, 0.66, bottom=row.after, color=style.NEED)
    ax.plot([at - 1.33, at + 0.33], [row.before] * 2, color=style.FAINT, linewidth=0.9)
    _labelled(ax, at, row.before, -row.closed)
    if row.unrealised > 0:
        ax.bar(at, min(row.unrealised, row.after), 0.66, bottom=max(row.after - row.unrealised, 0),
               facecolor="none", edgecolor=style.MUTED, linewidth=0.8, hatch="...")  # fmt: skip
        ax.text(at, max(row.after - row.unrealised, 0) - 0.015 * whole, text("not realised"),
                ha="center", va="top", fontsize=8, color=style.MUTED)  # fmt: skip


def _labelled(ax: Axes, at: float, height: float, amount: float) -> None:
    ax.text(at, height, f" {number(amount)}", ha="center", va="bottom", fontweight="bold",
            fontsize=9)  # fmt: skip


def _price(rows: pd.DataFrame) -> str:
    cost = float(rows["cost"].sum())
    if not cost > 0:
        return text("The ladder of measures, each step used for what the former left.")
    return text(
        "Each step is used for what the former left. Together {cost} million SEK.",
        cost=number(cost / 1e6, 1),
    )
