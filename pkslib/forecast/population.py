"""What a population gives: age- and sex-specific rates times a projection.

What the rates of recent years would give with each year's population is the expected number of
patients, by which :mod:`pkslib.forecast.driver` lets the population drive a forecast.

References
----------
Rothman, K. J., Greenland, S. & Lash, T. L. (2008). Modern Epidemiology, ch. 3, on standardisation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pkslib.errors import InputError
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


def expectation(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame | None:
    """Return what the population alone gives every need, year by year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        demand, and where there are any population (persons by sex, age group and year) and rates
        (patients per 1 000 inhabitants and year). A need without rates is expected in proportion
        to all inhabitants.
    year : int
        Last year that must be in the projection.

    Returns
    -------
    pandas.DataFrame or None
        series, year, expected [patients per year]; None where population does not reach the year,
        or nobody lives in a year of those that a need has rates for.
    """
    persons = tables.get("population", pd.DataFrame())
    if persons.empty or int(persons["year"].max()) < year:
        return None
    groups = persons[["sex", "age_group"]].drop_duplicates()
    needs = pd.DataFrame({"need": sorted(tables["demand"]["need"].unique())})
    alike = needs.merge(groups, how="cross").assign(per_thousand=1.0)
    # Rates of ages that the population is not told in say nothing here.
    rates = tables.get("rates", alike).merge(groups, on=["sex", "age_group"])
    known = set(rates.loc[rates["per_thousand"] > 0, "need"])
    used = pd.concat([rates, alike[~alike["need"].isin(known)]]).merge(needs, on="need")
    rows = used[used["need"].isin(needs["need"])].merge(persons, on=["sex", "age_group"])
    rows = rows.assign(expected=rows["per_thousand"] / 1000 * rows["persons"])
    total = rows.groupby(["need", "year"])["expected"].sum()
    return total.rename_axis(["series", "year"]).reset_index() if (total > 0).all() else None
