"""Bookings of the weeks ahead: some units well booked far ahead, some just begun."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.demo import needs
from pkslib.demo.calendar import FIRST_WEEK, MONTHS, Values, working_days
from pkslib.demo.demand import Arrivals
from pkslib.demo.organisation import Organisation
from pkslib.demo.regions import Region

WEEKS = tuple([FIRST_WEEK, *periods.following(FIRST_WEEK, 25)])
# Weeks past that bookings are remembered of, each looked at so many weeks before, and once after.
PAST = tuple(periods.shift(FIRST_WEEK, back) for back in range(-16, 0))
_LOOKED = (8, 6, 4, 3, 2, 1, 0, -1)
# Planned care is booked at these kinds of unit; theatres keep acute care out of their bookings.
_THEATRES = ("OP", "DAG")
_BOOKED = (*_THEATRES, "END", "MED", "KIR", "ORT", "OGO", "BAR", "PSY")
# The first of these that a need's pathway meets is where its waiting patients wait.
_WAITED_FOR = (*_THEATRES, "END", "ORT", "PSY", "MED", "KIR", "OGO", "BAR")


class _Habit(NamedTuple):
    """How a unit books: weeks of reach, unevenness, weeks with holes, part left to plan."""

    full: float
    reach: float
    uneven: float
    holes: float
    to_plan: float
    overdue: float


# By step on the maturity ladder; after two pictures from Region Jönköpings län, a unit that has
# just begun and one with long experience (Socialstyrelsen, Uppföljning på taktisk nivå). Figures
# invented.
_HABITS = {
    1: _Habit(0.85, 4, 0.25, 0.25, 0.35, 1.6),
    2: _Habit(0.88, 6, 0.18, 0.15, 0.25, 1.3),
    3: _Habit(0.92, 12, 0.10, 0.05, 0.12, 1.0),
    4: _Habit(0.96, 26, 0.06, 0.0, 0.06, 0.6),
    5: _Habit(0.98, 48, 0.04, 0.0, 0.03, 0.4),
}


def week_rates(patients: Values, weeks: tuple[str, ...] = WEEKS) -> Values:
    """Return the mean per week of what comes in the months, by working days.

    Parameters
    ----------
    patients : numpy.ndarray
        Shape (rows, months of the calendar).
    weeks : tuple of str
        ISO weeks; a week belongs to the month of its Thursday.

    Returns
    -------
    numpy.ndarray
        Shape (rows, weeks).
    """
    months = [periods.coarser(week, "month") for week in weeks]
    part = [
        working_days(week) / working_days(month) for week, month in zip(weeks, months, strict=True)
    ]
    result: Values = patients[:, [MONTHS.index(month) for month in months]] * np.array(part)
    return result


def table(
    place: Region,
    own: Organisation,
    patients: Arrivals,
    queue: pd.DataFrame,
    steps: dict[str, int],
) -> pd.DataFrame:
    """Return the table bookings.

    Parameters
    ----------
    place : Region
    own : Organisation
    patients : Arrivals
    queue : pandas.DataFrame
        The region's table waiting; who waited longest is overdue somewhere.
    steps : dict
        Step on the maturity ladder by clinic.

    Returns
    -------
    pandas.DataFrame
        unit, need, week, booked, to_plan, overdue [patients], hours_per_patient [hours].
    """
    chance = place.chance("bookings")
    cells = _cells(own)
    rows = cells["need"].map({need: row for row, need in enumerate(patients.needs)}).to_numpy()
    mean = week_rates(patients.mean[rows] * cells["per_patient"].to_numpy()[:, None])
    habits = [_HABITS[steps[unit]] for unit in cells["unit"].map(own.clinics())]
    habit = pd.DataFrame(habits, columns=_Habit._fields)
    columns = {name: habit[name].to_numpy()[:, None] for name in _Habit._fields}
    ahead = np.arange(len(WEEKS))
    booked = mean * columns["full"] * np.exp(-ahead / columns["reach"])
    booked *= np.clip(chance.normal(1, columns["uneven"], mean.shape), 0.2, 1.3)
    booked = np.where(chance.random(mean.shape) < columns["holes"], booked * 0.3, booked)
    # Target dates are known about a care guarantee ahead.
    to_plan = mean * columns["to_plan"] * np.exp(-ahead / 8)
    overdue = np.zeros(mean.shape)
    overdue[:, 0] = _overdue(cells, habit["overdue"], queue)
    return _long(cells, {"booked": booked, "to_plan": to_plan, "overdue": overdue})


def history(
    place: Region, own: Organisation, patients: Arrivals, steps: dict[str, int]
) -> pd.DataFrame:
    """Return the table booking_history: how the weeks just past filled up, unit by unit.

    Parameters
    ----------
    place, own, patients, steps
        As for :func:`table`.

    Returns
    -------
    pandas.DataFrame
        unit, week, as_of, booked, hours [hours]; the last look is the Monday after the week.
    """
    chance = place.chance("booking history")
    cells = _cells(own)
    rows = cells["need"].map({need: row for row, need in enumerate(patients.needs)}).to_numpy()
    each = (cells["per_patient"] * cells["hours_per_patient"]).to_numpy()
    mean = week_rates(patients.mean[rows] * each[:, None], PAST)
    hours = pd.DataFrame(mean).groupby(cells["unit"].to_numpy()).sum()
    habits = [_HABITS[steps[unit]] for unit in hours.index.map(own.clinics())]
    full, reach, uneven = (
        np.array([getattr(habit, name) for habit in habits])[:, None]
        for name in ("full", "reach", "uneven")
    )
    filled = full * np.clip(chance.normal(1, uneven, hours.shape), 0.3, 1.0)
    names = {"unit": np.repeat(hours.index.to_numpy(), len(PAST)), "week": PAST * len(hours)}
    looks = [
        pd.DataFrame(names).assign(
            as_of=[_monday(week, lead) for week in PAST] * len(hours),
            booked=(hours.to_numpy() * filled * np.exp(-max(lead, 0) / reach)).round(1).ravel(),
            hours=hours.to_numpy().round(1).ravel(),
        )
        for lead in _LOOKED
    ]
    return pd.concat(looks, ignore_index=True)


def _monday(week: str, lead: int) -> str:
    return (periods.start(week) - timedelta(weeks=lead)).isoformat()


def _cells(own: Organisation) -> pd.DataFrame:
    """Return units and needs that are booked, with visits per patient and hours each."""
    paths = own.pathways
    planned = paths["need"].map(lambda need: needs.NEEDS[need].flow == "elective")
    paths = paths[paths["role"].isin(_BOOKED) & (planned | ~paths["role"].isin(_THEATRES))]
    hours = (paths["per_patient"] * paths["amount"]).rename("hours")
    cells = paths[["unit", "need", "role", "per_patient"]].join(hours)
    cells = cells.groupby(["unit", "need", "role"], as_index=False).sum()
    cells["hours_per_patient"] = (cells["hours"] / cells["per_patient"]).round(2)
    return cells


def _overdue(cells: pd.DataFrame, weight: pd.Series, queue: pd.DataFrame) -> Values:
    """Return who has waited beyond the guarantee, shared among the units they wait for."""
    last = queue[(queue["as_of"] == queue["as_of"].max()) & (queue["days_from"] > 90)]
    late = last.groupby("need")["patients"].sum()
    rank = cells["role"].map({role: place for place, role in enumerate(_WAITED_FOR)})
    waited_for = rank == rank.groupby(cells["need"]).transform("min")
    part = (cells["per_patient"] * weight).where(waited_for, 0.0)
    share = part / part.groupby(cells["need"]).transform("sum")
    result: Values = (cells["need"].map(late).fillna(0.0) * share).to_numpy()
    return result


def _long(cells: pd.DataFrame, values: dict[str, Values]) -> pd.DataFrame:
    """Return a row per unit, need and week, in whole patients."""
    names = cells[["unit", "need", "hours_per_patient"]]
    table = names.loc[names.index.repeat(len(WEEKS))].reset_index(drop=True)
    columns = {name: np.round(value).ravel() for name, value in values.items()}
    return table.assign(week=np.tile(WEEKS, len(cells)), **columns)
