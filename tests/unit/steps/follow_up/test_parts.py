import numpy as np
import pandas as pd
import pytest

from pkslib.steps.follow_up.parts import deviation_parts, need_parts

USES = pd.DataFrame(
    {"need": ["light", "heavy"], "unit": "A", "capacity": "hour", "activities": 1.0,
     "rate": [1.0, 3.0]}
)  # fmt: skip


def _need(*rows):
    return pd.DataFrame(rows, columns=["need", "period", "forecast", "outcome"])


def test_heavier_needs_than_forecast_are_case_mix():
    # As many patients, 10 + 10, but 2 fewer light ones of an hour and 2 more heavy ones of three:
    # 4 hours more, all of them case mix.
    found = need_parts(_need(("light", "2026", 10.0, 8.0), ("heavy", "2026", 10.0, 12.0)), USES)
    row = found.iloc[0]
    assert row[["volume", "profile", "case_mix"]].tolist() == pytest.approx([0, 0, 4])


def test_more_of_the_same_is_volume():
    # 10 % more of each: 2 of 20 patients of two hours in the mean.
    found = need_parts(_need(("light", "2026", 10.0, 11.0), ("heavy", "2026", 10.0, 11.0)), USES)
    row = found.iloc[0]
    assert row[["volume", "profile", "case_mix"]].tolist() == pytest.approx([4, 0, 0])


def test_patients_who_come_later_are_another_course_over_time():
    found = need_parts(
        _need(("light", "2026-01", 10.0, 8.0), ("light", "2026-02", 10.0, 12.0)), USES
    )
    assert found["profile"].tolist() == pytest.approx([-2, 2])
    assert found["volume"].tolist() == pytest.approx([0, 0])


def test_no_forecast_no_parts():
    found = need_parts(_need(("light", "2026", 0.0, 2.0)), USES)
    assert found[["volume", "case_mix"]].isna().all(axis=None)
    assert need_parts(_need(), USES).empty


@pytest.fixture
def tables(nothing):
    """A clinic planned 100 visits of an hour and did 90 that took 99 hours."""
    keys = {"unit": ["A"], "period": "2026"}
    return nothing | {
        "production": pd.DataFrame(keys | {"activity": "v", "count": 90.0, "planned": 100.0}),
        "pathways": pd.DataFrame({"need": ["n"], "unit": "A", "activity": "v", "per_patient": 2.0}),
        "activity_times": pd.DataFrame(
            {"activity": ["v"], "unit": None, "capacity": "hour", "amount": 1.0}
        ),
        "capacity_outcome": pd.DataFrame(keys | {"capacity": "hour", "used": 99.0}),
        "measures": pd.DataFrame(
            {"measure": "M1", "kind": "", "step": [2], "unit": "A", "capacity": "hour",
             "max_amount": 10.0, "realised": 0.4, "status": "ongoing", "start": "2026",
             "end": "2026"}
        ),
    }  # fmt: skip


def _measured(*rows):
    columns = ["subject", "planned", "outcome"]
    found = pd.DataFrame(rows, columns=columns).assign(place="A", item="hour", period="2026")
    return found.assign(deviation=found["outcome"] - found["planned"])


def test_a_deviation_from_both_sides(tables):
    # Deviation 99 − 100 = −1. Need: 8 patients fewer than 50 of two hours each: −16; times +9;
    # so 6 hours came from the queue. Capacity: 12 of 120 less at 100/120 use: −10; improvement
    # gave 4 of 10: −6; so 15 hours came from using it more fully.
    need = _need(("n", "2026", 50.0, 42.0))
    measured = _measured(("hours", 100.0, 99.0), ("capacity", 120.0, 108.0))
    row = deviation_parts(tables, need, measured).iloc[0]
    needed = row[["volume", "profile", "case_mix", "treatment_time", "queue"]]
    assert needed.tolist() == pytest.approx([-16, 0, 0, 9, 6])
    had = row[["available", "improvement", "used_fully"]]
    assert had.tolist() == pytest.approx([-10, -6, 15])
    assert needed.sum() == pytest.approx(row["deviation"])
    assert had.sum() == pytest.approx(row["deviation"])


def test_what_is_not_known_is_missing_and_lies_in_the_remainder(tables):
    bare = tables | {"capacity_outcome": tables["capacity_outcome"].iloc[:0]}
    row = deviation_parts(bare, _need(), _measured(("hours", 100.0, 90.0))).iloc[0]
    assert row[["volume", "treatment_time", "available", "used_fully"]].isna().all()
    assert row["queue"] == -10


def test_nothing_followed_up_has_no_parts(nothing):
    measured = pd.DataFrame(
        columns=["subject", "place", "item", "period", "planned", "outcome", "deviation"]
    ).astype(dict.fromkeys(["planned", "outcome", "deviation"], np.float64))
    assert deviation_parts(nothing, _need(), measured).empty
