"""The sheet that a physician signs: who gives way, who waits too long, where it is not safe.

*Medicinskt säkerhetsblad*: by priority, need and hospital; acute care above the beds; the least
number of staff that must be there whatever the volume; and a box of what should stop the plan.
"""

from __future__ import annotations

import pandas as pd

from pkslib import language, periods
from pkslib.language import number, percent, text
from pkslib.methods.priority import HIGHEST
from pkslib.show.document.region import Region, by_when, listing
from pkslib.show.pick import each
from pkslib.show.report import Report, Sentences

_NAMED = 4
# So many rows by need and hospital fit on one sheet of A4 with what follows.
_ROWS = 19
# Needs that hold this word may not be delayed without someone saying so.
_CANCER = "cancer"
_SEEN = 0.5
_BED = 0.05  # less of a bed is told as 0.0
_LINES = 5


def stops(region: Region) -> Sentences:
    """Say what should stop the plan until a physician has answered for it."""
    return Sentences([
        *_inverted(region), *_none_planned(region), *_cancer(region), *_undivided(region),
        *_unmanned(region), *_bare(region), *_crowded(region), *_doubted(region),
    ])  # fmt: skip


def verdict(region: Region) -> Sentences:
    """Say whether anything stops the plan."""
    found = stops(region)
    if region["summary"].empty:
        return Sentences()
    if not found:
        return Sentences([text("Nothing in the plan stops it by these rules.")])
    if len(found) == 1:
        return Sentences([text("One thing should stop the plan until a physician has answered "
                               "for it.")])  # fmt: skip
    return Sentences([text("{count} things should stop the plan until a physician has answered "
                           "for them.", count=len(found))])  # fmt: skip


def _inverted(region: Region) -> list[str]:
    shares = region["priority_shares"]
    return [
        text("{share} of priority {priority} gives way while a lower priority elsewhere is "
             "untouched.", priority=row.priority, share=percent(row.share, 1))
        for row in each(shares[shares["inverted"].astype(bool)])
    ]  # fmt: skip


def _none_planned(region: Region) -> list[str]:
    """Name the needs of which a unit is to do nothing at all though patients come."""
    targets = region["targets"]
    none = targets[(targets["period"] == region.label) & (targets["target"] == 0)]
    asked = region["production_need"].groupby(["unit", "activity"])["count"].sum()
    found = [
        f"{region.names.within('activity', row.activity)}, {region.unit(row.unit)}"
        for row in each(none) if asked.get((row.unit, row.activity), 0.0) >= 1
    ]  # fmt: skip
    return [text("Nothing is planned of: {what}.", what=_some(found))] if found else []


def _cancer(region: Region) -> list[str]:
    sums = region.giving_way()
    named = [(region.names.within("need", str(need)), value) for need, value in sums.items()]
    mine = [f"{name} {number(value)}" for name, value in named if _CANCER in name.lower()]
    return [text("Cancer care gives way: {what}.", what=_some(mine))] if mine else []


def _undivided(region: Region) -> list[str]:
    """Say when care of a hospital told as one unit gives way, and none of it is of priority 1."""
    given, needs, units = region["prioritised"], region["needs"], region["units"]
    if (needs.loc[needs["flow"] == "elective", "priority"] == HIGHEST).any():
        return []
    whole = given["unit"].isin(units.loc[units["level"] == "hospital", "unit"])
    codes = given.loc[whole & (given["reason"] == "own"), "need"].unique()
    if not len(codes):
        return []
    return [
        text("Nothing tells cancer care apart from the rest of what gives way: {what}. Divide it "
             "by medical priority first.",
             what=_some([region.names.within("need", code) for code in codes]))
    ]  # fmt: skip


def _unmanned(region: Region) -> list[str]:
    rows = region["unmanned"]
    if rows.empty:
        return []
    sums = rows.groupby(["unit", "need"], as_index=False)[["count"]].sum()
    sums = sums.rename(columns={"count": "patients"}).sort_values("patients", ascending=False)
    found = [
        text("{need} at {unit} ({count} a year)", need=region.names.within("need", row.need),
             unit=region.unit(row.unit), count=number(row.patients))
        for row in each(sums)
    ]  # fmt: skip
    return [text("Acute care falls on shifts where nobody is scheduled: {what}.",
                 what=_some(found))]  # fmt: skip


def _bare(region: Region) -> list[str]:
    """Name the minimum lines that most of the shifts scheduled do not meet: no slip, but a rule."""
    sums = _least(region)
    found = [
        f"{region.names.of('resource', row.resource)} {region.names.of('shift', row.shift)}, "
        f"{region.unit(row.unit)}"
        for row in each(sums[sums["short"] > sums["laid"] / 2])
    ]
    return [text("Minimum staffing is missing on most of the shifts scheduled: {what}.",
                 what=_some(found))] if found else []  # fmt: skip


def _crowded(region: Region) -> list[str]:
    rows = acute_rows(region)
    if rows.empty:
        return []
    units = [region.unit(unit) for unit in rows["unit"]]
    return [text("Acute care alone takes more than every bed at {units}.", units=_some(units))]


def _doubted(region: Region) -> list[str]:
    """Say where care gives way although as much has been carried, by the data's own times."""
    stops = region["stops"]
    return [
        text("{patients} patients give way at {unit}, but by the same stays and times the latest "
             "outcome took {share} of all that there was: check them before anybody gives way.",
             patients=number(row.amount), unit=region.unit(row.unit), share=percent(row.value))
        for row in each(stops[stops["kind"] == "doubted"])
    ]  # fmt: skip


def _some(words: list[str]) -> str:
    more = len(words) - _NAMED
    said = "; ".join(words[:_NAMED])
    return said + " " + text("and {count} more", count=more) if more > 0 else said


def by_priority(region: Region) -> Report | None:
    """Return who gives way and who waits too long, by priority, need and hospital."""
    rows = _by_hospital(region)
    today, ends = _over_limit(region)
    now, then = _waits(region)
    whole = rows["whole"].to_numpy(dtype=bool)
    shown = [
        [region.names.of("need", row.need), number(row.priority),
         region.unit(row.unit) if row.unit else text("all"),
         number(row.patients), number(row.gives_way), percent(row.share, 1),
         *(number(found.get(row.need, float("nan"))) if of_all else "–"
           for found in (now, then, today, ends))]
        for row, of_all in zip(each(rows), whole, strict=True)
    ]  # fmt: skip
    heads = [text("Care need"), text("Priority"), text("Hospital"), text("Patients"),
             text("Give way"), text("Share"), text("Wait now, days"),
             text("Wait at the end of the year, days"), text("Over the limit today"),
             text("Over the limit at the end of the year")]  # fmt: skip
    table = listing(text("Who gives way and who waits, by priority, need and hospital"), heads,
                    shown, range(3, 10))  # fmt: skip
    if table is None:
        return None
    said = text(
        "The limit is the medical one where it is stated, else that of the care guarantee. Waits "
        "are those of the patients treated then, over the whole list of a need, which its "
        "hospitals share; the catalogue tells how long who joins it will wait. Below a need stand "
        "the hospitals where most of it gives way; the workbook has all."
    )
    return table.noted(said)


def _by_hospital(region: Region) -> pd.DataFrame:
    """Return a row a need, below it one for each hospital where some of it gives way (whole).

    Where a table has no room for all hospitals those stand where most patients give way; a need
    that has one hospital alone needs no row more.
    """
    rows = region["equal_care"]
    whole = rows.groupby(["priority", "need"], as_index=False)[["patients"]].sum()
    whole = whole.assign(gives_way=whole["need"].map(region.giving_way()).astype(float).fillna(0.0))
    patients = region["care_need"].groupby("need")["patients"].sum()
    whole = whole.assign(
        patients=whole["need"].map(patients).astype(float).fillna(whole["patients"])
    )
    share = whole["gives_way"] / whole["patients"].where(whole["patients"] > 0)
    first = rows.groupby("need")["unit"].agg(lambda units: units.iloc[0] if len(units) == 1 else "")
    whole = whole.assign(share=share, unit=whole["need"].map(first), whole=True)
    several = rows["need"].map(rows["need"].value_counts()) > 1
    away = rows[several & (rows["gives_way"] >= _SEEN)].nlargest(
        max(_ROWS - len(whole), 0), "gives_way", keep="first"
    )
    found = pd.concat([whole, away.assign(whole=False)], ignore_index=True)
    return found.sort_values(["priority", "need", "whole", "gives_way"],
                             ascending=[True, True, False, False], kind="stable")  # fmt: skip


def _waits(region: Region) -> tuple[pd.Series, pd.Series]:
    """Return the longest expected wait of each need [days], now and by plan at the year's end."""
    lately, plan = region["waiting_ahead"], region["waiting_by_plan"]
    first, last = lately["period"].min(), plan["period"].max()
    now = lately[lately["period"] == first].groupby("need")["wait_days"].max()
    return now, plan[plan["period"] == last].groupby("need")["wait_days"].max()


def _over_limit(region: Region) -> tuple[pd.Series, pd.Series]:
    """Return how many of each need have waited too long, today and by plan at the year's end."""
    now = region["guarantee"]
    over = (now["waiting"] - now["within_lower"]).groupby(now["need"]).sum()
    plan = region["waiting_by_plan"]
    last = plan[plan["period"] == plan["period"].max()]
    # Where the bands do not tell, at most so many: as today's number beside it.
    by_plan = last["overdue"].fillna(last["overdue_upper"])
    return over, by_plan.groupby(last["need"]).sum()


def priorities(region: Region) -> Sentences:
    """Say how much of each priority gives way."""
    said = [
        text("priority {priority}: {share} ({count} of {all} patients)", priority=row.priority,
             share=percent(row.share, 1), count=number(row.gives_way), all=number(row.patients))
        for row in each(region["priority_shares"])
    ]  # fmt: skip
    return Sentences([text("Gives way, {what}.", what="; ".join(said))] if said else [])


def acute_rows(region: Region) -> pd.DataFrame:
    """Return each ward where acute care takes more than every bed, with its worst month.

    Returns
    -------
    pandas.DataFrame
        unit, months, period, lacking [beds], most first.
    """
    rows = region["acute_above"]
    beds = rows[rows["capacity"].map(region.is_bed)]
    if len(beds):
        lacking = (beds["acute"] - beds["there"]) / beds["period"].map(periods.days)
        beds = beds.assign(lacking=lacking)[lacking >= _BED]
    if beds.empty:
        return pd.DataFrame(columns=["unit", "months", "period", "lacking"])
    ranked = beds.sort_values("lacking", ascending=False, kind="stable")
    worst = ranked.drop_duplicates("unit").set_index("unit")
    months = beds.groupby("unit")["period"].nunique()
    return worst[["period", "lacking"]].join(months.rename("months")).reset_index()


def acute(region: Region) -> Report | None:
    """Return the beds that acute care lacks in the worst month, and who decides."""
    # What is above every bed is unsolved, which the region decides; its strain is the clinic's.
    first = region["awaiting"].sort_values("kind", ascending=False, kind="stable")
    lines = {row.unit: row for row in each(first.drop_duplicates("unit"))}
    found, rows = acute_rows(region), []
    for row in each(found.head(_LINES)):
        line = lines.get(row.unit)
        rows.append([
            region.unit(row.unit), number(row.lacking, 1),
            language.period(row.period, short=True), number(row.months),
            region.unit(line.decides) if line else "–",
            by_when(line) if line else "–",
        ])  # fmt: skip
    heads = [text("Ward"), text("Beds lacking"), text("Worst in"), text("Periods above"),
             text("Decides"), text("By when")]  # fmt: skip
    table = listing(text("Acute care above every bed there is"), heads, rows, (1, 3))
    if table is None or len(found) <= _LINES:
        return table
    return table.noted(text("{shown} of {all} rows.", shown=_LINES, all=len(found)))


def lines(region: Region) -> Report | Sentences | None:
    """Return where the least number of staff is not scheduled; a sentence where it is on all."""
    sums = _least(region)
    if sums.empty:
        return None
    kept = (sums["short"] == 0) & (sums["laid"] > 0)
    said = text("{met} of {all} lines are met on every shift scheduled, {short} are not, and "
                "{unlaid} have no schedule yet.", met=int(kept.sum()), all=len(sums),
                short=int((sums["short"] > 0).sum()),
                unlaid=int((sums["laid"] == 0).sum()))  # fmt: skip
    title = text("Minimum staffing, whatever the volume")
    rows = [
        [region.unit(row.unit), region.names.of("resource", row.resource),
         region.names.of("shift", row.shift), _met(row.met, row.laid)]
        for row in each(sums[~kept].head(_LINES))
    ]  # fmt: skip
    heads = [text("Unit"), text("Profession"), text("Shift"), text("Minimum line")]
    table = listing(title, heads, rows)
    return table.noted(said) if table else Sentences([f"{title}: {said}"])


def _least(region: Region) -> pd.DataFrame:
    """Return the shifts laid, met and short, by unit, resource and shift; most short first."""
    least, laid = region["minimum_lines"], region["schedule"].dropna(subset=["scheduled"])
    keys = ["unit", "resource", "shift"]
    laid = laid.assign(weekday=pd.to_datetime(laid["date"]).dt.day_of_week + 1)
    both = least.merge(laid, on=[*keys, "weekday"], how="left")
    both["laid"] = both["scheduled"].notna()
    both["met"] = both["laid"] & (both["scheduled"] >= both["persons"])
    sums = both.groupby(keys, as_index=False)[["laid", "met"]].sum()
    return sums.assign(short=sums["laid"] - sums["met"]).sort_values(
        ["short", *keys], ascending=[False, True, True, True], kind="stable"
    )


def _met(met: int, laid: int) -> str:
    if not laid:
        return text("not scheduled yet")
    if met == laid:
        return text("met on all {count} shifts scheduled", count=number(laid))
    return text("not met on {short} of {count} shifts scheduled", short=number(laid - met),
                count=number(laid))  # fmt: skip


def signature(region: Region) -> Report | None:
    """Return the place for the physician's answer; a role, never a person."""
    if region["summary"].empty:
        return None
    heads = [text("Role"), text("Can the plan be carried out safely?"), text("Reservation"),
             text("Date")]  # fmt: skip
    blank = "\N{NO-BREAK SPACE}"
    rows = [[text("Chief physician or medical adviser"), blank, blank, blank]]
    return Report(text("Signed off by"), heads, rows)
