"""Whether those who are scheduled suffice when some of them are away."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from pkslib.methods.inputs import ABSENCE, NOT_NEGATIVE, PART, Floats, Result, as_given, take

# Hours divided into shifts may come out a hair above a whole number.
_DUST = 1e-9


def probability_covered(scheduled: ArrayLike, needed: ArrayLike, absence: ArrayLike) -> Result:
    """Return the probability that enough of the scheduled shifts are worked.

    Parameters
    ----------
    scheduled : float or array
        Shifts scheduled, from 0 up; of a fraction the whole shifts count.
    needed : float or array
        Shifts that the plan takes, from 0 up; a part of a shift takes a whole one.
    absence : float or array
        Probability that a scheduled shift is not worked, from 0, below 1.

    Returns
    -------
    float or array
        Binomial probability that at least the needed shifts are worked, 0–1.

    Raises
    ------
    InputError
        When a number is missing or outside its range, or shapes do not fit.

    Notes
    -----
    Shifts are missed independently of each other. Where one spell takes several shifts of a
    small unit the true probability lies closer to a half.

    Examples
    --------
    A tenth above plan makes up for 9.1 % absence on average, which is not the same as always:

    >>> float(round(probability_covered(11, 10, 1 / 11), 3))
    0.736
    >>> probability_covered([9, 10], 10, 0)
    array([0., 1.])
    """
    shifts, wanted, away = take(
        scheduled=(scheduled, NOT_NEGATIVE),
        needed=(needed, NOT_NEGATIVE),
        absence=(absence, ABSENCE),
    )
    return as_given(_covered(np.floor(shifts + _DUST), np.ceil(wanted - _DUST), away))


def shifts_for(needed: ArrayLike, absence: ArrayLike, probability: ArrayLike) -> Result:
    """Return the fewest shifts to schedule so that enough are worked with a given probability.

    Parameters
    ----------
    needed : float or array
        Shifts that the plan takes, from 0 up; a part of a shift takes a whole one.
    absence : float or array
        Probability that a scheduled shift is not worked, from 0, below 1.
    probability : float or array
        Probability with which the plan is to be covered, above 0, below 1.

    Returns
    -------
    float or array
        Whole shifts.

    Raises
    ------
    InputError
        When a number is missing or outside its range, or shapes do not fit.

    Examples
    --------
    Of 12 shifts at least 10 are worked with probability 0.889, of 13 with 0.966:

    >>> shifts_for(10, 0.1, 0.9)
    13.0
    """
    wanted, away, least = take(
        needed=(needed, NOT_NEGATIVE), absence=(absence, ABSENCE), probability=(probability, PART)
    )
    low = np.ceil(wanted - _DUST) + 0.0
    # Bisection between a number that is too few and one that suffices.
    short, high = low - 1, low
    while (lacking := _covered(high, low, away) < least).any():
        short = np.where(lacking, high, short)
        high = np.where(lacking, 2 * high, high)
    while (high - short > 1).any():
        middle = np.floor((short + high) / 2)
        enough = _covered(middle, low, away) >= least
        high = np.where(enough, middle, high)
        short = np.where(enough, short, middle)
    return as_given(high)


def _covered(shifts: Floats, wanted: Floats, away: Floats) -> Floats:
    """Return P(binomial(shifts, 1 − away) ≥ wanted) as a regularised incomplete beta."""
    possible = (shifts >= wanted) & (wanted > 0)
    tail = betainc(
        np.where(possible, wanted, 1.0), np.where(possible, shifts - wanted, 0.0) + 1, 1 - away
    )
    return np.where(wanted <= 0, 1.0, np.where(possible, tail, 0.0))
