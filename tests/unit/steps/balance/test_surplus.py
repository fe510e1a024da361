import pandas as pd
import pytest

from pkslib.steps.balance.surplus import surplus_of

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
