"""The scale, and the ladder of measures that balances it."""

from __future__ import annotations

import textwrap
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, number, percent, text
from pkslib.show import amounts, drawing, pick, style
from pkslib.show.names import Names
from pkslib.show.pick import each
from pkslib.tables.inputs.capacity import PRIORITISE

_STEPS = (
    mark("Move"),
    mark("Improve, as realised"),
    mark("Extend"),
    mark("Buy care"),
    mark("Care gives way"),
)
_CLOSED = mark("{capacity}: the measures close {share} of the shortage")
_NONE = mark("{capacity}: no measure closes any of the shortage")
_SEEN = 0.5  # of a capacity over a year: less is told as 0
_PARTS = (
    mark("{amount} are strain"),
    mark("{amount} give way"),
    mark("{amount} are unsolved"),
)
# Västra Götaland's order when production falls below plan (see SOURCES in the input tables).
_SOURCES = (
    mark("Own capacity"),
    mark("Existing agreements"),
    mark("Other regions' agreements"),
    mark("Other regions"),
    mark("New procurement"),
)


@drawing.figure(mark("Need and available capacity on the scale"))
def scale(ax: Axes, summary: pd.DataFrame, *, names: Names) -> None:
    """Draw the guidance's scale for each capacity: need in one pan, available in the other."""
    order = pick.capacities(summary, 6)
    every = summary.groupby("capacity")[["need", "available"]].sum()
    rows = -(-len(order) // 3)
    drawing.make_high(ax, rows, 1.9, rest=0.9, least=1)
    ax.set_axis_off()
    ax.set_xlim(0, min(len(order), 3))
    ax.set_ylim(-rows, 0)
    for at, (capacity, row) in enumerate(every.loc[order].iterrows()):
        words = (names.of("capacity", str(capacity)), names.in_all(str(capacity)))
        _scale(
            ax, (at % 3 + 0.5, -(at // 3) - 0.5), float(row["need"]), float(row["available"]), words
        )
    heavy = int((every["need"] > every["available"] * 1.005).sum())
    statement = text(
        "Need outweighs what is available for {heavy} of {all} capacities",
        heavy=heavy, all=len(every),
    ) if heavy else text("Over the year what is available covers the need")  # fmt: skip
    detail = text("Left pan: capacity need. Right pan: available. Whole year.")
    if len(order) < len(every):
        detail += " " + text("The {count} with the largest shortage are drawn.", count=len(order))
    drawing.head(ax, statement, detail)


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


@drawing.figure("{capacity}", height=4.2, phone=2)
def staircase(ax: Axes, ladder_steps: pd.DataFrame, capacity: str, *, names: Names) -> None:
    """Draw the ladder as a staircase: shortage before, what each step closes, what remains."""
    if not ladder_steps["before"].iloc[0] > 0:
        raise drawing.Nothing(text("No shortage, no measure needed"))
    steps = [text("Shortage"), *(text(_STEPS[int(step) - 1]) for step in ladder_steps["step"])]
    unit = names.in_all(capacity)
    (_lying if drawing.slim(ax) else _stairs)(ax, ladder_steps, steps, unit, last=PRIORITISE)
    outcome = _outcome(ladder_steps, names.of("capacity", capacity))
    drawing.head(ax, outcome, _price(ladder_steps[ladder_steps["step"] < PRIORITISE]))


def _outcome(rows: pd.DataFrame, capacity: str) -> str:
    found = amounts.closing(rows)
    parts = zip((found.strain, found.gives_way, found.unsolved), _PARTS, strict=True)
    said = [text(words, amount=number(part)) for part, words in parts if part >= _SEEN]
    words = _CLOSED if found.closed >= _SEEN else _NONE
    return ", ".join([text(words, capacity=capacity, share=percent(found.share)), *said])


@drawing.figure("{capacity}", height=4.2)
def catching_up(ax: Axes, catch_up: pd.DataFrame, capacity: str, *, names: Names) -> None:
    """Draw where capacity is found for what production lacks of its plan, step by step."""
    rows = catch_up.groupby("step", as_index=False)[["before", "closed", "after", "cost"]].sum()
    if not rows["before"].iloc[0] > 0:
        raise drawing.Nothing(text("Production has kept to its plan"))
    steps = [text("Backlog"), *(text(_SOURCES[int(step) - 1]) for step in rows["step"])]
    _stairs(ax, rows.assign(unrealised=0.0), steps, names.in_all(capacity))
    before, after = float(rows["before"].iloc[0]), float(rows["after"].iloc[-1])
    statement = text(
        "{capacity}: capacity is found for {share} of the backlog, {left} {unit} are left",
        capacity=names.of("capacity", capacity), share=percent(1 - after / before),
        left=number(after), unit=names.in_all(capacity),
    )  # fmt: skip
    drawing.head(ax, statement, text("How far the year's production falls short of its plan."))


def _stairs(
    ax: Axes, rows: pd.DataFrame, steps: list[str], unit: str, *, last: int | None = None
) -> None:
    """Draw what there was before, what each step closes, and what is left.

    In the step `last` nothing is closed, but care gives way. Of what is left, the part that is
    below the ceiling is lighter.
    """
    before, after = float(rows["before"].iloc[0]), float(rows["after"].iloc[-1])
    above = float(rows["above"].iloc[-1]) if "above" in rows else after
    end = len(rows) + 1
    ax.bar(0, before, 0.66, color=style.SHORTAGE)
    ax.bar(end, above, 0.66, color=style.SHORTAGE, hatch="///", edgecolor="white")
    ax.bar(end, after - above, 0.66, bottom=above, color=style.ACCENT)
    _labelled(ax, 0, before, before)
    _labelled(ax, end, after, after)
    for at, row in enumerate(each(rows), 1):
        _stair(ax, at, row, before, style.BAND if row.step == last else style.NEED)
    left = text("Strain, and unsolved (hatched)") if "above" in rows else text("Left")
    labels = [textwrap.fill(step, 12, break_long_words=False) for step in (*steps, left)]
    ax.set_xticks(range(end + 1), labels)
    ax.set_ylim(0, max(before, float(rows["after"].max())) * 1.08)
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(unit)


def _lying(
    ax: Axes, rows: pd.DataFrame, steps: list[str], unit: str, *, last: int | None = None
) -> None:
    """Draw the same from the top down, where it is too narrow to stand side by side."""
    before, after = float(rows["before"].iloc[0]), float(rows["after"].iloc[-1])
    above = float(rows["above"].iloc[-1]) if "above" in rows else after
    end = len(rows) + 1
    colours = [style.BAND if step == last else style.NEED for step in rows["step"]]
    ax.barh(0, before, 0.66, color=style.SHORTAGE)
    ax.barh(range(1, end), rows["closed"], 0.66, left=rows["after"], color=colours)
    ax.barh(end, above, 0.66, color=style.SHORTAGE, hatch="///", edgecolor="white")
    ax.barh(end, after - above, 0.66, left=above, color=style.ACCENT)
    ends = [before, *rows["before"], after]
    shown = [before, *(-rows["closed"]), after]
    for at, (place, amount) in enumerate(zip(ends, shown, strict=True)):
        ax.annotate(number(amount), (place, at), (4, 0), textcoords="offset points", va="center",
                    fontweight="bold", fontsize=8)  # fmt: skip
    left = text("Strain, and unsolved (hatched)") if "above" in rows else text("Left")
    drawing.name_rows(ax, [*steps, left])
    drawing.rows_across(ax, unit)
    ax.set_xlim(0, before * 1.25)


def _stair(ax: Axes, at: int, row: Any, whole: float, colour: str) -> None:
    ax.bar(at, row.closed, 0.66, bottom=row.after, color=colour)
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
