import pandas as pd
import pytest

from pkslib.steps.balance.frame import budgets_of

UNITS = pd.DataFrame({"unit": ["H", "MED", "W1", "P1"], "parent": [None, "H", "MED", None]})


def _budgets(*rows):
    return pd.DataFrame(rows, columns=["unit", "year", "amount", "for_measures"])


def test_the_nearest_budget_above_pays():
    found = budgets_of(UNITS, _budgets(("H", 2027, 9e6, 1e6), ("MED", 2027, 3e6, 2e5)), 2027)
    assert found.payer.to_dict() == {"H": "H", "MED": "MED", "W1": "MED"}
    assert found.left.to_dict() == {"H": 1e6, "MED": 2e5}


def test_a_budget_that_sets_nothing_aside_limits_nothing():
    found = budgets_of(UNITS, _budgets(("H", 2027, 9e6, None), ("MED", 2026, 3e6, 2e5)), 2027)
    assert found.payer.empty
    assert budgets_of(UNITS, _budgets().drop(columns="for_measures"), 2027).left.empty


def test_what_is_spent_is_no_longer_left():
    found = budgets_of(UNITS, _budgets(("MED", 2027, 3e6, 2e5)), 2027)
    spent = pd.DataFrame({"unit": ["W1", "P1", "MED"], "cost": [5e4, 1e6, 7e4]})
    assert found.less(spent).left.tolist() == pytest.approx([8e4])
