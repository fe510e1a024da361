"""Deliveries of waiting lists that cannot be: more gone or come than any month explains.

A change of record system or an empty snapshot makes a list fall or jump from one delivery to the
next. Such a list is told and not planned upon: the last one that can be believed stands, until
half a year of lists agrees that the new level is real.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_LIST = ["region", "need", "unit"]
# A change is odd beyond so large a part of the list, so many patients, and so many times what the
# list's own changes usually differ (standard deviations by the median).
_PART, _LEAST, _TIMES = 0.3, 20.0, 5.0
_TO_DEVIATION = 1.4826
# Changes that tell what is usual.
_LISTS = 4
# Lists in a row that agree on a new level.
_AGREE = 6


class Odd(NamedTuple):
    """A delivery that cannot be."""

    region: str
    need: str
    unit: str
    as_of: str
    before: float
    patients: float


def odd(waiting: pd.DataFrame) -> Iterator[Odd]:
    """Yield each delivery whose sum no flow explains.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting. Patients struck off when a list was looked through are explained.

    Examples
    --------
    Of 100, give or take, 30 are left when the system has changed:

    >>> sizes = [100.0, 104.0, 99.0, 103.0, 100.0, 101.0, 30.0]
    >>> lists = pd.DataFrame({"region": "06", "need": "hip", "unit": None, "patients": sizes,
    ...                       "struck_off": 0.0,
    ...                       "as_of": [f"2026-{month:02d}-28" for month in range(4, 11)]})
    >>> [(each.as_of, float(each.before), float(each.patients)) for each in odd(lists)]
    [('2026-10-28', 101.0, 30.0)]
    """
    sums = waiting.fillna({"unit": ""}).groupby([*_LIST, "as_of"])["patients"]
    totals = sums.agg(lambda patients: patients.sum(skipna=False)).rename("size").reset_index()
    struck = waiting.fillna({"unit": ""}).groupby([*_LIST, "as_of"])["struck_off"].sum()
    totals["struck"] = struck.to_numpy(float)
    for (region, need, unit), rows in totals.groupby(_LIST):
        days, sizes = rows["as_of"].tolist(), rows["size"].to_numpy(float)
        gone = rows["struck"].to_numpy(float).cumsum()
        for at, last in _odd(sizes + gone):
            yield Odd(str(region), str(need), str(unit), days[at], sizes[last], sizes[at])


def _odd(sizes: NDArray[np.float64]) -> Iterator[tuple[int, int]]:
    """Yield the place of each list that cannot be, and of the last one that could."""
    known = np.flatnonzero(~np.isnan(sizes))
    changes = np.diff(sizes[known])
    if len(changes) < _LISTS:
        return
    usual = _TO_DEVIATION * float(np.median(np.abs(changes - np.median(changes))))
    beyond = max(_TIMES * usual, _LEAST)
    last, doubted = int(known[0]), 0
    for before, at in pairwise(known):
        away = abs(sizes[at] - sizes[last])
        stays = doubted and abs(sizes[at] - sizes[before]) < away
        if not stays and away <= max(beyond, _PART * sizes[last]):
            last, doubted = int(at), 0
            continue
        doubted += 1
        if doubted == _AGREE:
            last, doubted = int(at), 0
        else:
            yield int(at), last


def believed(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the lists that can be planned upon.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table waiting. A list with a band that was not reported tells no sum and is left out.

    Returns
    -------
    pandas.DataFrame
        Its rows, but for deliveries that cannot be.
    """
    keys = waiting[[*_LIST, "as_of"]].fillna({"unit": ""}).apply(tuple, axis=1)
    whole = waiting["patients"].notna().groupby(keys).transform("all") if len(keys) else True
    wrong = {(each.region, each.need, each.unit, each.as_of) for each in odd(waiting)}
    found: pd.DataFrame = waiting[whole & ~keys.isin(wrong)] if len(keys) else waiting
    return found.reset_index(drop=True)
