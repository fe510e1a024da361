"""How the planning work itself comes along: its goals, and how mature units judge theirs."""

from __future__ import annotations

import math

import pandas as pd

from pkslib.language import number, text
from pkslib.show.document.region import Region, day, listing
from pkslib.show.learning_tables import in_unit, named
from pkslib.show.pick import each
from pkslib.show.report import Report
from pkslib.tables.inputs.follow_up import INDICATORS, PLANNING
from pkslib.tables.inputs.organisation import MATURITY_STEPS


def maturity(region: Region) -> Report | None:
    """Return the mean step of each area over time, the lowest first, and how units have risen."""
    rows = region["maturity"]
    if rows.empty:
        return None
    steps = rows.assign(on=rows["on"].astype(str).str[:10], step=rows["step"].astype(float))
    sums = steps.pivot_table(values="step", index="area", columns="on", aggfunc="mean")
    days = [*sums.columns][-3:]
    sums = sums.sort_values(days[-1], kind="stable")
    shown = [
        [str(area), *(number(sums.loc[area, on], 1) for on in days)] for area in sums.index
    ]  # fmt: skip
    heads = [text("Area"), *(day(on) for on in days)]
    table = listing(text("Maturity, mean of the units' own assessments"), heads, shown,
                    range(1, len(days) + 1))  # fmt: skip
    return table and table.noted(
        text("Steps 1 to {most} of the maturity ladder; {units} units have assessed themselves. "
             "Each area of a unit stands on the unit's page.",
             most=MATURITY_STEPS, units=rows["unit"].nunique()),
        *_risen(region, steps),
    )  # fmt: skip


def _risen(region: Region, steps: pd.DataFrame) -> list[str]:
    """Say how many units have risen since their first assessment, and where the steps are lowest.

    A unit's step is the mean of its areas.
    """
    own = steps.sort_values("on").groupby(["unit", "area"])["step"].agg(["first", "last", "size"])
    means = own.groupby("unit").mean()
    again = means[means["size"] > 1]
    low = str(means["last"].idxmin())
    lowest = text("Lowest stands {unit}, at {step}.", unit=region.unit(low),
                  step=number(float(means["last"].min()), 1))  # fmt: skip
    if again.empty:
        return [lowest]
    up = int((again["last"] > again["first"]).sum())
    return [text("{up} of {all} units stand higher than at their first assessment. {lowest}",
                 up=up, all=len(again), lowest=lowest)]  # fmt: skip


def goals(region: Region) -> Report | None:
    """Return the goals of the planning work itself, the region's own or that all is done.

    Its other goals of the kind stand after those that the pack tells the standing of.
    """
    stated, known = _stated(region), region["indicator_follow_up"]
    rows = [
        [said, now, in_unit(stated["target"].get(code, math.nan), code) or usual,
         _owner(stated["owner"].get(code))]
        for code, said, now, usual in _told(region)
    ]  # fmt: skip
    rows += [
        [named(row.indicator, region.names), in_unit(row.value, row.indicator),
         in_unit(row.target, row.indicator), _owner(row.owner)]
        for row in each(known[(known["area"] == PLANNING) & (known["place"] == region.code)])
    ]  # fmt: skip
    heads = [text("Goal of the planning work"), text("Now"), text("Goal"),
             text("Answers for it (role)")]  # fmt: skip
    if not any(row[-1] for row in rows):
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    return listing(text("Goals of the planning work"), heads, rows, (1, 2))


def _owner(role: object) -> str:
    return role if isinstance(role, str) else ""


def _stated(region: Region) -> pd.DataFrame:
    """Return the region's own goals by indicator, of the planning year or the last before it."""
    rows = region["goals"]
    rows = rows[rows["unit"].isna() & (rows["year"] <= region.year)]
    return rows.sort_values("year", kind="stable").groupby("indicator")[["target", "owner"]].last()


def _told(region: Region) -> list[tuple[str, str, str, str]]:
    """Return what the pack tells of the planning work: code, words, how it stands, usual goal."""
    reach, status = region["schedule_reach"], region["plan_status"]
    rows = []
    if len(reach):
        far = int((reach["reach"] >= reach["goal"]).sum())
        goal = number(float(pd.to_numeric(reach["goal"]).max()))
        rows.append(("schedules_laid", text("Units whose schedule reaches {goal} weeks", goal=goal),
                     text("{count} of {all}", count=far, all=len(reach)), text("all")))  # fmt: skip
    for row in each(status):
        settled = text("{count} of {all}", count=int(row.agreed + row.in_force),
                       all=int(row.targets))  # fmt: skip
        for code, now, usual in (("targets_agreed", settled, text("all")),
                                 ("lines_undecided", number(int(row.undecided)), "0")):  # fmt: skip
            rows.append((code, text(INDICATORS[code].label), now, usual))
    return rows
