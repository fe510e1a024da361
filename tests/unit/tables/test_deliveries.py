import pandas as pd
import pytest

from pkslib.tables.deliveries import believed, odd

CALM = [100.0, 104.0, 97.0, 103.0, 99.0, 101.0]


def _lists(sizes, need="hip", unit=None):
    days = pd.date_range("2025-11-30", periods=len(sizes), freq="ME").strftime("%Y-%m-%d")
    rows = pd.DataFrame({"as_of": days, "patients": sizes})
    rows = rows.assign(region="99", need=need, unit=unit, struck_off=0.0)
    return rows.astype({"unit": "str"})


@pytest.mark.parametrize("last", [35.0, 0.0, 260.0])
def test_a_list_that_falls_or_jumps_beyond_all_that_is_usual_is_not_planned_upon(last):
    rows = _lists([*CALM, last])
    (found,) = odd(rows)
    assert (found.as_of, found.before, found.patients) == ("2026-05-31", 101, last)
    assert believed(rows)["patients"].tolist() == CALM


def test_a_fall_as_large_as_the_list_has_often_had_is_believed():
    assert not [*odd(_lists([100.0, 150.0, 90.0, 160.0, 95.0, 150.0, 100.0]))]


def test_a_list_that_was_looked_through_may_fall():
    # 60 are struck off in May, 5 of them by chance more than the list falls; it stays there.
    rows = _lists([*CALM, 46.0, 44.0])
    assert len([*odd(rows)]) == 2
    struck = rows.assign(struck_off=[0.0] * len(CALM) + [60.0, 0.0])
    assert not [*odd(struck)]
    assert believed(struck)["patients"].tolist() == rows["patients"].tolist()


def test_a_few_patients_of_few_are_chance():
    assert not [*odd(_lists([9.0, 9.0, 9.0, 9.0, 9.0, 27.0]))]


def test_the_lists_after_a_change_of_system_are_doubted_until_half_a_year_agrees():
    low = [35.0, 37.0, 34.0, 36.0, 33.0, 36.0, 35.0]
    for months in range(1, 6):
        assert believed(_lists([*CALM, *low[:months]]))["patients"].tolist() == CALM
    assert believed(_lists([*CALM, *low]))["patients"].tolist() == [*CALM, *low[5:]]


def test_a_list_that_comes_back_is_believed_again():
    assert believed(_lists([*CALM, 35.0, 99.0]))["patients"].tolist() == [*CALM, 99]


def test_each_list_goes_by_itself():
    rows = pd.concat([_lists([*CALM, 35.0], unit="A"), _lists([*CALM, 99.0], unit="B")])
    assert [each.unit for each in odd(rows)] == ["A"]


def test_a_list_with_a_band_that_was_not_reported_tells_no_sum():
    rows = pd.concat([_lists(CALM), _lists([*CALM[:-1], None])])
    assert believed(rows)["as_of"].max() == "2026-03-31"
    assert believed(rows.iloc[:0]).empty
