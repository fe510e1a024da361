import pandas as pd

from pkslib.tables.times import mean_times, times_at

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


def test_the_mean_of_a_need_weighs_activities_by_how_many_there_are():
    # 30 stays of 2 bed days and 10 of 6: 3 each. Nobody comes for knees: no mean.
    need = pd.DataFrame(
        [("A", "hip", "stay", 30.0), ("A", "hip", "long", 10.0), ("A", "knee", "stay", 0.0)],
        columns=["unit", "need", "activity", "count"],
    )
    times = pd.DataFrame({"activity": ["stay", "long"], "capacity": "bed_day", "amount": [2.0, 6]})
    found = mean_times(need, times.assign(unit=None)).set_index("need")["use"]
    assert found["hip"] == 3
    assert pd.isna(found["knee"])
