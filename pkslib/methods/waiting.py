"""Queues against their targets: how large they may be and what capacity that takes.

Demand, capacity and waits must be counted in the same unit of time; weeks throughout, say. The
days of the care guarantee stand in :mod:`pkslib.methods.guarantee` and are offered here too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pkslib.methods.guarantee import last_day, share_range, share_within
from pkslib.methods.inputs import NOT_NEGATIVE, POSITIVE, Result, as_given, take

__all__ = [
    "last_day",
    "load",
    "pressure",
    "relief_capacity",
    "share_range",
    "share_within",
    "target_capacity",
    "target_queue",
]


def load(demand: ArrayLike, capacity: ArrayLike) -> Result:
    """Return demand as a share of capacity; above 1 the queue grows.

    Parameters
    ----------
    demand : float or array
        New patients [per period], from 0 up.
    capacity : float or array
        Patients that can be treated [per period], from 0 up.

    Returns
    -------
    float or array
        Load, from 0 up; infinite where there is demand and no capacity, 0 where there is neither.

    Raises
    ------
    InputError
        When a number is negative or missing.

    Examples
    --------
    >>> load([30, 27, 5, 0], [27, 27, 0, 0])
    array([1.11111111, 1.        ,        inf, 0.        ])
    """
    wanted, possible = take(demand=(demand, NOT_NEGATIVE), capacity=(capacity, NOT_NEGATIVE))
    share = np.where(wanted > 0, np.inf, 0.0)
    np.divide(wanted, possible, out=share, where=possible > 0)
    return as_given(share)


def target_queue(demand: ArrayLike, target_wait: ArrayLike, factor: ArrayLike = 4) -> Result:
    """Return the queue at which nearly everyone is treated within the target.

    Parameters
    ----------
    demand : float or array
        New patients [per period], from 0 up.
    target_wait : float or array
        Longest wait aimed for [periods], from 0 up.
    factor : float or array
        How many times shorter the mean wait is to be than the target. With waits that fall off
        exponentially a share exp(−factor) waits too long: 1.8 % at 4, 0.2 % at 6. The factor
        for a share p within is −ln(1 − p).

    Returns
    -------
    float or array
        Patients waiting, by Little's law: demand · target_wait / factor.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] N. J. Fong et al. (2022), doi 10.1101/2022.08.23.22279117.

    Examples
    --------
    >>> target_queue(30, 52)
    390.0
    """
    arrivals, wait, times = take(
        demand=(demand, NOT_NEGATIVE),
        target_wait=(target_wait, NOT_NEGATIVE),
        factor=(factor, POSITIVE),
    )
    return as_given(np.asarray(arrivals * wait / times))


def relief_capacity(
    demand: ArrayLike, queue: ArrayLike, target_queue: ArrayLike, periods: ArrayLike
) -> Result:
    """Return the capacity that brings a queue to its target in a number of periods.

    Parameters
    ----------
    demand : float or array
        New patients [per period], from 0 up.
    queue, target_queue : float or array
        Patients waiting now and at the end, from 0 up.
    periods : float or array
        Time to get there [periods], above 0.

    Returns
    -------
    float or array
        demand + (queue − target_queue) / periods [patients per period]; 0 where the queue stays
        below its target even if no one is treated.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] N. J. Fong et al. (2022), doi 10.1101/2022.08.23.22279117.

    Examples
    --------
    >>> round(relief_capacity(30, 1200, 390, 26), 2)
    61.15
    >>> relief_capacity(30, 0, 390, 10)
    0.0
    """
    arrivals, now, end, time = take(
        demand=(demand, NOT_NEGATIVE),
        queue=(queue, NOT_NEGATIVE),
        target_queue=(target_queue, NOT_NEGATIVE),
        periods=(periods, POSITIVE),
    )
    return as_given(np.asarray(np.maximum(arrivals + (now - end) / time, 0)))


def target_capacity(
    demand: ArrayLike,
    target_wait: ArrayLike,
    *,
    factor: ArrayLike = 2,
    cv_demand: ArrayLike = 1,
    cv_capacity: ArrayLike = 1,
) -> Result:
    """Return the lasting capacity at which the mean wait stays a given part of the target.

    Parameters
    ----------
    demand : float or array
        New patients [per period], from 0 up.
    target_wait : float or array
        Longest wait aimed for [periods], above 0.
    factor : float or array
        How many times shorter the mean wait is to be than the target; at 2 the
        :func:`pressure` is 1.
    cv_demand, cv_capacity : float or array
        Coefficients of variation of the times between arrivals and between treatments; 1 when
        they come at random.

    Returns
    -------
    float or array
        Capacity [patients per period].

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Notes
    -----
    Kingman's mean wait in heavy traffic, (cv_demand² + cv_capacity²) / 2 / (capacity − demand),
    set to target_wait / factor and solved for the capacity. Some texts leave the 2 out.

    References
    ----------
    .. [1] J. F. C. Kingman (1961), The single server queue in heavy traffic, Mathematical
       Proceedings of the Cambridge Philosophical Society 57.

    Examples
    --------
    >>> round(target_capacity(4, 52, factor=4), 4)
    4.0769
    >>> target_capacity(4, 52, cv_demand=0, cv_capacity=0)
    4.0
    """
    arrivals, wait, times, uneven_demand, uneven_capacity = take(
        demand=(demand, NOT_NEGATIVE),
        target_wait=(target_wait, POSITIVE),
        factor=(factor, POSITIVE),
        cv_demand=(cv_demand, NOT_NEGATIVE),
        cv_capacity=(cv_capacity, NOT_NEGATIVE),
    )
    unevenness = (uneven_demand**2 + uneven_capacity**2) / 2
    return as_given(np.asarray(arrivals + unevenness * times / wait))


def pressure(mean_wait: ArrayLike, target_wait: ArrayLike) -> Result:
    """Return twice the mean wait as a share of the target; above 1 the target will be missed.

    Parameters
    ----------
    mean_wait : float or array
        Mean wait of those waiting, in the same unit as the target (days with days).
    target_wait : float or array
        Longest wait aimed for, above 0.

    Returns
    -------
    float or array
        Pressure, from 0 up.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] N. J. Fong et al. (2022), doi 10.1101/2022.08.23.22279117.

    Examples
    --------
    >>> pressure(13, 52)
    0.5
    """
    mean, target = take(mean_wait=(mean_wait, NOT_NEGATIVE), target_wait=(target_wait, POSITIVE))
    return as_given(np.asarray(2 * mean / target))
