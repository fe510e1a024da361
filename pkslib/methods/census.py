"""How many beds are taken each hour of the week, from when patients come and how long they stay."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.methods.inputs import NOT_NEGATIVE, POSITIVE, Floats, take

HOURS = 24
WEEK = 7 * HOURS
# Halvings of the interval that holds the pace of discharge.
_HALVINGS = 50


def hourly(weekdays: ArrayLike, hours: ArrayLike) -> Floats:
    """Return a week's profile by hour from one over weekdays and one over the hours of a day.

    Parameters
    ----------
    weekdays : array (7,)
        Weight of each weekday, Monday first, from 0 up.
    hours : array (24,)
        Weight of each hour of the day, from 0 up.

    Returns
    -------
    array (168,)
        Weights with the mean 1, from Monday at midnight.

    Raises
    ------
    InputError
        When weights are negative, missing, not 7 and 24, or all 0.

    Examples
    --------
    >>> week = hourly([1] * 5 + [0, 0], [0] * 8 + [1] + [0] * 15)
    >>> week.sum(), week[8], week[5 * 24 + 8]
    (np.float64(168.0), np.float64(33.6), np.float64(0.0))
    """
    (by_day,) = take(weekdays=(weekdays, NOT_NEGATIVE))
    (by_hour,) = take(hours=(hours, NOT_NEGATIVE))
    profile = np.outer(by_day, by_hour).ravel()
    if by_day.shape != (7,) or by_hour.shape != (HOURS,) or not profile.any():
        raise InputError(
            text("A week's profile takes 7 weekdays and 24 hours, some of them above 0; found "
                 "{days} and {hours}.", days=by_day.size, hours=by_hour.size)
        )  # fmt: skip
    return np.asarray(profile / profile.mean())


def weekly_census(arrivals: ArrayLike, stay: ArrayLike, discharges: ArrayLike) -> Floats:
    """Return the beds taken at the beginning of each hour of a week that comes back unchanged.

    Parameters
    ----------
    arrivals : array (n, 168)
        Patients who come in each hour, from Monday at midnight, from 0 up.
    stay : array (n,)
        Mean stay [hours], above 0.
    discharges : array (168,)
        How willingly patients are discharged in each hour, from 0 up, in any unit.

    Returns
    -------
    array (n, 168)
        Beds. Their mean is arrivals an hour times mean stay (Little's law).

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Notes
    -----
    In every hour a share 1 − exp(−pace · discharges) of those present goes home; the pace is the
    one at which the mean stay is as given. Stays are exponential in time weighted by discharges.

    Examples
    --------
    Patients who come and go alike at all hours fill the same beds at all hours:

    >>> weekly_census(np.full((1, 168), 0.5), [48.0], np.ones(168))[0, :3].round(6)
    array([24., 24., 24.])
    """
    (new,) = take(arrivals=(arrivals, NOT_NEGATIVE))
    (hours,) = take(stay=(stay, POSITIVE))
    (weights,) = take(discharges=(discharges, NOT_NEGATIVE))
    wanted = new.mean(axis=1) * hours
    weights = weights / weights.mean()
    # Powers of e: from stays of thousands of years to stays of less than an hour.
    low, high = np.full(len(new), -18.0), np.full(len(new), 6.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        many = _present(new, np.exp(middle), weights).mean(axis=1) > wanted
        low, high = np.where(many, middle, low), np.where(many, high, middle)
    return _present(new, np.exp((low + high) / 2), weights)


def _present(new: Floats, pace: Floats, weights: Floats) -> Floats:
    """Return those present at the beginning of each hour, the same at both ends of the week."""
    stays = np.exp(-pace[:, None] * weights)
    found = np.zeros((WEEK + 1, len(new)))
    for hour in range(WEEK):
        found[hour + 1] = (found[hour] + new[:, hour]) * stays[:, hour]
    # Those present on Monday at midnight are what the week leaves, and their own remainder.
    left = np.exp(-np.cumsum(pace[:, None] * weights, axis=1))
    start = found[-1] / (1 - left[:, -1])
    before = np.concatenate([np.ones((len(new), 1)), left[:, :-1]], axis=1)
    return np.asarray(found[:-1].T + start[:, None] * before)
