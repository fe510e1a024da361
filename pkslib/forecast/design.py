"""The known part of time: seasonal columns, calendar columns and the broken trend line.

Months and quarters have one effect each, weeks three yearly waves, days an effect for each weekday
and four yearly waves. All seasonal columns sum to zero over a turn, so that the season moves
nothing between years.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pkslib import periods
from pkslib.forecast.arrays import Days, Floats

# Mean length of the year in the Gregorian calendar [days].
YEAR = 365.2425
_WAVES = {"week": 3, "day": 4}
# Periods between the bends of the trend line: two years.
_BEND = {"quarter": 8, "month": 24, "week": 104, "day": 730}


@dataclass(frozen=True)
class Design:
    """Columns for the periods of a history and of its horizon.

    Attributes
    ----------
    columns : numpy.ndarray
        Shape (length + horizon, k).
    blocks : dict of str to slice
        Which columns belong to which part of the season.
    turn : int
        Periods in one turn of the season [periods].
    """

    columns: Floats
    blocks: dict[str, slice]
    turn: int

    def until(self, length: int) -> Design:
        """Return the same columns for the first periods only."""
        return replace(self, columns=self.columns[:length])


def seasonal(starts: Days, resolution: str) -> dict[str, Floats]:
    """Return the seasonal columns of periods by part of the season.

    Parameters
    ----------
    starts : numpy.ndarray of datetime64[D]
        First day of each period.
    resolution : str
        ``year`` to ``day``; years have no season.
    """
    if resolution == "month":
        return {"season": _effects(_months(starts), 12)}
    if resolution == "quarter":
        return {"season": _effects(_months(starts) // 3, 4)}
    if resolution == "week":
        return {"season": _waves(starts, _WAVES["week"])}
    if resolution == "day":
        weekday = (starts.astype(int) + 3) % 7
        return {"weekday": _effects(weekday, 7), "season": _waves(starts, _WAVES["day"])}
    return {}


def _months(starts: Days) -> NDArray[np.int64]:
    """Return the month of each day, 0 to 11."""
    months: NDArray[np.int64] = starts.astype("datetime64[M]").astype(np.int64) % 12
    return months


def gathered(parts: dict[str, Floats], length: int, resolution: str) -> Design:
    """Set named parts side by side."""
    blocks, at = {}, 0
    for name, part in parts.items():
        blocks[name] = slice(at, at + part.shape[1])
        at += part.shape[1]
    columns = np.hstack([np.empty((length, 0)), *parts.values()])
    return Design(columns, blocks, max(periods.season(resolution), 1))


def _effects(position: NDArray[np.int64], count: int) -> Floats:
    """Return effect coding: the last position is minus the sum of the others."""
    effects: Floats = np.vstack([np.eye(count - 1), -np.ones(count - 1)])[position]
    return effects


def _waves(starts: Days, count: int) -> Floats:
    """Return sine and cosine of the time of year, one to ``count`` turns a year."""
    angle = 2 * np.pi * starts.astype(int)[:, None] / YEAR * np.arange(1, count + 1)
    return np.hstack([np.sin(angle), np.cos(angle)])


def trend(length: int, resolution: str) -> Floats:
    """Return a broken line with a bend every other year, counted from the end, shape (length, bends + 2)."""
    back = np.arange(length - 1, -1, -1.0) / _BEND[resolution]
    bends = np.arange(1, max(int(back[0] + 0.5), 1))
    return np.column_stack([np.ones(length), back, np.maximum(0, back[:, None] - bends)])
