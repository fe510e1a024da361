"""The guidance's tables of follow-up: a year of periods across, or planning levels' cadences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.methods import control
from pkslib.show.amounts import between, decimals, told
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.report import Report

# The window's table is drawn by month or longer; more columns nobody reads.
_MOST_COLUMNS = 24
_IN_MILLIONS = ("money",)
_COLUMNS = {
    "planned": mark("{what}, plan"),
    "outcome": mark("{what}, outcome"),
    "deviation": mark("{what}, deviation"),
}
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


def follow_up(
    need_follow_up: pd.DataFrame, production_follow_up: pd.DataFrame, *, title: str = ""
) -> Report:
    """Return the guidance's follow-up table: a year of periods across, with sums and verdicts.

    Parameters
    ----------
    need_follow_up : pandas.DataFrame
        Result table; rows of several needs are summed.
    production_follow_up : pandas.DataFrame
        Result table; several units or activities are summed.
    title : str
        Heading.

    Returns
    -------
    pkslib.show.report.Report
        Periods that have nothing say N/A.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, p. 14.
    """
    parts = (
        (need_follow_up, "forecast", text("Forecast, inflow")),
        (need_follow_up, "outcome", text("Outcome, inflow")),
        (need_follow_up, "error", text("Forecast error, inflow")),
        (production_follow_up, "plan", text("Production plan")),
        (production_follow_up, "outcome", text("Outcome, production")),
        (production_follow_up, "deviation", text("Deviation, production")),
    )
    return _laid_out([(frame, column, words, 1.0) for frame, column, words in parts], title)


def every_measure(
    deviations: pd.DataFrame, place: str, *, names: Names = CODES, title: str = ""
) -> Report:
    """Return the same table for one unit in every measure: hours, points, capacity, money.

    Parameters
    ----------
    deviations : pandas.DataFrame
        Result table.
    place : str
        Unit. Queues are levels, which have no sum over periods.
    names : Names
        Names of places and capacities.
    title : str
        Heading; without it the place's name.

    Returns
    -------
    pkslib.show.report.Report
        Money in million SEK.
    """
    mine = deviations[(deviations["place"] == place) & (deviations["subject"] != "queue")]
    parts = []
    for (subject, item), rows in mine.groupby(["subject", "item"], sort=False):
        what = _told(str(subject), names.item(str(subject), str(item)))
        scale = 1e6 if subject in _IN_MILLIONS else 1.0
        parts += [
            (rows, column, text(words, what=what), scale) for column, words in _COLUMNS.items()
        ]
    return _laid_out(parts, title or names.of("place", place))


def _told(subject: str, what: str) -> str:
    """Return what a row is about, capacity told apart from the production that used it."""
    if subject == "capacity":
        return text("Available, {item}", item=what)
    return text("{item}, million SEK", item=what) if subject in _IN_MILLIONS else what


def _laid_out(parts: Sequence[tuple[pd.DataFrame, str, str, float]], title: str) -> Report:
    """Return rows of amounts by period, with sums and verdicts."""
    labels = _window([label for rows, *_ in parts for label in rows["period"].unique()])
    rows = [_across(*part, labels) for part in parts]
    heads = ["", *(language.period(label, short=True) for label in labels), "Σ", text("Verdict")]
    span = f"{language.period(labels[0])} – {language.period(labels[-1])}" if labels else ""
    follow_up = text("Follow-up, {span}", span=span)
    whole = f"{title}. {follow_up}" if title else follow_up
    return Report(whole, heads, rows, frozenset(range(1, len(heads) - 1)))


def _window(known: Sequence[str]) -> list[str]:
    """Return the year of periods that ends with the latest known one."""
    if not known:
        return []
    last = max(known)
    length = periods.season(periods.resolution(last))
    return [periods.shift(last, -back) for back in reversed(range(min(length, _MOST_COLUMNS)))]


def _across(
    frame: pd.DataFrame, column: str, words: str, scale: float, labels: Sequence[str]
) -> list[str]:
    sums = frame.groupby("period")[column].sum(min_count=1).reindex(list(labels)).astype(float)
    values, places = sums / scale, int(scale > 1)
    shown = [text("N/A") if pd.isna(value) else number(value, places) for value in values]
    errors = column in ("error", "deviation") and values.notna().any()
    verdict = text(str(control.verdict(values.to_numpy()))) if errors else ""
    return [words, *shown, number(float(values.sum(min_count=1)), places), verdict]


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
    known = mine[mine["missing"] == ""]
    rank = known["group"].map({group: at for at, group in enumerate(_GROUPS)})
    known = known.assign(rank=rank).sort_values("rank", kind="stable")
    cadences = [cadence for cadence in _CADENCES if (known["cadence"] == cadence).any()]
    rows = [_row(rows, cadences, names) for _, rows in known.groupby(_ROW, sort=False)]
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
            if not told(row.value, row.upper):
                return text("the bands of the waiting list do not tell")
            value = between(row.value, row.upper, share=True)
        plan = text("plan {plan}", plan=percent(row.plan)).replace(" ", _UNBROKEN)
        return value if np.isnan(row.plan) else f"{value} ({plan})"
    value = number(row.value, decimals(np.array([row.value]), share=False))
    if not np.isnan(row.upper):
        return between(row.value, row.upper)
    return (
        f"{value} ({percent(row.value / row.plan - 1, 1, signed=True)})" if row.plan > 0 else value
    )


def _since(at: dict[str, Any]) -> str:
    """Return how the longest cadence with a year before it has changed; of shares in points."""
    known = [at[cadence] for cadence in _CADENCES if cadence in at and at[cadence].last_year > 0]
    if not known:
        return ""
    row = known[-1]
    if not np.isnan(row.upper):
        return ""
    if row.is_share:
        change = 100 * (row.value - row.last_year)
        return text("{change} points", change=number(change, signed=True))
    return percent(row.value / row.last_year - 1, 1, signed=True)
