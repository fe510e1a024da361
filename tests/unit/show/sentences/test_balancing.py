import pandas as pd
import pytest

from pkslib.show import sentences
from pkslib.show.names import Names


def _said(*rows):
    columns = ["unit", "round", "former_proposal", "agreed"]
    return str(sentences.rounds(pd.DataFrame(rows, columns=columns)))


@pytest.mark.parametrize(("former", "told"), [("Three beds fewer", True), ("", False)])
def test_another_proposal_in_the_latest_round_is_counted(english, former, told):
    # The first round's former proposal is not the latest's; A counts once for its two levels.
    said = _said(
        ("A", 1, "Older", True), ("A", 2, former, True), ("A", 2, former, False), ("B", 2, "", True)
    )
    assert "In round 2, 1 of 2 units have agreed" in said
    assert ("1 of 2 units have another proposal than in the round before." in said) == told


def test_no_rounds(english):
    assert "No agreements" in _said()


NAMES = Names(
    {"unit": {"A": "Ortopeden", "B": "Medicin"}, "capacity": {"visit": "Mottagning"}},
    {"visit": "hour", "bed": "bed_day"},
)


def test_what_is_left_says_why_with_what_is_measured(english):
    unsolved = pd.DataFrame(
        {"unit": "A", "capacity": "bed", "why": ["never", "last_step", "last_step"],
         "value": [None, 3.0, 3.0]}
    )  # fmt: skip
    none = _limits("A", 625.0).iloc[:0]
    reach = pd.DataFrame({"measure": [], "dated": [], "works_from": []}, dtype=str)
    said = sentences.left(unsolved, none, reach, names=NAMES)
    assert said[0] == (
        "2 cells (unit and period) are above the ceiling. The scenario ends the ladder at step 3."
    )
    assert said[1].startswith("1 cell")


def _limits(unit, price):
    return pd.DataFrame({"limit": ["budget", "offer"], "item": [unit, "M1"], "capacity": None,
                         "price": [price, 1.0]})  # fmt: skip


def test_what_a_million_more_gives_is_told_in_the_measure_that_it_buys(swedish):
    unsolved = pd.DataFrame({"unit": ["A"], "capacity": ["bed"], "why": ["never"]})
    reach = pd.DataFrame({"measure": ["M1", "M2"], "capacity": ["bed", "visit"], "effect": 1.0,
                          "unit_cost": [8000.0, 1600.0], "dated": "2027-01-01",
                          "works_from": "2027-01-01"})  # fmt: skip
    said = sentences.left(unsolved, _limits("A", 625.0), reach, names=NAMES)
    assert said[-1] == (
        "Mer pengar till Ortopeden ger 625 timmar per miljon kronor (mottagning), så länge något "
        "av det saknas där."
    )
    # Beds and visits that cost as much: the price has no unit, and nothing is said.
    alike = reach.assign(unit_cost=1600.0)
    assert len(sentences.left(unsolved, _limits("A", 625.0), alike, names=NAMES)) == len(said) - 1
