"""The regions side by side as tables: how good the data are, care per inhabitant, who can teach."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib.language import number, percent, text
from pkslib.show.figures.network import needed
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import word
from pkslib.show.report import Report

# From here down a region's outcomes are too incomplete to be held beside others'.
_COMPLETE = 0.95
# A smaller share of the need that gives way or is unsolved is told as none.
_SEEN = 0.005
# What has given less of what it promised is not yet one to learn from.
_GIVEN = 0.5
# As many works and regions as are named for a capacity.
_MOST = 3


def quality(
    data_tables: pd.DataFrame,
    outcome_quality: pd.DataFrame,
    region_summary: pd.DataFrame,
    *,
    names: Names = CODES,
) -> Report:
    """Return how good each region's data are, and whether it can be held beside the others.

    Parameters
    ----------
    data_tables, outcome_quality : pandas.DataFrame
        Result tables, with a column region.
    region_summary : pandas.DataFrame
        Result table.
    names : Names
        Names of regions.
    """
    tables = data_tables.groupby("region")["present"].agg(["sum", "count"])
    columns = ["expected", "missing", "late", "impossible"]
    outcomes = outcome_quality.assign(late=outcome_quality["late"] > 0)
    # A region without any outcome has no rows here, and stands beside the others all the same.
    sums = outcomes.groupby("region")[columns].sum().reindex(tables.index, fill_value=0)
    facts = region_summary.set_index("region")[["lists_unknown"]].join(tables).join(sums)
    rows = [_quality(row, names) for row in each(facts.sort_index().reset_index())]
    heads = [
        text("Region"), text("Tables"), text("Outcomes there"), text("Units that lag"),
        text("Impossible values"), text("Elective needs without a waiting list"),
        text("Can be compared"),
    ]  # fmt: skip
    return Report(text("How good the data are"), heads, rows, frozenset((1, 2, 3, 4, 5)))


def _quality(row: Any, names: Names) -> list[str]:
    complete = 1 - row.missing / row.expected if row.expected > 0 else float("nan")
    why = [
        said for holds, said in (
            (not complete >= _COMPLETE, text("outcomes are missing")),
            (row.late > 0, text("units lag")),
            (row.impossible > 0, text("values that cannot be right")),
        ) if holds
    ]  # fmt: skip
    said = text("with care: {why}", why=", ".join(why)) if why else text("yes")
    return [
        names.of("region", row.region), text("{count} of {all}", count=row.sum, all=row.count),
        percent(complete), number(row.late), number(row.impossible), number(row.lists_unknown),
        said,
    ]  # fmt: skip


def per_inhabitant(
    summary: pd.DataFrame, population: pd.DataFrame, *, names: Names = CODES
) -> Report:
    """Return the range of need and of what there is per thousand inhabitants, every capacity.

    Parameters
    ----------
    summary, population : pandas.DataFrame
        The result table, and the input table with the planning year's rows, of all regions.
    names : Names
        Names of capacities.
    """
    found = needed(summary, population)
    rows = []
    for code, mine in found.groupby("capacity", sort=False):
        need, there = mine["need"], mine["available"]
        rows.append([
            names.of("capacity", str(code)), names.in_all(str(code)), number(len(mine)),
            *(number(value, 1) for value in (need.min(), need.median(), need.max())),
            *(number(value, 1) for value in (there.min(), there.median(), there.max())),
        ])  # fmt: skip
    heads = [
        text("Capacity"), text("In"), text("Regions"), text("Need, lowest"), text("Need, median"),
        text("Need, highest"), text("Available, lowest"), text("Available, median"),
        text("Available, highest"),
    ]  # fmt: skip
    return Report(text("Per 1,000 inhabitants and year"), heads, rows, frozenset(range(2, 9)))


def of_each(summary: pd.DataFrame, population: pd.DataFrame, *, names: Names = CODES) -> Report:
    """Return need and what there is per thousand inhabitants of every region and capacity.

    Parameters
    ----------
    summary, population, names
        As for :func:`per_inhabitant`.
    """
    found = needed(summary, population).sort_values(["capacity", "region"], kind="stable")
    rows = [
        [names.of("capacity", row.capacity), names.of("region", row.region),
         names.in_all(row.capacity), number(row.need, 1), number(row.available, 1),
         percent(row.of_median)]
        for row in each(found)
    ]  # fmt: skip
    heads = [text("Capacity"), text("Region"), text("In"), text("Need"), text("Available"),
             text("Need against the median")]  # fmt: skip
    return Report(text("Every region per 1,000 inhabitants and year"), heads, rows,
                  frozenset((3, 4, 5)))  # fmt: skip


def solved(
    summary: pd.DataFrame, improvement_kinds: pd.DataFrame, *, names: Names = CODES
) -> Report:
    """Return for each capacity where care waits for it, where none does, and what work has helped.

    Parameters
    ----------
    summary, improvement_kinds : pandas.DataFrame
        Result tables of all regions.
    names : Names
        Names of regions, units and capacities.
    """
    need = summary["need"].where(summary["need"] > 0)
    left = summary[["gives_way", "unsolved"]].sum(axis=1) / need
    rows = [
        [names.of("capacity", str(code)), _who(mine[mine["left"] >= _SEEN], names),
         _who(mine[mine["left"] < _SEEN], names),
         _works(improvement_kinds[improvement_kinds["capacity"] == code], names)]
        for code, mine in summary.assign(left=left).groupby("capacity", sort=False)
    ]  # fmt: skip
    heads = [text("Capacity"), text("Care has to wait in"), text("No care has to wait in"),
             text("Realised work to learn from")]  # fmt: skip
    return Report(text("Who has solved what others lack"), heads, rows)


def _who(rows: pd.DataFrame, names: Names) -> str:
    """Name a few regions; count more."""
    codes = sorted(rows["region"])
    if not codes:
        return text("none")
    if len(codes) > _MOST:
        return text("{count} regions", count=len(codes))
    return ", ".join(names.of("region", code) for code in codes)


def _works(kinds: pd.DataFrame, names: Names) -> str:
    """Name the works with the largest share realised, and where they were done."""
    done = kinds[(kinds["best_share"] >= _GIVEN) & kinds["best"].notna()]
    best = done.sort_values(["best_share", "region"], ascending=[False, True], kind="stable")
    told = [
        text("{region}, {unit}: {kind}, {share} realised", region=names.of("region", row.region),
             unit=names.of("unit", row.best), kind=word(row.kind), share=percent(row.best_share))
        for row in each(best.head(_MOST))
    ]  # fmt: skip
    return "; ".join(told) or text("none has given half of what it promised")
