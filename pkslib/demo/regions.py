"""The regions of the demo data: real codes, names and rounded sizes, invented everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from pkslib.demo.calendar import Values
from pkslib.demo.constants import records
from pkslib.tables import reference

AGE_GROUPS = ("0-19", "20-44", "45-64", "65-79", "80+")
SEXES = ("women", "men")
YEARS = tuple(range(2018, 2032))
_BASE_YEAR = 2024


class _Place(NamedTuple):
    inhabitants: int
    older: float
    purchaser: str
    thorough: str
    full: str


# Inhabitants at the end of 2024, rounded to thousands: order of magnitude of Statistics Sweden's
# population statistics. `older` leans the ages (0 = as the country), `purchaser` buys care of its
# own hospitals, `thorough` fills in what may be left out, `full` has no room in primary care; all
# invented.
PLACES = records("regions", _Place)
# Share of inhabitants and yearly growth by age group; rounded from the country's, the youngest
# fewer and the oldest many more until 2031.
_AGE_SHARES = np.array([0.223, 0.330, 0.245, 0.145, 0.057])
_AGE_GROWTH = np.array([-0.005, 0.002, 0.003, 0.005, 0.038])
# Which way an older region leans.
_AGE_LEAN = np.array([-0.4, -1.0, 0.3, 1.3, 1.5])
_WOMEN = np.array([0.486, 0.487, 0.495, 0.510, 0.590])


@dataclass(frozen=True)
class Region:
    """A region to invent.

    Attributes
    ----------
    code, name : str
    inhabitants : int
        At the end of 2024 [persons].
    older : float
        Lean of the age structure, 0 as the country.
    seed : int
        Of the whole data set.
    needs : tuple of str
        The only needs to invent; empty means all.
    purchaser : bool
        Whether an office buys care of the region's own hospitals.
    thorough : bool
        Whether it fills in the tables that may be left out.
    full : bool
        Whether primary care lacks room for what the hospitals would leave to it.
    """

    code: str
    name: str
    inhabitants: int
    older: float
    seed: int
    needs: tuple[str, ...] = ()
    purchaser: bool = False
    thorough: bool = False
    full: bool = False

    def chance(self, topic: str) -> np.random.Generator:
        """Return the region's own source of chance for a topic.

        It depends on seed, region and topic only, so a region is the same made alone or with
        others, and one topic made otherwise leaves the others as they were.
        """
        return np.random.default_rng([self.seed, crc32(self.code.encode()), crc32(topic.encode())])


def codes(count: int | None = None) -> list[str]:
    """Return region codes: Sweden's 21, fewer, or with invented ones after them.

    Examples
    --------
    >>> codes(2), codes(23)[-2:]
    (['01', '03'], ['R22', 'R23'])
    """
    count = len(PLACES) if count is None else count
    invented = [f"R{number}" for number in range(len(PLACES) + 1, count + 1)]
    return [*list(PLACES)[:count], *invented]


def region(code: str, seed: int) -> Region:
    """Return the region of a code; a code that is none of Sweden's is invented."""
    if code in PLACES:
        names = reference.regions().set_index("region")["name"]
        known = PLACES[code]
        return Region(
            *(code, names[code], known.inhabitants, known.older, seed),
            purchaser=bool(known.purchaser),
            thorough=bool(known.thorough),
            full=bool(known.full),
        )
    chance = np.random.default_rng([seed, crc32(code.encode())])
    inhabitants = 1000 * int(chance.integers(120, 500))
    return Region(code, f"Region {code}", inhabitants, float(chance.uniform(-0.1, 0.15)), seed)


def inhabitants(place: Region) -> Values:
    """Return inhabitants by year, sex and age group [persons].

    Returns
    -------
    numpy.ndarray
        Shape (years, sexes, age groups); history and projection by :data:`YEARS`.
    """
    shares = _AGE_SHARES * (1 + place.older * _AGE_LEAN)
    sexes = np.array([_WOMEN, 1 - _WOMEN]) * shares / shares.sum()
    # Young regions grow, old ones shrink.
    growth = 1 + _AGE_GROWTH + 0.004 - 0.05 * place.older + place.chance("growth").normal(0, 0.001)
    years = np.array(YEARS) - _BASE_YEAR
    result: Values = np.round(place.inhabitants * sexes * growth ** years[:, None, None])
    return result


def table(place: Region) -> pd.DataFrame:
    """Return the table regions of a region, which says that it is invented."""
    return pd.DataFrame({"region": [place.code], "name": [place.name], "invented": [True]})


def population(place: Region) -> pd.DataFrame:
    """Return the table population of a region."""
    index = pd.MultiIndex.from_product(
        [YEARS, SEXES, AGE_GROUPS], names=["year", "sex", "age_group"]
    )
    persons = pd.Series(inhabitants(place).ravel(), index=index, name="persons")
    return persons.reset_index().assign(region=place.code)
