"""Figures of available capacity: what each resource allows, which limits, and staff's time."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, number, percent, text
from pkslib.show import amounts, drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import Names

# Tints for the resources that limit most often, from light to dark; the words stay readable.
_TINTS = ("#DCEAF1", "#F3DEC8", "#DDEBDD", "#E6DFF0", "#EFE7C9", "#E3E6E8")

# Characters that fit in a bar across the whole picture.
_CHARACTERS = 80


@drawing.figure("{unit}, {capacity}")
def allowed(
    ax: Axes,
    available_capacity: pd.DataFrame,
    capacity_limits: pd.DataFrame,
    unit: str,
    capacity: str,
    *,
    names: Names,
) -> None:
    """Draw a unit's available capacity as a field under what each of its resources allows."""
    have = amounts.per_period(available_capacity, capacity, ["amount"], names)
    limits = amounts.per_period(capacity_limits, capacity, ["amount"], names)
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
    drawing.over_time(ax, list(at), names.per_period(capacity))
    drawing.label_ends(ax, ends)
    lines = text("Lines: what each resource allows; red ones limit.") if ends else ""
    detail = text("{capacity}. Field: available.", capacity=names.of("capacity", capacity))
    drawing.head(ax, _binds(have, names.of("unit", unit), names), f"{detail} {lines}")


def _binds(have: pd.DataFrame, place: str, names: Names) -> str:
    limiting = _limited(have)["limiting"].value_counts()
    if limiting.empty:
        return text("{place}: capacity as the region states it", place=place)
    return text(
        "{place}: {resource} is the limit in {count} of {all} periods",
        place=place, resource=names.of("limiting", limiting.index[0]),
        count=int(limiting.iloc[0]), all=len(have),
    )  # fmt: skip


@drawing.figure(mark("What limits the capacity"), phone=1)
def limiting(ax: Axes, available_capacity: pd.DataFrame, *, names: Names) -> None:
    """Draw per capacity which resources limit it, by share of units and periods."""
    known = _limited(available_capacity)
    if known.empty:
        raise drawing.Nothing(text("No limiting resource is known"))
    counts = known.pivot_table(
        index="capacity", columns="limiting", values="period", aggfunc="count", fill_value=0
    )
    shares = counts.div(counts.sum(axis=1), axis=0)
    order = list(known["limiting"].value_counts().index)
    for at, (_, line) in enumerate(shares.iterrows()):
        _shares(ax, at, line.sort_values(ascending=False, kind="stable"), order, names)
    rows = [names.of("capacity", str(code)) for code in shares.index]
    if drawing.slim(ax):
        rows = [f"{row}\n{_largest(line, names)}"
                for row, (_, line) in zip(rows, shares.iterrows(), strict=True)]  # fmt: skip
    drawing.name_rows(ax, rows, 0.42, rest=1.3, least=3)
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


def _largest(line: pd.Series, names: Names) -> str:
    """Return what most often limits a capacity, where its part has no room for a name."""
    return f"{names.of('limiting', str(line.idxmax()))} {percent(float(line.max()))}"


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
        room = 0 if drawing.slim(ax) else int(share * _CHARACTERS)
        full = f"{name} {percent(share)}"
        words = full if len(full) <= room else drawing.shorten(name, room) if room > 4 else ""
        ax.text(left + share / 2, at, words, ha="center", va="center", fontsize=8.5)
        left += float(share)


@drawing.figure(mark("Paid and worked time"))
def staff(ax: Axes, staff_supply: pd.DataFrame, *, rows: int = 12, names: Names) -> None:
    """Draw each resource's paid and worked time over the year against what the need asks for."""
    used = staff_supply[staff_supply["needed"] > 0]
    sums = used.groupby("resource")[["paid", "worked", "needed"]].sum()
    short = (sums["needed"] / sums["worked"].where(sums["worked"] > 0)).fillna(np.inf)
    shown = sums.loc[short.sort_values(ascending=False, kind="stable").index[:rows]] / 1000
    if shown.empty:
        raise drawing.Nothing
    at = np.arange(len(shown))
    for column, colour, words in (
        ("paid", style.FIELD, text("Paid time")),
        ("worked", style.AVAILABLE, text("Worked time")),
    ):
        drawing.bars(ax, at, shown[column], 0.7, colour, across=True, label=words)
    ax.vlines(shown["needed"], at - 0.42, at + 0.42, color=style.NEED, linewidth=3,
              label=text("Needed, worked time"))  # fmt: skip
    ax.set_xlim(0, 1.04 * float(shown.max().max()))
    for place, lacks in enumerate((shown["needed"] - shown["worked"]).to_numpy()):
        words = mark("{hours} missing") if lacks > 0 else mark("{hours} to spare")
        drawing.beside(ax, place, text(words, hours=number(abs(lacks), 1)), fontsize=8.5)
    drawing.name_rows(ax, [names.of("resource", str(code)) for code in shown.index], 0.4)
    drawing.numbers(ax.xaxis)
    ax.set_xlabel(text("thousand hours over the year, all units"))
    away = 1 - float(sums["worked"].sum() / sums["paid"].sum()) if sums["paid"].sum() else 0.0
    lacking = int((shown["needed"] > shown["worked"]).sum())
    statement = text("{lacking} of {all} resources work fewer hours than the need asks for",
                     lacking=lacking, all=len(shown))  # fmt: skip
    detail = text("{away} of paid time is absence. At the right: worked time against the need.",
                  away=percent(away))  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)
