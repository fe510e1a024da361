"""The ladder's later steps: measures of the table, used for what the former steps left."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import sparse

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.methods.programme import best

_EFFECTS = ["measure", "cell", "giver_cell", "effect", "cost"]
_MOVE, _IMPROVE = 1, 2
# Weight of the order of measure and period, which decides between gaps of the same size only.
_TIE = 1e-3


def offers_of(measures: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return what each measure may give in a year, and what it promises beyond that.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table measures.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The measures in force some time in the year, sorted by code, with offered and unrealised
        [capacity's measure], unit (which it helps) and giver (unit whose surplus it uses, empty
        for most). Improvement work (step 2) offers its realised share, nothing while it is only
        planned; other measures offer all, being what is to be decided. With a to_unit, capacity
        goes from unit to to_unit (side capacity), or need does (side need), which then takes of
        the surplus there; a move (step 1) without a to_unit is none.

    Examples
    --------
    >>> work = {"step": 2, "unit": "A", "side": "need", "max_amount": 100.0, "realised": 0.4,
    ...         "start": "2027-03", "end": "2027-12"}
    >>> rows = [work | {"measure": "M1", "status": "ongoing"},
    ...         work | {"measure": "M2", "status": "planned"}]
    >>> offers_of(pd.DataFrame(rows), 2027)[["measure", "offered", "unrealised"]]
      measure  offered  unrealised
    0      M1     40.0        60.0
    1      M2      0.0       100.0
    """
    label = f"{year:04d}"
    days = measures.apply(_days_in, axis=1, label=label, result_type="reduce").astype(float)
    rows = measures[days > 0].sort_values("measure", ignore_index=True)
    realised = rows["realised"].where(rows["status"] != "planned", 0.0)
    counted = realised.where(rows["step"] == _IMPROVE, 1.0)
    other = rows.reindex(columns=["to_unit"])["to_unit"].astype("str")
    other = other.where((other != "") & (other != rows["unit"]))
    lends = other.notna() & (rows["side"] == "capacity")
    found = rows.assign(
        offered=rows["max_amount"] * counted,
        unrealised=rows["max_amount"] * (1 - counted),
        unit=rows["unit"].where(~lends, other),
        giver=other.where(~lends, rows["unit"]),
    )
    return found[(rows["step"] != _MOVE) | other.notna()].reset_index(drop=True)


def _days_in(measure: pd.Series, label: str) -> int:
    """Return how many days of a period a measure is in force."""
    first = max(periods.start(measure["start"]), periods.start(label))
    last = min(periods.end(measure["end"]), periods.end(label))
    return max((last - first).days + 1, 0)


def effects_of(offers: pd.DataFrame, cells: pd.DataFrame, gap: Floats, step: int) -> pd.DataFrame:
    """Use the measures of a step: most gap closed first, then cheapest, then the largest gap.

    Parameters
    ----------
    offers : pandas.DataFrame
        As :func:`offers_of` returns them, of one step.
    cells : pandas.DataFrame
        unit, capacity and period, a row a cell, sorted.
    gap : array
        What the step may close in each cell [capacity's measure]; below zero a surplus.
    step : int
        Step of the ladder. Improvement work (2) takes effect evenly over its days; what the
        other steps offer for the year is used in whatever periods it is needed.

    Returns
    -------
    pandas.DataFrame
        measure, cell, giver_cell (−1: none), effect [capacity's measure] and cost [SEK]. No
        measure gives more than it offers, and no cell gets more than it lacks.
    """
    lack, spare = np.maximum(gap, 0), np.maximum(-gap, 0)
    uses = _uses(offers, cells, lack, spare, evenly=step == _IMPROVE)
    if uses.empty:
        return pd.DataFrame(columns=_EFFECTS)
    rows, limits = _limits(uses, offers["offered"].to_numpy(float), lack, spare)
    price = uses["price"].to_numpy(float)
    earlier = 1 - np.arange(len(uses)) / len(uses)
    largest_gap = lack[uses["cell"]] / lack.max() + _TIE * earlier
    amounts = best([-np.ones(len(uses)), price, -largest_gap], rows, limits)
    used = uses.assign(effect=amounts, cost=amounts * price)
    return used.loc[amounts > 0, _EFFECTS].reset_index(drop=True)


def _uses(
    offers: pd.DataFrame, cells: pd.DataFrame, lack: Floats, spare: Floats, *, evenly: bool
) -> pd.DataFrame:
    """Return each use there is for a measure: a cell that lacks, and one that gives if any."""
    days = _days_by_period(offers, cells["period"].unique())
    places = cells[["unit", "capacity", "period"]].assign(cell=np.arange(len(cells)))
    columns = ["offer", "measure", "unit", "giver", "capacity", "offered", "price"]
    wanted = offers.assign(offer=np.arange(len(offers)), price=offers["cost"])[columns]
    uses = wanted.merge(places[lack > 0], on=["unit", "capacity"]).merge(
        days, on=["offer", "period"]
    )
    givers = places[spare > 0].rename(columns={"unit": "giver", "cell": "giver_cell"})
    uses = uses.merge(givers, on=["giver", "capacity", "period"], how="left")
    uses = uses[uses["giver"].isna() | uses["giver_cell"].notna()]
    share = uses["days"] / uses["all_days"] if evenly else 1.0
    uses = uses.assign(
        most=uses["offered"] * share, giver_cell=uses["giver_cell"].fillna(-1).astype("int64")
    )
    return uses.sort_values(["measure", "cell"], ignore_index=True)


def _days_by_period(offers: pd.DataFrame, labels: ArrayLike) -> pd.DataFrame:
    """Return the days that each measure is in force in each period, and in all of them."""
    rows = [
        (place, label, _days_in(measure, label))
        for place, (_, measure) in enumerate(offers.iterrows())
        for label in np.asarray(labels)
    ]
    days = pd.DataFrame(rows, columns=["offer", "period", "days"])
    days = days[days["days"] > 0].astype({"offer": "int64", "period": "str"})
    return days.assign(all_days=days.groupby("offer")["days"].transform("sum"))


def _limits(
    uses: pd.DataFrame, offered: Floats, lack: Floats, spare: Floats
) -> tuple[sparse.csr_array, Floats]:
    """Return the programme's limits: what is offered, lacked, spared, and the most of each use."""
    columns = np.arange(len(uses))
    lent = uses["giver_cell"].to_numpy() >= 0
    sums = [
        (uses["offer"], columns, offered.size),
        (uses["cell"], columns, lack.size),
        (uses["giver_cell"][lent], columns[lent], spare.size),
    ]
    rows = [
        sparse.csr_array((np.ones(place.size), (row, place)), shape=(size, len(uses)))
        for row, place, size in sums
    ]
    limits = np.concatenate([offered, lack, spare, uses["most"].to_numpy(float)])
    return sparse.vstack([*rows, sparse.eye_array(len(uses))]).tocsr(), limits
