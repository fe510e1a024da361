import pandas as pd
import pytest

from pkslib.steps.balance.cells import GIVEN, care_of, gap_of, remaining

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
        {
            "need": ["hip", "stroke"],
            "name": ["Hip", "Stroke"],
            "flow": ["elective", "acute"],
            "priority": [3, 1],
        }
    )
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
