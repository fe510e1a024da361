"""Production after the balance: what waits, goes elsewhere, gives way or is bought; acute never."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.methods.priority import lowest_first, ranks
from pkslib.tables.results.plan import PLAN_FACTORS
from pkslib.tables.times import times_at

CELL = ["unit", "capacity", "period"]
ROW = ["unit", "need", "activity", "period"]
_ELECTIVE, _POSTPONED = "elective", "postpone"
# What takes the latest year's plan to this year's.
BEFORE, NEED, PRIORITISED, BOUGHT, REMAINDER = PLAN_FACTORS
_GOES = [*CELL, "need", "to_unit", "to_period", "wanted"]


def production_of(
    production_need: pd.DataFrame, needs: pd.DataFrame, labels: list[str], shifts: pd.DataFrame
) -> pd.DataFrame:
    """Return the production need of some periods with what decides its order.

    Parameters
    ----------
    production_need, needs, shifts : pandas.DataFrame
        The tables. Units that care is shifted to get its rows, without a need of their own.
    labels : list of str
        The periods.

    Returns
    -------
    pandas.DataFrame
        unit, need, activity, period, count [activities], elective, priority, consequence;
        a row for every period, sorted.
    """
    facts = needs[["need", "flow", "priority", "consequence"]]
    series = production_need[ROW[:3]].drop_duplicates()
    arriving = series.merge(shifts[["unit", "need", "to_unit"]].drop_duplicates())
    arriving = arriving.drop(columns="unit").rename(columns={"to_unit": "unit"})
    series = pd.concat([series, arriving[ROW[:3]]]).drop_duplicates()
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
        row (place in production), unit, capacity, period, need, activity, elective, priority (with
        the consequence of postponing), each (capacity need per activity, after utilisation and
        margin) [capacity's measure], and weight, what utilisation and margin make of it.
    """
    rows = production.drop(columns="count").assign(row=np.arange(len(production)))
    rows = rows.merge(times_at(production, activity_times), on=["unit", "activity"])
    raw = capacity_need["raw"].where(capacity_need["raw"] > 0)
    weight = (capacity_need["need"] / raw).fillna(0.0)
    rows = rows.merge(capacity_need[CELL].assign(weight=weight), on=CELL)
    rows = rows.assign(
        each=rows["amount"] * rows["weight"],
        priority=ranks(rows["priority"], rows["consequence"].astype(float)),
    )
    return rows.drop(columns=["amount", "consequence"]).sort_values(["row", "capacity"])


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


def moved(
    production: pd.DataFrame, uses: pd.DataFrame, delays: pd.DataFrame, shifts: pd.DataFrame
) -> pd.Series:
    """Return production after the balance moved care to later periods and to other units.

    Parameters
    ----------
    production, uses : pandas.DataFrame
        As :func:`production_of` and :func:`uses_of` return them.
    delays, shifts : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.Series
        Activities by row; together as many as before. An activity goes by the part that has to
        leave of the need's use of a capacity; where it takes several, the larger part.
    """
    later = delays.assign(to_unit=delays["unit"], wanted=delays["amount"])
    elsewhere = shifts.assign(to_period=shifts["period"], wanted=shifts["amount"])
    goes = pd.concat([later[_GOES], elsewhere[_GOES]], ignore_index=True)
    taken = _taken(uses, production["count"], goes)
    ends = ["row", "to_unit", "need", "activity", "to_period"]
    parts = taken.groupby(ends, as_index=False)["share"].max()
    leaving = parts.groupby("row")["share"].transform("sum").clip(lower=1.0)
    parts = parts.assign(count=production["count"].to_numpy()[parts["row"]])
    amount = (parts["count"] * parts["share"] / leaving).to_numpy(float)
    place = pd.Series(production.index, pd.MultiIndex.from_frame(production[ROW]))
    target = place.loc[pd.MultiIndex.from_frame(parts[ends[1:]])].to_numpy()
    leaves = np.bincount(parts["row"].to_numpy(int), amount, len(production))
    comes = np.bincount(target, amount, len(production))
    # Of what leaves whole, the parts may add up to a rounding more.
    stays = (production["count"].to_numpy() - leaves).clip(min=0.0)
    return pd.Series(stays + comes, production.index)


def kept(uses: pd.DataFrame, count: pd.Series, prioritised: pd.DataFrame) -> pd.Series:
    """Return production less the care that the balance limits or cancels, need by need.

    Parameters
    ----------
    uses : pandas.DataFrame
        As :func:`uses_of` returns them.
    count : pandas.Series
        Activities by row, after care was moved.
    prioritised : pandas.DataFrame
        The table, in amounts before utilisation and margin; what is postponed is in the table
        delays too, and has moved already.

    Returns
    -------
    pandas.Series
        Activities by row. Where an activity takes several capacities, the larger part goes.
    """
    given = prioritised[prioritised["decision"] != _POSTPONED]
    given = given.merge(uses[[*CELL, "weight"]].drop_duplicates(CELL), on=CELL)
    given = given.assign(wanted=given["amount"] * given["weight"])
    wanted = given.groupby([*CELL, "need"], as_index=False)[["wanted"]].sum()
    most = _taken(uses, count, wanted).groupby("row")["share"].max().clip(upper=1.0)
    return count * (1 - most.reindex(count.index, fill_value=0.0))


def _taken(uses: pd.DataFrame, count: pd.Series, wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the uses that something is wanted of, need by need, with the share wanted of each."""
    sizes = uses.assign(size=uses["each"] * count.to_numpy()[uses["row"]])
    total = sizes.groupby([*CELL, "need"])["size"].transform("sum")
    taken = sizes.assign(total=total.where(total > 0)).merge(wanted, on=[*CELL, "need"])
    return taken.assign(share=(taken["wanted"] / taken["total"]).fillna(0.0))


def unbought(
    uses: pd.DataFrame, count: pd.Series, balance: pd.DataFrame, episodes: pd.DataFrame
) -> pd.Series:
    """Return production less the elective care that is bought from others.

    Parameters
    ----------
    uses : pandas.DataFrame
        As :func:`uses_of` returns them.
    count : pandas.Series
        Activities by row.
    balance : pandas.DataFrame
        The table balance; what is strain or unsolved in it stays in the plan, to be decided on.
    episodes : pandas.DataFrame
        As :func:`pkslib.tables.times.episodes_of` returns them. What is not operated needs no
        bed, and who gets no bed is not operated.

    Returns
    -------
    pandas.Series
        Activities by row: acute ones all, elective ones less the lowest medical priority.
    """
    amount = balance.set_index(CELL)["bought"]
    share = given_way(uses[uses["elective"]], count, amount[amount > 0])
    return _less(count, share, uses, episodes)


def _less(
    count: pd.Series, share: pd.Series, uses: pd.DataFrame, episodes: pd.DataFrame
) -> pd.Series:
    """Return activities less the share that gives way, alike for all of an episode."""
    together = uses[["row", *CELL, "need"]].merge(episodes, on=["need", "unit", "capacity"])
    together = together.assign(share=together["row"].map(share).fillna(0.0))
    together["share"] = together.groupby(["episode", "period"])["share"].transform("max")
    share = together.groupby("row")["share"].max().combine_first(share)
    return count * (1 - share.reindex(count.index, fill_value=0.0))


def changes(
    tables: Mapping[str, pd.DataFrame],
    uses: pd.DataFrame,
    count: tuple[pd.Series, pd.Series],
    production: pd.DataFrame,
    episodes: pd.DataFrame,
    targets: pd.DataFrame,
) -> pd.DataFrame:
    """Return the latest year's plan, and what makes it this year's, by kind of activity.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        activities, production and balance.
    uses, production, episodes : pandas.DataFrame
        As for :func:`unbought`.
    count : tuple of pandas.Series
        Activities by row after care was moved, and after some of it was prioritised away.
    targets : pandas.DataFrame
        The rows of the plan's periods.

    Returns
    -------
    pandas.DataFrame
        kind, factor, order (0 is the latest year's plan) and effect [activities]. A kind's
        effects add up to its target; what no step explains is the rounding. Without a plan of
        the latest year there is nothing to compare with.
    """
    kind = tables["activities"].set_index("activity")["kind"]
    last = _last_plan(tables["production"], production["period"].nunique())
    if last.empty:
        return pd.DataFrame(columns=["kind", "factor", "order", "effect"])
    own = production["activity"].map(kind)
    stages = {
        BEFORE: last.groupby(last.index.map(kind.to_dict())).sum(),
        NEED: count[0].groupby(own).sum(),
        PRIORITISED: count[1].groupby(own).sum(),
    }
    own_care = unbought(uses, count[1], tables["balance"], episodes)
    stages[BOUGHT] = own_care.groupby(own).sum()
    target = targets["target"].groupby(targets["activity"].map(kind)).sum()
    stages[REMAINDER] = target.astype(float)
    table = pd.DataFrame(stages).fillna(0.0)
    effects = table.diff(axis=1).fillna({BEFORE: table[BEFORE]})
    rows = effects.rename_axis("kind").reset_index().melt("kind", var_name="factor")
    order = rows["factor"].map({name: place for place, name in enumerate(stages)})
    return rows.rename(columns={"value": "effect"}).assign(order=order)


def _last_plan(production: pd.DataFrame, periods: int) -> pd.Series:
    """Return the plan of the latest year by activity."""
    known = production.dropna(subset=["planned"])
    latest = sorted(known["period"].unique())[-periods:]
    known = known[known["period"].isin(latest)]
    return known.groupby("activity")["planned"].sum()
