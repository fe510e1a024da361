"""What the chapters say of need, capacity, plan, follow-up and the weeks ahead."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pkslib import language, periods
from pkslib.language import number, percent, text
from pkslib.show import pick, sentences
from pkslib.show.document.region import Region, counted, listing
from pkslib.show.document.summary import latest_outcome
from pkslib.show.names import small
from pkslib.show.pick import each
from pkslib.show.reasons import REASONS, sentence, word
from pkslib.show.report import Report, Sentences
from pkslib.tables.results.learning import ACTIONS, SEEN

_ROWS = 12
_FEW = 6
_MOST = 6  # conclusions that a chapter says
_HALF = _MOST // 2  # of each of the two things that a chapter is about
_WAITS = 2  # of the weeks ahead: where the lists stand, and where they end
_NOT_SEEN = SEEN[1]


def needs(region: Region) -> Report | None:
    """Return patients of each need, latest twelve months and planning year; largest first."""
    care, demand = region["care_need"], region["demand"]
    if care.empty:
        ahead = region["forecast"].rename(columns={"mean": "patients"})
        care = ahead[ahead["period"].str.startswith(region.label)]
    if care.empty:
        return None
    now = care.groupby("need")["patients"].sum().sort_values(ascending=False)
    known = demand.dropna(subset=["patients"])
    latest = periods.latest_year(known["period"])
    before = known[known["period"].isin(latest)].groupby("need")["patients"].sum()
    rows = [
        [region.names.of("need", str(need)), number(before.get(need, float("nan"))),
         number(patients), _change(before.get(need, 0.0), patients)]
        for need, patients in now.head(_ROWS).items()
    ]  # fmt: skip
    heads = [text("Care need"), text("Latest twelve months"), text("Planning year"),
             text("Change")]  # fmt: skip
    table = listing(text("Patients by care need"), heads, rows, (1, 2, 3))
    return counted(table, len(rows), len(now))


def _change(before: float, now: float) -> str:
    return percent(now / before - 1, 1, signed=True) if before > 0 else "–"


def need(region: Region) -> Sentences:
    """Say why the need of capacity changes."""
    if region["change"].empty:
        return Sentences()
    return sentences.change(region["change"], names=region.names)


def full_wards(region: Region) -> Report | None:
    """Return how often a ward has no free bed at its target, and what would keep to the limit."""
    rows = region["ward_risk"].dropna(subset=["refused"])
    if rows.empty:
        return None
    worst = rows.sort_values("refused").groupby("unit", as_index=False).last()
    worst = worst[worst["refused"] > worst["limit"]].sort_values("refused", ascending=False)
    shown = [
        [region.unit(row.unit), language.period(row.period, short=True), number(row.places),
         percent(row.refused), number(row.places_within_limit)]
        for row in each(worst.head(_FEW))
    ]  # fmt: skip
    heads = [text("Ward"), text("Worst in"), text("Beds at the target level"),
             text("Find no free bed"), text("Beds for at most {share}",
                                            share=percent(_limit(rows)))]  # fmt: skip
    table = listing(text("Small wards are full more often than their target level tells"), heads,
                    shown, (2, 3, 4))  # fmt: skip
    return counted(table, len(shown), len(worst), sheet=False)


def _limit(rows: pd.DataFrame) -> float:
    return float(rows["limit"].iloc[0])


def capacity(region: Region) -> Sentences:
    """Say what limits the capacity."""
    rows = region["available_capacity"]
    return sentences.capacity(rows, names=region.names) if len(rows) else Sentences()


def one_more(region: Region) -> Report | None:
    """Return what one more of what limits would close, most first."""
    rows = region["bottlenecks"]
    rows = rows[rows["closes"] >= 0.5].sort_values("closes", ascending=False)
    shown = [
        [region.unit(row.unit), region.names.of("resource", row.resource),
         region.measured(row.capacity, row.gain), region.measured(row.capacity, row.closes)]
        for row in each(rows.head(_FEW))
    ]  # fmt: skip
    heads = [text("Unit"), text("One more"), text("Gives over the year"),
             text("Closes of the shortage")]  # fmt: skip
    table = listing(text("Where one more would help most"), heads, shown, (2, 3))
    return counted(table, len(shown), len(rows))


def hires(region: Region) -> Report | None:
    """Return who lacks and who is over, by profession and hospital, over the year."""
    rows = region["hires"]
    if rows.empty:
        return None
    year = rows.groupby(["resource", "unit"], as_index=False)[["lacking", "over"]].mean()
    year = year[(year["lacking"] >= 0.05) | (year["over"] >= 0.05)]
    year = year.sort_values("lacking", ascending=False, kind="stable")
    shown = [
        [region.names.of("resource", row.resource), region.unit(row.unit),
         number(row.lacking, 1), number(row.over, 1)]
        for row in each(year.head(_ROWS))
    ]  # fmt: skip
    heads = [text("Profession"), text("Where"), text("Lacking, full-time equivalents"),
             text("Over, full-time equivalents")]  # fmt: skip
    table = listing(text("Staff lacking and to spare, mean over the year"), heads, shown,
                    (2, 3))  # fmt: skip
    if table is not None:
        table = table.noted(text("Shortage and surplus are at different units, or in different "
                                 "months at one: staff to spare can be lent where skills and "
                                 "travel allow, before anyone is hired."))  # fmt: skip
    return counted(table, len(shown), len(year), sheet=False)


def plan(region: Region) -> Sentences:
    """Say where acute care alone takes more than there is."""
    if region["targets"].empty:
        return Sentences()
    return Sentences(sentences.acute_above(region["acute_above"], names=region.names)[:_HALF])


def targets(region: Region) -> Report | None:
    """Return what is planned of each kind against the latest year's plan and outcome."""
    targets, activities = region["targets"], region["activities"]
    own = targets[targets["period"] == region.label].merge(activities, on="activity", how="left")
    if own.empty:
        return None
    now = own.groupby("kind")["target"].sum()
    change = region["plan_change"]
    before = change[change["order"] == 0].set_index("kind")["effect"]
    done = latest_outcome(region).merge(activities, on="activity", how="left")
    outcome = done.groupby("kind")["count"].sum()
    kinds = REASONS["plan_change", "kind"]
    rows = [
        [text(kinds[kind]), number(before.get(kind, float("nan"))),
         number(outcome.get(kind, float("nan"))), number(now[kind]),
         _change(float(before.get(kind, 0.0)), now[kind]),
         _change(float(outcome.get(kind, 0.0)), now[kind])]
        for kind in kinds if kind in now.index
    ]  # fmt: skip
    heads = [text("Activities"), text("Latest year's plan"), text("Outcome, latest twelve months"),
             text("Plan"), text("Against plan"), text("Against outcome")]  # fmt: skip
    return listing(text("The plan against the latest year"), heads, rows, range(1, 6))


def productivity(region: Region) -> Sentences:
    """Say where more or less is planned for each worked hour than was done."""
    rows = region["productivity"]
    if rows.empty:
        return Sentences()
    return Sentences(sentences.productivity(rows, names=region.names)[:_HALF])


def productive(region: Region) -> Report | None:
    """Return what the units give for hours and money, most changed from the outcome first."""
    known = region["productivity"].dropna(subset=["change"])
    order = known.sort_values("change", key=abs, ascending=False, kind="stable")
    shown = [
        [region.unit(row.unit), _to_plan(row.per_1000_hours_then, row.per_1000_hours_now, 1),
         _to_plan(row.drg_per_fte_then, row.drg_per_fte_now, 1),
         _to_plan(row.cost_per_drg_then, row.cost_per_drg_now, 0),
         percent(row.change, 1, signed=True)]
        for row in each(order.head(_FEW))
    ]  # fmt: skip
    heads = [text("Unit"), text("Activities per 1 000 hours"),
             text("DRG points per full-time equivalent"), text("SEK per DRG point"),
             text("Change per hour")]  # fmt: skip
    table = listing(text("Productivity: outcome of the latest year → plan"), heads, shown,
                    (1, 2, 3, 4))  # fmt: skip
    return counted(table, len(shown), len(order), sheet=False)


def _to_plan(then: float, now: float, decimals: int) -> str:
    if pd.isna(then) and pd.isna(now):
        return "–"
    return f"{number(then, decimals)} → {number(now, decimals)}"


def look_first(region: Region) -> Sentences:
    """Say which units to look at first when looking back."""
    verdicts = region["verdicts"]
    if verdicts.empty:
        return Sentences()
    said = [
        text("{unit}, {what}: {share} against plan over the latest year ({deviation} of {planned} "
             "planned).", unit=region.names.of("place", row.place),
             what=small(region.names.item(row.subject, row.item)),
             share=percent(row.share, 1, signed=True),
             deviation=number(row.deviation, signed=True), planned=number(row.planned))
        for row in each(pick.look_first(verdicts, count=3))
    ]  # fmt: skip
    judged = _measured_against(region)
    idle = int((region["action_list"]["standing"] == ACTIONS[-1]).sum())
    if idle:
        said.append(text("{count} deviations to look at have no action yet.", count=idle))
    return Sentences([*judged, *said])


def _measured_against(region: Region) -> Sentences:
    """Say what the outcome is measured against: what was decided, where there was a decision."""
    return sentences.measured_against(region["need_follow_up"], region["production_follow_up"])


def large(region: Region) -> Report | None:
    """Return the large deviations of the latest period, to be reported at once."""
    rows = region["large_deviations"].sort_values("share", key=abs, ascending=False)
    shown = [
        [region.names.of("place", row.place), region.names.item(row.subject, row.item),
         language.period(row.period), number(row.planned), number(row.outcome),
         percent(row.share, signed=True),
         region.unit(row.helper) if isinstance(row.helper, str) else "–"]
        for row in each(rows.head(8))
    ]  # fmt: skip
    heads = [text("Where"), text("What"), text("Period"), text("Plan"), text("Outcome"),
             text("Deviation"), text("Has time or beds free")]  # fmt: skip
    table = listing(text("Large deviations in the latest period"), heads, shown, (3, 4, 5))
    if table and rows["helper"].head(len(shown)).dropna().duplicated().any():
        table = table.noted(text("What a unit has free it has once, however many rows name it."))
    return counted(table, len(shown), len(rows), sheet=False)


def improvements(region: Region) -> Report | None:
    """Return what improvement work was to give and has given."""
    rows = region["improvement_follow_up"]
    rows = rows[rows["status"] != "planned"].sort_values("expected", ascending=False)
    shown = [
        [region.names.of("measure", row.measure), region.measured(row.capacity, row.expected),
         number(row.realised), _seen(row)]
        for row in each(rows.head(_FEW))
    ]  # fmt: skip
    heads = [text("Improvement work"), text("Expected a year"), text("Stated as realised"),
             text("Effect, compared with units that made no change")]  # fmt: skip
    table = listing(text("Improvement work that has begun"), heads, shown, (1, 2))
    return counted(table, len(shown), len(rows), sheet=False)


def _seen(row: Any) -> str:
    """Say what is seen of an effect, with the interval that it lies in, or why it is not judged."""
    if pd.isna(row.effect):
        return sentence("improvement_follow_up", "unjudged", row._asdict())
    # Among many works some leave zero out of their interval by chance, so that is not enough.
    doubtful = row.seen == _NOT_SEEN and not row.lower <= 0 <= row.upper
    seen = text("not certain") if doubtful else word(row.seen)
    return text("{seen}: {effect} ({lower} to {upper})", seen=seen,
                effect=number(row.effect, signed=True), lower=number(row.lower, signed=True),
                upper=number(row.upper, signed=True))  # fmt: skip


def ahead(region: Region) -> Sentences:
    """Say how far schedules reach and who waits too long."""
    names = (
        "overbooked",
        "schedule_reach",
        "free_time",
        "beds_open",
        "gap_sums",
        "guarantee",
    )
    if all(region[name].empty for name in names):
        return Sentences()
    tables = {name: region[name] for name in names}
    # The margin for absence is no matter of a management, and its figure tells how far schedules
    # reach.
    told = tables | {name: region[name].head(0) for name in ("schedule_cover", "schedule_reach")}
    return Sentences(sentences.outlook(told, names=region.names)[: _MOST - _WAITS])


def waits(region: Region) -> Sentences:
    """Say where the waiting lists stand and where the plan takes them."""
    if region["waiting_model"].empty:
        return Sentences()
    names = ("waiting_model", "waiting_ahead", "waiting_by_plan", "list_reviews")
    said = sentences.waiting({name: region[name] for name in names}, names=region.names)
    return Sentences(said[:_WAITS])
