"""The hospitals of an invented region: what kinds of unit they have, and who does what there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.demo.constants import records
from pkslib.demo.regions import Region


class Role(NamedTuple):
    """A kind of unit.

    Attributes
    ----------
    name, level : str
    plural : str
        Name where several wards are run as one; empty for what is never split.
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
    plural: str
    level: str
    parent: str
    capacity: str
    hospitals: str
    lean: float
    specialty: str


ROLES = records("roles", Role)
# Where one ward does what in large hospitals two do.
_SERVES = {"MAV": ("HJA", "LUN"), "KOA": ("KIA", "ORA")}
# Number of hospitals by least number of inhabitants; invented.
_BY_SIZE = (
    (1_500_000, "LLMMSS"),
    (450_000, "LMMSS"),
    (250_000, "LMMS"),
    (100_000, "LMS"),
    (0, "L"),
)
# A hospital's part of the region's patients against that of a small one; invented.
_WEIGHTS = {"L": 3.0, "M": 1.6, "S": 0.7}
# A ward's mean stay against that of a middle hospital; invented.
_STAYS = {"L": 1.04, "S": 0.92}
# How far units lie from each other in what an operation or a visit takes [coefficient]; invented.
_PACE = {"theatre_hour": 0.06, "clinic_hour": 0.05, "psychiatric_hour": 0.05, "bed_day": 0.03}
# Care of these kinds hangs together: who is operated on lies at the same hospital afterwards, and
# who needs intensive care has it there.
_TOGETHER = ("bed_day", "theatre_hour", "emergency_hour")


def hospital_sizes(place: Region) -> str:
    """Return a letter per hospital: one or two large, some middle, at most two small.

    Examples
    --------
    >>> from pkslib.demo.regions import region
    >>> hospital_sizes(region("09", 1)), hospital_sizes(region("01", 1))
    ('L', 'LLMMSS')
    """
    return next(sizes for least, sizes in _BY_SIZE if place.inhabitants >= least)


def by_hospital(place: Region, steps: pd.DataFrame) -> pd.DataFrame:
    """Return the pathways by hospital and the role that does it there.

    The care of a need that hangs together goes to the hospitals that have all of it, in the same
    shares; so do visits, where all these hospitals have the clinic.

    Parameters
    ----------
    place : Region
    steps : pandas.DataFrame
        The pathways by role of unit.

    Returns
    -------
    pandas.DataFrame
        Columns need, role (the one that does it there), activity, capacity, amount, hospital
        (a number, missing outside hospitals), size, per_patient [activities per patient].
    """
    able = _able(place)
    rows = steps.merge(able, on="role", how="left")
    core = rows["capacity"].str.endswith(_TOGETHER)
    wanted = rows[core].groupby("need")["role"].nunique()
    held = rows[core].groupby(["need", "hospital"])["role"].nunique().reset_index()
    homes = held[held["role"] == held["need"].map(wanted)][["need", "hospital"]].assign(home=True)
    rows = rows.merge(homes, on=["need", "hospital"], how="left")
    rows["home"] = rows["home"].eq(True)
    found = rows.groupby(["need", "role"])["home"].transform("sum")
    all_there = found.eq(rows["need"].map(homes.groupby("need").size()).fillna(-1))
    rows = rows[rows["home"] | ~all_there | rows["hospital"].isna()]
    weight = _weights(place, rows)
    share = weight / weight.groupby([rows["need"], rows["role"], rows["activity"]]).transform("sum")
    done = rows.assign(
        per_patient=rows["per_patient"] * share, role=rows["doer"].fillna(rows["role"])
    )
    # Where one ward does what two do elsewhere, its patients count once.
    keys = ["need", "role", "activity", "capacity", "amount", "hospital", "size"]
    sums = done.groupby(keys, sort=False, dropna=False)["per_patient"].sum()
    return sums.reset_index()


def _able(place: Region) -> pd.DataFrame:
    """Return which role does a role's work at each hospital."""
    rows = [
        (served, hospital, size, role)
        for hospital, size in enumerate(hospital_sizes(place), 1)
        for role, what in ROLES.items()
        if size in what.hospitals
        for served in _SERVES.get(role, (role,))
    ]
    return pd.DataFrame(rows, columns=["role", "hospital", "size", "doer"])


def _weights(place: Region, rows: pd.DataFrame) -> pd.Series:
    """Return each hospital's weight in a need: by size, and unevenly between needs."""
    cells = rows[["need", "hospital"]].drop_duplicates()
    drawn = np.exp(place.chance("pathways").normal(0, 0.10, len(cells)))
    own = cells.assign(drawn=drawn).merge(rows[["need", "hospital"]], how="right")["drawn"]
    weight: pd.Series = rows["size"].map(_WEIGHTS).fillna(1.0) * own.to_numpy()
    return weight


def with_own_pace(place: Region, paths: pd.DataFrame) -> pd.DataFrame:
    """Return pathways by unit with the units' own times: longer stays where the hard cases are.

    Parameters
    ----------
    place : Region
    paths : pandas.DataFrame
        Columns unit, activity, capacity, size, amount [capacity's measure per activity].

    Returns
    -------
    pandas.DataFrame
        amount is the unit's own where own_time says so.
    """
    cells = paths[["unit", "activity", "capacity", "size"]].drop_duplicates(["unit", "activity"])
    spread = cells["capacity"].map(_PACE).fillna(0.0)
    longer = cells["size"].map(_STAYS).fillna(1.0).where(cells["capacity"] == "bed_day", 1.0)
    drawn = place.chance("pace").normal(0, 1, len(cells))
    pace = cells.assign(pace=longer * np.exp(spread * drawn), own_time=spread > 0)
    rows = paths.merge(pace.drop(columns=["capacity", "size"]), on=["unit", "activity"])
    own = rows["amount"] * rows["pace"]
    own = own.round(1).where(rows["capacity"] == "bed_day", own.round(2))
    return rows.assign(amount=rows["amount"].mask(rows["own_time"], own)).drop(columns="pace")
