"""Data sets that hold one table only: what the chain needs beside it, and which steps it bears.

"Do not wait for perfect data" (Socialstyrelsen, Uppföljning på taktisk nivå, "Kvalitetssäkrade,
transparenta och jämförbara data"). What is filled in here is told, and gives way to the tables
that the region adds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from pkslib import periods
from pkslib.language import percent
from pkslib.tables.declaration import empty, filled
from pkslib.tables.faults import Fault, Kind
from pkslib.tables.inputs import INPUTS, ONE_OF
from pkslib.tables.inputs.care import BED_DAYS
from pkslib.tables.kinds import of_tables
from pkslib.tables.results import RESULTS, STEP_TABLES
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.unit_changes import continued

Sheets = Mapping[str, Sheet]
# The one region of a data set that names none.
_REGION, _REGION_NAME = "region", "Regionen"
_ACTIVITY, _CAPACITY = "bed_day", "bed_day"
# The occupancy target of the worked example in Socialstyrelsen, Stöd för produktions- och
# kapacitetsstyrning.
_UTILISATION = 0.85
# Specialist visit and treatment both have 90 days: data/reference/guarantee.csv.
_GUARANTEE_DAYS = 90
# What a bed plan can't be read together with, as it counts patients.
_ASIDE = {"beds": ("waiting", "bookings", "production", "unit_demand", "arrivals", "rates")}
_TO_CAPACITY = (("demand",), ("pathways",), ("activity_times",), ("capacities",))
_BALANCED = (*_TO_CAPACITY, ONE_OF)
# What a step works from: one table at least of each group. Other steps always have something.
_WORKS_FROM: dict[str, tuple[tuple[str, ...], ...]] = {
    "02_demand": (("demand",),),
    "03_need": _TO_CAPACITY,
    "04_capacity": _BALANCED,
    "05_balance": _BALANCED,
    "06_plan": _BALANCED,
    "07_follow_up": (("demand",), ("pathways",)),
    "08_outlook": (("waiting", "bookings", "schedule", "staffing"),),
}

# Steps that rest on the forecast.
_FORECAST = ("02_demand", "03_need", "04_capacity", "05_balance", "06_plan")


def start_of(found: Iterable[str]) -> str:
    """Return the one table that a data set starts from; nothing when it holds more.

    Parameters
    ----------
    found : iterable of str
        The tables there are, read or at fault.

    Examples
    --------
    >>> start_of(["beds", "units"]), start_of(["demand", "needs"]), start_of(["demand", "pathways"])
    ('beds', 'demand', '')
    """
    held = set(found)
    if "demand" not in held:
        return next((name for name in ("beds", "waiting") if name in held), "")
    return "" if held & {"pathways", "activity_times", *ONE_OF} else "demand"


def completed(sheets: Sheets, start: str) -> tuple[dict[str, Sheet], list[Fault]]:
    """Return a data set with the tables that follow from the one it starts from, and a note.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Typed tables by name.
    start : str
        As from :func:`start_of`; nothing is filled in for a whole data set.

    Returns
    -------
    tuple of dict and list of Fault
        Tables of the region's own stand as they are.
    """
    if start not in sheets:
        return dict(sheets), []
    fill, kind = _FILLED[start]
    aside = [name for name in _ASIDE.get(start, ()) if name in sheets]
    notes = [sheets[name].fault(of_tables.SET_ASIDE) for name in aside]
    sheets = {name: sheet for name, sheet in sheets.items() if name not in aside}
    made = {name: rows for name, rows in fill(sheets).items() if name not in sheets}
    new = {name: _sheet(name, sheets[start], rows) for name, rows in made.items()}
    note = sheets[start].fault(kind, target=percent(_UTILISATION), days=_GUARANTEE_DAYS)
    return {**sheets, **new}, [note, *notes]


def lacking(step: str, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Return the input tables without which a step has nothing to do; none when it has.

    Parameters
    ----------
    step : str
        Stem of its notebook.
    tables : mapping of str to pandas.DataFrame
        Input tables of a region. Where no history is long enough for a forecast, demand lacks to
        what rests on one.

    Examples
    --------
    >>> months = [f"2026-{month:02d}" for month in range(1, 7)]
    >>> demand = pd.DataFrame({"region": "06", "need": "hip", "period": months, "patients": 9.0})
    >>> tables = {"demand": demand, "pathways": demand.head(0)}
    >>> lacking("02_demand", tables), lacking("07_follow_up", tables)
    ([], ['pathways'])
    """
    groups = _WORKS_FROM.get(step, ())
    absent = [group[0] for group in groups if all(tables[name].empty for name in group)]
    if step in _FORECAST and "demand" not in absent:
        told = lengths(tables["demand"])
        return absent if (told["known"] >= told["fewest"]).any() else ["demand", *absent]
    return absent


def any_of(step: str, name: str) -> tuple[str, ...]:
    """Return the tables any of which a step may work from in the place of one that it lacks.

    Parameters
    ----------
    step : str
        Stem of its notebook.
    name : str
        As from :func:`lacking`.

    Examples
    --------
    >>> any_of("08_outlook", "waiting")
    ('waiting', 'bookings', 'schedule', 'staffing')
    """
    return next((group for group in _WORKS_FROM.get(step, ()) if name in group), (name,))


def lengths(demand: pd.DataFrame) -> pd.DataFrame:
    """Return how many outcomes each need has, and how many a forecast takes.

    Parameters
    ----------
    demand : pandas.DataFrame
        The table; rows without a key, and tables that mix resolutions, tell nothing.

    Returns
    -------
    pandas.DataFrame
        region, need, known, fewest: by the rule of the forecast, for which days of one weekday
        alone are weeks.

    Examples
    --------
    >>> keys = {"region": "06", "need": "hip", "period": ["2026-01", "2026-02"]}
    >>> lengths(pd.DataFrame({**keys, "patients": [3, None]}))
      region need  known  fewest
    0     06  hip      1       6
    """
    keys = ["region", "need", "period"]
    rows = demand.dropna(subset=keys).drop_duplicates(keys)
    if len({periods.resolution(label) for label in rows["period"].unique()}) != 1:
        rows = rows.head(0)
    series = rows.groupby(["region", "need"], as_index=False)
    return series.agg(known=("patients", "count"), fewest=("period", _fewest))


def _fewest(labels: pd.Series) -> int:
    kind = periods.resolution(labels.iloc[0])
    days = {periods.start(label).weekday() for label in labels} if kind == "day" else set()
    return periods.FEWEST["week" if len(days) == 1 else kind]


def nothing(step: str) -> dict[str, pd.DataFrame]:
    """Return the result tables of a step that has nothing to do: each without rows."""
    return {name: empty(RESULTS[name]) for name in STEP_TABLES[step]}


def in_bed_days(sheets: Sheets) -> tuple[dict[str, Sheet], list[Fault]]:
    """Return a data set whose needs are told to be counted in bed days where they plainly are.

    A region that knew only bed days may have entered them as patients: one activity for each, of
    one bed day, and nothing else that takes time. Such needs are marked, and the note says so.
    """
    names = ("needs", "pathways", "activity_times", "capacities")
    if not all(name in sheets for name in names):
        return dict(sheets), []
    needs, pathways, times, capacities = (sheets[name].frame for name in names)
    days_only = (
        len(pathways) > 0
        and (pathways["per_patient"] == 1).all()
        and (times["amount"] == 1).all()
        and (capacities["measure"] == "bed_day").all()
        and pathways["activity"].nunique() == times["activity"].nunique() == 1
    )
    if needs["counted"].notna().any() or not days_only:
        return dict(sheets), []
    told = sheets["needs"].with_frame(needs.assign(counted=BED_DAYS))
    return {**sheets, "needs": told}, [told.fault(of_tables.BED_DAYS_UNDERSTOOD, column="counted")]


def _sheet(table: str, like: Sheet, rows: pd.DataFrame) -> Sheet:
    """Return rows as a typed table that stands where another does, no optional column made up."""
    declared = INPUTS[table].columns
    types = {
        name: kind
        for name, kind in empty(INPUTS[table]).dtypes.items()
        if name in rows or not declared[str(name)].optional
    }
    return Sheet(table, like.file, rows.reindex(columns=[*types]).astype(types))


def _from_beds(sheets: Sheets) -> dict[str, pd.DataFrame]:
    """Return what makes a bed plan of staffed and occupied bed days: one need a ward."""
    # What is counted by unit is moved where units changed when it is read; needs have no unit.
    rows, told = sheets["beds"].frame, _continued_beds(sheets)
    known = sheets["units"].frame if "units" in sheets else _wards(told, sheets)
    codes = told.drop_duplicates("unit").dropna(subset=["unit"])[["unit"]]
    wards = codes.merge(known[["unit", "name", "region"]], how="left").set_axis(codes.index)
    wards = wards.assign(name=wards["name"].fillna(wards["unit"]), need=wards["unit"])
    reported = told["occupied"].notna()
    until = told.loc[reported, "period"].max() if reported.any() else ""
    occupied = told[told["period"].fillna("") <= until].rename(columns={"occupied": "patients"})
    own = sheets["capacities"].frame["capacity"] if "capacities" in sheets else [_CAPACITY]
    capacity = next(iter(own), _CAPACITY)
    staffed = rows[rows["staffed"].notna()].assign(capacity=capacity)
    place = wards.set_index("unit")["region"]
    one = rows.index[:1]
    return {
        **_own_region(sheets, one),
        "units": known.reindex(columns=["unit", "name", "region", "level"]),
        "needs": wards.assign(flow="acute", priority=1, counted=BED_DAYS),
        "demand": occupied.assign(need=occupied["unit"], region=occupied["unit"].map(place)),
        "activities": pd.DataFrame(
            {"activity": _ACTIVITY, "name": "Vårddygn", "kind": "admission"}, index=one
        ),
        "pathways": wards.assign(activity=_ACTIVITY, per_patient=1.0),
        "activity_times": pd.DataFrame(
            {"activity": _ACTIVITY, "capacity": capacity, "amount": 1.0}, index=one
        ),
        "capacities": pd.DataFrame(
            {
                **{"capacity": _CAPACITY, "name": "Vårdplatser", "measure": "bed_day"},
                **{"utilisation": _UTILISATION, "margin": 0.0},
            },
            index=one,
        ),
        "available": staffed.assign(amount=staffed["staffed"]),
        "capacity_outcome": staffed.assign(available=staffed["staffed"], used=staffed["occupied"])[
            staffed["occupied"].notna()
        ],
    }


def _own_region(sheets: Sheets, one: pd.Index) -> dict[str, pd.DataFrame]:
    """Return the region of wards that no table places in one."""
    if "units" in sheets or _told_region(sheets):
        return {}
    return {"regions": pd.DataFrame({"region": _REGION, "name": _REGION_NAME}, index=one)}


def _told_region(sheets: Sheets) -> str:
    """Return the one region that the tables of a data set tell of; nothing when not one."""
    told = {
        code
        for name, sheet in sheets.items()
        if "region" in sheet.frame and name != "national"
        for code in sheet.frame["region"].dropna()
    }
    return str(told.pop()) if len(told) == 1 else ""


def _continued_beds(sheets: Sheets) -> pd.DataFrame:
    """Return the beds of wards that go on, those of former ones moved to them."""
    rows = sheets["beds"].frame
    if "unit_changes" not in sheets:
        return rows
    changes = filled(sheets["unit_changes"].frame, INPUTS["unit_changes"]).dropna()
    whole = rows.dropna(subset=["unit", "period"])
    moved = continued({"unit_changes": changes, "beds": whole})["beds"]
    # Faults of what follows name a row of the table; sums have none of their own.
    return moved.set_axis(range(rows.index[0], rows.index[0] + len(moved)))


def _wards(told: pd.DataFrame, sheets: Sheets) -> pd.DataFrame:
    """Return the wards of a data set that has no table of units, in its one region."""
    rows = told.drop_duplicates("unit").dropna(subset=["unit"])
    region = _told_region(sheets) or _REGION
    return rows[["unit"]].assign(name=rows["unit"], region=region, level="ward")


def _from_demand(sheets: Sheets) -> dict[str, pd.DataFrame]:
    """Return what a forecast of demand alone takes: its needs, none of which may be postponed."""
    codes = sheets["demand"].frame.drop_duplicates("need").dropna(subset=["need"])
    return {"needs": codes.assign(name=codes["need"], flow="acute", priority=1)}


def _from_waiting(sheets: Sheets) -> dict[str, pd.DataFrame]:
    """Return what a waiting list alone takes: its needs, with the days of the care guarantee."""
    codes = sheets["waiting"].frame.drop_duplicates("need").dropna(subset=["need"])
    needs = codes.assign(name=codes["need"], flow="elective", priority=1)
    return {"needs": needs.assign(guarantee_days=_GUARANTEE_DAYS)}


_FILLED: dict[str, tuple[Callable[[Sheets], dict[str, pd.DataFrame]], Kind]] = {
    "beds": (_from_beds, of_tables.BEDS_ALONE),
    "demand": (_from_demand, of_tables.DEMAND_ALONE),
    "waiting": (_from_waiting, of_tables.WAITING_ALONE),
}
