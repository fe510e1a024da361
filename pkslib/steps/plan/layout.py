"""The plan in whole numbers that add up: year, quarters, periods, and their weeks and weekdays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib import periods
from pkslib.methods.apportion import apportion, whole
from pkslib.methods.inputs import Floats
from pkslib.methods.workdays import days_between, is_working_day, weekday
from pkslib.settings import Plan

KEY = ["unit", "activity"]
# The one resolution that quarters are parts of; the others are parts of quarters.
_YEAR = "year"
_WEEK = 7


class Layout:
    """Acute and elective activities per unit, activity and period, laid out in whole numbers.

    Parameters
    ----------
    keys : pandas.DataFrame
        unit and activity, sorted, a row each.
    acute, elective : array (rows, periods)
        Activities.
    labels : sequence of str
        The periods.
    days : Days
        Their days.
    urgent : array (rows, periods), optional
        Elective activities that no summer closing holds back.
    manned : array of bool (rows, 7), optional
        Weekdays, from Monday, on which acute care has staff.

    Notes
    -----
    The year's target is the sum rounded once; quarters, periods, weeks and weekdays are parts of
    it by the largest remainder, so they add up to it exactly. Acute care is even over the days
    of a period on which it has staff; elective care follows the working days that are open.
    """

    def __init__(
        self,
        keys: pd.DataFrame,
        acute: Floats,
        elective: Floats,
        labels: Sequence[str],
        days: Days,
        urgent: Floats | None = None,
        manned: NDArray[np.bool_] | None = None,
    ) -> None:
        self._keys, self._labels, self._days = keys, list(labels), days
        self._acute, self._elective = acute, elective
        self._urgent = np.zeros_like(acute) if urgent is None else urgent
        self._manned = np.ones((len(keys), _WEEK), bool) if manned is None else manned
        self._year = whole(self._both().sum(axis=1))

    def targets(self, year: int) -> pd.DataFrame:
        """Return the rows of the table targets: the year and its quarters."""
        names, quarters = self._quarters()
        whole_year = self._rows([f"{year:04d}"], self._year[:, None], "period")
        return pd.concat([whole_year, self._rows(names, quarters, "period")])

    def plan(self) -> pd.DataFrame:
        """Return the rows of the table plan: the periods, which add up to the quarters."""
        if self._by_days():
            return self._rows(self._labels, apportion(self._year, self._both()), "period")
        names, quarters = self._quarters()
        of_period = np.array([names.index(name) for name in self._quarter_names()])
        parts = np.zeros(self._acute.shape, np.int64)
        for place in range(len(names)):
            own = of_period == place
            parts[:, own] = apportion(quarters[:, place], self._both()[:, own])
        return self._rows(self._labels, parts, "period")

    def weeks(self) -> pd.DataFrame:
        """Return the rows of the table plan_weeks; of a week that straddles years its own days."""
        return self._spread(self._days.week, "week")

    def weekdays(self) -> pd.DataFrame:
        """Return the rows of the table plan_weekdays."""
        rows = self._spread([str(day) for day in self._days.weekday], "weekday")
        return rows.astype({"weekday": "int64"})

    def _both(self) -> Floats:
        return self._acute + self._elective + self._urgent

    def _by_days(self) -> bool:
        """Return whether a period is longer than a quarter."""
        return periods.resolution(self._labels[0]) == _YEAR

    def _quarter_names(self) -> list[str]:
        return [periods.coarser(label, "quarter") for label in self._labels]

    def _quarters(self) -> tuple[list[str], NDArray[np.int64]]:
        """Return the quarters and their targets."""
        if self._by_days():
            year = self._labels[0]
            starts = [periods.end(f"{year}-Q{number}") for number in range(1, 5)]
            first = periods.start(year)
            ends = [(day - first).days for day in starts]
            column = np.searchsorted(ends, np.arange(len(self._days.week))) + 1
            names, amount = self._shared([f"{year}-Q{number}" for number in column])
            return names, apportion(self._year, amount)
        names = sorted(set(self._quarter_names()))
        place = [names.index(name) for name in self._quarter_names()]
        sums = self._both() @ np.eye(len(names))[place]
        return names, apportion(self._year, sums)

    def _shared(self, column: Sequence[str]) -> tuple[list[str], Floats]:
        """Return acute and elective activities by the spans of their days."""
        spans, opened = laid_out(self._days, column, self._days.open)
        _, working = laid_out(self._days, column, self._days.working)
        amounts = self._elective @ opened + self._urgent @ working
        patterns, own = np.unique(self._manned, axis=0, return_inverse=True)
        for place, pattern in enumerate(patterns):
            # Where nobody is named on any day, nothing is known.
            weight = pattern[self._days.weekday - 1].astype(float) if pattern.any() else 1.0
            _, every = laid_out(self._days, column, np.ones(len(self._days.week)) * weight)
            mine = own.ravel() == place
            amounts[mine] += self._acute[mine] @ every
        return spans, amounts

    def _spread(self, column: Sequence[str], name: str) -> pd.DataFrame:
        spans, amounts = self._shared(column)
        return self._rows(spans, apportion(self._year, amounts), name)

    def _rows(self, spans: Sequence[str], parts: NDArray[np.int64], name: str) -> pd.DataFrame:
        """Return a row per unit, activity and span."""
        rows = self._keys.loc[self._keys.index.repeat(len(spans))].reset_index(drop=True)
        return rows.assign(
            **{name: np.tile(np.array(spans), len(self._keys))}, target=parts.ravel()
        )


class Days(NamedTuple):
    """The days of some periods, in order, one place a day.

    period: place of its period. week: ISO week. weekday: 1 = Monday. working: 1 on working days,
    else 0. open: share of elective care that runs on the day: less in the summer closing.
    """

    period: NDArray[np.int64]
    week: list[str]
    weekday: NDArray[np.int64]
    working: Floats
    open: Floats

    def working_days(self) -> Floats:
        """Return the working days of each period."""
        return np.asarray(np.bincount(self.period, self.working), float)

    def open_days(self) -> Floats:
        """Return the working days of each period, those in the summer closing by their share."""
        return np.asarray(np.bincount(self.period, self.open), float)


def days_of(labels: Sequence[str], settings: Plan) -> Days:
    """Return the days of consecutive periods.

    Parameters
    ----------
    labels : sequence of str
        Periods of one resolution, in order.
    settings : Plan
        summer_from and summer_to [ISO week], summer_share.

    Examples
    --------
    >>> days = days_of(["2027-01", "2027-02"], Plan())
    >>> days.week[0], days.open[:5]
    ('2026-W53', array([0., 0., 0., 1., 1.]))
    """
    lengths = [periods.days(label) for label in labels]
    dates = days_between(periods.start(labels[0]), periods.end(labels[-1]))
    week = [periods.label_of(day, "week") for day in dates.tolist()]
    number = np.array([int(label[-2:]) for label in week])
    summer = (number >= settings.summer_from) & (number <= settings.summer_to)
    share = np.where(summer, settings.summer_share, 1.0)
    working = is_working_day(dates).astype(float)
    place = np.repeat(np.arange(len(labels)), lengths)
    return Days(place, week, weekday(dates), working, working * share)


def laid_out(days: Days, column: Sequence[str], weight: Floats) -> tuple[list[str], Floats]:
    """Return how each period is shared out on weeks, weekdays or other spans of its days.

    Parameters
    ----------
    days : Days
        The days of the periods.
    column : sequence
        Span of each day: its week, weekday or quarter.
    weight : array
        Weight of each day within its period, from 0 up. A period without any weight is shared
        out evenly over all its days.

    Returns
    -------
    spans : list
        The spans in order.
    share : array (periods, spans)
        Each row adds up to 1.
    """
    spans = sorted(set(column))
    place = np.array([spans.index(span) for span in column])
    total = np.bincount(days.period, weight)[days.period]
    even = 1 / np.bincount(days.period)[days.period]
    part = np.divide(weight, total, out=even, where=total > 0)
    share = np.zeros((days.period.max() + 1, len(spans)))
    np.add.at(share, (days.period, place), part)
    return spans, share
