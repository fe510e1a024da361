"""A waiting list brought within its guarantee by a date, week by week.

Part of the treatments are given in queue order, the longest waiters first; the rest go by medical
need and fall on all who wait alike. Bands are weeks waited and stand along the last axis: the
first holds those who came this week, the last those who have waited longer than the guarantee.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pkslib.methods.inputs import NOT_NEGATIVE, PART, SHARE, Floats, take

_WEEK = 7
# Halvings of the interval that holds the answer: a hundredth of a patient in ten million.
_HALVINGS = 30


class Bands(NamedTuple):
    """A waiting list after a week and what happened in it [patients], by band."""

    waiting: Floats
    treated: Floats
    left: Floats


class Ways(NamedTuple):
    """How patients leave a list: untreated each week, and in queue order when treated [shares].

    The share leaving is one for all lists, or one for each.
    """

    leaving: ArrayLike = 0.0
    in_order: float = 1.0


IN_ORDER = Ways()


def weekly_bands(bands: pd.DataFrame, limit: int) -> Floats:
    """Return a waiting list by whole weeks waited, up to a limit and beyond it.

    Parameters
    ----------
    bands : pandas.DataFrame
        days_from, days_to (empty = and longer) [days], patients.
    limit : int
        Longest wait within the guarantee [days]; whole weeks of it count: 90 days are 13 weeks.

    Returns
    -------
    array
        Patients by weeks waited, those beyond the limit last. Patients are spread evenly over
        the days of their band.

    Examples
    --------
    >>> bands = pd.DataFrame({"days_from": [0, 14], "days_to": [13, None], "patients": [10, 3]})
    >>> weekly_bands(bands, 20)
    array([5., 5., 0., 3.])
    """
    weeks = max((limit + 1) // _WEEK, 1)
    found = np.zeros(weeks + 1)
    columns = (bands[name].to_numpy(float) for name in ("days_from", "days_to", "patients"))
    for low, high, patients in zip(*columns, strict=True):
        if np.isnan(high):
            found[-1] += patients
            continue
        days = np.arange(low, high + 1).astype(int)
        np.add.at(found, np.minimum(days // _WEEK, weeks), patients / len(days))
    return found


def list_ahead(
    waiting: ArrayLike, arrivals: ArrayLike, capacity: ArrayLike, ways: Ways = IN_ORDER
) -> list[Bands]:
    """Return waiting lists week by week.

    Parameters
    ----------
    waiting : array (lists, bands)
        Patients today by weeks waited, from 0 up.
    arrivals : array (lists, weeks)
        New patients each week, from 0 up.
    capacity : array (lists, weeks)
        Patients that can be treated each week, from 0 up.
    ways : Ways
        Share of those waiting that leaves untreated each week, share treated in queue order.

    Returns
    -------
    list of Bands
        One a week.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    Two wait too long; three come and three are treated, the longest waiters first:

    >>> week, = list_ahead([[4.0, 2.0]], [[3.0]], [[3.0]])
    >>> week.waiting, week.treated
    (array([[3., 3.]]), array([[0., 3.]]))
    """
    (state,) = take(waiting=(waiting, NOT_NEGATIVE))
    new, places = take(arrivals=(arrivals, NOT_NEGATIVE), capacity=(capacity, NOT_NEGATIVE))
    return list(_weeks(state, new, places, _checked(ways)))


def moved(queue: Floats, new: Floats, shares: Floats, capacity: Floats) -> Bands:
    """Move a waiting list one week forward, all numbers checked before.

    Parameters
    ----------
    queue : array (lists, bands)
        Patients waiting at the start.
    new : array (lists)
        New patients in the week.
    shares : array (lists, bands)
        Share of a band that leaves the list untreated.
    capacity : array (lists, bands)
        Patients that there is capacity to treat, by band. What a band has no use for goes to those
        who waited longest; what is not laid out by band is written on the last one.

    Returns
    -------
    Bands
        What comes in and waits at the start equals what is waiting at the end, treated and left.

    References
    ----------
    .. [1] NHS BNSSG analytics, NHSRtt: stock and flow by months waited.

    Examples
    --------
    >>> moved(*map(np.array, ([[45, 36, 20]], [50], [[0.1, 0.2, 0]], [[5, 40, 10]]))).waiting
    array([[40.,  0., 42.]])
    """
    aged = np.concatenate([new[:, None], queue[:, :-1]], axis=1)
    aged[:, -1] += queue[:, -1]
    left = aged * shares
    present = aged - left
    remaining = np.maximum(present - capacity, 0)
    surplus = np.maximum(capacity - present, 0).sum(axis=1, keepdims=True)
    longer = np.cumsum(remaining[:, ::-1], axis=1)[:, ::-1] - remaining
    remaining = remaining - np.clip(surplus - longer, 0, remaining)
    return Bands(waiting=remaining, treated=present - remaining, left=left)


def _checked(ways: Ways) -> Ways:
    take(leaving=(ways.leaving, SHARE), in_order=(ways.in_order, SHARE))
    return ways


def _weeks(state: Floats, new: Floats, places: Floats, ways: Ways) -> Iterator[Bands]:
    """Yield one week after the other; capacity on the last band is spent from the end."""
    leaving = np.broadcast_to(np.reshape(ways.leaving, (-1, 1)), state.shape)
    for week in range(new.shape[1]):
        present = np.concatenate([new[:, week : week + 1], state[:, :-1]], axis=1)
        present[:, -1] += state[:, -1]
        total = present.sum(axis=1, keepdims=True)
        alike = np.divide(present, total, out=np.zeros_like(present), where=total > 0)
        treated = (1 - ways.in_order) * places[:, week : week + 1] * alike
        treated[:, -1] += ways.in_order * places[:, week]
        found = moved(state, new[:, week], leaving, treated)
        yield found
        state = found.waiting


def capacity_for_share(
    waiting: ArrayLike, arrivals: ArrayLike, share: float, ways: Ways = IN_ORDER
) -> Floats:
    """Return the least even capacity a week at which a share waits within the limit at the end.

    Parameters
    ----------
    waiting, arrivals, ways
        As for :func:`list_ahead`.
    share : float
        Share of those waiting after the last week that is to be within, above 0 and below 1.

    Returns
    -------
    array (lists)
        Patients a week; 0 where the share is reached without treating anyone.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    Ten wait too long and ten come in each of two weeks; those of the first week will have waited
    too long after the second. Five treated a week leave 10 of 20 within:

    >>> capacity_for_share([[0.0, 10.0]], [[10.0, 10.0]], 0.5).round(3)
    array([5.])
    """
    (wanted,) = take(share=(share, PART))
    (now,) = take(waiting=(waiting, NOT_NEGATIVE))
    (new,) = take(arrivals=(arrivals, NOT_NEGATIVE))
    _checked(ways)
    low, high = np.zeros(len(now)), now.sum(axis=1) + new.sum(axis=1)
    reached = _within(now, new, low, ways) >= wanted
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        enough = _within(now, new, middle, ways) >= wanted
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray(np.where(reached, 0.0, high))


def _within(waiting: Floats, arrivals: Floats, capacity: Floats, ways: Ways) -> Floats:
    """Return the share within the limit after the last week; all of an empty list."""
    even = np.broadcast_to(capacity[:, None], arrivals.shape)
    last = deque(_weeks(waiting, arrivals, even, ways), maxlen=1)[0].waiting
    total = last.sum(axis=1)
    inside: Floats = np.ones_like(total)
    np.divide(total - last[:, -1], total, out=inside, where=total > 0)
    return inside
