"""Patients who wait for their turn: how long, and how many servers it takes.

Arrivals are at random, stays exponential, everyone waits. Load is as in
:mod:`pkslib.methods.queueing`: arrivals per hour times hours of service. Where times are booked
the wait is shorter; there the answers are upper bounds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pkslib.methods.inputs import NOT_NEGATIVE, POSITIVE, RISK, WHOLE, Result, as_given, take
from pkslib.methods.queueing import erlang_c, inverse_blocking


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
        Smallest n with ``erlang_c(load, n) <= limit``; one server even at no load, unless the
        limit is 1.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    >>> servers_for_waiting([0, 2, 10], [0.5, 0.45, 0.174])
    array([ 1,  3, 15])
    """
    offered, most = take(load=(load, NOT_NEGATIVE), limit=(limit, RISK))
    servers = np.zeros(offered.shape, dtype=np.int64)
    for reached, inverse in enumerate(inverse_blocking(offered)):
        waits = np.ones_like(offered)
        there = offered < reached
        # C = n / ((n − load) / B + load); infinite 1/B where no one comes.
        waits[there] = reached / ((reached - offered) * inverse + offered)[there]
        too_few = waits > most
        if not too_few.any():
            break
        servers = servers + too_few
    return as_given(servers)


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


def share_waiting_longer(
    load: ArrayLike, servers: ArrayLike, service: ArrayLike, time: ArrayLike
) -> Result:
    """Return the share of all who come that wait longer than a given time.

    Parameters
    ----------
    load, servers, service
        As for :func:`mean_wait`.
    time : float or array
        In the unit of service, from 0 up.

    Returns
    -------
    float or array
        Share, 0–1; 1 where the load fills the servers.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    >>> round(share_waiting_longer(10, 14, 3, 0.33), 3)
    0.112
    """
    offered, places, stay, limit = take(
        load=(load, NOT_NEGATIVE), servers=(servers, WHOLE), service=(service, POSITIVE),
        time=(time, NOT_NEGATIVE),
    )  # fmt: skip
    spare = np.maximum(places - offered, 0.0)
    return as_given(np.asarray(erlang_c(offered, places)) * np.exp(-spare * limit / stay))
