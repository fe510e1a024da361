import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.errors import InputError
from pkslib.settings import Demand, FollowUp, Settings, Treatment
from pkslib.steps.follow_up.deviations import (
    deviations,
    need_follow_up,
    production_follow_up,
    queue,
    with_decided_plan,
)
from pkslib.steps.follow_up.measured import measured
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS

HALF_YEAR = Settings(follow_up=FollowUp(window=6))


def _demand(labels, patients=50.0):
    return pd.DataFrame({"region": "99", "need": "hip", "period": labels, "patients": patients})


def _tables(demand, driven=False):
    undecided = empty(INPUTS["decided_forecast"])
    driver = pd.DataFrame({"need": ["hip"], "used": [driven]})
    return {"demand": demand, "driver": driver, "decided_forecast": undecided}


def _treated(**treatment):
    demand = Demand(treatments={"hip": Treatment(**treatment)})
    return Settings(demand=demand, follow_up=FollowUp(window=6))


def test_the_forecast_knows_nothing_of_the_window():
    # A steady 50 a month for three years, then a jump to 80 in the window: the forecast made
    # before it says 50.
    months = periods.between("2023-01", "2026-06")
    demand = _demand(months)
    demand.loc[36:, "patients"] = 80.0
    found = need_follow_up(_tables(demand), HALF_YEAR)
    assert found["period"].tolist() == months[-6:]
    assert found["forecast"].tolist() == pytest.approx([50] * 6, abs=1)
    assert found["error"].tolist() == pytest.approx([30] * 6, abs=1)


def test_a_need_without_history_before_the_window_has_no_forecast():
    found = need_follow_up(_tables(_demand(periods.between("2026-01", "2026-03"))), HALF_YEAR)
    assert found["forecast"].isna().all()
    assert found["outcome"].tolist()[3:] == [50, 50, 50]


@pytest.mark.parametrize(("before", "known"), [(5, False), (6, True)])
def test_a_history_before_the_window_too_short_for_a_forecast_gives_none(before, known):
    months = periods.between("2025-01", "2026-06")[6 - before :]
    found = need_follow_up(_tables(_demand(months)), Settings())
    assert len(found) == 12
    assert found["forecast"].notna().tolist() == [known] * 12
    assert (found["basis"] == "").tolist() == [not known] * 12


def test_a_year_of_quarters_is_four_of_them():
    quarters = periods.between("2020-Q1", "2026-Q3")
    found = need_follow_up(_tables(_demand(quarters)), Settings())
    assert found["period"].tolist() == quarters[-4:]
    assert found["forecast"].tolist() == pytest.approx([50] * 4, abs=1)


def test_a_level_shift_that_the_scenario_tells_of_reaches_the_forecast_of_the_window():
    # 50 a month, and 55 from 2025-09: too little a step to be found. Told of, it lifts the
    # forecast made before 2026 to 55; not told of, the forecast still lies between the two.
    months = periods.between("2023-01", "2026-06")
    demand = _demand(months)
    demand.loc[months.index("2025-09") :, "patients"] = 55.0
    told = need_follow_up(_tables(demand), _treated(periods={"2025-09": "level shift"}))
    untold = need_follow_up(_tables(demand), HALF_YEAR)
    assert told["forecast"].tolist() == pytest.approx([55] * 6, abs=0.1)
    assert untold["error"].abs().mean() > 2 * told["error"].abs().mean() + 0.1


@pytest.mark.parametrize(
    "said",
    [
        {"periods": {"2026-01": "level shift"}},
        {"periods": {"2025-12": "level shift"}},
        {"history_from": "2026-01"},
    ],
)
def test_what_could_not_be_said_before_the_window_is_not_heard(said):
    months = periods.between("2023-01", "2026-06")
    demand = _demand(months)
    demand.loc[36:, "patients"] = 80.0
    found = need_follow_up(_tables(demand), _treated(**said))
    pd.testing.assert_frame_equal(found, need_follow_up(_tables(demand), HALF_YEAR))


def test_a_treatment_of_a_period_that_was_never_there_is_refused():
    demand = _demand(periods.between("2023-01", "2026-06"))
    with pytest.raises(InputError, match="2026-07"):
        need_follow_up(_tables(demand), _treated(periods={"2026-07": "drop"}))


def test_the_population_drives_the_forecast_of_the_window_where_it_drives_the_next():
    # As many inhabitants until the end of 2024, a tenth more a year after that.
    demand = _demand(periods.between("2022-01", "2026-06"))
    persons = [1000.0] * 4 + [1100.0, 1210.0]
    people = pd.DataFrame({"sex": "F", "age_group": "65+", "year": range(2021, 2027)})
    population = people.assign(persons=persons)
    with_it, without = (
        need_follow_up({**_tables(demand, driven), "population": population}, HALF_YEAR)
        for driven in (True, False)
    )
    assert (with_it["forecast"] > without["forecast"] + 1).all()


def test_the_calendar_switched_off_in_the_scenario_is_off_in_the_window():
    # Twenty patients each working day of the month.
    months = periods.between("2018-01", "2026-06")
    starts = np.array(months, dtype="datetime64[M]")
    days = np.busday_count(starts.astype("datetime64[D]"), (starts + 1).astype("datetime64[D]"))
    tables = _tables(_demand(months, 20.0 * days))
    with_it, without = (
        need_follow_up(tables, settings)["error"].abs().mean()
        for settings in (HALF_YEAR, _treated(calendar=False))
    )
    assert without > 1.4 * with_it


def test_the_window_ends_with_the_latest_outcome(produced):
    count = [100.0] * 10 + [np.nan, np.nan]
    found = production_follow_up(produced(count, 95.0), FollowUp(window=4))
    assert found["period"].tolist() == ["2026-07", "2026-08", "2026-09", "2026-10"]
    assert found["deviation"].tolist() == [5] * 4


def test_a_month_outside_the_limits_is_marked(produced):
    found = production_follow_up(produced([100.0, 102.0] * 5 + [100, 150], 100.0), FollowUp())
    assert found.loc[found["rule"] == "beyond", "period"].tolist() == ["2026-12"]


def test_without_a_plan_outcomes_stand_alone(produced):
    found = production_follow_up(produced(100.0, None), FollowUp())
    assert found["outcome"].tolist() == [100] * 12
    assert found[["plan", "deviation", "lower"]].isna().all(axis=None)


def test_a_series_that_began_later_is_not_available_before(produced):
    short = produced(10.0, 8.0).tail(3).assign(activity="new")
    both = production_follow_up(pd.concat([produced(100.0, 95.0), short]), FollowUp(window=6))
    new = both[both["activity"] == "new"]
    assert new["deviation"].isna().tolist() == [True] * 3 + [False] * 3


def test_hours_points_capacity_and_money_over_one_window(nothing, produced):
    tables = nothing | {
        "production": produced(10.0, 9.0, drg=5.0, cost=100.0),
        "activities": pd.DataFrame({"activity": ["visit"], "drg_weight": [0.5]}),
        "activity_times": pd.DataFrame(
            {"activity": ["visit"], "unit": None, "capacity": "hour", "amount": 2.0}
        ),
        "capacity_outcome": pd.DataFrame(
            {"unit": ["A"], "capacity": "hour", "period": "2026-12", "planned": 30.0,
             "available": 28.0, "used": 21.0}
        ),
        "budgets": pd.DataFrame({"unit": ["A"], "year": [2026], "amount": [1100.0]}),
        "units": pd.DataFrame({"unit": ["A"], "parent": [None]}),
    }  # fmt: skip
    found = deviations(tables, measured(tables), FollowUp())
    december = found[found["period"] == "2026-12"].set_index("subject")["deviation"]
    # 21 used less 9 · 2; 5 less 9 · 0.5; 28 less 30; 100 less a twelfth of 1 100.
    assert december.round(2).to_dict() == {
        "capacity": -2, "drg": 0.5, "hours": 3, "money": 8.33,
    }  # fmt: skip
    assert found.groupby("subject").size().to_dict() == dict.fromkeys(december.index, 12)


def test_a_queue_alone_is_followed_up_by_the_month(nothing):
    lists = pd.DataFrame(
        {"region": "99", "need": "hip", "unit": None, "as_of": ["2026-01-31", "2026-03-31"],
         "patients": [10.0, 12.0]}
    )  # fmt: skip
    tables = nothing | {"waiting": lists}
    found = deviations(tables, measured(tables), FollowUp(window=3))
    assert found["period"].tolist() == ["2026-01", "2026-02", "2026-03"]
    assert found["deviation"].tolist()[::2] == [0, 2]
    # Nothing else is measured, and a queue has no control limits: they are there all the same.
    assert found[["lower", "upper"]].isna().all(axis=None)


def test_nothing_known_is_nothing_followed_up(nothing):
    assert deviations(nothing, measured(nothing), FollowUp()).empty


def _lists(*rows, unit=None):
    found = pd.DataFrame(rows, columns=["as_of", "patients"])
    return found.assign(region="99", need="hip", unit=unit).astype({"unit": "str"})


def test_bands_are_added_up_and_the_last_count_of_a_period_stands():
    found = queue(
        _lists(
            ("2025-12-31", 30.0), ("2025-12-31", 10.0), ("2026-01-15", 99.0), ("2026-01-31", 50.0)
        ),
        ["2026-01", "2026-02"],
    )  # fmt: skip
    assert found["planned"].tolist() == [40, 40]
    assert found["outcome"].tolist()[0] == 50
    assert found["outcome"].isna().tolist() == [False, True]


def test_without_a_count_before_the_window_the_first_in_it_is_the_start():
    found = queue(_lists(("2026-02-28", 50.0), ("2026-03-31", 55.0)), ["2026-01", "2026-02"])
    assert found["planned"].tolist() == [50, 50]


def test_the_lists_of_all_units_count_in_each_period():
    # A 90 and B 60 in September; in October A 100 on the 31st, B's list of September stands.
    found = queue(
        pd.concat([
            _lists(("2026-09-30", 90.0), ("2026-10-31", 100.0), unit="A"),
            _lists(("2026-09-30", 60.0), unit="B"),
        ]),
        ["2026-09", "2026-10"],
    )  # fmt: skip
    assert found["outcome"].tolist() == [150, 160]


def test_no_lists_no_rows():
    assert queue(_lists(), ["2026-01"]).empty


def _decided(**months):
    rows = {"region": "99", "need": "hip", "period": months.keys(), "mean": months.values()}
    return pd.DataFrame(rows | {"round": 1, "on": "2026-04-01"})


def test_the_error_is_that_of_the_forecast_that_was_decided():
    # A steady 50 a month, so a forecast made then says 50; the round decided 44 for May.
    tables = _tables(_demand(periods.between("2023-01", "2026-06")))
    kept = _decided(**{"2026-05": 44.0})
    found = need_follow_up({**tables, "decided_forecast": kept}, HALF_YEAR).set_index("period")
    assert found.loc["2026-05", ["forecast", "error", "basis", "round"]].tolist() == [
        44.0, 6.0, "decided", 1
    ]  # fmt: skip
    assert found.loc["2026-06", "basis"] == "made_then"
    assert found.loc["2026-06", "forecast"] == pytest.approx(50, abs=1)


def test_the_plan_that_was_decided_goes_before_the_one_stated(produced):
    rows = {"unit": "A", "activity": "visit", "period": ["2026-06"], "target": [90.0]}
    kept = pd.DataFrame(rows | {"round": 2, "on": "2026-01-10"})
    found = with_decided_plan(produced(100.0, 95.0), kept).set_index("period")
    assert found.loc["2026-06", ["planned", "basis", "round"]].tolist() == [90.0, "decided", 2]
    assert found.loc["2026-07", ["planned", "basis"]].tolist() == [95.0, "stated"]
    assert with_decided_plan(produced(100.0, None), kept.head(0))["basis"].unique() == [""]
