"""How many patients come, when in the week and to which unit: what is known, and what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pkslib.demo import needs, planted
from pkslib.demo.calendar import HISTORY, MONTHS, Values, course
from pkslib.demo.regions import YEARS, Region, inhabitants

_BASE_YEAR = 2024
# Seasons in which some years are worse than others, and how far (coefficient); invented.
_EPIDEMICS = {"winter": 0.30, "child": 0.35}
# RSV: every other winter, from October to April, has so many more, the one between as many fewer
# [share]; invented after that course.
_EVERY_OTHER = {"child_acute": 0.2}
_A_YEAR = 12
# Monday to Sunday and hour by hour, against the mean: emergency departments see most on Mondays
# and from late morning to evening; invented after that course.
BY_WEEKDAY = np.array([1.10, 1.03, 1.00, 0.99, 1.01, 0.94, 0.93])
_HOURS = np.array(
    [*(0.50, 0.42, 0.37, 0.34, 0.33, 0.37, 0.48, 0.72, 1.05, 1.38, 1.55, 1.58),
     *(1.53, 1.50, 1.46, 1.42, 1.40, 1.38, 1.33, 1.24, 1.11, 0.96, 0.80, 0.63)]
)  # fmt: skip
# Yearly change of a unit's share, coefficient of variation; invented.
_DRIFT = 0.04


@dataclass(frozen=True)
class Arrivals:
    """Patients by need and month.

    Attributes
    ----------
    needs : tuple of str
    mean : numpy.ndarray
        Shape (needs, months of the calendar), until the end of the planning year [patients].
    drawn : numpy.ndarray
        Shape (needs, months of the history): whole patients [patients].
    """

    needs: tuple[str, ...]
    mean: Values
    drawn: Values


def arrivals(place: Region) -> Arrivals:
    """Return how many patients a region has.

    Parameters
    ----------
    place : Region

    Returns
    -------
    Arrivals

    Notes
    -----
    Monthly numbers are Poisson about a mean that gamma noise shifts, so small needs vary by
    chance and large ones by their spread (negative binomial).
    """
    codes = needs.codes(place.needs)
    chance = place.chance("demand")
    own = np.exp(chance.normal(0, 0.06, len(codes)))
    mean = np.array([_mean(place, code) for code in codes]) * own[:, None]
    lived = mean[:, : len(HISTORY)] * np.array([_winters(place, code) for code in codes])
    lived *= planted.levels(place, tuple(codes))
    spread = np.array([needs.COURSES[code].spread for code in codes])[:, None]
    drawn = chance.poisson(lived * chance.gamma(spread**-2, spread**2, lived.shape))
    # On top of what is drawn, which so is the same for all other needs.
    drawn = np.round(drawn * np.array([_every_other(code) for code in codes]))
    return Arrivals(tuple(codes), mean, drawn)


def _mean(place: Region, code: str) -> Values:
    """Return the mean patients of every month: rates by age and sex, season, trend."""
    how = needs.COURSES[code]
    planned = needs.NEEDS[code].flow == "elective"
    sexes = np.array([how.women, 2 - how.women])[:, None]
    yearly = (inhabitants(place) * sexes * np.array(how.rates) / 1000).sum(axis=(1, 2))
    # Inhabitants are counted at the end of a year; months lie between two counts.
    when = np.array([int(month[:4]) + int(month[5:]) / 12 - 1 for month in MONTHS])
    level = np.interp(when, YEARS, yearly) * (1 + how.trend) ** (when - _BASE_YEAR)
    result: Values = level / 12 * course(how.season, how.pandemic, planned)
    return result


def _winters(place: Region, code: str) -> Values:
    """Return by how much each winter of the history was better or worse than usual."""
    how = needs.COURSES[code]
    size = _EPIDEMICS.get(how.season, 0.0)
    severity = place.chance(f"winters {how.season}").normal(0, size, len(YEARS))
    winter = np.clip(course(how.season, "none", False)[: len(HISTORY)] - 1, 0, None)
    # A winter runs from July to June.
    year = [int(month[:4]) - YEARS[0] + (int(month[5:]) > 6) for month in HISTORY]
    result: Values = 1 + winter * severity[year]
    return result


def _every_other(code: str) -> Values:
    """Return how large each month of the history is where winters are large and small in turn."""
    size = _EVERY_OTHER.get(code, 0.0)
    when = [(int(month[:4]), int(month[5:])) for month in HISTORY]
    sides = [(-1) ** (year + (month > 6)) if month > 9 or month < 5 else 0 for year, month in when]
    return 1 + size * np.array(sides, float)


def table(place: Region, patients: Arrivals) -> pd.DataFrame:
    """Return the table demand of a region."""
    index = pd.MultiIndex.from_product([patients.needs, HISTORY], names=["need", "period"])
    drawn = pd.Series(patients.drawn.ravel(), index=index, name="patients")
    return drawn.reset_index().assign(region=place.code)


def by_hour(place: Region, patients: Arrivals) -> pd.DataFrame:
    """Return the table arrivals of a region: its acute needs over the last year."""
    acute = [row for row, code in enumerate(patients.needs) if needs.NEEDS[code].flow == "acute"]
    pattern = np.outer(BY_WEEKDAY, _HOURS) / (BY_WEEKDAY.sum() * _HOURS.sum())
    yearly = patients.drawn[acute, -_A_YEAR:].sum(axis=1)
    counts = place.chance("hours").poisson(yearly[:, None, None] * pattern)
    codes = [patients.needs[row] for row in acute]
    index = pd.MultiIndex.from_product(
        [codes, range(1, 8), range(24)], names=["need", "weekday", "hour"]
    )
    drawn = pd.Series(counts.ravel().astype(float), index=index, name="patients")
    return drawn.reset_index().assign(region=place.code)


def by_unit(place: Region, patients: Arrivals, pathways: pd.DataFrame) -> pd.DataFrame:
    """Return the table unit_demand of a region.

    Parameters
    ----------
    place : Region
    patients : Arrivals
    pathways : pandas.DataFrame
        need, unit, activity, per_patient; patients come to the units of a need's first activity,
        and at the end of the history as the pathways have it.

    Returns
    -------
    pandas.DataFrame
        unit, need, period, patients; the units of a need add up to its demand.
    """
    first = pathways.groupby("need")["activity"].transform("first")
    doors = pathways[pathways["activity"] == first].groupby(["need", "unit"])["per_patient"].sum()
    chance = place.chance("unit demand")
    units: list[str] = []
    held: list[str] = []
    counts = []
    for row, need in enumerate(patients.needs):
        weight = doors[need]
        drawn = chance.multinomial(patients.drawn[row].astype(int), _shares(weight, chance))
        units += weight.index.tolist()
        held += [need] * len(weight)
        counts.append(drawn.T)
    months = len(HISTORY)
    return pd.DataFrame(
        {
            "unit": np.repeat(units, months),
            "need": np.repeat(held, months),
            "period": np.tile(HISTORY, len(units)),
            "patients": np.concatenate(counts).ravel().astype(float),
        }
    )


def _shares(weight: pd.Series, chance: np.random.Generator) -> Values:
    """Return each unit's share of a need, shape (months of the history, units)."""
    before = np.arange(1 - len(HISTORY), 1)[:, None] / 12
    size = weight.to_numpy() * np.exp(chance.normal(0, _DRIFT, len(weight)) * before)
    shares: Values = size / size.sum(axis=1, keepdims=True)
    return shares
