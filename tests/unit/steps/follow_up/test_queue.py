import pandas as pd

from pkslib.steps.follow_up.queue import queue


def _lists(*rows):
    return pd.DataFrame(rows, columns=["as_of", "patients"]).assign(region="99", need="hip")


def test_bands_are_added_up_and_the_last_count_of_a_period_stands():
    found = queue(
        _lists(
            ("2025-12-31", 30.0), ("2025-12-31", 10.0), ("2026-01-15", 99.0), ("2026-01-31", 50.0)
        ),
        ["2026-01", "2026-02"],
    )  # fmt: skip
    assert found["planned"].tolist() == [40, 40]
    assert found["outcome"].tolist()[0] == 50
    assert found["outcome"].isna().tolist() == [False, True]


def test_without_a_count_before_the_window_the_first_in_it_is_the_start():
    found = queue(_lists(("2026-02-28", 50.0), ("2026-03-31", 55.0)), ["2026-01", "2026-02"])
    assert found["planned"].tolist() == [50, 50]


def test_no_lists_no_rows():
    assert queue(_lists(), ["2026-01"]).empty
