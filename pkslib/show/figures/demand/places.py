"""Where patients are expected to come: units against what they had the latest year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import periods
from pkslib.language import mark, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names

# As many units as a reader takes in.
_MOST = 16


@style.figure
def units(
    unit_demand: pd.DataFrame,
    unit_levels: pd.DataFrame,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many more or fewer patients each unit is expected to have than the latest year.

    Parameters
    ----------
    unit_demand : pandas.DataFrame
        Input table: unit, need, period, patients.
    unit_levels : pandas.DataFrame
        Result table: unit, period, agreed [patients]; its last year is drawn, of the units with
        most patients.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    shown = _changes(unit_demand, unit_levels)
    ax = drawing.canvas(ax, height=1.5 + 0.27 * max(len(shown), 5))
    if shown.empty:
        return drawing.nothing(ax, text("Demand per unit"))
    places = np.arange(len(shown))
    colours = np.where(shown > 0, style.NEED, style.ACCENT)
    ax.axvline(0, color=style.INK, linewidth=0.8)
    ax.hlines(places, 0, shown, color=colours, linewidth=2, alpha=0.45)
    ax.scatter(shown, places, s=46, color=colours, zorder=3)
    for place, change in enumerate(shown):
        ax.annotate(
            percent(change, signed=True), (change, place), (7 if change > 0 else -7, 0),
            va="center", textcoords="offset points", fontsize=8.5,
            ha="left" if change > 0 else "right",
        )  # fmt: skip
    drawing.name_rows(ax, [names.of("unit", str(unit)) for unit in shown.index])
    reach = 1.35 * max(0.01, float(shown.abs().max()))
    ax.set_xlim(-reach, reach)
    drawing.numbers(ax.xaxis, share=True, signed=True)
    year = str(unit_levels["period"].max())[:4]
    detail = text("{year} against the latest year known; the units with most patients.", year=year)
    drawing.head(ax, _most(shown, names, year), detail)
    return ax


def _changes(unit_demand: pd.DataFrame, unit_levels: pd.DataFrame) -> pd.Series:
    """Return the change of each large unit as a share, those that grow most first."""
    if unit_demand.empty or unit_levels.empty:
        return pd.Series(dtype=float)
    season = periods.season(periods.only_resolution(unit_demand["period"]))
    latest = sorted(unit_demand["period"].unique())[-season:]
    past = unit_demand[unit_demand["period"].isin(latest)].groupby("unit")["patients"].sum()
    year = unit_levels["period"].str[:4] == str(unit_levels["period"].max())[:4]
    ahead = unit_levels[year].groupby("unit")["agreed"].sum()
    change = (ahead / past[past > 0] - 1).reindex(ahead.nlargest(_MOST).index)
    # Hospitals that only their wards and clinics have patients of are told in words.
    return change.dropna().sort_values(ascending=False)


def _most(shown: pd.Series, names: Names, year: str) -> str:
    """Say which unit is expected to grow most, or shrink most where none grows."""
    place, words = (0, mark("{unit}: {share} more patients in {year}, most of all"))
    if shown.iloc[0] <= 0:
        place, words = (-1, mark("{unit}: {share} fewer patients in {year}, most of all"))
    unit, change = str(shown.index[place]), float(shown.iloc[place])
    return text(words, unit=names.of("unit", unit), share=percent(abs(change), 1), year=year)
