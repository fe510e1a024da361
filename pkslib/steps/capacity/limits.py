"""What each resource and the openings allow of a capacity by themselves."""

from __future__ import annotations

import pandas as pd

from pkslib.tables.grain import into_periods

OPENING = "opening"
_PAIR = ["unit", "capacity"]


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
        unit, resource, period, paid (count · hours), supply (count · hours · (1 − absence), worked)
        and each (worked by one counted unit) [hours], carried.

    Examples
    --------
    >>> nurses = pd.DataFrame({
    ...     "unit": "A", "resource": "nurse", "period": ["2027-01"], "count": [10.0],
    ...     "hours": [160.0], "absence": [0.25]
    ... })
    >>> net_hours(nurses, ["2027-01"])
      unit resource   period    paid  supply   each  carried
    0    A    nurse  2027-01  1600.0  1200.0  120.0    False
    """
    each = resources["hours"] * (1 - resources["absence"])
    paid = resources["count"] * resources["hours"]
    rows = resources.assign(paid=paid, supply=resources["count"] * each, each=each)
    return into_periods(rows, ["unit", "resource"], ["paid", "supply", "each"], wanted)


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
