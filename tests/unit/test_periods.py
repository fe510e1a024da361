"""Period labels: spelling, arithmetic, and the corners of the calendar."""

from datetime import date

import pytest

from pkslib import periods


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("2027-V14", "2027-W14"),
        ("2027-v4", "2027-W04"),
        ("2027W14", "2027-W14"),
        ("2027-K1", "2027-Q1"),
        (" 2027-03 ", "2027-03"),
        ("2027", "2027"),
        ("2028-02-29", "2028-02-29"),
    ],
)
def test_canonical_spelling(written, right):
    assert periods.canonical(written) == right


@pytest.mark.parametrize(
    "wrong", ["2027-13", "2027-W53", "2027-02-29", "2027-Q5", "jan 2027", "20270101", "", "27-01"]
)
def test_what_is_no_period_is_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        periods.canonical(wrong)


def test_week_53_exists_in_2026_only_there():
    # 1 January 2026 is a Thursday, so 2026 has 53 ISO weeks; 2027 starts on a Friday and has 52.
    assert len(periods.within_year(2026, "week")) == 53
    assert len(periods.within_year(2027, "week")) == 52
    assert periods.label_of(date(2027, 1, 1), "week") == "2026-W53"


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("2027-Q4", date(2027, 10, 1), date(2027, 12, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2027-03-31", date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
def test_first_and_last_day(label, first, last):
    assert (periods.start(label), periods.end(label)) == (first, last)


def test_shift_crosses_the_year_both_ways():
    assert periods.shift("2027-01", -1) == "2026-12"
    assert periods.shift("2027-Q3", 3) == "2028-Q2"
    assert periods.shift("2027-W01", -1) == "2026-W53"
    assert periods.shift("2028-02-29", 366) == "2029-03-01"


def test_within_year_of_days_and_years():
    assert len(periods.within_year(2028, "day")) == 366
    assert periods.within_year(2027, "year") == ["2027"]


def test_coarser_puts_a_straddling_week_where_its_thursday_is():
    # Week 2027-W13 runs from Monday 29 March to Sunday 4 April; its Thursday is 1 April.
    assert periods.coarser("2027-W13", "month") == "2027-04"
    assert periods.coarser("2027-02", "year") == "2027"


def test_overlap_of_the_straddling_week():
    assert periods.overlap("2027-W13", "2027-03") == 3
    assert periods.overlap("2027-W13", "2027-04") == 4


def test_only_resolution_refuses_a_mixture():
    assert periods.only_resolution(["2027-01", "2027-02"]) == "month"
    with pytest.raises(ValueError, match="one resolution"):
        periods.only_resolution(["2027-01", "2027-Q1"])
    with pytest.raises(ValueError, match="none"):
        periods.only_resolution([])


def test_between_includes_both_ends():
    assert periods.between("2026-11", "2027-02") == ["2026-11", "2026-12", "2027-01", "2027-02"]
