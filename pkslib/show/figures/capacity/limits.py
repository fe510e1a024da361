"""Figures of available capacity: what each resource allows, and which one limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import percent, text
from pkslib.show import amounts, drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import CODES, Names

# Tints for the resources that limit most often, from light to dark; the words stay readable.
_TINTS = ("#DCEAF1", "#F3DEC8", "#DDEBDD", "#E6DFF0", "#EFE7C9", "#E3E6E8")

# Characters that fit in a bar across the whole picture.
_CHARACTERS = 80


@style.figure
def allowed(
    available_capacity: pd.DataFrame,
    capacity_limits: pd.DataFrame,
    unit: str,
    capacity: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw a unit's available capacity as a field under what each of its resources allows.

    Parameters
    ----------
    available_capacity : pandas.DataFrame
        Result table: unit, capacity, period, amount, limiting.
    capacity_limits : pandas.DataFrame
        Result table: unit, capacity, resource, period, amount.
    unit, capacity : str
        What to draw; bed days are drawn as beds.
    names : Names
        Names and measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    have = _of(available_capacity, unit, capacity, names)
    limits = _of(capacity_limits, unit, capacity, names)
    ax = drawing.canvas(ax)
    place = names.of("unit", unit)
    if have.empty:
        return drawing.nothing(ax, f"{place}, {names.of('capacity', capacity)}")
    at = {label: index for index, label in enumerate(have["period"])}
    edges = np.append(list(at.values()), len(at)) - 0.5
    ax.stairs(have["amount"], edges, fill=True, color=style.AVAILABLE)
    ends = []
    for resource, rows in limits[limits["period"].isin(at)].groupby("resource"):
        allows = rows.set_index("period")["amount"].reindex(list(at))
        binding = resource in set(have["limiting"])
        colour = style.SHORTAGE if binding else style.MUTED
        ax.stairs(allows, edges, color=colour, baseline=None, linewidth=2 if binding else 1.2)
        ends.append(Label(float(allows.iloc[-1]), names.of("resource", str(resource)), colour))
    top = float(np.nanmax([*have["amount"], *limits["amount"], 0.0]))
    ax.set_ylim(0, 1.08 * top if top > 0 else 1)
    drawing.time_axis(ax, list(at))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(names.per_period(capacity))
    drawing.label_ends(ax, ends)
    lines = text("Lines: what each resource allows; red ones limit.") if ends else ""
    detail = text("{capacity}. Field: available.", capacity=names.of("capacity", capacity))
    drawing.head(ax, _binds(have, place, names), f"{detail} {lines}")
    return ax


def _of(table: pd.DataFrame, unit: str, capacity: str, names: Names) -> pd.DataFrame:
    chosen = table[(table["unit"] == unit) & (table["capacity"] == capacity)]
    return amounts.per_period(chosen.sort_values("period"), capacity, ["amount"], names)


def _binds(have: pd.DataFrame, place: str, names: Names) -> str:
    limiting = _limited(have)["limiting"].value_counts()
    if limiting.empty:
        return text("{place}: capacity as the region states it", place=place)
    return text(
        "{place}: {resource} is the limit in {count} of {all} periods",
        place=place, resource=names.of("limiting", limiting.index[0]),
        count=int(limiting.iloc[0]), all=len(have),
    )  # fmt: skip


@style.figure
def limiting(
    available_capacity: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw per capacity which resources limit it, by share of units and periods.

    Parameters
    ----------
    available_capacity : pandas.DataFrame
        Result table: unit, capacity, period, limiting.
    names : Names
        Names of capacities and resources.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = _limited(available_capacity)
    counts = known.pivot_table(
        index="capacity", columns="limiting", values="period", aggfunc="count", fill_value=0
    )
    ax = drawing.canvas(ax, height=1.3 + 0.42 * max(len(counts), 3))
    if known.empty:
        reason = text("No limiting resource is known") if len(available_capacity) else ""
        return drawing.nothing(ax, text("What limits the capacity"), reason)
    shares = counts.div(counts.sum(axis=1), axis=0)
    order = list(known["limiting"].value_counts().index)
    for at, (_, line) in enumerate(shares.iterrows()):
        _shares(ax, at, line.sort_values(ascending=False, kind="stable"), order, names)
    drawing.name_rows(ax, [names.of("capacity", str(code)) for code in shares.index])
    ax.set_xlim(0, 1)
    ax.grid(visible=False)
    drawing.numbers(ax.xaxis, share=True)
    ax.set_xlabel(text("share of units and periods"))
    statement = text(
        "{resource} is most often the limit: in {share} of all cases",
        resource=names.of("limiting", str(order[0])).capitalize(),
        share=percent(float((known["limiting"] == order[0]).mean())),
    )  # fmt: skip
    drawing.head(ax, statement, text("What limits each capacity, all units and periods together."))
    return ax


def _limited(available_capacity: pd.DataFrame) -> pd.DataFrame:
    return available_capacity[available_capacity["limiting"].fillna("") != ""]


def _tint(resource: str, order: list[str]) -> str:
    return _TINTS[min(order.index(resource), len(_TINTS) - 1)]


def _shares(ax: Axes, at: int, line: pd.Series, order: list[str], names: Names) -> None:
    """Draw one capacity's bar, naming the parts that have room for their name."""
    left = 0.0
    for resource, share in line[line > 0].items():
        ax.barh(at, share, 0.7, left=left, color=_tint(str(resource), order), edgecolor="white",
                linewidth=1.5)  # fmt: skip
        name = names.of("limiting", str(resource))
        room = int(share * _CHARACTERS)
        full = f"{name} {percent(share)}"
        words = full if len(full) <= room else drawing.shorten(name, room) if room > 4 else ""
        ax.text(left + share / 2, at, words, ha="center", va="center", fontsize=8.5)
        left += float(share)


@style.figure
def limiting_units(
    available_capacity: pd.DataFrame,
    capacity: str,
    *,
    rows: int = 20,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw which resource limits a capacity at each unit, period by period.

    Parameters
    ----------
    available_capacity : pandas.DataFrame
        Result table: unit, capacity, period, limiting.
    capacity : str
        What to draw.
    rows : int
        Units drawn at most.
    names : Names
        Names of units, capacities and resources.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = _limited(available_capacity[available_capacity["capacity"] == capacity])
    table = known.pivot_table(index="unit", columns="period", values="limiting", aggfunc="first")
    shown = table.head(rows)
    ax = drawing.canvas(ax, height=1.3 + 0.3 * max(len(shown), 4))
    name = names.of("capacity", capacity)
    if table.empty:
        return drawing.nothing(ax, name)
    order = list(known["limiting"].value_counts().index)
    for at, (_, line) in enumerate(shown.iterrows()):
        _runs(ax, at, line.fillna(""), order, names)
    drawing.name_rows(ax, [names.of("unit", str(code)) for code in shown.index])
    ax.set_xlim(-0.5, table.shape[1] - 0.5)
    drawing.time_axis(ax, list(table.columns))
    ax.grid(visible=False)
    statement = text("{capacity}: {resource} is most often the limit", capacity=name,
                     resource=names.of("limiting", str(order[0])))  # fmt: skip
    detail = text("The resource that limits each unit, period by period.")
    if len(shown) < len(table):
        detail += " " + text("{shown} of {all} units are drawn.", shown=len(shown), all=len(table))
    drawing.head(ax, statement, detail)
    return ax


def _runs(ax: Axes, at: int, line: pd.Series, order: list[str], names: Names) -> None:
    """Draw one unit's year as stretches with the same limiting resource."""
    changes = line.ne(line.shift()).cumsum()
    for _, stretch in line.reset_index(drop=True).groupby(changes.to_numpy()):
        if not stretch.iloc[0]:
            continue
        first, length = stretch.index[0], len(stretch)
        ax.barh(at, length, 0.8, left=first - 0.5, color=_tint(stretch.iloc[0], order),
                edgecolor="white", linewidth=1.5)  # fmt: skip
        name = names.of("limiting", stretch.iloc[0])
        words = name if length > 0.14 * len(name) else ""
        ax.text(first + (length - 1) / 2, at, words, ha="center", va="center", fontsize=8.5)
