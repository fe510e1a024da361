"""The known part of time: seasonal columns, calendar columns and the broken trend line.

Months and quarters have one effect each, weeks four yearly waves, the longer and the shorter two
shrunk apart, days an effect for each weekday and the same waves. All seasonal columns sum to zero
over a turn, so that the season moves nothing between years.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from pkslib.forecast.arrays import Days, Floats

# Mean length of the year in the Gregorian calendar [days].
YEAR = 365.2425
PER_YEAR = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365}
_WAVES, _LONG = 4, 2
# Periods between the bends of the trend line: two years.
_BEND = {"quarter": 8, "month": 24, "week": 104, "day": 730}


@dataclass(frozen=True)
class Design:
    """Columns for the periods of a history and of its horizon, by part of the season.

    Attributes
    ----------
    parts : dict of str to numpy.ndarray
        Such as ``season``, ``weekday``, ``holidays``; each of shape (length, columns).
    length : int
        Periods.
    resolution : str
        ``year`` to ``day``.
    trust : dict of str to float
        Share of a part's effect that is believed, 1 where nothing is said.
    """

    parts: dict[str, Floats]
    length: int
    resolution: str
    trust: dict[str, float] = field(default_factory=dict)

    def until(self, length: int) -> Design:
        """Return the same columns for the first periods only."""
        parts = {name: part[:length] for name, part in self.parts.items()}
        return replace(self, parts=parts, length=length)

    def having(self, name: str, columns: Floats, trust: float = 1.0) -> Design:
        """Return the design with one part more, or believed otherwise."""
        return replace(self, parts=self.parts | {name: columns}, trust=self.trust | {name: trust})

    def least(self, name: str) -> float:
        """Return the periods a series must have to say anything about a part of its own.

        Two weeks for weekdays, two years for the effects of months; one and a half for waves,
        which are fewer and smooth.
        """
        if name == "weekday":
            return 14
        smooth = name in ("season", "detail") and self.resolution in ("week", "day")
        return (1.5 if smooth else 2) * PER_YEAR[self.resolution]


def seasonal(starts: Days, resolution: str) -> Design:
    """Return the seasonal columns of periods.

    Parameters
    ----------
    starts : numpy.ndarray of datetime64[D]
        First day of each period.
    resolution : str
        ``year`` to ``day``; years have no season.

    Examples
    --------
    Four quarters, the last one minus the sum of the others:

    >>> first_days = np.array(["2027-01-01", "2027-10-01"], dtype="datetime64[D]")
    >>> seasonal(first_days, "quarter").parts["season"]
    array([[ 1.,  0.,  0.],
           [-1., -1., -1.]])
    """
    parts: dict[str, Floats] = {}
    if resolution in ("month", "quarter"):
        count = PER_YEAR[resolution]
        parts["season"] = _effects(_months(starts) * count // 12, count)
    if resolution == "day":
        days = np.unique(weekday := (starts.astype(np.int64) + 3) % 7)
        parts["weekday"] = _effects(np.searchsorted(days, weekday), len(days))
    if resolution in ("week", "day"):
        parts["season"] = _waves(starts, range(1, _LONG + 1))
        parts["detail"] = _waves(starts, range(_LONG + 1, _WAVES + 1))
    return Design(parts, len(starts), resolution)


def _months(starts: Days) -> NDArray[np.int64]:
    """Return the month of each day, 0 to 11."""
    months: NDArray[np.int64] = starts.astype("datetime64[M]").astype(np.int64) % 12
    return months


def _effects(position: NDArray[np.int64], count: int) -> Floats:
    """Return effect coding: the last position is minus the sum of the others."""
    effects: Floats = np.vstack([np.eye(count - 1), -np.ones(count - 1)])[position]
    return effects


def _waves(starts: Days, turns: range) -> Floats:
    """Return sine and cosine of the time of year, so many turns a year."""
    angle = 2 * np.pi * starts.astype(int)[:, None] / YEAR * np.array(turns)
    return np.hstack([np.sin(angle), np.cos(angle)])


def trend(length: int, resolution: str) -> Floats:
    """Return a line that bends every other year, from the end, shape (length, bends + 2)."""
    back = np.arange(length - 1, -1, -1.0) / _BEND[resolution]
    bends = np.arange(1, max(int(back[0] + 0.5), 1))
    return np.column_stack([np.ones(length), back, np.maximum(0, back[:, None] - bends)])
