import pandas as pd
import pytest

from pkslib.steps.plan.within import allowed, postponed, production_of, uses_of

MONTHS = ["2027-01", "2027-02"]
NEEDS = pd.DataFrame(
    {
        "need": ["stroke", "hip", "hernia"],
        "flow": ["acute", "elective", "elective"],
        "priority": [1, 3, 4],
        "guarantee_days": pd.array([None, 90, 20], dtype="Int64"),
    }
)
TIMES = pd.DataFrame(
    {"activity": ["stay"], "unit": [None], "capacity": ["bed_day"], "amount": [2.0]}
).astype({"unit": "str"})
KEY = {"unit": "A", "capacity": "bed_day"}
# Each stay of 2 bed days is 2.5 of the capacity need, at 80 % occupancy.
CAPACITY = pd.DataFrame(KEY | {"period": MONTHS, "utilisation": 0.8, "margin": 0.0})


@pytest.fixture
def production():
    need = pd.DataFrame(
        {"unit": "A", "need": need, "activity": "stay", "period": "2027-01", "count": count}
        for need, count in (("stroke", 40.0), ("hip", 20.0), ("hernia", 10.0))
    )
    return production_of(need, NEEDS, MONTHS)


def _counts(production, counts):
    rows = production.assign(count=counts).set_index(["need", "period"])["count"]
    return {need: rows[need].tolist() for need in ("stroke", "hip", "hernia")}


def _balance(remaining=0.0, bought=0.0, prioritised=0.0):
    return pd.DataFrame(
        KEY
        | {"period": MONTHS[:1], "remaining": remaining, "bought": bought}
        | {"prioritised": prioritised}
    )


def test_every_series_has_every_period(production):
    assert _counts(production, production["count"]) == {
        "stroke": [40, 0],
        "hip": [20, 0],
        "hernia": [10, 0],
    }


def test_what_lacks_capacity_is_taken_from_the_lowest_priority(production):
    # 30 + 5 + 5 bed days lack: 16 stays. All 10 hernias and 6 of the 20 hips.
    uses = uses_of(production, TIMES, CAPACITY)
    kept = allowed(uses, production["count"], _balance(30, 5, 5))
    assert _counts(production, kept) == {
        "stroke": [40, 0],
        "hip": [pytest.approx(14), 0],
        "hernia": [0, 0],
    }


def test_acute_care_is_planned_in_full_however_little_there_is(production):
    uses = uses_of(production, TIMES, CAPACITY)
    kept = allowed(uses, production["count"], _balance(1e6))
    assert _counts(production, kept) == {"stroke": [40, 0], "hip": [0, 0], "hernia": [0, 0]}


def test_a_surplus_adds_nothing(production):
    uses = uses_of(production, TIMES, CAPACITY)
    kept = allowed(uses, production["count"], _balance(-50))
    assert kept.tolist() == production["count"].tolist()


def test_postponed_care_keeps_to_its_guarantee(production):
    # 30 bed days, 12 stays, wait 31 days: the hernias may wait 20 only, so they are hips.
    moves = pd.DataFrame(
        KEY | {"to_unit": ["A"], "period": MONTHS[0], "to_period": MONTHS[1], "amount": 30.0}
    )
    uses = uses_of(production, TIMES, CAPACITY)
    found = _counts(production, postponed(production, uses, moves))
    assert found == {"stroke": [40, 0], "hip": pytest.approx([8, 12]), "hernia": [10, 0]}


def test_capacity_moved_between_units_moves_no_production(production):
    moves = pd.DataFrame(
        KEY | {"to_unit": ["B"], "period": MONTHS[0], "to_period": MONTHS[0], "amount": 30.0}
    )
    uses = uses_of(production, TIMES, CAPACITY)
    assert postponed(production, uses, moves).tolist() == production["count"].tolist()
