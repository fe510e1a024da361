import pandas as pd

from pkslib.tables.times import capacity_per_patient, mean_times, times_at

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


def test_a_unit_s_own_activity_time_goes_before_the_general_one():
    # A: 8 bed days of its own and the general 1 theatre hour; B: the general 10 and 1.
    pathways = pd.DataFrame(
        {"need": "hip", "unit": ["A", "B"], "activity": "stay", "per_patient": [0.5, 1.0]}
    )
    times = pd.DataFrame(
        {
            "activity": "stay",
            "unit": ["A", None, None],
            "capacity": ["bed_day", "bed_day", "theatre"],
            "amount": [8.0, 10.0, 1.0],
        }
    )
    found = capacity_per_patient(pathways, times).set_index(["unit", "capacity"])["rate"]
    assert found.to_dict() == {
        ("A", "bed_day"): 4,
        ("A", "theatre"): 0.5,
        ("B", "bed_day"): 10,
        ("B", "theatre"): 1,
    }


def test_an_activity_that_takes_none_of_a_capacity_is_not_counted_there():
    # 2 stays of 3 days and 5 calls of none: 6 bed days and 2 activities that take them, not 7.
    paths = pd.DataFrame(
        {"need": "hip", "unit": "A", "activity": ["stay", "call"], "per_patient": [2.0, 5.0]}
    )
    times = pd.DataFrame({"activity": ["stay", "call"], "capacity": "bed_day", "amount": [3.0, 0]})
    row = capacity_per_patient(paths, times.assign(unit=None)).iloc[0]
    assert row[["rate", "activities"]].tolist() == [6, 2]
