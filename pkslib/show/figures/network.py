"""Figures of the regions side by side: ranges and a funnel, never a list with the worst on top."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, percent, text
from pkslib.methods.comparison import FEWEST_PLACES, funnel
from pkslib.show import drawing, style
from pkslib.show.figures.demand import error_dots
from pkslib.show.names import Names

# A smaller share of the need is told as nothing missing.
_SEEN = 0.005
# So many regions are named in the funnel; of more only those outside it.
_NAMED = 6


@drawing.figure(mark("What is missing, by capacity"), phone=1)
def ranges(ax: Axes, summary: pd.DataFrame, *, names: Names) -> None:
    """Draw what is missing of each capacity as a share of need, a dot a region."""
    need = summary["need"].where(summary["need"] > 0)
    rows = summary.assign(share=summary["shortage"] / need).dropna(subset=["share"])
    if rows.empty:
        raise drawing.Nothing
    lacking = (rows["share"] >= _SEEN).groupby(rows["capacity"], sort=False).mean()
    _dots(ax, rows, names)
    ax.set_xlim(0, max(float(rows["share"].max()) * 1.06, 0.01))
    drawing.rows_across(
        ax, text("share of the need that is missing somewhere, some time"), share=True
    )
    statement = text(
        "{count} of {all} capacities are short in at least half of the regions",
        count=int((lacking >= 0.5).sum()), all=len(lacking),
    )  # fmt: skip
    drawing.head(ax, statement, text("A dot a region, before measures; the line is the median."))


@drawing.figure(mark("Need per inhabitant"), phone=1)
def per_inhabitant(
    ax: Axes, summary: pd.DataFrame, population: pd.DataFrame, *, names: Names
) -> None:
    """Draw the need of each capacity per inhabitant against the median region, a dot a region."""
    rows = needed(summary, population).assign(share=lambda each: each["of_median"])
    if rows.empty:
        raise drawing.Nothing
    _dots(ax, rows, names)
    away = max(float((rows["share"] - 1).abs().max()) * 1.1, 0.05)
    ax.set_xlim(1 - away, 1 + away)
    drawing.rows_across(ax, text("need per inhabitant, where the median region has 100%"),
                        share=True)  # fmt: skip
    spread = rows.groupby("capacity")["share"].agg(lambda each: each.max() - each.min())
    statement = text("Regions differ most in the need of {capacity} per inhabitant",
                     capacity=names.within("capacity", str(spread.idxmax())))  # fmt: skip
    detail = text("A dot a region. Age, sex and what a region does for others are not taken away. "
                  "The axis does not begin at zero.")  # fmt: skip
    drawing.head(ax, statement, detail)


def needed(summary: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return need and what there is of each capacity per thousand inhabitants.

    Parameters
    ----------
    summary, population : pandas.DataFrame
        The result table, and the input table with the planning year's rows, of all regions.

    Returns
    -------
    pandas.DataFrame
        region, capacity, need, available [capacity's measure per 1,000 inhabitants], of_median
        (need against the region in the middle); regions without a population are left out.
    """
    persons = population.groupby("region")["persons"].sum() / 1000
    rows = summary.assign(thousand=summary["region"].map(persons)).dropna(subset=["thousand"])
    rows = rows[(rows["thousand"] > 0) & (rows["need"] > 0)]
    each = rows[["need", "available"]].div(rows["thousand"], axis=0)
    found = rows[["region", "capacity"]].assign(**each)
    middle = found.groupby("capacity")["need"].transform("median")
    return found.assign(of_median=found["need"] / middle).reset_index(drop=True)


def _dots(ax: Axes, rows: pd.DataFrame, names: Names) -> None:
    """Draw the column share in a row a capacity: its range, a dot a region, and the median."""
    codes = list(dict.fromkeys(rows["capacity"]))
    for at, code in enumerate(codes):
        values = rows.loc[rows["capacity"] == code, "share"]
        ax.hlines(at, values.min(), values.max(), color=style.BAND, linewidth=7, zorder=1)
        ax.vlines(values.median(), at - 0.3, at + 0.3, color=style.ACCENT, linewidth=2, zorder=3)
    places = [codes.index(code) for code in rows["capacity"]]
    ax.scatter(rows["share"], places, s=26, color=style.NEED, edgecolor="white", linewidth=0.6,
               zorder=4)  # fmt: skip
    drawing.name_rows(ax, [names.of("capacity", code) for code in codes], 0.28, least=5)


@drawing.figure(mark("Within the care guarantee, by size"), phone=1)
def guarantee(ax: Axes, region_summary: pd.DataFrame, *, names: Names) -> None:
    """Draw each region's share within the guarantee against how many wait, and chance's limits."""
    middle = region_summary[["share_lower", "share_upper"]].mean(axis=1, skipna=False)
    rows = region_summary.assign(share=middle).dropna(subset=["share", "waiting"])
    rows = rows[rows["waiting"] > 0]
    if rows.empty:
        raise drawing.Nothing
    found = funnel(rows["share"], rows["waiting"])
    few = len(rows) < FEWEST_PLACES
    outside = ((rows["share"] < found.lower) | (rows["share"] > found.upper)) & (not few)
    sizes = np.geomspace(rows["waiting"].min() * 0.8, rows["waiting"].max() * 1.1, 80)
    half = (found.upper - found.middle) * np.sqrt(rows["waiting"].to_numpy())
    wide = float(half.max()) / np.sqrt(sizes)
    ax.fill_between(sizes, np.clip(found.middle - wide, 0, 1), np.clip(found.middle + wide, 0, 1),
                    color=style.FIELD)  # fmt: skip
    ax.axhline(found.middle, color=style.ACCENT, linewidth=1.2)
    colours = np.where(outside, style.SHORTAGE, style.NEED)
    ax.scatter(rows["waiting"], rows["share"], s=40, color=colours, zorder=3)
    told = rows if len(rows) <= _NAMED else rows[outside]
    for code, size, share in told[["region", "waiting", "share"]].itertuples(index=False):
        ax.annotate(names.of("region", code), (size, share), (6, 4), textcoords="offset points",
                    fontsize=8.5)  # fmt: skip
    drawing.numbers(ax.xaxis)
    drawing.numbers(ax.yaxis, share=True)
    ax.set_xlabel(text("waiting patients"))
    ax.set_ylabel(text("within the care guarantee"))
    statement = text("{count} of {all} regions differ by more than chance in their share within "
                     "the care guarantee", count=int(outside.sum()), all=len(rows))  # fmt: skip
    if few:
        statement = text("Too few regions to tell how much their shares within the care guarantee "
                         "usually differ")  # fmt: skip
    detail = text("Grey: where 998 of 1,000 would lie around the common share of {share}.",
                  share=percent(found.middle))  # fmt: skip
    drawing.head(ax, statement, detail)


@drawing.figure(mark("Forecast accuracy"), phone=1)
def accuracy(ax: Axes, region_summary: pd.DataFrame, *, names: Names) -> None:
    """Draw each region's mean forecast error beside last year's value as forecast, by its code."""
    rows = region_summary.sort_values("region", ignore_index=True)
    rows = rows.assign(name=[names.of("region", code) for code in rows["region"]])
    error_dots(ax, rows, ranked=False)
