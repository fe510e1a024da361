import pandas as pd

from pkslib.steps.follow_up.amounts import produced, resource_hours


def test_visits_by_kind_and_day_cases_as_operations():
    done = pd.DataFrame(
        {"unit": "A", "activity": ["a", "b", "c", "d"], "period": "2026-01",
         "count": [1.0, 2.0, 4.0, 8.0], "planned": [1.0, 1.0, 1.0, 1.0]}
    )  # fmt: skip
    known = pd.DataFrame(
        {"activity": ["a", "b", "c", "d"], "kind": ["visit", "visit", "operation", "day_case"],
         "contact": ["first", None, None, None]}
    )  # fmt: skip
    found = produced(done, known).set_index("item")
    assert found["outcome"].to_dict() == {"first": 1, "operation": 12, "visit": 2}
    assert found["planned"]["operation"] == 2
    assert set(produced(done, known.drop(columns="contact"))["item"]) == {"visit", "operation"}


def test_hours_there_were_and_hours_taken():
    # 10 of 160 hours with 25 % absence: 1 200. 100 bed days of 4.5 hours: 450.
    tables = {
        "resources": pd.DataFrame(
            {"unit": ["A", "B"], "resource": "nurse", "period": "2026-01", "count": 10.0,
             "hours": 160.0, "absence": 0.25}
        ),
        "recipes": pd.DataFrame({"capacity": ["bed_day"], "resource": "nurse", "amount": 4.5}),
    }  # fmt: skip
    used = pd.DataFrame(
        {"unit": ["A"], "capacity": "bed_day", "period": "2026-01", "outcome": 100.0}
    )
    found = resource_hours(tables, used)
    assert found[["place", "item", "had", "taken"]].to_numpy().tolist() == [
        ["A", "nurse", 1200, 450]
    ]
