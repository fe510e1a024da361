import numpy as np
import pytest

from pkslib import language
from pkslib.steps.balance.cells import GIVEN
from pkslib.steps.balance.struck import struck

MONTHS = ("2027-01", "2027-02", "2027-06")


@pytest.fixture
def way(cells, elective):
    """How a need of 6 that lacks in January gives way; room in February and June as given."""

    def make(days, february=0, june=0, amounts=(6,)):
        rows = cells(
            ("A1", MONTHS[0], 106, 100), ("A1", MONTHS[1], 100 - february, 100),
            ("A1", MONTHS[2], 100 - june, 100),
        )  # fmt: skip
        rows = rows.assign(**dict.fromkeys(GIVEN, 0.0)).assign(prioritised=[6.0, 0, 0])
        needs = [(0, f"hip{k}", 3, days, amount) for k, amount in enumerate(amounts)]
        with language.using("en"):
            return struck(rows, elective(*needs))["needs"].tolist()

    return make


def test_care_waits_for_the_first_period_with_room_for_all_of_it(way):
    # February has 4 to spare, June 8; 151 days pass until 1 June.
    assert way(180, february=4, june=8) == ["postpone Hip0 to June 2027"]


def test_care_that_its_guarantee_does_not_let_wait_so_long_is_cancelled(way):
    assert way(150, june=8) == ["cancel Hip0 (no room within its care guarantee)"]


def test_without_a_guarantee_care_waits_for_any_room_and_is_limited_where_there_is_none(way):
    assert way(np.nan, june=8) == ["postpone Hip0 to June 2027"]
    assert way(np.nan) == ["limit Hip0"]


def test_the_same_room_is_not_promised_twice(way):
    # 4 of the 6 that give way are of the first: June's 4 are taken.
    assert way(np.nan, june=4, amounts=(8, 4)) == ["postpone Hip0 to June 2027, limit Hip1"]
