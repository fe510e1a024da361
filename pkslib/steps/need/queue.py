"""The waiting list ahead, and what it takes to bring it within the care guarantee by a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib import periods
from pkslib.methods.guarantee import within_limits
from pkslib.methods.inputs import Floats
from pkslib.methods.recovery import Ways, capacity_for_share, list_ahead, weekly_bands
from pkslib.methods.waiting import target_capacity
from pkslib.settings import Queue
from pkslib.tables import waiting_lists
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.results.need import COURSES

_WEEK = 7


@dataclass(frozen=True)
class Lists:
    """Waiting lists of needs with the same guarantee, a row each, and the weeks ahead of them.

    Attributes
    ----------
    needs : list of str
        Their codes.
    limit : int
        Days of the guarantee.
    waiting : array (needs, bands)
        Patients by weeks waited when the lists were taken.
    arrivals : array (needs, weeks)
        New patients in each week from the day after.
    weeks : list of date
        First day of each week.
    leaving : array (needs)
        Share that leaves untreated each week.
    told : array (needs)
        Whether the bands tell who was within the guarantee; one across the limit does not.
    """

    needs: list[str]
    limit: int
    waiting: Floats
    arrivals: Floats
    weeks: list[date]
    leaving: Floats
    told: NDArray[np.bool_]

    def ways(self, settings: Queue) -> Ways:
        """Return how patients leave the lists."""
        return Ways(self.leaving, settings.in_order)

    def by_month(self, settings: Queue, capacity: Floats, year: int) -> pd.DataFrame:
        """Return what happens month by month at a capacity a week, to the end of a year.

        Weeks are shared between calendar months by their days, as if all days of a week were
        alike: what comes in is what waits more, is treated or has left, in each month too.
        """
        found = list_ahead(self.waiting, self.arrivals, capacity, self.ways(settings))
        flows = {
            "inflow": self.arrivals,
            "treated": np.stack([week.treated.sum(axis=1) for week in found], axis=1),
            "left": np.stack([week.left.sum(axis=1) for week in found], axis=1),
        }
        weeks = [self.waiting, *(week.waiting for week in found)]
        states = {
            "waiting": np.stack([week.sum(axis=1) for week in weeks], axis=1),
            "overdue": np.stack([week[:, -1] for week in weeks], axis=1),
        }
        days = np.arange(np.datetime64(self.weeks[0]), np.datetime64(f"{year + 1:04d}-01-01"))
        months, first = np.unique(days.astype("datetime64[M]"), return_index=True)
        last = np.append(first[1:], len(days)) - 1
        week, into = np.divmod(np.arange(len(days)), _WEEK)
        rows = {
            name: np.add.reduceat(each[:, week] / _WEEK, first, axis=1)
            for name, each in flows.items()
        } | {
            name: (each[:, week] + np.diff(each)[:, week] * (into + 1) / _WEEK)[:, last]
            for name, each in states.items()
        }
        place = {
            "need": np.repeat(self.needs, len(months)),
            "period": np.tile(months.astype(str), len(self.needs)),
        }
        return pd.DataFrame(place | {name: each.ravel() for name, each in rows.items()})


def lists(
    waiting: pd.DataFrame,
    needs: pd.DataFrame,
    forecast: pd.DataFrame,
    leaving: pd.DataFrame,
    year: int,
) -> list[Lists]:
    """Return the latest waiting lists of needs with a care guarantee, to the end of the year.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables. A list that a unit took before the others stands as it is on their day.
    forecast : pandas.DataFrame
        The result table: what comes in, from the day after the list was taken.
    leaving : pandas.DataFrame
        need, leaving: share of the list that leaves untreated each week.
    year : int
        Planning year.

    Returns
    -------
    list of Lists
        One for each guarantee and day on which lists were taken.
    """
    known = waiting_lists.with_limits(waiting, needs).dropna(subset=["limit"])
    known = known.merge(forecast[["need"]].drop_duplicates())
    taken = known.groupby("need")["as_of"].transform("max")
    shares = leaving.set_index("need")["leaving"]
    found = []
    for (_, as_of), rows in known.groupby(["limit", taken]):
        limit = int(rows["limit"].iloc[0])
        codes = sorted(rows["need"].unique())
        weeks = _weeks(date.fromisoformat(str(as_of)), year)
        bands = [weekly_bands(rows[rows["need"] == code], limit) for code in codes]
        new = np.array([_weekly(forecast[forecast["need"] == code], weeks) for code in codes])
        gone = shares.reindex(codes).to_numpy(float)
        within = within_limits(rows, ["need"])
        told = (within["within_lower"] == within["within_upper"]).to_numpy()
        found.append(Lists(codes, limit, np.array(bands), new, weeks, gone, told))
    return found


def _weeks(as_of: date, year: int) -> list[date]:
    """Return the first days of the weeks from the day after to the end of a year."""
    count = -((as_of - date(year, 12, 31)).days // _WEEK)
    return [as_of + timedelta(days=1 + _WEEK * week) for week in range(count)]


def _weekly(forecast: pd.DataFrame, weeks: list[date]) -> Floats:
    """Return the patients of each week, periods spread evenly over their days.

    The week at the turn of the year is a whole one, at the pace of the last period.
    """
    days = np.arange(len(weeks) * _WEEK) + weeks[0].toordinal()
    found = np.zeros(len(days))
    for label, mean in zip(forecast["period"], forecast["mean"], strict=True):
        found[days >= periods.start(label).toordinal()] = mean / periods.days(label)
    return np.asarray(found.reshape(-1, _WEEK).sum(axis=1))


def goals(found: list[Lists], settings: Queue, region: str, year: int) -> pd.DataFrame:
    """Return what is to be treated each week so that a share is within the guarantee by a date.

    Parameters
    ----------
    found : list of Lists
        As from :func:`lists`.
    settings : Queue
        Share, date (the year's last day without one), share in queue order, and factor.
    region : str
        Its code.
    year : int
        Planning year. Work begins with it, or when the list was taken if that is later; until
        then as many are treated as come.

    Returns
    -------
    pandas.DataFrame
        Rows of the table queue_goal, but for those who leave.
    """
    rows = [_goal(one, settings, year) for one in found if one.weeks]
    columns = ["need", "waiting", "within", "arrivals", "needed", "extra", "steady"]
    goal = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)
    by = (settings.by or date(year, 12, 31)).isoformat()
    return goal.assign(region=region, by=by, share=settings.within)


def _goal(one: Lists, settings: Queue, year: int) -> pd.DataFrame:
    first, last = _span(one, settings, year)
    start, ways = one.waiting, one.ways(settings)
    if first:
        calm = one.arrivals[:, :first]
        start = list_ahead(start, calm, calm, ways)[-1].waiting
    new = one.arrivals[:, first:last]
    mean = new.mean(axis=1)
    needed = capacity_for_share(start, new, settings.within, ways)
    total = start.sum(axis=1)
    within = np.divide(total - start[:, -1], total, out=np.ones_like(total), where=total > 0)
    # Within the same day is within a day.
    limit = np.maximum(one.limit, 1.0)
    steady = target_capacity(mean, limit / _WEEK, factor=settings.factor)
    return pd.DataFrame(
        {
            "need": one.needs, "waiting": total, "within": np.where(one.told, within, np.nan),
            "arrivals": mean,
            "needed": needed, "extra": np.maximum(needed - mean, 0.0), "steady": steady,
        }
    )  # fmt: skip


def _span(one: Lists, settings: Queue, year: int) -> tuple[int, int]:
    """Return the first and past-the-last week of the work; one week at least."""
    by = settings.by or date(year, 12, 31)
    first = sum(day < date(year, 1, 1) for day in one.weeks[:-1])
    last = sum(day + timedelta(days=_WEEK - 1) <= by for day in one.weeks)
    return first, max(last, first + 1)


def ahead(found: list[Lists], goal: pd.DataFrame, settings: Queue, year: int) -> pd.DataFrame:
    """Return the waiting lists month by month, as they are run and as the goal asks.

    Parameters
    ----------
    found, settings, year
        As for :func:`goals`.
    goal : pandas.DataFrame
        As from :func:`goals`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table queue_ahead.
    """
    rows = []
    level = goal.set_index("need")[["needed", "arrivals"]].max(axis=1)
    for one in found:
        if not one.weeks:
            continue
        first, last = _span(one, settings, year)
        more = one.arrivals.copy()
        more[:, first:last] = level.reindex(one.needs).to_numpy()[:, None]
        for course, capacity in zip(COURSES, (one.arrivals, more), strict=True):
            rows.append(one.by_month(settings, capacity, year).assign(course=course))
    if not rows:
        return empty(RESULTS["queue_ahead"])
    return pd.concat(rows, ignore_index=True).assign(region=goal["region"].iloc[0])


def reliefs(
    expected: pd.DataFrame, queue: pd.DataFrame, goal: pd.DataFrame, settings: Queue
) -> pd.Series:
    """Return the extra patients of each need and period while a waiting list is worked down.

    Parameters
    ----------
    expected : pandas.DataFrame
        need, period.
    queue : pandas.DataFrame
        need, relief [patients per period]: what reaches the target queue over the year. A list
        shorter than its target is not refilled.
    goal : pandas.DataFrame
        As from :func:`goals`; counts when a date is set.
    settings : Queue
        Whether lists are worked down, and by when.

    Returns
    -------
    pandas.Series
        Patients, a value a row of expected.
    """
    if not settings.work_down:
        return pd.Series(0.0, expected.index)
    if settings.by is None:
        relief = queue.set_index("need")["relief"].clip(lower=0)
        return expected["need"].map(relief).astype(float).fillna(0.0)
    extra = expected["need"].map(goal.set_index("need")["extra"]).astype(float).fillna(0.0)
    by = settings.by
    return (
        extra / _WEEK * expected["period"].map(lambda label: _days_until(label, by)).astype(float)
    )


def _days_until(period: str, by: date) -> int:
    """Return the days of a period up to and including a day."""
    return int(np.clip((by - periods.start(period)).days + 1, 0, periods.days(period)))
