"""One small invented region, readable as csv: the committed example."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pkslib.tables.demo.data_set import make_of
from pkslib.tables.demo.folder import write_csv
from pkslib.tables.demo.regions import Region

_NEEDS = (
    *("stroke", "hip_fracture", "pneumonia", "heart_failure"),
    *("arthroplasty", "cataract", "orthopaedic_visit", "primary_care"),
)
EXAMPLE = Region("99", "Region Exempel", 120_000, 0.08, seed=7, needs=_NEEDS, hospitals=2)
# The schedule is by far the longest table; so much of it tells the rest.
_SCHEDULE_TO = "2026-12-13"


def make_example() -> dict[str, pd.DataFrame]:
    """Return the example's tables by name, as declared."""
    made = make_of([EXAMPLE])
    schedule = made["schedule"]
    return made | {"schedule": schedule[schedule["date"] <= _SCHEDULE_TO]}


def write_example(folder: Path) -> None:
    """Write the example as Swedish Excel csv.

    Parameters
    ----------
    folder : pathlib.Path
        ``data/example`` of the project; tables there are written over.
    """
    write_csv(folder, make_example())
