"""The days of a planning year, and how a period's plan is laid out on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.methods.workdays import days_between, is_working_day, weekday
from pkslib.settings import Plan


class Days(NamedTuple):
    """The days of some periods, in order, one place a day.

    period: place of its period. week: ISO week. weekday: 1 = Monday. open: share of elective care
    that runs on the day; 0 on weekends and holidays, less in the summer closing.
    """

    period: NDArray[np.int64]
    week: list[str]
    weekday: NDArray[np.int64]
    open: Floats

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
    return Days(
        np.repeat(np.arange(len(labels)), lengths),
        week,
        weekday(dates),
        np.where(is_working_day(dates), share, 0.0),
    )


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
