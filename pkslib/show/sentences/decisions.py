"""What has been decided, what awaits a decision, and what outcomes are held against."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.show.names import CODES, Names
from pkslib.show.pick import each
from pkslib.show.reasons import sentence
from pkslib.show.report import Sentences

_STATUS = {
    "not_in_balance": mark("The plan is not in balance, and is not to be passed on as it stands."),
    "proposal": mark("The plan is a proposal: no line awaits a decision, but not every level has "
                     "agreed."),
    "agreed": mark("The plan is agreed on every level, but not decided."),
    "in_force": mark("The plan is decided and in force."),
}  # fmt: skip
_CHANGED = {
    "target": mark("{count} production targets are others than round {round} decided."),
    "measure": mark("{count} measures are used otherwise than round {round} decided."),
    "catalogue": mark("{count} rows of the catalogue have another restriction than in round "
                      "{round}."),
}  # fmt: skip


_MOST = 3
# Days of decision that are told; the lines after them are counted.
_DAYS = 2
# Of what care a measure shifts: less than a hundredth is rounding, or the days of a month.
_ALL = 0.99


def plan_status(
    plan_status: pd.DataFrame, awaiting: pd.DataFrame, *, names: Names = CODES
) -> Sentences:
    """Say whether the plan may be passed on, what awaits a decision, and what is in force.

    Parameters
    ----------
    plan_status, awaiting, names
        The result tables, and names of units and capacities.
    """
    if plan_status.empty:
        return Sentences([text("There is no plan to decide on.")])
    row = plan_status.iloc[0]
    standing = _STATUS[row["status"]]
    said = [text(standing)]
    still = awaiting[awaiting["choice"].isna() | (awaiting["choice"] == "escalate")]
    if len(still):
        said.append(text("{still} of {all} lines await a decision.", still=number(len(still)),
                         all=number(len(awaiting))))  # fmt: skip
    said += [*soonest(still), *out_of_reach(still)]
    said += [
        _line(row, names) for row in each(still.dropna(subset=["amount"]).nlargest(_MOST, "share"))
    ]
    said.append(
        text("Of {targets} production targets {in_force} are in force and {agreed} agreed; the "
             "others are proposals.", targets=number(int(row["targets"])),
             in_force=number(int(row["in_force"])), agreed=number(int(row["agreed"])))
    )  # fmt: skip
    return Sentences(said)


def soonest(lines: pd.DataFrame) -> list[str]:
    """Say by which days lines are to be decided, the soonest first, and from when that works.

    Parameters
    ----------
    lines : pandas.DataFrame
        Rows of the result table awaiting that still wait.

    Returns
    -------
    list of str
        One sentence; none where no decision reaches any of the lines.
    """
    every = lines.groupby(["decide_by", "reaches"]).size().reset_index(name="lines")
    days, later = every.head(_DAYS), int(every["lines"].iloc[_DAYS:].sum())
    if days.empty:
        return []
    parts = [
        text("{lines} lines by {day}, with effect from {period}", day=_day(row.decide_by),
             lines=number(row.lines), period=language.period(row.reaches))
        for row in each(days)
    ]  # fmt: skip
    if later:
        parts.append(text("{lines} lines later", lines=number(later)))
    return [text("What can still be done: {parts}.", parts="; ".join(parts))]


def out_of_reach(lines: pd.DataFrame) -> list[str]:
    """Say how many lines lack capacity in months that no decision reaches any more.

    Parameters
    ----------
    lines : pandas.DataFrame
        As for :func:`soonest`.

    Returns
    -------
    list of str
        A sentence or two, or none where every line is in time.
    """
    late = lines[lines["late"].astype(bool)]
    if late.empty:
        return []
    said = [
        text("{late} of the lines lack capacity, from {first}, before what closes them can work; "
             "the first of them was to be decided by {day}. Say who bears the months until then, "
             "by strain, overtime or agency staff.", late=number(len(late)),
             first=language.period(late["first_period"].min()),
             day=_day(late["should_have"].min()))
    ]  # fmt: skip
    never = int(late["decide_by"].isna().sum())
    if never:
        said.append(text("For {lines} of them what closes it comes too late.", lines=number(never)))
    return said


def _line(row: Any, names: Names) -> str:
    """Say how much of a unit's need lacks and why, or is above the target level."""
    values = {
        "unit": names.of("unit", row.unit), "amount": number(row.amount),
        "measure": names.in_all(row.capacity), "share": percent(row.share),
    }  # fmt: skip
    if row.kind == "strain":
        return text("{unit}: {amount} {measure} are above the target level, {share} of the need: "
                    "strain to accept or not.", **values)  # fmt: skip
    return text("{unit}: {amount} {measure} are missing, {share} of the need. {why}",
                why=sentence("awaiting", "why", {"why": row.why}), **values)  # fmt: skip


def since_decided(decided_change: pd.DataFrame, plan_status: pd.DataFrame) -> Sentences:
    """Say what is proposed otherwise than the last round decided.

    Parameters
    ----------
    decided_change, plan_status : pandas.DataFrame
        The result tables.
    """
    if decided_change.empty:
        none = plan_status["round"].isna().all()
        return Sentences([
            text("No round is decided for the year yet.") if none
            else text("Nothing is proposed otherwise than it was decided.")
        ])  # fmt: skip
    last = int(decided_change["round"].max())
    counts = decided_change.groupby("what").size()
    said = [
        text(words, count=number(int(counts[what])), round=last)
        for what, words in _CHANGED.items()
        if what in counts
    ]
    return Sentences(said)


def measured_against(need: pd.DataFrame, production: pd.DataFrame) -> Sentences:
    """Say what the outcomes are held against: decided figures, or for want of them others.

    Parameters
    ----------
    need, production : pandas.DataFrame
        The result tables need_follow_up and production_follow_up.
    """
    forecast, plan = _decided(need), _decided(production)
    if not len(forecast) and not len(plan):
        return Sentences([
            text("No round was decided for these periods: outcomes are compared with a forecast "
                 "made as it would have been made then, and with the plan in the data.")
        ])  # fmt: skip
    return Sentences([
        text("{decided} of {all} forecasts are those that were decided ({rounds}); the others are "
             "made as they would have been made then.", decided=number(len(forecast)),
             all=number(len(need)), rounds=_rounds(forecast)),
        text("{decided} of {all} plans are those that were decided ({rounds}); the others are the "
             "plan that the data tell.", decided=number(len(plan)), all=number(len(production)),
             rounds=_rounds(plan)),
    ])  # fmt: skip


def _decided(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["basis"] == "decided"]


def _rounds(rows: pd.DataFrame) -> str:
    """Return the rounds in words."""
    if rows.empty:
        return text("no round")
    known = ", ".join(str(int(each)) for each in sorted(rows["round"].dropna().unique()))
    return text("round {rounds}", rounds=known)


def later(measure_reach: pd.DataFrame, names: Names) -> list[str]:
    """Say which measures cannot work when they are dated: recruiting and procuring take time."""
    rows = measure_reach[measure_reach["works_from"] > measure_reach["dated"]]
    if rows.empty:
        return []
    row = rows.sort_values(["works_from", "effect"], ascending=False).iloc[0]
    return [
        text("{count} measures are dated before they can work, decided now: they count from then. "
             "{measure} was to work from {dated} and can from {day}; those recruited, agency "
             "staff and procured care have a least lead time in the scenario.",
             count=number(len(rows)), measure=names.of("measure", row["measure"]),
             dated=_day(row["dated"]), day=_day(row["works_from"]))
    ]  # fmt: skip


def _day(iso: str) -> str:
    return language.day(date.fromisoformat(iso))


def shifted(shifts: pd.DataFrame, measures: pd.DataFrame, *, names: Names = CODES) -> Sentences:
    """Say how much care goes to another care level, and why no more does, or none.

    Parameters
    ----------
    shifts, measures, names
        The result table, the input table, and names of units and capacities.
    """
    stated = measures[(measures["side"] == "need") & measures["to_unit"].notna()]
    if stated.empty:
        return Sentences([text("No measure shifts care to another care level.")])
    work = stated[(stated["status"] != "planned") & (stated["realised"] > 0)]
    if work.empty:
        return Sentences([text("Care is to be shifted, but none of the work is realised yet.")])
    goes = shifts.groupby("measure")["amount"].sum().to_dict()
    return Sentences(
        _gone(row, float(goes.get(row.measure, 0.0)), names) for row in each(work.head(_MOST))
    )


def _gone(row: Any, amount: float, names: Names) -> str:
    """Say how much of the care that a measure is to shift has room where it goes."""
    units, offered = names.of("unit", row.to_unit), row.max_amount * row.realised
    if amount <= 0:
        return text("Care is to be shifted to {units}: there is no room there when it lacks here, "
                    "so it stays.", units=units)  # fmt: skip
    words = (
        mark("{units} take over {amount} {measure} of the {offered} that the work can give in a "
             "year: in the other months nothing lacks here, or there is no room there.")
        if amount < _ALL * offered
        else mark("{units} take over {amount} {measure}, all that the work gives in the year.")
    )  # fmt: skip
    return text(words, units=units, amount=number(amount), offered=number(offered),
                measure=names.in_all(row.capacity))  # fmt: skip
