import pandas as pd

from pkslib.tables.times import times_at

PLACES = pd.DataFrame({"unit": ["A", "B", "A"], "activity": ["stay", "stay", "visit"]})


def test_a_row_for_the_unit_goes_before_the_common_one_capacity_by_capacity():
    times = pd.DataFrame(
        {
            "activity": ["stay", "stay", "stay"],
            "unit": [None, None, "B"],
            "capacity": ["bed_day", "theatre_hour", "bed_day"],
            "amount": [8.0, 1.0, 6.0],
        }
    )
    found = times_at(PLACES, times)
    assert found.to_numpy().tolist() == [
        ["A", "stay", "bed_day", 8.0],
        ["A", "stay", "theatre_hour", 1.0],
        ["B", "stay", "bed_day", 6.0],
        ["B", "stay", "theatre_hour", 1.0],
    ]


def test_an_activity_without_times_takes_nothing():
    times = pd.DataFrame(
        {"activity": ["other"], "unit": [None], "capacity": ["bed_day"], "amount": [1.0]}
    )
    assert times_at(PLACES, times.astype({"unit": "str"})).empty
