import pandas as pd
import pytest

from pkslib.steps.plan.change import BEFORE, NEED, REMAINDER, changes
from pkslib.steps.plan.within import production_of, uses_of

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
        "activities": pd.DataFrame({"activity": ["visit"], "kind": ["visit"]}),
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


def test_without_a_plan_last_year_there_is_nothing_to_compare_with():
    assert _changes(pd.DataFrame(columns=["activity", "period", "planned"])).empty
