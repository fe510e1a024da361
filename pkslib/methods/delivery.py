"""What zeros and low periods tell: closed, not delivered, not begun, or nothing.

A zero says something only where patients were expected. Where at least a dozen were, chance alone
gives none in one case of 160 000 (Poisson), so the unit was closed, or the report did not come. A
period that is low in nearly all series of a table, and in none of those around it, was delivered
in part: the last one, or the first after a change of system.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Patients that must have been expected for zeros to tell anything.
DOZEN = 12.0
# Empty periods in a row that mean closed, and series that must agree that nothing was delivered.
CLOSED_AFTER, TOGETHER = 3, 3
# Periods before, and after, that a period is compared with.
BEFORE = 8
# A period was half delivered when three series in four lie so far below what they should (share
# of it), in the middle by the other, and each by two of its noises. So many periods must be known
# on the other side of one that is not the last.
_HALF, _MOST, _APART, _KNOWN_AFTER = np.log(0.85), np.log(0.75), 2.0, 3
# Median absolute deviation to standard deviation of a normal distribution.
NORMAL = 1.4826
TINY = 1e-9
# A logarithm of nothing is no number: a period at less than this share of the mean counts as it.
FLOOR = 0.02
# Periods that the level before the zeros is taken from, and years of the season.
_LEVEL, _YEARS = 6, 3


class Ends(NamedTuple):
    """What the zeros at the end of each series tell, flags of shape (series, periods)."""

    closed: Flags
    undelivered: Flags


def ends(values: Floats, turn: int) -> Ends:
    """Return which zeros at the end of each series mean closed, and which that nothing was told.

    Parameters
    ----------
    values : array
        Counts, shape (series, periods), the last period last; NaN is not reported. Series of one
        table that end together.
    turn : int
        Periods in one turn of the season; 1 for none.

    Returns
    -------
    Ends
        Where a dozen or more were expected by level and season in all of the zeros: three zeros
        or more are closed, one or two not delivered; three or more in every series of a table
        with three such series are not delivered either. Fewer expected: neither.

    Examples
    --------
    A unit with ten a month and three months of zeros is closed; one with two a month, who knows?

    >>> found = ends(np.array([[10.0] * 12 + [0, 0, 0], [2.0] * 12 + [0, 0, 0]]), 12)
    >>> found.closed.sum(axis=1).tolist(), int(found.undelivered.sum())
    ([3, 0], 0)
    """
    run = _run(values)
    length = run.sum(axis=1)
    told = np.where(run, expected(values, run, turn), 0.0).sum(axis=1) >= DOZEN
    nobody = ~(values > 0).any(axis=1)
    silent = (nobody | (length >= CLOSED_AFTER)).all() and told.sum() >= TOGETHER
    closed = told & (length >= CLOSED_AFTER) & (not silent)
    return Ends(run & closed[:, None], run & (told & ~closed)[:, None])


def not_begun(values: Floats, turn: int) -> Flags:
    """Return the zeros before each series began, where a dozen were expected by what came after.

    Parameters
    ----------
    values, turn
        As for :func:`ends`.

    Examples
    --------
    >>> not_begun(np.array([[0.0, 0, 30, 31, 29]]), 1).tolist()
    [[True, True, False, False, False]]
    """
    back = values[:, ::-1]
    run = _run(back)
    told = np.where(run, expected(back, run, turn), 0.0).sum(axis=1) >= DOZEN
    return np.asarray((run & told[:, None])[:, ::-1])


def _run(values: Floats) -> Flags:
    """Return the zeros after the last patient; none in a series without any."""
    met = np.cumsum((values > 0)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((met == 0) & (values == 0) & (met[:, :1] > 0))


def expected(values: Floats, run: Flags, turn: int) -> Floats:
    """Return what level and season before a run of zeros give each period of it.

    The median of the same place in up to three earlier seasons, less where the six periods before
    the run were fewer than a season earlier: a unit that is always shut in July, or was dying out,
    is not expected to meet anybody. Without an earlier season the mean of those six. 0 outside the
    runs.
    """
    found = np.zeros(values.shape)
    for row in np.flatnonzero(run.any(axis=1)):
        start = int(run[row].argmax())
        before = values[row, :start]
        level = float(np.nanmean(before[~np.isnan(before)][-_LEVEL:]))
        kept = _kept(before, turn)
        for at in np.flatnonzero(run[row]):
            back = at - turn * (1 + (at - start) // turn)
            same = before[back::-turn][:_YEARS] if turn > 1 and back >= 0 else before[:0]
            usual = kept * np.nanmedian(same) if (~np.isnan(same)).any() else level
            found[row, at] = usual
    return found


def _kept(before: Floats, turn: int) -> float:
    """Return the last periods as a share of the same a season earlier, 1 at the most."""
    now, then = before[-_LEVEL:], before[-_LEVEL - turn : -turn]
    if turn == 1 or len(then) < len(now):
        return 1.0
    both = ~np.isnan(now) & ~np.isnan(then)
    earlier = then[both].sum()
    return min(float(now[both].sum() / earlier), 1.0) if earlier > 0 else 1.0


def half_delivered(plain: Floats) -> Flags:
    """Return which periods lie well below the level in nearly all series of a table.

    Parameters
    ----------
    plain : numpy.ndarray
        Logarithms of the series without season, shape (n, length); NaN where there is none.

    Returns
    -------
    numpy.ndarray
        Shape (length,): the last period by those before it, others only where those after are
        back at the level; none with fewer than three series.

    Examples
    --------
    >>> level = np.tile(np.log([100.0, 104.0, 97.0]), (3, 8))
    >>> level[:, [15, -1]] -= 0.7
    >>> np.flatnonzero(half_delivered(level)).tolist()
    [15, 23]
    """
    length = plain.shape[1]
    found = np.zeros(length, dtype=bool)
    if len(plain) < TOGETHER or length <= BEFORE:
        return found
    spread = noise(plain)
    for at in range(BEFORE, length):
        after = plain[:, at + 1 : at + 1 + BEFORE]
        away = plain[:, at] - median(plain[:, at - BEFORE : at])
        if at < length - 1:
            if after.shape[1] < _KNOWN_AFTER:
                continue
            away = np.maximum(away, plain[:, at] - median(after))
        found[at] = _low_together(away, noise(plain[:, :-1]) if at == length - 1 else spread)
    return found


def _low_together(away: Floats, spread: Floats) -> bool:
    seen = ~np.isnan(away)
    away, spread = away[seen], spread[seen]
    if len(away) < TOGETHER or np.median(away / spread) >= -_APART:
        return False
    return bool(np.median(away) < _MOST and np.mean(away < _HALF) >= 3 / 4)


def without_season(values: Floats, turn: int) -> Floats:
    """Return logarithms of counts less the middle of each place in the season.

    Parameters
    ----------
    values : numpy.ndarray
        Counts, shape (n, length); NaN is not reported.
    turn : int
        Periods in one turn of the season; with fewer than two turns no season is taken out.
    """
    seen = ~np.isnan(values)
    mean = np.where(seen, values, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    logs = np.log(np.maximum(values / np.where(mean > 0, mean, 1.0)[:, None], FLOOR))
    if turn == 1 or values.shape[1] < 2 * turn:
        return np.asarray(logs)
    # A level that has moved must not pass for a season.
    side = turn // 2
    padded = np.pad(logs, ((0, 0), (side, side)), constant_values=np.nan)
    around = logs - median(sliding_window_view(padded, 2 * side + 1, axis=1))
    found = logs.copy()
    for place in range(turn):
        found[:, place::turn] -= median(around[:, place::turn])[:, None]
    return found


def noise(plain: Floats) -> Floats:
    """Return the standard deviation of one period's noise, from changes, robustly, shape (n,).

    The median change, or half the mean change where that is more: a series of ones and twos
    mostly does not change at all.
    """
    change = np.abs(np.diff(plain, axis=1))
    seen = ~np.isnan(change)
    mean = np.where(seen, change, 0.0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    spread: Floats = NORMAL * np.maximum(median(change), mean / 2) / np.sqrt(2) + TINY
    return spread


def median(values: Floats) -> Floats:
    """Return the median along the last axis, NaN left out; 0 where there is nothing else.

    Much faster than ``numpy.nanmedian`` on many short rows.
    """
    ordered = np.sort(values, axis=-1)
    count = (~np.isnan(ordered)).sum(axis=-1, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=-1)
    high = np.take_along_axis(ordered, count // 2, axis=-1)
    middle: Floats = np.where(count > 0, (low + high) / 2, 0.0)[..., 0]
    return middle
