import numpy as np
import pytest

from pkslib.steps.balance.delays import postponed


def _moves(cells, elective, *, between=False):
    gap = (cells["need"] - cells["available"]).to_numpy()
    found = postponed(cells, gap, elective, between=between)
    return list(
        zip(found.giver.tolist(), found.taker.tolist(), found.amount.round(6).tolist(), strict=True)
    )


def test_elective_need_waits_for_the_nearest_surplus(cells, elective):
    # January lacks 30; March has 20 over, April 25. 59 days to March, 90 to April.
    rows = cells(
        ("A1", "2027-01", 130, 100), ("A1", "2027-03", 80, 100), ("A1", "2027-04", 75, 100)
    )
    assert _moves(rows, elective((0, "hip", 3, 90, 50))) == [(0, 1, 20), (0, 2, 10)]


def test_no_need_waits_beyond_its_guarantee(cells, elective):
    rows = cells(("A1", "2027-01", 130, 100), ("A1", "2027-04", 75, 100))
    assert _moves(rows, elective((0, "hip", 3, 89, 50))) == []
    assert _moves(rows, elective((0, "hip", 3, 90, 50))) == [(0, 1, 25)]


def test_need_without_a_guarantee_is_not_moved(cells, elective):
    rows = cells(("A1", "2027-01", 130, 100), ("A1", "2027-02", 75, 100))
    assert _moves(rows, elective((0, "hip", 3, np.nan, 50))) == []


def test_nothing_is_moved_to_an_earlier_period(cells, elective):
    rows = cells(("A1", "2027-01", 75, 100), ("A1", "2027-02", 130, 100))
    assert _moves(rows, elective((1, "hip", 3, 90, 50))) == []


def test_no_more_waits_than_there_is_elective_need(cells, elective):
    # 12 may wait 31 days, of them 5 as long as 59: February takes 7 at most beside March's 5.
    rows = cells(
        ("A1", "2027-01", 130, 100), ("A1", "2027-02", 93, 100), ("A1", "2027-03", 75, 100)
    )
    need = elective((0, "hip", 3, 90, 5), (0, "visit", 3, 31, 7))
    assert _moves(rows, need) == [(0, 1, 7), (0, 2, 5)]


def test_care_waits_when_that_lets_another_unit_have_the_surplus(cells, elective):
    # In January A1 and A2 lack 10 each and A3 has 10. Only A1 can wait, so A3 helps A2.
    rows = cells(
        ("A1", "2027-01", 110, 100),
        ("A1", "2027-02", 90, 100),
        ("A2", "2027-01", 110, 100),
        ("A3", "2027-01", 90, 100),
    )
    assert _moves(rows, elective((0, "hip", 3, 90, 50)), between=True) == [(0, 1, 10)]


def test_care_does_not_wait_when_its_own_hospital_can_help(cells, elective):
    rows = cells(
        ("A1", "2027-01", 110, 100), ("A1", "2027-02", 90, 100), ("A2", "2027-01", 90, 100)
    )
    assert _moves(rows, elective((0, "hip", 3, 90, 50)), between=True) == []


def test_of_equal_ways_the_first_unit_by_code_waits(cells, elective):
    # A1 and A2 lack 10 each, A3 has 10: one of the two must wait.
    rows = cells(
        ("A1", "2027-01", 110, 100),
        ("A1", "2027-02", 90, 100),
        ("A2", "2027-01", 110, 100),
        ("A2", "2027-02", 90, 100),
        ("A3", "2027-01", 90, 100),
    )
    need = elective((0, "hip", 3, 90, 50), (2, "hip", 3, 90, 50))
    assert _moves(rows, need, between=True) == [(0, 1, 10)]


def test_without_elective_need_there_is_nothing_to_solve(cells, elective):
    rows = cells(("A1", "2027-01", 110, 100), ("A1", "2027-02", 90, 100))
    assert _moves(rows, elective(), between=True) == pytest.approx([])
