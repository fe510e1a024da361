"""Figures of available capacity: what each resource allows, and which one limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from pkslib.language import number, percent, text
from pkslib.show import amounts, drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import CODES, Names
from pkslib.show.records import each

# Tints for the resources that limit most often, from light to dark; the words stay readable.
_TINTS = ("#DCEAF1", "#F3DEC8", "#DDEBDD", "#E6DFF0", "#EFE7C9", "#E3E6E8")


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
    ax.set_ylim(0, None)
    drawing.time_axis(ax, list(at))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(names.per_period(capacity))
    drawing.label_ends(ax, ends)
    drawing.head(ax, _binds(have, place, names), text(
        "{capacity}. Field: available. Lines: what each resource allows; red ones limit.",
        capacity=names.of("capacity", capacity)))  # fmt: skip
    return ax


def _of(table: pd.DataFrame, unit: str, capacity: str, names: Names) -> pd.DataFrame:
    chosen = table[(table["unit"] == unit) & (table["capacity"] == capacity)]
    return amounts.per_period(chosen.sort_values("period"), capacity, ["amount"], names)


def _binds(have: pd.DataFrame, place: str, names: Names) -> str:
    limiting = have["limiting"].fillna("").replace("", np.nan).value_counts()
    if limiting.empty:
        return text("{place}: capacity as the region states it", place=place)
    return text(
        "{place}: {resource} is the limit in {count} of {all} periods",
        place=place, resource=names.of("limiting", limiting.index[0]),
        count=int(limiting.iloc[0]), all=len(have),
    )  # fmt: skip


@style.figure
def limiting(
    available_capacity: pd.DataFrame,
    *,
    rows: int = 20,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw which resource limits each unit's capacities most often over the year.

    Parameters
    ----------
    available_capacity : pandas.DataFrame
        Result table: unit, capacity, period, basis, limiting.
    rows : int
        Units drawn at most; the others are counted in the line below the heading.
    names : Names
        Names of units, capacities and resources.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    most = _most_often(available_capacity)
    units = list(dict.fromkeys(most["unit"]))[:rows]
    shown = most[most["unit"].isin(units)]
    capacities = list(dict.fromkeys(shown["capacity"]))
    ax = drawing.canvas(ax, height=1.3 + 0.3 * max(len(units), 4))
    if most.empty:
        return drawing.nothing(ax, text("What limits the capacity"))
    order = list(most["limiting"].value_counts().index)
    words = [["" for _ in capacities] for _ in units]
    colours = np.ones((len(units), len(capacities), 4))
    for row in each(shown):
        place = units.index(row.unit), capacities.index(row.capacity)
        tint = _TINTS[min(order.index(row.limiting), len(_TINTS) - 1)]
        colours[place] = to_rgba(tint)
        words[place[0]][place[1]] = _how_often(row, names)
    inks = [[style.INK] * len(capacities)] * len(units)
    drawing.cells(
        ax, colours, words, inks, [names.of("unit", unit) for unit in units],
        [names.of("capacity", capacity) for capacity in capacities],
    )  # fmt: skip
    drawing.head(ax, _commonest(most, names), _left_out(most["unit"].nunique(), len(units)))
    return ax


def _most_often(available_capacity: pd.DataFrame) -> pd.DataFrame:
    """Return the limiting resource most common per unit and capacity, with its share of periods."""
    known = available_capacity[available_capacity["limiting"].fillna("") != ""]
    counts = known.groupby(["unit", "capacity", "limiting"], as_index=False).size()
    ranked = counts.sort_values(["size", "limiting"], ascending=[False, True])
    most = ranked.drop_duplicates(["unit", "capacity"]).sort_values(["unit", "capacity"])
    periods = available_capacity.groupby(["unit", "capacity"], as_index=False).size()
    most = most.merge(periods, on=["unit", "capacity"], suffixes=("", "_all"))
    return most.assign(share=most["size"] / most["size_all"])


def _how_often(row: Any, names: Names) -> str:
    name = drawing.shorten(names.of("limiting", row.limiting), 22)
    return name if row.share > 0.995 else f"{name} {percent(row.share)}"


def _commonest(most: pd.DataFrame, names: Names) -> str:
    counts = most["limiting"].value_counts()
    return text(
        "{resource} is most often the limit: {count} of {all}",
        resource=names.of("limiting", str(counts.index[0])).capitalize(),
        count=number(int(counts.iloc[0])), all=number(len(most)),
    )  # fmt: skip


def _left_out(units: int, shown: int) -> str:
    detail = text("The resource that limits each unit's capacity, with its share of the periods.")
    if units <= shown:
        return detail
    return detail + " " + text("{shown} of {all} units are drawn.", shown=shown, all=units)
