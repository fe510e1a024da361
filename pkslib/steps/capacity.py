"""Available capacity: the least of what resources and openings allow, and what limits it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.division import divide
from pkslib.settings import Settings
from pkslib.tables.declaration import validate
from pkslib.tables.grain import into_periods
from pkslib.tables.results import RESULTS

OPENING = "opening"
_PAIR = ["unit", "capacity"]
_PLACE = ["unit", "capacity", "period"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Work out the available capacity of a region in the planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand (for the length of periods), available, resources, recipes
        and openings, and the result table capacity_need.
    settings : Settings
        Not used: what is available is a fact, not an assumption.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables available_capacity and capacity_limits.
    """
    wanted = periods.within_year(year, periods.only_resolution(tables["demand"]["period"]))
    stated = into_periods(tables["available"], _PAIR, ["amount"], wanted)
    opened = into_periods(tables["openings"], _PAIR, ["amount"], wanted)
    hours = net_hours(tables["resources"], wanted)
    need = tables["capacity_need"]
    limits = resource_limits(hours, tables["recipes"], opened, need)
    available = pd.concat([_stated(stated), divided(limits, stated, need)], ignore_index=True)
    shown = limits.merge(available[_PAIR].drop_duplicates(), on=_PAIR)
    found = {"available_capacity": available, "capacity_limits": shown}
    return {name: validate(frame, RESULTS[name]) for name, frame in found.items()}


def net_hours(resources: pd.DataFrame, wanted: list[str]) -> pd.DataFrame:
    """Return the hours that each resource can give in the periods of the plan.

    Parameters
    ----------
    resources : pandas.DataFrame
        unit, resource, period, count [persons, rooms or machines], hours [hours per counted
        unit], absence [share of paid time].
    wanted : list of str
        Periods of the plan.

    Returns
    -------
    pandas.DataFrame
        unit, resource, period, supply (count · hours · (1 − absence)) [hours], each (the same of
        one counted unit) [hours], carried.

    Examples
    --------
    >>> nurses = pd.DataFrame({
    ...     "unit": "A", "resource": "nurse", "period": ["2027-01"], "count": [10.0],
    ...     "hours": [160.0], "absence": [0.25]
    ... })
    >>> net_hours(nurses, ["2027-01"])
      unit resource   period  supply   each  carried
    0    A    nurse  2027-01  1200.0  120.0    False
    """
    each = resources["hours"] * (1 - resources["absence"])
    rows = resources.assign(supply=resources["count"] * each, each=each)
    return into_periods(rows, ["unit", "resource"], ["supply", "each"], wanted)


def resource_limits(
    hours: pd.DataFrame, recipes: pd.DataFrame, opened: pd.DataFrame, need: pd.DataFrame
) -> pd.DataFrame:
    """Return what each resource and the openings allow of each capacity by themselves.

    A capacity is looked at where it is needed, where openings tell of it, and where every
    resource of its recipe is at hand. A resource of the recipe that a unit does not tell of does
    not limit it; resources that are in no recipe are passed over.

    Parameters
    ----------
    hours : pandas.DataFrame
        As from :func:`net_hours`.
    recipes : pandas.DataFrame
        capacity, resource, amount [resource hours per unit of the capacity].
    opened : pandas.DataFrame
        unit, capacity, period, amount [capacity's measure], carried.
    need : pandas.DataFrame
        unit, capacity.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, resource, period, amount [capacity's measure], supply and each [hours; of
        openings the capacity's measure], takes [of it per unit of the capacity], carried, and last
        (true of openings, which stand last).
    """
    used = hours.merge(recipes.rename(columns={"amount": "takes"}), on="resource")
    has = used.drop_duplicates([*_PAIR, "resource"]).groupby(_PAIR).size()
    asked = recipes.groupby("capacity").size()
    whole = has[has == asked.reindex(has.index.get_level_values("capacity")).to_numpy()]
    pairs = pd.concat([need[_PAIR], opened[_PAIR], whole.reset_index()[_PAIR]]).drop_duplicates()
    open_rows = opened.rename(columns={"amount": "supply"}).assign(
        resource=OPENING, each=1.0, takes=1.0
    )
    rows = pd.concat([used.merge(pairs, on=_PAIR), open_rows], ignore_index=True)
    rows = rows.assign(amount=rows["supply"] / rows["takes"], last=rows["resource"] == OPENING)
    order = ["unit", "period", "capacity", "last", "resource"]
    return rows.sort_values(order, ignore_index=True)


def divided(limits: pd.DataFrame, stated: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that the resources of each unit give, none of them counted twice.

    A resource that serves several capacities is divided between them so that the one whose need
    is met to the least share gets the most (see :mod:`pkslib.methods.division`), above the need
    too. Stated capacity takes its share of the resources first. Capacity that no one needs gets
    what is left over.

    Parameters
    ----------
    limits : pandas.DataFrame
        As from :func:`resource_limits`, in its order.
    stated : pandas.DataFrame
        unit, capacity, period, amount [capacity's measure].
    need : pandas.DataFrame
        unit, capacity, period, need [capacity's measure].

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, amount [capacity's measure], basis, limiting, gain (how much more
        there would be with one more counted unit of the limiting resource, divided anew)
        [capacity's measure].
    """
    uses = _claims(limits, stated, need)
    found = _divide(uses, by=[])
    more = found[["unit", "period", "pool", "each"]].drop_duplicates(["unit", "period", "pool"])
    again = uses.merge(
        more.rename(columns={"pool": "enlarged", "each": "one"}), on=["unit", "period"]
    )
    again["supply"] += again["one"].where(again["pool"] == again["enlarged"], 0.0)
    enlarged = _divide(again, by=["enlarged"])[[*_PLACE, "enlarged", "amount"]]
    rows = found.merge(
        enlarged.rename(columns={"enlarged": "pool", "amount": "then"}), on=[*_PLACE, "pool"]
    )
    rows = rows.assign(
        basis=_basis(rows),
        limiting=rows["resource"],
        # Adding up in another order may leave a trace below zero.
        gain=(rows["then"] - rows["amount"]).clip(lower=0.0),
    )
    return rows[rows["asked"] | (rows["amount"] > 0)]


def _claims(limits: pd.DataFrame, stated: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    """Return the uses that are not stated: what they ask for, from which pool, with how much."""
    known = stated[[*_PLACE, "amount"]].rename(columns={"amount": "stated"})
    rows = limits.merge(need[[*_PLACE, "need"]], on=_PLACE, how="left")
    rows = rows.merge(known, on=_PLACE, how="left")
    # Openings are each capacity's own; only resources are shared.
    owner = rows["capacity"].where(rows["last"], "")
    pool = rows.groupby(["unit", "period", "resource", owner]).ngroup()
    taken = (rows["stated"].fillna(0.0) * rows["takes"]).groupby(pool).transform("sum")
    opened = rows.groupby(_PLACE)["last"].transform("any")
    rows = rows.assign(
        pool=pool,
        supply=rows["supply"] - taken,
        asked=rows["need"].notna() | opened,
        need=rows["need"].fillna(0.0),
    )
    return rows[rows["stated"].isna()]


def _divide(uses: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return the use that stops each capacity, with its amount; each value of by stands alone."""
    pool = uses.groupby([*by, "pool"]).ngroup()
    user = uses.groupby([*by, *_PLACE]).ngroup()
    # Stated capacity may take more than there is.
    supply = uses.groupby(pool)["supply"].first().clip(lower=0.0)
    need = uses.groupby(user)["need"].first()
    found = divide(supply, pool, user, uses["takes"], need)
    return uses.iloc[found.limiting].assign(amount=found.amount)


def _basis(stop: pd.DataFrame) -> pd.Series:
    """Return what an amount rests on, from the use that stops it."""
    kind = stop["resource"].where(stop["last"], "resource")
    return kind.mask(stop["carried"], "carried forward")


def _stated(stated: pd.DataFrame) -> pd.DataFrame:
    """Return stated capacity as it is; what limits it is not known."""
    basis = stated["carried"].map({False: "stated", True: "carried forward"})
    return stated.assign(basis=basis, limiting="", gain=np.nan)
