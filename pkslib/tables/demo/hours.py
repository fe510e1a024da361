"""When in the week the invented patients come."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.tables.demo.demand import Arrivals
from pkslib.tables.demo.needs import NEEDS
from pkslib.tables.demo.regions import Region

_YEAR = 12
# Monday to Sunday and hour by hour, against the mean: emergency departments see most on Mondays
# and from late morning to evening; invented after that course.
_WEEKDAYS = np.array([1.10, 1.03, 1.00, 0.99, 1.01, 0.94, 0.93])
_HOURS = np.array(
    [*(0.50, 0.42, 0.37, 0.34, 0.33, 0.37, 0.48, 0.72, 1.05, 1.38, 1.55, 1.58),
     *(1.53, 1.50, 1.46, 1.42, 1.40, 1.38, 1.33, 1.24, 1.11, 0.96, 0.80, 0.63)]
)  # fmt: skip


def table(place: Region, patients: Arrivals) -> pd.DataFrame:
    """Return the table arrivals of a region: its acute needs over the last year."""
    acute = [row for row, code in enumerate(patients.needs) if NEEDS[code].flow == "acute"]
    pattern = np.outer(_WEEKDAYS, _HOURS) / (_WEEKDAYS.sum() * _HOURS.sum())
    yearly = patients.drawn[acute, -_YEAR:].sum(axis=1)
    counts = place.chance("hours").poisson(yearly[:, None, None] * pattern)
    codes = [patients.needs[row] for row in acute]
    index = pd.MultiIndex.from_product(
        [codes, range(1, 8), range(24)], names=["need", "weekday", "hour"]
    )
    drawn = pd.Series(counts.ravel().astype(float), index=index, name="patients")
    return drawn.reset_index().assign(region=place.code)
