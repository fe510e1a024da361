import numpy as np
import pandas as pd
import pytest

from pkslib.settings import Census, Risk
from pkslib.steps.need.risks import bed_census, wait_risk, ward_risk


def test_a_small_ward_at_the_same_target_turns_away_more():
    # 8.355 erlang: 12 beds turn away 0.06, 13 beds 0.04 (Monks et al. 2016, table 2).
    capacity = pd.DataFrame(
        {
            "unit": ["A", "B", "C"],
            "measure": ["bed_day", "hour", "bed_day"],
            "raw": [8.355493 * 30, 100.0, 0.0],
            "places": [12, None, 0],
            "days": 30,
        }
    )
    row = ward_risk(capacity, 0.05).squeeze()
    assert row["unit"] == "A"
    assert row["refused"] == pytest.approx(0.06, abs=0.005)
    assert row["places_within_limit"] == 13


def test_a_theatre_at_its_target_makes_patients_wait():
    # January 2027 has 19 working days (New Year's Day, Epiphany): 152 hours. 304 hours of 2 each
    # are a load of 2; 380 / 152 is 2.5, so 3 theatres: 4/9 wait, 2 h · 4/9 / (3 − 2) on average.
    capacity = pd.DataFrame(
        {
            "unit": ["A", "B"], "capacity": "theatre_hour", "period": "2027-01",
            "measure": ["hour", "bed_day"], "raw": 304.0, "need": 380.0, "count": 152.0,
        }
    )  # fmt: skip
    row = wait_risk(capacity, Risk(waits=0.2, open_hours=8)).squeeze()
    assert (row["unit"], row["load"], row["servers"]) == ("A", 2, 3)
    assert row["waits"] == pytest.approx(4 / 9)
    assert row["minutes"] == pytest.approx(120 * 4 / 9)
    assert row["servers_within_limit"] == 4  # C(4 | 2 erlang) = 0.174


NEEDS = pd.DataFrame({"need": ["hip", "eye"], "flow": ["acute", "elective"]})
MONTHS = pd.DataFrame({"series": ["hip"], "period": ["2026-01"], "value": [9.0]})


def _ward(raw, unit="A"):
    """Two periods of a ward: 31 and 62 admissions of each need, staying as raw says."""
    place = {"unit": unit, "capacity": "bed_day", "period": ["2027-01", "2027-03"]}
    counts = np.array([31.0, 62.0])
    both = [pd.DataFrame({"need": need, **place, "count": counts, "raw": counts * raw})
            for need in ("hip", "eye")]  # fmt: skip
    capacity = pd.DataFrame({**place, "raw": 2 * counts * raw, "measure": "bed_day", "days": 31})
    return pd.concat(both, ignore_index=True), capacity


def test_the_week_of_the_busiest_period_keeps_little_s_law():
    # In March four admissions a day stay three days each: twelve beds.
    found = bed_census(*_ward(3.0), NEEDS, MONTHS, Census())
    assert len(found) == 168
    assert set(found["period"]) == {"2027-03"}
    assert found["mean"].mean() == pytest.approx(12, rel=1e-6)
    assert (found["enough"] > found["mean"]).all()
    assert set(found["basis"]) == {"default_profile"}


def test_planned_care_comes_on_weekdays():
    use, capacity = _ward(1.0)
    hours = bed_census(use[use["need"] == "eye"], capacity, NEEDS, MONTHS, Census())
    by_day = hours.groupby("weekday")["mean"].mean()
    assert by_day[[2, 3, 4]].min() > by_day[[6, 7]].max()


def test_demand_by_day_gives_the_need_s_own_weekdays():
    days = pd.date_range("2026-01-01", "2026-10-31")
    patients = np.where(days.day_of_week == 2, 9.0, 0)
    labels = days.strftime("%Y-%m-%d")
    history = pd.DataFrame({"series": "hip", "period": labels, "value": patients})
    use, capacity = _ward(0.2)
    found = bed_census(use[use["need"] == "hip"], capacity, NEEDS, history, Census())
    assert set(found["basis"]) == {"own_weekdays"}
    by_day = found.groupby("weekday")["mean"].sum()
    assert by_day[[3, 4]].sum() > 0.8 * by_day.sum()


def test_no_beds_no_census():
    use, capacity = _ward(3.0)
    assert bed_census(use, capacity.assign(measure="hour"), NEEDS, MONTHS, Census()).empty
