"""How many patients come: the mean that the invention knows, and the history drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pkslib.tables.demo import needs
from pkslib.tables.demo.calendar import HISTORY, MONTHS, Values, course
from pkslib.tables.demo.regions import YEARS, Region, inhabitants

_BASE_YEAR = 2024
# Seasons in which some years are worse than others, and how far (coefficient); invented.
_EPIDEMICS = {"winter": 0.30, "child": 0.35}


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
    spread = np.array([needs.COURSES[code].spread for code in codes])[:, None]
    drawn = chance.poisson(lived * chance.gamma(spread**-2, spread**2, lived.shape))
    return Arrivals(tuple(codes), mean, drawn.astype(float))


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


def table(place: Region, patients: Arrivals) -> pd.DataFrame:
    """Return the table demand of a region."""
    index = pd.MultiIndex.from_product([patients.needs, HISTORY], names=["need", "period"])
    drawn = pd.Series(patients.drawn.ravel(), index=index, name="patients")
    return drawn.reset_index().assign(region=place.code)
