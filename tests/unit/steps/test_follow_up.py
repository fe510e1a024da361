import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import Settings
from pkslib.steps import follow_up, worked_examples
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared


def test_the_guidance_table_to_the_figure():
    # Socialstyrelsen (2024), Uppföljning på taktisk nivå: sums 960, 959, −1 and 940, 987, 47.
    inflow = follow_up.deviation_table(**worked_examples.INFLOW)
    assert (inflow.planned, inflow.outcome, inflow.total) == (960, 959, -1)
    assert inflow.table["deviation"].tolist()[3:] == [-7, -10, 3, 14, -1, -5, -3, 5, 3]
    assert inflow.verdict == "random"
    production = follow_up.deviation_table(**worked_examples.PRODUCTION)
    assert (production.planned, production.outcome, production.total) == (940, 987, 47)
    assert production.table["deviation"].tolist()[3:] == [5, -1, 10, -15, 5, 10, 12, 11, 10]
    # 47 / (79 / 9) = 5.35, beyond 4.
    assert production.signal == pytest.approx(47 / (79 / 9))
    assert production.verdict == "systematic"


def test_months_before_the_plan_are_not_available_and_not_nothing():
    table = follow_up.deviation_table(**worked_examples.INFLOW).table
    assert table["period"].iloc[[0, -1]].tolist() == ["2022-10", "2023-09"]
    assert table["deviation"].isna().tolist() == [True] * 3 + [False] * 9


def test_a_region_with_nothing_but_demand():
    months = periods.between("2023-01", "2026-06")
    demand = pd.DataFrame({"region": "99", "need": "hip", "period": months, "patients": 50.0})
    tables = {name: empty(schema) for name, schema in INPUTS.items()}
    made = ("driver", "forecast", "plan")
    tables |= {"demand": demand} | {name: empty(RESULTS[name]) for name in made}
    found = as_declared(follow_up.work_out(tables, Settings(), 2027))
    assert set(found) == set(STEP_TABLES["07_follow_up"])
    assert found["verdicts"][["subject", "item"]].to_numpy().tolist() == [["need", "hip"]]
    assert found["production_follow_up"].empty
    assert found["deviations"].empty
    assert list(found["verdicts"].columns) == list(RESULTS["verdicts"].columns)


ALONE = {
    "indicators": {"unit": "W", "indicator": "overtime", "period": "2026-06", "value": 5.0},
    "goals": {"indicator": "overtime", "unit": "W", "region": None, "level": "tactical",
              "year": 2026, "target": 4.0, "owner": "chef"},
    "actions": {"unit": "W", "deviation": "hours bed", "cause": None, "measure": "x",
                "role": "chef", "due": "2026-01-31", "status": "open"},
    "crowding": {"unit": "W", "period": "2026-06", "over_capacity": 3.0, "placed_elsewhere": None},
    "national": {"indicator": "overtime", "region": "99", "period": "2026", "value": 1.0,
                 "source": "S", "fetched_on": "2026-07-01"},
    "unit_forecasts": {"unit": "W", "need": "hip", "activity": None, "period": "2026-07",
                       "mean": 5.0, "by": "chef", "on": None},
}  # fmt: skip
ANSWERED = {
    "indicators": "indicator_follow_up",
    "goals": "indicator_follow_up",
    "crowding": "indicator_follow_up",
    "actions": "action_list",
    "national": "national_compared",
    "unit_forecasts": "unit_forecasts_compared",
}


@pytest.mark.parametrize("name", ALONE)
def test_each_table_of_follow_up_may_be_there_alone(name):
    months = periods.between("2023-01", "2026-06")
    demand = pd.DataFrame({"region": "99", "need": "hip", "period": months, "patients": 50.0})
    tables = {each: empty(schema) for each, schema in INPUTS.items()}
    tables |= {each: empty(RESULTS[each]) for each in ("driver", "forecast", "plan")}
    tables |= {"demand": demand, name: filled(pd.DataFrame([ALONE[name]]), INPUTS[name])}
    found = as_declared(follow_up.work_out(tables, Settings(), 2027))
    assert set(found) == set(STEP_TABLES["07_follow_up"])
    answered = {each for each in set(ANSWERED.values()) if len(found[each])}
    assert answered == {ANSWERED[name]}
