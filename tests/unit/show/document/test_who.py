"""Who does what when: levels in order, days said once, steps of the maturity ladder by unit."""

import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show.document import planning_work, who
from pkslib.show.document.region import Region
from pkslib.show.document.unit import Units

UNITS = pd.DataFrame({
    "unit": ["A", "B", "C"], "name": ["Klinik A", "Klinik B", "Klinik C"], "region": "99",
    "parent": None, "level": "clinic", "specialty": None,
})  # fmt: skip


def _region(**tables):
    return Region("99", 2027, {"units": UNITS, **tables})


@pytest.fixture(autouse=True)
def swedish():
    with using("sv"):
        yield


def test_a_region_s_own_roles_stand_by_level_the_strategic_first():
    own = pd.DataFrame({
        "level": ["operative", "strategic", "tactical"], "function": ["f1", "f2", "f3"],
        "tasks": ["t1", "t2", "t3"],
    })  # fmt: skip
    table = who.roles(_region(roles=own))
    assert [row[0] for row in table.rows] == ["Strategisk", "Taktisk", "Operativ"]
    assert [row[1] for row in table.rows] == ["f2", "f3", "f1"]
    assert table.notes == ()


def test_what_a_region_has_not_stated_stands_as_the_guidance_has_it_and_says_so():
    assert who.roles(_region()).notes[0].startswith("Enligt Socialstyrelsens stöd")
    assert who.principles(_region())[-1].startswith("Enligt Socialstyrelsens stöd")
    own = pd.DataFrame({"order": [2, 1], "text": ["Sedan.", "Först."]})
    assert [*who.principles(_region(principles=own))] == ["Först.", "Sedan."]


def test_a_region_s_own_year_stands_by_level():
    own = pd.DataFrame({
        "level": ["tactical", "strategic"], "activity": ["Plan", "Ram"], "months": ["9", "3-4"],
    })  # fmt: skip
    assert [turn.activity for turn in who.turns(_region(cadence=own))] == ["Ram", "Plan"]


def test_a_day_of_decision_is_said_once_with_all_who_decide():
    lines = pd.DataFrame({
        "decides": ["A", "B", "B", "C", "A"], "choice": [None, None, "escalate", None, "accept"],
        "decide_by": ["2026-12-07", "2026-12-07", "2026-12-07", None, "2026-12-07"],
        "reaches": ["2027-03", "2027-03", "2027-03", None, "2027-03"],
    })  # fmt: skip
    table = who.next_days(_region(awaiting=lines))
    # The line that is decided is none.
    assert [row[1:] for row in table.rows] == [
        ["mars 2027", "Klinik B (2); Klinik A (1)", "3"], ["–", "Klinik C (1)", "1"]
    ]  # fmt: skip
    assert table.rows[0][0] == "7\N{NO-BREAK SPACE}dec.\N{NO-BREAK SPACE}2026"


MATURITY = pd.DataFrame({
    "unit": ["A", "A", "A", "A", "B", "B"],
    "area": ["Plan", "Plan", "Behov", "Behov", "Plan", "Plan"],
    "step": [1, 3, 4, 4, 2, 2],
    "on": ["2025-10-01", "2026-10-01"] * 3,
    "note": None,
})  # fmt: skip


def test_the_lowest_area_comes_first_and_who_has_risen_is_counted():
    table = planning_work.maturity(_region(maturity=MATURITY))
    # Plan: (1 + 2) / 2, then (3 + 2) / 2; Behov: 4.
    assert [row for row in table.rows] == [["Plan", "1,5", "2,5"], ["Behov", "4,0", "4,0"]]
    assert "1 av 2 enheter står högre" in table.notes[1]
    assert "Lägst står Klinik B, på 2,0." in table.notes[1]


def test_a_unit_assessed_once_has_not_risen():
    table = planning_work.maturity(_region(maturity=MATURITY[MATURITY["on"] == "2026-10-01"]))
    assert table.notes[1] == "Lägst står Klinik B, på 2,0."


def test_a_unit_s_page_has_its_own_steps_over_time_and_what_the_next_means():
    means = pd.DataFrame({
        "area": [None, "Plan", None], "step": [4, 4, 5], "text": ["allmänt", "eget", "annat"]
    })  # fmt: skip
    table = Units(_region(maturity=MATURITY, maturity_steps=means)).maturity("A")
    assert table.heads[1:] == ["Behov", "Plan"]
    assert [row[1:] for row in table.rows] == [["4", "1"], ["4", "3"]]
    # Plan stands lowest, on step 3; its own words go before those of all areas.
    assert table.notes == ("Nästa steg, Plan: eget",)
    assert Units(_region(maturity=MATURITY)).maturity("C") is None


REACH = pd.DataFrame({"unit": ["A", "B"], "reach": [12, 7], "goal": [12, 12]})
STATUS = pd.DataFrame([{"agreed": 3, "in_force": 1, "targets": 9, "undecided": 5}])


def test_without_goals_of_its_own_a_region_is_to_have_done_all_of_its_planning():
    table = planning_work.goals(_region(schedule_reach=REACH, plan_status=STATUS))
    assert [row[1:] for row in table.rows] == [["1 av 2", "alla"], ["4 av 9", "alla"], ["5", "0"]]
    assert len(table.heads) == 3


def test_a_region_states_its_own_goals_of_the_planning_work():
    codes = ["schedules_laid", "lines_undecided", "lines_undecided", "lines_undecided"]
    own = pd.DataFrame({"indicator": codes, "unit": [None, None, None, "A"], "region": "99",
                        "level": "strategic", "year": [2026, 2027, 2026, 2027],
                        "target": [0.8, 2.0, 9.0, 1.0],
                        "owner": ["chef", "direktör", "x", "y"]})  # fmt: skip
    more = pd.DataFrame({"area": ["planning_work", "planning_work", "quality"],
                         "indicator": ["Möten", "Möten", "reoperations"],
                         "place": ["99", "A", "99"], "value": [0.5, 0.1, 0.2],
                         "target": [0.9, 0.9, 0.1], "owner": "controller"})  # fmt: skip
    table = planning_work.goals(
        _region(schedule_reach=REACH, plan_status=STATUS, goals=own, indicator_follow_up=more)
    )
    # Of 2027 the goal of that year; a unit's own is none of the region's, and quality is another.
    assert [row[1:] for row in table.rows] == [
        ["1 av 2", "80,0\N{NO-BREAK SPACE}%", "chef"], ["4 av 9", "alla", ""],
        ["5", "2", "direktör"], ["0,50", "0,90", "controller"],
    ]  # fmt: skip
