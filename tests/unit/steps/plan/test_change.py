import pandas as pd
import pytest

from pkslib.steps.plan.change import BEFORE, NEED, REMAINDER, changes
from pkslib.steps.plan.within import production_of, uses_of
from pkslib.tables.results.plan import PLAN_FACTORS

KEY = {"unit": "A", "capacity": "hour", "period": ["2027"]}
ALONE = pd.DataFrame(columns=["need", "unit", "capacity", "episode"])


def _changes(planned):
    """20 elective visits of an hour are needed; 2 are prioritised away, 4 bought, 1 is lacking."""
    need = pd.DataFrame(
        {"unit": ["A"], "need": "hip", "activity": "visit", "period": "2027", "count": [20.4]}
    )
    needs = pd.DataFrame({"need": ["hip"], "flow": "elective", "priority": 3})
    shifts = pd.DataFrame(columns=["unit", "need", "to_unit"])
    rows = production_of(need, needs, ["2027"], shifts)
    times = pd.DataFrame({"activity": ["visit"], "unit": [None], "capacity": "hour", "amount": 1.0})
    capacity = pd.DataFrame(KEY | {"raw": 20.4, "need": 20.4})
    uses = uses_of(rows, times.astype({"unit": "str"}), capacity)
    balance = pd.DataFrame(KEY | {"bought": 4.0, "remaining": 1.0})
    tables = {
        "activities": pd.DataFrame({"activity": ["visit", "call"], "kind": ["visit", "digital"]}),
        "production": planned,
        "balance": balance,
    }
    targets = pd.DataFrame({"activity": ["visit"], "target": [13]})
    return changes(tables, uses, (rows["count"], rows["count"] - 2), rows, ALONE, targets)


def test_every_step_has_its_part_and_they_add_up():
    planned = pd.DataFrame({"activity": ["visit"], "period": ["2026"], "planned": [18.0]})
    found = _changes(planned).set_index("factor")["effect"]
    assert found[[BEFORE, NEED, REMAINDER]].tolist() == pytest.approx([18, 2.4, -0.4])
    assert found.iloc[2:5].tolist() == pytest.approx([-2, -4, -1])
    assert found.sum() == pytest.approx(13)


def test_only_the_latest_plan_counts_and_what_is_done_no_more_is_told():
    planned = pd.DataFrame({
        "activity": ["visit", "visit", "visit", "call"], "period": ["2025", "2026", "2027", "2026"],
        "planned": [50.0, 18.0, None, 7.0],
    })  # fmt: skip
    found = _changes(planned).set_index(["kind", "factor"])["effect"]
    assert found["visit"][[BEFORE, NEED]].tolist() == pytest.approx([18, 2.4])
    assert found["digital"][[BEFORE, NEED, REMAINDER]].tolist() == [7, -7, 0]


def test_the_steps_stand_in_their_order():
    planned = pd.DataFrame({"activity": ["visit"], "period": ["2026"], "planned": [18.0]})
    found = _changes(planned)
    assert found.sort_values("order")["factor"].tolist() == list(PLAN_FACTORS)
    assert found["order"].tolist() == list(range(6))


def test_without_a_plan_last_year_there_is_nothing_to_compare_with():
    assert _changes(pd.DataFrame(columns=["activity", "period", "planned"])).empty
