"""Wards and queues with random arrivals: how many are turned away or have to wait, and how long.

Load is offered load [erlang]: arrivals per day times mean stay in days, which is the mean number
of patients who would be in if there were always room. Servers are beds, theatres or booths. Only
the mean stay matters for who is turned away; where everyone waits stays are exponential too, and
where times are booked the wait is shorter: there the answers are upper bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from pkslib.methods.inputs import (
    NOT_NEGATIVE,
    PART,
    RISK,
    WHOLE,
    Floats,
    Result,
    as_given,
    take,
)


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
    return as_given(_fewest(load, limit, lambda _, inverse, __: 1 / inverse))


def servers_for_waiting(load: ArrayLike, limit: ArrayLike) -> Result:
    """Return the fewest servers at which at most a given share have to wait.

    Parameters
    ----------
    load : float or array
        Offered load [erlang], from 0 up.
    limit : float or array
        Largest share made to wait, above 0 and at most 1.

    Returns
    -------
    int or array of int
        Smallest n with ``erlang_c(load, n) <= limit``, else as :func:`servers_for_blocking`.

    Raises
    ------
    InputError
        When a load is negative or missing, or a limit is outside its range.

    Examples
    --------
    >>> servers_for_waiting([0, 2, 10], [0.5, 0.45, 0.174])
    array([ 1,  3, 15])
    """
    return as_given(_fewest(load, limit, _waiting))


def mean_wait(load: ArrayLike, servers: ArrayLike, service: ArrayLike) -> Result:
    """Return the mean wait of all who come, those who need not wait included.

    Parameters
    ----------
    load : float or array
        Offered load [erlang], from 0 up.
    servers : int or array
        Number of servers, from 0 up.
    service : float or array
        Mean time of service, in any unit, from 0 up.

    Returns
    -------
    float or array
        In the unit of service; infinite where the load fills the servers.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] D. Gross and C. M. Harris, Fundamentals of Queueing Theory, 2nd ed., section 2.3.

    Examples
    --------
    Six an hour, 20 minutes each, three servers:

    >>> round(mean_wait(2, 3, 20), 1), mean_wait(3, 3, 20)
    (8.9, inf)
    """
    offered, places, time = take(
        load=(load, NOT_NEGATIVE), servers=(servers, WHOLE), service=(service, NOT_NEGATIVE)
    )
    found = np.full(offered.shape, np.inf)
    waits = np.asarray(erlang_c(offered, places))
    np.divide(waits * time, places - offered, out=found, where=places > offered)
    return as_given(found)


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


def _fewest(
    load: ArrayLike, limit: ArrayLike, share: Callable[[int, Floats, Floats], Floats]
) -> NDArray[np.int64]:
    """Return the fewest servers whose share, worked out from them, 1/B and load, is within."""
    offered, most = take(load=(load, NOT_NEGATIVE), limit=(limit, RISK))
    found = np.zeros(offered.shape, dtype=np.int64)
    for servers, inverse in enumerate(_inverse_blocking(offered)):
        too_few = share(servers, inverse, offered) > most
        if not too_few.any():
            break
        found = found + too_few
    return found


def _waiting(servers: int, inverse: Floats, load: Floats) -> Floats:
    """Erlang C from 1/B: n / ((n − load) / B + load), where 1/B is infinite when no one comes."""
    waits = np.ones_like(load)
    there = load < servers
    # Where the inverse is beyond all numbers nobody waits.
    with np.errstate(over="ignore"):
        waits[there] = servers / ((servers - load) * inverse + load)[there]
    return waits


def _blocking(load: Floats, servers: Floats) -> Floats:
    """Erlang B for arrays of one shape."""
    blocked = np.ones_like(load)
    last = servers.max(initial=0)
    for reached, inverse in enumerate(_inverse_blocking(load)):
        here = servers == reached
        blocked[here] = 1 / inverse[here]
        if reached >= last:
            break
    return blocked


def _inverse_blocking(load: Floats) -> Iterator[Floats]:
    """Yield the inverses of Erlang B for 0, 1, 2 … servers without end; infinite without load."""
    inverse = np.ones_like(load)
    for servers in count(1):
        yield inverse
        with np.errstate(divide="ignore", over="ignore"):
            inverse = 1 + servers / load * inverse
