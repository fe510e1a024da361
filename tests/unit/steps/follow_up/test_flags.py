import numpy as np
import pandas as pd
import pytest

from pkslib.settings import FollowUp
from pkslib.steps.follow_up.flags import flagged

SETTINGS = FollowUp(by_chance=0.04, matters_capacity=0.05, matters_queue=0.2, matters_money=0.02)


@pytest.fixture
def flags(nothing):
    """Return verdicts with their flags; a hip takes eight bed days, a tooth a tenth of one."""
    tables = nothing | {
        "pathways": pd.DataFrame(
            {"need": ["hip", "tooth"], "unit": "W", "activity": ["h", "t"], "per_patient": 1.0}
        ),
        "activity_times": pd.DataFrame(
            {"activity": ["h", "t"], "unit": None, "capacity": "bed", "amount": [8.0, 0.1]}
        ),
    }

    def make(*rows, **settings):
        columns = ["subject", "place", "item", "planned", "deviation", "chance"]
        known = SETTINGS.model_copy(update=settings)
        return flagged(pd.DataFrame(rows, columns=columns), tables, known)

    return make


def test_a_need_matters_by_the_capacity_it_takes(flags):
    # 30 teeth of 100 take 3 of 810 bed days; 6 hips of 100 take 48.
    found = flags(
        ("need", "99", "hip", 100.0, -6.0, 0.001), ("need", "99", "tooth", 100.0, 30.0, 0.001)
    )
    assert found["size"].tolist() == pytest.approx([48 / 810, 3 / 810])
    assert found["flag"].tolist() == ["look", "small"]


def test_production_matters_within_its_unit(flags):
    found = flags(
        ("production", "W", "h", 10.0, 1.0, 0.001), ("production", "W", "t", 100.0, 50.0, 0.001)
    )
    assert found["size"].tolist() == pytest.approx([8 / 90, 5 / 90])
    # What takes no known capacity is held against its own plan.
    assert flags(("production", "W", "x", 10.0, 1.0, 0.001))["size"].tolist() == [0.1]


def test_each_has_the_limit_of_what_it_matters_for(flags):
    found = flags(
        ("capacity", "W", "bed", 100.0, -4.0, 0.001),
        ("queue", "99", "hip", 100.0, 15.0, 0.001),
        ("money", "W", "cost", 100.0, 3.0, 0.001),
        ("drg", "W", "drg", 100.0, 1.0, 0.001),
    )
    assert found["matters"].tolist() == ["capacity", "queue", "money", "money"]
    assert found["flag"].tolist() == ["small", "small", "look", "small"]


def test_what_is_striking_alone_is_not_so_among_many(flags):
    one = ("hours", "W", "bed", 100.0, 50.0, 0.02)
    assert flags(one)["flag"].tolist() == ["look"]
    found = flags(one, *[("hours", f"V{at}", "bed", 100.0, 50.0, 0.6) for at in range(9)])
    # 0.02 · 10 = 0.2.
    assert found["chance"].iloc[0] == pytest.approx(0.2)
    assert found["flag"].tolist() == ["chance"] * 10


def test_too_few_periods_to_tell(flags):
    found = flags(("hours", "W", "bed", 100.0, 50.0, np.nan))
    assert found["flag"].tolist() == ["too_few"]
