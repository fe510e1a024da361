"""The invented organisation: hospitals, clinics, wards, primary care, and who does what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pkslib.demo import care
from pkslib.demo.calendar import Values
from pkslib.demo.demand import Arrivals
from pkslib.demo.hospitals import ROLES, by_hospital, hospital_sizes, with_own_pace
from pkslib.demo.regions import Region

PRIMARY = "PV"
PRIMARY_CAPACITY = "primary_care_hour"
_PRIMARY_SPECIALTY = "allmänmedicin"
# Central theatre and day surgery, what travel costs between hospitals per hour, and the hours of a
# day's list; invented.
_THEATRES, _TRAVEL, _DAY_LIST = ("OP", "DAG"), 300.0, 8
# None of these is the name of a Swedish hospital.
_HOSPITALS = (
    *("Sjukhuset Björken", "Sjukhuset Ängen", "Sjukhuset Åsen"),
    *("Sjukhuset Linden", "Sjukhuset Sjön", "Sjukhuset Höjden"),
)
# Who leads hospitals and primary care; the other where an office buys care of them.
_OFFICES = {
    False: ("Hälso- och sjukvårdsförvaltningen", "Primärvårdsförvaltningen"),
    True: ("Beställarkontoret", "Vårdval primärvård"),
}
_PRIMARY_AREAS = ("Norr", "Söder", "Öster", "Väster", "Centrum", "Åsen", "Slätten", "Kusten")
# Above so many beds a ward is run as two, and these as several under one name.
_WARD_BEDS, _MOST_WARDS = 44, 2
# Number of primary care areas by least number of inhabitants; invented.
_AREAS = ((1_500_000, 8), (450_000, 6), (250_000, 5), (100_000, 4), (0, 3))


@dataclass(frozen=True)
class Organisation:
    """A region's units.

    Attributes
    ----------
    units : pandas.DataFrame
        Table units with two more columns: role, and size (L, M, S or empty).
    pathways : pandas.DataFrame
        Columns need, unit, activity, per_patient [activities per patient], role, capacity, amount
        [capacity's measure per activity], own_time (amount is the unit's own).
    use : pandas.DataFrame
        Capacity used before utilisation: index unit, columns months by position [its measure].
    """

    units: pd.DataFrame
    pathways: pd.DataFrame
    use: pd.DataFrame

    def clinics(self) -> dict[str, str]:
        """Return the clinic of each unit: a ward's is the unit above, others are their own."""
        wards = self.units["level"] == "ward"
        clinic = self.units["parent"].where(wards, self.units["unit"])
        return dict(zip(self.units["unit"], clinic, strict=True))


def organisation(place: Region, patients: Arrivals) -> Organisation:
    """Return the units of a region and who does what among them.

    Parameters
    ----------
    place : Region
        Its size sets the number of hospitals, its needs which units there are.
    patients : Arrivals
        Their mean sets the size of wards.

    Returns
    -------
    Organisation
    """
    steps = by_hospital(place, care.steps(place.needs))
    units = _units(place, _wards(steps, patients))
    pathways = _pathways(place, units, steps)
    kept = units["unit"].isin(_with_work(units, pathways))
    return Organisation(units[kept].reset_index(drop=True), pathways, _use(pathways, patients))


def _wards(steps: pd.DataFrame, patients: Arrivals) -> dict[tuple[int, str], float]:
    """Return the mean occupied beds by hospital and role of ward in the planning year."""
    year = pd.Series(patients.mean[:, -12:].sum(axis=1), index=list(patients.needs))
    rows = steps[steps["capacity"].str.endswith("bed_day")]
    days = rows["need"].map(year).astype(float) * rows["per_patient"] * rows["amount"]
    cells = zip(rows["hospital"].astype(int), rows["role"], days / 365, strict=True)
    beds: dict[tuple[int, str], float] = {}
    for hospital, role, mean in cells:
        beds[hospital, role] = beds.get((hospital, role), 0.0) + mean
    return beds


def _units(place: Region, beds: dict[tuple[int, str], float]) -> pd.DataFrame:
    """Return all units that a region may have, with role and size of hospital."""
    sizes = hospital_sizes(place)
    hospitals, primary = _OFFICES[place.purchaser]
    rows = [_row(place, "HSF", hospitals, "", "administration")]
    for number, size in enumerate(sizes, 1):
        rows.append(_row(place, str(number), _HOSPITALS[number - 1], "HSF", "hospital"))
        for role, what in ROLES.items():
            if size in what.hospitals:
                rows.extend(_unit_rows(place, number, role, size, beds.get((number, role), 0.0)))
    areas = next(count for least, count in _AREAS if place.inhabitants >= least)
    rows.append(_row(place, "PVF", primary, "", "administration"))
    for number, area in enumerate(_PRIMARY_AREAS[:areas], 1):
        name = f"Vårdcentralerna {area}"
        rows.append(_row(place, f"{PRIMARY}{number}", name, "PVF", "primary", PRIMARY))
    columns = ["unit", "name", "region", "parent", "level", "role", "size"]
    known = {role: what.specialty for role, what in ROLES.items() if what.specialty}
    made = pd.DataFrame(rows, columns=columns)
    return made.assign(specialty=made["role"].map({**known, PRIMARY: _PRIMARY_SPECIALTY}))


def _unit_rows(
    place: Region, hospital: int, role: str, size: str, beds: float
) -> list[tuple[str | None, ...]]:
    """Return the one or two units of a role at a hospital."""
    what = ROLES[role]
    parent = f"{hospital}-{what.parent}" if what.parent else str(hospital)
    wards = min(_MOST_WARDS, int(np.ceil(beds / _WARD_BEDS))) if what.plural else 1
    numbers = [str(number) for number in range(1, wards + 1)] if wards > 1 else [""]
    name = what.plural if what.plural and beds > wards * _WARD_BEDS else what.name
    return [
        _row(
            place,
            f"{hospital}-{role}{number}",
            f"{name} {number}".strip() + f", {_HOSPITALS[hospital - 1]}",
            parent,
            what.level,
            role,
            size,
        )
        for number in numbers
    ]


def _row(
    place: Region, unit: str, name: str, parent: str, level: str, role: str = "", size: str = ""
) -> tuple[str | None, ...]:
    above = f"{place.code}-{parent}" if parent else None
    return f"{place.code}-{unit}", name, place.code, above, level, role, size


def _pathways(place: Region, units: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return the pathways by unit: wards of a role, and primary care areas, share their work."""
    hospital = units["unit"].str.extract(r"^[^-]+-(\d+)-", expand=False).astype(float)
    doing = units[["unit", "role"]].assign(hospital=hospital)
    uneven = np.exp(place.chance("areas").normal(0, 0.10, len(doing)))
    doing["part"] = np.where(hospital.isna(), uneven, 1.0)
    doing["part"] /= doing.groupby(["hospital", "role"], dropna=False)["part"].transform("sum")
    found = steps.merge(doing, on=["hospital", "role"])
    found["per_patient"] = (found["per_patient"] * found["part"]).round(4)
    found = found[found["per_patient"] > 0].reset_index(drop=True)
    return with_own_pace(place, found).drop(columns=["part", "size", "hospital"])


def _with_work(units: pd.DataFrame, pathways: pd.DataFrame) -> set[str]:
    """Return the units with patients and every unit above them."""
    parent = units.set_index("unit")["parent"].to_dict()
    kept: set[str] = set()
    for unit in pathways["unit"].unique():
        above: str | None = unit
        while isinstance(above, str) and above not in kept:
            kept.add(above)
            above = parent[above]
    return kept


def _use(pathways: pd.DataFrame, patients: Arrivals) -> pd.DataFrame:
    """Return the capacity that each unit's patients take, month by month."""
    rows = pathways["need"].map({need: row for row, need in enumerate(patients.needs)})
    each: Values = (pathways["per_patient"] * pathways["amount"]).to_numpy()
    used = patients.mean[rows.to_numpy()] * each[:, None]
    return pd.DataFrame(used).groupby(pathways["unit"].to_numpy()).sum()


def tables(own: Organisation) -> dict[str, pd.DataFrame]:
    """Return the tables units, pathways, and activity_times where a unit has its own."""
    times = own.pathways[own.pathways["own_time"]]
    return {
        "units": own.units[["unit", "name", "region", "parent", "level", "specialty"]],
        "pathways": own.pathways[["need", "unit", "activity", "per_patient"]],
        "activity_times": times[["activity", "unit", "capacity", "amount"]].drop_duplicates(),
    }


def allowed_moves(own: Organisation) -> pd.DataFrame:
    """Return the table allowed_moves: theatre teams that may work in each other's theatres.

    Teams of the central theatre can do day surgery, not the other way round; between hospitals
    they go in whole days.

    Parameters
    ----------
    own : Organisation
        Tells each unit's role.
    """
    theatres = own.units[own.units["role"].isin(_THEATRES)]
    hospital = theatres["unit"].str.rsplit("-", n=1).str[0]
    rows = theatres.assign(hospital=hospital)[["unit", "role", "hospital"]]
    pairs = rows.merge(rows.add_prefix("to_"), how="cross")
    same = pairs["hospital"] == pairs["to_hospital"]
    able = (pairs["role"] == pairs["to_role"]) | ((pairs["role"] == _THEATRES[0]) & same)
    pairs = pairs[able & (pairs["unit"] != pairs["to_unit"])].assign(capacity="theatre_hour")
    return pairs.assign(
        cost=np.where(same[pairs.index], 0.0, _TRAVEL),
        min_block=np.where(same[pairs.index], 0.0, _DAY_LIST),
    )[["unit", "to_unit", "capacity", "cost", "min_block"]]
