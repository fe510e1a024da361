import tomllib

import pandas as pd
import pytest

from pkslib import language, settings
from pkslib.steps.follow_up.proposals import proposals

PARTS = pd.DataFrame(columns=["unit", "capacity", "outcome", "treatment_time"])
WORK = pd.DataFrame(columns=["measure", "unit", "capacity", "expected", "realised"])
NEED = pd.DataFrame({"period": ["2025-11", "2025-12"]})


def _verdicts(*rows):
    columns = ["subject", "place", "item", "planned", "outcome", "by_chance", "verdict"]
    return pd.DataFrame(rows, columns=columns)


def _proposed(verdicts=None, parts=PARTS, work=WORK, smallest=0.02):
    rows = _verdicts() if verdicts is None else verdicts
    with language.using("en"):
        return proposals(rows, NEED, parts, work, smallest)


def test_a_systematic_forecast_error_is_a_change_of_level_in_the_scenario():
    verdicts = _verdicts(("need", "99", "hip", 100.0, 110.0, 0.01, "systematic"))
    row = _proposed(verdicts).iloc[0]
    assert (row["what"], row["now"], row["proposed"]) == ("need forecast", 100, 110)
    assert row["change"] == pytest.approx(0.1)
    with_it = settings.checked(tomllib.loads(row["scenario"]), "here")
    assert with_it.demand.treatments["hip"].periods == {"2025-11": "level shift"}


def test_capacity_that_was_lacking_is_a_margin_in_the_scenario():
    # 94 of 100: to have what was planned, 1/0.94 − 1 = 6 % more has to be planned.
    verdicts = _verdicts(("capacity", "A1-B", "hour", 100.0, 94.0, 0.01, "systematic"))
    row = _proposed(verdicts).iloc[0]
    with_it = settings.checked(tomllib.loads(row["scenario"]), "here")
    assert settings.level(with_it, "A1-B", "hour").margin == 0.06


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
    assert (row["what"], row["now"], row["proposed"]) == ("treatment times", 300, 330)
    assert row["why"] == "+10.0% per activity against the table activity_times."
    assert _proposed(parts=parts.head(5)).empty


def test_improvement_work_counts_for_what_it_gave():
    work = pd.DataFrame(
        {"measure": ["M1", "M2"], "unit": "A", "capacity": "hour", "expected": [100.0, 50.0],
         "realised": [40.0, 50.0]}
    )  # fmt: skip
    row = _proposed(work=work).iloc[0]
    assert (row["now"], row["proposed"]) == (100, 40)
    assert row["why"] == "M1: 40 of 100 realised; count on no more until it shows."


def test_what_chance_explains_least_stands_first():
    verdicts = _verdicts(
        ("need", "99", "hip", 100.0, 110.0, 0.10, "systematic"),
        ("need", "99", "knee", 100.0, 110.0, 0.01, "systematic"),
    )
    assert _proposed(verdicts)["item"].tolist() == ["knee", "hip"]
