import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.errors import InputError
from pkslib.settings import Demand, FollowUp, Settings, Treatment
from pkslib.steps.follow_up.need import need_follow_up

HALF_YEAR = Settings(follow_up=FollowUp(window=6))


def _demand(labels, patients=50.0):
    return pd.DataFrame({"region": "99", "need": "hip", "period": labels, "patients": patients})


def _tables(demand, driven=False):
    return {"demand": demand, "driver": pd.DataFrame({"need": ["hip"], "used": [driven]})}


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
    assert without > 2 * with_it
