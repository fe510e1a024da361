import pandas as pd
import pytest

from pkslib import periods
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS

YEAR = periods.between("2026-01", "2026-12")


@pytest.fixture
def year():
    """The twelve months of 2026."""
    return YEAR


@pytest.fixture
def produced():
    """Make the table production of one ward and activity over 2026."""

    def make(count, planned, **other):
        rows = {"unit": "A", "activity": "visit", "period": YEAR, "count": count}
        return filled(pd.DataFrame(rows | {"planned": planned} | other), INPUTS["production"])

    return make


@pytest.fixture
def nothing():
    """Every input table without rows."""
    return {name: empty(schema) for name, schema in INPUTS.items()}
