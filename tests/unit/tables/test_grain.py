import pandas as pd
import pytest

from pkslib import periods
from pkslib.tables.grain import into_periods


def _rows(*rows):
    return pd.DataFrame(rows, columns=["unit", "period", "amount"])


def _into(rows, wanted):
    found = into_periods(rows, ["unit"], ["amount"], wanted)
    return {
        (row.unit, row.period): (pytest.approx(row.amount), row.carried)
        for row in found.itertuples()
    }


def test_given_periods_stay_as_they_are():
    assert _into(_rows(("A", "2027-02", 280)), ["2027-02"]) == {("A", "2027-02"): (280, False)}


def test_a_year_is_spread_over_its_days():
    found = into_periods(
        _rows(("A", "2027", 365)), ["unit"], ["amount"], periods.within_year(2027, "month")
    )
    assert found["amount"].tolist() == pytest.approx(
        [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    )
    assert not found["carried"].any()


def test_months_are_added_up_to_quarters():
    rows = _rows(*[("A", f"2027-{month:02d}", month) for month in range(1, 7)])
    assert _into(rows, ["2027-Q1", "2027-Q2"]) == {
        ("A", "2027-Q1"): (6, False),
        ("A", "2027-Q2"): (15, False),
    }


def test_months_are_spread_over_weeks_that_straddle_them():
    # 2027-W13 is 29 March – 4 April: 3 of 31 days at 62, 4 of 30 days at 90: 6 + 12.
    rows = _rows(("A", "2027-03", 62), ("A", "2027-04", 90))
    assert _into(rows, ["2027-W13"]) == {("A", "2027-W13"): (18, False)}


def test_a_missing_period_is_carried_from_the_last_year_that_has_it():
    rows = _rows(
        ("A", "2024-01", 10), ("A", "2025-01", 20), ("A", "2025-02", 5), ("B", "2024-01", 3)
    )
    assert _into(rows, ["2027-01"]) == {("A", "2027-01"): (20, True), ("B", "2027-01"): (3, True)}


def test_what_is_carried_keeps_its_daily_amount_over_leap_years():
    # 29 days at 290 are 10 a day; February 2027 has 28.
    assert _into(_rows(("A", "2024-02", 290)), ["2027-02"]) == {("A", "2027-02"): (280, True)}


def test_a_period_given_in_part_is_not_known():
    # Of 2027's first quarter only January is there; all of 2026's is.
    rows = _rows(("A", "2027-01", 1000), ("A", "2026-Q1", 90))
    assert _into(rows, ["2027-Q1"]) == {("A", "2027-Q1"): (90, True)}


def test_without_the_same_period_the_latest_before_counts_by_day():
    rows = _rows(("A", "2026-11", 300), ("A", "2026-12", 62))
    assert _into(rows, ["2027-02"]) == {("A", "2027-02"): (56, True)}


def test_what_begins_later_is_not_carried_back():
    assert _into(_rows(("A", "2027-07", 10)), ["2027-06", "2027-07"]) == {
        ("A", "2027-07"): (10, False)
    }


def test_a_53rd_week_takes_from_the_week_before_it():
    rows = _rows(("A", "2025-W52", 7), ("A", "2026-W52", 14))
    assert _into(rows, ["2026-W53"]) == {("A", "2026-W53"): (14, True)}


def test_a_period_given_twice_over_counts_once():
    rows = _rows(
        ("A", "2027-01", 31), ("A", "2027-02", 28), ("A", "2027-03", 31), ("A", "2027-Q1", 90)
    )
    assert _into(rows, ["2027-Q1"]) == {("A", "2027-Q1"): (90, False)}


def test_nothing_given_is_nothing_known():
    assert into_periods(_rows(), ["unit"], ["amount"], ["2027-01"]).empty
