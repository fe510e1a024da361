import pandas as pd

from pkslib.steps.follow_up.quality import outcome_quality
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS

NOTHING = pd.DataFrame(columns=["unit", "capacity", "period", "available", "used"])
MONTHS = ["2026-01", "2026-02", "2026-03"]


def _rows(unit, counts, **other):
    rows = {"unit": unit, "activity": "visit", "period": MONTHS, "count": counts}
    return filled(pd.DataFrame(rows | other), INPUTS["production"])


def _of(production, there_was=NOTHING):
    return outcome_quality(production, there_was, MONTHS).set_index("unit")


def test_what_is_missing_and_how_late_it_is():
    found = _of(pd.concat([_rows("A", [1.0, 2.0, 3.0]), _rows("B", [1.0, None, None])]))
    assert found.loc["A", ["missing", "complete", "late"]].tolist() == [0, 1, 0]
    assert found.loc["B", "missing"] == 2
    assert found.loc["B", "late"] == 2
    assert _of(_rows("C", [None] * 3)).loc["C", "late"] == 3


def test_a_unit_that_no_longer_reports_is_missed():
    gone = _rows("B", [1.0, 2.0, 3.0]).assign(period=["2025-01", "2025-02", "2025-03"])
    found = _of(pd.concat([_rows("A", [1.0, 2.0, 3.0]), gone]))
    assert found.loc["B", ["expected", "missing", "late"]].tolist() == [3, 3, 3]


def test_what_cannot_be_right_is_counted():
    # 1.5 visits; cost without a visit; four lost of one done; 130 used of 100.
    odd = _rows("A", [1.5, 0.0, 1.0], cost=[0.0, 9.0, 0.0], no_show=[0.0, 0.0, 4.0])
    used = pd.DataFrame({"unit": "A", "capacity": "hour", "period": MONTHS[:1], "available": 100.0,
                         "used": 130.0})  # fmt: skip
    assert _of(odd, used).loc["A", "impossible"] == 4
    assert _of(_rows("A", [1.0, 0.0, 2.0])).loc["A", "impossible"] == 0


def test_a_unit_unlike_the_others_is_told():
    each = [("A", 10.0), ("B", 11.0), ("C", 25.0)]
    rows = [_rows(unit, [1.0] * 3, cost=cost) for unit, cost in each]
    # The median is 11; 25 is more than double.
    assert _of(pd.concat(rows))["unlike"].to_dict() == {"A": 0, "B": 0, "C": 1}


def test_nothing_produced_has_no_quality():
    assert outcome_quality(_rows("A", [1.0] * 3).iloc[:0], NOTHING, []).empty
