"""Intervals of weeks, from those of the periods that they are pieces of.

Part of a period's error is chance, patient by patient (Poisson): it is unrelated from day to day,
so its variance is shared out like the patients. The rest goes together in part: the error of a
piece is that of the period times its share to a power between 0.5 (unrelated days) and 1 (one and
the same error all through). Dividing the month's bounds by four would take all of it for the last.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from pkslib.forecast.arrays import Floats

# Weeks of Scottish emergency departments up to 2018-08, forecast by month: with 0.65 the 80 %
# interval holds 79 % of them, 82 % where they are thinned to a fiftieth (docs/forecast.md).
_PIECE = 0.65
# Weeks of two hospitals' daily arrivals: with 0.85 it holds 77 and 83 % of them.
_SEVERAL = 0.85


def summed(pieces: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return sums of pieces of periods with intervals of their own.

    Parameters
    ----------
    pieces : pandas.DataFrame
        The columns of ``by``; share (of the period's patients, 1 for all of it), and the period's
        mean, lower_80, upper_80, … [patients].
    by : list of str
        What to sum over.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by``, mean, lower_80, upper_80, … [patients]; bounds are nested and never
        below zero.

    Examples
    --------
    A quarter of a month that varies by chance alone varies by half as much, not by a quarter:

    >>> month = pd.DataFrame({"week": ["2027-W14"], "share": 0.25, "mean": 400.0,
    ...     "lower_80": 400 - 1.28 * 20, "upper_80": 400 + 1.28 * 20})
    >>> summed(month, ["week"]).round(1).to_numpy().tolist()
    [['2027-W14', 100.0, 87.2, 112.8]]
    """
    share, whole = pieces["share"], pieces["mean"]
    columns = [str(name) for name in pieces]
    bounds = sorted((c for c in columns if c.startswith(("lower_", "upper_"))), key=_level)
    parts: dict[Hashable, pd.Series] = {"size": share, "mean": share * whole}
    for name in bounds:
        half = (pieces[name] - whole).abs()
        chance = np.minimum(_normal(_level(name)) ** 2 * whole, half**2)
        parts |= {f"chance {name}": share * chance, name: share * np.sqrt(half**2 - chance)}
    sums = pd.DataFrame(parts).groupby([pieces[key] for key in by]).sum()
    size = sums["size"].where(sums["size"] > 0, 1.0)
    together = size ** (np.where(size > 1, _SEVERAL, _PIECE) - 1)
    found = sums[["mean"]].copy()
    widest: dict[str, Floats] = {}
    for name in bounds:
        half = np.sqrt(sums[f"chance {name}"] + (together * sums[name]) ** 2).to_numpy()
        side = name[:5]
        widest[side] = np.maximum(half, widest.get(side, 0.0))
        sign = 1 if side == "upper" else -1
        found[name] = np.maximum(sums["mean"] + sign * widest[side], 0.0)
    return found.reset_index()


def _level(name: str) -> float:
    """Return the level that a bound's name tells [per cent]."""
    return float(name.partition("_")[2])


def _normal(level: float) -> float:
    """Return the half-width of a central interval of the normal distribution."""
    from scipy.stats import norm

    return float(norm.ppf(0.5 + level / 200))
