"""What decisions cost, and the rules that they keep to."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from pkslib.errors import InputError
from pkslib.language import number, text
from pkslib.show.training.game import rules
from pkslib.show.training.game.chance import DAYS
from pkslib.show.training.game.rules import (
    ELECTIVE,
    PER_NURSE,
    SHIFT_HOURS,
    WARDS,
    WEEKS,
    Decisions,
    Region,
    State,
)
from pkslib.tables.inputs.capacity import BUY, EXTEND

_QUARTER_DAYS = DAYS * WEEKS


@dataclass(frozen=True)
class Costs:
    """What a quarter cost [SEK]: what is decided, and the overtime that comes of it."""

    beds: float
    bought: float
    moved: float
    reserve: float
    improvement: float
    overtime: float

    @property
    def planned(self) -> float:
        """What counts against the year's frame; improvement work is paid as far as it comes."""
        return self.beds + self.bought + self.moved + self.reserve

    @property
    def total(self) -> float:
        """All of it."""
        return self.planned + self.improvement + self.overtime


def costs_of(
    region: Region, quarter: int, state: State, decided: Decisions, better: Mapping[str, float],
    overtime: float,
) -> tuple[Costs, dict[str, float]]:  # fmt: skip
    """Return what a quarter costs, and the bed days used of each measure in the year.

    Parameters
    ----------
    region, quarter, state, decided
        As for :func:`pkslib.show.training.game.quarter.run`.
    better : mapping of str to float
        Bed days that each improvement gives.
    overtime : float
        Hours.
    """
    used = dict(state.spent) if quarter % 4 else {}
    price = {row["measure"]: float(row["cost"]) for row in region.measures}
    beds = sum(
        _beds(region, quarter, ward, more, decided, used)
        for ward, more in zip(WARDS, decided.quarter.opened, strict=True)
    )
    bought = _take(region, quarter, rules.ELECTIVE_WARD, BUY, decided, used,
                   decided.quarter.bought * region.stay[ELECTIVE])  # fmt: skip
    costs = Costs(
        beds=beds, bought=bought,
        moved=abs(decided.quarter.moved) * _QUARTER_DAYS * rules.MOVED_BED_DAY,
        reserve=_reserve(region, quarter, decided),
        improvement=sum(price[code] * amount for code, amount in better.items()),
        overtime=overtime * rules.OVERTIME_HOUR,
    )  # fmt: skip
    return costs, used


def _beds(
    region: Region, quarter: int, ward: str, more: int, decided: Decisions, used: dict[str, float]
) -> float:
    if more <= 0:
        return more * _QUARTER_DAYS * rules.CLOSED_BED_DAY
    return _take(region, quarter, ward, EXTEND, decided, used, more * _QUARTER_DAYS)


def _take(
    region: Region, quarter: int, ward: str, step: int, decided: Decisions,
    used: dict[str, float], amount: float,
) -> float:  # fmt: skip
    """Return the price of bed days: agreed measures first, the rest hired; note what is used."""
    cost, left = 0.0, amount
    for row in region.measures:
        if (row["step"], row["unit"]) != (step, ward) or not _agreed(row, quarter, decided):
            continue
        taken = min(left, float(row["max_amount"]) - used.get(row["measure"], 0.0))
        used[row["measure"]] = used.get(row["measure"], 0.0) + taken
        cost, left = cost + taken * float(row["cost"]), left - taken
    return cost + left * rules.HIRED_BED_DAY


def _agreed(row: Mapping[Hashable, Any], quarter: int, decided: Decisions) -> bool:
    """Tell whether a measure is agreed on and runs in some month of a quarter."""
    first, last = (int(str(row[name])[-2:]) for name in ("start", "end"))
    months = range(3 * (quarter % 4) + 1, 3 * (quarter % 4) + 4)
    runs = any(first <= month <= last for month in months)
    return runs and row["measure"] in decided.year.measures


def _reserve(region: Region, quarter: int, decided: Decisions) -> float:
    beds = region.usual[:, quarter % 4] + decided.quarter.opened
    nurses = sum(float(n) / each for n in beds for each in PER_NURSE.values())
    hours = decided.week.reserve * nurses * SHIFT_HOURS * _QUARTER_DAYS
    return hours * rules.NURSE_HOUR


def check(region: Region, quarter: int, state: State, decided: Decisions, left: float) -> None:
    """See that decisions are within the rules.

    Parameters
    ----------
    region, quarter, state, decided
        As for :func:`pkslib.show.training.game.quarter.run`.
    left : float
        What is left of the year's frame [SEK].

    Raises
    ------
    InputError
        When more beds are opened than can be staffed, or more is spent than there is.
    """
    for before, now in zip(state.opened, decided.quarter.opened, strict=True):
        if now > before + rules.MOST_MORE:
            raise InputError(text(
                "A ward can staff at most {most} beds more than in the quarter before.",
                most=rules.MOST_MORE,
            ))  # fmt: skip
    planned = costs_of(region, quarter, state, decided, {}, 0.0)[0].planned
    if planned > left + 1:
        raise InputError(text(
            "That costs SEK {cost} million, and SEK {left} million are left of the year's frame.",
            cost=number(planned / 1e6, 2), left=number(left / 1e6, 2),
        ))  # fmt: skip
