import pandas as pd

from pkslib.steps.follow_up.queue import queue


def _lists(*rows, unit=None):
    found = pd.DataFrame(rows, columns=["as_of", "patients"])
    return found.assign(region="99", need="hip", unit=unit).astype({"unit": "str"})


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


def test_the_lists_of_all_units_count_in_each_period():
    # A 90 and B 60 in September; in October A 100 on the 31st, B's list of September stands.
    found = queue(
        pd.concat([
            _lists(("2026-09-30", 90.0), ("2026-10-31", 100.0), unit="A"),
            _lists(("2026-09-30", 60.0), unit="B"),
        ]),
        ["2026-09", "2026-10"],
    )  # fmt: skip
    assert found["outcome"].tolist() == [150, 160]


def test_no_lists_no_rows():
    assert queue(_lists(), ["2026-01"]).empty
