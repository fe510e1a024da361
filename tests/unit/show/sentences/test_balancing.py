import pandas as pd
import pytest

from pkslib.show import sentences


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
