"""Scenarios side by side: need, gap, what gives way and money, and what takes one to another."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pkslib.language import number, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names
from pkslib.show.reasons import sentences

# Apart in black and white too: each line has its own dashes.
_COLOURS = (style.NEED, style.ACCENT, style.PLAN_LINE, style.TO_PLAN, style.SHORTAGE, style.MUTED)
_DASHES = ("-", "--", "-.", ":", (0, (6, 2)), (0, (2, 2)))


def side_by_side(
    rows: pd.DataFrame,
    capacity: str,
    change: pd.DataFrame | None = None,
    *,
    names: Names = CODES,
) -> Figure:
    """Draw need and gap over the years, and what gives way and is paid in the planning year.

    Parameters
    ----------
    rows : pandas.DataFrame
        quantity, capacity, period [year], and a column a pack.
    capacity : str
        What to draw, by its code.
    change : pandas.DataFrame, optional
        factor and effect: what takes the first pack's need to the second's.
    names : Names
        Names of capacities, and their measures.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with style.applied():
        high = 7.0 + (3.2 if change is not None else 0.0)
        figure = plt.figure(figsize=(10.0, high), layout="constrained")
        grid = figure.add_gridspec(3 if change is not None else 2, 2)
        packs = [*rows.columns[3:]]
        mine = rows[rows["capacity"].isin((capacity, ""))]
        unit = names.in_all(capacity)
        _over_years(
            figure.add_subplot(grid[0, 0]), mine, "need", packs, text("Capacity need"), unit
        )
        _over_years(figure.add_subplot(grid[0, 1]), mine, "gap", packs,
                    text("Missing (to spare below zero)"), unit)  # fmt: skip
        _in_first(figure.add_subplot(grid[1, 0]), mine, ["gives_way", "unsolved"], packs,
                  text("Gives way, or is unsolved"), unit)  # fmt: skip
        _in_first(figure.add_subplot(grid[1, 1]), mine, ["cost"], packs,
                  text("Plan and measures"), text("million SEK"))  # fmt: skip
        if change is not None:
            _steps(figure.add_subplot(grid[2, :]), change, packs, unit)
        heading = _stated(mine, packs, names.of("capacity", capacity), unit)
        figure.suptitle(heading, x=0.01, ha="left", fontweight="bold")
    return figure


def _over_years(
    ax: Axes, rows: pd.DataFrame, quantity: str, packs: list[str], title: str, unit: str
) -> None:
    mine = rows[rows["quantity"] == quantity].sort_values("period")
    at = np.arange(len(mine))
    for pack, colour, dashes in zip(packs, _COLOURS, _DASHES, strict=False):
        ax.plot(
            at, mine[pack], color=colour, linestyle=dashes, marker="o", markersize=4, label=pack
        )
    ax.set_xticks(at, list(mine["period"]))
    if quantity == "gap":
        ax.axhline(0, color=style.FAINT, linewidth=1)
    drawing.numbers(ax.yaxis)
    ax.set_title(f"{title} [{unit}]", loc="left", fontsize=10.5)
    ax.legend(fontsize=8)


def _in_first(
    ax: Axes, rows: pd.DataFrame, quantities: list[str], packs: list[str], title: str, unit: str
) -> None:
    mine = rows[rows["quantity"].isin(quantities)]
    sums = mine[packs].sum(min_count=1)
    at = np.arange(len(packs))
    ax.barh(at, sums.fillna(0.0), 0.62, color=_COLOURS[: len(packs)])
    for place, value in zip(at, sums, strict=True):
        said = text("not known") if np.isnan(value) else number(value, int(abs(value) < 100))
        drawing.beside(ax, float(place), said)
    ax.set_yticks(at, packs)
    ax.invert_yaxis()
    drawing.numbers(ax.xaxis, ticks=4)
    year = str(mine["period"].min()) if len(mine) else ""
    ax.set_title(f"{title}, {year} [{unit}]", loc="left", fontsize=10.5)


def _steps(ax: Axes, change: pd.DataFrame, packs: list[str], unit: str) -> None:
    """Draw what takes the first pack's need to the second's."""
    told = sentences("change", "factor", change.iloc[1:])
    steps = change.assign(label=[packs[0], *told])
    drawing.waterfall(ax, steps, unit)
    labels = [words.get_text() for words in ax.get_yticklabels()]
    ax.set_yticks(ax.get_yticks(), [*labels[:-1], packs[1]])
    ax.set_title(text("What takes the need of {one} to that of {other}", one=packs[0],
                      other=packs[1]), loc="left")  # fmt: skip


def _stated(rows: pd.DataFrame, packs: list[str], name: str, unit: str) -> str:
    gaps = rows[rows["quantity"] == "gap"].sort_values("period")
    last = gaps[packs].iloc[-1].dropna().sort_values() if len(gaps) else pd.Series(dtype=float)
    if len(last) < 2:
        return text("{capacity}: the packs do not tell the same years", capacity=name)
    return text(
        "{capacity}, {year}: least is missing in {least} ({low} {unit}), most in {most} ({high})",
        capacity=name, year=gaps["period"].iloc[-1], least=last.index[0], most=last.index[-1],
        low=number(float(last.iloc[0])), high=number(float(last.iloc[-1])), unit=unit,
    )  # fmt: skip
