"""Bookings of the weeks ahead, and how far and how evenly plan and schedule meet."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.settings import Outlook

_STATES = ["booked", "to_plan", "overdue"]


def booked_hours(bookings: pd.DataFrame) -> pd.DataFrame:
    """Return bookings in hours: unit, week, booked, to_plan, overdue.

    Parameters
    ----------
    bookings : pandas.DataFrame
        The table: patients, and hours per patient.

    Examples
    --------
    >>> booked_hours(pd.DataFrame({
    ...     "unit": "A", "week": "2027-W01", "need": ["hip", "knee"], "booked": [4.0, 2.0],
    ...     "to_plan": [1.0, 0.0], "overdue": 0.0, "hours_per_patient": [0.5, 1.0],
    ... })).to_numpy().tolist()
    [['A', '2027-W01', 4.0, 0.5, 0.0]]
    """
    hours = bookings[_STATES].mul(bookings["hours_per_patient"], axis=0)
    rows = pd.concat([bookings[["unit", "week"]], hours], axis=1)
    return rows.groupby(["unit", "week"], as_index=False)[_STATES].sum()


def reach_of(ahead: pd.DataFrame, settings: Outlook) -> pd.DataFrame:
    """Return how far each unit's schedule reaches and how evenly it is booked.

    Parameters
    ----------
    ahead : pandas.DataFrame
        As the table weeks_ahead.
    settings : Outlook
        reach_weeks, the goal.

    Returns
    -------
    pandas.DataFrame
        unit; reach: weeks from the first on with a schedule at or above plan; goal; first_below:
        the first week below (empty: none); variation: coefficient of variation of booked hours;
        free_while_waiting: scheduled hours not booked from the first week on in which someone
        has waited too long. The last two within the weeks of the goal.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the questions of Region
       Jönköpings län to the view.
    """
    rows = [
        {"unit": unit, "goal": settings.reach_weeks} | _reach(weeks, settings.reach_weeks)
        for unit, weeks in ahead.sort_values("week").groupby("unit")
    ]
    return pd.DataFrame(rows)


def _reach(weeks: pd.DataFrame, goal: int) -> dict[str, object]:
    covered = (weeks["scheduled"] >= weeks["plan"]).to_numpy()
    reach = len(covered) if covered.all() else int(np.argmin(covered))
    near = weeks.head(goal)
    booked = near["booked"].to_numpy()
    mean = booked.mean()
    free = (near["scheduled"] - near["booked"]).clip(lower=0).fillna(0.0)
    return {
        "reach": reach,
        "first_below": None if covered.all() else weeks["week"].iloc[reach],
        "variation": booked.std() / mean if mean > 0 else np.nan,
        "free_while_waiting": free[near["overdue"].cumsum() > 0].sum(),
    }
