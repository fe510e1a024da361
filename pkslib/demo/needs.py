"""The invented care needs: who they are, how often they arise, when.

Rates and growth are invented; they are of the size that Swedish care knows.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pkslib.demo.constants import records, rows
from pkslib.demo.regions import AGE_GROUPS, SEXES


class Need(NamedTuple):
    """A care need as the table needs holds it."""

    name: str
    flow: str
    priority: int
    guarantee_days: int | None
    guarantee: str | None
    longest_wait_days: int | None
    limit_hours: float | None
    consequence: int | None
    follows_supply: str | None


# Limits on medical grounds and the consequence of waiting are invented, of the size that care
# programmes and standardised cancer pathways know. The guarantee's days are those of the law's
# 0-3-90-90.
NEEDS = records("needs", Need)


class Course(NamedTuple):
    """How a need arises.

    Attributes
    ----------
    rates : tuple of float
        New patients per 1 000 inhabitants and year, by age group.
    women : float
        Women's rate against that of both sexes.
    season, pandemic : str
        Names in the calendar.
    trend : float
        Yearly growth of the rates [share].
    spread : float
        Variation of a month beyond chance [coefficient].
    """

    rates: tuple[float, ...]
    women: float
    season: str
    pandemic: str
    trend: float
    spread: float


COURSES = {
    row["need"]: Course(
        tuple(float(row[group]) for group in AGE_GROUPS),
        float(row["women"]),
        row["season"],
        row["pandemic"],
        float(row["trend"]),
        float(row["spread"]),
    )
    for row in rows("courses")
}


def codes(only: tuple[str, ...] = ()) -> list[str]:
    """Return the codes of the needs asked for, all when none is.

    Examples
    --------
    >>> codes(("stroke", "hernia")), len(codes())
    (['stroke', 'hernia'], 36)
    """
    return [code for code in NEEDS if not only or code in only]


def table(only: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the table needs."""
    return pd.DataFrame([{"need": code, **NEEDS[code]._asdict()} for code in codes(only)])


def rates(only: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the table rates: what the invention itself goes by, rounded as a register would."""
    rows = [
        (code, sex, age_group, round(rate * share, 2))
        for code in codes(only)
        for sex, share in zip(SEXES, (COURSES[code].women, 2 - COURSES[code].women), strict=True)
        for age_group, rate in zip(AGE_GROUPS, COURSES[code].rates, strict=True)
    ]
    return pd.DataFrame(rows, columns=["need", "sex", "age_group", "per_thousand"])
