import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.steps.follow_up.others import (
    national_compared,
    rolling_plan,
    unit_forecasts_compared,
    weekly_outcomes,
)
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS

PUBLISHED = pd.DataFrame(
    [
        ("waits", "99", "2026-08", 0.90),
        ("waits", "99", "2026-09", 0.80),
        ("waits", "00", "2026-09", 0.75),
        ("waits", "01", "2026-10", 0.60),
        ("falls", "99", "2026", 2.0),
    ],
    columns=["indicator", "region", "period", "value"],
).assign(source="S", fetched_on="2026-11-15")


def _own(period, value):
    ends = {"lower": [value], "upper": [value]}
    return pd.DataFrame({"indicator": ["waits"], "period": [period], "value": [value]} | ends)


def _compared(own, missing=0):
    quality = pd.DataFrame({"expected": [100], "missing": [missing]})
    found = national_compared(PUBLISHED, own, quality, "99")
    return found.set_index("indicator").loc["waits"]


def test_a_difference_larger_than_what_is_missing_is_told():
    row = _compared(_own("2026-09", 0.76))
    assert row[["period", "published", "country"]].tolist() == ["2026-09", 0.8, 0.75]
    assert row["difference"] == pytest.approx(-0.05)
    assert row["differs"] == "more_than_explained"
    # One outcome of twenty missing, and rounding, may be all of it.
    assert _compared(_own("2026-09", 0.76), missing=5)["differs"] == "within_what_is_explained"


def test_where_only_units_told_the_region_lies_between_them():
    units = _own("2026-09", np.nan).assign(lower=0.70, upper=0.82)
    row = _compared(units)
    assert np.isnan(row["own"])
    assert row[["own_lower", "own_upper", "difference"]].tolist() == [0.70, 0.82, 0.0]
    assert row["differs"] == "within_what_is_explained"
    # Whatever their sizes, units that tell at most 0.76 give no region 0.80: 5 % apart at least.
    below = _compared(units.assign(upper=0.76))
    assert below["difference"] == pytest.approx(-0.05)
    assert below["differs"] == "more_than_explained"


def test_a_figure_of_another_month_says_nothing_of_this_one():
    row = _compared(_own("2026-10", 0.5))
    assert np.isnan(row["own"])
    assert row["differs"] == ""


@pytest.fixture
def expected(nothing):
    """A ward that expects 12 stays a month, where 10 were calculated; 11, 13 and 12 came."""
    months = ["2026-09", "2026-10", "2026-11", "2027-01"]
    place = {"unit": "A", "need": None, "activity": "stay"}
    own = filled(
        pd.DataFrame(place | {"period": months, "mean": 12.0, "by": "avdelningschef"}),
        INPUTS["unit_forecasts"],
    )
    need = pd.DataFrame({"need": "hip", "period": months[:3], "forecast": 5.0})
    ahead = pd.DataFrame({"need": ["hip"], "period": "2027-01", "mean": 4.0})
    done = pd.DataFrame(
        {"unit": "A", "activity": "stay", "period": months[:3], "count": [11.0, 13.0, 12.0]}
    )
    ways = pd.DataFrame({"need": ["hip"], "unit": "A", "activity": "stay", "per_patient": 2.0})
    tables = {"unit_forecasts": own, "forecast": ahead, "production": done, "pathways": ways}
    return nothing | tables, need


def test_both_forecasts_are_scored_by_what_came(expected):
    row = unit_forecasts_compared(*expected).iloc[0]
    # The unit was out by 1, 1 and 0; the calculated by 1, 3 and 2.
    assert row[["own_error", "calculated_error"]].tolist() == pytest.approx([2 / 3, 2])
    assert row[["periods", "ahead", "own_ahead", "calculated_ahead"]].tolist() == [3, 1, 12, 8]
    assert row[["by", "nearer"]].tolist() == ["avdelningschef", "the_unit"]


def test_what_was_said_when_a_period_was_over_is_not_scored(expected):
    tables, need = expected
    said = tables["unit_forecasts"].assign(on=["2026-09-30", "2026-11-01", None, None])
    row = unit_forecasts_compared(tables | {"unit_forecasts": said}, need).iloc[0]
    # October's was written on the first of November: September's and November's are left.
    assert row[["periods", "ahead"]].tolist() == [2, 1]
    assert row[["own_error", "calculated_error"]].tolist() == [0.5, 1.5]


def test_of_a_need_the_units_share_before_is_what_is_calculated(nothing):
    months = periods.between("2026-01", "2026-03")
    both = {"need": "hip", "period": months}
    tables = nothing | {
        "unit_demand": pd.DataFrame({"unit": "A", "patients": [2.0, 3.0, 9.0]} | both),
        "demand": pd.DataFrame({"region": "99", "patients": [10.0, 10.0, 10.0]} | both),
        "unit_forecasts": filled(
            pd.DataFrame({"unit": ["A"], "need": "hip", "activity": None, "period": "2026-03",
                          "mean": 8.0, "by": "chef"}), INPUTS["unit_forecasts"]
        ),
        "forecast": pd.DataFrame({"need": [], "period": [], "mean": []}),
    }  # fmt: skip
    need = pd.DataFrame({"need": ["hip"], "period": "2026-03", "forecast": 12.0})
    row = unit_forecasts_compared(tables, need).iloc[0]
    # 5 of 20 came here: 3 of 12, and 9 did.
    assert row[["own_error", "calculated_error"]].tolist() == pytest.approx([1, 6])


def test_weeks_are_shown_where_production_is_told_by_the_week():
    weeks = periods.between("2026-W01", "2026-W06")
    rows = pd.DataFrame(
        {"unit": "A", "activity": "v", "period": weeks, "planned": 10.0,
         "count": [9.0, 9.0, 9.0, 9.0, 12.0, np.nan]}
    )  # fmt: skip
    found = weekly_outcomes(rows, 2)
    assert found[["week", "outcome", "deviation"]].to_numpy().tolist() == [
        ["2026-W04", 9, -1], ["2026-W05", 12, 2],
    ]  # fmt: skip
    assert weekly_outcomes(rows.assign(period="2026-01"), 2).empty


def test_the_plan_rolls_over_the_turn_of_the_year_as_decided_first():
    stated = pd.DataFrame(
        {"unit": "A", "activity": "v", "period": ["2026-10", "2026-11", "2027-02"],
         "planned": [5.0, 6.0, 7.0], "basis": ["stated", "stated", "decided"]}
    )  # fmt: skip
    months = periods.between("2027-01", "2028-12")
    plan = pd.DataFrame({"unit": "A", "activity": "v", "period": months, "target": 9.0})
    found = rolling_plan(stated, plan, "2026-10").sort_values("period")
    assert found.iloc[:3][["period", "target", "source"]].to_numpy().tolist() == [
        ["2026-11", 6, "stated"], ["2027-01", 9, "proposal"], ["2027-02", 7, "decided"],
    ]  # fmt: skip
    # Eighteen months from October 2026.
    assert found["period"].iloc[-1] == "2028-04"
