"""The need of the years after the planning year, unit by unit and period by period."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods

_CELL = ["unit", "capacity", "period"]
_AMOUNTS = ["raw", "need", "need_lower", "need_upper"]


def growth_of(forecast_years: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return how many times the planning year's patients each need has in the years after it.

    Parameters
    ----------
    forecast_years : pandas.DataFrame
        The result table.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        need, year (the planning year too, where it is 1), times, down and up (half of the 80 %
        interval on each side, as a share of the mean). A need that no one has stays so.
    """
    rows = forecast_years.assign(year=forecast_years["period"].astype(int))
    first = rows[rows["year"] == year].set_index("need")["mean"]
    base, mean = rows["need"].map(first), rows["mean"].where(rows["mean"] > 0)
    return rows[["need", "year"]].assign(
        times=(rows["mean"] / base.where(base > 0)).fillna(1.0),
        down=((rows["mean"] - rows["lower_80"]) / mean).fillna(0.0).clip(lower=0.0),
        up=((rows["upper_80"] - rows["mean"]) / mean).fillna(0.0).clip(lower=0.0),
    )


def need_in(tables: Mapping[str, pd.DataFrame], later: int, year: int) -> pd.DataFrame:
    """Return the capacity need of a later year: the planning year's, each need's use grown.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The result tables forecast_years, care_need, capacity_use and capacity_need.
    later, year : int
        A year after the planning year, and that.

    Returns
    -------
    pandas.DataFrame
        As the table capacity_need, of the later year: pathways, times, target utilisation, margin
        and seasons are those of the plan. What is worked off a waiting list in the planning year
        does not come again.
    """
    grows = growth_of(tables["forecast_years"], year)
    times = grows[grows["year"] == later].set_index("need")["times"].to_dict()
    use = without_relief(tables["capacity_use"], tables["care_need"])
    use = use.assign(later=use["own"] * use["need"].map(times).fillna(1.0))
    sums = use.groupby(_CELL, as_index=False)[["raw", "later"]].sum()
    sums = sums.assign(ratio=(sums["later"] / sums["raw"]).where(sums["raw"] > 0, 1.0))
    rows = tables["capacity_need"].merge(sums[[*_CELL, "ratio"]], on=_CELL, how="left")
    grown = rows[_AMOUNTS].mul(rows["ratio"].fillna(1.0), axis=0)
    rows = rows.assign(**grown, period=moved(rows["period"], later - year))
    same = rows.groupby(["unit", "capacity", "period"], as_index=False)
    # The 53rd week of a long year is laid in the 52nd of the others.
    return same.agg(dict.fromkeys(_AMOUNTS, "sum") | {"utilisation": "first", "margin": "first"})


def without_relief(use: pd.DataFrame, care: pd.DataFrame) -> pd.DataFrame:
    """Return the use of capacity with own: what it is without the waiting list's relief.

    Parameters
    ----------
    use, care : pandas.DataFrame
        The result tables capacity_use and care_need.
    """
    known = care[["need", "period", "target_level", "patients"]]
    rows = use.merge(known, on=["need", "period"], how="left")
    part = (rows["target_level"] / rows["patients"]).where(rows["patients"] > 0, 1.0)
    return rows[[*use.columns]].assign(own=rows["raw"] * part)


def moved(labels: pd.Series, by: int) -> pd.Series:
    """Return the same periods some years later; a day or week that is not there as the last one.

    Examples
    --------
    >>> moved(pd.Series(["2026-W53", "2026-03"]), 1).tolist()
    ['2027-W52', '2027-03']
    """
    later = {label: _later(label, by) for label in map(str, labels.unique())}
    return labels.map(later).astype("str")


def _later(label: str, by: int) -> str:
    while True:
        try:
            return periods.canonical(f"{int(label[:4]) + by:04d}{label[4:]}")
        except ValueError:
            label = periods.shift(label, -1)
