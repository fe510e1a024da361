"""Production that the capacity after the balance allows: elective care gives way, acute never."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.priority import lowest_first
from pkslib.tables.times import times_at

CELL = ["unit", "capacity", "period"]
ROW = ["unit", "need", "activity", "period"]
_ELECTIVE = "elective"
# Kinds of measure after which care is not produced by the unit itself.
_AWAY = ["bought", "prioritised"]


def production_of(
    production_need: pd.DataFrame, needs: pd.DataFrame, labels: list[str]
) -> pd.DataFrame:
    """Return the production need of some periods with what decides its order.

    Parameters
    ----------
    production_need, needs : pandas.DataFrame
        The tables.
    labels : list of str
        The periods.

    Returns
    -------
    pandas.DataFrame
        unit, need, activity, period, count [activities], elective, priority, guarantee_days;
        a row for every period, sorted.
    """
    facts = needs.reindex(columns=["need", "flow", "priority", "guarantee_days"])
    series = production_need[ROW[:3]].drop_duplicates()
    grid = series.merge(pd.DataFrame({"period": labels}), how="cross")
    rows = grid.merge(production_need, on=ROW, how="left").merge(facts, on="need", how="left")
    rows = rows.assign(count=rows["count"].fillna(0.0), elective=rows["flow"] == _ELECTIVE)
    return rows.sort_values(ROW, kind="stable", ignore_index=True)


def uses_of(
    production: pd.DataFrame, activity_times: pd.DataFrame, capacity_need: pd.DataFrame
) -> pd.DataFrame:
    """Return the capacities that each row of production takes.

    Parameters
    ----------
    production : pandas.DataFrame
        As :func:`production_of` returns it.
    activity_times, capacity_need : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        row (place in production), unit, capacity, period, need, priority, guarantee_days,
        elective, each (capacity need per activity, after utilisation and margin) [capacity's
        measure].
    """
    rows = production.drop(columns="count").assign(row=np.arange(len(production)))
    rows = rows.merge(times_at(production, activity_times), on=["unit", "activity"])
    weight = (1 + capacity_need["margin"]) / capacity_need["utilisation"]
    rows = rows.merge(capacity_need[CELL].assign(weight=weight), on=CELL)
    rows = rows.assign(each=rows["amount"] * rows["weight"])
    return rows.drop(columns=["amount", "weight"]).sort_values(["row", "capacity"])


def given_way(uses: pd.DataFrame, count: pd.Series, amount: pd.Series) -> pd.Series:
    """Return the share of each use that an amount per cell takes, lowest priority first.

    Parameters
    ----------
    uses : pandas.DataFrame
        As :func:`uses_of` returns them, those only that may be taken.
    count : pandas.Series
        Activities by row.
    amount : pandas.Series
        Amount to take by unit, capacity and period [capacity's measure].

    Returns
    -------
    pandas.Series
        Share taken [0–1] by row, the same for all needs of one priority. Where an activity takes
        several capacities, the scarcest decides.
    """
    wanted = uses.merge(amount.rename("wanted").reset_index(), on=CELL)
    size = wanted["each"] * count.loc[wanted["row"]].to_numpy()
    cell = wanted.groupby(CELL).ngroup()
    share = lowest_first(size, wanted["priority"], cell, wanted["wanted"])
    return wanted.assign(share=share).groupby("row")["share"].max()


def postponed(production: pd.DataFrame, uses: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return production after elective care was moved to later periods as the balance says.

    Parameters
    ----------
    production, uses : pandas.DataFrame
        As :func:`production_of` and :func:`uses_of` return them.
    moves : pandas.DataFrame
        The table moves.

    Returns
    -------
    pandas.Series
        Activities by row; together as many as before. Needs of the lowest medical priority are
        moved first, none beyond its care guarantee.
    """
    later = moves[moves["period"] != moves["to_period"]]
    days = [
        (periods.start(end) - periods.start(start)).days
        for start, end in zip(later["period"], later["to_period"], strict=True)
    ]
    left, arrived = production["count"].copy(), pd.Series(0.0, production.index)
    place = pd.Series(production.index, pd.MultiIndex.from_frame(production[ROW]))
    waits = np.array(days, dtype=float)
    for wait in np.unique(waits)[::-1]:
        moved = later[waits == wait]
        able = uses["elective"] & (uses["guarantee_days"].astype(float) >= wait)
        amount = moved.set_index(CELL)["amount"]
        share = given_way(uses[able], left, amount)
        goes = share * left.loc[share.index]
        end = production.loc[share.index, ROW].merge(
            moved[["unit", "period", "to_period"]].drop_duplicates(), on=["unit", "period"]
        )
        target = place.loc[pd.MultiIndex.from_frame(end[["unit", "need", "activity", "to_period"]])]
        left.loc[share.index] -= goes
        arrived.loc[target] += goes.to_numpy()
    return left + arrived


def allowed(uses: pd.DataFrame, count: pd.Series, balance: pd.DataFrame) -> pd.Series:
    """Return production less what the unit has no capacity for.

    Parameters
    ----------
    uses : pandas.DataFrame
        As :func:`uses_of` returns them.
    count : pandas.Series
        Activities by row.
    balance : pandas.DataFrame
        The table balance. Its remaining gap, and what is bought or prioritised away, is not
        produced.

    Returns
    -------
    pandas.Series
        Activities by row: acute ones all, elective ones less the lowest medical priority.
    """
    away = balance["remaining"].clip(lower=0) + balance[_AWAY].sum(axis=1)
    amount = pd.Series(away.to_numpy(), pd.MultiIndex.from_frame(balance[CELL]))
    share = given_way(uses[uses["elective"]], count, amount[amount > 0])
    return count * (1 - share.reindex(count.index, fill_value=0.0))
