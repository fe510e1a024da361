"""Figures of how surely the available capacity meets the need."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, percent, text
from pkslib.show import amounts, drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import Names
from pkslib.show.pick import highest

# From here on a gap is more likely than not.
_LIKELY = 0.5
# Less than this is not worth a number.
_SLIGHT = 0.05


@drawing.figure(mark("How surely there is enough"), known=["risk"])
def risks(ax: Axes, gap_risk: pd.DataFrame, *, rows: int = 24, names: Names) -> None:
    """Draw the probability of a gap per unit and period; darker where it is likely."""
    units = _within_year(gap_risk[gap_risk["scope"] == "unit"])
    table = units.pivot_table(index=["place", "capacity"], columns="period", values="risk")
    order = table.mean(axis=1).sort_values(ascending=False, kind="stable").index[:rows]
    if table.empty:
        raise drawing.Nothing
    shown = table.reindex(order)
    words = [[_per_cent(value) for value in line] for line in shown.to_numpy()]
    columns = [language.period(str(label), short=True) for label in shown.columns]
    named = [_named(place, capacity, units, names) for place, capacity in order]
    drawing.cells(ax, shown, words, named, columns, top=1)
    likely = int((table > _LIKELY).any(axis=1).sum())
    statement = text("No unit is more likely than not to lack capacity in any period")
    if likely:
        statement = text(
            "{likely} of {all} units are more likely than not to lack capacity in some period",
            likely=likely, all=len(table),
        )  # fmt: skip
    detail = text("In how many of 100 possible futures the need exceeds what is available.")
    drawing.head(ax, statement, detail + drawing.drawn_of(len(shown), len(table)))


def _within_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Leave out the year's own rows where there are shorter periods."""
    parts = rows[rows["period"].str.contains("-")]
    return parts if len(parts) else rows


def _per_cent(risk: float) -> str:
    return "" if np.isnan(risk) or risk < _SLIGHT else f"{100 * risk:.0f}"


def _named(place: str, capacity: str, units: pd.DataFrame, names: Names) -> str:
    """Return a unit's name, with the capacity where it has several."""
    name = names.of("place", place)
    several = len(set(units.loc[units["place"] == place, "capacity"])) > 1
    return f"{name}: {names.of('capacity', capacity)}" if several else name


@drawing.figure("{place}", known=["risk"])
def fan(ax: Axes, gap_risk: pd.DataFrame, place: str, capacity: str, *, names: Names) -> None:
    """Draw the spread of a need against what is available, with the probability of a gap."""
    columns = ["p10", "p50", "p90", "available"]
    rows = amounts.per_period(_within_year(gap_risk), capacity, columns, names)
    at = np.arange(len(rows))
    edges = np.arange(len(rows) + 1) - 0.5
    ax.stairs(rows["available"], edges, fill=True, color=style.AVAILABLE)
    ax.vlines(at, rows["p10"], rows["p90"], color=style.NEED, linewidth=9, alpha=0.45)
    ax.plot(at, rows["p50"], color=style.NEED, marker="o", markersize=5, linewidth=1)
    top = 1.16 * float(rows[["p90", "available"]].max().max())
    ax.set_ylim(0, top if top > 0 else 1)
    for here, risk in enumerate(rows["risk"]):
        bold = "bold" if risk > _LIKELY else "normal"
        ax.text(here, 0.985, percent(risk), transform=ax.get_xaxis_transform(), ha="center",
                va="top", fontsize=8.5, fontweight=bold)  # fmt: skip
    drawing.label_ends(ax, [Label(0.985 * ax.get_ylim()[1], text("risk of a gap"), style.INK)])
    drawing.over_time(ax, list(rows["period"]), names.per_period(capacity))
    worst = highest(rows, "risk")
    statement = text(
        "{place}: the risk of a gap is {risk} in {period}",
        place=names.of("place", place), risk=percent(worst["risk"]),
        period=language.period(worst["period"]),
    )  # fmt: skip
    detail = text("{capacity}. Field: available. Dot: the need expected, bar: 80 of 100 futures.",
                  capacity=names.of("capacity", capacity))  # fmt: skip
    drawing.head(ax, statement, detail)
