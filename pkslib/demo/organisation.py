"""The invented organisation: hospitals, clinics, wards, primary care, and who does what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.demo import care
from pkslib.demo.calendar import Values
from pkslib.demo.constants import records
from pkslib.demo.demand import Arrivals
from pkslib.demo.regions import Region


class Role(NamedTuple):
    """A kind of unit.

    Attributes
    ----------
    name, level : str
    parent : str
        Role of the unit above; empty for the hospital.
    capacity : str
        The one capacity the unit gives; empty when it only leads others.
    hospitals : str
        Which hospitals have one: L large, M middle, S small.
    lean : float
        How far such units are short (above zero) or have to spare [share of need].
    specialty : str
        Empty for wards, which have their clinic's.
    """

    name: str
    level: str
    parent: str
    capacity: str
    hospitals: str
    lean: float
    specialty: str


ROLES = records("roles", Role)
# Where one ward does what in large hospitals two do.
_SERVES = {"MAV": ("HJA", "LUN"), "KOA": ("KIA", "ORA")}
PRIMARY = "PV"
PRIMARY_CAPACITY = "primary_care_hour"
_PRIMARY_SPECIALTY = "allmänmedicin"
# None of these is the name of a Swedish hospital.
_HOSPITALS = (
    *("Sjukhuset Björken", "Sjukhuset Ängen", "Sjukhuset Åsen"),
    *("Sjukhuset Linden", "Sjukhuset Sjön", "Sjukhuset Höjden"),
)
_PRIMARY_AREAS = ("Norr", "Söder", "Öster", "Väster", "Centrum", "Åsen", "Slätten", "Kusten")
# Number of hospitals and primary care areas by least number of inhabitants; invented.
_BY_SIZE = ((1_500_000, 6, 8), (450_000, 5, 6), (250_000, 4, 5), (100_000, 3, 4), (0, 1, 3))
# A hospital's part of the region's patients against that of a small one; invented.
_WEIGHTS = {"L": 3.0, "M": 1.6, "S": 0.7}
# A ward's mean stay against that of a middle hospital; invented.
_STAYS = {"L": 1.05, "S": 0.92}
# Wards beyond this size are run as two [beds].
_WARD_BEDS = 34


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
    steps = care.steps(place.needs)
    beds = _beds_by_role(steps, patients)
    units = _units(place, beds)
    pathways = _pathways(place, units, steps)
    kept = units["unit"].isin(_with_work(units, pathways))
    return Organisation(units[kept].reset_index(drop=True), pathways, _use(pathways, patients))


def _beds_by_role(steps: pd.DataFrame, patients: Arrivals) -> dict[str, float]:
    """Return the mean occupied beds of each kind of ward, were there one, in the planning year."""
    year = pd.Series(patients.mean[:, -12:].sum(axis=1), index=list(patients.needs))
    days: pd.Series = steps["need"].map(year) * steps["per_patient"] * steps["amount"] / 365
    beds: pd.Series = days[steps["capacity"].str.endswith("bed_day")].groupby(steps["role"]).sum()
    both = {role: beds.reindex(serves).sum() for role, serves in _SERVES.items()}
    return {str(role): float(mean) for role, mean in (*beds.items(), *both.items())}


def hospital_sizes(place: Region) -> str:
    """Return a letter per hospital: one or two large, some middle, at most two small.

    Examples
    --------
    >>> from pkslib.demo.regions import region
    >>> hospital_sizes(region("09", 1)), hospital_sizes(region("01", 1))
    ('L', 'LLMMSS')
    """
    count = place.hospitals or next(row[1] for row in _BY_SIZE if place.inhabitants >= row[0])
    return {1: "L", 2: "LM", 3: "LMS", 4: "LMMS", 5: "LMMSS", 6: "LLMMSS"}[count]


def _units(place: Region, beds: dict[str, float]) -> pd.DataFrame:
    """Return all units that a region may have, with role and size of hospital."""
    sizes = hospital_sizes(place)
    total = sum(_WEIGHTS[size] for size in sizes)
    rows = [_row(place, "HSF", "Hälso- och sjukvårdsförvaltningen", "", "administration")]
    for number, size in enumerate(sizes, 1):
        rows.append(_row(place, str(number), _HOSPITALS[number - 1], "HSF", "hospital"))
        for role, what in ROLES.items():
            if size in what.hospitals:
                share = _WEIGHTS[size] / total
                wards = 2 if beds.get(role, 0.0) * share > _WARD_BEDS else 1
                rows.extend(_unit_rows(place, number, role, size, wards))
    areas = next(row[2] for row in _BY_SIZE if place.inhabitants >= row[0])
    rows.append(_row(place, "PVF", "Primärvårdsförvaltningen", "", "administration"))
    for number, area in enumerate(_PRIMARY_AREAS[:areas], 1):
        name = f"Vårdcentralerna {area}"
        rows.append(_row(place, f"{PRIMARY}{number}", name, "PVF", "primary", PRIMARY))
    columns = ["unit", "name", "region", "parent", "level", "role", "size"]
    known = {role: what.specialty for role, what in ROLES.items() if what.specialty}
    made = pd.DataFrame(rows, columns=columns)
    return made.assign(specialty=made["role"].map({**known, PRIMARY: _PRIMARY_SPECIALTY}))


def _unit_rows(
    place: Region, hospital: int, role: str, size: str, wards: int
) -> list[tuple[str | None, ...]]:
    """Return the one or two units of a role at a hospital."""
    what = ROLES[role]
    parent = f"{hospital}-{what.parent}" if what.parent else str(hospital)
    numbers = [str(number) for number in range(1, wards + 1)] if wards > 1 else [""]
    return [
        _row(
            place,
            f"{hospital}-{role}{number}",
            f"{what.name} {number}".strip() + f", {_HOSPITALS[hospital - 1]}",
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
    """Return the pathways by unit: patients go to hospitals by size, unevenly between roles."""
    weight = units["size"].map(_WEIGHTS).fillna(1.0)
    weight = weight * np.exp(place.chance("pathways").normal(0, 0.10, len(units)))
    # Two wards of a hospital share its patients.
    weight = weight / units.groupby(["parent", "role"], dropna=False)["unit"].transform("size")
    serves = units["role"].map(lambda role: _SERVES.get(role, (role,)))
    doing = units[["unit", "size"]].assign(role=serves, weight=weight).explode("role")
    doing["weight"] /= doing.groupby("role")["weight"].transform("sum")
    found = steps.merge(doing, on="role")
    found["per_patient"] = (found["per_patient"] * found["weight"]).round(4)
    found = found[found["per_patient"] > 0].reset_index(drop=True)
    return _with_own_stays(place, found).drop(columns=["weight", "size"])


def _with_own_stays(place: Region, paths: pd.DataFrame) -> pd.DataFrame:
    """Return pathways with the wards' own mean stays: longer where the hard cases are."""
    longer = paths["size"].map(_STAYS).fillna(1.0)
    own = (paths["capacity"] == "bed_day") & (longer != 1)
    drawn: pd.Series = longer * np.exp(place.chance("stays").normal(0, 0.03, len(paths)))
    amount = paths["amount"].mask(own, (paths["amount"] * drawn).round(1))
    # An activity takes as long at a unit whatever the need.
    amount = amount.groupby([paths["unit"], paths["activity"]]).transform("first")
    return paths.assign(amount=amount, own_time=own)


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
