"""What a run leaves for a region is what the region would have found by itself."""

from pathlib import Path

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.settings import checked
from pkslib.tables import handover, intake, overview

EXAMPLE = Path(__file__).parents[3] / "data" / "example"


@pytest.fixture(scope="module")
def report():
    return intake.check(EXAMPLE)


def test_a_region_finds_its_part_and_all_notes(report, tmp_path):
    region = overview.regions(report.tables)[0]
    handover.leave(report, {region: tmp_path / region})
    found = handover.report("gone", tmp_path / region)
    assert (found.faults, found.notes) == ((), report.notes)
    part = overview.region_slice(found.tables, region)
    for name, expected in overview.region_slice(report.tables, region).items():
        pd.testing.assert_frame_equal(part[name], expected)
    told = handover.among(found, tmp_path / region)
    pd.testing.assert_frame_equal(told, handover.among(report, tmp_path / "elsewhere"))
    assert set(told["region"]) == {region}


def test_a_region_that_was_left_nothing_looks_for_itself(report, tmp_path):
    found = handover.report(EXAMPLE, tmp_path / "99")
    assert found.notes == report.notes
    pd.testing.assert_frame_equal(found.tables["demand"], report.tables["demand"])


def test_a_notebook_run_by_itself_refuses_a_scenario_with_codes_that_are_not_there(tmp_path):
    odd = checked({"capacities": {"bed_dya": {"margin": 0.1}}}, "here")
    with pytest.raises(InputError, match=r"PKS-636 vinter\.toml: .*bed_day"):
        handover.report(EXAMPLE, tmp_path / "99", odd, "vinter")
