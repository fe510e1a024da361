"""The known part of time: seasonal columns, calendar columns and the broken trend line.

Months and quarters have one effect each, weeks three yearly waves, days an effect for each weekday
and four yearly waves. All seasonal columns sum to zero over a turn, so that the season moves
nothing between years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Mean length of the year in the Gregorian calendar [days].
YEAR = 365.2425
_WAVES = {"week": 3, "day": 4}
# Periods between the bends of the trend line: one year, for days too.
_BEND = {"year": 5, "quarter": 4, "month": 12, "week": 52, "day": 365}


@dataclass(frozen=True)
class Design:
    """Columns for the periods of a history and of its horizon.

    Attributes
    ----------
    columns : numpy.ndarray
        Shape (length + horizon, k).
    blocks : dict of str to slice
        Which columns belong to which part of the season.
    """

    columns: np.ndarray
    blocks: dict[str, slice]


def seasonal(starts: np.ndarray, resolution: str) -> Design:
    """Return the seasonal columns of periods.

    Parameters
    ----------
    starts : numpy.ndarray of datetime64[D]
        First day of each period.
    resolution : str
        ``year`` to ``day``; years have no season.
    """
    parts: dict[str, np.ndarray] = {}
    if resolution in ("month", "quarter"):
        months = starts.astype("datetime64[M]").astype(int) % 12
        parts["season"] = (
            _effects(months, 12) if resolution == "month" else _effects(months // 3, 4)
        )
    if resolution == "day":
        parts["weekday"] = _effects((starts.astype(int) + 3) % 7, 7)
    if resolution in _WAVES:
        parts["season"] = _waves(starts, _WAVES[resolution])
    return gathered(parts, len(starts))


def gathered(parts: dict[str, np.ndarray], length: int) -> Design:
    """Set named parts side by side."""
    blocks, at = {}, 0
    for name, part in parts.items():
        blocks[name] = slice(at, at + part.shape[1])
        at += part.shape[1]
    columns = np.hstack([np.empty((length, 0)), *parts.values()])
    return Design(columns, blocks)


def _effects(position: np.ndarray, count: int) -> np.ndarray:
    """Return effect coding: the last position is minus the sum of the others."""
    return np.vstack([np.eye(count - 1), -np.ones(count - 1)])[position]


def _waves(starts: np.ndarray, count: int) -> np.ndarray:
    """Return sine and cosine of the time of year, one to ``count`` turns a year."""
    angle = 2 * np.pi * starts.astype(int)[:, None] / YEAR * np.arange(1, count + 1)
    return np.hstack([np.sin(angle), np.cos(angle)])


def trend(length: int, resolution: str) -> np.ndarray:
    """Return a broken line with a bend a year, counted from the end, shape (length, bends + 2)."""
    back = np.arange(length - 1, -1, -1.0) / _BEND[resolution]
    bends = np.arange(1, max(int(back[0] + 0.5), 1))
    return np.column_stack([np.ones(length), back, np.maximum(0, back[:, None] - bends)])
