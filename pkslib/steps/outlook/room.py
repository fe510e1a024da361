"""What is still free in the weeks ahead, and what is booked beyond the schedule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.settings import Outlook

_PLACE = ["unit", "week"]
ABOVE, NOT_SCHEDULED = "above_schedule", "not_scheduled"
# Hours may miss a whole patient or shift by rounding.
_DUST = 1e-6
# Less than half a booking over the schedule is worked in.
_LEAST = 0.5


def with_room(weeks: pd.DataFrame, utilisation: pd.Series, settings: Outlook) -> pd.DataFrame:
    """Return the weeks with the hours that may still be booked.

    Parameters
    ----------
    weeks : pandas.DataFrame
        unit, week, scheduled (missing where no schedule is laid), booked, kept and lent [hours]:
        what the balance moves to other units is theirs.
    utilisation : pandas.Series
        Target level of what the unit books, by unit [share]; 1 where it is not known.
    settings : Outlook
        schedule_factor: what the schedule is laid over the plan with is not booked.

    Returns
    -------
    pandas.DataFrame
        weeks with free [hours]: the schedule up to the target level or less its margin for
        absence, whichever is less (level, a share of the schedule), without what is booked,
        what is kept for acute care and what is lent.

    Examples
    --------
    Of 100 scheduled hours 80 may be filled at a target of 80 %; 30 are booked, 20 kept.

    >>> weeks = pd.DataFrame({"unit": ["A"], "week": "2027-W01", "scheduled": 100.0,
    ...                       "booked": 30.0, "kept": 20.0, "lent": 0.0})
    >>> with_room(weeks, pd.Series({"A": 0.8}), Outlook())["free"].tolist()
    [30.0]
    """
    level = weeks["unit"].map(utilisation).astype(float).fillna(1.0)
    level = level.clip(upper=1 / settings.schedule_factor)
    free = weeks["scheduled"] * level - weeks["kept"] - weeks["booked"] - weeks["lent"]
    return weeks.assign(free=free.clip(lower=0).fillna(0.0), level=level)


def lent(weeks: pd.DataFrame, rates: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return what the balance moves away of what a unit books, by week [hours].

    Parameters
    ----------
    weeks : pandas.DataFrame
        unit, week.
    rates : pandas.DataFrame
        As from :func:`pkslib.steps.outlook.weeks.rates_of`.
    moves : pandas.DataFrame
        The result table. A month's amount is spread over its days; weeks before the planning year
        lend nothing.

    Returns
    -------
    pandas.Series of float
        With the index of weeks.

    Examples
    --------
    Of 31 hours moved away in January, seven days' are of each whole week.

    >>> weeks = pd.DataFrame({"unit": "A", "week": ["2026-W52", "2027-W01"]})
    >>> rates = pd.DataFrame({"unit": ["A"], "capacity": "hour"})
    >>> moves = pd.DataFrame({"unit": ["A", "A"], "to_unit": ["B", "A"], "capacity": "hour",
    ...                       "period": "2027-01", "amount": [31.0, 9.0]})
    >>> lent(weeks, rates, moves).tolist()
    [0.0, 7.0]
    """
    away = moves[moves["to_unit"] != moves["unit"]]
    away = away.merge(rates[["unit", "capacity"]].drop_duplicates(), on=["unit", "capacity"])
    if away.empty:
        return pd.Series(0.0, weeks.index)
    a_day = away["amount"] / away["period"].map(periods.days)
    sums = a_day.groupby([away["unit"], away["period"]]).sum()
    kind = periods.only_resolution(away["period"])
    label = weeks["week"].map(lambda week: periods.coarser(week, kind))
    found = sums.reindex(pd.MultiIndex.from_arrays([weeks["unit"], label])).fillna(0.0)
    return pd.Series(found.to_numpy(dtype=float) * weeks["week"].map(periods.days), weeks.index)


def target_levels(rates: pd.DataFrame, capacities: pd.DataFrame) -> pd.Series:
    """Return the target level of what each unit books, by unit [share].

    Parameters
    ----------
    rates : pandas.DataFrame
        unit, capacity, hours: as from :func:`pkslib.steps.outlook.weeks.rates_of`.
    capacities : pandas.DataFrame
        The table. A unit that books several capacities has the mean of their targets by hours.
    """
    rows = rates.merge(capacities[["capacity", "utilisation"]], on="capacity")
    rows = rows.assign(level=rows["hours"] * rows["utilisation"].astype(float))
    sums = rows.groupby("unit")[["level", "hours"]].sum()
    found: pd.Series = sums["level"] / sums["hours"]
    return found


def lacking(weeks: pd.DataFrame, rates: pd.DataFrame, gap: pd.DataFrame) -> pd.Series:
    """Tell in which weeks the balance lacks what the unit books.

    Parameters
    ----------
    weeks : pandas.DataFrame
        unit, week.
    rates : pandas.DataFrame
        As from :func:`pkslib.steps.outlook.weeks.rates_of`.
    gap : pandas.DataFrame
        The result table. A week before its first month counts as that month.

    Returns
    -------
    pandas.Series of bool
        With the index of weeks.
    """
    pairs = rates[["unit", "capacity"]].drop_duplicates()
    known = gap.merge(pairs, on=["unit", "capacity"])
    if known.empty:
        return pd.Series(False, weeks.index)
    kind = periods.only_resolution(known["period"])
    first = str(known["period"].min())
    label = weeks["week"].map(lambda week: max(periods.coarser(week, kind), first))
    short = known[known["gap"] > 0][["unit", "period"]].drop_duplicates()
    listed = pd.MultiIndex.from_frame(short)
    return pd.Series(pd.MultiIndex.from_arrays([weeks["unit"], label]).isin(listed), weeks.index)


def overbooked(
    near: pd.DataFrame, bookings: pd.DataFrame, needs: pd.DataFrame, staffed: pd.DataFrame
) -> pd.DataFrame:
    """Return the weeks that hold more bookings than the schedule has hours for.

    Parameters
    ----------
    near : pandas.DataFrame
        The result table weeks_ahead, the weeks of the goal.
    bookings, needs : pandas.DataFrame
        The tables. Elective bookings of the lowest medical priority are named to be moved first.
    staffed : pandas.DataFrame
        unit, week, resource, shifts, scheduled [hours]. A unit that is not in it has no schedule
        in the data set, and nothing is said of it.

    Returns
    -------
    pandas.DataFrame
        Rows of the table overbooked: above the schedule when what is booked and what is kept for
        acute care is more than all its hours; not scheduled when there are bookings and no
        schedule. patients are those to move, or shifts those to staff; to_week is the first later
        week with room for them all.
    """
    keys = pd.MultiIndex.from_frame(staffed[_PLACE])
    rows = near[near["unit"].isin(staffed["unit"]) & (near["booked"] > 0)]
    laid = pd.MultiIndex.from_frame(rows[_PLACE]).isin(keys)
    above = (rows["booked"] + rows["kept"] - rows["scheduled"]).clip(upper=rows["booked"])
    over = above.where(laid, rows["booked"])
    rows = rows.assign(over=over, kind=np.where(laid, ABOVE, NOT_SCHEDULED))
    rows = rows[rows["over"] > _LEAST * _mean_hours(rows, bookings)]
    moved = _to_move(rows, bookings, needs)
    rows = rows.merge(moved, on=_PLACE, how="left")
    rows = rows.merge(_shift_hours(staffed), on="unit", how="left")
    asked = rows["over"] + rows["kept"].where(rows["kind"] == NOT_SCHEDULED, 0.0)
    shifts = np.ceil(asked / rows["each"].where(rows["each"] > 0) - _DUST)
    room = {unit: own for unit, own in near.groupby("unit")}
    weeks = [
        _first_with(room[unit], week, over)
        for unit, week, over in zip(rows["unit"], rows["week"], rows["over"], strict=True)
    ]
    found = rows.assign(shifts=shifts, to_week=pd.Series(weeks, rows.index, dtype=object))
    return found.drop(columns="each")


def _mean_hours(rows: pd.DataFrame, bookings: pd.DataFrame) -> pd.Series:
    """Return the mean hours of a booking at the unit of each row."""
    hours = bookings["booked"] * bookings["hours_per_patient"]
    sums = bookings.assign(hours=hours).groupby("unit")[["hours", "booked"]].sum()
    mean = sums["hours"] / sums["booked"].where(sums["booked"] > 0)
    return rows["unit"].map(mean).astype(float)


def _to_move(rows: pd.DataFrame, bookings: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return how many patients it takes to free the hours, lowest priority first, and of whom.

    Care of an acute need moves only where the booking says its own priority.
    """
    usual = needs[["need", "priority", "flow"]].rename(columns={"priority": "usual"})
    mine = rows[[*_PLACE, "over"]].merge(bookings, on=_PLACE, suffixes=("", "_")).merge(usual)
    mine = mine[(mine["flow"] == "elective") | mine["priority"].notna()]
    mine = mine.assign(priority=mine["priority"].fillna(mine["usual"]))
    mine = mine[mine["booked"].astype(float) > 0]
    mine = mine.sort_values([*_PLACE, "priority", "need"], ascending=[True, True, False, True])
    hours = mine["booked"] * mine["hours_per_patient"]
    before = hours.groupby([mine[key] for key in _PLACE]).cumsum() - hours
    still = (mine["over"] - before).clip(lower=0)
    each = mine["hours_per_patient"].where(mine["hours_per_patient"] > 0)
    patients = np.ceil(still / each - _DUST).clip(upper=np.ceil(mine["booked"]))
    found = mine.assign(patients=patients)
    columns = ["need", "priority"]
    first = found.groupby(_PLACE)[columns].first()
    return first.join(found.groupby(_PLACE)[["patients"]].sum()).reset_index()


def _shift_hours(staffed: pd.DataFrame) -> pd.DataFrame:
    """Return the resource that limits each unit's schedule, and the hours that its shift gives."""
    sums = staffed.groupby("unit").agg(
        scheduled=("scheduled", "sum"), shifts=("shifts", "sum"), resource=("resource", "first")
    )
    sums["each"] = sums["scheduled"] / sums["shifts"].where(sums["shifts"] > 0)
    return sums[["each", "resource"]].reset_index()


def _first_with(weeks: pd.DataFrame, week: str, hours: float) -> str | None:
    """Return the first week after another that has room for so many hours."""
    roomy = weeks.loc[(weeks["week"] > week) & (weeks["free"] >= hours), "week"]
    return str(roomy.min()) if len(roomy) else None
