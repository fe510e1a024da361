"""The summary: five sentences that a director can act on, and the status of the plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.show import sentences
from pkslib.show.document.region import Region, listing, open_lines
from pkslib.show.pick import each, highest
from pkslib.show.reasons import sentence
from pkslib.show.report import Report, Sentences
from pkslib.tables.inputs import INPUTS

_STATUS = {
    "not_in_balance": mark("Status: not in balance. {undecided} of {lines} lines await a decision; "
                           "the plan is not to be passed on as it stands."),
    "proposal": mark("Status: proposal. No line awaits a decision, but not every level has "
                     "agreed."),
    "agreed": mark("Status: agreed on every level, but not decided."),
    "in_force": mark("Status: decided and in force."),
}  # fmt: skip
# What may be decided, in the order in which a change of it is told.
_CHANGED = ("measure", "target", "catalogue")
_MOST = 4
# Less of a capacity over a year is rounding; of as little as this no month is the worst.
_SEEN, _FEW = 0.5, 10


def status(region: Region) -> Sentences:
    """Say how far the plan has come."""
    rows = region["plan_status"]
    if rows.empty:
        return Sentences()
    row = rows.iloc[0]
    standing = _STATUS[row["status"]]
    return Sentences([
        text(standing, undecided=number(int(row["undecided"])),
             lines=number(int(row["to_decide"]))),
        *sentences.soonest(open_lines(region)),
        text("Of {targets} production targets {agreed} are agreed and {in_force} decided.",
             targets=number(int(row["targets"])), agreed=number(int(row["agreed"])),
             in_force=number(int(row["in_force"]))),
    ])  # fmt: skip


def since(region: Region) -> Sentences:
    """Say what is proposed otherwise than the last round decided; nothing before the first."""
    decided = region["plan_status"]["round"].notna().any()
    if not (decided or len(region["decided_change"])):
        return Sentences()
    return sentences.since_decided(region["decided_change"], region["plan_status"])


def changed(region: Region) -> Report | None:
    """Return what is proposed otherwise than it was decided, measures and targets first.

    The largest change of each is first; of the catalogue it is what has another restriction.
    """
    rows = region["decided_change"]
    rank = rows["what"].map({what: at for at, what in enumerate(_CHANGED)})
    size = -rows["change"].abs().where(rows["restriction_now"] == "", 0.0)
    order = rows.assign(rank=rank, size=size).sort_values(["rank", "size"], kind="stable")
    shown = [
        [region.unit(row.unit), _changed_item(region, row), *_before_after(row)]
        for row in each(order.groupby("what", sort=False).head(_MOST))
    ]  # fmt: skip
    heads = [text("Unit"), text("What"), text("Decided"), text("Proposed")]
    table = listing(text("What changed since the last decision"), heads, shown, (2, 3))
    if table is None or len(shown) == len(rows):
        return table
    return table.noted(text("{shown} of {all} rows.", shown=len(shown), all=len(rows)))  # fmt: skip


def _changed_item(region: Region, row: Any) -> str:
    """Return the measure, the activity, or the need and activity of a change."""
    if row.what == "measure":
        return region.names.of("measure", row.item)
    activity = region.names.of("activity", row.item)
    if row.what == "target":
        return activity
    return f"{region.names.of('need', row.need)}: {activity}"


def _before_after(row: Any) -> list[str]:
    if row.what != "catalogue":
        return [number(row.before), number(row.after)]
    columns = ("restriction_then", "restriction_now")
    return [
        sentence("decided_change", name, {name: getattr(row, name)})
        if getattr(row, name) else "–" for name in columns
    ]  # fmt: skip


def not_made(region: Region) -> Sentences:
    """Say what the tables that there are do not suffice for."""
    return sentences.not_made({name: region[name] for name in INPUTS})


def five(region: Region) -> Sentences:
    """Say need, plan, who gives way, what is unsolved, strain and money: a sentence or two each."""
    return Sentences([
        *_need(region), *_plan(region), *_gives_way(region), *_unsolved(region), *_strain(region),
        *_money(region),
    ])  # fmt: skip


def _need(region: Region) -> list[str]:
    rows = region["region_summary"]
    if rows.empty:
        return []
    row = rows.iloc[0]
    if pd.isna(row["patients"]):
        return sentences.only_waiting(row)
    said = text("Need: {patients} patients in {year}", patients=number(row["patients"]),
                year=region.label)  # fmt: skip
    if not pd.isna(row["change"]):
        said += ", " + more_or_less(row["change"])
    grows = _grows(region)
    return [f"{said}{grows}."]


def more_or_less(share: float) -> str:
    """Say a change against the latest twelve months."""
    if abs(share) < 0.0005:
        return text("as many as in the latest twelve months")
    words = (
        mark("{share} more than in the latest twelve months")
        if share > 0
        else mark("{share} fewer than in the latest twelve months")
    )
    return text(words, share=percent(abs(share), 1))


def _grows(region: Region) -> str:
    """Say which capacity's need grows most."""
    change = region["change"].sort_values("order")
    if change.empty:
        return ""
    sums = change.groupby("capacity")["effect"].agg(["first", "sum"])
    share = (sums["sum"] / sums["first"].where(sums["first"] > 0) - 1).dropna()
    if share.empty or share.max() < 0.005:
        return ""
    words = (
        mark("; the need of {capacity} grows most, by {share}")
        if len(share) > 1 else mark("; the need of {capacity} grows by {share}")
    )  # fmt: skip
    return text(words, capacity=region.names.within("capacity", str(share.idxmax())),
                share=percent(float(share.max()), 1))  # fmt: skip


def totals(region: Region) -> tuple[float, float, float]:
    """Return the plan of the year, the plan of the latest year, and its outcome [activities]."""
    change = region["plan_change"]
    outcome = float(latest_outcome(region)["count"].sum())
    before = float(change.loc[change["order"] == 0, "effect"].sum())
    targets = region["targets"]
    return float(targets.loc[targets["period"] == region.label, "target"].sum()), before, outcome


def latest_outcome(region: Region) -> pd.DataFrame:
    """Return the rows of the table production in the latest year with an outcome."""
    done = region["production"].dropna(subset=["count"])
    return done[done["period"].isin(periods.latest_year(done["period"]))]


def _plan(region: Region) -> list[str]:
    planned, before, outcome = totals(region)
    if planned <= 0:
        return []
    if before <= 0:
        return [text("Plan: {planned} activities.", planned=number(planned))]
    return [
        text("Plan: {planned} activities, {before_share} against the latest year's plan of "
             "{before} and {outcome_share} against the outcome of the latest twelve months, "
             "{outcome}.",
             planned=number(planned), before=number(before), outcome=number(outcome),
             before_share=percent(planned / before - 1, 1, signed=True),
             outcome_share=percent(planned / outcome - 1, 1, signed=True) if outcome else "–")
    ]  # fmt: skip


def _gives_way(region: Region) -> list[str]:
    sums = region.giving_way()
    if sums.sum() < _SEEN:
        return []
    said = text("Gives way: {patients} patients of planned care get no appointment, most of them "
                "{need} ({most}).", patients=number(float(sums.sum())),
                need=region.names.within("need", str(sums.index[0])),
                most=number(float(sums.iloc[0])))  # fmt: skip
    return [" ".join([said, *_to_move(region, float(sums.sum()))])]


def _to_move(region: Region, given: float) -> list[str]:
    """Name the move between two units that would care for half or more of those who give way."""
    rows = region["places_elsewhere"]
    sums = rows.groupby(["unit", "to_unit"])["patients"].sum().sort_values(kind="stable")
    if sums.empty or sums.iloc[-1] < given / 2:
        return []
    unit, to_unit = sums.index[-1]
    return [text("To decide: {to_unit} has room for {patients} of those whom {unit} has none for; "
                 "until it is decided they are not counted.",
                 to_unit=region.unit(to_unit), unit=region.unit(unit),
                 patients=number(float(sums.iloc[-1])))]  # fmt: skip


def _unsolved(region: Region) -> list[str]:
    rows = region["summary"]
    left = rows[rows["unsolved"] > _SEEN].sort_values("unsolved", ascending=False)
    if rows.empty:
        return []
    if left.empty:
        return [text("Unsolved: nothing is left above the ceiling.")]
    large = left[left["unsolved"] >= _FEW]
    told = [_at_worst(region, row) for row in each(left if large.empty else large)]
    if len(told) < len(left):
        told.append(text("otherwise less than {few} of any capacity", few=number(_FEW)))
    parts = "; ".join(told)
    return [text("Unsolved, above what there is when every measure is used: {parts}.",
                 parts=parts)]  # fmt: skip


def _at_worst(region: Region, row: pd.Series) -> str:
    """Return what is unsolved of a capacity over the year, and in its worst month."""
    mine = region["unsolved"]
    months = mine[mine["capacity"] == row.capacity].groupby("period")["amount"].sum()
    said = region.amount(row.capacity, row.unsolved)
    if months.empty or row.unsolved < _FEW:
        return said
    worst = str(months.idxmax())
    return text("{amount}, at most {most} in {period}", amount=said,
                most=region.of_month(row.capacity, float(months.max()), worst),
                period=language.part(worst))  # fmt: skip


def _strain(region: Region) -> list[str]:
    strain = region["strain"]
    if region["summary"].empty:
        return []
    if strain.empty:
        return [text("Strain: no unit is planned above its target level.")]
    said = text("Strain: {units} units are planned above the target level at some time in the "
                "year",
                units=number(int(strain["unit"].nunique())))  # fmt: skip
    full = strain.dropna(subset=["refused"])
    if full.empty:
        return [said + "."]
    worst = highest(full, "refused")
    return [
        said + text("; at worst {share} of those who come to {unit} in {period} find no free "
                    "bed.", share=percent(worst["refused"]), unit=region.unit(worst["unit"]),
                    period=language.part(worst["period"]))
    ]  # fmt: skip


def _money(region: Region) -> list[str]:
    if region["money"].empty and region["gap"].empty:
        return []
    names = ("money", "money_bridge", "budget_moves", "ladder_limits", "measure_reach", "gap")
    said = sentences.money({name: region[name] for name in names}, region.year, names=region.names)
    return [" ".join(said[:2])]
