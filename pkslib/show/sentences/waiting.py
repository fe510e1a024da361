"""What is said of the waiting lists: today, and where each future takes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from pkslib import language
from pkslib.language import number, percent, text
from pkslib.show.amounts import between
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each, highest
from pkslib.show.report import Sentences
from pkslib.tables.results.waiting import AS_LATELY, PLAN

_NAMED = 3


def waiting(results: Mapping[str, pd.DataFrame], *, names: Names = CODES) -> Sentences:
    """Say who waits, from which day that is carried, and where the lists end as lately and by plan.

    Parameters
    ----------
    results : mapping of str to pandas.DataFrame
        The result tables waiting_model and waiting_ahead, and waiting_by_plan once there is a
        plan; list_reviews and the input table waiting where they are at hand.
    names : Names
        Names of needs and units.
    """
    model = results["waiting_model"]
    if model.empty:
        return Sentences([_not_carried(results.get("waiting", pd.DataFrame()))])
    ahead = pd.concat([results["waiting_ahead"], results.get("waiting_by_plan")])
    last = ahead[ahead["period"] == ahead["period"].max()]
    said = [_start(model), *_oldest(model, names), *_ends(last), *_worst(last, model, names)]
    reviews = results.get("list_reviews", pd.DataFrame({"struck_off": []}))
    return Sentences([*said, *_looked_through(reviews, names), *_dumb(model, names)])


def _not_carried(lists: pd.DataFrame) -> str:
    """Say why no list is carried forward: there is none, or what comes and goes is not known."""
    if lists.empty:
        return text("Waits are not known: there is no waiting list to carry forward.")
    return text(
        "The waiting lists are shown as they are on {day}. They are not carried forward: how many "
        "come and how many are treated is not known.",
        day=_day(str(lists["as_of"].max())[:10]),
    )


def _start(model: pd.DataFrame) -> str:
    said = {"today": number(float(model["today"].sum())), "day": _day(model["as_of"].max()),
            "start": _day(model["start"].max()),
            "waiting": number(float(model["waiting"].sum()))}  # fmt: skip
    if model["as_of"].min() < model["as_of"].max():
        return text(
            "{today} patients wait on lists of {first} to {day}; carried to {start} with the "
            "bookings made and as many treated as lately they are {waiting}.",
            first=_day(model["as_of"].min()), **said,
        )  # fmt: skip
    return text(
        "{today} patients wait on the lists of {day}; carried to {start} with the bookings made "
        "and as many treated as lately they are {waiting}.", **said,
    )  # fmt: skip


def _oldest(model: pd.DataFrame, names: Names) -> list[str]:
    """Say how many lists are older than the latest and which is the oldest, if any is."""
    older = model["as_of"] < model["as_of"].max()
    if not older.any():
        return []
    oldest = model.sort_values(["as_of", "need"]).iloc[0]
    return [
        text("{count} of {all} lists are older than the latest; the oldest is that of {need}, of "
             "{day}.", count=int(older.sum()), all=len(model),
             need=names.within("need", oldest["need"]), day=_day(oldest["as_of"]))
    ]  # fmt: skip


def _day(label: str) -> str:
    return language.day(date.fromisoformat(label))


def _ends(last: pd.DataFrame) -> list[str]:
    """Say how many have waited too long at the end of the year, as lately and by plan."""
    sums = last.groupby("future")[["overdue_lower", "overdue_upper"]].sum()
    ends = {future: between(row.overdue_lower, row.overdue_upper)
            for future, row in zip(sums.index, each(sums), strict=True)}  # fmt: skip
    if PLAN in ends:
        return [
            text("At the end of the year {plan} patients have waited too long by plan, {lately} if "
                 "as many are treated as lately.", plan=ends[PLAN], lately=ends[AS_LATELY])
        ]  # fmt: skip
    return [
        text("If as many are treated as lately, {lately} patients have waited too long at the end "
             "of the year.", lately=ends[AS_LATELY])
    ] if AS_LATELY in ends else []  # fmt: skip


def _worst(last: pd.DataFrame, model: pd.DataFrame, names: Names) -> list[str]:
    """Name the list that grows most by plan, or as lately before there is a plan."""
    future = PLAN if (last["future"] == PLAN).any() else AS_LATELY
    rows = last[last["future"] == future].merge(
        model[["need", "unit", "waiting"]], on=["need", "unit"], suffixes=("", "_start")
    )
    rows = rows.assign(growth=rows["waiting"] - rows["waiting_start"])
    if not (rows["growth"] >= 1).any():
        return []
    row = highest(rows, "growth")
    return [
        text("Growing most is {need}: from {start} waiting to {end}.",
             need=names.within("need", row["need"]), start=number(row["waiting_start"]),
             end=number(row["waiting"]))
    ]  # fmt: skip


def _looked_through(reviews: pd.DataFrame, names: Names) -> list[str]:
    """Say how many have been struck off lists that were looked through."""
    struck = reviews[reviews["struck_off"] >= 1]
    if struck.empty:
        return []
    row = highest(struck, "struck_off")
    if len(struck) == 1:
        return [
            text("Struck off when the list of {need} was looked through: {count} patients. What is "
                 "not yet done is not counted.",
                 need=names.within("need", row["need"]), count=number(row["struck_off"]))
        ]  # fmt: skip
    return [
        text("Struck off when lists were looked through: {count} patients, most on the list of "
             "{need} ({most}). What is not yet done is not counted.",
             count=number(float(struck["struck_off"].sum())), most=number(row["struck_off"]),
             need=names.within("need", row["need"]))
    ]  # fmt: skip


def _dumb(model: pd.DataFrame, names: Names) -> list[str]:
    """Name the lists whose bands cannot tell who is within the care guarantee."""
    needs = model.loc[~model["bands_tell"].astype(bool), "need"].drop_duplicates()
    if needs.empty:
        return []
    listed = ", ".join(names.within("need", need) for need in needs[:_NAMED])
    return [
        text("The bands of {needs} straddle the limit: who has waited too long today is told as a "
             "range.", needs=listed)
    ]  # fmt: skip


def backtested(waiting_backtest: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how far off the lists would have been, and that it is those treated who make it so.

    Parameters
    ----------
    waiting_backtest : pandas.DataFrame
        The result table.
    names : Names
        Names of needs.
    """
    rows = waiting_backtest.assign(
        off=(waiting_backtest["expected"] - waiting_backtest["seen"]).abs()
        / waiting_backtest["inflow"].where(waiting_backtest["inflow"] > 0)
    )
    rows = rows[(rows["treated_lately"] > 0) & (rows["seen"] > 0)]
    if rows.empty:
        return Sentences()
    sums = rows[["expected", "seen", "treated", "treated_lately"]].sum()
    said = [
        text("The lists were expected to hold {expected} patients and held {seen}: {treated} were "
             "treated in the year, {lately} at the pace of the year before.",
             expected=number(sums["expected"]), seen=number(sums["seen"]),
             treated=number(sums["treated"]), lately=number(sums["treated_lately"]))
    ]  # fmt: skip
    return Sentences([*said, *_furthest_off(rows[rows["inflow_before"] > 0], names)])


def _furthest_off(rows: pd.DataFrame, names: Names) -> list[str]:
    """Say which list was furthest off, and whether treatments follow those who come."""
    if rows.empty:
        return []
    came, done = rows["inflow"] / rows["inflow_before"], rows["treated"] / rows["treated_lately"]
    row = highest(rows.assign(came=came, done=done), "off")
    return [
        text("Furthest off was {need}, where {expected} were expected and {seen} wait: {inflow} as "
             "many came and {treated} as many were treated as the year before.",
             need=names.within("need", row["need"]), expected=number(row["expected"]),
             seen=number(row["seen"]), inflow=percent(row["came"]), treated=percent(row["done"])),
        text("As many treated as lately is the answer to a question, not a forecast: on {alike} of "
             "{count} lists treatments changed the same way as those who came.",
             alike=int(((came > 1) == (done > 1)).sum()), count=len(rows)),
    ]  # fmt: skip
