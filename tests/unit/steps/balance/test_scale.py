from datetime import date

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

ALONE = pd.DataFrame(columns=["need", "unit", "capacity", "episode"])
NO_WAITS = pd.DataFrame({name: pd.Series([], dtype="str") for name in ("need", "unit", "period")})
NO_WAITS = NO_WAITS.assign(wait_days=pd.Series([], dtype=float))
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
    cells = gap_of(_need(), _available(), 2027).assign(raw=255.0)
    use = pd.DataFrame(KEY).merge(
        pd.DataFrame({"need": ["hip", "stroke"], "raw": [51.0, 204.0], "use": 4.0}), "cross"
    )
    needs = pd.DataFrame(
        {"need": ["hip", "stroke"], "flow": ["elective", "acute"], "priority": [3, 1]}
    )
    found = care_of(cells, use, filled(needs, INPUTS["needs"]), ALONE, NO_WAITS)
    assert found[["cell", "need", "elective"]].to_numpy().tolist() == [
        [0, "hip", True],
        [0, "stroke", False],
    ]
    assert found["amount"].tolist() == pytest.approx([60, 240])
    assert found["whole"].tolist() == found["amount"].tolist()


def test_only_the_lowest_two_priorities_wait_to_reach_a_target_level():
    cells = gap_of(_need(), _available(), 2027).assign(raw=255.0)
    flow = {"stroke": "acute", "cancer": "elective", "stone": "elective", "hip": "elective",
            "sling": "acute"}  # fmt: skip
    needs = pd.DataFrame({"need": flow.keys(), "flow": flow.values(), "priority": [1, 1, 2, 3, 4]})
    use = pd.DataFrame(KEY).merge(needs[["need"]].assign(raw=51.0, use=1.0), "cross")
    found = care_of(cells, use, filled(needs, INPUTS["needs"]), ALONE, NO_WAITS)
    assert set(found.loc[found["yields"], "need"]) == {"stone", "hip"}
    assert set(found.loc[found["levels"], "need"]) == {"hip"}


def _until(wait, **limits):
    """The last day until which care of January 2027 may be put off."""
    cells = gap_of(_need(), _available(), 2027).assign(raw=255.0)
    use = pd.DataFrame(KEY).assign(need="hip", raw=51.0, use=4.0)
    needs = pd.DataFrame({"need": ["hip"], "flow": "elective", "priority": 3, **limits})
    waits = NO_WAITS if wait is None else pd.DataFrame([wait])
    found = care_of(cells, use, filled(needs, INPUTS["needs"]), ALONE, waits)
    return date.fromordinal(int(found["until"].iloc[0]))


WAIT = {"need": "hip", "unit": "A", "period": "2027-01", "wait_days": 40.0}


@pytest.mark.parametrize(
    ("wait", "until"),
    [(None, date(2027, 4, 1)), (WAIT, date(2027, 2, 20)),
     (WAIT | {"unit": ""}, date(2027, 2, 20)), (WAIT | {"period": "2027-02"}, date(2027, 4, 1))],
)  # fmt: skip
def test_care_waits_its_guarantee_less_the_wait_it_has_had(wait, until):
    # 90 days after 1 January is 1 April; 50 days 20 February.
    assert _until(wait, guarantee_days=90) == until


def test_the_medical_limit_goes_before_the_guarantee():
    assert _until(None, guarantee_days=90, longest_wait_days=30) == date(2027, 1, 31)


def test_care_whose_limit_is_not_known_waits_no_further_than_the_quarter():
    assert _until(WAIT) == date(2027, 3, 31)


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
    assert found.delays["amount"].tolist() == [8]
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
