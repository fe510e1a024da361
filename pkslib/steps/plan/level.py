"""Elective care evened out over the year, as far as capacity and calendar allow."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.inputs import Floats
from pkslib.steps.plan.within import CELL

# Share of a capacity by which rounding may pass its limit.
_DUST = 1e-9


def levelled(
    count: Floats, elective: pd.Series, open_days: Floats, fixed: NDArray[np.bool_], level: float
) -> Floats:
    """Return elective production between following the need and even over the open days.

    Parameters
    ----------
    count : array (rows, periods)
        Activities that follow the need.
    elective : pandas.Series of bool (rows)
        Which rows may be levelled.
    open_days : array (periods) or (rows, periods)
        Working days, those of the summer closing counted by their share.
    fixed : array of bool (rows, periods)
        Where nothing may be changed.
    level : float
        0 follows the need, 1 is even.

    Returns
    -------
    array (rows, periods)
        Each row adds up to what it did before.

    Examples
    --------
    >>> levelled(np.array([[30.0, 10.0]]), pd.Series([True]), np.array([20.0, 20.0]),
    ...          np.array([[False, False]]), 0.5)
    array([[25., 15.]])
    """
    free = ~fixed & elective.to_numpy()[:, None]
    weight = np.where(free, open_days, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    even = share * np.where(free, count, 0.0).sum(axis=1, keepdims=True)
    return np.asarray(np.where(free & (total > 0), (1 - level) * count + level * even, count))


def within_capacity(
    count: Floats,
    rows: pd.DataFrame,
    uses: pd.DataFrame,
    spare: pd.DataFrame,
    open_days: Floats,
    level: float,
) -> Floats:
    """Level elective production without passing the capacity of any period.

    Parameters
    ----------
    count : array (rows, periods)
        Activities that follow the need and fit the capacity.
    rows : pandas.DataFrame
        unit and elective, one row a row of count.
    uses : pandas.DataFrame
        place (row of count), step (column of count), unit, capacity, period, each (capacity need
        per activity).
    spare : pandas.DataFrame
        unit, capacity, period, spare: what is left when production follows the need.
    open_days, level
        As for :func:`levelled`.

    Returns
    -------
    array (rows, periods)
        Where levelling would take more of a capacity than there is, the unit follows the need in
        that period, and the others are levelled among themselves; until all fits.
    """
    fixed = np.zeros(count.shape, dtype=bool)
    places, steps, each = (uses[name].to_numpy() for name in ("place", "step", "each"))
    cells = uses.groupby(CELL, sort=False)
    cell = cells.ngroup().to_numpy()
    first = uses.drop_duplicates(CELL)
    room = first[CELL].merge(spare, on=CELL, how="left")["spare"].fillna(np.inf).to_numpy()
    follows = np.bincount(cell, each * count[places, steps])
    while True:
        plan = levelled(count, rows["elective"], open_days, fixed, level)
        use = np.bincount(cell, each * plan[places, steps], follows.size)
        over = first[use > (follows + room) * (1 + _DUST)]
        tight = (rows["unit"].to_numpy()[:, None] == over["unit"].to_numpy()).astype(int)
        at = np.eye(count.shape[1], dtype=int)[over["step"]]
        found = (tight @ at > 0) & ~fixed
        if not found.any():
            return plan
        fixed |= found
