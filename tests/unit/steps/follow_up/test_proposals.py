import numpy as np
import pandas as pd
import pytest

from pkslib.settings import FollowUp
from pkslib.steps.follow_up.proposals import Followed, errors_applied, proposals
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

SIX = [f"2026-{month:02d}" for month in range(1, 7)]
SETTINGS = FollowUp(correct=0.03, matters_capacity=0.05, by_chance=0.04)


def _verdicts(*rows):
    columns = ["subject", "place", "item", "planned", "outcome", "chance", "flag"]
    return pd.DataFrame(rows, columns=columns)


def _followed(**tables):
    names = ("need", "deviations", "deviation_parts", "available_parts", "improvements")
    of = {"need": "need_follow_up", "improvements": "improvement_follow_up"}
    found = {name: empty(RESULTS[of.get(name, name)]) for name in names}
    need = pd.DataFrame(
        {"region": "99", "need": "hip", "period": SIX, "forecast": 100.0, "outcome": 110.0}
    )
    found["improvements"] = found["improvements"].assign(start=None, max_amount=None)
    return Followed(**(found | {"need": need} | tables))


@pytest.fixture
def proposed(nothing):
    """Return what is proposed of verdicts and of what was followed up."""

    def make(verdicts=None, resources=None, openings=None, **tables):
        rows = _verdicts() if verdicts is None else verdicts
        given = dict(nothing)
        given |= {} if resources is None else {"resources": resources}
        given |= {} if openings is None else {"openings": openings}
        return proposals(rows, _followed(**tables), given, SETTINGS)

    return make


def _capacity(planned=100.0, had=80.0):
    """A unit that had so much a month, of which nurses made all the difference."""
    place = {"unit": "A", "capacity": "bed", "period": SIX}
    deviations = pd.DataFrame(
        {"subject": "capacity", "place": "A", "item": "bed", "period": SIX, "planned": planned,
         "outcome": had}
    )  # fmt: skip
    # At the plan's use of 0.9.
    parts = pd.DataFrame(place | {"available": 0.9 * (had - planned), "treatment_time": np.nan})
    return deviations, parts.assign(outcome=had), pd.DataFrame(place)


STAFF = pd.DataFrame(
    {"unit": "A", "resource": "nurse", "period": SIX, "count": 30.0, "hours": 160.0, "absence": 0.2}
)
LACKING = _verdicts(("capacity", "A", "bed", 600.0, 480.0, 0.01, "look"))


def test_a_flagged_forecast_error_is_a_change_of_level_in_the_scenario(proposed):
    row = proposed(_verdicts(("need", "99", "hip", 600.0, 660.0, 0.01, "look"))).iloc[0]
    assert (row["what"], row["now"], row["proposed"]) == ("need_forecast", 600, 660)
    assert row["change"] == pytest.approx(0.1)
    assert row[["why", "setting", "period"]].tolist() == [
        "level_changed", "level_shift", "2026-01",
    ]  # fmt: skip
    # Ten too few each month; the other five months tell the sixth to the patient.
    assert row[["error", "error_applied"]].tolist() == pytest.approx([10, 0])


def test_what_lacked_of_capacity_is_absence_and_no_margin_on_the_need(proposed):
    deviations, parts, cells = _capacity()
    hours = cells.assign(resource="nurse", planned=4000.0, outcome=3600.0, effect=-15.0)
    rooms = cells.assign(resource="room", planned=4000.0, outcome=3900.0, effect=-3.0)
    found = proposed(
        LACKING, STAFF, deviations=deviations, deviation_parts=parts,
        available_parts=pd.concat([hours, rooms]),
    )  # fmt: skip
    assert found[["what", "item", "capacity", "setting"]].to_numpy().tolist() == [
        ["absence", "nurse", "bed", ""]
    ]
    row = found.iloc[0]
    # A tenth fewer hours of those who are there: 1 − 0.8 · 0.9 = 0.28, neither 0.30 nor 0.22.
    assert row[["value_now", "value"]].tolist() == pytest.approx([0.2, 0.28])
    assert row[["now", "proposed", "error"]].tolist() == pytest.approx([24000, 21600, 400])


def test_more_hours_than_absence_can_tell_are_more_staff(proposed):
    # A surplus of 30 %: with nobody away there would be 25 % more.
    deviations, parts, cells = _capacity(had=130.0)
    hours = cells.assign(resource="nurse", planned=4000.0, outcome=5200.0, effect=27.0)
    verdicts = _verdicts(("capacity", "A", "bed", 600.0, 780.0, 0.01, "look"))
    row = proposed(
        verdicts, STAFF, deviations=deviations, deviation_parts=parts, available_parts=hours
    ).iloc[0]
    assert row[["what", "why"]].tolist() == ["staffing", "staff_other"]
    assert row[["value_now", "value"]].tolist() == pytest.approx([30, 39])
    assert row["change"] == pytest.approx(0.3)


def test_what_no_hours_explain_is_openings_where_they_are_told(proposed):
    deviations, parts, cells = _capacity()
    hours = cells.assign(resource="nurse", planned=4000.0, outcome=3900.0, effect=-8.0)
    known = {"deviations": deviations, "deviation_parts": parts, "available_parts": hours}
    openings = pd.DataFrame({"unit": ["A"], "capacity": "bed"})
    found = proposed(LACKING, STAFF, openings, **known)
    # 8 of 18 is less than half.
    assert found[["what", "item", "now", "proposed"]].to_numpy().tolist() == [
        ["openings", "bed", 600, 480]
    ]
    assert proposed(LACKING, STAFF, **known)["what"].tolist() == ["available_capacity"]


def test_what_is_not_flagged_or_small_is_left_alone(proposed):
    verdicts = _verdicts(
        ("need", "99", "hip", 600.0, 660.0, 0.4, "chance"),
        ("need", "99", "hip", 600.0, 615.0, 0.01, "look"),
        ("production", "A", "visit", 100.0, 150.0, 0.01, "look"),
    )
    assert proposed(verdicts).empty


def test_a_correction_that_would_have_done_harm_is_none(proposed):
    # One month made the year: corrected by it, the others would have been worse.
    outcome = [100.0] * 5 + [160.0]
    need = pd.DataFrame(
        {"region": "99", "need": "hip", "period": SIX, "forecast": 100.0, "outcome": outcome}
    )
    found = proposed(_verdicts(("need", "99", "hip", 600.0, 660.0, 0.01, "look")), need=need)
    assert found.empty


def _times(extra, months=6):
    rows = {"unit": "A", "capacity": "hour", "outcome": 50.0 + extra, "treatment_time": extra}
    return pd.DataFrame(rows, index=range(months)).assign(available=np.nan)


def test_longer_times_month_after_month_are_a_change_of_table(proposed):
    row = proposed(deviation_parts=_times(5.0)).iloc[0]
    assert (row["what"], row["now"], row["proposed"]) == ("treatment_times", 300, 330)
    assert row["change"] == pytest.approx(0.1)
    assert row[["why", "setting", "error"]].tolist() == ["times_differ", "", 5]
    assert proposed(deviation_parts=_times(5.0, months=5)).empty
    # Four per cent is no chance either, but less than what matters.
    assert proposed(deviation_parts=_times(2.0)).empty


def test_improvement_work_counts_for_what_it_gave(proposed):
    # One fell short, one gave all, one begins after the window.
    work = pd.DataFrame(
        {"measure": ["M1", "M2", "M3"], "unit": "A", "capacity": "hour",
         "start": ["2026-01", "2026-01", "2026-07"], "max_amount": 120.0,
         "expected": [100.0, 50.0, 60.0], "realised": [30.0, 50.0, 0.0]}
    )  # fmt: skip
    found = proposed(improvements=work)
    assert found[["item", "now", "proposed", "error"]].to_numpy().tolist() == [["M1", 100, 30, 70]]
    # Of the 120 it can give.
    assert found["value"].tolist() == [0.25]


def test_what_chance_explains_least_stands_first(proposed):
    need = _followed().need
    both = pd.concat([need, need.assign(need="knee")])
    verdicts = _verdicts(
        ("need", "99", "hip", 600.0, 660.0, 0.02, "look"),
        ("need", "99", "knee", 600.0, 660.0, 0.01, "look"),
    )
    assert proposed(verdicts, need=both)["item"].tolist() == ["knee", "hip"]


def test_each_period_is_corrected_by_the_others():
    rows = pd.DataFrame({"unit": "A", "planned": [10.0, 20.0, 30.0], "outcome": [12.0, 20.0, 45.0]})
    found = errors_applied(rows, ["unit"]).iloc[0]
    # 65/50, 57/40 and 32/30 of the plan: 13, 28.5 and 32.
    assert found.tolist() == pytest.approx([(2 + 0 + 15) / 3, (1 + 8.5 + 13) / 3])
