"""What follow-up teaches, as tables: indicators and goals, and the plan that rolls on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pkslib import language, periods
from pkslib.language import number, percent, text
from pkslib.show.amounts import decimals, peer, peers
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import sentence, word
from pkslib.show.report import Report
from pkslib.tables.inputs.follow_up import INDICATORS
from pkslib.tables.results.follow_up import PARAMETERS
from pkslib.tables.results.learning import GOALS

# Parameters that are shares, as their own table tells of each.
_SHARES = ("within_guarantee", "capacity_used", "time_taken", "scheduled")
# A unit's sheet has room for so many of its own.
_LATEST = 3
# Of a quarter.
_MONTHS = 3


def by_goal(indicators: pd.DataFrame, *, names: Names = CODES, limit: int = 20) -> Report:
    """Return indicators by area with value, a year before, goal and who answers for it.

    Parameters
    ----------
    indicators : pandas.DataFrame
        Result table indicator_follow_up.
    names : Names
        Names of places.
    limit : int
        Rows at most, those with a goal first, the goals missed before the others.

    Returns
    -------
    pkslib.show.report.Report
        Each value in its own indicator's unit.
    """
    order = {code: at for at, code in enumerate((GOALS[1], GOALS[2], GOALS[0], ""))}
    ranked = indicators.assign(order=indicators["standing"].map(order))
    ranked = ranked.sort_values("order", kind="stable")
    heads = [
        text("Area"), text("Indicator"), text("Region or unit"), text("Value"),
        text("A year before"), text("Target"), text("Goal"), text("Units that meet it"),
        text("Answers for it (role)"),
    ]  # fmt: skip
    rows = [_of_goal(row, names) for row in each(ranked.head(limit))]
    table = Report(text("Indicators and goals"), heads, rows, frozenset((3, 4, 5)))
    if len(indicators) <= limit:
        return table
    said = text("{shown} of {all} rows.", shown=number(limit), all=number(len(indicators)))
    return table.noted(said)


def latest(indicators: pd.DataFrame, unit: str, *, names: Names = CODES) -> Report | None:
    """Return the latest known of a unit's own indicators, those that miss their goal first.

    Parameters
    ----------
    indicators : pandas.DataFrame
        Result table indicator_follow_up.
    unit : str
        Whose.
    names : Names
        Names of indicators that are a region's own.
    """
    mine = indicators[(indicators["place"] == unit) & indicators["value"].notna()]
    missed = (mine["standing"] == GOALS[1]).rename("missed")
    mine = mine.assign(missed=missed).sort_values("missed", ascending=False, kind="stable")
    rows = [
        [named(row.indicator, names), language.period(row.period),
         *(in_unit(value, row.indicator) for value in (row.value, row.before, row.target))]
        for row in each(mine.drop_duplicates("indicator").head(_LATEST))
    ]  # fmt: skip
    heads = [text("Indicator"), text("Period"), text("Value"), text("A year before"),
             text("Target")]  # fmt: skip
    return Report(text("Latest known"), heads, rows, frozenset((2, 3, 4))) if rows else None


def _of_goal(row: Any, names: Names) -> list[str]:
    values = [in_unit(value, row.indicator) for value in (row.value, row.before, row.target)]
    told = f"{row.met_by}/{row.of_units}" if row.of_units else ""
    only_units = row.standing == GOALS[2] and row.of_units > 0
    standing = text("told by units") if only_units else word(row.standing)
    return [
        word(row.area), named(row.indicator, names), names.of("place", row.place),
        *values, standing, told, "" if pd.isna(row.owner) else str(row.owner),
    ]  # fmt: skip


def named(code: str, names: Names) -> str:
    """Return the name of an indicator, which may be one of the guidance's parameters."""
    if code in PARAMETERS:
        return sentence("parameters", "parameter", {"parameter": code})
    return names.of("indicator", code)


def in_unit(value: float, code: str) -> str:
    """Return a value in its indicator's unit; nothing where there is none."""
    known = INDICATORS.get(code)
    unit = known.unit if known else ""
    if pd.isna(value):
        return ""
    if unit == "share" or code in _SHARES:
        return percent(value, 1)
    said = number(value, decimals(np.array([value]), share=False))
    return f"{said} {text(unit)}" if unit else said


def published(national_compared: pd.DataFrame, *, names: Names = CODES) -> Report:
    """Return the region's own figures beside the published ones and the country's.

    Parameters
    ----------
    national_compared : pandas.DataFrame
        Result table, of one region or several.
    names : Names
        Names of regions.

    Returns
    -------
    pkslib.show.report.Report
        Each value in its own indicator's unit.
    """
    heads = [
        text("Region"), text("Indicator"), text("Period"), text("Own figure"), text("Published"),
        text("The country"), text("Differs"), text("Source"),
    ]  # fmt: skip
    rows = [
        [
            names.of("region", row.region), named(row.indicator, names),
            language.period(row.period), _own(row),
            *(in_unit(value, row.indicator) for value in (row.published, row.country)),
            word(row.differs), f"{row.source}, {row.fetched_on}",
        ]
        for row in each(national_compared)
    ]  # fmt: skip
    table = Report(text("Against published figures"), heads, rows, frozenset((3, 4, 5)))
    return table if rows else table.noted(text("No rows."))


def _own(row: Any) -> str:
    """Return the region's own figure, or what it lies between where only its units told."""
    if pd.isna(row.own) and not pd.isna(row.own_lower):
        ends = (in_unit(value, row.indicator) for value in (row.own_lower, row.own_upper))
        return text("{lower} to {upper}", **dict(zip(("lower", "upper"), ends, strict=True)))
    return text("not reported") if pd.isna(row.own) else in_unit(row.own, row.indicator)


def among_regions(assumption_places: pd.DataFrame, *, names: Names = CODES) -> Report:
    """Return what most regions have of what plans assume, and who has less or more.

    Parameters
    ----------
    assumption_places : pandas.DataFrame
        Result table, of several regions.
    names : Names
        Names of regions, capacities and resources.

    Returns
    -------
    pkslib.show.report.Report
        A row an assumption and item that any region is outside of, with its own value.
    """
    heads = [
        text("Assumption"), text("Capacity or resource"), text("Most regions"), text("Below"),
        text("Above"),
    ]  # fmt: skip
    rows = []
    for (assumption, item), group in assumption_places.groupby(["assumption", "item"], sort=False):
        kind = "resource" if assumption == "absence" else "capacity"
        # As they are shown: whole per cent, and times in hundredths.
        value, low, high = (group[name].round(2) for name in ("value", "low", "high"))
        apart = [
            "; ".join(
                f"{names.of('region', row.region)} {peer(row)}"
                for row in each(group[side].sort_values("value"))
            )
            for side in (value < low, value > high)
        ]
        told = peers(each(group)[0])
        if any(apart):
            rows.append([word(str(assumption)), names.of(kind, str(item)), told, *apart])
    table = Report(text("Assumptions among the regions"), heads, rows)
    return table if rows else table.noted(text("No rows."))


def rolling(rolling_plan: pd.DataFrame, activities: pd.DataFrame) -> Report:
    """Return the plan from the latest outcome on, by kind of activity and quarter.

    Parameters
    ----------
    rolling_plan : pandas.DataFrame
        Result table.
    activities : pandas.DataFrame
        Input table.

    Returns
    -------
    pkslib.show.report.Report
        Activities of all units together; a quarter that has begun holds its remaining periods.
    """
    kinds = dict(zip(activities["activity"], activities["kind"], strict=True))
    rows = rolling_plan.assign(kind=rolling_plan["activity"].map(kinds))
    fits = rows["period"].map(lambda label: periods.resolution(label) in ("month", "quarter"))
    rows = rows[fits.astype(bool)]
    rows = rows.assign(quarter=[periods.coarser(label, "quarter") for label in rows["period"]])
    wide = rows.pivot_table(index="kind", columns="quarter", values="target", aggfunc="sum")
    heads = [text("Activity"), *(_quarter(str(label), rows) for label in wide)]
    sums = zip(wide.index, wide.to_numpy(dtype=float), strict=True)
    cells = [[word(str(kind)), *(number(value) for value in values)] for kind, values in sums]
    title = text("The plan over the turn of the year")
    return Report(title, heads, cells, frozenset(range(1, len(heads))))


def _quarter(quarter: str, rows: pd.DataFrame) -> str:
    """Name a quarter, by its months where the plan holds only part of it."""
    held = sorted(set(rows.loc[rows["quarter"] == quarter, "period"]) - {quarter})
    if not held or len(held) == _MONTHS:
        return language.period(quarter)
    ends = list(dict.fromkeys((held[0], held[-1])))
    return "–".join([*map(language.part, ends[:-1]), language.period(ends[-1])])
