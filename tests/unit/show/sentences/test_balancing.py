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


def _limits(unit, price):
    return pd.DataFrame({"limit": ["budget", "offer"], "item": [unit, "M1"], "capacity": None,
                         "price": [price, 1.0]})  # fmt: skip


def test_what_a_million_more_gives_is_told_in_the_measure_that_lacks(swedish):
    unsolved = pd.DataFrame({"unit": ["A", "B", "B"], "capacity": ["visit", "visit", "bed"],
                              "why": "never", "amount": 1.0})  # fmt: skip
    said = sentences.left(unsolved, _limits("A", 562.4), names=NAMES)
    assert said[-1] == "En miljon kronor till åt Ortopeden skulle ge 562 timmar till (Mottagning)."
    # Two capacities lack there, in measures that do not add up.
    said = sentences.left(unsolved, _limits("B", 92.0), names=NAMES)
    assert said[-1] == "En miljon kronor till åt Medicin skulle ge 92 till av det som saknas där."
