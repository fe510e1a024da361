import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.climbed import beginning
from pkslib.steps.balance.fifth_step import prioritised
from pkslib.steps.balance.offers import offers_of

JANUARY, FEBRUARY, JUNE = "2027-01", "2027-02", "2027-06"


@pytest.fixture
def told(cells, elective, measures):
    """What 6 that lack in January come to, of a need that may wait so many days."""

    def make(days, february=0, june=0, stated=(), amount=50):
        rows = cells(
            ("A1", JANUARY, 106, 100), ("A1", FEBRUARY, 100 - february, 100),
            ("A1", JUNE, 100 - june, 100),
        )  # fmt: skip
        offers = offers_of(measures(*stated), 2027).query("step == 5")
        return prioritised(beginning(rows, elective((0, "hip", 3, days, amount))), offers)

    return make


def _away(found):
    return found.away[["decision", "to_period", "amount"]].fillna("").to_numpy().tolist()


def test_care_waits_for_later_room_within_its_guarantee_and_the_rest_is_cancelled(told):
    # 4 to spare in February; 1 June is 151 days away. One month of three is not half of them.
    found = told(90, february=4, june=9)
    assert _away(found) == [["postpone", FEBRUARY, 4], ["cancel", "", 2]]
    assert found.cells["moved"].tolist() == [4, -4, 0]
    assert found.cells["prioritised"].tolist() == [2, 0, 0]
    assert found.delays["to_period"].tolist() == [FEBRUARY]


def test_care_without_a_guarantee_waits_for_any_room_of_the_year(told):
    assert _away(told(np.nan, june=9)) == [["postpone", JUNE, 6]]


def test_what_is_stated_goes_first_and_no_budget_is_asked(told):
    found = told(90, stated=({"step": 5, "max_amount": 4.0, "cost": 50.0},))
    assert found.effects[["measure", "effect", "cost"]].to_numpy().tolist() == [
        ["M1", 4, 200], [None, 2, 0]
    ]  # fmt: skip


def test_the_highest_medical_priority_gives_way_to_nothing(cells, elective):
    start = beginning(cells(("A1", JANUARY, 106, 98)), elective((0, "cancer", 1, 90, 50)))
    found = prioritised(start, pd.DataFrame())
    assert found.away.empty
    assert found.cells["prioritised"].tolist() == [0]


def test_acute_care_and_what_is_bought_never_give_way(cells, elective):
    # Of 6 that lack 5 are elective, of which 2 are bought.
    start = beginning(cells(("A1", JANUARY, 106, 98)), elective((0, "hip", 3, 90, 5)))
    start = start._replace(cells=start.cells.assign(bought=2.0))
    offers = pd.DataFrame()
    assert prioritised(start, offers).cells["prioritised"].tolist() == [3]
