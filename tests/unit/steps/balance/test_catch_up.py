import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.catch_up import _from_surplus, backlog, catch_up_of
from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.offers import offers_of

TIMES = pd.DataFrame(
    {"activity": ["stay"], "unit": [None], "capacity": "bed_day", "amount": [2.0]}
).astype({"unit": "str"})
NEED = pd.DataFrame({"unit": ["A1"], "capacity": "bed_day", "raw": 80.0, "need": 100.0})


def _production(*rows):
    return pd.DataFrame(rows, columns=["unit", "activity", "period", "count", "planned"])


@pytest.fixture
def found(cells, elective, measures, frame, no_stops):
    """A1 is 20 stays, 50 bed days, behind; A2 of its hospital has 12 over and B1 has 8."""

    def make(*rows):
        place = cells(
            ("A1", "2027-01", 100, 100), ("A2", "2027-01", 88, 100), ("B1", "2027-01", 92, 100)
        )
        offers, bounds = offers_of(measures(*rows), 2027), frame()
        climbed = climb(place, elective(), offers, bounds, no_stops)
        behind = {
            "production": _production(("A1", "stay", "2026-12", 80.0, 100.0)),
            "activity_times": TIMES,
            "capacity_need": NEED,
        }
        return catch_up_of(behind, climbed, offers, bounds, 2027).set_index("step")

    return make


def test_own_capacity_comes_first_then_agreements_then_other_regions(found):
    rows = found(
        {"measure": "M1", "step": 4, "source": "other_region", "max_amount": 30, "cost": 10.0},
        {"measure": "M2", "step": 4, "max_amount": 9, "cost": 900.0},
    )
    assert rows["closed"].tolist() == pytest.approx([20, 9, 0, 21, 0])
    assert rows["before"].tolist() == pytest.approx([50, 30, 21, 21, 0])
    assert rows["cost"].tolist() == pytest.approx([0, 8100, 0, 210, 0])


def test_what_can_not_be_found_is_left(found):
    assert found()["after"].tolist() == pytest.approx([30] * 5)


def test_only_the_latest_year_counts():
    months = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
    rows = [("A1", "stay", month, 9.0, 10.0) for month in months]
    assert backlog(_production(*rows), TIMES, NEED)["lack"].tolist() == pytest.approx([30])


def test_the_latest_twelve_months_decide():
    # 1 stay a month of 2 bed days, 2.5 of the need: 30. The 50 of the year before are forgotten.
    months = ["2025-12", *(f"2026-{month:02d}" for month in range(1, 13))]
    rows = _production(*(("A1", "stay", month, 99.0, 100.0) for month in months))
    rows.loc[0, "count"] = 50.0
    assert backlog(rows, TIMES, NEED)["lack"].tolist() == [30]


def test_a_plan_that_is_not_known_leaves_no_backlog():
    rows = _production(("A1", "stay", "2026-12", 80.0, None))
    assert backlog(rows, TIMES, NEED).empty


def test_surplus_that_roundings_overdraw_is_used_up(frame):
    # 0.217 covers 0.01 + 0.004 + 0.203, and the parts taken add up to a rounding more.
    cells = pd.DataFrame(
        {"unit": ["A1", "A2", "A3", "A4"], "capacity": "bed_day", "period": "2027", "hospital": "H"}
    )
    lack, spare = np.array([0, 0.01, 0.004, 0.203]), np.array([0.01 + 0.004 + 0.203, 0, 0, 0])
    lack, spare = _from_surplus(cells, lack, spare, frame())
    assert (lack.min(), spare.min()) == (0.0, 0.0)
    assert lack.max() < 1e-15
