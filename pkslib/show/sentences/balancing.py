"""What is said of the balance: what is missing, closed and left, who has agreed, and the plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import amounts, pick
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.reasons import sentence
from pkslib.show.report import Sentences
from pkslib.show.sentences.decisions import later

# A reader takes in a few; the table has them all.
_MOST = 3
_MILLION = 1e6
_CAPACITIES = 4
# Less than half is written as nothing.
_SEEN = 0.5
# Where fewer than this share are without a place the beds are many wards' in one pool.
_REFUSED = 0.05


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
    said = became(capacity, amounts.closing(rows), names)
    promised = float(rows["unrealised"].sum())
    if promised < _SEEN:
        return said
    return said + " " + text("{amount} {unit} of promised improvement are not realised and count "
                             "as zero.", amount=number(promised),
                             unit=names.in_all(capacity))  # fmt: skip


def became(capacity: str, found: amounts.Closing, names: Names) -> str:
    """Say what becomes of the shortage of one capacity: closed, strain, gives way, unsolved.

    Parameters
    ----------
    capacity : str
        Its code.
    found : pkslib.show.amounts.Closing
        With a shortage.
    names : Names
        Names and measures.
    """
    words = {"capacity": names.of("capacity", capacity), "unit": names.in_all(capacity),
             "before": number(found.before)}  # fmt: skip
    if found.before - found.closed < _SEEN:
        return text("{capacity}: the measures close the whole shortage of {before} {unit}.",
                    **words)  # fmt: skip
    said = text("{capacity}: of the {before} {unit} missing the measures close {closed}.",
                closed=number(max(found.closed, 0.0)), **words)  # fmt: skip
    parts = (
        (found.strain, mark("{amount} are strain: above the target level, below the ceiling.")),
        (found.gives_way, mark("{amount} are met by planned care that gives way.")),
        (found.unsolved, mark("{amount} are unsolved: above the ceiling.")),
    )
    told = [text(words, amount=number(amount)) for amount, words in parts if amount >= _SEEN]
    return " ".join([said, *told])


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
             activity=names.within("activity", largest["activity"])),
    ])  # fmt: skip


def left(
    unsolved: pd.DataFrame,
    ladder_limits: pd.DataFrame,
    measure_reach: pd.DataFrame,
    *,
    names: Names = CODES,
) -> Sentences:
    """Say what the ladder leaves above the ceiling and why, and what more money would close.

    Parameters
    ----------
    unsolved, ladder_limits, measure_reach, names
        The result tables, and names of units, capacities and measures.
    """
    small = unsolved["why"] == "below_block"
    real = unsolved[~small]
    if real.empty:
        said = [text("Nothing is left above the ceiling.")]
    else:
        parts = sorted((rows for _, rows in real.groupby("why")), key=len, reverse=True)
        said = [
            text("{count} cells (unit and period) are above the ceiling. {why}",
                 count=number(len(rows)), why=sentence("unsolved", "why", rows.iloc[0], names))
            for rows in parts
        ]  # fmt: skip
    if small.any():
        said.append(
            text("In {count} more cells what is left is less than the least block and is not "
                 "planned for.", count=number(int(small.sum())))
        )  # fmt: skip
    said += later(measure_reach, names)
    budgets = ladder_limits[ladder_limits["limit"] == "budget"]
    said += [
        more_money(row, measure_reach, names)
        for row in each(budgets.sort_values("price", ascending=False).iloc[:_MOST])
        if price_in(row, measure_reach)
    ]
    return Sentences(said)


def strained(strain: pd.DataFrame, to_decide: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say where the target level is passed, what it means, and what has to be decided.

    Parameters
    ----------
    strain, to_decide, names
        The result tables, and names of units and capacities.
    """
    if strain.empty:
        return Sentences([text("No unit is strained: the target level is kept everywhere.")])
    said = [
        text("{units} units are above the target level in some period, {decide} of them so that "
             "someone has to decide.", units=number(int(strain["unit"].nunique())),
             decide=number(int(to_decide["unit"].nunique())))
    ]  # fmt: skip
    wards = to_decide.dropna(subset=["refused"])
    wards = wards.sort_values(["refused", "amount"], ascending=False, kind="stable")
    said += [_full(row, names) for row in each(wards.iloc[:_MOST])]
    still = int(to_decide["choice"].isna().sum())
    if still:
        said.append(text("{still} of {all} decisions are still to be made.", still=number(still),
                         all=number(len(to_decide))))  # fmt: skip
    return Sentences(said)


def _full(row: Any, names: Names) -> str:
    if row.refused < _REFUSED:
        return text(
            "{unit} in {period}: {load} of what is there is in use by plan. As one pool of beds "
            "few would be without a place, but patients meet wards: overcrowding, or a bed on "
            "another ward.",
            unit=names.of("unit", row.unit), period=language.period(row.worst_period),
            load=percent(row.load),
        )  # fmt: skip
    return text(
        "{unit} in {period}: {load} of what is there is in use by plan. If everybody came at "
        "random {refused} of them would find no free place: overcrowding, or a bed on another "
        "ward.",
        unit=names.of("unit", row.unit), period=language.period(row.worst_period),
        load=percent(row.load), refused=percent(row.refused),
    )  # fmt: skip


def more_money(row: Any, measure_reach: pd.DataFrame, names: Names) -> str:
    """Say what each million more gives a unit, in the measure that it is spent on.

    Parameters
    ----------
    row : named tuple
        A row of the table ladder_limits, of a budget.
    measure_reach, names
        The result table, and names of units and capacities.
    """
    capacity = price_in(row, measure_reach)
    return text(
        "More money to {unit} gives {amount} {measure} for each million SEK ({capacity}), as long "
        "as any of it is lacking there.",
        unit=names.of("unit", row.item), amount=number(row.price), measure=names.in_all(capacity),
        capacity=names.within("capacity", capacity),
    )  # fmt: skip


def price_in(row: Any, measure_reach: pd.DataFrame) -> str:
    """Return the capacity that a budget's price is in: that of the measure which a million buys.

    Parameters
    ----------
    row : named tuple
        A row of the table ladder_limits, of a budget.
    measure_reach : pandas.DataFrame
        The result table.

    Returns
    -------
    str
        Nothing where no measure, or those of several capacities, cost just as much: then the
        price has no unit.
    """
    bought = _MILLION / measure_reach["unit_cost"].where(measure_reach["unit_cost"] > 0)
    same = (bought - row.price).abs() <= 1e-6 * row.price
    found = measure_reach.loc[same, "capacity"].unique()
    return str(found[0]) if len(found) == 1 else ""


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
