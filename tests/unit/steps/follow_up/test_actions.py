import pandas as pd
import pytest

from pkslib.steps.follow_up.actions import action_list
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared
from pkslib.tables.results.learning import PARTS

VERDICTS = pd.DataFrame(
    {
        "subject": ["hours", "capacity", "hours", "need"],
        "place": ["A", "A", "B", "99"],
        "item": ["bed", "bed", "bed", "hip"],
        "planned": 100.0,
        "deviation": [-20.0, -10.0, 5.0, 30.0],
        "flag": ["look", "look", "chance", "look"],
    }
)


def _listed(*actions):
    columns = ["unit", "deviation", "cause", "measure", "role", "due", "status"]
    rows = filled(pd.DataFrame(list(actions), columns=columns), INPUTS["actions"])
    parts = pd.DataFrame(
        {"unit": ["A", "A", "B"], "capacity": "bed", **dict.fromkeys(PARTS, 0.0)}
    ).assign(volume=[-2.0, -1.0, 0.0], available=[5.0, -9.0, 0.0], deviation=[-8.0, -7.0, 5.0])
    found = action_list(rows, VERDICTS, parts, "2026-10-31")
    return as_declared({"action_list": found})["action_list"].set_index(["unit", "deviation"])


def test_a_flagged_deviation_without_an_action_is_on_the_list():
    found = _listed()
    # The need is the region's; the unflagged is nobody's business.
    assert found.index.tolist() == [("A", "capacity bed"), ("A", "hours bed")]
    assert set(found["standing"]) == {"no_action_yet"}
    assert found["share"].tolist() == [-0.1, -0.2]
    # −3 by volume in all, −4 by capacity, of −15: more than a quarter.
    assert found["part"].to_dict()[("A", "hours bed")] == "available"


@pytest.mark.parametrize(
    ("due", "status", "standing"),
    [
        ("2026-10-30", "open", "past_due"),
        ("2026-10-31", "ongoing", "on_time"),
        ("2026-10-30", "done", "settled"),
        ("2026-12-01", "dropped", "settled"),
    ],
)
def test_an_action_is_followed_up_by_its_date(due, status, standing):
    found = _listed(("A", "hours bed", "Sjukdom", "Vikarier", "chef", due, status))
    row = found.loc[("A", "hours bed")]
    assert row[["standing", "share", "flag"]].tolist() == [standing, -0.2, "look"]
    # The other deviation of the unit still waits for one.
    assert found.loc[("A", "capacity bed"), "standing"] == "no_action_yet"


def test_own_words_are_kept_and_held_against_nothing():
    found = _listed(("B", "Långa köer", None, "Ring", "chef", "2027-01-01", "open"))
    row = found.loc[("B", "Långa köer")]
    assert row[["subject", "item", "flag"]].tolist() == ["", "Långa köer", ""]
    assert pd.isna(row["share"])


def test_the_same_care_is_listed_once_however_it_is_counted(monkeypatch):
    counted = pd.DataFrame({
        "subject": ["production", "drg", "drg", "production"], "place": ["A", "A", "C", "B"],
        "item": ["stay", "drg", "drg", "stay"], "planned": 100.0, "deviation": -20.0,
        "flag": "look",
    })  # fmt: skip
    monkeypatch.setattr(f"{__name__}.VERDICTS", pd.concat([VERDICTS, counted]))
    # C's points alone are flagged; C is no unit with parts, but it acts on something else.
    found = _listed(
        ("B", "hours bed", None, "Ring", "chef", "2027-01-01", "open"),
        ("C", "capacity bed", None, "Ring", "chef", "2027-01-01", "open"),
    )
    assert found[found["standing"] == "no_action_yet"].index.tolist() == [
        ("A", "capacity bed"), ("A", "hours bed"), ("C", "drg drg"),
    ]  # fmt: skip


def test_without_deviations_and_actions_there_is_nothing_to_do(monkeypatch):
    monkeypatch.setattr(f"{__name__}.VERDICTS", empty(RESULTS["verdicts"]))
    assert _listed().empty
