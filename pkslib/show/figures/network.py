"""Figures of the regions side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, pick, style
from pkslib.show.figures.demand import error_dots
from pkslib.show.names import Names
from pkslib.show.pick import each


@drawing.figure("{capacity}")
def gaps(ax: Axes, summary: pd.DataFrame, capacity: str, *, names: Names) -> None:
    """Draw regions by the share of their need that is missing, before and after measures."""
    need = summary["need"].where(summary["need"] > 0)
    given = summary["gives_way"] + summary["unsolved"]
    rows = summary.assign(
        before=(summary["shortage"] / need).fillna(0),
        left=((summary["strain"] + given) / need).fillna(0),
        after=(given / need).fillna(0),
    ).sort_values("before", ascending=False, kind="stable", ignore_index=True)
    at = np.arange(len(rows))
    for column, colour, words in (
        ("before", style.AVAILABLE, text("Closed by the measures")),
        ("left", style.ACCENT, text("Strain, below the ceiling")),
        ("after", style.SHORTAGE, text("Gives way, or is unsolved")),
    ):
        drawing.bars(ax, at, rows[column], 0.62, colour, across=True, label=words)
    for place, row in zip(at, each(rows), strict=True):
        words = f"{number(row.need)} / {number(row.available)}"
        drawing.beside(ax, float(place), words, fontsize=8.5, color=style.MUTED)
    drawing.name_rows(ax, [names.of("region", code) for code in rows["region"]], 0.25, least=5)
    ax.set_xlim(0, max(float(rows["before"].max()) * 1.08, 0.01))
    drawing.rows_across(
        ax, text("share of the need that is missing somewhere, some time"), share=True
    )
    short = int((rows["before"] >= 0.005).sum())
    statement = text("{capacity}: {short} of {all} regions lack capacity",
                     short=short, all=len(rows),
                     capacity=names.of("capacity", capacity))  # fmt: skip
    detail = text("At the right: need / available over the year [{unit}].",
                  unit=names.in_all(capacity))  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)


@drawing.figure(mark("Regions side by side"))
def shares(ax: Axes, summary: pd.DataFrame, *, names: Names) -> None:
    """Draw what is missing as a share of need, regions by capacities."""
    rows = summary.assign(share=summary["shortage"] / summary["need"].where(summary["need"] > 0))
    order = pick.capacities(summary, 8)
    table = rows.pivot_table(index="region", columns="capacity", values="share")
    table = table.reindex(columns=order)
    if table.empty:
        raise drawing.Nothing
    values = table.where(~(table < 0.0005), 0.0).to_numpy(dtype=float)
    words = [[percent(value, 1) if value > 0 else "" for value in line] for line in values]
    regions = [names.of("region", code) for code in table.index]
    columns = [drawing.shorten(names.of("capacity", code), 28) for code in order]
    drawing.cells(ax, values, words, regions, columns, each=0.25, rest=2.4)
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


@drawing.figure(mark("Forecast accuracy"))
def accuracy(ax: Axes, region_summary: pd.DataFrame, *, names: Names) -> None:
    """Draw each region's mean forecast error against last year's value as forecast."""
    rows = region_summary.assign(name=[names.of("region", x) for x in region_summary["region"]])
    error_dots(ax, rows)
