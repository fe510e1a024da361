"""The waiting list by time waited, moved forward a period at a time.

Bands are one period wide (month by month, week by week) and stand along the last axis: the first
holds those who came this period, the last all who have waited that long or longer. Further axes
before it are moved along together, one waiting list each.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from pkslib.methods.inputs import NOT_NEGATIVE, SHARE, Floats, take


class Bands(NamedTuple):
    """A waiting list after a period and what happened in it [patients], by band."""

    waiting: Floats
    treated: Floats
    left: Floats


def next_bands(
    waiting: ArrayLike, arrivals: ArrayLike, leaving: ArrayLike, treated: ArrayLike
) -> Bands:
    """Move a waiting list one period forward.

    Parameters
    ----------
    waiting : array, bands last
        Patients waiting at the start, from 0 up.
    arrivals : float or array (without the axis of bands)
        New patients in the period, from 0 up.
    leaving : array, bands last
        Share of a band that leaves the list untreated, 0–1.
    treated : array, bands last
        Patients that there is capacity to treat, by band, from 0 up.

    Returns
    -------
    Bands
        Waiting at the end, treated and left untreated. What comes in and waits at the start
        equals what is waiting at the end, treated and left.

    Raises
    ------
    InputError
        When a number is missing or outside its range, or shapes do not fit.

    References
    ----------
    .. [1] NHS BNSSG analytics, NHSRtt: stock and flow by months waited.

    Examples
    --------
    >>> after = next_bands([45, 36, 20], arrivals=50, leaving=[0.1, 0.2, 0], treated=[5, 40, 10])
    >>> after.waiting
    array([40.,  0., 42.])
    >>> after.treated.sum(), after.left
    (np.float64(55.0), array([5., 9., 0.]))
    """
    queue, shares, capacity = take(
        waiting=(waiting, NOT_NEGATIVE), leaving=(leaving, SHARE), treated=(treated, NOT_NEGATIVE)
    )
    (new,) = take(arrivals=(arrivals, NOT_NEGATIVE))
    return moved(queue, new, shares, capacity)


def moved(queue: Floats, new: Floats, shares: Floats, capacity: Floats) -> Bands:
    """Return what :func:`next_bands` does, of numbers that are checked already."""
    aged = np.empty(queue.shape)
    aged[..., 0], aged[..., 1:] = new, queue[..., :-1]
    aged[..., -1] += queue[..., -1]
    left = aged * shares
    remaining = _longest_first(aged - left, capacity)
    return Bands(waiting=remaining, treated=aged - left - remaining, left=left)


def treat_longest_first(waiting: ArrayLike, treated: ArrayLike) -> Floats:
    """Treat each band as planned, and those who waited longest with what is left over.

    Parameters
    ----------
    waiting : array, bands last
        Patients waiting, from 0 up.
    treated : array, bands last
        Patients that there is capacity to treat, by band, from 0 up. Capacity that is not laid
        out by band is written on the last one.

    Returns
    -------
    array, bands last
        Patients still waiting; never negative, capacity beyond all of them stays unused.

    Raises
    ------
    InputError
        When a number is missing or negative, or shapes do not fit.

    Examples
    --------
    >>> treat_longest_first([5, 13, 13, 3, 7], [9, 9, 9, 2, 7])
    array([0., 4., 1., 0., 0.])
    """
    queue, capacity = take(waiting=(waiting, NOT_NEGATIVE), treated=(treated, NOT_NEGATIVE))
    return _longest_first(queue, capacity)


def _longest_first(queue: Floats, capacity: Floats) -> Floats:
    remaining = np.maximum(queue - capacity, 0)
    surplus = np.maximum(capacity - queue, 0).sum(axis=-1, keepdims=True)
    longer = np.cumsum(remaining[..., ::-1], axis=-1)[..., ::-1] - remaining
    still_waiting: Floats = remaining - np.clip(surplus - longer, 0, remaining)
    return still_waiting


def steady_bands(arrivals: ArrayLike, leaving: ArrayLike, treated: ArrayLike) -> Bands:
    """Return the waiting list that comes back period after period unchanged.

    Parameters
    ----------
    arrivals : float or array (without the axis of bands)
        New patients a period, from 0 up.
    leaving : array, bands last
        Share of a band that leaves the list untreated, 0–1.
    treated : array, bands last
        Patients that there is capacity to treat each period, by band, from 0 up.

    Returns
    -------
    Bands
        Waiting, treated and left untreated each period. Capacity that a band has no use for is
        not moved to another. Those who remain in the last band are not followed further: the
        list is truly steady when that band is empty.

    Raises
    ------
    InputError
        When a number is missing or outside its range, or shapes do not fit.

    References
    ----------
    .. [1] NHS BNSSG analytics, NHSRtt: steady state.

    Examples
    --------
    >>> steady_bands(50, leaving=[0.1, 0.2], treated=[5, 40])
    Bands(waiting=array([40.,  0.]), treated=array([ 5., 32.]), left=array([5., 8.]))
    """
    shares, capacity = take(leaving=(leaving, SHARE), treated=(treated, NOT_NEGATIVE))
    (present,) = take(arrivals=(arrivals, NOT_NEGATIVE))
    flows = []
    for band in range(shares.shape[-1]):
        left = present * shares[..., band]
        done = np.minimum(present - left, capacity[..., band])
        present = present - left - done
        flows.append((present, done, left))
    return Bands(*(np.stack(flow, axis=-1) for flow in zip(*flows, strict=True)))
