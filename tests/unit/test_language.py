"""Words and numbers as Swedish and English readers write them."""

from datetime import date

import pytest

from pkslib import language


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        (1234567.891, 1, "1\xa0234\xa0567,9", "1,234,567.9"),
        (-12.5, 1, "−12,5", "−12.5"),
        (-0.04, 1, "0,0", "0.0"),
        (0, 0, "0", "0"),
        (float("nan"), 2, "–", "–"),
        (None, 0, "–", "–"),
    ],
)
def test_numbers(value, decimals, swedish, english):
    with language.using("sv"):
        assert language.number(value, decimals) == swedish
    with language.using("en"):
        assert language.number(value, decimals) == english


@pytest.mark.parametrize(
    ("value", "decimals", "shown", "share"),
    [
        (3.0, 0, "+3", "+300%"),
        (-2.5, 1, "−2.5", "−250.0%"),
        (0.0, 0, "0", "0%"),
        (0.004, 0, "0", "0%"),
        (0.004, 1, "0.0", "+0.4%"),
        (-0.0004, 1, "0.0", "0.0%"),
        (float("nan"), 0, "–", "–"),
    ],
)
def test_a_sign_where_one_is_asked_for_and_none_on_zero(value, decimals, shown, share):
    with language.using("en"):
        assert language.number(value, decimals, signed=True) == shown
        assert language.percent(value, decimals, signed=True) == share


def test_percent_has_a_space_in_swedish_only():
    with language.using("sv"):
        assert language.percent(0.125, 1) == "12,5\xa0%"
    with language.using("en"):
        assert language.percent(0.125, 1) == "12.5%"


@pytest.mark.parametrize(
    ("label", "swedish", "english"),
    [
        ("2027", "2027", "2027"),
        ("2027-Q2", "kvartal 2 2027", "quarter 2 2027"),
        ("2027-05", "maj 2027", "May 2027"),
        ("2027-W05", "v. 5 2027", "week 5 2027"),
        ("2027-05-01", "2027-05-01", "2027-05-01"),
    ],
)
def test_periods(label, swedish, english):
    with language.using("sv"):
        assert language.period(label) == swedish
    with language.using("en"):
        assert language.period(label) == english


def test_day_before_month_in_both_languages():
    with language.using("sv"):
        assert language.day(date(2027, 3, 31)) == "31 mars 2027"
    with language.using("en"):
        assert language.day(date(2027, 3, 31)) == "31 March 2027"


def test_language_is_put_back_after_a_fault():
    with pytest.raises(KeyError), language.using("en"):
        raise KeyError
    assert language.active() == "sv"


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="sv, en"):
        language.activate("no")


def test_a_message_without_translation_stays_english():
    with language.using("sv"):
        assert language.text("no such message {n}", n=1) == "no such message 1"
