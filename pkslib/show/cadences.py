"""The guidance's parameters as each planning level reads them: week, month, quarter, year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pkslib.language import mark, number, percent, text
from pkslib.show.amounts import between, decimals
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.report import Report

# In the guidance's order; who reads a parameter how often.
_GROUPS = ("production", "availability", "utilisation", "staffing", "economy")
_CADENCES = {
    "week": mark("Week (operative)"),
    "month": mark("Month (tactical)"),
    "quarter": mark("Quarter (strategic)"),
    "year": mark("Year (strategic)"),
}
# A cell breaks before its brackets, not in them.
_UNBROKEN = "\N{NO-BREAK SPACE}"
_ROW = ["group", "parameter", "item"]


def by_level(parameters: pd.DataFrame, place: str, *, names: Names = CODES) -> Report:
    """Return a place's parameters with a column for each planning level's cadence.

    Parameters
    ----------
    parameters : pandas.DataFrame
        Result table.
    place : str
        Region or unit.
    names : Names
        Names of places and capacities.

    Returns
    -------
    pkslib.show.report.Report
        In each cell the value and, in brackets, how far it is from plan, or for shares the plan
        itself; last the longest cadence known against the year before. What is missing is named
        below.
    """
    mine = parameters[parameters["place"] == place]
    told = mine[mine["missing"] == ""]
    rank = told["group"].map({group: at for at, group in enumerate(_GROUPS)})
    told = told.assign(rank=rank).sort_values("rank", kind="stable")
    cadences = [cadence for cadence in _CADENCES if (told["cadence"] == cadence).any()]
    rows = [_row(rows, cadences, names) for _, rows in told.groupby(_ROW, sort=False)]
    heads = {"parameter": text("Parameter")}
    heads |= {cadence: text(_CADENCES[cadence]) for cadence in cadences}
    heads |= {"before": text("Against the year before")}
    title = text("{place}: value, and in brackets against plan", place=names.of("place", place))
    lacking = each(mine[mine["missing"] != ""])
    notes = tuple(f"{_said('parameter', row)}: {_said('missing', row)}" for row in lacking)
    return Report(title, [*heads.values()], rows, frozenset(range(1, len(heads))), notes)


def _row(rows: pd.DataFrame, cadences: list[str], names: Names) -> list[str]:
    """Return a parameter's name, its cell by cadence, and its change over a year."""
    at = {row.cadence: row for row in each(rows)}
    first = each(rows)[0]
    label = _said("parameter", first)
    if first.item:
        label += ", " + _item(first.item, names)
    cells = [_cell(at[cadence]) if cadence in at else "" for cadence in cadences]
    return [label, *cells, _since(at)]


def _said(column: str, row: Any) -> str:
    return sentence("parameters", column, {column: getattr(row, column)})


def _item(code: str, names: Names) -> str:
    named = names.of("capacity", code)
    return named if named != code else names.of("resource", code)


def _cell(row: Any) -> str:
    """Return a value with its deviation from plan, or for a share the plan itself."""
    if row.is_share:
        value = percent(row.value)
        if not np.isnan(row.upper):
            value = between(row.value, row.upper, share=True)
        plan = text("plan {plan}", plan=percent(row.plan)).replace(" ", _UNBROKEN)
        return value if np.isnan(row.plan) else f"{value} ({plan})"
    value = number(row.value, decimals(np.array([row.value]), share=False))
    return (
        f"{value} ({percent(row.value / row.plan - 1, 1, signed=True)})" if row.plan > 0 else value
    )


def _since(at: dict[str, Any]) -> str:
    """Return how the longest cadence with a year before it has changed; of shares in points."""
    known = [at[cadence] for cadence in _CADENCES if cadence in at and at[cadence].last_year > 0]
    if not known:
        return ""
    row = known[-1]
    if row.is_share:
        change = 100 * (row.value - row.last_year)
        return text("{change} points", change=number(change, signed=True))
    return percent(row.value / row.last_year - 1, 1, signed=True)
