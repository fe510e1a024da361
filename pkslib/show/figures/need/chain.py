"""Figures of the need: from patients to capacity, station by station."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import Names
from pkslib.show.pick import each
from pkslib.steps.need import capacity_need as raised

# The occupancy that Swedish regions plan wards by; the guidance's example uses it too.
FLAT_TARGET = 0.85
# Boxes that a station has room for.
_MOST = 6


@drawing.figure(mark("{need}: from patients to capacity"), uncut=["capacity_need"])
def chain(
    ax: Axes,
    care_need: pd.DataFrame,
    production_need: pd.DataFrame,
    capacity_use: pd.DataFrame,
    capacity_need: pd.DataFrame,
    need: str,
    *,
    names: Names,
) -> None:
    """Draw how a need's patients become activities, capacity, and capacity need."""
    made = production_need.groupby("activity", as_index=False)[["count"]].sum()
    if made.empty:
        raise drawing.Nothing
    made = made.sort_values("count", ascending=False, kind="stable")
    used = _with_occupancy(capacity_use, capacity_need)
    drawing.make_high(ax, max(len(made), len(used)), 0.62, rest=1.4, least=2)
    activities = [(number(row[1]), names.of("activity", row[0])) for row in each(made)]
    raw = [_amount(names, row.capacity, row.raw) for row in each(used)]
    full = [_amount(names, row.capacity, row.need) for row in each(used)]
    patients = number(float(care_need["patients"].sum()))
    stations = [
        _Station(text("Care need"), [(patients, text("patients"))], ""),
        _Station(text("Production need"), activities, text("activities per patient")),
        _Station(text("Capacity use"), raw, text("capacity per activity")),
        _Station(text("Capacity need"), full, text("÷ occupancy, + margin")),
    ]
    _draw_chain(ax, stations)
    statement = text("{need}: what {patients} patients need over the year",
                     need=names.of("need", need), patients=patients)  # fmt: skip
    drawing.head(ax, statement, text("From care need to capacity need, all units together."))


def _with_occupancy(used: pd.DataFrame, capacity_need: pd.DataFrame) -> pd.DataFrame:
    """Return per capacity what a need takes, before and after occupancy and margin."""
    keys = ["unit", "capacity", "period"]
    factor = capacity_need.assign(factor=capacity_need["need"] / capacity_need["raw"])
    both = used.merge(factor[[*keys, "factor"]], on=keys, how="left")
    both["need"] = both["raw"] * both["factor"].fillna(1.0)
    return both.groupby("capacity", as_index=False)[["raw", "need"]].sum()


def _amount(names: Names, capacity: str, amount: float) -> tuple[str, str]:
    return f"{number(amount)} {names.in_all(capacity)}", names.of("capacity", capacity)


@drawing.figure("", height=2.6)
def worked_example(
    ax: Axes,
    patients: float = 1000,
    stay: float = 2,
    utilisation: float = FLAT_TARGET,
    margin: float = 0,
) -> None:
    """Draw the guidance's example: patients with chest pain to bed days at a target occupancy.

    Parameters
    ----------
    patients : float
        Patients in the year.
    stay : float
        Mean stay [bed days per patient].
    utilisation, margin : float
        Target occupancy (0–1] and margin [share].
    """
    raw = patients * stay
    full = float(raised(raw, utilisation, margin))
    beds = int(np.ceil(full / 365))
    days = text("bed days")
    more = f" × {number(1 + margin, 2)}" if margin else ""
    stations = [
        _Station(text("Care need"), [(number(patients), text("patients"))], ""),
        _Station(
            text("Capacity use"), [(number(raw), days)], f"× {number(stay, int(stay % 1 > 0))}"
        ),
        _Station(
            text("Capacity need"), [(number(full), days)], f"÷ {number(utilisation, 2)}{more}"
        ),
        _Station(text("Staffed beds"), [(number(beds), text("beds"))], "÷ 365"),
    ]
    _draw_chain(ax, stations)
    statement = text("{patients} patients need {days} bed days at {occupancy} occupancy",
                     patients=number(patients), days=number(full),
                     occupancy=percent(utilisation))  # fmt: skip
    drawing.head(ax, statement, text("The guidance's worked example: chest pain, over a year."))


class _Station(NamedTuple):
    """One step of a chain.

    Attributes
    ----------
    heading : str
        What the numbers are.
    amounts : list of (str, str)
        Number and what it counts, one box each; the largest first.
    before : str
        What is done on the way here.
    """

    heading: str
    amounts: list[tuple[str, str]]
    before: str


def _draw_chain(ax: Axes, stations: Sequence[_Station]) -> None:
    """Draw stations as columns of boxes from left to right, with arrows between them.

    Of more than six boxes in one the rest are counted, not drawn.
    """
    rows = max(min(len(station.amounts), _MOST) for station in stations)
    ax.set_axis_off()
    ax.set_xlim(0, len(stations) - 0.3)
    ax.set_ylim(-rows - 0.15, 0.45)
    for at, station in enumerate(stations):
        last = at == len(stations) - 1
        ax.text(at + 0.35, 0.12, station.heading, ha="center", fontweight="bold", color=style.MUTED)
        _boxes(ax, at, station, rows, style.NEED if last else style.FIELD)
        if at:
            _arrow(ax, at, -rows / 2, station.before)


def _boxes(ax: Axes, at: int, station: _Station, rows: int, colour: str) -> None:
    ink = style.PAPER if colour == style.NEED else style.INK
    shown = station.amounts[:_MOST]
    top = -(rows - len(shown)) / 2
    for row, (amount, unit) in enumerate(shown):
        middle = top - row - 0.5
        ax.add_patch(
            FancyBboxPatch(
                (at + 0.02, middle - 0.34), 0.66, 0.68, facecolor=colour,
                boxstyle="round,pad=0,rounding_size=0.05", mutation_aspect=2,
            )
        )  # fmt: skip
        ax.text(at + 0.35, middle + 0.12, amount, ha="center", va="center", color=ink,
                fontweight="bold", fontsize=12 if len(amount) < 9 else 10)  # fmt: skip
        ax.text(at + 0.35, middle - 0.17, drawing.shorten(unit, 21), ha="center", va="center",
                color=ink, fontsize=8)  # fmt: skip
    if len(station.amounts) > _MOST:
        more = text("and {count} more", count=len(station.amounts) - _MOST)
        ax.text(at + 0.35, -rows - 0.1, more, ha="center", color=style.MUTED, fontsize=8)


def _arrow(ax: Axes, at: int, height: float, words: str) -> None:
    ax.annotate(
        "", (at - 0.02, height), (at - 0.28, height),
        arrowprops={"arrowstyle": "-|>", "color": style.MUTED, "linewidth": 1.4},
    )  # fmt: skip
    ax.text(at - 0.15, height + 0.14, textwrap.fill(words, 13), ha="center", fontsize=7.5,
            color=style.MUTED)  # fmt: skip
