"""Questions about the chain from need over activity to capacity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pkslib.language import number
from pkslib.methods.priority import HIGHEST
from pkslib.settings import Outlook
from pkslib.tables.declaration import empty
from pkslib.tables.faults import Fault, Kind
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.staff_hours import ANY_TIME, shifts_without_staff

_LISTED = 8
_DUST = 1e-9
# A need of more than so much of a hospital's planned admissions is more than one need.
_BROAD = 0.5


def needs_without_pathways(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each region and need that has demand and no unit to care for it."""
    if not {"demand", "pathways", "units"} <= sheets.keys():
        return
    regions = sheets["units"].frame.drop_duplicates("unit").set_index("unit")["region"]
    paths = sheets["pathways"].frame
    cared = set(zip(paths["unit"].map(regions), paths["need"], strict=True))
    asked = sheets["demand"].frame[["region", "need"]].dropna().drop_duplicates()
    for region, need in sorted(set(asked.itertuples(index=False, name=None)) - cared):
        yield sheets["pathways"].fault(
            of_tables.NO_PATHWAY, column="need", found=need, region=region, need=need
        )


def activities_without_times(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each activity of a pathway that takes no capacity."""
    if not {"pathways", "activity_times"} <= sheets.keys():
        return
    paths = sheets["pathways"].frame[["activity", "unit"]].dropna().drop_duplicates()
    times = sheets["activity_times"].frame
    everywhere = set(times.loc[times["unit"].isna(), "activity"])
    timed = pd.MultiIndex.from_frame(times[["activity", "unit"]])
    here = pd.MultiIndex.from_frame(paths).isin(timed)
    untimed = paths[~here & ~paths["activity"].isin(everywhere)]
    yield from _each(sheets["activity_times"], of_tables.NO_TIME, "activity", untimed)


def capacities_without_supply(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each capacity that is needed at units where none is available."""
    place = sheets.get("available") or sheets.get("resources")
    if place is None or not {"pathways", "activity_times"} <= sheets.keys():
        return
    needed = _needed(sheets["pathways"].frame, sheets["activity_times"].frame)
    given = _given(sheets)
    bare = needed[~pd.MultiIndex.from_frame(needed).isin(given)]
    yield from _each(place, of_tables.NO_CAPACITY, "capacity", bare)


def capacity_without_need(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each capacity that is available at units where no pathway needs it."""
    if not {"available", "units", "pathways", "activity_times"} <= sheets.keys():
        return
    given = sheets["available"].frame[["unit", "capacity"]].dropna().drop_duplicates()
    given = given[given["unit"].isin(sheets["units"].frame["unit"])]
    needed = _needed(sheets["pathways"].frame, sheets["activity_times"].frame)
    idle = given[~pd.MultiIndex.from_frame(given).isin(pd.MultiIndex.from_frame(needed))]
    yield from _each(sheets["available"], of_tables.IDLE_CAPACITY, "capacity", idle)


def available_beyond_openings(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each capacity of which more is available than openings allow."""
    if not {"available", "openings"} <= sheets.keys():
        return
    keys = ["unit", "capacity", "period"]
    both = sheets["available"].frame.merge(sheets["openings"].frame, on=keys, suffixes=("", "_"))
    beyond = both[both["amount"] > both["amount_"]]
    for (unit, capacity), rows in beyond.groupby(["unit", "capacity"]):
        yield sheets["available"].fault(
            of_tables.BEYOND_OPENINGS,
            column="amount",
            unit=unit,
            capacity=capacity,
            count=len(rows),
        )


def _needed(paths: pd.DataFrame, times: pd.DataFrame) -> pd.DataFrame:
    """Return the units and capacities that the pathways' activities take."""
    done = paths[["unit", "activity"]].dropna().drop_duplicates()
    everywhere = times[times["unit"].isna()].drop(columns="unit")
    own = times.dropna(subset=["unit"])
    taken = pd.concat(
        [done.merge(everywhere, on="activity"), done.merge(own, on=["unit", "activity"])]
    )
    return taken[["unit", "capacity"]].dropna().drop_duplicates().sort_values(["capacity", "unit"])


def _given(sheets: Mapping[str, Sheet]) -> pd.MultiIndex:
    """Return the units and capacities that are available, directly or by any of their resources."""
    given = [
        sheets[name].frame[["unit", "capacity"]]
        for name in ("available", "openings")
        if name in sheets
    ]
    if {"resources", "recipes"} <= sheets.keys():
        resources = sheets["resources"].frame[["unit", "resource"]].drop_duplicates()
        recipes = sheets["recipes"].frame[["capacity", "resource"]]
        given.append(resources.merge(recipes, on="resource")[["unit", "capacity"]])
    pairs = pd.concat(given) if given else pd.DataFrame(columns=["unit", "capacity"], dtype="str")
    return pd.MultiIndex.from_frame(pairs.drop_duplicates())


def moves_without_target(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each measure of the first step that says not where capacity goes."""
    if "measures" not in sheets:
        return
    frame = sheets["measures"].frame
    aimless = frame[(frame["step"] == 1).fillna(value=False) & frame["to_unit"].isna()]
    for row in aimless.index:
        yield sheets["measures"].fault(of_tables.NO_TARGET_UNIT, row=int(row), column="to_unit")


def changes_without_resource(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each change of staff at a unit that does not tell of the resource."""
    if not {"staff_changes", "resources"} <= sheets.keys():
        return
    known = pd.MultiIndex.from_frame(sheets["resources"].frame[["unit", "resource"]])
    changes = sheets["staff_changes"].frame.dropna(subset=["unit", "resource"])
    unknown = ~pd.MultiIndex.from_frame(changes[["unit", "resource"]]).isin(known)
    for row, change in changes[unknown].iterrows():
        yield sheets["staff_changes"].fault(
            of_tables.CHANGE_WITHOUT_RESOURCE,
            row=int(str(row)),
            column="resource",
            found=change["resource"],
            unit=change["unit"],
            resource=change["resource"],
        )


def acute_without_staff(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each unit with acute care in shifts for which it names nobody."""
    asked = {"needs", "pathways", "activities"}
    if not asked <= sheets.keys() or not {"staffing", "minimum_lines"} & sheets.keys():
        return
    needs, activities = sheets["needs"].frame, sheets["activities"].frame
    acute = needs.loc[needs["flow"] == "acute", "need"]
    comes = activities.loc[activities["kind"].isin(ANY_TIME), "activity"]
    paths = sheets["pathways"].frame
    units = paths.loc[paths["need"].isin(acute) & paths["activity"].isin(comes), "unit"]
    keys = ["unit", "weekday", "shift"]
    staffing, lines = (
        (sheets[name].frame if name in sheets else empty(INPUTS[name])).dropna(subset=keys)
        for name in ("staffing", "minimum_lines")
    )
    place = sheets.get("staffing") or sheets["minimum_lines"]
    bare = shifts_without_staff(staffing, lines, Outlook().shift_hours)
    for unit, rows in bare[bare["unit"].isin(units)].groupby("unit"):
        days = _when(rows)
        yield place.fault(
            of_tables.ACUTE_UNMANNED, column="weekday", found=str(unit), unit=unit, days=days
        )


def undivided_care(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each need so broad, at hospitals told as one, that it may hold cancer."""
    if not {"needs", "pathways", "units", "activities", "demand"} <= sheets.keys():
        return
    needs, units, activities, paths, demand = (
        sheets[name].frame for name in ("needs", "units", "activities", "pathways", "demand")
    )
    planned = needs[needs["flow"] == "elective"]
    if (planned["priority"] == HIGHEST).any():
        return
    whole = units.loc[units["level"] == "hospital", ["unit", "region"]].drop_duplicates("unit")
    stays = activities.loc[activities["kind"] == "admission", "activity"]
    asked = demand.groupby(["region", "need"], as_index=False)[["patients"]].sum()
    rows = paths[paths["activity"].isin(stays) & paths["need"].isin(planned["need"])]
    rows = rows.merge(whole, on="unit").merge(asked, on=["region", "need"])
    rows = rows.assign(made=rows["per_patient"].astype(float) * rows["patients"].astype(float))
    most = rows[rows["made"] > _BROAD * rows.groupby("unit")["made"].transform("sum")]
    for need, own in most.groupby("need"):
        yield sheets["needs"].fault(
            of_tables.UNDIVIDED_CARE, column="priority", found=str(need), need=need,
            count=own["unit"].nunique(),
        )  # fmt: skip


def _when(rows: pd.DataFrame) -> str:
    """Return the weekdays of shifts, whole days alone: ``6, 7; 1, 2, 3, 4, 5 (night)``."""
    parts: dict[str, list[str]] = {}
    for day, own in rows.groupby("weekday"):
        shifts = "" if own["whole_day"].all() else f" ({', '.join(own['shift'])})"
        parts.setdefault(shifts, []).append(str(day))
    return "; ".join(", ".join(days) + shifts for shifts, days in sorted(parts.items()))


def _each(sheet: Sheet, kind: Kind, column: str, rows: pd.DataFrame) -> Iterator[Fault]:
    """Yield a warning for each code of a column, with the units that it concerns."""
    for code, units in rows.groupby(column)["unit"]:
        said: dict[str, Any] = {column: code, "units": _some(units)}
        yield sheet.fault(kind, column=column, found=str(code), **said)


def _some(units: pd.Series) -> str:
    names = sorted(set(units))
    return ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")


def norm_below_commission(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each unit whose staffing norm can't carry the beds in its commission."""
    if "staffing" not in sheets:
        return
    frame = sheets["staffing"].frame
    if not {"beds", "patients_per_person"} <= set(frame):
        return
    known = frame.dropna(subset=["beds", "patients_per_person", "needed"])
    # Persons times ratio may fall short of a whole bed by rounding.
    norm = (known["needed"] * known["patients_per_person"] + _DUST) // 1
    rows = known.assign(norm=norm).sort_values(["unit", "norm", "resource", "shift"])
    rows["commission"] = rows.groupby("unit")["beds"].transform("max")
    leanest = rows.drop_duplicates("unit")
    for row in leanest[leanest["norm"] < leanest["commission"]].to_dict("records"):
        yield sheets["staffing"].fault(
            of_tables.NORM_BELOW_COMMISSION, column="needed",
            found=number(row["needed"], 1), unit=row["unit"], norm=number(row["norm"]),
            commission=number(row["commission"]), resource=row["resource"], shift=row["shift"],
        )  # fmt: skip
