"""The two pans of the scale, cell by cell: one unit, one capacity, one period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.inputs import Floats
from pkslib.methods.priority import HIGHEST, ranks

KEY = ["unit", "capacity", "period"]
# Column of the table balance that each step of the ladder fills.
STEP_COLUMNS = {1: "moved", 2: "improved", 3: "extended", 4: "bought", 5: "prioritised"}
# All that the steps fill: care shifted between units may stand on any of them.
GIVEN = ["moved", "shifted", "improved", "extended", "bought", "prioritised"]
# What is smaller, as a share of what stands in the pans, is rounding in the sums.
_DUST = 1e-9


def gap_of(need: pd.DataFrame, available: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return capacity need less available capacity for every unit, capacity and period of a year.

    Parameters
    ----------
    need : pandas.DataFrame
        unit, capacity, period, need [capacity's measure]: the result table capacity_need.
    available : pandas.DataFrame
        unit, capacity, period, amount [capacity's measure]: the result table available_capacity.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, need, available, gap, sorted. What only one of the tables has
        counts as 0 in the other.

    Examples
    --------
    >>> place = {"unit": ["A"], "capacity": ["bed_day"], "period": ["2027-01"]}
    >>> need = pd.DataFrame(place | {"need": [310.0]})
    >>> gap_of(need, need.iloc[:0].rename(columns={"need": "amount"}), 2027)
      unit capacity   period   need  available    gap
    0    A  bed_day  2027-01  310.0        0.0  310.0
    """
    wanted = need[[*KEY, "need"]]
    offered = available[[*KEY, "amount"]].rename(columns={"amount": "available"})
    both = wanted.merge(offered, on=KEY, how="outer").fillna({"need": 0.0, "available": 0.0})
    both = both[both["period"].str.startswith(f"{year:04d}")]
    both = both.sort_values(KEY, kind="stable", ignore_index=True)
    return both.assign(gap=both["need"] - both["available"])


def remaining(cells: pd.DataFrame) -> Floats:
    """Return the gap that is left after what the steps have given so far, rounding dust as 0."""
    gap = cells["need"] - cells["available"] - cells[GIVEN].sum(axis=1)
    weight = cells["need"] + cells["available"]
    return gap.where(gap.abs() > _DUST * weight, 0.0).to_numpy()


def care_of(
    gap: pd.DataFrame,
    use: pd.DataFrame,
    capacity_need: pd.DataFrame,
    needs: pd.DataFrame,
    episodes: pd.DataFrame,
) -> pd.DataFrame:
    """Return the care behind the capacity need in each cell, by care need.

    Parameters
    ----------
    gap : pandas.DataFrame
        As :func:`gap_of` returns it.
    use, capacity_need, needs : pandas.DataFrame
        The tables capacity_use (with `use`, per activity), capacity_need and needs.
    episodes : pandas.DataFrame
        As :func:`pkslib.tables.episodes.episodes_of` returns them.

    Returns
    -------
    pandas.DataFrame
        cell (row of the gap), need, priority, guarantee_days (empty = none), elective,
        yields (whether it may give way: elective, below the highest priority), episode (empty =
        care that stands alone), use [capacity's measure per activity] and amount [capacity's
        measure, after utilisation and margin]; elective care first, then the lowest medical
        priority. Of one priority, the least consequence of postponing counts as lower, then the
        largest use.
    """
    columns = ["need", "priority", "guarantee_days"]
    facts = needs.reindex(columns=[*columns, "flow", "consequence"]).assign(
        elective=lambda rows: rows["flow"] == "elective"
    )
    share = capacity_need.assign(
        weight=np.divide(
            capacity_need["need"],
            capacity_need["raw"],
            out=np.zeros(len(capacity_need)),
            where=capacity_need["raw"] > 0,
        )
    )
    places = gap[KEY].assign(cell=np.arange(len(gap)))
    rows = use.merge(facts, on="need").merge(share[[*KEY, "weight"]], on=KEY)
    rows = rows.merge(places, on=KEY).assign(amount=lambda row: row["raw"] * row["weight"])
    rows = rows.merge(episodes, on=["need", "unit", "capacity"], how="left")
    yields = rows["elective"] & (rows["priority"] > HIGHEST)
    order = ranks(rows["priority"], rows["consequence"].astype(float), rows["use"])
    rows = rows.assign(priority=order, yields=yields)
    by = ["cell", "elective", "priority", "need"]
    rows = rows.sort_values(by, ascending=[True, False, False, True])
    return rows[["cell", *columns, "elective", "yields", "episode", "use", "amount"]].reset_index(
        drop=True
    )


def less(care: pd.DataFrame, taken: pd.DataFrame) -> pd.DataFrame:
    """Return care without what has gone elsewhere: taken, by cell and need (amount)."""
    gone = taken.groupby(["cell", "need"])["amount"].sum()
    own = pd.MultiIndex.from_frame(care[["cell", "need"]])
    left = care["amount"].to_numpy() - gone.reindex(own, fill_value=0.0).to_numpy(float)
    return care.assign(amount=np.maximum(left, 0.0))
