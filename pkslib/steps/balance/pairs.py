"""Capacity moved between stated pairs of units: by competence, travel cost and least block."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.methods.pairing import Pairs
from pkslib.methods.programme import best_in_blocks

_COLUMNS = ["unit", "to_unit", "capacity", "cost", "min_block"]


class Ways(NamedTuple):
    """Ways from a cell that has to one that lacks, each at a cost and in blocks of its own."""

    giver: NDArray[np.int64]
    taker: NDArray[np.int64]
    cost: Floats
    block: Floats


def ways_of(cells: pd.DataFrame, gap: Floats, allowed: pd.DataFrame, usual_cost: float) -> Ways:
    """Return the ways that the table allowed_moves leaves open between the cells of a period.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity, period and hospital, a row a cell, sorted.
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.
    allowed : pandas.DataFrame
        The input table allowed_moves.
    usual_cost : float
        Cost between hospitals where the table tells none [SEK per unit of capacity].
    """
    places = cells[["unit", "capacity", "period", "hospital"]].assign(cell=np.arange(len(cells)))
    rows = allowed[allowed["unit"] != allowed["to_unit"]].reindex(columns=_COLUMNS)
    rows = rows.merge(places[gap < 0], on=["unit", "capacity"])
    takers = places[gap > 0].rename(columns={"unit": "to_unit"})
    rows = rows.merge(takers, on=["to_unit", "capacity", "period"], suffixes=("", "_to"))
    rows = rows.sort_values(["cell", "cell_to"], ignore_index=True)
    usual = np.where(rows["hospital"] == rows["hospital_to"], 0.0, usual_cost)
    return Ways(
        rows["cell"].to_numpy(np.int64),
        rows["cell_to"].to_numpy(np.int64),
        np.where(rows["cost"].isna(), usual, rows["cost"].astype(float)),
        np.asarray(rows["min_block"].astype(float).fillna(0.0), np.float64),
    )


def moved_by(ways: Ways, gap: Floats) -> tuple[Pairs, Floats]:
    """Move surplus along the ways: as much as possible, then as cheaply, then the first by code.

    Parameters
    ----------
    ways : Ways
    gap : array
        Gap of each cell [capacity's measure]; below zero a surplus.

    Returns
    -------
    pairs : Pairs
        None smaller than its block.
    cost : array
        Cost of each pair [SEK].

    Examples
    --------
    Of 9 to spare 3 could go to each of three units that lack, but only in blocks of 4 to the
    first.

    >>> ways = Ways(np.array([0, 0, 0]), np.array([1, 2, 3]), np.zeros(3), np.array([4, 0, 0]))
    >>> moved_by(ways, np.array([-9.0, 3.0, 3.0, 3.0]))[0].amount
    array([3., 3.])
    """
    size, columns = ways.giver.size, np.arange(ways.giver.size)
    if not size:
        return Pairs(ways.giver, ways.taker, np.zeros(0)), np.zeros(0)
    ends = [
        sparse.csr_array((np.ones(size), (place, columns)), shape=(gap.size, size))
        for place in (ways.giver, ways.taker)
    ]
    most = np.concatenate([np.maximum(-gap, 0), np.maximum(gap, 0)])
    aims = [-np.ones(size), ways.cost, columns / size]
    amount = best_in_blocks(aims, sparse.vstack(ends).tocsr(), most, columns, ways.block).amounts
    real = amount > 0
    pairs = Pairs(ways.giver[real], ways.taker[real], amount[real])
    return pairs, amount[real] * ways.cost[real]
