import numpy as np
import pandas as pd
import pytest

from pkslib.steps.outlook.schedule import scheduled_hours

# A's mix is 3 hours of clinic to 4 of theatre.
RATES = pd.DataFrame(
    [("A", "visit", "clinic", 1.0, 0.375), ("A", "operation", "theatre", 1.0, 0.5)],
    columns=["unit", "activity", "capacity", "length", "hours"],
)
RECIPES = pd.DataFrame(
    [("clinic", "nurse", 0.5), ("clinic", "doctor", 1.0), ("theatre", "nurse", 1.5)],
    columns=["capacity", "resource", "amount"],
)


def _schedule(*rows):
    return pd.DataFrame(rows, columns=["unit", "resource", "date", "shift", "scheduled"])


def test_the_scarcest_resource_decides():
    # A's mix is 3/7 clinic and 4/7 theatre: a nurse is needed 3/7 · 0.5 + 4/7 · 1.5 of an hour,
    # a doctor 3/7. 16 nurse hours make 14.93 hours, 4 doctor hours 9.33.
    rows = _schedule(
        ("A", "nurse", "2027-01-04", "day", 2.0), ("A", "doctor", "2027-01-05", "am", 1.0)
    )
    found = scheduled_hours(RATES, rows, RECIPES, {"day": 8, "am": 4})
    assert found[["unit", "week", "resource", "shifts"]].to_numpy().tolist() == [
        ["A", "2027-W01", "doctor", 1.0]
    ]
    assert found["scheduled"].tolist() == pytest.approx([4 * 7 / 3])


def test_without_a_recipe_an_hour_is_an_hour():
    rows = _schedule(
        ("A", "nurse", "2027-01-04", "day", 2.0), ("A", "nurse", "2027-01-05", "day", 1.0)
    )
    found = scheduled_hours(RATES, rows, RECIPES.iloc[:0], {"day": 8})
    assert found["scheduled"].tolist() == [24]


def test_a_shift_of_unknown_length_leaves_the_week_unknown():
    rows = _schedule(
        ("A", "nurse", "2027-01-04", "10:30", 2.0), ("A", "nurse", "2027-01-05", "day", 1.0)
    )
    found = scheduled_hours(RATES, rows, RECIPES, {"day": 8})
    assert np.isnan(found["scheduled"]).tolist() == [True]
