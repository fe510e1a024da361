"""How patients leave a waiting list: by the care that ends their wait, or untreated.

Who waited at the start or came in, and was neither treated nor waits at the end, has left
untreated: moved, died, recovered or gone elsewhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from pkslib.methods.inputs import FINITE, NOT_NEGATIVE, Floats, take

# A measure rests on a year, so that the season evens out, and on so many who left.
_MONTHS = 12
_PATIENTS = 30
# Standard errors that the number who left must be from none.
_ERRORS = 2.0


def untreated(start: ArrayLike, inflow: ArrayLike, treated: ArrayLike, end: ArrayLike) -> Floats:
    """Return how many left a waiting list untreated in each period.

    Parameters
    ----------
    start, end : float or array
        Waiting at the start and at the end of the period [patients], from 0 up.
    inflow, treated : float or array
        New and treated in the period [patients], from 0 up.

    Returns
    -------
    array
        Patients; below 0 where more were treated than the list and its inflow explain.

    Raises
    ------
    InputError
        When a number is missing or negative.

    Examples
    --------
    >>> untreated(start=[100, 110], inflow=[50, 40], treated=[38, 45], end=[110, 105])
    array([2., 0.])
    """
    first, new, done, last = take(
        start=(start, NOT_NEGATIVE), inflow=(inflow, NOT_NEGATIVE),
        treated=(treated, NOT_NEGATIVE), end=(end, NOT_NEGATIVE),
    )  # fmt: skip
    return np.asarray(first + new - done - last)


def share_leaving(left: ArrayLike, waited: ArrayLike) -> float:
    """Return the share of those waiting that leaves untreated each week.

    Parameters
    ----------
    left : array (periods)
        As from :func:`untreated`.
    waited : array (periods)
        Weeks that patients waited in the period [patient weeks], from 0 up.

    Returns
    -------
    float
        Share a week over all periods, at least 0; 0 where nobody waited.

    Raises
    ------
    InputError
        When a number is missing, or waited negative.

    Examples
    --------
    More treated than came and waited says that nobody left, not that some came back:

    >>> share_leaving([2, 0], [100, 100]), share_leaving([-2, 0], [100, 100])
    (0.01, 0.0)
    """
    gone, weeks = take(left=(left, FINITE), waited=(waited, NOT_NEGATIVE))
    total = float(weeks.sum())
    return max(float(gone.sum()), 0.0) / total if total else 0.0


def rests_on_enough(left: ArrayLike) -> bool:
    """Tell whether a measure rests on enough months and patients, and is more than chance.

    Parameters
    ----------
    left : array (months)
        As from :func:`untreated`.

    Returns
    -------
    bool
        Whether there are twelve months at least, 30 who left, and these are two standard errors
        or more from none. The error is taken from how the months differ: patients that the
        tables count in another month cancel out, tables that do not tally tell nothing.

    Raises
    ------
    InputError
        When a number is missing.

    Examples
    --------
    >>> rests_on_enough([3] * 12), rests_on_enough([3] * 9), rests_on_enough([43, -37] * 6)
    (True, False, False)
    """
    (gone,) = take(left=(left, FINITE))
    months, total = len(gone), gone.sum()
    if months < _MONTHS or total < _PATIENTS:
        return False
    return bool(total >= _ERRORS * gone.std(ddof=1) * np.sqrt(months))
