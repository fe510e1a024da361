"""Questions about values that can't be so, or hardly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from pkslib import periods
from pkslib.language import number
from pkslib.settings import Balance
from pkslib.tables import deliveries
from pkslib.tables.decided import first_day
from pkslib.tables.declaration import empty, filled
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS
from pkslib.tables.inputs.capacity import BUY, EXTEND, highest_ceiling
from pkslib.tables.inputs.decided import OCCUPANCY, SHIFTED
from pkslib.tables.kinds import of_cells, of_tables
from pkslib.tables.lead_times import DAYS_A_WEEK, in_time
from pkslib.tables.sources.sheet import Sheet

_LONGEST_STAY = 365
# Sixty is minutes for hours, a hundred per cent for shares; both with room for real change.
_LEAPS = ((50.0, 70.0), (90.0, 110.0))
# Lists are taken by month or quarter.
_LONGEST_PERIOD = 92
# No ward is planned to stand nine parts of ten empty.
_LEAST_OCCUPANCY = 0.1
# Small counts leap by chance.
_LEAST_LEAPING = 100


def backward_intervals(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each waiting band, measure and change that ends before it starts."""
    if "waiting" in sheets:
        frame = sheets["waiting"].frame
        wrong = (frame["days_to"] < frame["days_from"]).fillna(value=False)
        yield from _backwards(sheets["waiting"], wrong, "days_from", "days_to")
    if "measures" in sheets:
        frame = sheets["measures"].frame.dropna(subset=["start", "end"])
        starts, ends = frame["start"].map(periods.start), frame["end"].map(periods.end)
        yield from _backwards(sheets["measures"], ends < starts, "start", "end")
    if "staff_changes" in sheets:
        frame = sheets["staff_changes"].frame.dropna(subset=["start", "end"])
        wrong = frame["end"] < frame["start"]
        yield from _backwards(sheets["staff_changes"], wrong, "start", "end")


def unlikely_judgements(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each judgement out of order, or of a share that can't be."""
    if "judgements" not in sheets:
        return
    sheet = sheets["judgements"]
    frame = sheet.frame.dropna(subset=["low", "middle", "high"])
    for start, end in (("low", "middle"), ("middle", "high")):
        yield from _backwards(sheet, frame[end] < frame[start], start, end)
    least = frame["assumption"].map({SHIFTED: 0.0, OCCUPANCY: _LEAST_OCCUPANCY})
    for row in frame.index[frame["low"] < least]:
        yield sheet.fault(
            of_cells.OUT_OF_RANGE, row=int(row), column="low",
            found=number(frame.loc[row, "low"], 2), allowed=f"≥ {number(least[row], 2)}",
        )  # fmt: skip


def _backwards(sheet: Sheet, wrong: pd.Series, start: str, end: str) -> Iterator[Fault]:
    for row in wrong.index[wrong]:
        first, last = sheet.frame.loc[row, start], sheet.frame.loc[row, end]
        yield sheet.fault(
            of_tables.BACKWARDS,
            row=int(row),
            column=end,
            found=str(last),
            start=start,
            end=end,
            start_value=first,
            end_value=last,
        )


def overlapping_bands(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each waiting band that starts before the one below it ends."""
    if "waiting" not in sheets:
        return
    keys = ["region", "unit", "need", "as_of"]
    frame = sheets["waiting"].frame.dropna(subset=["region", "need", "as_of", "days_from"])
    bands = frame.drop_duplicates([*keys, "days_from"]).sort_values([*keys, "days_from"])
    ends = bands["days_to"].astype("float").fillna(float("inf"))
    groups = bands.fillna({"unit": ""}).groupby(keys)
    before = ends.groupby(groups.ngroup()).shift()
    below = bands.index.to_series().groupby(groups.ngroup()).shift()
    for row in bands.index[bands["days_from"].astype("float") <= before]:
        yield sheets["waiting"].fault(
            of_tables.OVERLAPPING_BANDS,
            row=int(row),
            column="days_from",
            found=str(bands.loc[row, "days_from"]),
            other=int(below[row]),
        )


def long_stays(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each activity that takes more than a year of bed days on average."""
    if not {"activity_times", "capacities"} <= sheets.keys():
        return
    capacities = sheets["capacities"].frame
    beds = set(capacities.loc[capacities["measure"] == "bed_day", "capacity"])
    frame = sheets["activity_times"].frame
    for row, days in frame.loc[frame["capacity"].isin(beds), "amount"].items():
        if days > _LONGEST_STAY:
            yield sheets["activity_times"].fault(
                of_tables.LONG_STAY, row=int(str(row)), column="amount", days=round(days)
            )


def admissions_without_stay(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each admission that takes no bed days; day cases may."""
    if not {"activity_times", "activities", "capacities"} <= sheets.keys():
        return
    activities, capacities = sheets["activities"].frame, sheets["capacities"].frame
    admissions = activities.loc[activities["kind"] == "admission", "activity"]
    beds = capacities.loc[capacities["measure"] == "bed_day", "capacity"]
    frame = sheets["activity_times"].frame
    stays = frame["activity"].isin(admissions) & frame["capacity"].isin(beds)
    for row in frame.index[stays & (frame["amount"] == 0)]:
        yield sheets["activity_times"].fault(of_tables.NO_BED_DAYS, row=int(row), column="amount")


def long_hours(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each resource that works more hours than its period has."""
    if "resources" not in sheets:
        return
    frame = sheets["resources"].frame.dropna(subset=["period", "hours"])
    most = 24.0 * frame["period"].map(periods.days).astype(float)
    for row in frame.index[frame["hours"] > most]:
        yield sheets["resources"].fault(
            of_tables.LONG_HOURS,
            row=int(row),
            column="hours",
            hours=number(frame.loc[row, "hours"]),
            most=number(most[row]),
        )


def late_outcomes(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning when outcomes are given for periods after the last one with demand."""
    if not {"production", "demand"} <= sheets.keys():
        return
    demand = sheets["demand"].frame["period"].dropna().unique()
    if not len(demand):
        return
    last = max(demand, key=periods.end)
    outcomes = sheets["production"].frame.dropna(subset=["count", "period"])["period"]
    after = [label for label in outcomes.unique() if periods.start(label) > periods.end(last)]
    late = outcomes[outcomes.isin(after)]
    if len(late):
        yield sheets["production"].fault(
            of_tables.LATE_OUTCOME,
            row=int(late.index[0]),
            column="count",
            count=len(late),
            last=last,
        )


def measures_too_soon(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for the planned measure that would work longest before it can."""
    if "measures" not in sheets:
        return
    tables = {name: sheet.frame for name, sheet in sheets.items()}
    known = ["measure", "step", "start", "end", "status"]
    frame = filled(tables["measures"].dropna(subset=known), INPUTS["measures"])
    first = first_day(tables)
    year = int(frame["start"].str[:4].max()) if len(frame) else 0
    kept = tables.get("decided_measures", empty(INPUTS["decided_measures"]))
    rows = in_time(frame, kept, first, Balance(), year)
    later = (rows["works_from"] > rows["dated"]) & rows["step"].isin((EXTEND, BUY))
    if later.any():
        rows = rows[later].sort_values(["works_from", "dated"], ascending=[False, True])
        row = rows.iloc[0]
        days = date.fromisoformat(row["works_from"]) - date.fromisoformat(row["dated"])
        yield sheets["measures"].fault(
            of_tables.TOO_SOON, row=int(rows.index[0]), column="lead_weeks", measure=row["measure"],
            dated=row["dated"], first=first.isoformat(), works=row["works_from"],
            weeks=number(days.days / DAYS_A_WEEK), count=len(rows),
        )  # fmt: skip


def sudden_leaps(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning where demand leaps as it does when the unit of count changes."""
    if "demand" not in sheets:
        return
    keys = ["region", "need"]
    frame = sheets["demand"].frame[[*keys, "period", "patients"]].dropna()
    frame = frame[frame["patients"] > 0].sort_values([*keys, "period"])
    before = frame.groupby(keys)[["patients", "period"]].shift()
    both = pd.concat([frame["patients"], before["patients"]], axis=1)
    times = both.max(axis=1) / both.min(axis=1)
    leaping = pd.concat([times.between(*band) for band in _LEAPS], axis=1).any(axis=1)
    found = frame.assign(before=before["period"], times=times)[
        leaping & (both.max(axis=1) >= _LEAST_LEAPING)
    ]
    for row, region, need, after, _, first, factor in found.itertuples(name=None):
        yield sheets["demand"].fault(
            of_tables.SUDDEN_LEAP,
            row=row,
            column="patients",
            before=first,
            after=after,
            series=f"{region} × {need}",
            factor=round(factor),
        )


def unlikely_lists(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning where a waiting list falls or jumps by more than any month explains."""
    if "waiting" not in sheets:
        return
    keys = ["region", "need", "unit", "as_of"]
    frame = sheets["waiting"].frame
    frame = frame.assign(
        unit=frame["unit"] if "unit" in frame else "",
        struck_off=frame["struck_off"] if "struck_off" in frame else 0.0,
    ).dropna(subset=["as_of"])
    told: set[tuple[str, ...]] = set()
    for odd in deliveries.odd(frame):
        # One line a list tells of all that follow from it.
        if odd[:3] in told:
            continue
        told.add(odd[:3])
        same = (frame.fillna({"unit": ""})[keys] == list(odd[:4])).all(axis=1)
        yield sheets["waiting"].fault(
            of_tables.UNLIKELY_LIST,
            row=int(frame.index[int(same.to_numpy().argmax())]),
            column="patients",
            need=odd.need,
            before=number(odd.before),
            after=number(odd.patients),
            day=odd.as_of,
        )


def ceilings_out_of_reach(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each ceiling below the target utilisation, or above 1 for a bed."""
    if "capacities" not in sheets or "ceiling" not in sheets["capacities"].frame:
        return
    sheet = sheets["capacities"]
    frame = sheet.frame.dropna(subset=["capacity", "measure", "utilisation", "ceiling"])
    for row, one in zip(frame.index, frame.to_dict("records"), strict=True):
        lowest, highest = float(one["utilisation"]), highest_ceiling(one["measure"])
        if not lowest <= float(one["ceiling"]) <= highest:
            yield sheet.fault(
                of_tables.CEILING_OUT_OF_REACH,
                row=row,
                column="ceiling",
                found=number(float(one["ceiling"]), 2),
                capacity=one["capacity"],
                ceiling=number(float(one["ceiling"]), 2),
                target=number(lowest, 2),
                lowest=number(lowest, 2),
                highest=number(highest, 2),
            )


def old_lists(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning where the latest waiting list is older than the demand beside it."""
    if not {"waiting", "demand"} <= sheets.keys():
        return
    labels = sheets["demand"].frame["period"].dropna().unique()
    if not len(labels):
        return
    end = max(map(periods.end, labels))
    latest = sheets["waiting"].frame.groupby("need")["as_of"].max().dropna()
    for need, day in latest.items():
        days = (end - periods.end(str(day))).days
        if days > _LONGEST_PERIOD:
            yield sheets["waiting"].fault(
                of_tables.OLD_LIST, column="as_of", need=str(need), day=str(day), days=number(days)
            )
