import pandas as pd
import pytest

from pkslib.steps.balance.scale import (
    GIVEN,
    as_effects,
    beginning,
    care_of,
    delayed,
    gap_of,
    remaining,
    short,
)
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS

KEY = {"unit": ["A"], "capacity": ["bed_day"], "period": ["2027-01"]}


def _need(need=300.0, raw=255.0, **key):
    return pd.DataFrame(KEY | key).assign(need=need, raw=raw)


def _available(amount=280.0, **key):
    return pd.DataFrame(KEY | key).assign(amount=amount)


def test_gap_is_need_less_available():
    assert gap_of(_need(), _available(), 2027)["gap"].tolist() == [20]


def test_what_only_one_side_has_counts_as_nothing_on_the_other():
    found = gap_of(_need(unit=["B"]), _available(), 2027)
    assert found[["unit", "gap"]].to_numpy().tolist() == [["A", -280], ["B", 300]]


def test_other_years_are_left_out():
    assert gap_of(_need(period=["2026-12"]), _available(period=["2026-12"]), 2027).empty


def test_care_is_counted_after_utilisation_and_margin():
    # The need is 300 / 255 of the use: 51 bed days of hip surgery are 60 of the capacity need.
    gap = gap_of(_need(), _available(), 2027)
    use = pd.DataFrame(KEY).merge(
        pd.DataFrame({"need": ["hip", "stroke"], "raw": [51.0, 204.0], "use": 4.0}), "cross"
    )
    needs = pd.DataFrame(
        {"need": ["hip", "stroke"], "flow": ["elective", "acute"], "priority": [3, 1]}
    )
    needs = filled(needs, INPUTS["needs"])
    together = pd.DataFrame(columns=["need", "unit", "capacity", "episode"])
    found = care_of(gap, use, _need(), needs, together)
    assert found[["cell", "need", "elective"]].to_numpy().tolist() == [
        [0, "hip", True],
        [0, "stroke", False],
    ]
    assert found["amount"].tolist() == pytest.approx([60, 240])
    assert found["guarantee_days"].isna().all()


def test_dust_of_rounding_is_no_gap():
    cells = pd.DataFrame(
        {"need": [0.1 + 0.2], "available": [0.3]} | {name: [0.0] for name in GIVEN}
    )
    assert remaining(cells).tolist() == [0]


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
