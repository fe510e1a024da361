import numpy as np
import pandas as pd
import pytest

from pkslib.settings import Outlook
from pkslib.steps.outlook.unused import offers, pickups, unused_score, unused_time

HOW = Outlook(block_hours=5, history_least=4, offer_from=0.6)
NEAR = pd.DataFrame(
    {"unit": "A", "week": ["2027-W01", "2027-W02"], "free": [2.0, 22.0], "scheduled": 40.0}
)


def _past(*later, lead=1, room=30.0):
    return pd.DataFrame(
        {"unit": "A", "week": [f"2026-W{at + 10}" for at in range(len(later))], "lead": lead,
         "later": later, "room": room, "hours": 40.0}
    )  # fmt: skip


def test_the_last_look_of_each_lead_is_set_against_the_one_after_the_week():
    # Week 10 begins on 2 March 2026. Looked at on 16 and 20 February (two weeks before, the later
    # counts), and on 10 March, when it is over. Week 11 was never looked at afterwards.
    rows = [("2026-W10", "2026-02-16", 8.0), ("2026-W10", "2026-02-20", 12.0),
            ("2026-W10", "2026-03-10", 32.0), ("2026-W11", "2026-02-20", 5.0)]  # fmt: skip
    history = pd.DataFrame(rows, columns=["week", "as_of", "booked"]).assign(unit="A", hours=40.0)
    found = pickups(history, pd.Series({"A": 0.8}), "2026-W30")
    assert found[["week", "lead"]].to_numpy().tolist() == [["2026-W10", 2]]
    # 20 of 40 hours came later; 40 · 0.8 − 12 = 20 were left to fill.
    assert found[["later", "room"]].iloc[0].tolist() == [0.5, 20.0]
    assert pickups(history, pd.Series({"A": 0.8}), "2026-W10").empty


def test_a_block_goes_unused_as_often_as_later_bookings_left_it_free():
    # 22 free hours in week 2, one week ahead. Later bookings of 0.1, 0.2, 0.3 and 0.5 of 40 h
    # leave 18, 14, 10 and 2: a block of 5 h in three of four weeks, two in three, three in one.
    found = unused_time(NEAR, _past(0.1, 0.2, 0.3, 0.5), HOW).set_index("block")
    assert found["probability"].to_dict() == {1: 0.75, 2: 0.75, 3: 0.25}
    assert found["expected"].tolist() == pytest.approx([11.0] * 3)
    assert (found["week"] == "2027-W02").all()


def test_too_few_weeks_another_lead_or_bookings_lost_again_tell_what_they_can():
    assert unused_time(NEAR, _past(0.1, 0.2, 0.3), HOW).empty
    assert unused_time(NEAR, _past(0.1, 0.2, 0.3, 0.5, lead=3), HOW).empty
    # Cancellations free no more than what is free now.
    assert unused_time(NEAR, _past(-0.5, -0.5, -0.5, -0.5), HOW)["expected"].max() == 22.0


def test_bookings_that_tell_beat_the_usual_share_and_noise_does_not():
    # Rooms of 4 and 30 hours with the same later bookings: what is booked tells all.
    past = pd.concat([_past(0.1, 0.1, 0.1, room=4.0), _past(0.1, 0.1, 0.1, room=30.0)])
    found = unused_score(past, HOW).iloc[0]
    assert (found["weeks"], found["brier"]) == (6, 0.0)
    # Three of six came: each is foretold by 2 or 3 of the 5 others.
    assert found["reference"] == pytest.approx(((3 / 5) ** 2 + (3 / 5) ** 2) / 2)
    assert unused_score(past.iloc[:3], HOW).empty


def _queue(*rows):
    return pd.DataFrame(rows, columns=["unit", "need", "patients"])


def test_likely_blocks_are_offered_to_who_has_patients_for_the_same_activity():
    booked_as = pd.DataFrame(
        [("A", "hip", "knife", "theatre"), ("B", "hip", "knife", "theatre"),
         ("C", "hip", "look", "room")],
        columns=["unit", "need", "activity", "capacity"],
    ).assign(specialty=None)  # fmt: skip
    called = pd.DataFrame({"unit": ["A"], "from_unit": "A", "need": "hip", "patients": 3.0})
    queue = _queue(("A", "hip", 3.0), ("B", "hip", 5.0), ("C", "hip", 9.0))
    unused = unused_time(NEAR, _past(0.1, 0.2, 0.3, 0.5), HOW)
    found = offers(unused, queue, called, booked_as, HOW).set_index("block")
    # A's own three are called, C's patients are seen and not operated: B's five.
    assert found.loc[[1, 2], ["to_unit", "patients"]].to_numpy().tolist() == [["B", 5.0]] * 2
    assert found.loc[3, ["to_unit", "need"]].isna().all()
    own = offers(unused, _queue(("A", "hip", 4.0), ("B", "hip", 5.0)), called, booked_as, HOW)
    assert own.loc[0, ["to_unit", "patients"]].tolist() == ["A", 1.0]
    assert np.isnan(offers(unused, queue.iloc[:0], called, booked_as, HOW)["patients"]).all()
    # A clinic's hours are of its specialty: ears are not offered them.
    other = booked_as.assign(specialty=booked_as["unit"].map({"A": "bone", "B": "ear"}))
    assert offers(unused, queue, called, other, HOW)["to_unit"].isna().all()
