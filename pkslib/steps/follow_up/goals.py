"""Indicators and the region's own goals: what was reported, and what production itself tells."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.declaration import empty
from pkslib.tables.inputs.follow_up import (
    ACCESS,
    ADDED,
    ECONOMY,
    INDICATORS,
    LESS,
    MORE,
    PLANNING,
)  # fmt: skip
from pkslib.tables.inputs.follow_up import PRODUCTION as OUTPUT
from pkslib.tables.results import RESULTS
from pkslib.tables.results.learning import GOALS

_MET, _MISSED, _NO_VALUE = GOALS
_SERIES = ["place", "indicator"]
_AREA = {code: known.area for code, known in INDICATORS.items()}
_BETTER = {code: known.better for code, known in INDICATORS.items()}
# What the parameters are counted to, and what is better: only what a goal may be set for.
_AREAS = {
    "production": OUTPUT, "availability": ACCESS, "utilisation": OUTPUT, "staffing": OUTPUT,
    "economy": ECONOMY,
}  # fmt: skip
_LESS = ("waiting", "median_wait", "cost", "cost_per_point")
_LONGEST = ("year", "quarter", "month", "week")
_LOST = {"cancelled_late": "cancelled", "no_show": "no_shows"}
_CROWDED = ["over_capacity", "placed_elsewhere"]
_BED = "bed_day"
# Known first when the plan is balanced: goals for these are told with the decisions.
_OF_PLANNING = [code for code, known in INDICATORS.items() if known.area == PLANNING]


def figures(
    tables: Mapping[str, pd.DataFrame], parameters: pd.DataFrame, region: str
) -> pd.DataFrame:
    """Return the latest value of every indicator, reported, told by production or a parameter.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables indicators, crowding, production, capacities and capacity_outcome.
    parameters : pandas.DataFrame
        The result table: a goal, or a published figure, may be about one of them.
    region : str
        Its code. It has a value of its own where one was reported for it, or where amounts can be
        added.

    Returns
    -------
    pandas.DataFrame
        place, indicator, period (missing for parameters), value, before, area, usual (what is
        better) and reported, which parameters are not.
    """
    known = _latest(_reported(tables, region))
    known = pd.concat([known, _of_parameters(parameters)], ignore_index=True)
    return known.drop_duplicates(_SERIES)


def indicator_follow_up(known: pd.DataFrame, goals: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return each indicator's latest value and how it stands to the region's own goals.

    Parameters
    ----------
    known : pandas.DataFrame
        As from :func:`figures`.
    goals : pandas.DataFrame
        The input table.
    region : str
        Its code.

    Returns
    -------
    pandas.DataFrame
        Rows of the table indicator_follow_up, in each indicator's own unit; one without a goal
        stands once. A goal for the region also tells how many units meet it, where it is no sum
        of theirs.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: quality, time, work environment
       and costs are followed up too.
    """
    goals = goals[~goals["indicator"].isin(_OF_PLANNING)]
    goals = _now(goals.assign(place=goals["unit"].fillna(goals["region"]).fillna(region)), known)
    rows = known.merge(
        goals.drop(columns=["unit", "region", "area"]), on=_SERIES, how="outer"
    ).merge(goals[[*_SERIES, "level", "area"]], on=[*_SERIES, "level"], how="left",
            suffixes=("", "_stated"))  # fmt: skip
    # A parameter stands in its own table; here only where it has a goal.
    rows = rows[rows["reported"].eq(True) | rows["target"].notna()]
    if rows.empty:
        return empty(RESULTS["indicator_follow_up"])
    rows = rows.assign(
        area=rows["area_stated"]
        .fillna(rows["area"])
        .fillna(rows["indicator"].map(_AREA))
        .fillna(""),
        better=rows["better"]
        .fillna(rows["usual"])
        .fillna(rows["indicator"].map(_BETTER))
        .fillna(MORE),
        level=rows["level"].fillna(""),
    )
    rows = rows.assign(standing=_standing(rows))
    return _with_units(rows, known, region)


def _now(goals: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return the goals for the year of the latest value, else the last before it, else the next."""
    years = known["period"].dropna().str[:4].astype(int)
    latest = years.max() if len(years) else goals["year"].max()
    ranked = goals.assign(ahead=goals["year"] > latest, apart=(goals["year"] - latest).abs())
    ranked = ranked.sort_values(["ahead", "apart"], kind="stable")
    return ranked.drop_duplicates([*_SERIES, "level"]).drop(columns=["ahead", "apart"])


def _reported(tables: Mapping[str, pd.DataFrame], region: str) -> pd.DataFrame:
    """Return everything reported or told by production: place, indicator, period, value."""
    stated = tables["indicators"].rename(columns={"unit": "place"})
    crowded = _crowded(tables, region).melt(["place", "period"], _CROWDED, var_name="indicator")
    parts = [stated, _summed(stated, region), crowded, _lost(tables["production"], region)]
    found = pd.concat([part for part in parts if len(part)] or [stated], ignore_index=True)
    return found.dropna(subset=["value"]).drop_duplicates([*_SERIES, "period"])


def _crowded(tables: Mapping[str, pd.DataFrame], region: str) -> pd.DataFrame:
    """Return crowding of each unit, and of the region by the beds that the units had."""
    rows = tables["crowding"].rename(columns={"unit": "place"})
    capacities = tables["capacities"]
    beds = capacities.loc[capacities["measure"] == _BED, "capacity"]
    had = tables["capacity_outcome"]
    had = had[had["capacity"].isin(beds)].rename(columns={"unit": "place"})
    had = had.groupby(["place", "period"], as_index=False)[["available"]].sum()
    both = rows.merge(had[had["available"] > 0]).dropna(subset=_CROWDED)
    weighed = (
        both[_CROWDED]
        .mul(both["available"], axis=0)
        .assign(period=both["period"], available=both["available"], units=1, place=region)
    )
    sums = weighed.groupby(["place", "period"], as_index=False).sum()
    # Of fewer units than told would be another figure than the region's.
    whole = sums[sums["units"] == sums["period"].map(rows.groupby("period").size())]
    whole = whole.assign(**{name: whole[name] / whole["available"] for name in _CROWDED})
    return pd.concat([rows, whole[["place", "period", *_CROWDED]]], ignore_index=True)


def told(tables: Mapping[str, pd.DataFrame], known: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the region's own figure of every indicator and period, or within what it must lie.

    Parameters
    ----------
    tables, region
        As for :func:`figures`.
    known : pandas.DataFrame
        As from :func:`figures`, of which parameters have no period.

    Returns
    -------
    pandas.DataFrame
        indicator, period (missing: as of the latest), value, lower, upper. Where only units told,
        the region's is some mean of theirs, between the least and the largest.
    """
    keys = ["indicator", "period"]
    series = _reported(tables, region)
    units = series[series["place"] != region].groupby(keys)["value"].agg(["min", "max"])
    units = units.rename(columns={"min": "lower", "max": "upper"}).reset_index()
    own = series[series["place"] == region][[*keys, "value"]]
    latest = known[(known["place"] == region) & known["period"].isna()][[*keys, "value"]]
    rows = pd.concat([own.merge(units, on=keys, how="outer"), latest], ignore_index=True)
    return rows.assign(**{
        end: rows["value"].fillna(rows[end]).astype(float) for end in ("lower", "upper")
    })  # fmt: skip


def _summed(stated: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the region's sums of amounts that can be added."""
    rows = stated[stated["indicator"].isin(ADDED)]
    keys = ["indicator", "period"]
    sums = rows.groupby(keys, as_index=False)["value"].agg(["sum", "count"])
    # A sum of fewer units than another period's would look like a change.
    most = sums.groupby("indicator")["count"].transform("max")
    found: pd.DataFrame = sums[sums["count"] == most].rename(columns={"sum": "value"})
    return found.drop(columns="count").assign(place=region)


def _lost(production: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the shares of what was booked that were cancelled late, and that did not come."""
    known = production.dropna(subset=["count"])
    parts = []
    for column, code in _LOST.items():
        rows = known.dropna(subset=[column])
        rows = pd.concat([rows.assign(place=rows["unit"]), rows.assign(place=region)])
        sums = rows.groupby(["place", "period"], as_index=False)[["count", column]].sum()
        booked = sums["count"] + sums[column]
        parts.append(sums.assign(indicator=code, value=sums[column] / booked.where(booked > 0)))
    found: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return found[["place", "indicator", "period", "value"]]


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the latest value of each series and the one of the same period a year before."""
    last = rows.sort_values("period").drop_duplicates(_SERIES, keep="last")
    before = [
        periods.shift(label, -periods.season(periods.resolution(label))) for label in last["period"]
    ]
    past = rows.rename(columns={"period": "then", "value": "before"})
    then = pd.Series(before, last.index, dtype="str")
    found = last.assign(then=then).merge(past, on=[*_SERIES, "then"], how="left")
    return found[[*_SERIES, "period", "value", "before"]].assign(
        area=found["indicator"].map(_AREA), usual=found["indicator"].map(_BETTER), reported=True
    )


def _of_parameters(parameters: pd.DataFrame) -> pd.DataFrame:
    """Return the parameters a goal may name, each over the longest time it is told of."""
    rows = parameters[(parameters["missing"] == "") & (parameters["item"] == "")]
    order = rows["cadence"].map({cadence: at for at, cadence in enumerate(_LONGEST)})
    rows = rows.assign(order=order).sort_values("order", kind="stable")
    rows = rows.rename(columns={"parameter": "indicator", "last_year": "before"})
    rows = rows.drop_duplicates(_SERIES)
    return rows[[*_SERIES, "value", "before"]].assign(
        area=rows["group"].map(_AREAS), period=None, reported=False,
        usual=np.where(rows["indicator"].isin(_LESS), LESS, MORE),
    )  # fmt: skip


def _standing(rows: pd.DataFrame) -> pd.Series:
    """Return whether each goal is met; nothing without a goal."""
    met = _meets(rows["value"], rows["target"], rows["better"])
    found = np.select(
        [rows["target"].isna(), rows["value"].isna(), met], ["", _NO_VALUE, _MET], _MISSED
    )
    return pd.Series(found, rows.index)


def _meets(value: pd.Series, target: pd.Series, better: pd.Series) -> pd.Series:
    more: pd.Series = (value >= target).where(better != LESS, value <= target)
    return more


def _with_units(rows: pd.DataFrame, known: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the rows, those of the region with how many units meet the goal."""
    # What adds up to the region's is no measure of each.
    apart = (known["place"] != region) & ~known["indicator"].isin(ADDED)
    units = known[apart & known["value"].notna()]
    goals = rows[(rows["place"] == region) & rows["target"].notna()]
    each = goals[["indicator", "level", "target", "better"]].merge(
        units[["indicator", "value"]], on="indicator"
    )
    each = each.assign(met=_meets(each["value"], each["target"], each["better"]))
    counts = each.groupby(["indicator", "level"])["met"].agg(["sum", "size"]).reset_index()
    found = rows.merge(counts.assign(place=region), on=[*_SERIES, "level"], how="left")
    names = {"sum": "met_by", "size": "of_units"}
    found = found.rename(columns=names)
    return found.fillna(dict.fromkeys(names.values(), 0))
