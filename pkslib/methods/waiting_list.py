"""A waiting list moved forward week by week, by weeks waited.

Part of the treatments are given in queue order, the longest waiters first; the rest go by medical
need and fall on all who wait alike. A list is an array of patients by whole weeks waited: the
first place holds those who came this week, the last all who have waited two years or longer.
Lists stand as rows, weeks waited along the last axis.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from pkslib.methods.inputs import NOT_NEGATIVE, PART, SHARE, Floats, take

DAYS = 7
# Weeks waited that are told apart: two years.
AGES = 105
_FIRST = DAYS * np.arange(AGES)
# Where in its band a patient may stand.
EVEN, YOUNGEST, OLDEST = "patients", "youngest", "oldest"
PLACEMENTS = (EVEN, YOUNGEST, OLDEST)
# Halvings of the interval that holds the answer: a millionth of it.
_HALVINGS = 20
# Parts in queue order that are tried, and the worsening within which they are as likely as not
# excluded: 95 of 100, one degree of freedom.
_PARTS = np.arange(21) / 20
_WORSE = 3.84
# Where patients stand in the first bands is not known; half a year on it no longer shows.
_SETTLED_WEEKS = 26
# A part known no closer than this is not known.
_WIDEST = 0.6


class Ways(NamedTuple):
    """How patients leave a list: untreated each week, and in queue order when treated [shares].

    Each is one for all lists, or one for each.
    """

    leaving: ArrayLike = 0.0
    in_order: ArrayLike = 1.0


class Week(NamedTuple):
    """A waiting list after a week and what happened in it [patients], by weeks waited."""

    waiting: Floats
    treated: Floats
    left: Floats


class Part(NamedTuple):
    """The part treated in queue order, and between what it is with 95 per cent certainty."""

    likeliest: float
    lower: float
    upper: float

    @property
    def known(self) -> bool:
        """Whether the list's history tells it at all."""
        return self.upper - self.lower <= _WIDEST


def weights(first: ArrayLike, last: ArrayLike) -> Floats:
    """Return which part of each week waited lies within spans of days.

    Parameters
    ----------
    first, last : array (spans)
        First and last day of a span, both in it; last may be missing (and longer) [days].

    Returns
    -------
    array (spans, weeks waited)
        0–1.

    Examples
    --------
    90 days are twelve whole weeks and six days of the next:

    >>> weights([0], [89])[0, 10:14]
    array([1.        , 1.        , 0.85714286, 0.        ])
    """
    low, high = np.asarray(first, float)[:, None], np.asarray(last, float)[:, None]
    end = np.where(np.isnan(high), np.inf, high)
    inside = np.minimum(end, _FIRST + DAYS - 1) - np.maximum(low, _FIRST) + 1
    return np.asarray(np.clip(inside, 0, DAYS) / DAYS)


def placed(first: ArrayLike, last: ArrayLike, patients: ArrayLike, where: str = EVEN) -> Floats:
    """Return a list told in bands by weeks waited.

    Parameters
    ----------
    first, last : array (bands)
        As for :func:`weights`.
    patients : array (bands)
        Patients of each band, from 0 up.
    where : str
        ``patients``: spread evenly over the band; ``youngest``, ``oldest``: all on its first, its
        last day. Who has waited so long "and longer" is taken to have waited just so long, but
        for the oldest.

    Returns
    -------
    array (weeks waited)
        Patients; what is told of a list holds for every split when it holds for all three.

    Examples
    --------
    >>> placed([0, 14], [13, None], [10.0, 3.0])[:4]
    array([5., 5., 3., 0.])
    >>> placed([0, 14], [13, None], [10.0, 3.0], "oldest")[[0, 1, 2, -1]]
    array([ 0., 10.,  0.,  3.])
    """
    low, high, number = (np.asarray(each, float) for each in (first, last, patients))
    if where == EVEN:
        inside = weights(low, np.where(np.isnan(high), low, high))
        return np.asarray(number @ (inside / inside.sum(axis=1, keepdims=True).clip(min=1e-9)))
    day = low if where == YOUNGEST else np.where(np.isnan(high), _FIRST[-1], high)
    place = np.minimum(day // DAYS, AGES - 1).astype(int)
    return np.bincount(place, number, AGES).astype(float)


def list_ahead(
    waiting: ArrayLike, arrivals: ArrayLike, capacity: ArrayLike, ways: Ways
) -> list[Week]:
    """Return waiting lists week by week.

    Parameters
    ----------
    waiting : array (lists, weeks waited)
        Patients at the start, from 0 up.
    arrivals, capacity : array (lists, weeks)
        New patients, and patients that can be treated, each week, from 0 up.
    ways : Ways
        Share of those waiting that leaves untreated each week, share treated in queue order.

    Returns
    -------
    list of Week
        What comes in and waits before equals what waits after, is treated and has left.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] NHS BNSSG analytics, NHSRtt: stock and flow by time waited.

    Examples
    --------
    Two have waited two weeks; three come and three are treated, the longest waiters first:

    >>> week, = list_ahead([[4.0, 0.0, 2.0]], [[3.0]], [[3.0]], Ways())
    >>> week.waiting, week.treated
    (array([[3., 3., 0.]]), array([[0., 1., 2.]]))
    """
    (state,) = take(waiting=(waiting, NOT_NEGATIVE))
    new, places = take(arrivals=(arrivals, NOT_NEGATIVE), capacity=(capacity, NOT_NEGATIVE))
    take(leaving=(ways.leaving, SHARE), in_order=(ways.in_order, SHARE))
    return list(_weeks(state, new, places, ways))


def _weeks(state: Floats, new: Floats, places: Floats, ways: Ways) -> Iterator[Week]:
    """Yield one week after the other."""
    leaving, in_order = (np.reshape(each, (-1, 1)) for each in ways)
    for week in range(new.shape[1]):
        present = np.concatenate([new[:, week : week + 1], state[:, :-1]], axis=1)
        present[:, -1] += state[:, -1]
        left = present * leaving
        present -= left
        total = present.sum(axis=1, keepdims=True)
        treated = np.minimum(places[:, week : week + 1], total)
        alike = (1 - in_order) * np.divide(
            treated, total, out=np.zeros_like(total), where=total > 0
        )
        state = present * (1 - alike)
        longer = np.cumsum(state[:, ::-1], axis=1)[:, ::-1] - state
        state = state - np.clip(in_order * treated - longer, 0, state)
        yield Week(state, present - state, left)


def capacity_for_share(
    waiting: ArrayLike, arrivals: ArrayLike, inside: Floats, share: float, ways: Ways
) -> Floats:
    """Return the least even capacity a week at which a share waits within a limit at the end.

    Parameters
    ----------
    waiting, arrivals, ways
        As for :func:`list_ahead`.
    inside : array (lists, weeks waited)
        Part of each week waited within the limit, as from :func:`weights`.
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
    Ten wait and ten come in each of two weeks; who has waited a week or longer has waited too
    long. Five treated a week leave 10 of 20 within:

    >>> within = np.array([[1.0, 0.0, 0.0]])
    >>> capacity_for_share([[10.0, 0, 0]], [[10.0, 10.0]], within, 0.5, Ways()).round(3)
    array([5.])
    """
    (wanted,) = take(share=(share, PART))
    (now,), (new,) = take(waiting=(waiting, NOT_NEGATIVE)), take(arrivals=(arrivals, NOT_NEGATIVE))
    take(leaving=(ways.leaving, SHARE), in_order=(ways.in_order, SHARE))
    # So many empty the list: all who come at most in a week, and each week a part of the list.
    low, high = np.zeros(len(now)), now.sum(axis=1) / new.shape[1] + new.max(axis=1)
    reached = _within(now, new, low, inside, ways) >= wanted
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        enough = _within(now, new, middle, inside, ways) >= wanted
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray(np.where(reached, 0.0, high))


def _within(
    waiting: Floats, arrivals: Floats, capacity: Floats, inside: Floats, ways: Ways
) -> Floats:
    """Return the share within the limit after the last week; all of an empty list."""
    even = np.broadcast_to(capacity[:, None], arrivals.shape)
    last = deque(_weeks(waiting, arrivals, even, ways), maxlen=1)[0].waiting
    total, found = last.sum(axis=1), np.ones(len(last))
    np.divide((last * inside).sum(axis=1), total, out=found, where=total > 1e-9)
    return found


def at_days(start: Floats, weeks: list[Week], days: ArrayLike) -> Floats:
    """Return lists as they stand a number of days from the start, between whole weeks too.

    Parameters
    ----------
    start : array (lists, weeks waited)
        Lists at the start.
    weeks : list of Week
        As from :func:`list_ahead`.
    days : int or array (days)
        Days from the start, to the end of the last week at most.

    Returns
    -------
    array (days, lists, weeks waited)
        Patients; within a week all of its days are alike.
    """
    states = np.stack([start, *(week.waiting for week in weeks), weeks[-1].waiting])
    whole, part = np.divmod(np.atleast_1d(days), DAYS)
    share = part[:, None, None] / DAYS
    return np.asarray(states[whole] * (1 - share) + states[whole + 1] * share)


def part_in_order(
    start: Floats, arrivals: Floats, capacity: Floats, leaving: float, days: Floats, bands: Floats,
    seen: Floats,
) -> Floats:  # fmt: skip
    """Return how badly each part in queue order explains how a list's bands have moved.

    Parameters
    ----------
    start : array (weeks waited)
        The first list.
    arrivals, capacity : array (weeks)
        What came in and was treated each week from it.
    leaving : float
        Share that leaves untreated each week.
    days : array (lists)
        Days from the first list to each later one.
    bands : array (bands, weeks waited)
        As from :func:`weights`.
    seen : array (lists, bands)
        Patients of each later list.

    Returns
    -------
    array (parts)
        Sum of squares over what is expected by chance, for parts 0, 0.05 … 1. The total of each
        list is as seen: only how it is divided between bands tells of the order. Patients who
        stand on several lists in a row count once.
    """
    rows = np.broadcast_to(start, (len(_PARTS), AGES))
    new, places = (np.broadcast_to(each, (len(_PARTS), len(each))) for each in (arrivals, capacity))
    weeks = list(_weeks(rows, new, places, Ways(leaving, _PARTS)))
    states = at_days(rows, weeks, days) @ bands.T
    total = states.sum(axis=2, keepdims=True)
    expected = states / np.where(total > 0, total, 1.0) * seen.sum(axis=1)[:, None, None]
    misfit = (seen[:, None, :] - expected) ** 2 / np.maximum(expected, 1.0)
    settled = days >= min(_SETTLED_WEEKS * DAYS, days.max() / 2)
    pace = capacity.mean() + leaving * seen.sum(axis=1).mean()
    stay = DAYS * seen.sum(axis=1).mean() / pace if pace > 0 else np.inf
    apart = np.diff(days, prepend=0).mean()
    return np.asarray(misfit[settled].sum(axis=(0, 2)) / max(stay / apart, 1.0))


def likeliest(misfit: Floats, freedom: int) -> Part:
    """Return the part in queue order that explains best, and its interval.

    Parameters
    ----------
    misfit : array (parts)
        As from :func:`part_in_order`, of one list or summed over several.
    freedom : int
        Numbers compared, less the one estimated.

    Returns
    -------
    Part
        What the model cannot explain at its best widens the interval.
    """
    best = float(misfit.min())
    over = misfit - best - _WORSE * max(best / max(freedom, 1), 1.0)
    inside = np.flatnonzero(over <= 0)
    first, last = int(inside[0]), int(inside[-1])
    lower, upper = _PARTS[first], _PARTS[last]
    if first:
        lower = np.interp(0.0, -over[first - 1 : first + 1], _PARTS[first - 1 : first + 1])
    if last < len(over) - 1:
        upper = np.interp(0.0, over[last : last + 2], _PARTS[last : last + 2])
    return Part(float(_PARTS[int(misfit.argmin())]), float(lower), float(upper))


def steady(
    arrivals: ArrayLike, limit: ArrayLike, share: float, ways: Ways
) -> tuple[Floats, Floats]:
    """Return the largest list at which a share waits within a limit for good, and its pace.

    Parameters
    ----------
    arrivals : array (lists)
        New patients each week, from 0 up.
    limit : array (lists)
        Longest wait within, in weeks, above 0.
    share : float
        Share of those waiting that is to be within, above 0 and below 1.
    ways : Ways
        As for :func:`list_ahead`.

    Returns
    -------
    tuple of array (lists)
        Patients waiting, and patients to treat each week: those who come, less those who leave.

    Notes
    -----
    Of those who come a share exp(−h x) still waits after x weeks, where h holds those treated
    alike and those leaving, until the age at which the queue order reaches them. All in queue
    order: everyone waits equally long, the list is arrivals · limit / share. None: waits fall off
    exponentially and the list is arrivals · limit / −ln(1 − share), 2.3 times shorter at 90 %.

    Examples
    --------
    >>> [float(steady([10.0], [13.0], 0.9, Ways(0.0, part))[0].round(1)[0]) for part in (0, 0.5, 1)]
    [56.5, 108.7, 144.4]
    """
    (wanted,) = take(share=(share, PART))
    new, weeks = take(arrivals=(arrivals, NOT_NEGATIVE), limit=(limit, NOT_NEGATIVE))
    gone, order = take(leaving=(ways.leaving, SHARE), in_order=(ways.in_order, SHARE))
    alike = np.maximum(1 - order, 1e-9)
    low, high = np.broadcast_arrays(np.maximum(gone, 1e-12), weeks * 0 + 50.0)
    for _ in range(80):
        hazard = (low + high) / 2
        met = _met(hazard, alike, gone)
        enough = -np.expm1(-hazard * weeks) >= wanted * met
        low, high = np.where(enough, low, hazard), np.where(enough, hazard, high)
    waiting = new * _met(high, alike, gone) / high
    return np.asarray(waiting), np.asarray(np.maximum(new - gone * waiting, 0.0))


def _met(hazard: Floats, alike: Floats, leaving: Floats) -> Floats:
    """Return the share that leaves before the queue order reaches it."""
    return np.asarray(np.minimum(alike / (1 - (1 - alike) * leaving / hazard), 1.0))
