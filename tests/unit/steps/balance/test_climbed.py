import pandas as pd

from pkslib.steps.balance.climbed import as_effects, beginning, delayed, short

MONTHS = ["2027-01", "2027-02"]


def test_at_the_beginning_nothing_is_given(cells, elective):
    found = beginning(cells(("A1", MONTHS[0], 120, 100), ("A1", MONTHS[1], 90, 100)), elective())
    assert found.effects.empty
    assert found.short[0].tolist() == short(found.cells).tolist() == [20, 0]


def test_care_that_waits_leaves_its_period_and_is_added_to_what_waited_before(cells, elective):
    rows = cells(("A1", MONTHS[0], 120, 100), ("A1", MONTHS[1], 90, 100))
    found = beginning(rows, elective((0, "hip", 3, 90, 40)))
    delay = pd.DataFrame({"cell": [0], "to_cell": [1], "need": ["hip"], "amount": [4.0]})
    found = delayed(delayed(found, delay), delay)
    assert found.delays["amount"].tolist() == [4, 4]
    assert found.care["amount"].tolist() == [32]


def test_a_move_tells_the_unit_it_comes_from_or_the_period_care_goes_to():
    move = {"capacity": "hour", "unit": "A", "period": MONTHS[0], "amount": 2.0, "cost": 0.0}
    rows = pd.DataFrame(
        [move | {"to_unit": "B", "to_period": MONTHS[0]},
         move | {"to_unit": "A", "to_period": MONTHS[1]}]
    )  # fmt: skip
    found = as_effects(rows, 1)
    assert found[["from_unit", "to_period"]].fillna("").to_numpy().tolist() == [
        ["A", ""], ["", MONTHS[1]]
    ]  # fmt: skip
    assert found["unit"].tolist() == ["B", "A"]
    assert found["effect"].tolist() == [2, 2]
