"""Numbers as Swedes and their programs write them."""

import math

import pandas as pd
import pytest

from pkslib.tables import numbers


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1234,5", 1234.5),
        ("1234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u00a0567", 1234567.0),
        ("1\u202f234,5", 1234.5),
        ("\u22120,25", -0.25),
        ("-3", -3.0),
        ("007", 7.0),
        (",5", 0.5),
    ],
)
def test_what_is_a_number(written, value):
    values, wrong = numbers.read(pd.Series([written], dtype="str"))
    assert (values.tolist(), wrong) == ([value], {})


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.234,5", "PKS-203"),
        ("1,234.5", "PKS-203"),
        ("1.234.567", "PKS-203"),
        ("12%", "PKS-202"),
        ("5 st", "PKS-202"),
        ("ca 5", "PKS-202"),
        ("1e500", "PKS-202"),
        ("e5", "PKS-202"),
        ("12 34", "PKS-202"),
        ("1 2345", "PKS-202"),
        ("-", "PKS-202"),
        ("..", "PKS-202"),
        ("5,", "PKS-202"),
        ("inf", "PKS-202"),
        ("nan", "PKS-202"),
        ("9" * 400, "PKS-202"),
        ("٣", "PKS-202"),
    ],
)
def test_what_is_no_number(written, code):
    values, wrong = numbers.read(pd.Series([written], dtype="str"))
    assert wrong[0].code == code
    assert math.isnan(values[0]) or math.isinf(values[0])


def test_nothing_to_read():
    values, wrong = numbers.read(pd.Series([], dtype="str"))
    assert (len(values), wrong) == (0, {})


@pytest.mark.parametrize(
    ("written", "value"),
    [("5.7e-05", 5.7e-05), ("1,2E-3", 0.0012), ("3e4", 3e4), ("1e+05", 1e5), ("5,7E-005", 5.7e-05)],
)
def test_small_and_large_numbers_as_programs_write_them(written, value):
    values, wrong = numbers.read(pd.Series([written], dtype="str"))
    assert (values.tolist(), wrong) == ([value], {})
