"""The small example region, run once through the notebooks and once in memory."""

from pathlib import Path

import pytest

from pkslib import scenario
from pkslib.run.runner import Request, run
from pkslib.settings import Settings
from pkslib.tables import intake, overview

ROOT = Path(__file__).parents[2]
REGION, YEAR = "99", 2027


@pytest.fixture(scope="session")
def in_memory():
    tables = overview.region_slice(intake.load(ROOT / "data" / "example"), REGION)
    return scenario.run(tables, Settings(), YEAR)


@pytest.fixture(scope="session")
def output(tmp_path_factory):
    place = tmp_path_factory.mktemp("output")
    request = Request(str(ROOT / "data" / "example"), YEAR, output=str(place), jobs=1)
    run(request).raise_for_failures()
    return place / str(YEAR) / "base"
