import pandas as pd

from pkslib.steps.balance.rounds import rounds_of


def _rounds(*agreed):
    row = {"unit": "A", "level": "tactical", "by": "verksamhetschef", "on": "2026-10-01"}
    rows = [row | {"round": n, "agreed": yes} for n, yes in enumerate(agreed, 1)]
    return rounds_of(pd.DataFrame(rows[::-1]))


def test_what_changed_since_the_round_before():
    found = _rounds(False, False, True, True, False)
    assert found["change"].tolist() == [
        *("", "still_not_agreed", "now_agreed", "", "no_longer_agreed")
    ]


def _proposed(*proposals, agreed=True):
    row = {"unit": "A", "level": "tactical", "by": "verksamhetschef", "on": "2026-10-01"}
    rows = [row | {"round": n, "agreed": agreed, "proposal": p} for n, p in enumerate(proposals, 1)]
    return rounds_of(pd.DataFrame(rows[::-1]))


def test_the_former_proposal_is_told_where_another_is_made():
    # Round 2 repeats what round 1 proposes; round 3 closes two beds instead of three.
    found = _proposed("Three beds fewer", "Three beds fewer", "Two beds fewer")
    assert found["proposal"].tolist() == ["Three beds fewer", "Three beds fewer", "Two beds fewer"]
    assert found["former_proposal"].tolist() == ["", "", "Three beds fewer"]


def test_a_proposal_begun_and_withdrawn():
    found = _proposed(None, "Three beds fewer", None)
    assert found["proposal"].tolist() == ["", "Three beds fewer", ""]
    assert found["former_proposal"].tolist() == ["", "", "Three beds fewer"]


def test_each_level_has_its_own_former_proposal():
    row = {"unit": "A", "agreed": True, "by": "chef", "on": "2026-10-01"}
    rows = [
        row | {"level": level, "round": number, "proposal": f"{level} {number}"}
        for number in (1, 2)
        for level in ("strategic", "tactical")
    ]
    found = rounds_of(pd.DataFrame(rows)).query("round == 2")
    assert found["former_proposal"].tolist() == ["strategic 1", "tactical 1"]


def test_without_the_column_nothing_is_proposed():
    found = _rounds(False, True, True)
    assert found["proposal"].tolist() == found["former_proposal"].tolist() == ["", "", ""]


def test_without_agreements_there_are_no_rounds():
    assert rounds_of(pd.DataFrame(columns=["unit", "round", "level", "agreed", "by", "on"])).empty
