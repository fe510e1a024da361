import datetime

import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import Queue
from pkslib.settings.sections import Limit
from pkslib.steps.need.futures import expected_waits, reliefs
from pkslib.steps.need.queue import work_out
from pkslib.tables.declaration import empty, validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

NEEDS = pd.DataFrame({"need": ["hip", "eye"], "guarantee_days": [90.0, np.nan]})
NOBODY = pd.DataFrame({"need": ["hip", "eye"], "leaving": 0.0, "leaving_source": "measured"})
IN_ORDER = Queue(in_order=1.0)


def _waiting(as_of="2026-12-31", over=70.0, unit=None, within=130.0, limit=90):
    rows = [("hip", as_of, 0, limit, within), ("hip", as_of, limit + 1, None, over)]
    found = pd.DataFrame(rows, columns=["need", "as_of", "days_from", "days_to", "patients"])
    found = found.assign(region="99", unit=unit, struck_off=np.nan)
    return found.astype({"unit": "str", "days_to": "Int64"})


def _tables(waiting, **more):
    """One new patient a day and need, before and after the last demand."""
    rows = []
    for need in ("hip", "eye"):
        for label in periods.between("2024-01", "2027-12"):
            rows.append((need, label, float(periods.days(label))))
    flow = pd.DataFrame(rows, columns=["need", "period", "patients"])
    known = flow["period"] <= "2026-10"
    found = {name: empty(INPUTS[name]) for name in
             ("bookings", "pathways", "activities", "unit_demand")}  # fmt: skip
    return found | {
        "waiting": waiting, "needs": NEEDS, "demand": flow[known],
        "forecast": flow[~known].rename(columns={"patients": "mean"}),
        "forecast_sums": pd.DataFrame({"need": ["hip"], "period": "2027", "mean": 365.0,
                                       "lower_80": 292.0, "upper_80": 438.0}),
    } | more  # fmt: skip


def _run(waiting, settings=IN_ORDER, leaving=NOBODY, **more):
    found = work_out(_tables(waiting, **more), leaving, settings, 2027)
    return {name: validate(frame, RESULTS[name]) for name, frame in found.items()}


def _year(found, future):
    rows = found["waiting_ahead"]
    return rows[rows["future"] == future].reset_index(drop=True)


def test_a_list_is_brought_within_the_guarantee_by_a_date():
    # 10 weeks from New Year to 11 March: 130 of the list (10 a week) pass the limit in 13 weeks,
    # 100 of them by then, beside the 70 who have already: 170 less what is treated may be a tenth
    # of 200 + 70 new less what is treated: 0.9 c = 170 − 27, c = 158.9, 15.9 a week.
    found = _run(_waiting(), Queue(in_order=1.0, by=datetime.date(2027, 3, 11)))
    row = found["waiting_goal"].squeeze()
    assert row[["need", "rule", "by", "waiting"]].tolist() == ["hip", "today", "2027-03-11", 200]
    assert row[["within", "arrivals", "lately"]].tolist() == pytest.approx([0.65, 7, 7])
    assert row["needed"] == pytest.approx((170 - 27) / 0.9 / 10, rel=1e-4)
    assert row["extra"] == pytest.approx(row["needed"] - 7)
    # In order all wait equally long: a list of 7 a week lasts at 90 / 7 weeks, over 0.9.
    assert row["steady_list"] == pytest.approx(90 / 0.9, rel=1e-4)
    # Kingman at the mean wait of a quarter of 13 weeks: 7 + 4 / (90 / 7).
    assert row["steady"] == pytest.approx(7 + 4 * 7 / 90)
    # From 200 in 70 days.
    assert row["monthly_change"] == pytest.approx(-100 / (70 * 12 / 365), rel=1e-3)


def test_every_future_tells_what_comes_and_goes():
    found = _run(_waiting("2026-10-31"))
    before = _year(found, "carried")
    assert before["period"].tolist() == ["2026-11", "2026-12"]
    for future in ("as_lately", "guarantee"):
        rows = _year(found, future)
        assert rows["period"].tolist() == periods.within_year(2027, "month")
        change = (rows["inflow"] - rows["treated"] - rows["left"]).cumsum()
        np.testing.assert_allclose(rows["waiting"], before["waiting"].iloc[-1] + change)
    # One list tells no pace: as many are treated as come.
    lately = _year(found, "as_lately")
    np.testing.assert_allclose(lately["waiting"], 200)
    assert not found["waiting_model"]["pace_known"].any()


def test_the_list_at_the_end_of_the_year_has_the_range_of_those_who_come():
    # A fifth fewer or more of 365 come, and as many are treated; nothing is told before.
    lately = _year(_run(_waiting()), "as_lately").set_index("period")
    ends = lately[["waiting_lower", "waiting", "waiting_upper"]]
    assert ends.loc["2027-12"].tolist() == pytest.approx([127, 200, 273])
    assert ends.loc["2027-11", ["waiting_lower", "waiting_upper"]].isna().all()


def test_months_are_calendar_months():
    # One comes each day and one is treated: 28 in February and 31 in March, not 4 or 5 weeks.
    rows = _year(_run(_waiting("2026-10-31")), "as_lately").set_index("period")
    np.testing.assert_allclose(rows["inflow"], [periods.days(month) for month in rows.index])
    # Of 130 spread over 0–90 days 30/91 pass the limit in November, and 30 are treated of the 70.
    november = _year(_run(_waiting("2026-10-31")), "carried").iloc[0]
    assert november["overdue"] == pytest.approx(70 + 130 * 30 / 91 - 30)


def test_the_pace_is_what_the_lists_of_a_year_tell():
    # 365 came, and the list rose from 200 to 273: 292 were treated, 0.8 a day.
    lists = pd.concat([_waiting("2025-12-31"), _waiting(over=143.0)])
    found = _run(lists)
    assert found["waiting_model"]["pace"].tolist() == pytest.approx([0.8 * 7])
    assert _year(found, "as_lately")["waiting"].iloc[-1] == pytest.approx(273 + 73, abs=0.5)


def test_who_leaves_is_not_counted_as_treated():
    # Of a list of 200 and 7 new a tenth leaves each week: more leave than come, nobody is treated.
    lists = pd.concat([_waiting("2025-12-31"), _waiting()])
    leaving = NOBODY.assign(leaving=0.1)
    found = _run(lists, leaving=leaving)
    assert found["waiting_model"]["pace"].tolist() == [0]
    january = _year(found, "as_lately").iloc[0]
    assert january["left"] == pytest.approx(200 + 31 - january["waiting"])


def test_who_is_struck_off_is_not_counted_as_treated():
    # 365 came in the year and the list fell by 73: of the 438 gone 73 had no care to come.
    lists = pd.concat([_waiting("2025-12-31", over=143.0), _waiting()])
    struck = lists.assign(struck_off=[np.nan, np.nan, 70.0, 3.0])
    assert _run(lists)["waiting_model"]["pace"].tolist() == pytest.approx([438 / 365 * 7])
    assert _run(struck)["waiting_model"]["pace"].tolist() == pytest.approx([7])


def test_lists_of_units_go_ahead_by_themselves():
    # Two units; A has three quarters of the operations, and of the inflow.
    paths = pd.DataFrame({"need": "hip", "unit": ["A", "B"], "activity": "cut",
                          "per_patient": [0.75, 0.25]})  # fmt: skip
    acts = pd.DataFrame({"activity": ["cut"], "kind": "operation"})
    lists = pd.concat([_waiting(unit="A"), _waiting("2026-11-30", unit="B", within=30.0)])
    found = _run(lists, pathways=paths, activities=acts)
    model = found["waiting_model"].set_index("unit")
    assert model["part"].to_dict() == {"A": 0.75, "B": 0.25}
    assert model["today"].to_dict() == {"A": 200, "B": 100}
    months = _year(found, "as_lately").groupby("unit")["inflow"].sum()
    assert months.to_dict() == pytest.approx({"A": 0.75 * 365, "B": 0.25 * 365})
    assert found["expected_waits"]["unit"].unique().tolist() == ["A", "B"]


def test_bookings_beyond_the_pace_bring_the_list_down_before_the_year():
    # 14 booked in each of two weeks, where 7 are treated: 14 fewer wait at New Year.
    weeks = ["2026-W50", "2026-W51"]
    booked = pd.DataFrame({"unit": "A", "need": "hip", "week": weeks, "booked": 14.0,
                           "hours_per_patient": 1.0})  # fmt: skip
    paths = pd.DataFrame({"need": ["hip"], "unit": "A", "activity": "cut", "per_patient": 1.0})
    acts = pd.DataFrame({"activity": ["cut"], "kind": "operation"})
    found = _run(_waiting("2026-11-29"), bookings=booked, pathways=paths, activities=acts)
    assert found["waiting_model"]["waiting"].tolist() == pytest.approx([200 - 14])
    few = booked.assign(booked=3.0)
    found = _run(_waiting("2026-11-29"), bookings=few, pathways=paths, activities=acts)
    assert found["waiting_model"]["waiting"].tolist() == pytest.approx([200])


def test_bookings_count_as_far_as_the_list_has_ever_been_treated():
    # From 1 August on one comes a day, and the list falls by 15 in the first month alone: 107 are
    # treated in 92 days, 76 in the busiest two months. 42 are booked in three weeks.
    weeks = ["2026-W45", "2026-W46", "2026-W47"]
    booked = pd.DataFrame({"unit": "A", "need": "hip", "week": weeks, "booked": 14.0,
                           "hours_per_patient": 1.0})  # fmt: skip
    paths = pd.DataFrame({"need": ["hip"], "unit": "A", "activity": "cut", "per_patient": 1.0})
    acts = pd.DataFrame({"activity": ["cut"], "kind": "operation"})
    sizes = {"2026-08-01": 120.0, "2026-09-01": 105.0, "2026-10-01": 105.0, "2026-11-01": 105.0}
    lists = pd.concat([_waiting(day, over=0.0, within=size) for day, size in sizes.items()])
    found = _run(lists, bookings=booked, pathways=paths, activities=acts)
    usual, most = 107 / 92 * 7, 76 / 61 * 7
    more = 3 * most - 3 * usual
    before = 105 + 60 - 60 * 107 / 92
    assert found["waiting_model"]["waiting"].tolist() == pytest.approx([before - more], abs=0.01)


def test_bands_across_the_limit_are_told_as_a_range():
    found = _run(_waiting(limit=180, within=150.0, over=10.0))
    assert not found["waiting_model"]["bands_tell"].any()
    row = found["waiting_goal"].squeeze()
    assert row[["within_lower", "within_upper"]].tolist() == pytest.approx([0, 150 / 160])
    assert np.isnan(row["within"])
    january = _year(found, "as_lately").iloc[0]
    assert np.isnan(january["overdue"])
    assert january["overdue_lower"] < 20 < 120 < january["overdue_upper"]


@pytest.mark.parametrize(
    ("by", "lower", "upper"),
    [
        # 10 weeks from New Year: the 10 who have waited 181 days are late by then, and of the 150
        # none or all. 0.9 c = late − 23 of 160 + 70: 0 when they came on the last day of the year.
        (datetime.date(2027, 3, 11), 0.0, (160 - 23) / 0.9 / 10),
        # 20 weeks: whoever waits at New Year is late by then, beside 7 weeks of new patients:
        # 0.9 c = 160 + 49 − 30. No split of the band says anything else, so it is told.
        (datetime.date(2027, 5, 20), (209 - 30) / 0.9 / 20, (209 - 30) / 0.9 / 20),
    ],
)
def test_what_the_guarantee_takes_is_a_range_where_the_split_of_a_band_matters(by, lower, upper):
    lists = _waiting(limit=180, within=150.0, over=10.0)
    row = _run(lists, Queue(in_order=1.0, by=by))["waiting_goal"].squeeze()
    found = row[["needed_lower", "needed_upper"]].tolist()
    assert found == pytest.approx([lower, upper], rel=1e-3, abs=1e-3)
    assert np.isnan(row["within"])
    if lower == upper:
        assert row["needed"] == pytest.approx(upper, rel=1e-3)
    else:
        assert np.isnan(row["needed"])


def test_stricter_limits_stand_beside_the_rules_of_today_from_their_day():
    strict = (Limit(need="hip", days=30, valid_from=datetime.date(2027, 7, 1)),
              Limit(need="hip", days=10, valid_from=datetime.date(2028, 1, 1)))  # fmt: skip
    goal = _run(_waiting(), Queue(in_order=1.0, stricter=strict))["waiting_goal"].set_index("rule")
    assert goal["limit"].to_dict() == {"today": 90, "stricter": 30}
    # In order a third as long a limit allows a third of the list.
    assert goal.loc["stricter", "steady_list"] == pytest.approx(30 / 0.9, rel=1e-3)
    # The bands straddle 30 days, but in a year none of those who wait now are within either limit.
    assert np.isnan(goal.loc["stricter", "within"])
    assert goal.loc["stricter", "needed"] > goal.loc["today", "needed"]


def test_a_need_without_a_guarantee_has_a_wait_and_no_goal():
    rows = _waiting().assign(need="eye")
    found = _run(rows)
    assert found["waiting_goal"].empty
    assert set(found["waiting_ahead"]["future"]) == {"as_lately"}
    assert found["waiting_ahead"]["overdue_upper"].isna().all()
    assert len(found["expected_waits"]) == 12


def test_the_wait_in_order_is_that_of_the_list():
    # 182 wait and one a day is treated in order: who is treated has waited 26 weeks by then.
    lists = _waiting(over=91.0, within=91.0).assign(days_to=pd.array([90, 181], "Int64"))
    waits = _run(lists)["expected_waits"].set_index("period")["wait_days"]
    assert waits["2027-01"] == pytest.approx(181, abs=8)
    assert waits["2027-12"] == pytest.approx(182, abs=8)


def test_waits_of_quarters_are_weighed_by_those_treated():
    rows = pd.DataFrame({
        "need": "hip", "unit": "", "future": ["as_lately"] * 3 + ["guarantee"],
        "period": ["2027-01", "2027-02", "2027-03", "2027-01"], "treated": [10.0, 30.0, 0.0, 9.0],
        "wait_days": [40.0, 80.0, np.nan, 1.0],
    })  # fmt: skip
    found = expected_waits(rows, 2027, "quarter")
    assert found[["period", "wait_days"]].to_numpy().tolist() == [["2027-Q1", 70]]
    weeks = expected_waits(rows, 2027, "week").set_index("period")["wait_days"]
    assert weeks["2027-W02"] == 40


def test_the_back_test_carries_the_list_of_a_year_ago():
    # Until a year ago as many were treated as came; then none: 365 more than expected.
    days = ["2024-12-31", "2025-12-31"]
    lists = pd.concat([*(_waiting(day) for day in days), _waiting(over=435.0)])
    row = _run(lists)["waiting_backtest"].squeeze()
    assert row[["from_day", "to_day"]].tolist() == ["2025-12-31", "2026-12-31"]
    assert row[["before", "expected", "seen"]].tolist() == pytest.approx([200, 200, 565], abs=0.5)
    assert row["late_seen"] == pytest.approx(435 / 565)
    # The list is wrong by those treated in fact, none, instead of the year before's 365.
    flows = ["inflow", "inflow_before", "treated", "treated_lately"]
    assert row[flows].tolist() == pytest.approx([365, 365, 0, 365], abs=0.5)
    # With the year's own flows nobody is treated: all but the last 90 days' have waited longer.
    assert row["late_with_flows"] == pytest.approx((565 - 91) / 565, abs=0.01)


@pytest.mark.parametrize("day", ["2028-01-31", None])
def test_without_a_list_before_the_end_of_the_year_nothing_is_told(day):
    lists = _waiting(day) if day else _waiting().iloc[:0]
    assert all(frame.empty for frame in _run(lists).values())


def test_relief_follows_the_goal_until_its_date():
    expected = pd.DataFrame({"need": "hip", "period": ["2027-01", "2027-03", "2027-04"]})
    goal = pd.DataFrame({"need": ["hip"], "rule": "today", "needed": [19.0], "arrivals": [12.0]})
    queue = pd.DataFrame({"need": ["hip"], "relief": [-3.0]})
    lists = {"queue": queue, "waiting_goal": goal}
    chosen = Queue(work_down=True, by=datetime.date(2027, 3, 11))
    assert reliefs(expected, lists, chosen).tolist() == [31, 11, 0]
    assert reliefs(expected, lists, Queue(work_down=True)).tolist() == [0, 0, 0]
    longer = {**lists, "queue": queue.assign(relief=3.0)}
    assert reliefs(expected, longer, Queue(work_down=True)).tolist() == [3, 3, 3]
    assert reliefs(expected, longer, Queue()).tolist() == [0, 0, 0]
