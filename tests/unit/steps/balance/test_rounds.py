import pandas as pd

from pkslib import language
from pkslib.steps.balance.rounds import rounds_of


def _rounds(*agreed):
    row = {"unit": "A", "level": "tactical", "by": "verksamhetschef", "on": "2026-10-01"}
    rows = [row | {"round": n, "agreed": yes} for n, yes in enumerate(agreed, 1)]
    with language.using("en"):
        return rounds_of(pd.DataFrame(rows[::-1]))


def test_what_changed_since_the_round_before():
    found = _rounds(False, False, True, True, False)
    assert found["change"].tolist() == [
        *("", "still not agreed", "now agreed", "", "no longer agreed")
    ]


def test_without_agreements_there_are_no_rounds():
    assert rounds_of(pd.DataFrame(columns=["unit", "round", "level", "agreed", "by", "on"])).empty
