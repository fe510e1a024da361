"""Figures of the planning year and three more: need against available, and quarter by quarter."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.language import mark, number, text
from pkslib.show import amounts, drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import Names

# A mean gap of less than this share of the need is no gap to speak of.
_LITTLE = 0.005
_INTERVAL = ["lower_80", "upper_80", "combined_lower", "combined_upper"]
# How far beside the need the judgements stand.
_BESIDE = 0.14
# Characters of a place's name below a column on a phone, and how many there is room for.
_COLUMN, _COLUMNS = 10, 4


@drawing.figure("{place}, {capacity}", phone=1)
def over_years(
    ax: Axes, four_years: pd.DataFrame, place: str, capacity: str, *, names: Names
) -> None:
    """Draw need with its 80% interval against what is available, year by year.

    What roles have judged stands beside it, combined with the forecast.
    """
    rows = _less_realised(four_years[four_years["period"].map(periods.resolution) == "year"])
    if rows.empty:
        raise drawing.Nothing
    shown = ["need", "available", "gap", *_INTERVAL]
    rows = amounts.per_period(rows, capacity, shown, names)
    at = np.arange(len(rows))
    drawing.bars(ax, at, rows["available"], 0.62, style.AVAILABLE)
    ax.fill_between(at, rows["lower_80"], rows["upper_80"], color=style.NEED, alpha=0.18)
    ax.plot(at, rows["need"], color=style.NEED, linewidth=2, marker="o", markersize=5)
    tops = rows[["available", "need", "upper_80"]].to_numpy(float)
    ax.set_ylim(0, max(np.nan_to_num(tops).max(), 1e-9) * 1.12)
    ax.set_xlim(-0.6, len(rows) - 0.4)
    ends = [
        Label(float(rows["need"].iloc[-1]), text("Capacity need"), style.NEED),
        Label(float(rows["available"].iloc[-1]), text("Available"), style.MUTED),
    ]
    drawing.label_ends(ax, ends)
    drawing.over_time(ax, list(rows["period"]), names.per_period(capacity))
    detail = text("Line: capacity need; the band holds 80 of 100 outcomes. Bars: available, with "
                  "the changes that have a date.")  # fmt: skip
    if rows["combined_lower"].notna().any():
        middle = (rows["combined_lower"] + rows["combined_upper"]) / 2
        wide = (rows["combined_upper"] - rows["combined_lower"]) / 2
        ax.errorbar(at + _BESIDE, middle, wide, color=style.ACCENT, capsize=4, fmt="none")
        detail += " " + text("Orange: the forecast and the roles' judgements together.")
    drawing.head(ax, _stated(rows, place, capacity, names), detail + _taken_off(rows))


def _less_realised(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose gap is what lacks when realised improvement work has given its part."""
    return rows.assign(gap=rows["gap"] - rows["realised"])


def _taken_off(rows: pd.DataFrame) -> str:
    if not (rows["realised"] > 0).any():
        return ""
    return " " + text("What realised improvement work gives is taken off what is lacking.")


def _stated(rows: pd.DataFrame, place: str, capacity: str, names: Names) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    values = {
        "capacity": names.within("capacity", capacity), "place": names.of("place", place),
        "unit": names.per_period(capacity), "year": last["period"], "first": first["period"],
        "then": number(abs(last["gap"]), _decimals(last["gap"])),
        "now": number(abs(first["gap"]), _decimals(first["gap"])),
    }  # fmt: skip
    lacks = last["gap"] > _LITTLE * last["need"]
    if not lacks:
        return text("{place}, {capacity}: over the year there is enough in {year}", **values)
    if first["gap"] > _LITTLE * first["need"]:
        return text("{place}, {capacity}: {now} {unit} are lacking in {first} and {then} in "
                    "{year}, taken over the year", **values)  # fmt: skip
    return text("{place}, {capacity}: enough in {first}, but {then} {unit} are lacking in {year}, "
                "taken over the year", **values)  # fmt: skip


def _decimals(amount: float) -> int:
    return int(abs(amount) < 10)


@drawing.figure(mark("{capacity}, quarter by quarter"), phone=1)
def quarters(
    ax: Axes, four_years: pd.DataFrame, capacity: str, *, rows: int = 12, names: Names
) -> None:
    """Draw what is missing in each place and quarter of four years, the region first."""
    parts = _less_realised(four_years[four_years["period"].map(periods.resolution) == "quarter"])
    parts = amounts.per_period(parts, capacity, ["need", "gap"], names)
    wide = parts.pivot_table(index=["scope", "place"], columns="period", values="gap")
    if wide.empty:
        raise drawing.Nothing
    most = wide.clip(lower=0).sum(axis=1)
    order = sorted(wide.index, key=lambda at: (at[0] != "region", -most[at], at[1]))[:rows]
    values = wide.loc[order].to_numpy(float)
    need = parts.pivot_table(index=["scope", "place"], columns="period", values="need")
    small = np.abs(values) < _LITTLE * need.loc[order].to_numpy(float)
    values = np.where(small, 0.0, values)
    words = [[_word(value) for value in line] for line in values]
    heads = [language.period(label) for label in wide.columns]
    below = [_below(label, at) for at, label in enumerate(wide.columns)]
    places = [names.of("place", place) for _, place in order]
    if drawing.slim(ax):
        columns = [textwrap.fill(place, _COLUMN) for place in places[:_COLUMNS]]
        turned = [*zip(*words[:_COLUMNS], strict=True)]
        drawing.cells(ax, values[:_COLUMNS].T, turned, heads, columns, each=0.2)
        ax.tick_params(axis="x", labelsize=6)
    else:
        drawing.cells(ax, values, words, places, below, each=0.34)
    at = np.unravel_index(np.nanargmax(values), values.shape)
    drawing.head(ax, _tightest(values[at], heads[at[1]], names.of("place", order[at[0]][1]),
                               capacity, names),
                 text("What is missing in each quarter [{unit}]; below zero there is to spare.",
                      unit=names.per_period(capacity)) + _taken_off(parts))  # fmt: skip


def _below(quarter: str, at: int) -> str:
    """Return a quarter's short name, with the year where one begins."""
    name = language.period(quarter, short=True)
    return f"{name}\n{quarter[:4]}" if not at or quarter.endswith("Q1") else name


def _word(value: float) -> str:
    return "" if np.isnan(value) or value == 0 else number(value, _decimals(value))


def _tightest(most: float, quarter: str, place: str, capacity: str, names: Names) -> str:
    name = names.of("capacity", capacity)
    if not most > 0:
        return text("{capacity}: nothing is missing in any quarter", capacity=name)
    return text(
        "{capacity}: {most} {unit} are lacking at {place} in {quarter}, the tightest quarter",
        capacity=name, most=number(most, _decimals(most)), unit=names.per_period(capacity),
        place=place, quarter=quarter,
    )  # fmt: skip
