import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.delays import postponed


def _moves(cells, elective, *, between=False):
    gap = (cells["need"] - cells["available"]).to_numpy()
    found = postponed(cells, gap, elective, between=between)
    ways = found.groupby(["cell", "to_cell"])["amount"].sum().round(6)
    return [(*way, amount) for way, amount in ways.items()]


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


def _bed_and_theatre(cells, *rows):
    """Cells of the ward A1 and the theatre A2 from (period, bed days lacking, hours lacking)."""
    beds = cells(*(("A1", period, 100 + lack, 100) for period, lack, _ in rows))
    hours = cells(*(("A2", period, 100 + lack, 100) for period, _, lack in rows), capacity="hour")
    return pd.concat([beds, hours], ignore_index=True)


def test_an_operation_waits_with_its_bed(cells, elective):
    # The theatre lacks 10 in January; an operation takes 2 hours and 5 bed days: 25 of them wait.
    rows = _bed_and_theatre(cells, ("2027-01", 0, 10), ("2027-02", -60, -60))
    need = elective((0, "hip", 3, 90, 50), (2, "hip", 3, 90, 20), episodes=["hip"])
    for between in (False, True):
        assert _moves(rows, need, between=between) == [(0, 1, 25), (2, 3, 10)]


def test_without_a_bed_later_the_operation_does_not_wait_either(cells, elective):
    rows = _bed_and_theatre(cells, ("2027-01", 0, 10), ("2027-02", 0, -60))
    need = elective((0, "hip", 3, 90, 50), (2, "hip", 3, 90, 20), episodes=["hip"])
    assert _moves(rows, need) == []
    rows = _bed_and_theatre(cells, ("2027-01", 0, 10), ("2027-02", -15, -60))
    assert _moves(rows, need) == [(0, 1, 15), (2, 3, 6)]


def test_the_lowest_medical_priority_waits(cells, elective):
    rows = cells(("A1", "2027-01", 130, 100), ("A1", "2027-02", 70, 100))
    found = postponed(
        rows,
        np.array([30.0, -30.0]),
        elective((0, "hernia", 4, 90, 20), (0, "hip", 3, 90, 50)),
        between=False,
    )
    assert found[["need", "amount"]].to_numpy().tolist() == [["hernia", 20], ["hip", 10]]
