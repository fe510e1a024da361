"""What people who know say of the years ahead, beside the forecast and combined with it.

Each role's low, middle and high are the 10th, 50th and 90th of a hundred outcomes: half a normal
distribution below the middle and half of another above it. The forecast with the plan's own
assumptions is one voice, each role that speaks another, and all count alike. The combined interval
is shown and is in the risk; what is planned for moves by a decision in the scenario alone.

References
----------
.. [1] The New Hospital Programme's elicitation of mitigators asks clinicians for the 10th and 90th
   percentile and pools them with equal weights: The Strategy Unit, github.com/The-Strategy-Unit.
.. [2] O'Hagan et al. (2006), Uncertain Judgements: Eliciting Experts' Probabilities, Wiley.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.methods.quantiles import mixture_at, risk_above
from pkslib.steps.years.asked import places_of
from pkslib.steps.years.growth import growth_of, without_relief
from pkslib.tables.declaration import empty
from pkslib.tables.hierarchy import lines_of
from pkslib.tables.inputs.decided import GROWTH, OCCUPANCY, SHIFTED, STAY
from pkslib.tables.results import RESULTS
from pkslib.tables.results.need import SCOPES

_ITEM = ["assumption", "unit", "need", "year"]
_PLACE = ["scope", "place", "capacity", "period"]
_POINTS = ["low", "middle", "high"]
_AMOUNTS = ["raw", "amount", "first", "down", "up"]
_LEVELS = [0.1, 0.5, 0.9]
_OWN = ["lower_80", "centre", "upper_80"]
# What moves a year's need by less is not worth a judgement.
_LEAST = 0.01


def parts_of(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return the capacity need of each need at each unit in each year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The result tables capacity_use, care_need, capacity_need and forecast_years.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        unit, need, capacity, year, raw and amount (in units of need), first (amount in the
        planning year) [capacity's measure], down and up (half of the forecast's 80% interval)
        [share].
    """
    cell = ["unit", "capacity", "period"]
    use = without_relief(tables["capacity_use"], tables["care_need"])
    rows = use.merge(tables["capacity_need"][[*cell, "utilisation", "margin"]], on=cell)
    rows["first"] = rows["own"] / rows["utilisation"] * (1 + rows["margin"])
    keys = ["unit", "need", "capacity"]
    sums = rows.groupby(keys, as_index=False)[["own", "first"]].sum()
    both = sums.merge(growth_of(tables["forecast_years"], year), on="need")
    return both.assign(raw=both["own"] * both["times"], amount=both["first"] * both["times"]).drop(
        columns="own"
    )


def effects_of(
    judgements: pd.DataFrame, parts: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return what each judgement adds to the need of each unit that it is about.

    Parameters
    ----------
    judgements : pandas.DataFrame
        The input table.
    parts : pandas.DataFrame
        As from :func:`parts_of`.
    tables : mapping of str to pandas.DataFrame
        units and capacities.

    Returns
    -------
    pandas.DataFrame
        row (of judgements), assumption, role, year, unit (that has the need), capacity; low, middle
        and high (added to the need, rising); raw, amount, first, down and up of the need that it
        is about [capacity's measure]. Stay and occupancy are about beds alone.
    """
    rows = judgements.reset_index(names="row").rename(columns={"unit": "within", "need": "of"})
    found = rows.merge(parts, on="year")
    below = pd.MultiIndex.from_frame(lines_of(tables["units"]))
    here = pd.MultiIndex.from_frame(found[["unit", "within"]].astype("str")).isin(below)
    found = found[here | found["within"].isna()]
    found = found[found["of"].isna() | (found["of"] == found["need"])]
    beds = found["capacity"].map(tables["capacities"].set_index("capacity")["measure"]) == "bed_day"
    found = found[beds | ~found["assumption"].isin((STAY, OCCUPANCY))]
    found = found.assign(down=found["down"] * found["amount"], up=found["up"] * found["amount"])
    keys = ["row", "assumption", "role", "year", "unit", "capacity", *_POINTS]
    return _added(found.groupby(keys, as_index=False)[_AMOUNTS].sum())


def _added(sums: pd.DataFrame) -> pd.DataFrame:
    """Return what low, middle and high add to the need, in rising order."""
    aimed = sums["raw"] / sums["amount"].where(sums["amount"] > 0)
    kinds = [sums["assumption"] == name for name in (GROWTH, STAY, SHIFTED, OCCUPANCY)]
    then = [
        np.select(
            kinds,
            [
                (1 + sums[point]) * sums["first"],
                (1 + sums[point]) * sums["amount"],
                (1 - sums[point]) * sums["amount"],
                sums["amount"] * aimed / sums[point],
            ],
        )
        for point in _POINTS
    ]
    added = np.nan_to_num(np.stack(then, axis=1) - sums[["amount"]].to_numpy(float))
    return sums.assign(**dict(zip(_POINTS, np.sort(added, axis=1).T, strict=True)))


def at_places(effects: pd.DataFrame, hospital: pd.Series, region: str) -> pd.DataFrame:
    """Return the effects added up by hospital and for the region.

    Parameters
    ----------
    effects : pandas.DataFrame
        As from :func:`effects_of`.
    hospital, region
        As for :func:`pkslib.steps.years.asked.places_of`.

    Returns
    -------
    pandas.DataFrame
        row, assumption, role, scope, place, capacity, period [year] and the amounts.
    """
    rows = places_of(effects.assign(period=effects["year"].astype("str")), hospital, region)
    keys = ["row", "assumption", "role", *_PLACE]
    return rows.groupby(keys, as_index=False)[[*_POINTS, *_AMOUNTS]].sum()


def combined(four_years: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Return years with the interval and the risk that forecast and roles give together.

    Parameters
    ----------
    four_years : pandas.DataFrame
        The table, with centre (of the need's distribution) [capacity's measure].
    placed : pandas.DataFrame
        As from :func:`at_places`; what moves the need by less than a hundredth is left out.

    Returns
    -------
    pandas.DataFrame
        The same with combined_lower, combined_upper [capacity's measure] and combined_risk,
        missing where no role has judged anything that counts.
    """
    rows = four_years.assign(combined_lower=np.nan, combined_upper=np.nan, combined_risk=np.nan)
    known = placed.merge(rows[[*_PLACE, "need"]].reset_index(names="at"), on=_PLACE)
    known = known[counted(known)]
    for at, spoken in known.groupby("at"):
        own = rows.loc[[at], [*_OWN, "need", "available"]].iloc[0].astype(float)
        said = [_voice(own, role) for _, role in spoken.groupby("role")]
        voices = np.array([own[[*_OWN]].tolist(), *said])
        limit = np.full(len(voices), own["available"])
        ends = mixture_at(_LEVELS, voices, [0.1, 0.9])
        risk = risk_above(_LEVELS, voices, limit).mean()
        rows.loc[at, ["combined_lower", "combined_upper", "combined_risk"]] = [*ends, risk]
    return rows


def counted(rows: pd.DataFrame) -> pd.Series:
    """Tell which effects move the need of their place and year by more than a hundredth.

    Parameters
    ----------
    rows : pandas.DataFrame
        low, middle, high and need [capacity's measure].

    Returns
    -------
    pandas.Series of bool
    """
    return rows[_POINTS].abs().max(axis=1) > _LEAST * rows["need"]


def _voice(place: pd.Series, said: pd.DataFrame) -> list[float]:
    """Return a role's low, middle and high of a place's need.

    What it says of growth takes the forecast's uncertainty away from that part of the need; all
    else adds to it, and its judgements are taken not to depend on one another.
    """
    grows = said.loc[said["assumption"] == GROWTH, "amount"].sum() / max(place["need"], 1e-9)
    left = 1 - min(grows, 1.0)
    middle = place["centre"] + said["middle"].sum()
    half = [
        np.sqrt((left * wide) ** 2 + (said[end] - said["middle"]).pow(2).sum())
        for end, wide in (
            ("low", place["centre"] - place["lower_80"]),
            ("high", place["upper_80"] - place["centre"]),
        )
    ]
    return [max(middle - half[0], 0.0), middle, middle + half[1]]


def judged_of(judgements: pd.DataFrame, placed: pd.DataFrame, four: pd.DataFrame) -> pd.DataFrame:
    """Return each judgement beside what the plan counts with, and both combined.

    Parameters
    ----------
    judgements : pandas.DataFrame
        The input table.
    placed : pandas.DataFrame
        As from :func:`at_places`.
    four : pandas.DataFrame
        The table four_years.

    Returns
    -------
    pandas.DataFrame
        The table judged: of each judgement the capacity that it moves most in the region. One
        of a unit or need that has none of the need in that year moves nothing and is left out.
    """
    rows = placed.merge(four[[*_PLACE, "need"]], on=_PLACE)
    counts = rows[counted(rows)]["row"].unique()
    whole = rows[rows["scope"] == SCOPES[1]].rename(columns={"need": "of_all"})
    most = whole[_POINTS].abs().max(axis=1) / whole["of_all"].where(whole["of_all"] > 0)
    whole = whole.assign(moves=most.fillna(0.0))
    whole = whole.sort_values("moves", ascending=False, kind="stable").drop_duplicates("row")
    own = _own(whole).set_index(whole["row"])
    found = judgements.join(own, how="inner")
    if found.empty:
        return empty(RESULTS["judged"])
    found = found.assign(counts=found.index.isin(counts), period=found["year"].astype("str"))
    items = [_pooled(item) for _, item in found.groupby(_ITEM, dropna=False)]
    return pd.concat(items, ignore_index=True)


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what the plan itself counts with, on the scale of the judgement."""
    grows = rows["assumption"] == GROWTH
    first = rows["first"].where(rows["first"] > 0)
    aimed = (rows["raw"] / rows["amount"]).where(rows["assumption"] == OCCUPANCY, 0.0)
    ends = {
        "own_low": rows["amount"] - rows["down"],
        "own": rows["amount"],
        "own_high": rows["amount"] + rows["up"],
    }
    told = {name: (end / first - 1).where(grows, aimed).fillna(0.0) for name, end in ends.items()}
    return rows[["capacity", "moves"]].assign(**told)


def _pooled(item: pd.DataFrame) -> pd.DataFrame:
    """Return the judgements of one thing with all voices combined, and who differs most."""
    voices = np.vstack([item[["own_low", "own", "own_high"]].iloc[:1], item[_POINTS]])
    low, middle, high = mixture_at(_LEVELS, voices.astype(float), _LEVELS)
    away = (item["middle"] - middle).abs()
    return item.assign(
        combined_low=low, combined=middle, combined_high=high,
        furthest=(away == away.max()) & (away > 0) & ~away.duplicated(),
    )  # fmt: skip
