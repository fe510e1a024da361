"""What would close each gap that is left: improvement work, opening, posts or money to choose from.

Options to decide on and never counted: the guidance's figure 3, from a gap to improvement work.

References
----------
Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk nivå, figure 3.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.settings import Staff
from pkslib.steps.balance.scale import KEY, PLACE
from pkslib.tables.staff_hours import absence_of, annual_hours_of, staff_in
from pkslib.tables.times import times_at

_COLUMNS = [*PLACE, "option", "item", "gap", "amount", "now", "room", "cost"]
_OPENING = "opening"
_MINUTES = 60
# Who would do without more than half of a stay, a time or a visit is not offered it as a choice.
_MOST_BY_WORK = 0.5
# A gap below this is rounding.
_DUST = 1e-6


def options_of(
    balance: pd.DataFrame,
    reach: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    staff: Staff,
) -> pd.DataFrame:
    """Return what would close the gap of each unit and capacity that the ladder leaves.

    Parameters
    ----------
    balance : pandas.DataFrame
        The table balance; its gap over the year is that of the periods that lack.
    reach : pandas.DataFrame
        The table measure_reach: what a unit's own measures cost, and whether more of them helps.
    tables : mapping of str to pandas.DataFrame
        The result tables capacity_need, production_need and capacity_limits, and the input tables
        capacities, activities, activity_times, units, recipes, resources, staffing, schedule and
        minimum_lines.
    staff : Staff
        Paid hours of a full-time year, and the absence, where resources do not tell them.

    Returns
    -------
    pandas.DataFrame
        Rows of the table gap_options, each option closing the whole gap by itself; the
        professions of the option posts are needed together.
    """
    gaps = balance.loc[balance["remaining"] > _DUST, [*KEY, "remaining"]]
    gaps = gaps.rename(columns={"remaining": "gap"})
    if gaps.empty:
        return pd.DataFrame(columns=_COLUMNS)
    need = tables["capacity_need"]
    share = (need["raw"] / need["need"].where(need["need"] > 0)).fillna(0.0)
    gaps = gaps.merge(need[KEY].assign(part=share), on=KEY, how="left").fillna({"part": 1.0})
    gaps = gaps.assign(raw=gaps["gap"] * gaps["part"])
    work = _work(gaps, tables)
    parts = [
        _shorter(work, tables["capacities"]),
        _elsewhere(work, gaps, balance, tables),
        _opened(gaps, tables["capacity_limits"]),
        _posts(gaps, tables, staff),
        _bought(gaps, reach),
    ]
    total = gaps.groupby(PLACE, as_index=False)[["gap"]].sum()
    known = [part.drop(columns="gap", errors="ignore") for part in parts if len(part)]
    if not known:
        return pd.DataFrame(columns=_COLUMNS)
    return pd.concat(known, ignore_index=True).merge(total, on=PLACE).reindex(columns=_COLUMNS)


def _work(gaps: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the activities of the periods that lack, what each takes, and what is to go."""
    made = tables["production_need"]
    counts = made.groupby(["unit", "activity", "period"], as_index=False)[["count"]].sum()
    rows = counts.merge(times_at(counts, tables["activity_times"]), on=["unit", "activity"])
    rows = rows[rows["amount"] > 0].merge(gaps, on=KEY)
    rows = rows.assign(takes=rows["count"] * rows["amount"])
    sums = rows.groupby(PLACE, as_index=False)[["count", "takes"]].sum()
    return sums.merge(gaps.groupby(PLACE, as_index=False)[["gap", "raw"]].sum(), on=PLACE)


def _shorter(work: pd.DataFrame, capacities: pd.DataFrame) -> pd.DataFrame:
    """Return how much shorter each stay [days], or operation and visit [minutes], would have to be.

    Of appointments it is how many fewer there would have to be. More than half is told as what
    improvement work alone does not close.
    """
    rows = work[work["count"] > 0]
    measure = rows["capacity"].map(capacities.set_index("capacity")["measure"])
    days, slots = (measure == name for name in ("bed_day", "slot"))
    size = np.where(days, 1.0, _MINUTES)
    each = rows["takes"] / rows["count"]
    most = rows["raw"] > _MOST_BY_WORK * rows["takes"]
    kinds = ["not_by_work", "shorter_stay", "fewer"]
    return rows.assign(
        option=np.select([most, days, slots], kinds, "shorter_time"),
        amount=np.where(slots, rows["raw"] / each, rows["raw"] / rows["count"] * size),
        now=np.where(slots, rows["count"], each * size),
    )


def _elsewhere(
    work: pd.DataFrame,
    gaps: pd.DataFrame,
    balance: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """Return how many activities would go to the other level with most room for them all.

    Room is that of the periods that lack, among units that do the same needs.
    """
    level = tables["units"].set_index("unit")["level"]
    spare = balance.assign(room=(-balance["remaining"]).clip(lower=0.0))
    does = tables["production_need"][["unit", "need"]].drop_duplicates()
    pairs = work[PLACE].merge(does, on="unit").merge(does, on="need", suffixes=("", "_to"))
    pairs = pairs.assign(item=pairs["unit_to"].map(level))
    pairs = pairs[pairs["item"] != pairs["unit"].map(level)]
    pairs = pairs[[*PLACE, "unit_to", "item"]].drop_duplicates().merge(gaps[KEY], on=PLACE)
    spare = spare.rename(columns={"unit": "unit_to"})[["unit_to", "capacity", "period", "room"]]
    rooms = pairs.merge(spare, on=["unit_to", "capacity", "period"])
    sums = rooms.groupby([*PLACE, "item"], as_index=False)[["room"]].sum()
    best = sums.sort_values(["room", "item"], ascending=[False, True]).drop_duplicates(PLACE)
    rows = work[work["takes"] > 0].merge(best, on=PLACE)
    rows = rows[rows["room"] >= rows["gap"]]
    each = rows["raw"] * rows["count"] / rows["takes"]
    return rows.assign(option="shift", amount=each, room=each * rows["room"] / rows["gap"])


def _opened(gaps: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """Return what opening would have to be added where it leaves less room than what lacks."""
    opening = limits[limits["resource"] == _OPENING]
    rows = gaps.merge(opening[[*KEY, "room"]], on=KEY)
    rows = rows.assign(amount=(rows["gap"] - rows["room"]).clip(lower=0.0))
    sums = rows.groupby(PLACE, as_index=False)[["amount"]].sum()
    return sums[sums["amount"] > _DUST].assign(option="opening", item=_OPENING)


def _posts(gaps: pd.DataFrame, tables: Mapping[str, pd.DataFrame], staff: Staff) -> pd.DataFrame:
    """Return the posts of each profession that has too little left, and their price.

    What a profession has left is taken first; rooms and equipment are no posts.
    """
    limits = tables["capacity_limits"]
    rows = gaps.merge(tables["recipes"].rename(columns={"amount": "takes"}), on="capacity")
    rows = rows.merge(limits[[*KEY, "resource", "room"]], on=[*KEY, "resource"])
    rows = rows[staff_in(rows, tables)]
    lacks = (rows["gap"] - rows["room"]).clip(lower=0.0)
    price = tables["resources"].groupby(["unit", "resource"], as_index=False)[["price"]].last()
    rows = rows.assign(hours=lacks * rows["takes"]).merge(price, on=["unit", "resource"])
    whole = annual_hours_of(rows, tables["resources"], staff.annual_hours)
    whole = whole * (1 - absence_of(rows, tables["resources"], staff.absence))
    rows = rows.assign(amount=rows["hours"] / whole, cost=rows["hours"] * rows["price"])
    sums = rows.groupby([*PLACE, "resource"], as_index=False).agg(
        amount=("amount", "sum"), cost=("cost", lambda paid: paid.sum(min_count=1))
    )
    rows = sums[sums["amount"] > _DUST].rename(columns={"resource": "item"})
    return rows.assign(option="posts")


def _bought(gaps: pd.DataFrame, reach: pd.DataFrame) -> pd.DataFrame:
    """Return what the gap would cost by the unit's own cheapest measure that nothing else stops."""
    works = reach[~reach["why"].isin(("no_gap", "no_effect", "limited"))]
    cheapest = works.sort_values(["unit_cost", "measure"]).drop_duplicates(PLACE)
    sums = gaps.groupby(PLACE, as_index=False)[["gap"]].sum()
    rows = sums.merge(cheapest[[*PLACE, "measure", "unit_cost"]], on=PLACE)
    cost = rows["gap"] * rows["unit_cost"]
    return rows.assign(option="money", item=rows["measure"], amount=rows["gap"], cost=cost)
