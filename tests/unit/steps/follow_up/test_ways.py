import pandas as pd

from pkslib.settings import FollowUp
from pkslib.steps.follow_up.ways import deviations, measured


def test_hours_points_capacity_and_money_over_one_window(nothing, produced):
    tables = nothing | {
        "production": produced(10.0, 9.0, drg=5.0, cost=100.0),
        "activities": pd.DataFrame({"activity": ["visit"], "drg_weight": [0.5]}),
        "activity_times": pd.DataFrame(
            {"activity": ["visit"], "unit": None, "capacity": "hour", "amount": 2.0}
        ),
        "capacity_outcome": pd.DataFrame(
            {"unit": ["A"], "capacity": "hour", "period": "2026-12", "planned": 30.0,
             "available": 28.0, "used": 21.0}
        ),
        "budgets": pd.DataFrame({"unit": ["A"], "year": [2026], "amount": [1100.0]}),
        "units": pd.DataFrame({"unit": ["A"], "parent": [None]}),
    }  # fmt: skip
    found = deviations(tables, measured(tables), FollowUp())
    december = found[found["period"] == "2026-12"].set_index("subject")["deviation"]
    # 21 used less 9 · 2; 5 less 9 · 0.5; 28 less 30; 100 less a twelfth of 1 100.
    assert december.round(2).to_dict() == {
        "capacity": -2, "drg": 0.5, "hours": 3, "money": 8.33,
    }  # fmt: skip
    assert found.groupby("subject").size().to_dict() == dict.fromkeys(december.index, 12)


def test_a_queue_alone_is_followed_up_by_the_month(nothing):
    lists = pd.DataFrame(
        {"region": "99", "need": "hip", "unit": None, "as_of": ["2026-01-31", "2026-03-31"],
         "patients": [10.0, 12.0]}
    )  # fmt: skip
    tables = nothing | {"waiting": lists}
    found = deviations(tables, measured(tables), FollowUp(window=3))
    assert found["period"].tolist() == ["2026-01", "2026-02", "2026-03"]
    assert found["deviation"].tolist()[::2] == [0, 2]


def test_nothing_known_is_nothing_followed_up(nothing):
    assert deviations(nothing, measured(nothing), FollowUp()).empty
