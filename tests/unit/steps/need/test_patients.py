import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.steps.need.patients import care_need, expected_patients, queues


def _forecast(patients, half=0.0, labels=("2027-01",), need="hip"):
    """A forecast whose 80% interval is half wide on each side, the 95 % one twice that."""
    rows = pd.DataFrame({"region": "99", "need": need, "period": list(labels)})
    bounds = {"lower_80": -1, "upper_80": 1, "lower_95": -2, "upper_95": 2}
    return rows.assign(
        mean=float(patients), **{name: patients + side * half for name, side in bounds.items()}
    )


def test_known_periods_of_the_year_count_as_they_were():
    demand = pd.DataFrame(
        {"region": "99", "need": "hip", "period": ["2026-12", "2027-01"], "patients": [8.0, 9.0]}
    )
    found = expected_patients(_forecast(10, 2.0, ["2027-02", "2028-01"]), demand, 2027)
    found = found.set_index("period")
    assert found["mean"].to_dict() == {"2027-01": 9, "2027-02": 10}
    assert (found["upper_80"] - found["lower_80"]).to_dict() == {"2027-01": 0, "2027-02": 4}


@pytest.mark.parametrize(("quantile", "level"), [(None, 100), (0.5, 100), (0.9, 110), (0.975, 120)])
def test_the_target_level_is_the_quantile_of_the_forecast(quantile, level):
    found = care_need(_forecast(100, 10.0), pd.Series([0.0]), quantile)
    assert found["target_level"].tolist() == pytest.approx([level])


def _waiting(*rows):
    columns = ["need", "unit", "as_of", "days_from", "days_to", "patients"]
    return pd.DataFrame(rows, columns=columns).assign(region="99")


NEEDS = pd.DataFrame({"need": ["hip", "eye"], "guarantee_days": [90.0, np.nan]})


def test_a_queue_is_held_against_the_one_that_keeps_the_guarantee():
    # 365 patients a year are 1 a day: 90 days / 4 = 22.5 may wait. 60 wait: (60 − 22.5)/12.
    expected = _forecast(0, 0, periods.within_year(2027, "month"))
    expected["mean"] = expected["period"].map(periods.days).astype(float)
    waiting = _waiting(
        ("hip", "A", "2026-10-31", 0, 90, 30),
        ("hip", "A", "2026-10-31", 91, None, 10),
        ("hip", "B", "2026-09-30", 0, 90, 20),
        ("hip", "A", "2026-09-30", 0, 90, 999),
    )
    row = queues(waiting, NEEDS, expected, 4.0).iloc[0]
    assert (row["queue"], row["target_queue"]) == (60, pytest.approx(22.5))
    assert row["relief"] == pytest.approx(37.5 / 12)
    assert row[["share_lower", "share_upper"]].tolist() == pytest.approx([50 / 60] * 2)
    assert row[["as_of", "oldest"]].tolist() == ["2026-10-31", "2026-09-30"]


def test_a_list_is_worked_down_over_the_periods_there_are():
    # Four quarters: (60 − 22.5)/4 a quarter, not a twelfth.
    expected = _forecast(0, 0, periods.within_year(2027, "quarter"))
    expected["mean"] = expected["period"].map(periods.days).astype(float)
    waiting = _waiting(("hip", "A", "2026-10-31", 0, 90, 60))
    assert queues(waiting, NEEDS, expected, 4.0)["relief"].tolist() == [pytest.approx(37.5 / 4)]


def test_a_queue_without_guarantee_has_no_target_and_stays():
    waiting = _waiting(("eye", None, "2026-10-31", 0, 90, 30))
    row = queues(waiting, NEEDS, _forecast(10, need="eye"), 4.0).iloc[0]
    assert (row["target_queue"], row["relief"]) == (30, 0)
    assert row[["share_lower", "share_upper"]].isna().all()


def test_relief_is_added_to_the_target_level():
    found = care_need(_forecast(10), pd.Series([5.0]), None)
    assert found[["forecast", "relief", "patients"]].squeeze().tolist() == [10, 5, 15]
