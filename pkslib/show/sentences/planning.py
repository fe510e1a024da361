"""What the planning steps say: data, demand, need, capacity, balance, plan."""

from __future__ import annotations

import pandas as pd

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show import amounts, pick
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.sentences.lines import Sentences
from pkslib.tables.inputs import INPUTS

# A reader takes in a few capacities; the table has them all.
_MOST = 4
_NAMED = 3


def data(data_tables: pd.DataFrame) -> Sentences:
    """Say what the data set holds.

    Parameters
    ----------
    data_tables : pandas.DataFrame
        Result table: table, rows, first_period, last_period, present.
    """
    there = data_tables[data_tables["present"].astype(bool)]
    said = [text("{there} of {all} tables are there.", there=len(there), all=len(data_tables))]
    history = there[(there["table"] == "demand") & (there["first_period"].fillna("") != "")]
    for row in each(history):
        said.append(
            text("Demand is known from {first} to {last}.", first=language.period(row.first_period),
                 last=language.period(row.last_period))
        )  # fmt: skip
    return Sentences(said)


def missing(data_tables: pd.DataFrame) -> Sentences:
    """Name each optional table that is missing, and what falls away without it.

    Parameters
    ----------
    data_tables : pandas.DataFrame
        Result table: table, present.
    """
    absent = data_tables.loc[~data_tables["present"].astype(bool), "table"]
    return Sentences(
        text("Table {table} is missing – {loss}.", table=text(INPUTS[name].label),
             loss=text(INPUTS[name].without))
        for name in absent if INPUTS[name].without
    )  # fmt: skip


def need(
    capacity_need: pd.DataFrame, ward_risk: pd.DataFrame | None = None, *, names: Names = CODES
) -> Sentences:
    """Say how capacity need swings over the year where it does most, and what full wards risk.

    Parameters
    ----------
    capacity_need : pandas.DataFrame
        Result table: unit, capacity, period, raw, need.
    ward_risk : pandas.DataFrame, optional
        Result table: unit, places, refused, limit.
    names : Names
        Names and measures.
    """
    swings = []
    for capacity, rows in capacity_need.groupby("capacity"):
        sums = rows.groupby("period", as_index=False)[["need"]].sum()
        shown = amounts.per_period(sums, str(capacity), ["need"], names)
        most, least = shown["need"].max(), shown["need"].min()
        swing = most / least if least > 0 else 0.0
        swings.append((swing, _swings(shown, str(capacity), names)))
    said = [words for _, words in sorted(swings, reverse=True)[:_MOST]]
    return Sentences(
        [*(said or [text("No capacity need has been worked out.")]), *_full(ward_risk, names)]
    )


def _swings(shown: pd.DataFrame, capacity: str, names: Names) -> str:
    top = highest(shown, "need")
    return text(
        "{capacity}: most is needed in {period}, {need} {unit}; least {least}.",
        capacity=names.of("capacity", capacity), need=number(top["need"]),
        period=language.period(top["period"]), unit=names.per_period(capacity),
        least=number(shown["need"].min()),
    )  # fmt: skip


def _full(ward_risk: pd.DataFrame | None, names: Names) -> list[str]:
    """Warn of wards whose occupancy target means regular refusals, the worst ones by name."""
    if ward_risk is None or ward_risk["refused"].dropna().empty:
        return []
    known = ward_risk.dropna(subset=["refused"]).sort_values("refused", kind="stable")
    worst = known.groupby("unit", as_index=False).last()
    over = worst[worst["refused"] > worst["limit"]].nlargest(_NAMED, "refused")
    limit = percent(float(worst["limit"].iloc[0]))
    if over.empty:
        return [text("No ward turns away more than {limit} at its occupancy target.",
                     limit=limit)]  # fmt: skip
    return [
        text("{over} of {all} wards are so small that their occupancy target means turning away "
             "more than {limit} at the worst time.", over=int((worst["refused"] > worst[
                 "limit"]).sum()), all=len(worst), limit=limit),
        *(text("{ward}: with {now} beds about one in {one} finds it full; {more} beds keep to "
               "the limit.", ward=names.of("unit", row.unit), now=number(row.places),
               one=number(1 / row.refused), more=number(row.places_within_limit))
          for row in each(over)),
    ]  # fmt: skip


def capacity(available_capacity: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say what limits the capacity, and where it is only carried forward.

    Parameters
    ----------
    available_capacity : pandas.DataFrame
        Result table: unit, capacity, period, basis, limiting, gain.
    names : Names
        Names of resources.
    """
    if available_capacity.empty:
        return Sentences([text("No available capacity is known.")])
    said = []
    limiting = available_capacity["limiting"].fillna("")
    counts = limiting[limiting != ""].value_counts()
    if len(counts):
        said.append(
            text("{resource} is the limit in {share} of the cases where a resource limits.",
                 resource=names.of("limiting", str(counts.index[0])).capitalize(),
                 share=percent(counts.iloc[0] / counts.sum()))
        )  # fmt: skip
    carried = available_capacity.loc[available_capacity["basis"] == "carried forward", "unit"]
    if len(carried):
        said.append(
            text("The planning year's capacity is not known for {units} of {all} units; the latest "
                 "known year is carried forward.", units=carried.nunique(),
                 all=available_capacity["unit"].nunique())
        )  # fmt: skip
    if not said:
        said.append(text("The capacity is as the region states it."))
    return Sentences(said)


def balance(gap: pd.DataFrame, ladder_steps: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say where most is missing, and what the ladder closes.

    Parameters
    ----------
    gap : pandas.DataFrame
        Result table: unit, capacity, period, need, available, gap.
    ladder_steps : pandas.DataFrame
        Result table: capacity, step, before, closed, after, cost, unrealised.
    names : Names
        Names and measures.
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
    for code in [code for code in pick.capacities(gap) if code in lacking][:_MOST]:
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
        Result table: unit, activity, period, target; years are summed.
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
