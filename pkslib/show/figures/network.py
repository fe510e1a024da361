"""Figures of the regions side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import number, percent, text
from pkslib.show import drawing, pick, shading, style
from pkslib.show.figures.demand import error_dots
from pkslib.show.names import CODES, Names
from pkslib.show.records import each


@style.figure
def gaps(
    summary: pd.DataFrame, capacity: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw regions by the share of their need that is missing, before and after measures.

    Parameters
    ----------
    summary : pandas.DataFrame
        Result table of all regions: region, capacity, need, available, shortage, remaining,
        gives_way.
    capacity : str
        What to draw.
    names : Names
        Names of regions and capacities.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    mine = summary[summary["capacity"] == capacity]
    need = mine["need"].where(mine["need"] > 0)
    # An operation that gives way frees its bed, whether beds lack or not.
    missing = (mine["remaining"] + mine["gives_way"]).clip(upper=mine["shortage"])
    rows = mine.assign(
        before=(mine["shortage"] / need).fillna(0), after=(missing / need).fillna(0)
    ).sort_values("before", ascending=False, kind="stable", ignore_index=True)
    ax = drawing.canvas(ax, height=1.5 + 0.25 * max(len(rows), 5))
    name = names.of("capacity", capacity)
    if rows.empty:
        return drawing.nothing(ax, name)
    at = np.arange(len(rows))
    for column, colour, words in (
        ("before", style.BAND, text("Closed by the measures")),
        ("after", style.SHORTAGE, text("Left, or care gives way")),
    ):
        drawing.bars(ax, at, rows[column], 0.62, colour, across=True, label=words)
    for place, row in zip(at, each(rows), strict=True):
        words = f"{number(row.need)} / {number(row.available)}"
        drawing.beside(ax, float(place), words, fontsize=8.5, color=style.MUTED)
    drawing.name_rows(ax, [names.of("region", code) for code in rows["region"]])
    ax.set_xlim(0, max(float(rows["before"].max()) * 1.08, 0.01))
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x", visible=True)
    drawing.numbers(ax.xaxis, share=True)
    ax.set_xlabel(text("share of the need that is missing somewhere, some time"))
    short = int((rows["before"] >= 0.005).sum())
    statement = text("{capacity}: {short} of {all} regions lack capacity",
                     capacity=name, short=short, all=len(rows))  # fmt: skip
    detail = text("At the right: need / available over the year [{unit}].",
                  unit=names.in_all(capacity))  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)
    return ax


@style.figure
def shares(summary: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw what is missing as a share of need, regions by capacities.

    Parameters
    ----------
    summary : pandas.DataFrame
        Result table of all regions: region, capacity, need, available, shortage.
    names : Names
        Names of regions and capacities.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = summary.assign(share=summary["shortage"] / summary["need"].where(summary["need"] > 0))
    order = pick.capacities(summary, 8)
    table = rows.pivot_table(index="region", columns="capacity", values="share")
    table = table.reindex(columns=order)
    ax = drawing.canvas(ax, height=2.4 + 0.25 * max(len(table), 4))
    if table.empty:
        return drawing.nothing(ax, text("Regions side by side"))
    values = table.where(~(table < 0.0005), 0.0).to_numpy(dtype=float)
    words = [[percent(value, 1) if value > 0 else "" for value in line] for line in values]
    regions = [names.of("region", code) for code in table.index]
    columns = [drawing.shorten(names.of("capacity", code), 28) for code in order]
    shading.cells(ax, values, words, regions, columns)
    ax.set_xticks(ax.get_xticks(), columns, rotation=35, ha="right", rotation_mode="anchor")
    at = np.unravel_index(np.nanargmax(values), values.shape)
    statement = text(
        "Most is missing in {region}: {share} of {capacity}",
        region=regions[at[0]], share=percent(values[at]),
        capacity=names.of("capacity", order[at[1]]).lower(),
    ) if np.nanmax(values) > 0 else text("No region lacks capacity")  # fmt: skip
    drawing.head(
        ax,
        statement,
        text("Share of the need that is missing somewhere, some time. Bare: nothing is missing."),
    )
    return ax


@style.figure
def accuracy(region_summary: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw each region's mean forecast error against last year's value as forecast.

    Parameters
    ----------
    region_summary : pandas.DataFrame
        Result table of all regions: region, mase, mase_naive.
    names : Names
        Names of regions.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = region_summary.assign(name=[names.of("region", x) for x in region_summary["region"]])
    return error_dots(rows, ax)
