import pandas as pd
import pytest

from pkslib.steps.follow_up.goals import figures, indicator_follow_up
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

PARAMETERS = empty(RESULTS["parameters"])


@pytest.fixture
def told(nothing):
    """Return the table of indicators and goals."""

    def make(parameters=PARAMETERS, **tables):
        given = {name: filled(pd.DataFrame(rows), INPUTS[name]) for name, rows in tables.items()}
        given = {**nothing, **given}
        known = figures(given, parameters, "99")
        found = {"indicator_follow_up": indicator_follow_up(known, given["goals"], "99")}
        return as_declared(found)["indicator_follow_up"].set_index(["indicator", "place"])

    return make


def _goal(indicator, target, unit=None, region=None, **other):
    row = {"indicator": indicator, "unit": unit, "region": region, "level": "tactical"}
    return row | {"year": 2026, "target": target, "owner": "verksamhetschef"} | other


def _indicator(unit, indicator, period, value):
    return {"unit": unit, "indicator": indicator, "period": period, "value": value}


def test_the_latest_value_stands_beside_the_same_month_a_year_before(told):
    rows = [("2025-10", 4.0), ("2026-09", 9.0), ("2026-10", 5.0)]
    found = told(indicators=[_indicator("A", "lead_time", *row) for row in rows])
    row = found.loc[("lead_time", "A")]
    assert row[["period", "value", "before", "area"]].tolist() == ["2026-10", 5, 4, "time"]
    assert row["standing"] == ""


def test_less_is_better_of_waits_and_more_of_goals_met(told):
    values = [
        _indicator("A", "lead_time", "2026-10", 5.0),
        _indicator("A", "goal_met", "2026", 0.7),
    ]
    found = told(
        indicators=values, goals=[_goal("lead_time", 6.0, "A"), _goal("goal_met", 0.8, "A")]
    )
    assert found["standing"].to_dict() == {
        ("lead_time", "A"): "goal_met", ("goal_met", "A"): "goal_missed"
    }  # fmt: skip


def test_a_regions_own_indicator_has_the_area_and_the_direction_its_goal_says(told):
    found = told(
        indicators=[_indicator("A", "falls", "2026", 3.0)],
        goals=[_goal("falls", 5.0, "A", area="quality", better="less"), _goal("other", 1.0, "A")],
    )
    assert found.loc[("falls", "A"), ["area", "standing"]].tolist() == ["quality", "goal_met"]
    assert found.loc[("other", "A"), "standing"] == "no_value"


def test_hours_of_all_units_are_the_regions_and_shares_are_not(told):
    values = [
        _indicator(unit, code, "2026-10", value)
        for unit, value in (("A", 30.0), ("B", 50.0))
        for code in ("overtime", "reoperations")
    ]
    found = told(
        indicators=values,
        goals=[_goal("overtime", 70.0, region="99"), _goal("reoperations", 30.0)],
    )
    row = found.loc[("overtime", "99")]
    # 80 hours in all; what all may have together is no goal for A and B alone.
    assert row[["value", "standing", "met_by", "of_units"]].tolist() == [80, "goal_missed", 0, 0]


def test_a_goal_told_by_units_only_has_its_indicators_area_and_direction(told):
    values = [_indicator("A", "reoperations", "2026-10", 0.02),
              _indicator("B", "reoperations", "2026-10", 0.05),
              _indicator("C", "reoperations", "2026-10", 0.06)]  # fmt: skip
    row = told(indicators=values, goals=[_goal("reoperations", 0.03)]).loc[("reoperations", "99")]
    # Fewer are better: A alone has no more than 3 %.
    assert row[["area", "standing"]].tolist() == ["quality", "no_value"]
    assert row[["met_by", "of_units"]].tolist() == [1, 3]


def test_production_itself_tells_of_cancellations_and_no_shows(told):
    rows = {"unit": ["A", "B"], "activity": "v", "period": "2026-10", "count": [90.0, 40.0],
            "cancelled_late": [10.0, None], "no_show": [0.0, 10.0]}  # fmt: skip
    found = told(production=rows)
    assert found["value"].to_dict() == pytest.approx({
        ("cancelled", "99"): 0.1, ("cancelled", "A"): 0.1,
        ("no_shows", "99"): 10 / 140, ("no_shows", "A"): 0.0, ("no_shows", "B"): 0.2,
    })  # fmt: skip


def test_crowding_is_told_per_hundred_beds(told):
    found = told(crowding=[{"unit": "A", "period": "2026-10", "over_capacity": 4.2,
                            "placed_elsewhere": 1.5}])  # fmt: skip
    assert found["value"].to_dict() == {("over_capacity", "A"): 4.2, ("placed_elsewhere", "A"): 1.5}
    assert set(found["area"]) == {"quality"}


def test_crowding_of_the_region_is_weighed_by_the_beds_that_the_units_had(told):
    usual = {"period": "2026-10", "placed_elsewhere": 0.0}
    crowding = [usual | {"unit": "A", "over_capacity": 4.0},
                usual | {"unit": "B", "over_capacity": 10.0}]  # fmt: skip
    had = {"capacity": "bed", "period": "2026-10", "planned": None, "used": None}
    beds = [had | {"unit": "A", "available": 900.0}, had | {"unit": "B", "available": 300.0}]
    capacities = [{"capacity": "bed", "name": "B", "measure": "bed_day", "utilisation": 0.9}]
    found = told(crowding=crowding, capacity_outcome=beds, capacities=capacities)
    # (4 × 900 + 10 × 300) ÷ 1 200; the plain mean would be 7.
    assert found.loc[("over_capacity", "99"), "value"] == 5.5
    # Of one unit of two it is not the region's figure.
    part = told(crowding=crowding, capacity_outcome=beds[:1], capacities=capacities)
    assert ("over_capacity", "99") not in part.index


def test_a_goal_may_be_about_a_parameter_which_else_stands_in_its_own_table(told):
    row = dict.fromkeys(RESULTS["parameters"].columns, "") | {
        "group": "availability", "place": "99", "cadence": "month", "value": 0.7, "upper": None,
        "plan": 1.0, "last_year": 0.8, "is_share": True,
    }  # fmt: skip
    rows = pd.DataFrame(
        [row | {"parameter": "within_guarantee"}, row | {"parameter": "median_wait", "value": 50.0}]
    )
    found = told(rows, goals=[_goal("within_guarantee", 0.75, region="99")])
    assert found[["area", "value", "before", "standing"]].to_numpy().tolist() == [
        ["access", 0.7, 0.8, "goal_missed"]
    ]
    assert told(rows).empty


@pytest.mark.parametrize(
    ("years", "target"),
    # The value is of 2026: its own year's goal, else the last before it, else the next one.
    [((2025, 2026, 2027), 8.0), ((2024, 2025, 2027), 7.5), ((2027, 2028), 8.5)],
)
def test_the_goal_of_the_years_own_stands_where_several_years_have_one(told, years, target):
    targets = {2024: 7.0, 2025: 7.5, 2026: 8.0, 2027: 8.5, 2028: 9.0}
    found = told(
        indicators=[_indicator("A", "lead_time", "2026-10", 7.9)],
        goals=[_goal("lead_time", targets[year], unit="A", year=year) for year in years],
    )
    assert found.loc[("lead_time", "A"), "target"] == target


def test_goals_of_the_planning_work_that_the_pack_tells_itself_wait_for_the_balance(told):
    own = _goal("meetings_held", 0.9, region="99", area="planning_work")
    found = told(
        indicators=[_indicator("99", "meetings_held", "2026-10", 0.5)],
        goals=[_goal("lines_undecided", 0.0, region="99"), own],
    )
    assert [*found.index] == [("meetings_held", "99")]
    assert found["standing"].tolist() == ["goal_missed"]
