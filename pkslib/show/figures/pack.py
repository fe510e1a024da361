"""Figures of the pack's summary: the balance, and what changed plan and need."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import Names
from pkslib.show.pick import each, highest
from pkslib.show.reasons import sentences

# Of a capacity over a year: less is told as 0, here as in the tables.
_SEEN = 0.5
# The least share that is told with a figure of its own.
_LEAST = 0.001


@drawing.figure("{capacity}", width=5.4, phone=1)
def change(ax: Axes, change: pd.DataFrame, capacity: str, *, names: Names) -> None:
    """Draw what takes the capacity need from the latest twelve months to the planning year."""
    steps = change.assign(label=sentences("change", "factor", change))
    start, total = drawing.waterfall(ax, steps, names.in_all(capacity))
    ax.locator_params(axis="x", nbins=4)
    heading = _changes(names.of("capacity", capacity), start, total, steps)
    drawing.head(ax, heading, text("The axis does not start at zero."))


def _changes(name: str, start: float, total: float, steps: pd.DataFrame) -> str:
    share = total / start - 1 if start > 0 else 0.0
    factors = steps.iloc[1:]
    if factors.empty or abs(share) < 0.005:
        return text("{capacity}: the need is as large as last year", capacity=name)
    factor = highest(factors.assign(size=factors["effect"].abs()), "size")["label"]
    words = (
        mark("{capacity}: the need grows by {share}, mainly by {factor}")
        if share > 0
        else mark("{capacity}: the need falls by {share}, mainly by {factor}")
    )
    return text(words, capacity=name, share=percent(abs(share), 1), factor=factor.lower())


@drawing.figure(mark("Need, available and plan"), width=6.2, phone=1)
def balance(ax: Axes, summary: pd.DataFrame, *, names: Names) -> None:
    """Draw need, available and what the plan meets of each capacity, as shares of the need."""
    rows = _shares(summary)
    if rows.empty:
        raise drawing.Nothing
    # Low rows keep their letters readable where the summary has to fit one A4.
    drawing.make_high(ax, len(rows), 0.36 if drawing.slim(ax) else 0.22, rest=1.3, least=3)
    at = np.arange(len(rows), dtype=float)
    bar = partial(drawing.bars, ax, width=0.24, across=True, edgecolor=style.INK, linewidth=0.6)
    bar(at - 0.27, np.ones(len(rows)), color=style.NEED, label=text("needed"))
    bar(at, rows["available"], color=style.AVAILABLE, label=text("there"))
    bar(at + 0.27, rows["met"], color=style.SCHEDULE, label=text("plan"))
    bar(at + 0.27, rows["strain"], color=style.PAPER, start=rows["met"], hatch="////",
        label=text("plan under strain"))  # fmt: skip
    standing = [_standing(row.strain, row.left) for row in each(rows)]
    labels = [names.of("capacity", code) for code in rows["capacity"]]
    most = float(rows["available"].max()) + 0.05
    if drawing.slim(ax):
        labels = [f"{name}\n{words}" for name, words in zip(labels, standing, strict=True)]
    else:
        most = max(most, 1.6)
        for place, words in enumerate(standing):
            ax.text(1.02, place + 0.27, words, va="center", fontsize=9)
    ax.set_xlim(0, most)
    ax.set_yticks(at, labels)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.locator_params(axis="x", nbins=4)
    ax.xaxis.set_major_formatter(lambda share, _: percent(share))
    short = int((rows["left"] > 0).sum())
    detail = text("Share of the need over the year; the axis starts at zero.")
    drawing.head(ax, _heading(short, rows["capacity"], names), detail, legend=True)


def _heading(short: int, codes: pd.Series, names: Names) -> str:
    """Return how many of the capacities the plan does not meet; the only one by its name."""
    if not short:
        return text("The plan meets the need of every capacity")
    if len(codes) == 1:
        return text("The plan does not meet the need of {capacity}",
                    capacity=names.within("capacity", codes.iloc[0]))  # fmt: skip
    return text("The plan does not meet the need of {short} of {all} capacities",
                short=short, all=len(codes))  # fmt: skip


def _shares(summary: pd.DataFrame) -> pd.DataFrame:
    """Return available, met, strain and left as shares of each need, most left first."""
    rows = summary[summary["need"] > 0]
    left = rows["unsolved"] + rows["gives_way"]
    found = pd.DataFrame({
        "capacity": rows["capacity"],
        "available": rows["available"] / rows["need"],
        "strain": rows["strain"].where(rows["strain"] >= _SEEN, 0.0) / rows["need"],
        "left": left.where(left >= _SEEN, 0.0) / rows["need"],
    })  # fmt: skip
    found["met"] = 1 - found["strain"] - found["left"]
    return found.sort_values("left", ascending=False, kind="stable", ignore_index=True)


def _standing(strain: float, left: float) -> str:
    """Return in a word and a sign how the need of a capacity is met."""
    if left >= _LEAST:
        return text("✗ {share} is not met", share=percent(left, 1))
    if left > 0:
        return text("✗ under {share} is not met", share=percent(_LEAST, 1))
    return text("▲ met under strain") if strain > 0 else text("✓ met")


@drawing.figure(mark("What changed since the last decision"), width=5.4, phone=1)
def since(ax: Axes, status: pd.DataFrame, plan_change: pd.DataFrame) -> None:
    """Draw what takes the decided plan, or the latest year's where none is, to this one."""
    targets = status[status["what"] == "target"]
    decided = targets["decided"].notna()
    if decided.any():
        steps, heading = _decided_steps(targets), mark("{now} activities, {share} against what "
                                                       "was decided")  # fmt: skip
    else:
        sums = plan_change.groupby(["order", "factor"], as_index=False)[["effect"]].sum()
        steps = sums.assign(label=sentences("plan_change", "factor", sums))
        heading = mark("{now} activities, {share} against the latest year's plan")
    if steps.empty or not steps["effect"].iloc[0] > 0:
        raise drawing.Nothing
    start, total = drawing.waterfall(ax, steps, text("activities"))
    ax.locator_params(axis="x", nbins=4)
    drawing.head(
        ax,
        text(heading, now=number(total), share=percent(total / start - 1, 1, signed=True)),
        text("The axis does not start at zero."),
    )


def _decided_steps(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the decided total, what was raised, what was lowered, and what is new."""
    change = targets["proposed"] - targets["decided"]
    rows = {
        text("Decided"): targets["decided"].sum(),
        text("Targets raised"): change[change > 0].sum(),
        text("Targets lowered"): change[change < 0].sum(),
        text("Not decided before"): targets.loc[targets["decided"].isna(), "proposed"].sum(),
    }
    return pd.DataFrame({"label": [*rows], "effect": [*rows.values()]})
