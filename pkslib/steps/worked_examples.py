"""Socialstyrelsen's own worked examples, for notebooks, exercises and tests.

References
----------
.. [1] Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning (web page): 1 000 patients of
   two days each at 85 % occupancy.
.. [2] Socialstyrelsen (2024), Uppföljning på taktisk nivå: outcome against plan and forecast
   error per month, October 2022 to September 2023, in hours.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pkslib import periods


class BedDays(NamedTuple):
    """Patients, mean stay [bed days per patient] and target occupancy [share]."""

    patients: int
    stay: float
    utilisation: float


# 1 000 × 2 = 2 000 bed days; / 0.85 = 2 353 [1].
BED_DAYS = BedDays(patients=1000, stay=2, utilisation=0.85)

_MONTHS = periods.between("2022-10", "2023-09")


def _hours(*values: float) -> pd.Series:
    """Return hours from January 2023 on by month; N/A in the months before the plan began."""
    return pd.Series(values, index=_MONTHS[-len(values) :], dtype=float).reindex(_MONTHS)


# Verdicts in the source: −1 in all is random, +47 is systematic [2].
INFLOW = {
    "planned": _hours(110, 120, 130, 110, 100, 90, 100, 100, 100),
    "outcome": _hours(103, 110, 133, 124, 99, 85, 97, 105, 103),
}
PRODUCTION = {
    "planned": _hours(100, 120, 130, 130, 110, 80, 80, 80, 110),
    "outcome": _hours(105, 119, 140, 115, 115, 90, 92, 91, 120),
}

# A week's plan [hours], and the schedule as a share of the plan [2].
PLAN_LINE, SCHEDULE_GOAL = 110, 1.10
# Staffed beds that the gap list's four wards keep open at least [2].
BEDS_KEPT_OPEN = (14, 6, 20, 12)
