"""How far the need of a year or quarter may lie from what is expected.

The planning year's spread comes from the same draws as its gap risk. The years after it are as
much wider as the forecasts of the needs behind them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.steps.years.growth import growth_of, without_relief
from pkslib.tables.results.need import SCOPES

UNIT, REGION = SCOPES
_SIDES = ("down", "up")


def together(parts: pd.DataFrame, by: list[str], total: pd.Series) -> pd.DataFrame:
    """Return half widths of sums, where all parts go together as those of a known total do.

    Parameters
    ----------
    parts : pandas.DataFrame
        The columns by (the first of them is the total's), and half: half widths of the parts.
    by : list of str
        What names a sum.
    total : pandas.Series
        The half width of all parts together, by the first column of by.

    Returns
    -------
    pandas.DataFrame
        by, half. One correlation between all parts makes the total what it is; sums of some of
        them follow it, between those of parts that do not know of each other and of parts that
        rise and fall as one.

    Examples
    --------
    Four parts of 1 that are 2 together do not know of each other; two of them are √2:

    >>> parts = pd.DataFrame({"capacity": "bed", "place": ["A", "A", "B", "B"], "half": 1.0})
    >>> together(parts, ["capacity", "place"], pd.Series({"bed": 2.0}))["half"].round(3).tolist()
    [1.414, 1.414]
    """
    square = parts.assign(square=parts["half"] ** 2)
    all_of = square.groupby(by[0])[["half", "square"]].sum()
    apart, one = all_of["square"], all_of["half"] ** 2
    known = total.reindex(all_of.index).fillna(np.sqrt(one)) ** 2
    room = one - apart
    link = ((known - apart) / room.where(room > 0)).fillna(1.0).clip(0.0, 1.0)
    sums = square.groupby(by)[["half", "square"]].sum().reset_index()
    linked = sums[by[0]].map(link)
    half = np.sqrt((1 - linked) * sums["square"] + linked * sums["half"] ** 2)
    return sums[by].assign(half=half)


def widening(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return how many times wider, as a share of the need, each year is than the planning year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The result tables forecast_years, care_need and capacity_use.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        capacity, year, down and up: the needs' half widths weighed by what each takes of the
        capacity, against those of the planning year.
    """
    use = without_relief(tables["capacity_use"], tables["care_need"])
    use = use.groupby(["capacity", "need"], as_index=False)[["own"]].sum()
    rows = use.merge(growth_of(tables["forecast_years"], year), on="need")
    rows["own"] = rows["own"] * rows["times"]
    weighed = rows.assign(**{side: rows[side] * rows["own"] for side in _SIDES})
    found = weighed.groupby(["capacity", "year"], as_index=False)[["own", *_SIDES]].sum()
    first = found[found["year"] == year].set_index("capacity")
    for side in _SIDES:
        share = found[side] / found["own"].where(found["own"] > 0)
        now = found["capacity"].map(first[side] / first["own"].where(first["own"] > 0))
        found[side] = (share / now.where(now > 0)).fillna(1.0)
    return found.drop(columns="own")


def half_widths(spread: pd.DataFrame, hospital: pd.Series, year: int) -> pd.DataFrame:
    """Return half of the planning year's 80% interval on each side, as a share of the middle.

    Parameters
    ----------
    spread : pandas.DataFrame
        The result table need_spread.
    hospital : pandas.Series
        Hospital by unit.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        scope, place (hospitals as units), capacity, quarter (empty of the year), middle
        [capacity's measure], down and up [share of the middle].
    """
    rows = spread.assign(down=spread["p50"] - spread["p10"], up=spread["p90"] - spread["p50"])
    of_year = rows[rows["period"] == f"{year:04d}"]
    region = of_year[of_year["scope"] == REGION]
    units = of_year[of_year["scope"] == UNIT]
    units = units.assign(place=units["place"].map(hospital))
    keys = ["capacity", "place"]
    middles = units.groupby(keys)["p50"].sum().rename("middle")
    found = middles.reset_index().assign(scope=UNIT)
    for side in _SIDES:
        parts = units[keys].assign(half=units[side])
        sums = together(parts, keys, region.set_index("capacity")[side])
        found = found.merge(sums.rename(columns={"half": side}), on=keys)
    whole = region.rename(columns={"p50": "middle"})
    both = pd.concat([found, whole[["scope", *keys, "middle", *_SIDES]]], ignore_index=True)
    middle = both["middle"].where(both["middle"] > 0)
    return both.assign(**{side: (both[side] / middle).fillna(0.0) for side in _SIDES})


def in_quarters(spread: pd.DataFrame, year: int, quarter: pd.Series) -> pd.DataFrame:
    """Return how many times wider, as a share, a quarter's need is than the year's.

    Parameters
    ----------
    spread : pandas.DataFrame
        The result table need_spread, of which the region's periods are read.
    year : int
        Planning year.
    quarter : pandas.Series
        Quarter [1–4] by period.

    Returns
    -------
    pandas.DataFrame
        capacity, quarter, down and up.
    """
    rows = spread[spread["scope"] == REGION]
    rows = rows.assign(down=rows["p50"] - rows["p10"], up=rows["p90"] - rows["p50"])
    whole = rows[rows["period"] == f"{year:04d}"].set_index("capacity")
    parts = rows[rows["period"] != f"{year:04d}"]
    if parts.empty:
        # A need that is told by the year has no quarters.
        none = {"capacity": "str", "quarter": "str", **dict.fromkeys(_SIDES, "float64")}
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in none.items()})
    parts = parts.assign(quarter=parts["period"].map(quarter))
    keys = ["capacity", "quarter"]
    found = parts.groupby(keys)["p50"].sum().rename("middle").reset_index()
    share = found["capacity"].map(whole["p50"]) / found["middle"].where(found["middle"] > 0)
    for side in _SIDES:
        sums = together(parts[keys].assign(half=parts[side]), keys, whole[side])
        wide = sums["capacity"].map(whole[side])
        found[side] = (sums["half"] / wide.where(wide > 0) * share).fillna(1.0)
    return found[[*keys, *_SIDES]]
