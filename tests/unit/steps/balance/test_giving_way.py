import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.giving_way import given_up

MONTHS = [f"2027-{month:02d}" for month in range(1, 5)]


def _given(found):
    return dict(zip(found["need"], found["amount"], strict=True))


def test_the_lowest_priority_gives_way_first(cells, elective):
    # 6 are to go: the 4 of the hernias (priority 4), then 2 of the hips (priority 3).
    rows = cells(("A1", MONTHS[0], 106, 100))
    care = elective((0, "hip", 3, 90, 9), (0, "hernia", 4, 90, 4))
    assert _given(given_up(rows, np.array([6.0]), care)) == pytest.approx({"hernia": 4, "hip": 2})


def test_an_operation_that_gives_way_leaves_its_bed_free(cells, elective):
    # The theatre lacks 5 of 50 hours, the ward 3 of 100 days: the theatre is asked first. Half of
    # the hips (10 hours, 8 days) go, and with them 4 days: more than the 3 that lack.
    theatre = cells(("OP", MONTHS[0], 50, 45), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 100, 97))], ignore_index=True)
    care = elective(
        (0, "hip", 3, 90, 10), (1, "hip", 3, 90, 8), (1, "checks", 4, 90, 20), episodes=["hip"]
    )
    found = given_up(rows, np.array([5.0, 3.0]), care)
    assert found[["cell", "amount", "lacks"]].to_numpy().tolist() == [[0, 5, True], [1, 4, True]]


def test_what_gives_way_with_its_operation_alone_is_told_apart(cells, elective):
    theatre = cells(("OP", MONTHS[0], 50, 45), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 90, 97))], ignore_index=True)
    care = elective((0, "hip", 3, 90, 10), (1, "hip", 3, 90, 8), episodes=["hip"])
    assert given_up(rows, np.array([5.0, 0.0]), care)["lacks"].tolist() == [True, False]


@pytest.mark.parametrize(("short", "decision"), [(1, "cancel"), (2, "limit"), (4, "limit")])
def test_a_lasting_shortage_limits_the_offer(cells, elective, short, decision):
    # Half of four months is two.
    rows = cells(*[("A1", month, 105, 100) for month in MONTHS])
    care = elective(*[(cell, "hip", 3, 90, 20) for cell in range(4)])
    found = given_up(rows, np.where(np.arange(4) < short, 5.0, 0.0), care)
    assert found["decision"].tolist() == [decision] * short


def test_without_a_gap_nothing_gives_way(cells, elective):
    rows = cells(("A1", MONTHS[0], 90, 100))
    assert given_up(rows, np.zeros(1), elective((0, "hip", 3, 90, 20))).empty
