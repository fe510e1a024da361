"""What is said of the balance: what is missing, closed and left, who has agreed, and the plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show import amounts, pick
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.reasons import sentence
from pkslib.show.report import Sentences

# A reader takes in a few; the table has them all.
_MOST = 3
_CAPACITIES = 4


def balance(gap: pd.DataFrame, ladder_steps: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say where most is missing, and what the ladder closes.

    Parameters
    ----------
    gap, ladder_steps, names
        The result tables, and names and measures.
    """
    if gap.empty:
        return Sentences([text("Need and available capacity can't be compared: data are missing.")])
    short = gap[gap["gap"] > 0]
    if short.empty:
        return Sentences([text("No unit lacks capacity in any period.")])
    said = [_widest(short, names)]
    units = int(short["unit"].nunique())
    said.append(text("{short} of {all} units lack something in some period.", short=units,
                     all=int(gap["unit"].nunique())))  # fmt: skip
    lacking = set(ladder_steps.loc[ladder_steps["before"] > 0, "capacity"])
    for code in [code for code in pick.capacities(gap) if code in lacking][:_CAPACITIES]:
        rows = ladder_steps[ladder_steps["capacity"] == code].sort_values("step")
        said.append(_closed(code, rows, names))
    return Sentences(said)


def _widest(short: pd.DataFrame, names: Names) -> str:
    unit, capacity = pick.widest_gaps(short, 1)[0]
    mine = short[(short["unit"] == unit) & (short["capacity"] == capacity)]
    shown = amounts.per_period(mine, capacity, ["need", "gap"], names)
    worst = highest(shown, "gap")
    return text(
        "Most is missing at {unit}: {gap} {measure} in {period} ({share} of the need).",
        unit=names.of("unit", unit), gap=number(worst["gap"], int(worst["gap"] < 10)),
        measure=names.per_period(capacity), period=language.period(worst["period"]),
        share=percent(worst["gap"] / worst["need"]),
    )  # fmt: skip


def _closed(capacity: str, rows: pd.DataFrame, names: Names) -> str:
    found = amounts.closing(rows)
    if found.left + found.gives_way < 0.5:
        return text(
            "{capacity}: the measures close the whole shortage of {before} {unit}.",
            capacity=names.of("capacity", capacity), before=number(found.before),
            unit=names.in_all(capacity),
        )  # fmt: skip
    said = text(
        "{capacity}: the measures close {share} of the {before} {unit} missing; {after} are left.",
        capacity=names.of("capacity", capacity), share=percent(found.closed),
        before=number(found.before), unit=names.in_all(capacity),
        after=number(found.gives_way + found.left),
    )  # fmt: skip
    if found.gives_way >= 0.5:
        said += " " + text("Planned care that takes {gives_way} of them has to give way.",
                           gives_way=number(found.gives_way))  # fmt: skip
    promised = float(rows["unrealised"].sum())
    if promised < 0.5:
        return said
    return said + " " + text("{amount} {unit} of promised improvement are not realised and count "
                             "as zero.", amount=number(promised),
                             unit=names.in_all(capacity))  # fmt: skip


def plan(targets: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say what the production targets add up to.

    Parameters
    ----------
    targets : pandas.DataFrame
        Result table; years are summed.
    names : Names
        Names of units and activities.
    """
    years = amounts.yearly(targets)
    if years.empty:
        return Sentences([text("There are no production targets.")])
    total = float(years["target"].sum())
    sums = years.groupby(["unit", "activity"], as_index=False)[["target"]].sum()
    largest = highest(sums, "target")
    return Sentences([
        text("The production targets add up to {total} activities.", total=number(total)),
        text("The largest is {activity} at {unit}.", unit=names.of("unit", largest["unit"]),
             activity=names.of("activity", largest["activity"])),
    ])  # fmt: skip


def left(
    shortfall: pd.DataFrame, ladder_limits: pd.DataFrame, *, names: Names = CODES
) -> Sentences:
    """Say what shortage the ladder leaves and why, and what one more of a limit would close.

    Parameters
    ----------
    shortfall, ladder_limits, names
        The result tables, and names of units, capacities and measures.
    """
    if shortfall.empty:
        return Sentences([text("The measures close every gap.")])
    count = shortfall.groupby("why").size().sort_values(ascending=False, kind="stable")
    said = [
        text("{count} gaps are left. {why}", count=number(int(count)),
             why=sentence("shortfall", "why", {"why": why}))
        for why, count in count.iloc[:_MOST].items()
    ]  # fmt: skip
    if shortfall["only_acute"].all():
        said.append(
            text("What is left is acute care and care of the highest medical priority, which is "
                 "never prioritised away.")
        )  # fmt: skip
    budgets = ladder_limits[ladder_limits["limit"] == "budget"]
    said += [
        _more_money(row, shortfall, names)
        for row in each(budgets.sort_values("price", ascending=False).iloc[:_MOST])
    ]
    return Sentences(said)


def _more_money(row: Any, shortfall: pd.DataFrame, names: Names) -> str:
    """Say what a million more gives a unit; a measure is told where it lacks a single capacity."""
    lacking = shortfall.loc[shortfall["unit"] == row.item, "capacity"].unique()
    values = {"unit": names.of("unit", row.item), "amount": number(row.price)}
    if len(lacking) != 1:
        return text("One more million SEK to {unit} would give {amount} more of what is missing "
                    "there.", **values)  # fmt: skip
    return text(
        "One more million SEK to {unit} would give {amount} {measure} more ({capacity}).",
        measure=names.in_all(lacking[0]), capacity=names.of("capacity", lacking[0]), **values,
    )  # fmt: skip


def rounds(rounds: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how far the units have agreed in the latest round, and how many proposals changed.

    Parameters
    ----------
    rounds, names
        The result table, and names of units.
    """
    if rounds.empty:
        return Sentences([text("No agreements between the levels are known.")])
    latest = rounds[rounds["round"] == rounds["round"].max()]
    whole = latest.groupby("unit")["agreed"].all()
    said = [
        text("In round {round}, {agreed} of {all} units have agreed on every level.",
             round=number(int(latest["round"].iloc[0])), agreed=int(whole.sum()), all=len(whole))
    ]  # fmt: skip
    changed = latest.loc[latest["former_proposal"] != "", "unit"].nunique()
    if changed:
        said.append(
            text("{changed} of {all} units have another proposal than in the round before.",
                 changed=number(changed), all=len(whole))
        )  # fmt: skip
    open_units = [names.of("unit", str(unit)) for unit in whole.index[~whole]]
    if open_units:
        said.append(text("Not yet: {units}.", units="; ".join(open_units)))
    return Sentences(said)
