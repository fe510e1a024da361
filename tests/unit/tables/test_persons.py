"""Persons stop the read; a few numbers that may be chance do not."""

import pandas as pd
import pytest

from pkslib.tables.persons import persons_in
from pkslib.tables.sources.sheet import Sheet

VALID = ("1212121212", "8507099805")


def _codes(file="demand.csv", **columns):
    frame = pd.DataFrame(columns, dtype="str").set_axis(pd.RangeIndex(2, 2 + len(columns["x"])))
    return [(fault.code, fault.row) for fault in persons_in(Sheet("demand", file, frame))]


def test_a_valid_number_in_text_is_a_person():
    assert _codes(x=["a", "kod 121212-1212"]) == [("PKS-301", 3)]


def test_one_valid_number_among_many_numbers_may_be_chance():
    # 1 of 30 cells is 3 %, under the limit of 5 %.
    assert _codes(x=[VALID[0]] + ["1234567891"] * 29) == [("PKS-302", None)]


def test_valid_numbers_above_chance_are_persons():
    # 2 of 30 cells is 6.7 %.
    assert _codes(x=[*VALID, *["1234567891"] * 28]) == [("PKS-301", 2), ("PKS-301", 3)]


def test_twelve_digits_are_never_chance():
    assert _codes(x=["191212121212"] + ["1234567891"] * 99) == [("PKS-301", 2)]


@pytest.mark.parametrize("decimals", ["0,1212121212", "-3.191212121212"])
def test_a_valid_number_among_many_decimals_may_be_chance(decimals):
    # As many decimals as a number has digits, in 1 cell of 30.
    assert _codes(x=[decimals] + ["4057.0615127215"] * 29) == [("PKS-302", None)]


def test_decimals_that_all_are_valid_numbers_are_persons():
    assert _codes(x=["0,1212121212", "0,8507099805"]) == [("PKS-301", 2), ("PKS-301", 3)]


def test_a_header_and_a_file_name_are_enough():
    assert _codes(file="121212-1212.csv", x=["1"], pnr=["1"]) == [("PKS-301", None), ("PKS-301", 1)]


@pytest.mark.parametrize(("name", "codes"), [("namn", []), ("efternamn", ["PKS-301"])])
def test_namn_for_name_is_its_swedish_heading(found, name, codes):
    needs = f"need;{name};flow;priority\nhip;x;acute;1\n"
    assert [fault[0] for fault in found(needs=needs)] == codes


def test_remark_rows_are_searched_too(found):
    needs = "need;name;flow;priority\n# 121212-1212;;;\nhip;x;acute;1\n"
    assert found(needs=needs) == [("PKS-301", "needs.csv", 2, "need")]


def _moments(*clock):
    return [f"2026-03-{day + 1:02d} {clock[day % len(clock)]}" for day in range(12)]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (_moments("08:15", "09:40", "13:05"), [("PKS-301", None)]),
        (_moments("00:00"), []),  # days, as programs write them
        (_moments("08:15", "09:40")[:9], []),  # too few to tell
    ],
)
def test_a_moment_for_each_row_is_a_log_of_visits(cells, codes):
    assert _codes(x=cells) == codes
