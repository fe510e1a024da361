"""Figures of the need: from patients to capacity, and over the year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show import amounts, drawing, style
from pkslib.show.names import CODES, Names
from pkslib.show.records import each, highest
from pkslib.show.stations import Station, draw_chain
from pkslib.steps.need import capacity_need as raised

# The occupancy that Swedish regions plan wards by; the guidance's example uses it too.
FLAT_TARGET = 0.85


@style.figure
def chain(
    care_need: pd.DataFrame,
    production_need: pd.DataFrame,
    capacity_use: pd.DataFrame,
    capacity_need: pd.DataFrame,
    need: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw how a need's patients become activities, capacity, and capacity need.

    Parameters
    ----------
    care_need : pandas.DataFrame
        Result table: need, patients.
    production_need : pandas.DataFrame
        Result table: need, activity, count.
    capacity_use : pandas.DataFrame
        Result table: need, unit, capacity, period, raw.
    capacity_need : pandas.DataFrame
        Result table: unit, capacity, period, raw, need; tells how much target occupancy and
        margin add.
    need : str
        The need to follow through the chain.
    names : Names
        Names and measures.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    patients = float(care_need.loc[care_need["need"] == need, "patients"].sum())
    mine = production_need[production_need["need"] == need]
    made = mine.groupby("activity", as_index=False)[["count"]].sum()
    made = made.sort_values("count", ascending=False, kind="stable")
    used = _with_occupancy(capacity_use[capacity_use["need"] == need], capacity_need)
    ax = drawing.canvas(ax, height=1.4 + 0.62 * max(2, len(made), len(used)))
    name = names.of("need", need)
    if made.empty:
        return drawing.nothing(ax, text("{need}: from patients to capacity", need=name))
    activities = [(number(row[1]), names.of("activity", row[0])) for row in each(made)]
    raw = [_amount(names, row.capacity, row.raw) for row in each(used)]
    full = [_amount(names, row.capacity, row.need) for row in each(used)]
    stations = [
        Station(text("Care need"), [(number(patients), text("patients"))], ""),
        Station(text("Production need"), activities, text("activities per patient")),
        Station(text("Capacity use"), raw, text("capacity per activity")),
        Station(text("Capacity need"), full, text("÷ occupancy, + margin")),
    ]
    draw_chain(ax, stations)
    statement = text("{need}: what {patients} patients need over the year",
                     need=name, patients=number(patients))  # fmt: skip
    drawing.head(ax, statement, text("From care need to capacity need, all units together."))
    return ax


def _with_occupancy(used: pd.DataFrame, capacity_need: pd.DataFrame) -> pd.DataFrame:
    """Return per capacity what a need takes, before and after occupancy and margin."""
    keys = ["unit", "capacity", "period"]
    factor = capacity_need.assign(factor=capacity_need["need"] / capacity_need["raw"])
    both = used.merge(factor[[*keys, "factor"]], on=keys, how="left")
    both["need"] = both["raw"] * both["factor"].fillna(1.0)
    return both.groupby("capacity", as_index=False)[["raw", "need"]].sum()


def _amount(names: Names, capacity: str, amount: float) -> tuple[str, str]:
    return f"{number(amount)} {names.in_all(capacity)}", names.of("capacity", capacity)


@style.figure
def worked_example(
    patients: float = 1000,
    stay: float = 2,
    utilisation: float = FLAT_TARGET,
    margin: float = 0,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Draw the guidance's example: patients with chest pain to bed days at a target occupancy.

    Parameters
    ----------
    patients : float
        Patients in the year.
    stay : float
        Mean stay [bed days per patient].
    utilisation, margin : float
        Target occupancy (0–1] and margin [share].
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    raw = patients * stay
    full = float(raised(raw, utilisation, margin))
    beds = int(np.ceil(full / 365))
    days = text("bed days")
    more = f" × {number(1 + margin, 2)}" if margin else ""
    stations = [
        Station(text("Care need"), [(number(patients), text("patients"))], ""),
        Station(
            text("Capacity use"), [(number(raw), days)], f"× {number(stay, int(stay % 1 > 0))}"
        ),
        Station(text("Capacity need"), [(number(full), days)], f"÷ {number(utilisation, 2)}{more}"),
        Station(text("Staffed beds"), [(number(beds), text("beds"))], "÷ 365"),
    ]
    ax = drawing.canvas(ax, height=2.6)
    draw_chain(ax, stations)
    statement = text("{patients} patients need {days} bed days at {occupancy} occupancy",
                     patients=number(patients), days=number(full),
                     occupancy=percent(utilisation))  # fmt: skip
    drawing.head(ax, statement, text("The guidance's worked example: chest pain, over a year."))
    return ax


@style.figure
def over_year(
    capacity_need: pd.DataFrame,
    unit: str,
    capacity: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw a unit's capacity need over the year: what is used, room for occupancy, the interval.

    Parameters
    ----------
    capacity_need : pandas.DataFrame
        Result table: unit, capacity, period, raw, need, need_lower, need_upper.
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
    chosen = (capacity_need["unit"] == unit) & (capacity_need["capacity"] == capacity)
    columns = ["raw", "need", "need_lower", "need_upper"]
    rows = amounts.per_period(capacity_need[chosen].sort_values("period"), capacity, columns, names)
    ax = drawing.canvas(ax)
    place = names.of("unit", unit)
    if rows.empty:
        return drawing.nothing(ax, f"{place}, {names.of('capacity', capacity)}")
    places = np.arange(len(rows))
    drawing.bars(ax, places, rows["raw"], 0.66, style.NEED, label=text("Used on average"))
    drawing.bars(
        ax, places, rows["need"] - rows["raw"], 0.66, style.BAND, start=rows["raw"],
        label=text("Room for occupancy target and margin"),
    )  # fmt: skip
    ax.vlines(places, rows["need_lower"], rows["need_upper"], color=style.INK, linewidth=1.4)
    drawing.time_axis(ax, list(rows["period"]))
    drawing.numbers(ax.yaxis)
    unit_word = names.per_period(capacity)
    ax.set_ylabel(unit_word)
    top = highest(rows, "need")
    statement = text(
        "{place} needs {low}–{high} {unit}, most in {period}",
        place=place, low=number(rows["need"].min()), high=number(rows["need"].max()),
        unit=unit_word, period=language.period(top["period"]),
    )  # fmt: skip
    detail = text("{capacity}. The line through the top holds 80 of 100 outcomes.",
                  capacity=names.of("capacity", capacity))  # fmt: skip
    drawing.head(ax, statement, detail, legend=True)
    return ax
