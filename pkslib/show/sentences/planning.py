"""What is said of the data, the need, the capacity, and how surely there is enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show import amounts
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.report import Sentences
from pkslib.tables import starters
from pkslib.tables.inputs import INPUTS

# A reader takes in a few capacities; the table has them all.
_MOST = 4
_NAMED = 3
# What is less likely than this, or more, is all but settled.
_SETTLED = 0.05


def data(data_tables: pd.DataFrame) -> Sentences:
    """Say what the data set holds.

    Parameters
    ----------
    data_tables : pandas.DataFrame
        Result table.
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
        Result table.
    """
    absent = data_tables.loc[~data_tables["present"].astype(bool), "table"]
    return Sentences(
        text("Table {table} is missing – {loss}.", table=text(INPUTS[name].label),
             loss=text(INPUTS[name].without))
        for name in absent if INPUTS[name].without
    )  # fmt: skip


def passed_over(step: str, tables: Mapping[str, pd.DataFrame]) -> Sentences:
    """Say what a step lacks that has nothing to do.

    Parameters
    ----------
    step : str
        Stem of its notebook.
    tables : mapping of str to pandas.DataFrame
        Input tables of the region.
    """
    absent = starters.lacking(step, tables)
    if "demand" in absent and len(tables["demand"]):
        return Sentences([
            text("The step is passed over: no need has a history long enough for a forecast. Add "
                 "earlier periods to demand.")
        ])  # fmt: skip
    groups = [
        f" {text('or')} ".join(
            text(INPUTS[one].label).lower() for one in starters.any_of(step, name)
        )
        for name in absent
    ]
    words = text("The step is passed over: it works from {tables}, which is not there.",
                 tables=", ".join(groups))  # fmt: skip
    return Sentences([words])


def not_made(tables: Mapping[str, pd.DataFrame]) -> Sentences:
    """Say that there is no forecast or no plan, and what it would take; nothing where both are.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Input tables of the region.
    """
    no_forecast = starters.lacking("02_demand", tables)
    absent = [name for name in starters.lacking("06_plan", tables) if name not in no_forecast]
    said = []
    if no_forecast and len(tables["demand"]):
        said.append(text("There is no forecast and no plan: no need has a history long enough. Add "
                         "earlier periods to demand."))  # fmt: skip
    elif no_forecast:
        said.append(text("There is no forecast and no plan: how many will come is not known. Add "
                         "the table demand."))  # fmt: skip
    elif absent:
        labels = ", ".join(text(INPUTS[name].label).lower() for name in absent)
        said.append(text("There is a forecast but no plan: that takes {tables} too.",
                         tables=labels))  # fmt: skip
    return Sentences(said)


def need(
    capacity_need: pd.DataFrame, ward_risk: pd.DataFrame | None = None, *, names: Names = CODES
) -> Sentences:
    """Say how capacity need swings over the year where it does most, and what full wards risk.

    Parameters
    ----------
    capacity_need : pandas.DataFrame
        Result table.
    ward_risk : pandas.DataFrame, optional
        Result table.
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
        return [text("If everybody came at random no ward would be full for more than {limit} of "
                     "them at its occupancy target.", limit=limit)]  # fmt: skip
    return [
        text("If everybody came at random {over} of {all} wards, run to their occupancy target, "
             "would be full for more than {limit} of them at the worst time: overcrowding, or a "
             "bed on another ward. Planned care can be spread, so the true share is lower where "
             "much of it is planned.", over=int((worst["refused"] > worst[
                 "limit"]).sum()), all=len(worst), limit=limit),
        *(text("{ward}: with {now} beds about one in {one} would find it full; {more} beds "
               "keep to the limit.", ward=names.of("unit", row.unit), now=number(row.places),
               one=number(1 / row.refused), more=number(row.places_within_limit))
          for row in each(over)),
    ]  # fmt: skip


def capacity(available_capacity: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say what limits the capacity, and where it is only carried forward.

    Parameters
    ----------
    available_capacity, names
        The result table, and names of resources.
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
    carried = available_capacity.loc[available_capacity["basis"] == "carried_forward", "unit"]
    if len(carried):
        said.append(
            text("The planning year's capacity is not known for {units} of {all} units; the latest "
                 "known year is carried forward.", units=carried.nunique(),
                 all=available_capacity["unit"].nunique())
        )  # fmt: skip
    if not said:
        said.append(text("The capacity is as the region states it."))
    return Sentences(said)


def risk(gap_risk: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say for which capacities the region as a whole may lack some over the year.

    Parameters
    ----------
    gap_risk, names
        The result table, and names of capacities.
    """
    whole = gap_risk[(gap_risk["scope"] == "region") & ~gap_risk["period"].str.contains("-")]
    if whole.empty:
        return Sentences([text("How surely there is enough can't be told: data are missing.")])
    open_ones = whole[whole["risk"].between(_SETTLED, 1 - _SETTLED)]
    short = whole[whole["risk"] > 1 - _SETTLED]
    said = []
    if len(short):
        listed = "; ".join(names.within("capacity", str(code)) for code in short["capacity"])
        said.append(text("Almost certainly the region falls short over the year: {listed}.",
                         listed=listed))  # fmt: skip
    for row in each(open_ones.sort_values("risk", ascending=False, kind="stable").head(_MOST)):
        said.append(
            text("{capacity}: the region as a whole lacks some over the year in {risk} of the "
                 "possible futures.", capacity=names.of("capacity", row.capacity),
                 risk=percent(row.risk))
        )  # fmt: skip
    return Sentences(
        said or [text("Almost certainly the region as a whole has enough over the year.")]
    )


_AMONG = {
    "occupancy": mark("{what}: {value} used; {within} of {regions} regions have {most}."),
    "time": mark("{what}: {value} {measure} an activity; {within} of {regions} regions have "
                 "{most}."),
    "absence": mark("{what}: {value} absence; {within} of {regions} regions have {most}."),
}  # fmt: skip


def among_regions(assumption_places: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say where the region stands among the others: occupancy always, the rest where it is apart.

    Parameters
    ----------
    assumption_places, names
        The result table, and names of capacities.
    """
    if assumption_places.empty:
        return Sentences([text("There are too few regions in the data to be held beside.")])
    apart = assumption_places["outside"].astype(bool)
    rows = assumption_places[apart | (assumption_places["assumption"] == "occupancy")]
    said = [
        text("Of {all} figures that can be held beside other regions', {apart} lie outside what "
             "four regions of five have.", all=number(len(assumption_places)),
             apart=number(int(apart.sum())))
    ]  # fmt: skip
    return Sentences([*said, *(_beside(row, names) for row in each(rows))])


def _beside(row: Any, names: Names) -> str:
    kind = "resource" if row.assumption == "absence" else "capacity"
    said = text(_AMONG[row.assumption], what=names.of(kind, row.item), value=amounts.peer(row),
                most=amounts.peers(row), within=row.within, regions=row.regions,
                measure=names.in_all(row.item))  # fmt: skip
    if pd.notna(row.aim):
        said += " " + text("{aim} is aimed at.", aim=percent(row.aim))
    if row.outside:
        said += " " + text("Be able to say why.")
    return said
