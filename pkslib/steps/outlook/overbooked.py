"""Weeks booked beyond their schedule: who moves, to which free hours, or what it takes to staff."""

from __future__ import annotations

import numpy as np
import pandas as pd

_PLACE = ["unit", "week"]
ABOVE, NOT_SCHEDULED = "above_schedule", "not_scheduled"
# Hours may miss a whole patient or shift by rounding.
_DUST = 1e-6
# Less than half a booking over the schedule is worked in.
_LEAST = 0.5


def overbooked(
    near: pd.DataFrame,
    bookings: pd.DataFrame,
    needs: pd.DataFrame,
    staffed: pd.DataFrame,
    most: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the weeks that hold more bookings than the schedule has hours for, and who moves.

    Parameters
    ----------
    near : pandas.DataFrame
        unit, week, scheduled, booked, kept and free [hours], as in the result table weeks_ahead;
        the weeks of the goal.
    bookings, needs : pandas.DataFrame
        The tables. Elective bookings of the lowest medical priority are moved first.
    staffed : pandas.DataFrame
        unit, week, resource, shifts, scheduled [hours]. A unit that is not in it has no schedule
        in the data set, and nothing is said of it.
    most : int
        Patients that a unit rebooks from a week at most.

    Returns
    -------
    overbooked : pandas.DataFrame
        Rows of the table overbooked: above the schedule when what is booked and what is kept for
        acute care is more than all its hours; not scheduled when there are bookings and no
        schedule. patients are those to move, need that of most of them, or shifts those to staff;
        rebooked are the patients that later weeks have free hours for, the last of them in
        to_week. left is what a week booked above its schedule keeps of its hours too many when
        they have moved.
    moved : pandas.DataFrame
        unit, week, to_week, patients, hours: who is moved where.

    Notes
    -----
    Weeks above their schedule have the free hours first, then those without one; of the patients
    who move, the highest priority has the nearest week. No hour is given twice.
    """
    keys = pd.MultiIndex.from_frame(staffed[_PLACE])
    rows = near[near["unit"].isin(staffed["unit"]) & (near["booked"] > 0)]
    laid = pd.MultiIndex.from_frame(rows[_PLACE]).isin(keys)
    above = (rows["booked"] + rows["kept"] - rows["scheduled"]).clip(upper=rows["booked"])
    over = above.where(laid, rows["booked"])
    rows = rows.assign(over=over, kind=np.where(laid, ABOVE, NOT_SCHEDULED))
    rows = rows[rows["over"] > _LEAST * _mean_hours(rows, bookings)]
    leaving = _able(_leaving(rows, bookings, needs), most)
    moved = _placed(leaving, near)
    rows = rows.merge(_summed(leaving), on=_PLACE, how="left")
    rows = rows.merge(_shift_hours(staffed), on="unit", how="left")
    asked = rows["over"] + rows["kept"].where(rows["kind"] == NOT_SCHEDULED, 0.0)
    shifts = np.ceil(asked / rows["each"].where(rows["each"] > 0) - _DUST)
    placed = moved.groupby(_PLACE, as_index=False).agg(
        rebooked=("patients", "sum"), to_week=("to_week", "max"), gone=("hours", "sum")
    )
    rows = rows.merge(placed, on=_PLACE, how="left").assign(shifts=shifts)
    fits = rows["rebooked"].fillna(0.0).where(rows["patients"].notna())
    left = (rows["over"] - rows["gone"].fillna(0.0)).clip(lower=0).where(rows["kind"] == ABOVE)
    return rows.assign(rebooked=fits, left=left).drop(columns=["each", "gone"]), moved


def reserved(ahead: pd.DataFrame, moved: pd.DataFrame) -> pd.DataFrame:
    """Return the weeks with the hours of those to rebook taken from what may still be booked.

    Parameters
    ----------
    ahead : pandas.DataFrame
        unit, week, free [hours].
    moved : pandas.DataFrame
        As the second of :func:`overbooked`.

    Returns
    -------
    pandas.DataFrame
        ahead with rebooked [hours] and what is left of free.
    """
    hours = moved.groupby(["unit", "to_week"])["hours"].sum()
    taken = hours.reindex(pd.MultiIndex.from_frame(ahead[_PLACE])).fillna(0.0).to_numpy(float)
    return ahead.assign(rebooked=taken, free=(ahead["free"] - taken).clip(lower=0))


def _mean_hours(rows: pd.DataFrame, bookings: pd.DataFrame) -> pd.Series:
    """Return the mean hours of a booking at the unit of each row."""
    hours = bookings["booked"] * bookings["hours_per_patient"]
    sums = bookings.assign(hours=hours).groupby("unit")[["hours", "booked"]].sum()
    mean = sums["hours"] / sums["booked"].where(sums["booked"] > 0)
    return rows["unit"].map(mean).astype(float)


def _leaving(rows: pd.DataFrame, bookings: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return how many patients of which need it takes to free the hours, lowest priority first.

    Care of an acute need moves only where the booking says its own priority.
    """
    usual = needs[["need", "priority", "flow"]].rename(columns={"priority": "usual"})
    mine = rows[[*_PLACE, "kind", "over"]].merge(bookings, on=_PLACE, suffixes=("", "_"))
    mine = mine.merge(usual)
    mine = mine[(mine["flow"] == "elective") | mine["priority"].notna()]
    mine = mine.assign(priority=mine["priority"].fillna(mine["usual"]))
    mine = mine[mine["booked"].astype(float) > 0]
    mine = mine.sort_values([*_PLACE, "priority", "need"], ascending=[True, True, False, True])
    hours = mine["booked"] * mine["hours_per_patient"]
    before = hours.groupby([mine[key] for key in _PLACE]).cumsum() - hours
    still = (mine["over"] - before).clip(lower=0)
    each = mine["hours_per_patient"].where(mine["hours_per_patient"] > 0)
    patients = np.ceil(still / each - _DUST).clip(upper=np.ceil(mine["booked"]))
    return mine.assign(patients=patients, each=each)


def _able(leaving: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return those to rebook, of a week above its schedule no more than a unit can rebook."""
    before = leaving.groupby(_PLACE)["patients"].cumsum() - leaving["patients"]
    able = (most - before).clip(lower=0).where(leaving["kind"] == ABOVE, np.inf)
    return leaving.assign(patients=leaving["patients"].clip(upper=able))


def _summed(leaving: pd.DataFrame) -> pd.DataFrame:
    """Return the patients of each week, and the need that most of them have."""
    most = leaving.sort_values("patients", ascending=False, kind="stable")
    first = most.groupby(_PLACE)[["need", "priority"]].first()
    return first.join(leaving.groupby(_PLACE)[["patients"]].sum()).reset_index()


def _placed(leaving: pd.DataFrame, near: pd.DataFrame) -> pd.DataFrame:
    """Return the free hours of later weeks that those who leave a week come to."""
    room = near.set_index(_PLACE)["free"].to_dict()
    weeks = {unit: sorted(own) for unit, own in near.groupby("unit")["week"]}
    order = leaving[leaving["patients"] > 0].sort_values(["kind", "week", "unit", "priority"])
    found = []
    columns = ["unit", "week", "each", "patients"]
    for unit, week, each, patients in order[columns].itertuples(index=False, name=None):
        left = patients
        for later in (label for label in weeks[unit] if label > week):
            fits = min(left, np.floor(room[unit, later] / each + _DUST))
            if fits > 0:
                room[unit, later] -= fits * each
                left -= fits
                found.append((unit, week, later, fits, fits * each))
    table = pd.DataFrame(found, columns=[*_PLACE, "to_week", "patients", "hours"])
    return table.astype({"patients": float, "hours": float})


def _shift_hours(staffed: pd.DataFrame) -> pd.DataFrame:
    """Return the resource that limits each unit's schedule, and the hours that its shift gives."""
    sums = staffed.groupby("unit").agg(
        scheduled=("scheduled", "sum"), shifts=("shifts", "sum"), resource=("resource", "first")
    )
    sums["each"] = sums["scheduled"] / sums["shifts"].where(sums["shifts"] > 0)
    return sums[["each", "resource"]].reset_index()
