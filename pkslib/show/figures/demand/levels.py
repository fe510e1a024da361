"""Region and flows forecast as wholes, and units against what they had the latest year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import periods
from pkslib.language import mark, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import Names

# As many units as a reader takes in.
_MOST = 16
_WAYS = ("above", "agreed", "below")


@drawing.figure(mark("Forecast from above and from below"), known=_WAYS, height=2.6)
def levels(ax: Axes, forecast_levels: pd.DataFrame) -> None:
    """Draw how far the forecast from above and the agreement lie from the sum from below."""
    year = str(forecast_levels["period"].max())[:4]
    sums = (
        forecast_levels[forecast_levels["period"].str[:4] == year]
        .groupby("level")[list(_WAYS)]
        .sum()
    )
    share = sums.div(sums["below"].where(sums["below"] > 0), axis=0).fillna(1.0) - 1
    places = np.arange(len(share))
    ax.axvline(0, color=style.INK, linewidth=0.8)
    ax.hlines(places, 0, share["above"], color=style.FAINT, linewidth=2)
    looks = (("below", "|", style.INK, text("Sum of the needs")),
             ("agreed", "D", style.NEED, text("Agreed on")),
             ("above", "o", style.ACCENT, text("Forecast as a whole")))  # fmt: skip
    for way, sign, colour, words in looks:
        ax.plot(share[way], places, sign, color=colour, markersize=9, label=words)
    drawing.name_rows(ax, [text(str(level)).capitalize() for level in share.index])
    reach = max(0.02, 1.2 * float(share.abs().max().max()))
    ax.set_xlim(-reach, reach)
    drawing.numbers(ax.xaxis, share=True, signed=True)
    whole = "region" if "region" in share.index else share.index[0]
    head = _differs(float(share["above"][whole]), text(str(whole)).capitalize(), year)
    drawing.head(ax, head, text("Difference from the sum of the needs."), legend=True)


def _differs(share: float, level: str, year: str) -> str:
    """Say how the forecast of a whole compares with the sum of its needs."""
    words = (
        mark("{level}: forecast as a whole, {share} more patients in {year} than need by need")
        if share >= 0
        else mark(
            "{level}: forecast as a whole, {share} fewer patients in {year} than need by need"
        )
    )
    return text(words, level=level, share=percent(abs(share), 1), year=year)


@drawing.figure(mark("Demand per unit"))
def units(ax: Axes, unit_demand: pd.DataFrame, unit_levels: pd.DataFrame, *, names: Names) -> None:
    """Draw how many more or fewer patients each unit is expected to have than the latest year."""
    shown = _changes(unit_demand, unit_levels)
    if shown.empty:
        raise drawing.Nothing
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
    drawing.name_rows(ax, [names.of("unit", str(unit)) for unit in shown.index], 0.27, least=5)
    reach = 1.35 * max(0.01, float(shown.abs().max()))
    ax.set_xlim(-reach, reach)
    drawing.numbers(ax.xaxis, share=True, signed=True)
    year = str(unit_levels["period"].max())[:4]
    detail = text("{year} against the latest year known; the units with most patients.", year=year)
    drawing.head(ax, _most(shown, names, year), detail)


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
