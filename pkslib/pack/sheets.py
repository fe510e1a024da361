"""Which result tables have a sheet in the workbook, in the reader's order, and what helps there.

The one place where the workbook's content is chosen: what is asked for most comes first, then what
each step found, then the data. All other result tables stand in the folder ``tables`` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from pkslib import periods
from pkslib.language import mark


@dataclass(frozen=True)
class Chart:
    """A chart beside a table, drawn by the reader's own program from the table's cells.

    Attributes
    ----------
    kind : str
        ``bar`` to compare rows, ``line`` to follow them over time.
    over : str
        Column of the categories.
    of : tuple of str
        Columns of the series.
    about : tuple of str
        Columns that the drawn rows share, told in the chart's title.
    pick : callable, optional
        Gives one of the rows that are drawn, of a table in the sheet's order; those beside it that
        share ``about`` and the kind of period are drawn with it. Without it every row is.
    """

    kind: Literal["bar", "line"]
    over: str
    of: tuple[str, ...]
    about: tuple[str, ...] = ()
    pick: Callable[[pd.DataFrame], int] | None = None


@dataclass(frozen=True)
class Tab:
    """A sheet of the workbook.

    Attributes
    ----------
    table : str
        Result table; or :data:`GAP_LIST`, :data:`CALCULATION`, which are made of several.
    chart : Chart, optional
        What stands beside the table.
    order : callable, optional
        Puts the rows in the reader's order, where it is not the table's own.
    without : tuple of str
        Columns that tell a reader of this sheet nothing.
    """

    table: str
    chart: Chart | None = None
    order: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    without: tuple[str, ...] = ()


GAP_LIST, CALCULATION = "gap_list", "calculation"
# More than a reader finds their way in, the contents among them.
MOST_SHEETS = 25


def _years_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its years before its quarters, so that each can be drawn."""
    finer = rows["period"].map(periods.resolution).map(periods.RESOLUTIONS.index)
    return rows.iloc[finer.argsort(kind="stable")].reset_index(drop=True)


def _as_it_came(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values(["capacity", "order"], kind="stable", ignore_index=True)


def _dearest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("difference", kind="stable", ignore_index=True)


def _most(column: str, period: str = "", **only: str) -> Callable[[pd.DataFrame], int]:
    """Return what finds the row with most of a column, of a kind of period and about a thing."""

    def found(rows: pd.DataFrame) -> int:
        mine = rows[rows["period"].map(periods.resolution) == period] if period else rows
        for name, value in only.items():
            mine = mine[mine[name] == value]
        known = mine[column].dropna()
        return int(known.index.to_numpy()[known.argmax()]) if len(known) else 0

    return found


# The workbook is about one.
_REGION = ("region",)
SHEETS = (
    Tab("summary", Chart("bar", "capacity", ("occupancy",)), without=_REGION),
    Tab("awaiting"),
    Tab("catalogue"),
    Tab(CALCULATION),
    Tab("forecast_sums", Chart("line", "period", ("mean", "lower_80", "upper_80"), ("need",),
                               _most("mean", "quarter")), _years_first, _REGION),
    Tab("queue", Chart("bar", "need", ("queue", "target_queue")), without=_REGION),
    Tab("capacity_need"),
    Tab("available_capacity"),
    Tab("balance"),
    Tab("bottlenecks"),
    Tab("measure_reach"),
    Tab("prioritised"),
    Tab("targets"),
    Tab("plan"),
    Tab("money", Chart("bar", "unit", ("budget", "plan_cost")), _dearest),
    Tab("four_years", Chart("line", "period", ("need", "available"), ("place", "capacity"),
                            _most("shortage", "year", scope="region")), _years_first),
    Tab("years_decisions"),
    Tab("change", order=_as_it_came, without=("order",)),
    Tab("verdicts"),
    Tab("action_list"),
    Tab("weeks_ahead", Chart("line", "week", ("plan", "scheduled", "booked"), ("unit",),
                             _most("overdue"))),
    Tab(GAP_LIST),
    Tab("assumptions"),
    Tab("data_notes"),
)  # fmt: skip

_UNDECIDED = mark("nobody has decided or filled in anything yet")
_NO_CAPACITY = mark("the line is not about a capacity that is planned")
_NO_USE = mark("the activity takes no capacity that is planned")
_NO_WAY = mark("nothing is known to close it")
_NO_SHORTAGE = mark("no unit lacks anything in any period")
_TOO_FEW = mark("too few periods have both an outcome and a forecast or plan")
_TOO_LATE = mark("no decision reaches any of the line's periods")
# Why a cell may be empty, by table and column; a column that stands alone is the same everywhere.
_WHY = {
    "by": _UNDECIDED, "on": _UNDECIDED, "choice": _UNDECIDED, "round": _UNDECIDED,
    "cause": _UNDECIDED, "measure": _UNDECIDED, "role": _UNDECIDED, "due": _UNDECIDED,
    "status": _UNDECIDED,
    "assumptions.by": mark("nobody has changed the value; what the tool proposes stands"),
    "assumptions.on": mark("nobody has changed the value; what the tool proposes stands"),
    "assumptions.why": mark("nobody has changed the value; what the tool proposes stands"),
    "assumptions.value": mark("nothing is set"), "assumptions.base": mark("nothing is set"),
    "assumptions.unit": mark("the value has no unit"),
    "assumptions.low": mark("the value has no such limit"),
    "assumptions.high": mark("the value has no such limit"),
    "money": mark("the line asks for no money, or its price is not known"),
    "years_decisions.measure": _NO_WAY, "years_decisions.step": _NO_WAY,
    "years_decisions.decide_by": mark("it is to be decided at once what is to be done"),
    "decide_by": _TOO_LATE, "reaches": _TOO_LATE,
    "should_have": mark("every period of the line can be reached"),
    "awaiting.way": _NO_WAY,
    "awaiting.cost": mark("the line asks for no money, or its price is not known"),
    "capacity": _NO_CAPACITY, "amount": _NO_CAPACITY, "share": _NO_CAPACITY,
    "catalogue.capacity": _NO_USE, "catalogue.promised": _NO_USE, "catalogue.share": _NO_USE,
    "catalogue.bought": _NO_USE, "catalogue.gives_way": _NO_USE,
    "summary.occupancy": mark("nothing of it is available"),
    "summary.worst_period": _NO_SHORTAGE, "worst_gap": _NO_SHORTAGE, "worst_unit": _NO_SHORTAGE,
    "verdicts.planned": _TOO_FEW, "verdicts.outcome": _TOO_FEW, "verdicts.deviation": _TOO_FEW,
    "verdicts.size": _TOO_FEW, "tracking_signal": _TOO_FEW, "by_chance": _TOO_FEW,
    "chance": _TOO_FEW, "action_list.share": mark("there is no plan to hold it against"),
    "why": mark("there is no reason beyond the line itself"),
    "worst_period": mark("no period is restricted"),
    "expected_wait": mark("acute need, or no waiting list is known"),
    "places": mark("the capacity is not counted in beds"),
    "limiting": mark("the region told the amount itself, or there is none"),
    "gain": mark("the region told the amount itself, or there is none"),
    "per_hour": mark("the resource is not counted in hours"),
    "resource": mark("the measure takes no resource of its own"),
    "limited_by": mark("no resource limits the measure"),
    "to_period": mark("the care is not postponed to another period"),
    "consequence": mark("the data set does not tell it"),
    "combined_lower": mark("no role's judgement concerns the row"),
    "combined_upper": mark("no role's judgement concerns the row"),
    "combined_risk": mark("no role's judgement concerns the row"),
    "assurance": mark("the row is about a need, not about a plan"),
    "part": mark("only deviations of a capacity are split into their parts"),
    "scheduled": mark("no schedule is made so far ahead, or the unit has none"),
    "covered": mark("no schedule is made so far ahead, or the unit has none"),
    "target_week": mark("the patients have waited too long already"),
    "guarantee_week": mark("the patients have not waited too long yet"),
    "waited": mark("the patients have not waited too long yet"),
    "first_period": mark("the table has no rows or no periods"),
    "last_period": mark("the table has no rows or no periods"),
}  # fmt: skip
_NOT_TOLD = mark("not reported, or nothing that concerns the row")


def why_empty(table: str, column: str) -> str:
    """Return why a cell of a column may be empty, marked for translation."""
    return _WHY.get(f"{table}.{column}") or _WHY.get(column, _NOT_TOLD)
