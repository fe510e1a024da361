"""Wards and queues with random arrivals: how many are turned away or have to wait.

Load is offered load [erlang]: arrivals per day times mean stay in days, which is the mean number
of patients who would be in if there were always room. Servers are beds, theatres or booths. Only
the mean stay matters for :func:`erlang_b`; :func:`erlang_c` also assumes exponential stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from pkslib.language import mark
from pkslib.methods.inputs import (
    COUNT,
    NOT_NEGATIVE,
    PART,
    RISK,
    WHOLE,
    Floats,
    Range,
    Result,
    as_given,
    take,
)

# Closer to full, the share taken in drowns in rounding and the load cannot be told from it.
_OCCUPANCY = Range(mark("a share above 0, at most 0.9999"), lambda v: (v > 0) & (v <= 0.9999))
# Far from the root each of Newton's steps about doubles the load: 20 are many.
_MOST_STEPS = 100
_PRECISION = 1e-9


def erlang_b(load: ArrayLike, servers: ArrayLike) -> Result:
    """Return the share of arrivals turned away because every server is taken.

    Parameters
    ----------
    load : float or array
        Offered load [erlang], from 0 up.
    servers : int or array
        Number of servers, from 0 up. No servers turn everyone away.

    Returns
    -------
    float or array
        Share turned away, 0–1.

    Raises
    ------
    InputError
        When a load is negative or missing, or servers are not whole numbers.

    Notes
    -----
    1/B(n) = 1 + n/load · 1/B(n − 1), 1/B(0) = 1: sums of positive terms only, so nothing cancels
    and nothing overflows to a wrong answer, with 10 000 servers or more.

    References
    ----------
    .. [1] A. K. Erlang (1917), Solution of some problems in the theory of probabilities of
       significance in automatic telephone exchanges.
    .. [2] V. B. Iversen, Teletraffic Engineering and Network Planning, ch. 4 (inverse recursion).

    Examples
    --------
    >>> erlang_b(1, [0, 1, 2])
    array([1. , 0.5, 0.2])
    >>> erlang_b(0, 3)
    0.0
    """
    offered, places = take(load=(load, NOT_NEGATIVE), servers=(servers, WHOLE))
    return as_given(_blocking(offered, places))


def erlang_c(load: ArrayLike, servers: ArrayLike) -> Result:
    """Return the share of arrivals that have to wait when everyone waits for their turn.

    Parameters
    ----------
    load : float or array
        Offered load [erlang], from 0 up.
    servers : int or array
        Number of servers, from 0 up.

    Returns
    -------
    float or array
        Share made to wait, 0–1; 1.0 where load is as large as the servers or larger, for there
        the queue only grows.

    Raises
    ------
    InputError
        When a load is negative or missing, or servers are not whole numbers.

    References
    ----------
    .. [1] D. Gross and C. M. Harris, Fundamentals of Queueing Theory, 2nd ed., section 2.3.

    Examples
    --------
    >>> round(erlang_c(2, 3), 4)
    0.4444
    >>> erlang_c([0, 3], 3)
    array([0., 1.])
    """
    offered, places = take(load=(load, NOT_NEGATIVE), servers=(servers, WHOLE))
    blocked = _blocking(offered, places)
    waits = np.ones_like(offered)
    np.divide(
        places * blocked,
        places - offered * (1 - blocked),
        out=waits,
        where=offered < places,
    )
    return as_given(waits)


def servers_for_blocking(load: ArrayLike, limit: ArrayLike) -> Result:
    """Return the fewest servers that turn away at most a given share.

    Parameters
    ----------
    load : float or array
        Offered load [erlang], from 0 up.
    limit : float or array
        Largest share turned away, above 0 and at most 1.

    Returns
    -------
    int or array of int
        Smallest n with ``erlang_b(load, n) <= limit``. One server even at no load (unless the
        limit is 1), since without any nobody could be taken in.

    Raises
    ------
    InputError
        When a load is negative or missing, or a limit is outside its range.

    Examples
    --------
    >>> servers_for_blocking(10, [0.01, 0.02, 1])
    array([18, 17,  0])
    """
    offered, most = take(load=(load, NOT_NEGATIVE), limit=(limit, RISK))
    servers = np.zeros(offered.shape, dtype=np.int64)
    for inverse in inverse_blocking(offered):
        too_few = 1 / inverse > most
        if not too_few.any():
            break
        servers = servers + too_few
    return as_given(servers)


def load_for_occupancy(servers: ArrayLike, occupancy: ArrayLike) -> Result:
    """Return the offered load at which servers come to be occupied to a given share.

    It is larger than ``servers * occupancy``, by those turned away: a stand-alone ward that is
    seen to run at 85 % has refused some. ``erlang_b`` of the answer is that refusal.

    Parameters
    ----------
    servers : int or array
        Number of servers, from 1 up.
    occupancy : float or array
        Mean share of servers taken, above 0 and at most 0.9999.

    Returns
    -------
    float or array
        Offered load [erlang].

    Raises
    ------
    InputError
        When servers are not whole numbers from 1 up, or an occupancy is outside its range.

    Notes
    -----
    Solves load · (1 − B) = servers · occupancy by Newton's method. The left side grows ever more
    slowly with load, so that steps from below never pass the root.

    Examples
    --------
    >>> wards = [10, 28, 100]
    >>> np.round(erlang_b(load_for_occupancy(wards, 0.85), wards), 3)
    array([0.327, 0.118, 0.015])
    """
    places, taken = take(servers=(servers, COUNT), occupancy=(occupancy, _OCCUPANCY))
    load = places * taken
    for _ in range(_MOST_STEPS):
        blocked = _blocking(load, places)
        slope = 1 - blocked - blocked * (places - load * (1 - blocked))
        step = (places * taken - load * (1 - blocked)) / slope
        load = load + np.maximum(step, 0)
        if (step <= _PRECISION * load).all():
            break
    return as_given(load)


def beds_for_quantile(mean_occupied: ArrayLike, quantile: ArrayLike) -> Result:
    """Return the fewest beds that suffice with a given probability at a random moment.

    Parameters
    ----------
    mean_occupied : float or array
        Mean number of patients if there is always room [beds], from 0 up.
    quantile : float or array
        Probability that the beds suffice, above 0 and below 1.

    Returns
    -------
    int or array of int
        Quantile of the Poisson distribution, the number of patients present in an infinite
        ward with random arrivals.

    Raises
    ------
    InputError
        When a mean is negative or missing, or a quantile is outside its range.

    References
    ----------
    .. [1] A. M. de Bruin et al. (2010), Dimensioning hospital wards using the Erlang loss model,
       Annals of Operations Research 178.

    Examples
    --------
    >>> beds_for_quantile([0, 10, 85], 0.95)
    array([  0,  15, 100])
    """
    mean, wanted = take(mean_occupied=(mean_occupied, NOT_NEGATIVE), quantile=(quantile, PART))
    beds = np.ceil(special.pdtrik(wanted, np.where(mean > 0, mean, 1.0)))
    # The inverse is a float and may land just above the whole number that suffices.
    fewer = np.maximum(beds - 1, 0)
    beds = np.where(special.pdtr(fewer, mean) >= wanted, fewer, beds)
    return as_given(np.where(mean > 0, beds, 0).astype(np.int64))


def _blocking(load: Floats, servers: Floats) -> Floats:
    """Erlang B for arrays of one shape."""
    blocked = np.ones_like(load)
    last = servers.max(initial=0)
    for reached, inverse in enumerate(inverse_blocking(load)):
        here = servers == reached
        blocked[here] = 1 / inverse[here]
        if reached >= last:
            break
    return blocked


def inverse_blocking(load: Floats) -> Iterator[Floats]:
    """Return the inverses of Erlang B for 0, 1, 2 … servers, without end.

    Parameters
    ----------
    load : array of float
        Offered load [erlang], checked before.

    Returns
    -------
    iterator of array of float
        Each of the shape of load; without load infinite from one server on.

    Examples
    --------
    >>> inverse = inverse_blocking(np.array([0.0, 2.0]))
    >>> next(inverse), next(inverse)
    (array([1., 1.]), array([inf, 1.5]))
    """
    inverse = np.ones_like(load)
    for servers in count(1):
        yield inverse
        with np.errstate(divide="ignore", over="ignore"):
            inverse = 1 + servers / load * inverse
