"""Hours of what: the deviation of available capacity by profession, room and equipment."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib.methods.change import of_least
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.staff_hours import net_hours

_PLACE = ["unit", "capacity", "period"]
_HELD = ["unit", "resource", "period"]
_AMOUNTS = ["planned", "outcome"]


def available_parts(tables: Mapping[str, pd.DataFrame], parts: pd.DataFrame) -> pd.DataFrame:
    """Return which resource's hours made available capacity other than forecast.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables resource_outcome, resources, recipes and capacity_outcome.
    parts : pandas.DataFrame
        As from :func:`pkslib.steps.follow_up.parts.deviation_parts`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table available_parts; effect is the part of ``available`` that the resource
        made, by how long it was the limit on the way from what was forecast to what there was.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: forecast errors of available
       capacity come from the number of hours.
    """
    rows = _allowed(_hours(tables), tables["recipes"], _plans(tables, parts))
    if rows.empty:
        return empty(RESULTS["available_parts"])
    wide = rows.pivot_table(index=_PLACE, columns="resource", values=["before", "after"])
    # What a unit does not have never limits it.
    before, after = (wide[name].fillna(rows[name].max() + 1) for name in ("before", "after"))
    shared = pd.DataFrame(
        of_least(before.to_numpy(), after.to_numpy()), before.index, before.columns
    )
    effect = shared.melt(ignore_index=False, value_name="effect").reset_index()
    rows = rows.merge(effect, on=[*_PLACE, "resource"])
    rows = rows.assign(
        effect=rows["effect"] * rows["planned_use"], deviation=rows["outcome"] - rows["planned"]
    )
    return rows[[*_PLACE, "resource", *_AMOUNTS, "deviation", "effect"]]


def with_other(parts: pd.DataFrame, by_resource: pd.DataFrame) -> pd.DataFrame:
    """Return the parts of deviations with what no resource's hours explain of the capacity.

    Parameters
    ----------
    parts : pandas.DataFrame
        As for :func:`available_parts`.
    by_resource : pandas.DataFrame
        As from :func:`available_parts`.

    Returns
    -------
    pandas.DataFrame
        The same with other_available, so that it and the effects add up to available; missing
        where no resource's hours are known.
    """
    told = by_resource.groupby(_PLACE)["effect"].sum().rename("told").reset_index()
    rows = parts.merge(told, on=_PLACE, how="left")
    return rows.assign(other_available=rows["available"] - rows["told"]).drop(columns="told")


def _hours(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the hours forecast and had: unit, resource, period, planned, outcome."""
    had = tables["resource_outcome"][[*_HELD, "planned", "available"]]
    resources = tables["resources"]
    net = resources[_HELD].assign(net=net_hours(resources))
    had = had.merge(net, on=_HELD, how="left")
    planned = had["planned"].fillna(had["net"])
    rows = had[_HELD].assign(planned=planned, outcome=had["available"])
    return rows.dropna(subset=_AMOUNTS)


def _plans(tables: Mapping[str, pd.DataFrame], parts: pd.DataFrame) -> pd.DataFrame:
    """Return, where B is known, the capacity forecast and the part of it that the plan uses."""
    forecast = tables["capacity_outcome"][[*_PLACE, "planned"]]
    forecast = forecast.rename(columns={"planned": "forecast"})
    known = parts.dropna(subset=["available"])[[*_PLACE, "planned"]]
    rows = known.merge(forecast, on=_PLACE)
    return rows[[*_PLACE, "forecast"]].assign(planned_use=rows["planned"] / rows["forecast"])


def _allowed(hours: pd.DataFrame, recipes: pd.DataFrame, plans: pd.DataFrame) -> pd.DataFrame:
    """Return what each resource allows of a capacity, before and after, in its measure.

    A resource that serves several capacities of a unit is shared as forecast.
    """
    rows = plans.merge(recipes, on="capacity").merge(hours, on=_HELD)
    takes = rows["forecast"] * rows["amount"]
    whole = takes.groupby([rows[key] for key in _HELD]).transform("sum")
    own = takes / whole.where(whole > 0)
    rows = rows.assign(planned=rows["planned"] * own, outcome=rows["outcome"] * own)
    return rows.assign(
        before=rows["planned"] / rows["amount"], after=rows["outcome"] / rows["amount"]
    ).dropna(subset=["before", "after"])
