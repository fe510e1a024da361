"""The population as driver: age- and sex-specific rates times a projection.

What the rates of recent years would give with each year's population is the expected number of
patients. A history divided by it has the population taken out and only habits, medicine and
supply left in; that ratio is forecast like any series and multiplied by what the projection
expects. It carries years where the population carries the change (births: the number of women of
fertile age), and misleads where rates change more than people do (deaths), so a back-test decides.

References
----------
Rothman, K. J., Greenland, S. & Lash, T. L. (2008). Modern Epidemiology, ch. 3, on standardisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast.arrays import Floats
from pkslib.forecast.intervals import forecast
from pkslib.forecast.prepare import Options
from pkslib.language import text

GROUPS = ("sex", "age_group")


def rates(
    patients: pd.DataFrame, population: pd.DataFrame, *, by: Sequence[str] = GROUPS, years: int = 3
) -> pd.DataFrame:
    """Return patients per person in each group, over the last years known in both tables.

    Parameters
    ----------
    patients : pandas.DataFrame
        The columns of ``by``, year and patients [patients per year].
    population : pandas.DataFrame
        The columns of ``by``, year and persons [persons].
    by : sequence of str
        Columns that make a group.
    years : int
        How many of the last years are pooled.

    Returns
    -------
    pandas.DataFrame
        The columns of ``by`` and rate [patients per person and year]; 0 where nobody lives.

    Raises
    ------
    InputError
        When the tables have no year in common.

    Examples
    --------
    >>> born = pd.DataFrame({"sex": "F", "age_group": "18-44", "year": [2024], "patients": [30]})
    >>> women = pd.DataFrame({"sex": "F", "age_group": "18-44", "year": [2024], "persons": [600]})
    >>> rates(born, women)["rate"].tolist()
    [0.05]
    """
    common = sorted(set(patients["year"]) & set(population["year"]))[-years:]
    if not common:
        raise InputError(text("patients and population have no year in common"))
    met = patients[patients["year"].isin(common)].groupby(list(by))["patients"].sum()
    lived = population[population["year"].isin(common)].groupby(list(by))["persons"].sum()
    rate = (met.reindex(lived.index, fill_value=0) / lived.where(lived > 0)).fillna(0.0)
    return rate.rename("rate").reset_index()


def expected(
    rate: pd.DataFrame, population: pd.DataFrame, *, series: str = "region"
) -> pd.DataFrame:
    """Return what the rates give with each year's population.

    Parameters
    ----------
    rate : pandas.DataFrame
        As from :func:`rates`: the columns of its groups and rate [patients per person and year].
    population : pandas.DataFrame
        The column named by ``series``, those of the groups, year and persons [persons]; history
        and projection.
    series : str
        Column that names the series.

    Returns
    -------
    pandas.DataFrame
        Columns series, year and expected [patients per year].
    """
    groups = [column for column in rate.columns if column != "rate"]
    joined = population.merge(rate, on=groups, how="inner")
    joined = joined.assign(expected=joined["persons"] * joined["rate"])
    total = joined.groupby([series, "year"])["expected"].sum()
    return total.rename_axis(["series", "year"]).reset_index()


def driven(
    history: pd.DataFrame,
    expectation: pd.DataFrame,
    horizon: int,
    *,
    levels: Sequence[float] = (80, 95),
    tier: str = "full",
    **options: Unpack[Options],
) -> pd.DataFrame:
    """Forecast with the population as driver.

    Parameters
    ----------
    history : pandas.DataFrame
        As for :func:`pkslib.forecast.forecast`.
    expectation : pandas.DataFrame
        As from :func:`expected`, for every year of history and horizon.
    horizon, levels, tier, **options
        As for :func:`pkslib.forecast.forecast`.

    Returns
    -------
    pandas.DataFrame
        As from :func:`pkslib.forecast.forecast`.

    Raises
    ------
    InputError
        When a year of a series is expected to have nobody, or is not there; and as for
        :func:`pkslib.forecast.forecast`.
    """
    size = expectation.set_index([expectation["series"].astype(str), "year"])["expected"]
    ratio = history.assign(value=history["value"] / _matching(history, size))
    found = forecast(ratio, horizon, levels=levels, tier=tier, **options)
    numbers = found.columns.drop(["series", "period", "method"])
    found[numbers] = found[numbers].mul(_matching(found, size), axis=0)
    return found


def _matching(rows: pd.DataFrame, size: pd.Series[float]) -> Floats:
    """Return what is expected in the year of each row."""
    year_of = {label: int(periods.coarser(label, "year")) for label in rows["period"].unique()}
    keys = pd.MultiIndex.from_arrays([rows["series"].astype(str), rows["period"].map(year_of)])
    matched = size.reindex(keys)
    lacking = keys[~(matched > 0).to_numpy()].unique()
    if len(lacking):
        raise InputError(
            text(
                "population: nobody expected in {count} years of series, first {series} {year}",
                count=len(lacking),
                series=lacking[0][0],
                year=lacking[0][1],
            )
        )
    sizes: Floats = matched.to_numpy().astype(float)
    return sizes


def compared(
    history: pd.DataFrame,
    expectation: pd.DataFrame,
    horizon: int,
    origins: Sequence[str],
    **options: Unpack[Options],
) -> pd.DataFrame:
    """Return how well the forecast does without and with the driver, and their mean.

    The expectation is taken as known: the comparison says what a perfect projection is worth.

    Parameters
    ----------
    history : pandas.DataFrame
        Yearly, as for :func:`pkslib.forecast.forecast`.
    expectation : pandas.DataFrame
        As from :func:`expected`.
    horizon : int
        Years ahead.
    origins : sequence of str
        Last known years to forecast from.
    **options
        As for :func:`pkslib.forecast.forecast`.

    Returns
    -------
    pandas.DataFrame
        Columns horizon [years], plain, driven and mean [mean absolute error over the mean change
        from year to year before the origin].
    """
    found = pd.concat(
        [_compared_at(origin, history, expectation, horizon, options) for origin in origins]
    )
    return found.groupby("horizon", as_index=False).mean()


def _compared_at(
    origin: str,
    history: pd.DataFrame,
    expectation: pd.DataFrame,
    horizon: int,
    options: Options,
) -> pd.DataFrame:
    """Return the scaled errors of the three ways at one origin, by horizon."""
    known = history[history["period"] <= origin]
    plain = forecast(known, horizon, tier="fast", **options)
    outcome = plain[["series", "period"]].merge(history, how="left")["value"].to_numpy()
    drawn = driven(known, expectation, horizon, tier="fast", **options)["mean"].to_numpy()
    ways = {"plain": plain["mean"].to_numpy(), "driven": drawn}
    ways["mean"] = (ways["plain"] + ways["driven"]) / 2
    past = known.pivot_table(index="series", columns="period", values="value").to_numpy()
    change = np.abs(np.diff(past, axis=1)).mean(axis=1, keepdims=True)
    errors = {
        name: np.mean(np.abs((outcome - mean).reshape(-1, horizon)) / change, axis=0)
        for name, mean in ways.items()
    }
    return pd.DataFrame({"horizon": np.arange(1, horizon + 1), **errors})
