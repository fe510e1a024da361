import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.settings import Staff
from pkslib.steps.need.capacity import capacity_need, full_time_equivalents, places, resource_need
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS


def test_the_guidance_example_of_bed_days():
    # Socialstyrelsen: 2 days × 1 000 patients = 2 000 bed days; / 0.85 = 2 353.
    assert capacity_need(2000, 0.85) == pytest.approx(2352.9411764705883)
    assert round(capacity_need(2000, 0.85)) == 2353


def test_full_use_without_margin_is_the_use_itself():
    assert capacity_need([0, 7], 1) == pytest.approx([0, 7])


def test_theatre_time_of_a_published_planner():
    # By hand: 48 weeks · 10 sessions · 4 hours at 80 % give 92 160 minutes of operations; so much
    # operating takes 480 sessions of 4 hours.
    assert capacity_need(92_160 / 60, 0.8) / 4 == pytest.approx(480)


def test_margin_comes_on_top_of_utilisation():
    # 80 / 0.8 = 100; a quarter more.
    assert capacity_need(80, 0.8, 0.25) == pytest.approx(125)


@pytest.mark.parametrize(
    "numbers", [(1, 0), (1, 1.01), (1, -0.5), (-1, 0.9), (1, 0.9, -0.1), (np.nan, 0.9)]
)
def test_impossible_levels_are_refused(numbers):
    with pytest.raises(InputError):
        capacity_need(*numbers)


@pytest.mark.parametrize("function", [capacity_need, places])
def test_shapes_are_kept(function):
    assert isinstance(function(10, 0.5), float | int)
    assert function(np.full((2, 3), 10.0), 0.5).shape == (2, 3)
    assert function([10.0], 0.5).shape == (1,)


def test_beds_are_rounded_up_not_to_nearest():
    # New Hospital Programme's old test of beds: 13.33, 91.43, 26.67 and 182.86 were rounded.
    assert places([13.33, 91.43, 26.67, 182.86], 1).tolist() == [14, 92, 27, 183]
    assert places(3 * 0.1 * 10, 1) == 3


def test_full_time_equivalents_with_leave_as_a_share_of_paid_time():
    # 33.6 FTE of 2 080 hours without leave; 224 of the 2 080 paid hours are leave.
    assert full_time_equivalents(33.6 * 2080, 2080, 224 / 2080) == pytest.approx(37.6552, abs=1e-4)
    assert full_time_equivalents(33.6 * 2080, 2080, 0) == pytest.approx(33.6)


def _tables(recipes, resources=None):
    names = ("resources", "staffing", "schedule", "minimum_lines")
    tables = {name: empty(INPUTS[name]) for name in names} | {"recipes": recipes}
    return tables if resources is None else tables | {"resources": resources}


@pytest.mark.parametrize("numbers", [(1, 0, 0.2), (1, 1980, 1), (1, 1980, -0.1), (-1, 1980, 0)])
def test_impossible_staffing_is_refused(numbers):
    with pytest.raises(InputError):
        full_time_equivalents(*numbers)


def test_hours_become_people_by_the_period_s_share_of_the_year():
    # 200 bed days × 5 hours = 1 000; 2 000 · 31/365 paid hours each, a fifth of them absent.
    capacity = pd.DataFrame(
        {"unit": ["A"], "capacity": ["bed_day"], "period": ["2027-01"], "need": [200.0]}
    )
    recipes = pd.DataFrame({"capacity": ["bed_day"], "resource": ["nurse"], "amount": [5.0]})
    staff = Staff(annual_hours=2000, absence=0.2)
    row = resource_need(capacity, _tables(recipes), staff).iloc[0]
    assert row["hours"] == 1000
    assert row["full_time_equivalents"] == pytest.approx(1000 / (2000 * 31 / 365 * 0.8))


def test_the_absence_of_the_latest_year_told_goes_before_the_setting():
    capacity = pd.DataFrame(
        {"unit": "A", "capacity": "bed_day", "period": ["2027"], "need": [200.0]}
    )
    recipes = pd.DataFrame({"capacity": ["bed_day"], "resource": ["nurse"], "amount": [5.0]})
    resources = pd.DataFrame(
        {
            "unit": "A",
            "resource": "nurse",
            "period": ["2025-01", "2026-01", "2026-02"],
            "absence": [0.9, 0.4, 0.6],
            "hours": float("nan"),
        }
    )
    row = resource_need(capacity, _tables(recipes, resources), Staff(annual_hours=2000)).iloc[0]
    assert row["full_time_equivalents"] == pytest.approx(1)
    # 59 days of 2026 at 259 hours are 1,602 a year, as the nights' agreement has it.
    own = resources.assign(hours=[900.0, 130.0, 129.0])
    row = resource_need(capacity, _tables(recipes, own), Staff(annual_hours=2000)).iloc[0]
    assert row["full_time_equivalents"] == pytest.approx(1000 / (259 * 365 / 59 * 0.5))


def test_a_published_ward_round_the_clock():
    # Nursing Leadership and Management, box 16-1: 8 nurses on three shifts of 8 hours are
    # 192 hours a day, 1 344 a week; at 40 hours a week 33.6 FTE before leave. The book adds 24.
    assert full_time_equivalents(192 * 7, 40, 0) == pytest.approx(33.6)
    # The same book, table 16-3: leave of 224 of 2 080 PAID hours: 33.6 / (1 − 0.1077). Taken as
    # a share of worked time it would be 37.22; ours is the share of paid time.
    assert full_time_equivalents(192 * 7, 40, 224 / 2080) == pytest.approx(37.655, abs=1e-3)


def test_ten_carers_a_day_all_year():
    # Hufvudstadsbladet 2019-02: 225 working days a carer make 16.2; 18 mean 202.78 days.
    assert full_time_equivalents(10 * 365, 225, 0) == pytest.approx(16.2222, abs=1e-4)
    assert full_time_equivalents(10 * 365, 225, 1 - 202.78 / 225) == pytest.approx(18, abs=1e-3)
