import pandas as pd
import pytest

from pkslib.steps.follow_up.proposals import proposals

PARTS = pd.DataFrame(columns=["unit", "capacity", "outcome", "treatment_time"])
WORK = pd.DataFrame(columns=["measure", "unit", "capacity", "expected", "realised"])
NEED = pd.DataFrame({"period": ["2025-11", "2025-12"]})


def _verdicts(*rows):
    columns = ["subject", "place", "item", "planned", "outcome", "by_chance", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def _proposed(verdicts=None, parts=PARTS, work=WORK, smallest=0.02):
    rows = _verdicts() if verdicts is None else verdicts
    return proposals(rows, NEED, parts, work, smallest)


def test_a_systematic_forecast_error_is_a_change_of_level_in_the_scenario():
    verdicts = _verdicts(("need", "99", "hip", 100.0, 110.0, 0.01, "systematic"))
    row = _proposed(verdicts).iloc[0]
    assert (row["what"], row["now"], row["proposed"]) == ("need_forecast", 100, 110)
    assert row["change"] == pytest.approx(0.1)
    assert row[["why", "setting", "period"]].tolist() == [
        "level_changed", "level_shift", "2025-11",
    ]  # fmt: skip


def test_capacity_that_was_lacking_is_a_margin_in_the_scenario():
    # 80 of 100: to have what was planned, 100/80 − 1 = 25 % more has to be planned, not 20.
    verdicts = _verdicts(
        ("capacity", "A1-B", "hour", 100.0, 80.0, 0.01, "systematic"),
        ("capacity", "B", "hour", 100.0, 120.0, 0.02, "systematic"),
        ("capacity", "C", "hour", 100.0, 0.0, 0.03, "systematic"),
    )
    found = _proposed(verdicts)
    assert found["value"].tolist()[0] == pytest.approx(0.25)
    assert found["setting"].tolist() == ["margin", "", ""]
    assert found["value"].isna().tolist() == [False, True, True]
    assert found["change"].tolist() == pytest.approx([-0.2, 0.2, -1])
    assert found[["what", "why"]].to_numpy().tolist() == [
        ["available_capacity", "regularly_other"]
    ] * 3  # fmt: skip


def test_random_and_small_errors_are_left_alone():
    verdicts = _verdicts(
        ("need", "99", "hip", 100.0, 110.0, 0.4, "random"),
        ("need", "99", "knee", 100.0, 101.0, 0.01, "systematic"),
        ("production", "A", "visit", 100.0, 150.0, 0.01, "systematic"),
    )
    assert _proposed(verdicts).empty


def test_longer_times_month_after_month_are_a_change_of_table():
    parts = pd.DataFrame(
        {"unit": "A", "capacity": "hour", "outcome": [55.0] * 6, "treatment_time": [5.0] * 6}
    )
    row = _proposed(parts=parts).iloc[0]
    assert (row["what"], row["now"], row["proposed"]) == ("treatment_times", 300, 330)
    assert row["change"] == pytest.approx(0.1)
    assert (row["why"], row["setting"]) == ("times_differ", "")
    assert _proposed(parts=parts.head(5)).empty


def test_improvement_work_counts_for_what_it_gave():
    # Of two works that fell short 70 of 160; a third gave what it should.
    work = pd.DataFrame(
        {"measure": ["M1", "M2", "M3"], "unit": "A", "capacity": "hour",
         "expected": [100.0, 50.0, 60.0], "realised": [40.0, 50.0, 30.0]}
    )  # fmt: skip
    row = _proposed(work=work).iloc[0]
    assert (row["now"], row["proposed"], row["why"]) == (160, 70, "not_realised")


def test_what_chance_explains_least_stands_first():
    verdicts = _verdicts(
        ("need", "99", "hip", 100.0, 110.0, 0.10, "systematic"),
        ("need", "99", "knee", 100.0, 110.0, 0.01, "systematic"),
    )
    assert _proposed(verdicts)["item"].tolist() == ["knee", "hip"]
