"""Level shifts and outliers in series without season.

A merged or re-coded unit jumps to a new level overnight, and history before the jump speaks of
another unit. It is found where all of the next six periods lie beyond all of the last eight, by
a clear margin. Near the end of a history fewer are known, and all of them must lie the farther
from the middle of the last eight: what looks like an outlier there has mostly come to stay. An
outlier is a single period far from its neighbours on both sides.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from pkslib.forecast.arrays import Flags, Floats
from pkslib.methods.delivery import BEFORE, NORMAL, TINY, median, noise

# Periods compared after a jump, and how many there must be at the least: weeks and days have
# holidays in a row.
AFTER = 6
SHORTEST = {"quarter": 1, "month": 1, "week": 4, "day": 6}
# Periods of the new level that a back-test waits for, and that a jump the user tells of needs.
LEAST = 2
# A fall is followed when it has lasted so many periods: of single low months of prescriptions,
# visits and bed days 42 to 48 % were half made good again, of single high ones 7 to 25 %.
FALL = 3
# Six periods must be clear of the eight by so many noise standard deviations, point from point;
# fewer periods k by _LATE / √k from the median of the eight; and the medians differ by a quarter.
# Single months of Scottish departments up to 2018 that lay 8 or more away persisted to 95 % in
# the median, 4 to 5 away to 50 %. Chosen by rolling origins there, on the same thinned, and on
# simulated trending series, where no jump should be found.
_MARGIN, _LATE = 3.0, 8.0
_JUMP = np.log(1.25)
_ROUNDS = 3
# Robust z-score of an outlier, and the span of the median it is measured from [periods].
_FAR = 5.0
_SPAN = 7


def level_shifts(logs: Floats, least: int = SHORTEST["month"]) -> Floats:
    """Return the size of each level shift in the first period of the new level, else 0.

    Parameters
    ----------
    logs : numpy.ndarray
        Logarithms of the series without season, shape (n, length); NaN where there is none.
    least : int
        Periods after a jump that must be known [periods].

    Returns
    -------
    numpy.ndarray
        Log of new over old level, shape (n, length); at most three a series.

    Examples
    --------
    Twenty periods at 100 (and a little), then ten at twice that:

    >>> level = np.repeat([100.0, 200.0], [20, 10]) + np.tile([0.0, 1.0, 3.0], 10)
    >>> found = level_shifts(np.log(level)[None, :])
    >>> np.flatnonzero(found[0]), round(float(np.exp(found[0, 20])), 1)
    (array([20]), 2.0)
    """
    sizes = np.zeros_like(logs)
    if logs.shape[1] < BEFORE + least:
        return sizes
    rest, rows = logs.copy(), np.arange(len(logs))
    for _ in range(_ROUNDS):
        jumps = _jumps(rest[rows], least)
        at = np.abs(jumps).argmax(axis=1)
        size = jumps[np.arange(len(rows)), at]
        for row, column, one in zip(rows[size != 0], at[size != 0], size[size != 0], strict=True):
            sizes[row, column] += one
            rest[row, :column] += one
        rows = rows[size != 0]
        if not len(rows):
            break
    return sizes


def measured(plain: Floats, asked: Flags) -> Floats:
    """Return the size of a shift where one is said to be, shape (n, length); 0 elsewhere.

    Parameters
    ----------
    plain : numpy.ndarray
        Logarithms of the series without season, shape (n, length); NaN where there is none.
    asked : numpy.ndarray of bool
        First periods of a new level, shape (n, length).

    Examples
    --------
    Too small a step to be found, and measured all the same:

    >>> level = np.log(np.repeat([100.0, 110.0], [20, 10]))[None, :]
    >>> round(float(np.exp(measured(level, np.arange(30)[None, :] == 20)[0, 20])), 2)
    1.1
    """
    sizes = np.zeros_like(plain)
    for row, column in zip(*np.nonzero(asked), strict=True):
        before = plain[row, max(column - BEFORE, 0) : column]
        after = plain[row, column : column + AFTER]
        sizes[row, column] = median(after) - median(before)
    return sizes


def low(logs: Floats) -> Floats:
    """Return by how much the last periods lie below the level, where they do since less than three.

    Parameters
    ----------
    logs : numpy.ndarray
        As for :func:`level_shifts`.

    Returns
    -------
    numpy.ndarray
        Log of the low level over the old one in each low period, shape (n, length), else 0.
    """
    found = np.zeros_like(logs)
    if logs.shape[1] <= BEFORE:
        return found
    late = np.minimum(_jumps(logs, 1, fall=1), 0.0)[:, 1 - FALL :]
    for row in np.flatnonzero(late.any(axis=1)):
        at = int(np.flatnonzero(late[row])[0]) + 1 - FALL
        found[row, at:] = late[row, late[row] != 0][0]
    return found


def _jumps(logs: Floats, least: int, fall: int = FALL) -> Floats:
    """Return the difference of medians where the two sides are clear of each other, else 0."""
    jumps = np.zeros_like(logs)
    padded = np.pad(logs, ((0, 0), (0, AFTER - least)), constant_values=np.nan)
    after = sliding_window_view(padded, AFTER, axis=1)[:, BEFORE:]
    before = sliding_window_view(logs, BEFORE, axis=1)[:, : after.shape[1]]
    level, count = median(before), (~np.isnan(after)).sum(axis=2)
    whole = count == AFTER
    above = np.fmin.reduce(after, axis=2) - np.where(whole, np.fmax.reduce(before, axis=2), level)
    below = np.where(whole, np.fmin.reduce(before, axis=2), level) - np.fmax.reduce(after, axis=2)
    margin = np.where(whole, _MARGIN, _LATE / np.sqrt(np.maximum(count, 1)))
    apart = np.maximum(above, below) > margin * noise(logs)[:, None]
    enough = ((~np.isnan(before)).sum(axis=2) >= BEFORE - 2) & (count >= least)
    row, place = np.nonzero(apart & enough)
    size = median(after[row, place]) - level[row, place]
    waits = (size < 0) & (count[row, place] < fall)
    jumps[row, place + BEFORE] = np.where((np.abs(size) > _JUMP) & ~waits, size, 0.0)
    return jumps


def outliers(plain: Floats) -> Flags:
    """Return the periods far from the median of their neighbours, shape (n, length).

    Parameters
    ----------
    plain : numpy.ndarray
        Series without season and level shifts, shape (n, length); NaN where there is none.
    """
    side = _SPAN // 2
    padded = np.pad(plain, ((0, 0), (side, side)), mode="edge")
    away = np.abs(plain - median(sliding_window_view(padded, _SPAN, axis=1)))
    far: Flags = away > _FAR * (NORMAL * median(away)[:, None] + TINY)
    return far
