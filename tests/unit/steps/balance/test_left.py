import pandas as pd
import pytest

from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.left import shortfall_of
from pkslib.steps.balance.offers import offers_of

MONTH = "2027-01"


@pytest.fixture
def told(cells, elective, measures, frame):
    """Why 20 that A1 lacks in January is not closed by some measures."""

    def make(*rows, waits=None, budget=None, last_step=4):
        place = cells(("A1", MONTH, 120, 100), ("A1", "2027-02", 100, 100))
        need = elective(waits or (0, "hip", 3, 90, 40))
        offers = offers_of(measures(*rows), 2027)
        bounds = frame(budget=budget, last_step=last_step)
        found = climb(place, need, offers, bounds)
        return shortfall_of(found, offers, bounds.budgets.payer).iloc[0]

    return make


def test_how_much_how_often_and_when(told):
    row = told()
    assert row[["amount", "periods", "worst_period"]].tolist() == [20, 1, MONTH]
    assert row["why"] == "none_stated"


def test_all_is_used(told):
    assert told({"max_amount": 5.0})["why"] == "used_up"


def test_the_budget_is_used_up(told):
    # 300 SEK pay for 3 of the 10 offered.
    row = told({"max_amount": 10.0, "cost": 100.0}, budget={"A1": 300.0})
    assert row["amount"] == pytest.approx(17)
    assert row["why"] == "budget"


def test_it_comes_too_late(told):
    row = told({"start": "2027-02"})
    assert (row["why"], row["only_acute"]) == ("no_effect", False)


def test_acute_care_is_what_is_left(told):
    row = told(waits=(0, "hip", 3, 90, 4), last_step=5)
    assert row["amount"] == pytest.approx(16)
    assert row["only_acute"]


def test_nothing_is_left(cells, elective, measures, frame):
    found = climb(cells(("A1", MONTH, 90, 100)), elective(), offers_of(measures(), 2027), frame())
    rows = shortfall_of(found, offers_of(measures(), 2027), pd.Series(dtype="str"))
    assert rows.empty
