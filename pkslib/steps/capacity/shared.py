"""Shared resources divided between the capacities of a unit, and what limits each of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.division import divide

_PLACE = ["unit", "capacity", "period"]


def divided(limits: pd.DataFrame, stated: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that the resources of each unit give, none of them counted twice.

    A resource that serves several capacities is divided between them so that the one whose need
    is met to the least share gets the most (see :mod:`pkslib.methods.division`), above the need
    too. Stated capacity takes its share of the resources first. Capacity that no one needs gets
    what is left over.

    Parameters
    ----------
    limits : pandas.DataFrame
        As from :func:`pkslib.steps.capacity.limits.resource_limits`, in its order.
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


def as_stated(stated: pd.DataFrame) -> pd.DataFrame:
    """Return stated capacity as it is; what limits it is not known."""
    basis = stated["carried"].map({False: "stated", True: "carried forward"})
    return stated.assign(basis=basis, limiting="", gain=np.nan)
