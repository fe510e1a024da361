"""What resources and openings allow, how shared ones are divided, and what one more gives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.division import divide
from pkslib.tables import staff_hours
from pkslib.tables.grain import into_periods

OPENING = "opening"
_PAIR = ["unit", "capacity"]
_PLACE = [*_PAIR, "period"]


def supplied_hours(resources: pd.DataFrame, wanted: list[str]) -> pd.DataFrame:
    """Return the hours that each resource can give in the periods of the plan.

    Parameters
    ----------
    resources : pandas.DataFrame
        The table.
    wanted : list of str
        Periods of the plan.

    Returns
    -------
    pandas.DataFrame
        unit, resource, period, paid (count · hours), supply (worked) and each (worked by one
        counted unit) [hours], carried.

    Examples
    --------
    >>> nurses = pd.DataFrame({
    ...     "unit": "A", "resource": "nurse", "period": ["2027-01"], "count": [10.0],
    ...     "hours": [160.0], "absence": [0.25]
    ... })
    >>> supplied_hours(nurses, ["2027-01"])
      unit resource   period    paid  supply   each  carried
    0    A    nurse  2027-01  1600.0  1200.0  120.0    False
    """
    rows = resources.assign(
        paid=resources["count"] * resources["hours"],
        supply=staff_hours.net_hours(resources),
        each=staff_hours.worked_each(resources),
    )
    return into_periods(rows, ["unit", "resource"], ["paid", "supply", "each"], wanted)


def resource_limits(
    hours: pd.DataFrame, recipes: pd.DataFrame, opened: pd.DataFrame, told: pd.DataFrame
) -> pd.DataFrame:
    """Return what each resource and the openings allow of each capacity by themselves.

    A unit has a capacity only where its pathways, its openings or its own statement tell of it:
    nurses of an adult ward give no intensive care because recipes call them by the same name. A
    resource of the recipe that a unit does not tell of does not limit it; resources that are in no
    recipe are passed over.

    Parameters
    ----------
    hours : pandas.DataFrame
        As from :func:`supplied_hours`.
    recipes : pandas.DataFrame
        The table.
    opened : pandas.DataFrame
        unit, capacity, period, amount [capacity's measure], carried.
    told : pandas.DataFrame
        unit, capacity: what the unit's activities take, or that it states.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, resource, period, amount [capacity's measure], supply and each [hours; of
        openings the capacity's measure], takes [of it per unit of the capacity], carried, and last
        (true of openings, which stand last).
    """
    used = hours.merge(recipes.rename(columns={"amount": "takes"}), on="resource")
    pairs = pd.concat([told[_PAIR], opened[_PAIR]]).drop_duplicates()
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
        The result table capacity_need.

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


def with_room(limits: pd.DataFrame, available: pd.DataFrame) -> pd.DataFrame:
    """Return how far each capacity could grow before each resource, or the opening, stops it.

    Parameters
    ----------
    limits : pandas.DataFrame
        As from :func:`resource_limits`.
    available : pandas.DataFrame
        The result table available_capacity, stated capacity too.

    Returns
    -------
    pandas.DataFrame
        The limits of capacities that are available, with given (what is available of the capacity)
        and room [capacity's measure]: what the resource has left when all capacities of the unit
        have taken theirs, never below zero.

    Examples
    --------
    900 nurse hours: 100 bed days take 5 each, 40 slots take 2 each, and 320 are left over.

    >>> place = {"unit": "A", "period": "2027-01"}
    >>> limits = pd.DataFrame({"capacity": ["bed_day", "slot"], "resource": "nurse", **place,
    ...                        "supply": 900.0, "takes": [5.0, 2.0], "last": False})
    >>> available = pd.DataFrame({"capacity": ["bed_day", "slot"], "amount": [100.0, 40.0],
    ...                           **place})
    >>> with_room(limits, available)["room"].tolist()
    [64.0, 160.0]
    """
    given = available[[*_PLACE, "amount"]].rename(columns={"amount": "given"})
    rows = limits.merge(given, on=_PLACE)
    # Openings are each capacity's own; only resources are shared.
    owner = rows["capacity"].where(rows["last"].astype(bool), "")
    taken = (rows["given"] * rows["takes"]).groupby(
        [rows["unit"], rows["period"], rows["resource"], owner]
    )
    left = (rows["supply"] - taken.transform("sum")).clip(lower=0.0)
    return rows.assign(room=left / rows["takes"])


def shared_hours(limits: pd.DataFrame) -> pd.DataFrame:
    """Return how the hours of each resource are divided where a unit has several uses for it.

    Parameters
    ----------
    limits : pandas.DataFrame
        As from :func:`with_room`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table shared_hours; what no capacity can use is in none of them.
    """
    rows = limits[~limits["last"].astype(bool)]
    users = rows.groupby(["unit", "resource", "period"])["capacity"].transform("nunique")
    rows = rows[users > 1]
    rows = rows.assign(hours=rows["given"] * rows["takes"])
    return rows.assign(share=(rows["hours"] / rows["supply"]).where(rows["supply"] > 0))


def _basis(stop: pd.DataFrame) -> pd.Series:
    """Return what an amount rests on, from the use that stops it."""
    kind = stop["resource"].where(stop["last"], "resource")
    return kind.mask(stop["carried"], "carried_forward")


def as_stated(stated: pd.DataFrame) -> pd.DataFrame:
    """Return stated capacity as it is; what limits it is not known."""
    basis = stated["carried"].map({False: "stated", True: "carried_forward"})
    return stated.assign(basis=basis, limiting="", gain=np.nan)


def bottlenecks(available: pd.DataFrame, need: pd.DataFrame, each: pd.DataFrame) -> pd.DataFrame:
    """Return what one more of each limiting resource gives over the year.

    Parameters
    ----------
    available : pandas.DataFrame
        As from :func:`divided`.
    need : pandas.DataFrame
        unit, capacity, period, need [capacity's measure].
    each : pandas.DataFrame
        unit, resource, period, each [hours of one counted unit].

    Returns
    -------
    pandas.DataFrame
        Rows of the table bottlenecks; per_hour is missing for openings.
    """
    known = available.loc[
        available["limiting"].fillna("") != "", [*_PLACE, "amount", "limiting", "gain"]
    ]
    rows = known.merge(need[[*_PLACE, "need"]], on=_PLACE, how="left")
    hours = each.rename(columns={"resource": "limiting"})[["unit", "limiting", "period", "each"]]
    rows = rows.merge(hours, on=["unit", "limiting", "period"], how="left")
    short = (rows["need"].fillna(0.0) - rows["amount"]).clip(lower=0.0)
    rows = rows.assign(closes=rows["gain"].clip(upper=short))
    sums = rows.groupby([*_PAIR, "limiting"], as_index=False).agg(
        periods=("period", "nunique"),
        gain=("gain", "sum"),
        closes=("closes", "sum"),
        each=("each", lambda hours: hours.sum(min_count=1)),
    )
    sums["per_hour"] = sums["gain"] / sums["each"].where(sums["each"] > 0)
    return sums.rename(columns={"limiting": "resource"})
