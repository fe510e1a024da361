"""What the documents say of improvement work, of who acts, of the outcome, and of the year."""

import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show.document import chapters, decisions, dialogue, who
from pkslib.show.document.region import Region
from pkslib.show.document.unit import Units
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

NAN = float("nan")
CAPACITIES = pd.DataFrame({"capacity": ["bed"], "name": ["Bed days"], "measure": ["bed_day"]})


@pytest.fixture(autouse=True)
def english():
    with using("en"):
        yield


def _rows(name, *rows):
    """Return a result table of rows that tell some of its columns."""
    return pd.concat([empty(RESULTS[name]), pd.DataFrame(rows)], ignore_index=True)


def _region(**tables):
    return Region("06", 2027, {"capacities": CAPACITIES} | tables)


def test_improvement_work_stands_with_what_is_seen_or_why_it_is_not_judged():
    usual = {"unit": "W", "capacity": "bed", "expected": 40.0, "realised": 20.0}
    rows = _rows(
        "improvement_follow_up",
        usual | {"measure": "M1", "status": "ongoing", "seen": "not_seen", "effect": 12.0,
                 "lower": -3.0, "upper": 27.0, "unjudged": ""},
        usual | {"measure": "M2", "status": "realised", "seen": "not_judged", "expected": 90.0,
                 "effect": NAN, "unjudged": "few_periods"},
        usual | {"measure": "M3", "status": "planned", "seen": "not_judged", "effect": NAN},
    )  # fmt: skip
    table = chapters.improvements(_region(improvement_follow_up=rows))
    assert [row[0] for row in table.rows] == ["M2", "M1"]
    assert table.rows[0][3] == "Fewer than three periods before it, or with its full effect."
    assert table.rows[1][1:] == ["40 bed days", "20", "not seen: +12 (−3 to +27)"]


def test_work_whose_interval_leaves_zero_out_without_being_claimed_is_not_certain():
    rows = _rows(
        "improvement_follow_up",
        {"unit": "W", "capacity": "bed", "measure": "M1", "expected": 40.0, "realised": 20.0,
         "status": "ongoing", "seen": "not_seen", "effect": 12.0, "lower": 3.0, "upper": 21.0},
    )  # fmt: skip
    table = chapters.improvements(_region(improvement_follow_up=rows))
    assert table.rows[0][3] == "not certain: +12 (+3 to +21)"


def test_who_acts_stands_with_what_is_past_due_first():
    listed = _rows(
        "action_list",
        {"unit": "A", "cause": None, "measure": "M1", "role": "R1", "due": "2026-12-31",
         "standing": "on_time", "subject": "hours", "item": "bed", "share": -0.123},
        {"unit": "B", "cause": "C2", "measure": "M2", "role": "R2", "due": "2027-01-31",
         "standing": "past_due", "subject": "", "item": "Long waits", "share": NAN},
        {"unit": "C", "standing": "no_action_yet"},
    )  # fmt: skip
    table = dialogue.acting(_region(action_list=listed))
    assert [row[0] for row in table.rows] == ["B", "A"]
    assert table.rows[0][5:] == ["31\N{NO-BREAK SPACE}Jan\N{NO-BREAK SPACE}2027", "past due"]
    # What it is about stands with how far from plan it is now; a cause may be left out.
    assert [row[1:3] for row in table.rows] == [["Long waits", "C2"], ["Bed days −12.3%", "–"]]


def test_a_unit_sees_its_own_actions_and_what_it_does_not_act_on_yet():
    usual = {"subject": "hours", "item": "bed", "share": 0.1}
    listed = _rows(
        "action_list",
        usual | {"unit": "A", "standing": "no_action_yet", "subject": "capacity"},
        usual | {"unit": "A", "cause": "C1", "measure": "M1", "role": "R1", "due": "2026-12-31",
                 "standing": "settled"},
        usual | {"unit": "B", "standing": "no_action_yet"},
    )  # fmt: skip
    region = _region(action_list=listed)
    assert [row[2:4] + row[5:] for row in dialogue.acted_on(region, "A").rows] == [
        ["M1", "R1", "settled"], ["–", "–", "no action yet"],
    ]  # fmt: skip
    # What there was of a capacity is not what was done with it.
    assert [row[0] for row in dialogue.acted_on(region, "A").rows] == [
        "Bed days +10.0%", "Available, bed days +10.0%",
    ]  # fmt: skip
    assert dialogue.acted_on(region, "C") is None


def test_what_a_unit_expects_stands_beside_what_is_calculated():
    usual = {"by": "chef", "periods": 3, "ahead": 2, "own_ahead": 12.0, "calculated_ahead": 8.0}
    rows = _rows(
        "unit_forecasts_compared",
        usual | {"unit": "A", "need": "hip", "activity": "", "own_error": 1.0,
                 "calculated_error": 6.0, "nearer": "the_unit"},
        usual | {"unit": "B", "need": "", "activity": "visit", "own_error": NAN,
                 "calculated_error": NAN, "nearer": ""},
    )  # fmt: skip
    region = _region(unit_forecasts_compared=rows)
    assert dialogue.expected(region, "A").rows == [["hip", "chef", "12", "8", "1", "6", "the unit"]]
    assert dialogue.expected(region, "B").rows == [["visit", "chef", "12", "8", "–", "–", "–"]]
    assert dialogue.expected(region, "C") is None


def test_a_reason_that_every_line_has_is_said_once_below():
    lines = pd.DataFrame({
        "kind": "strain", "unit": ["A", "B"], "capacity": "bed", "amount": [9.0, 8.0],
        "share": [0.2, 0.1], "money": None, "why": "", "decides": "K", "decide_by": "2026-11-01",
        "late": False, "should_have": None, "reaches": "2027-02", "reached": 1.0, "way": "",
        "cost": None, "lead_weeks": 12.0, "first_period": "2027-02",
        "choice": None, "worst_period": "2027-02",
    })  # fmt: skip
    table = decisions.all_lines(_region(awaiting=lines))
    assert "Why" not in table.heads
    assert table.notes == ("Why: Above the target level, below the ceiling.",)
    other = lines.assign(kind=["strain", "unsolved"], why=["", "used_up"])
    assert "Why" in decisions.all_lines(_region(awaiting=other)).heads


def test_a_unit_s_outcome_tells_how_often_it_is_below_plan_and_its_extremes():
    rows = _rows(
        "deviations",
        *({"subject": "hours", "place": "W", "item": "bed", "period": f"2026-0{at}",
           "planned": plan, "outcome": done}
          for at, (plan, done) in enumerate([(100.0, 90.0), (100.0, 130.0), (100.0, NAN)], 1)),
    )  # fmt: skip
    picture = Units(_region(deviations=rows)).outcome("W")
    assert picture.statement == "Bed days: below plan in 1 of 2 periods"
    assert picture.shape == "Highest 130 in February 2026, lowest 90 in January 2026."
    assert picture.detail.endswith("the highest bar is 130.")
    assert 'xmlns="http://www.w3.org/2000/svg"' in picture.svg
    assert Units(_region(deviations=rows)).outcome("X") is None


def test_the_planning_year_is_a_wheel_numbered_as_its_table():
    cadence = pd.DataFrame({
        "level": ["strategic", "operative"], "activity": ["<Budget>", "Gap list"],
        "months": ["2, 5-6", "1-12"],
    })  # fmt: skip
    region = _region(cadence=cadence)
    drawn, table = who.wheel(region), who.months(region)
    # Three levels of twelve months; the number stands in three of them, and twelve month names.
    assert drawn.svg.count("<path") == 36
    assert drawn.svg.count(">1</text>") == 3
    assert drawn.detail.endswith("Every month: 2.")
    assert [row[0] for row in table.rows] == ["1", "2"]
    assert [at for at, cell in enumerate(table.rows[0][3:], 1) if cell] == [2, 5, 6]


def test_a_unit_with_beds_free_that_several_rows_name_has_them_once():
    rows = pd.DataFrame({
        "place": ["A", "B"], "subject": "hours", "item": "bed_day", "period": "2026-10",
        "planned": [100.0, 100.0], "outcome": [80.0, 130.0], "share": [-0.2, 0.3], "helper": "C",
    })  # fmt: skip
    told = "What a unit has free it has once, however many rows name it."
    assert told in chapters.large(_region(large_deviations=rows)).notes
    rows["helper"] = ["C", None]
    assert told not in chapters.large(_region(large_deviations=rows)).notes
