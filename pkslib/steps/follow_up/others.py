"""Others' figures beside ours: published ones, the units' own forecasts, weeks, the next year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.declaration import empty
from pkslib.tables.inputs.follow_up import COUNTRY
from pkslib.tables.results import RESULTS
from pkslib.tables.results.follow_up import DECIDED, STATED
from pkslib.tables.results.learning import DIFFERS, NEARER, PLANNED_BY

_MORE, _WITHIN = DIFFERS
_UNIT, _CALCULATED, _ALIKE = NEARER
_PROPOSAL = PLANNED_BY[2]
_DOER = ["unit", "activity"]
_WHAT = ["unit", "need", "activity"]
# Published figures are rounded; so much of one is no difference.
_ROUNDED = 0.005
# The horizon that the guidance wants kept: twelve to eighteen months.
_AHEAD = 18


def national_compared(
    national: pd.DataFrame, own: pd.DataFrame, quality: pd.DataFrame, region: str
) -> pd.DataFrame:
    """Return the region's own figures beside those published of it, and the country's.

    Parameters
    ----------
    national : pandas.DataFrame
        The input table, of all regions.
    own : pandas.DataFrame
        indicator, period (missing: as of the latest), value, and lower and upper of the region:
        what it must lie between where only units told.
    quality : pandas.DataFrame
        The result table outcome_quality: outcomes that are missing explain as large a share.
    region : str
        Its code.

    Returns
    -------
    pandas.DataFrame
        Rows of the table national_compared, the latest published period of each indicator.
    """
    mine = national[national["region"] == region].sort_values("period")
    mine = mine.drop_duplicates("indicator", keep="last")
    whole = national[national["region"] == COUNTRY][["indicator", "period", "value"]]
    rows = mine.merge(whole.rename(columns={"value": "country"}), how="left")
    # A figure of another period says nothing of this one.
    figures = {"value": "own", "lower": "own_lower", "upper": "own_upper"}
    dated = own.dropna(subset=["period"]).rename(columns=figures)
    rows = rows.merge(dated, on=["indicator", "period"], how="left")
    latest = own[own["period"].isna()].drop_duplicates("indicator").set_index("indicator")
    for name, column in figures.items():
        rows[column] = rows[column].fillna(rows["indicator"].map(latest[name])).astype(float)
    expected, missing = quality["expected"].sum(), quality["missing"].sum()
    explained = _ROUNDED + (missing / expected if expected else 0.0)
    rows = rows.assign(published=rows["value"])
    against = rows["published"].abs().where(rows["published"] != 0)
    nearest = rows["published"].clip(rows["own_lower"], rows["own_upper"])
    difference = (nearest.where(rows["own_lower"].notna()) - rows["published"]) / against
    differs = np.select([difference.isna(), difference.abs() > explained], ["", _MORE], _WITHIN)
    return rows.assign(difference=difference, explained=min(explained, 1.0), differs=differs)


def unit_forecasts_compared(tables: Mapping[str, pd.DataFrame], need: pd.DataFrame) -> pd.DataFrame:
    """Return each unit's own forecasts beside the calculated ones, both scored by what came.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables unit_forecasts, unit_demand, production and pathways, and the result table
        forecast.
    need : pandas.DataFrame
        The result table need_follow_up: what was calculated before each period.

    Returns
    -------
    pandas.DataFrame
        Rows of the table unit_forecasts_compared: mean absolute error over the periods that have
        an outcome and both forecasts, the unit's said before the period was over; and the sums of
        both over the periods ahead.
    """
    stated = tables["unit_forecasts"]
    if stated.empty:
        return empty(RESULTS["unit_forecasts_compared"])
    stated = stated.assign(**{name: stated[name].fillna("") for name in _WHAT})
    rows = stated.merge(_calculated(tables, need), on=[*_WHAT, "period"], how="left")
    rows = rows.merge(_came(tables), on=[*_WHAT, "period"], how="left")
    # Said when the period was over, it is no forecast.
    over = rows["period"].map(lambda label: periods.end(label).isoformat())
    before = rows["on"].isna() | (rows["on"] <= over)
    done = rows["outcome"].notna() & rows["calculated"].notna() & before
    ahead = rows["outcome"].isna() & rows["calculated"].notna()
    rows = rows.assign(
        periods=done, ahead=ahead, own_ahead=rows["mean"].where(ahead),
        calculated_ahead=rows["calculated"].where(ahead),
        own_error=(rows["mean"] - rows["outcome"]).abs().where(done),
        calculated_error=(rows["calculated"] - rows["outcome"]).abs().where(done),
    )  # fmt: skip
    groups = rows.groupby(_WHAT)
    found = groups.agg({"by": "last", "periods": "sum", "ahead": "sum"})
    for name in ("own_ahead", "calculated_ahead"):
        found[name] = groups[name].sum(min_count=1)
    for name in ("own_error", "calculated_error"):
        found[name] = groups[name].mean()
    own, ours = found["own_error"], found["calculated_error"]
    nearer = np.select(
        [own.isna(), np.isclose(own, ours), own < ours], ["", _ALIKE, _UNIT], _CALCULATED
    )
    return found.assign(nearer=nearer).reset_index()


def _calculated(tables: Mapping[str, pd.DataFrame], need: pd.DataFrame) -> pd.DataFrame:
    """Return what is calculated of needs and activities at each unit, past and ahead."""
    ahead = tables["forecast"][["need", "period", "mean"]].rename(columns={"mean": "patients"})
    past = need[["need", "period", "forecast"]].rename(columns={"forecast": "patients"})
    both = pd.concat([past.dropna(), ahead], ignore_index=True)
    both = both.drop_duplicates(["need", "period"])
    done = both.merge(tables["pathways"][["need", "unit", "activity", "per_patient"]], on="need")
    done = done.assign(calculated=done["patients"] * done["per_patient"])
    keys = ["unit", "activity", "period"]
    activities = done.groupby(keys, as_index=False)["calculated"].sum().assign(need="")
    parts = both.merge(_shares(tables, past), on="need")
    patients = parts.assign(calculated=parts["patients"] * parts["share"], activity="")
    found: pd.DataFrame = pd.concat([activities, patients], ignore_index=True)
    return found[[*_WHAT, "period", "calculated"]]


def _shares(tables: Mapping[str, pd.DataFrame], past: pd.DataFrame) -> pd.DataFrame:
    """Return each unit's share of a need's patients before the window: unit, need, share."""
    first = past["period"].min() if len(past) else ""
    before = tables["unit_demand"]
    before = before[before["period"] < first] if first else before
    sums = before.groupby(["unit", "need"], as_index=False)["patients"].sum()
    demand = tables["demand"]
    whole = demand[demand["period"].isin(before["period"])].groupby("need")["patients"].sum()
    of_all = sums["need"].map(whole).astype(float)
    share = sums["patients"] / of_all.where(of_all > 0)
    found: pd.DataFrame = sums[["unit", "need"]].assign(share=share)
    return found


def _came(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what came of needs and activities at each unit."""
    done = tables["production"][[*_DOER, "period", "count"]].rename(columns={"count": "outcome"})
    patients = tables["unit_demand"][["unit", "need", "period", "patients"]]
    patients = patients.rename(columns={"patients": "outcome"})
    return pd.concat([done.assign(need=""), patients.assign(activity="")], ignore_index=True)


def weekly_outcomes(production: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Return production of the latest weeks against plan; none where it is told by the month.

    Parameters
    ----------
    production : pandas.DataFrame
        The input table, planned as decided where it was.
    weeks : int
        How many.

    Returns
    -------
    pandas.DataFrame
        Rows of the table weekly_outcomes.
    """
    done = production[production["count"].notna()]
    if done.empty or periods.resolution(str(done["period"].iloc[0])) != "week":
        return empty(RESULTS["weekly_outcomes"])
    last = str(done["period"].max())
    rows = done[done["period"] > periods.shift(last, -weeks)]
    return rows.rename(columns={"period": "week", "count": "outcome", "planned": "plan"}).assign(
        deviation=rows["count"] - rows["planned"]
    )


def rolling_plan(production: pd.DataFrame, plan: pd.DataFrame, last: str) -> pd.DataFrame:
    """Return what is planned from the latest outcome on, over the turn of the year.

    Parameters
    ----------
    production : pandas.DataFrame
        The input table with planned and its basis, as decided or stated.
    plan : pandas.DataFrame
        The result table plan: the planning year's, where nothing is decided or stated.
    last : str
        The latest period with an outcome.

    Returns
    -------
    pandas.DataFrame
        Rows of the table rolling_plan, eighteen months at most.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the horizon of twelve to eighteen
       months is kept, and rolls.
    """
    stated = production.dropna(subset=["planned"])
    stated = stated.rename(columns={"planned": "target", "basis": "source"})
    columns = [*_DOER, "period", "target", "source"]
    both = [stated[columns], plan.assign(source=_PROPOSAL)[columns]]
    rows = pd.concat([part for part in both if len(part)] or both, ignore_index=True)
    order = rows["source"].map({DECIDED: 0, _PROPOSAL: 1, STATED: 2})
    rows = rows.assign(order=order).sort_values("order", kind="stable")
    rows = rows.drop_duplicates([*_DOER, "period"])
    month = periods.label_of(periods.end(last), "month")
    kinds = rows["period"].map(periods.resolution) == periods.resolution(last)
    until = periods.end(periods.shift(month, _AHEAD)).isoformat()
    ends = rows["period"].map(lambda label: periods.end(label).isoformat())
    inside: pd.DataFrame = rows[kinds & (rows["period"] > last) & (ends <= until)]
    return inside[columns]
