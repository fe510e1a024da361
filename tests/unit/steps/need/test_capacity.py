import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.steps.need.capacity import (
    capacity_need,
    capacity_per_patient,
    places,
)


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


def test_a_unit_s_own_activity_time_goes_before_the_general_one():
    # A: 8 bed days of its own and the general 1 theatre hour; B: the general 10 and 1.
    pathways = pd.DataFrame(
        {"need": "hip", "unit": ["A", "B"], "activity": "stay", "per_patient": [0.5, 1.0]}
    )
    times = pd.DataFrame(
        {
            "activity": "stay",
            "unit": ["A", None, None],
            "capacity": ["bed_day", "bed_day", "theatre"],
            "amount": [8.0, 10.0, 1.0],
        }
    )
    found = capacity_per_patient(pathways, times).set_index(["unit", "capacity"])["rate"]
    assert found.to_dict() == {
        ("A", "bed_day"): 4,
        ("A", "theatre"): 0.5,
        ("B", "bed_day"): 10,
        ("B", "theatre"): 1,
    }
