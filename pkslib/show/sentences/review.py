"""What the whole pack says."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.language import number, percent, text
from pkslib.show import amounts, pick
from pkslib.show.amounts import between
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.reasons import sentence
from pkslib.show.report import Sentences
from pkslib.show.sentences.balancing import became
from pkslib.show.sentences.money import against
from pkslib.tables.checks.occupancy import BELIEVABLE
from pkslib.tables.inputs.capacity import PRIORITISE

# A reader takes in a few capacities; the table has them all.
_MOST = 4


def change(change: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how the need changes from last year where it changes most, and why.

    Parameters
    ----------
    change : pandas.DataFrame
        Result table; the first factor is the starting level.
    names : Names
        Names and measures.
    """
    changes = []
    for capacity, rows in change.groupby("capacity"):
        ordered = rows.sort_values("order")
        start, total = float(ordered["effect"].iloc[0]), float(ordered["effect"].sum())
        if start > 0 and len(ordered) > 1:
            words = _grows(str(capacity), start, total, ordered.iloc[1:], names)
            changes.append((abs(total / start - 1), words))
    said = [words for _, words in sorted(changes, reverse=True)[:_MOST]]
    return Sentences(said or [text("Last year's need is not known, so no change can be shown.")])


def _grows(capacity: str, start: float, total: float, factors: pd.DataFrame, names: Names) -> str:
    most = highest(factors.assign(size=factors["effect"].abs()), "size")
    factor = sentence("change", "factor", most)
    return text(
        "{capacity}: from {start} to {total} {unit}; mainly by {factor} ({effect}).",
        capacity=names.of("capacity", capacity), start=number(start), total=number(total),
        unit=names.in_all(capacity), factor=factor.lower(),
        effect=number(most["effect"], signed=True),
    )  # fmt: skip


def headline(tables: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> Sentences:
    """Answer the guidance's three questions: which need, what to achieve, at what cost.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Result tables region_summary, summary, ladder_steps, targets and money, and the input table
        budgets, which is read where money is not worked out.
    names : Names
        Names and measures.

    Returns
    -------
    Sentences
        One to two a question.

    References
    ----------
    .. [1] Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning: three questions that
       every manager should be able to answer.
    """
    return Sentences([
        *_doubts(tables["summary"], names),
        text("Which care need do we have to handle?") + " " + _which(tables["region_summary"]),
        *_outweighs(tables["summary"], names),
        *_waits(tables["region_summary"]),
        text("What are we to achieve?") + " " + _achieve(tables["targets"]),
        *_measures(tables["ladder_steps"], names),
        text("What may it cost?") + " " + _cost(tables),
    ])  # fmt: skip


def _doubts(summary: pd.DataFrame, names: Names) -> list[str]:
    """Return a warning for each capacity that the need can hardly fill as little, or as much."""
    least, most = BELIEVABLE
    return [
        text(
            "Do not rely on {capacity} yet: the need would fill {share} of what is available, "
            "which is hardly so. See what is said about the data.",
            capacity=names.within("capacity", row.capacity),
            share=percent(row.occupancy),
        )
        for row in each(summary)
        if row.occupancy < least or row.occupancy > most
    ]


def _which(region_summary: pd.DataFrame) -> str:
    if region_summary.empty:
        return text("No care need has been worked out.")
    row = region_summary.iloc[0]
    if pd.isna(row["patients"]):
        return next(iter(only_waiting(row)), text("No care need has been worked out."))
    patients = number(row["patients"])
    if pd.isna(row["change"]):
        return text("{patients} patients in the planning year.", patients=patients)
    if abs(row["change"]) < 0.0005:
        return text("{patients} patients in the planning year, as many as last year.",
                    patients=patients)  # fmt: skip
    share = percent(abs(row["change"]), 1)
    if row["change"] > 0:
        return text("{patients} patients in the planning year, {share} more than last year.",
                    patients=patients, share=share)  # fmt: skip
    return text("{patients} patients in the planning year, {share} fewer than last year.",
                patients=patients, share=share)  # fmt: skip


def only_waiting(row: pd.Series) -> list[str]:
    """Say who waits, where nothing tells how many come: a row of the table region_summary."""
    if row[["waiting", "share_lower"]].isna().any():
        return []
    return [
        text(
            "{waiting} patients wait, {share} of them within the care guarantee; how many will "
            "come is not known.",
            waiting=number(row["waiting"]),
            share=between(row["share_lower"], row["share_upper"], share=True),
        )
    ]


def _waits(region_summary: pd.DataFrame) -> list[str]:
    """Say how many the plan leaves waiting too long, and of how many needs nobody knows."""
    said = []
    for row in each(region_summary):
        if row.late_upper >= 0.5:
            said.append(
                text("With the plan {patients} patients have waited longer than the care guarantee "
                     "at the end of the year.", patients=between(row.late_lower, row.late_upper))
            )  # fmt: skip
        if row.lists_unknown:
            said.append(
                text("Waits unknown: elective needs without a waiting list: {count}.",
                     count=row.lists_unknown)
            )  # fmt: skip
    return said


def _outweighs(summary: pd.DataFrame, names: Names) -> list[str]:
    order = pick.capacities(summary, 1)
    if not order:
        return []
    row = summary[summary["capacity"] == order[0]].iloc[0]
    words = names.of("capacity", order[0]), names.in_all(order[0])
    if row["gap"] > 0:
        return [
            text("{capacity} has the largest shortage: the need is {need} {unit}, {available} are "
                 "available.",
                 capacity=words[0], unit=words[1], need=number(row["need"]),
                 available=number(row["available"]))
        ]  # fmt: skip
    short = float(summary["shortage"].sum())
    if short > 0:
        return [
            text("Over the whole year every capacity is enough, but not at every unit and time.")
        ]
    return [text("Every capacity is enough, at every unit and time.")]


def _achieve(targets: pd.DataFrame) -> str:
    years = amounts.yearly(targets)
    if years.empty:
        return text("No production targets have been set.")
    return text("{total} activities.", total=number(float(years["target"].sum())))


def _measures(ladder_steps: pd.DataFrame, names: Names) -> list[str]:
    every = {
        str(capacity): amounts.closing(rows) for capacity, rows in ladder_steps.groupby("capacity")
    }
    lacking = {capacity: found for capacity, found in every.items() if found.before > 0}
    if lacking and all(found.share > 1 - 1e-9 for found in lacking.values()):
        return [text("The measures close every gap.")]
    worst = sorted(lacking, key=lambda capacity: lacking[capacity].share)[:_MOST]
    return [became(capacity, lacking[capacity], names) for capacity in worst]


def _cost(tables: Mapping[str, pd.DataFrame]) -> str:
    money = tables.get("money")
    if money is not None and len(money):
        return " ".join(against(money[money["own"].astype(bool)]))
    steps = tables["ladder_steps"]
    cost = float(steps.loc[steps["step"] < PRIORITISE, "cost"].sum())
    said = (
        text("The measures of steps 1 to 4 cost {cost} million SEK.", cost=number(cost / 1e6, 1))
        if cost > 0 else text("No measure with a cost is used.")
    )  # fmt: skip
    budgets = tables.get("budgets")
    if budgets is None or budgets.empty:
        return said
    frame = float(budgets.loc[budgets["year"] == budgets["year"].max(), "amount"].sum())
    return said + " " + text("The budget is {budget} million SEK.", budget=number(frame / 1e6, 0))
