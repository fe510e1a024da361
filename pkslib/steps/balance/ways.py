"""The ways open to capacity between units, and to elective care over time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.steps.balance.offers import Frame
from pkslib.steps.balance.scale import PLACE, adding_up, places


def pools_of(cells: pd.DataFrame, frame: Frame) -> NDArray[np.int64]:
    """Return a number for each cell; cells of one number lend freely to each other.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity and period, a row a cell.
    frame : Frame
        Allowed moves and specialties.

    Returns
    -------
    array of int
        The same for one capacity and period at units of one known specialty. Below zero, a cell
        of its own: its unit has no known specialty, or its capacity stands in allowed_moves and
        goes only between the units named there.

    Examples
    --------
    Surgeons do not help out at the eye clinic:

    >>> from pkslib.settings import Balance
    >>> from pkslib.steps.balance.offers import UNBOUND
    >>> cells = pd.DataFrame({"unit": ["SUR1", "SUR2", "EYE", "NEW"], "capacity": "clinic_hour",
    ...                       "period": "2027-01"})
    >>> known = pd.Series({"SUR1": "surgery", "SUR2": "surgery", "EYE": "eye"})
    >>> none = pd.DataFrame({"capacity": []})
    >>> pools_of(cells, Frame(none, UNBOUND, Balance(), known, none)).tolist()
    [2, 2, 1, -4]
    """
    specialty = cells["unit"].map(frame.specialty).astype("str")
    alone = cells["capacity"].isin(frame.allowed_moves["capacity"]) | specialty.isna()
    alike = cells[["capacity", "period"]].assign(specialty=specialty.fillna(""))
    pool = alike.groupby(["capacity", "period", "specialty"]).ngroup()
    return np.where(alone, -1 - np.arange(len(cells)), pool.to_numpy()).astype(np.int64)


class Single(NamedTuple):
    """Ways of care of one priority from a cell that lacks to a later one of its unit that has.

    day: on which the later period begins, as an ordinal, and days: how long after the first. most:
    elective need of the priority that may wait so long. Nearest first.
    """

    cell: NDArray[np.int64]
    to_cell: NDArray[np.int64]
    priority: NDArray[np.int64]
    day: Floats
    days: Floats
    most: Floats


class Joint(NamedTuple):
    """Ways of whole episodes from a period to a later one, a column each.

    rows: way, need, cell, to_cell and part of the episode's capacity need in the cell. start and
    end: part that leaves and arrives in each cell (rows). source adds up the ways of an episode's
    period, of which available is there. touched: cells that lack and that an episode would leave.
    """

    rows: pd.DataFrame
    start: sparse.csr_array
    end: sparse.csr_array
    source: sparse.csr_array
    available: Floats
    touched: NDArray[np.int64]
    priority: NDArray[np.int64]
    days: Floats
    most: Floats

    def by_need(self, amount: Floats) -> pd.DataFrame:
        """Return cell, to_cell, need and amount of what goes each way."""
        found = self.rows.assign(amount=self.rows["part"] * amount[self.rows["way"]])
        return found.loc[found["amount"] > 0, ["cell", "to_cell", "need", "amount"]]


def may_wait(cells: pd.DataFrame, lack: Floats, spare: Floats, care: pd.DataFrame) -> bool:
    """Return whether any care in a cell that lacks has room at its unit later, within its limit.

    Parameters
    ----------
    cells, lack, spare
        As for :func:`single_ways`.
    care : pandas.DataFrame
        cell and until (ordinal of the last day).
    """
    dated = _dated(cells)
    unit = [dated[name] for name in PLACE]
    room = dated["day"].where(spare > 0).groupby(unit).bfill().groupby(unit).shift(-1)
    found = room.where(lack > 0).to_numpy()[care["cell"]] <= care["until"]
    return bool(found.any())


def single_ways(cells: pd.DataFrame, lack: Floats, spare: Floats, care: pd.DataFrame) -> Single:
    """Return the ways of care that stands alone.

    Parameters
    ----------
    cells : pandas.DataFrame
        unit, capacity and period, a row a cell, sorted.
    lack, spare : array
        Of each cell [capacity's measure].
    care : pandas.DataFrame
        cell, priority, until (ordinal of the last day) and amount [capacity's measure].
    """
    dated = _dated(cells)
    ways = dated[lack > 0].merge(dated[spare > 0], on=PLACE, suffixes=("", "_later"))
    ways = ways.assign(days=(ways["day_later"] - ways["day"]).astype(float))
    ways = ways[ways["days"] > 0]
    waiting = ways.merge(care[["cell", "priority", "until", "amount"]], on="cell")
    waiting = waiting[waiting["until"] >= waiting["day_later"]]
    keys = ["cell", "priority", "days", "cell_later", "day_later"]
    most = waiting.groupby(keys, as_index=False)[["amount"]].sum()
    most = most[most["amount"] > 0]
    return Single(
        most["cell"].to_numpy(np.int64),
        most["cell_later"].to_numpy(np.int64),
        most["priority"].to_numpy(np.int64),
        most["day_later"].to_numpy(float),
        most["days"].to_numpy(float),
        most["amount"].to_numpy(float),
    )


def joint_ways(cells: pd.DataFrame, lack: Floats, spare: Floats, care: pd.DataFrame) -> Joint:
    """Return the ways of episodes that take several cells at a time.

    Parameters
    ----------
    cells, lack, spare
        As for :func:`single_ways`.
    care : pandas.DataFrame
        cell, need, priority, until (ordinal of the last day), episode and amount [capacity's
        measure].

    Returns
    -------
    Joint
        Where at least one of the cells lacks, all of them have room later, and the wait is
        within the limit.
    """
    dated = _dated(cells)
    rows = care[care["amount"] > 0].merge(dated, on="cell")
    total = rows.groupby(["episode", "day"])["amount"].transform("sum")
    rows = rows.assign(part=rows["amount"] / total, total=total, lacks=lack[rows["cell"]] > 0)
    rows = rows[rows.groupby(["episode", "day"])["lacks"].transform("any")]
    rows = rows.merge(dated[spare > 0], on=PLACE, suffixes=("", "_later"))
    rows = rows.assign(days=(rows["day_later"] - rows["day"]).astype(float))
    rows = rows[(rows["days"] > 0) & (rows["until"] >= rows["day_later"])]
    way = ["episode", "day", "day_later"]
    # A part that has no room later is not among the rows, and the rest is not the whole.
    rows = rows[rows.groupby(way)["part"].transform("sum") > 1 - 1e-9]
    rows = rows.sort_values([*way, "cell"], ignore_index=True)
    return _joint(rows, lack)


def _joint(rows: pd.DataFrame, lack: Floats) -> Joint:
    groups = rows.groupby(["episode", "day", "day_later"])
    column = groups.ngroup().to_numpy(np.int64)
    ways = groups.first().reset_index()
    source = ways.groupby(["episode", "day"]).ngroup().to_numpy(np.int64)
    left = np.zeros(source.max(initial=-1) + 1)
    left[source] = ways["total"]
    cells = lack.size
    start, end = (
        sparse.csr_array((rows["part"], (rows[name], column)), shape=(cells, len(ways)))
        for name in ("cell", "cell_later")
    )
    touched = np.unique(rows["cell"][rows["lacks"]]).astype(np.int64)
    named = rows.rename(columns={"cell_later": "to_cell"})
    return Joint(
        named[["need", "cell", "to_cell", "part"]].assign(way=column),
        start,
        end,
        adding_up(source, left.size),
        left,
        touched,
        ways["priority"].to_numpy(np.int64),
        ways["days"].to_numpy(float),
        ways["total"].to_numpy(float),
    )


def _dated(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the place of each cell and the first day of its period."""
    place, labels = pd.factorize(cells["period"])
    days = np.array([periods.start(label).toordinal() for label in labels], np.int64)
    return places(cells).drop(columns="period").assign(day=days[place])
