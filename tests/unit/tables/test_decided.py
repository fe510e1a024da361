import pandas as pd
import pytest

from pkslib.tables import decided
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS

UNITS = pd.DataFrame({"unit": ["MED", "W1", "KIR"], "parent": [None, "MED", None]})
KEPT = pd.DataFrame({"unit": "W1", "activity": "stay", "year": 2027, "by": "direktör",
                     "round": [1, 2], "target": [90.0, 100.0],
                     "on": ["2026-11-01", "2026-11-15"]})  # fmt: skip


def _agreements(*rows):
    names = ["unit", "activity", "round", "level", "agreed", "by", "on"]
    return filled(pd.DataFrame(rows, columns=names), INPUTS["agreements"])


def _standing(target, *rows):
    levels = decided.agreed(_agreements(*rows), UNITS)
    proposed = pd.DataFrame({"unit": ["W1"], "activity": ["stay"], "target": [target]})
    (found,) = decided.standing(proposed, "target", KEPT, 2027, levels).to_dict("records")
    return found


def test_what_was_decided_last_is_in_force():
    found = _standing(100.0)
    assert (found["status"], found["round"], found["by"], found["decided"]) == (
        "in_force", 2, "direktör", 100.0
    )  # fmt: skip


def test_a_superseded_figure_is_a_proposal_again():
    found = _standing(90.0)
    assert (found["status"], found["decided"]) == ("proposal", 100.0)
    assert pd.isna(found["round"])


@pytest.mark.parametrize(
    ("on", "both", "status"),
    [("2026-12-01", True, "agreed"), ("2026-11-15", True, "proposal"),
     ("2026-12-01", False, "proposal")],
)  # fmt: skip
def test_agreed_is_when_every_level_says_yes_to_what_came_after_the_decision(on, both, status):
    found = _standing(95.0, ("MED", None, 3, "strategic", True, "direktör", on),
                      ("MED", None, 3, "tactical", both, "chef", on),
                      ("MED", None, 2, "tactical", True, "chef", "2026-10-01"))  # fmt: skip
    assert found["status"] == status
    assert (found["by"] == "direktör") == (status == "agreed")


def test_an_agreement_on_an_activity_goes_before_that_on_the_whole_unit():
    yes = ("W1", None, 3, "tactical", True, "chef", "2026-12-01")
    assert _standing(95.0, yes)["status"] == "agreed"
    no = ("W1", "stay", 3, "tactical", False, "chef", "2026-12-01")
    assert _standing(95.0, yes, no)["status"] == "proposal"


def test_a_later_word_on_the_whole_unit_takes_the_place_of_one_on_an_activity():
    once = ("W1", "stay", 3, "tactical", True, "chef", "2026-12-01")
    later = ("W1", None, 4, "tactical", False, "chef", "2026-12-10")
    assert _standing(95.0, once)["status"] == "agreed"
    assert _standing(95.0, once, later)["status"] == "proposal"


def test_a_round_decided_during_the_year_holds_from_the_next_period():
    rows = KEPT.drop(columns="year").assign(on=["2026-11-01", "2027-02-10"])
    months = pd.DataFrame({"period": ["2027-02", "2027-03"]})
    found = decided.as_of_each_period(rows.merge(months, how="cross"), ["unit", "activity"])
    assert found[["period", "round"]].to_numpy().tolist() == [["2027-02", 1], ["2027-03", 2]]


def test_a_plan_decided_late_is_still_the_plan_there_was():
    rows = KEPT.drop(columns="year").assign(on=["2027-01-10", "2027-04-10"], period="2027-01")
    found = decided.as_of_each_period(rows, ["unit", "activity"])
    assert found["round"].tolist() == [1]
