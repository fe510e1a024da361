import pandas as pd
import pytest

from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.ledger import (
    balance_of,
    ladder_of,
    rounds_of,
    steps_of,
    surplus_of,
)
from pkslib.steps.balance.offers import offers_of
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS


@pytest.fixture
def climbed(cells, elective, measures, frame, no_stops):
    """A1 lacks 20: 5 moved from B1, 4 of 10 improved, the 6 elective give way; 5 remain."""
    rows = cells(("A1", "2027-01", 120, 100), ("B1", "2027-01", 95, 100))
    need = elective((0, "hernia", 4, 90, 4), (0, "hip", 3, 90, 2))
    offers = offers_of(
        measures(
            {"measure": "M1", "step": 2, "status": "ongoing", "realised": 0.4,
             "start": "2027-01", "end": "2027-01"},
            {"measure": "M2", "step": 5, "max_amount": 6, "cost": 50},
        ),
        2027,
    )  # fmt: skip
    return climb(rows, need, offers, frame(move_cost=100), no_stops), offers


def test_shortage_before_and_after_each_step(climbed):
    found, offers = climbed
    steps = steps_of(found, offers)
    assert steps["step"].tolist() == [1, 2, 3, 4, 5]
    assert steps["before"].tolist() == pytest.approx([20, 15, 11, 11, 11])
    assert steps["closed"].tolist() == pytest.approx([5, 4, 0, 0, 6])
    assert steps["after"].tolist() == pytest.approx([15, 11, 11, 11, 5])
    assert steps["cost"].tolist() == pytest.approx([500, 400, 0, 0, 300])
    assert steps["unrealised"].tolist() == pytest.approx([0, 6, 0, 0, 0])


def test_the_balance_adds_up(climbed):
    found = balance_of(climbed[0])
    assert found["remaining"].tolist() == pytest.approx([5, 0])


def test_every_step_has_its_reason_and_moves_their_origin(climbed):
    rows = ladder_of(climbed[0])
    assert rows[["step", "why"]].to_numpy().tolist() == [
        [1, "surplus"], [2, "realised"], [5, "priority"]
    ]  # fmt: skip
    assert rows[["measure", "from_unit"]].fillna("").to_numpy().tolist() == [
        ["", "B1"], ["M1", ""], ["M2", ""]
    ]  # fmt: skip


@pytest.mark.parametrize(("effect", "cost", "told"), [(2e-15, 0, 3), (-2e-15, 0, 3), (0, 70, 4)])
def test_the_remainder_of_a_sum_is_not_a_measure_used(climbed, effect, cost, told):
    found, _ = climbed
    dust = found.effects.tail(1).assign(measure="M3", effect=effect, cost=float(cost))
    rows = ladder_of(found._replace(effects=pd.concat([found.effects, dust])))
    assert len(rows) == told


def test_work_that_begins_to_give_has_its_dip_and_its_effect_in_one_row(climbed):
    found, _ = climbed
    given = found.effects[found.effects["measure"] == "M1"]
    dip = given.assign(effect=-1.5, cost=0.0)
    rows = ladder_of(found._replace(effects=pd.concat([dip, found.effects])))
    mine = rows[rows["measure"] == "M1"]
    assert mine[["effect", "cost"]].to_numpy().tolist() == [
        [given["effect"].item() - 1.5, given["cost"].item()]
    ]


NEEDS = pd.DataFrame({"need": ["hip", "stroke"], "flow": ["elective", "acute"]})
USE = pd.DataFrame({"need": ["stroke"], "unit": ["A"], "capacity": ["bed_day"]})
# Unit A lists 100 on 31 October, unit B 60 on 30 September.
WAITING = pd.DataFrame(
    {"region": "99", "need": ["hip", "hip", "hip", "stroke"], "unit": ["A", "A", "B", "A"],
     "as_of": ["2026-09-30", "2026-10-31", "2026-09-30", "2026-10-31"],
     "patients": [90.0, 100.0, 60.0, 5.0]}
)  # fmt: skip
NOBODY = WAITING.iloc[:0]
NO_CLAIMS = pd.DataFrame({"unit": [], "capacity": [], "share": []}).astype(
    {"unit": "str", "capacity": "str"}
)


def _proposals(*rows, use=USE, waiting=NOBODY, claims=NO_CLAIMS, filled=0.8):
    columns = ["unit", "period", "available", "remaining"]
    balance = pd.DataFrame(rows, columns=columns).assign(capacity="bed_day")
    tables = {
        "capacity_use": use, "needs": NEEDS, "waiting": waiting,
        "capacity_need": balance.assign(raw=filled * balance["available"]),
    }  # fmt: skip
    return surplus_of(balance, tables, claims).set_index("unit")


def test_amount_and_share_are_of_periods_with_something_over():
    # Of 400 available, 40 and 20 are over; the period that lacks 30 does not count against it.
    found = _proposals(("A", "1", 200, -40), ("A", "2", 100, 30), ("A", "3", 100, -20))
    assert found.loc["A", ["amount", "share"]].tolist() == [60, 0.15]


@pytest.mark.parametrize(
    ("rows", "proposal"),
    [
        ([("A", "1", 100, -4)], "margin"),
        ([("A", "1", 100, -20), ("A", "2", 100, 10)], "even_out"),
        ([("A", "1", 100, -20), ("B", "1", 100, 10)], "offer"),
        ([("A", "1", 100, -20)], "develop"),
    ],
)
def test_what_is_proposed(rows, proposal):
    assert _proposals(*rows).loc["A", "proposal"] == proposal


def test_who_has_elective_patients_waiting_shortens_the_wait_by_the_latest_list():
    use = USE.assign(need="hip")
    found = _proposals(("A", "1", 100, -20), ("B", "1", 100, 10), use=use, waiting=WAITING)
    assert found.loc["A", ["proposal", "waiting"]].tolist() == ["shorten_waits", 160]


def test_without_surplus_there_is_no_row():
    assert _proposals(("A", "1", 100, 5)).empty


@pytest.mark.parametrize(("claim", "filled", "share"), [(0.22, 0.8, 0.22), (0.9, 0.35, 0.35)])
def test_a_surplus_that_is_hardly_so_gets_no_proposal(claim, filled, share):
    claims = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "share": claim})
    found = _proposals(("A", "1", 100, -40), claims=claims, filled=filled)
    assert found.loc["A", "proposal"] == "check_data"
    assert found.loc["A", "claim"] == pytest.approx(share)


def test_an_occupancy_that_can_be_believed_is_no_doubt():
    claims = pd.DataFrame({"unit": ["A"], "capacity": "bed_day", "share": 0.9})
    found = _proposals(("A", "1", 100, -20), claims=claims)
    assert found.loc["A", "proposal"] == "develop"


def _rounds(*agreed):
    row = {"unit": "A", "level": "tactical", "by": "verksamhetschef", "on": "2026-10-01"}
    rows = [row | {"round": n, "agreed": yes} for n, yes in enumerate(agreed, 1)]
    return rounds_of(filled(pd.DataFrame(rows), INPUTS["agreements"])[::-1])


def test_what_changed_since_the_round_before():
    found = _rounds(False, False, True, True, False)
    assert found["change"].tolist() == [
        *("", "still_not_agreed", "now_agreed", "", "no_longer_agreed")
    ]


def _proposed(*proposals, agreed=True):
    row = {"unit": "A", "level": "tactical", "by": "verksamhetschef", "on": "2026-10-01"}
    rows = [row | {"round": n, "agreed": agreed, "proposal": p} for n, p in enumerate(proposals, 1)]
    return rounds_of(filled(pd.DataFrame(rows), INPUTS["agreements"])[::-1])


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
    found = rounds_of(filled(pd.DataFrame(rows), INPUTS["agreements"])).query("round == 2")
    assert found["former_proposal"].tolist() == ["strategic 1", "tactical 1"]


def test_without_agreements_there_are_no_rounds():
    assert rounds_of(empty(INPUTS["agreements"])).empty
