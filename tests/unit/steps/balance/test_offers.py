import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.offers import budgets_of, offers_of, shares_of

QUARTERS = ["2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4"]


def _shares(measures, **row):
    return shares_of(offers_of(measures(row), 2027), QUARTERS)


def test_the_whole_amount_falls_in_the_days_it_works(measures):
    # All year: 90, 91, 92 and 92 of 365 days.
    gain, dip = _shares(measures)
    assert gain[0].tolist() == pytest.approx(np.array([90, 91, 92, 92]) / 365)
    assert not dip.any()


def test_lead_time_takes_off_the_beginning(measures):
    # 10 weeks are 70 of the first quarter's 90 days; of 365 days' worth 295 are left.
    gain, _ = _shares(measures, lead_weeks=10)
    assert gain[0].tolist() == pytest.approx(np.array([20, 91, 92, 92]) / 365)
    offered = offers_of(measures({"lead_weeks": 10, "max_amount": 365.0}), 2027)["offered"]
    assert offered.tolist() == pytest.approx([295])


def test_effect_rises_in_a_straight_line(measures):
    # 12 months to full effect: the year's area under the line from 0 to 1 is a half (0.06 days off
    # since a mean month is 30.44 days).
    gain, _ = _shares(measures, ramp_months=12)
    assert gain.sum() == pytest.approx(0.5, abs=1e-3)
    assert gain[0, 0] < gain[0, 1] < gain[0, 2] < gain[0, 3]


def test_an_initial_dip_comes_before_the_effect(measures):
    # From −0.5 up to 1 over 12 months: a third of the year below zero, area 0.5 · 1/3 / 2 = 1/12;
    # above zero 1 · 2/3 / 2 = 1/3.
    gain, dip = _shares(measures, ramp_months=12, dip=0.5)
    assert dip.sum() == pytest.approx(1 / 12, abs=1e-3)
    assert gain.sum() == pytest.approx(1 / 3, abs=1e-3)
    assert dip[0, 2:].tolist() == pytest.approx([0, 0])


def test_work_begun_last_year_has_come_further(measures):
    # Begun in July 2026 with a year to full effect: at half of it in January, all of it in July.
    gain, _ = _shares(measures, start="2026-07", ramp_months=12)
    assert gain[0, 0] > 0.5 * 90 / 365
    assert gain[0, 3] == pytest.approx(92 / 365)


@pytest.mark.parametrize(
    ("status", "offered"), [("planned", 0.0), ("ongoing", 7.0), ("realised", 7.0)]
)
def test_planned_improvement_offers_nothing(measures, status, offered):
    found = offers_of(measures({"step": 2, "status": status, "realised": 0.7}), 2027)
    assert found["offered"].tolist() == pytest.approx([offered])
    assert found["unrealised"].tolist() == pytest.approx([10 - offered])


@pytest.mark.parametrize(
    ("status", "realised", "unrealised"), [("planned", 0.7, 10), ("ongoing", 0.7, 3)]
)
@pytest.mark.parametrize("step", [2, 3])
def test_looking_through_a_list_is_never_counted(measures, step, status, realised, unrealised):
    # The shorter list is the effect; what is hoped for is told as not realised.
    row = {"step": step, "kind": "list_review", "status": status, "realised": realised}
    found = offers_of(measures(row), 2027)
    assert found["offered"].tolist() == [0]
    assert found["unrealised"].tolist() == pytest.approx([unrealised if step == 2 else 0])


def test_work_long_at_full_effect_gives_all_of_it_and_never_more(measures):
    # Full effect came two years ago at the latest, after rises that are no round numbers.
    rows = [
        {"step": 2, "start": "2019-03", "ramp_months": ramp, "dip": dip}
        | {"status": "realised", "realised": 1.0, "max_amount": 1234.5}
        for ramp in np.linspace(0.1, 60, 50)
        for dip in (0.0, 0.3)
    ]
    found = offers_of(measures(*rows), 2027)
    assert found["offered"].tolist() == pytest.approx([1234.5] * len(rows))
    assert found["unrealised"].min() >= 0


def test_work_whose_lead_time_outlasts_the_year_offers_nothing_but_its_promise_is_told(measures):
    # From October 20 weeks on is February of the next year.
    work = {"step": 2, "status": "ongoing", "realised": 0.5, "start": "2027-10", "lead_weeks": 20.0}
    found = offers_of(measures(work | {"end": "2028-12"}), 2027)
    assert found[["offered", "unrealised"]].to_numpy().tolist() == [[0, 10]]


def test_a_measure_outside_the_year_is_not_offered(measures):
    assert offers_of(measures({"start": "2028-01", "end": "2028-12"}), 2027).empty


def test_need_that_is_shifted_takes_the_surplus_of_the_receiver(measures):
    shift = {"side": "need", "to_unit": "P1", "to_capacity": "visit_hour", "to_amount": 2.0}
    found = offers_of(measures(shift), 2027)
    columns = ["unit", "giver", "giver_capacity", "per_giver", "shifts"]
    assert found[columns].to_numpy().tolist() == [["A1", "P1", "visit_hour", 2.0, True]]


def test_a_move_to_nowhere_is_no_offer(measures):
    assert offers_of(measures({"step": 1}, {"step": 1, "to_unit": "A1"}), 2027).empty


UNITS = pd.DataFrame({"unit": ["H", "MED", "W1", "P1"], "parent": [None, "H", "MED", None]})


def _budgets(*rows):
    return pd.DataFrame(rows, columns=["unit", "year", "amount", "for_measures"])


def test_the_nearest_budget_above_pays():
    found = budgets_of(UNITS, _budgets(("H", 2027, 9e6, 1e6), ("MED", 2027, 3e6, 2e5)), 2027)
    assert found.payer.to_dict() == {"H": "H", "MED": "MED", "W1": "MED"}
    assert found.left.to_dict() == {"H": 1e6, "MED": 2e5}


def test_a_budget_that_sets_nothing_aside_limits_nothing():
    found = budgets_of(UNITS, _budgets(("H", 2027, 9e6, None), ("MED", 2026, 3e6, 2e5)), 2027)
    assert found.payer.empty


def test_what_is_spent_is_no_longer_left():
    found = budgets_of(UNITS, _budgets(("MED", 2027, 3e6, 2e5)), 2027)
    spent = pd.DataFrame({"unit": ["W1", "P1", "MED"], "cost": [5e4, 1e6, 7e4]})
    assert found.less(spent).left.tolist() == pytest.approx([8e4])


def test_a_budget_that_roundings_overdraw_is_used_up():
    found = budgets_of(UNITS, _budgets(("MED", 2027, 3e6, 2e5)), 2027)
    assert found.less(pd.DataFrame({"unit": ["W1"], "cost": [2e5 + 1e-6]})).left.tolist() == [0]


@pytest.mark.parametrize(
    ("parts", "fixed", "each"),
    [
        # Parts take the place of the cost that tells all of it, and are never added to it.
        ({}, 0, 100),
        ({"unit_cost": 30.0}, 0, 30),
        ({"fixed_cost": 1000.0, "unit_cost": 30.0}, 12_000, 30),
        ({"fixed_cost": 1000.0}, 12_000, 0),
        # From July on 184 of 365 days; bound for three months of which two fall in the year.
        ({"fixed_cost": 1000.0, "start": "2027-07"}, 12_000 * 184 / 365, 0),
        ({"fixed_cost": 1000.0, "start": "2027-11", "end": "2027-11", "min_months": 3.0},
         12_000 * 61 / 365, 0),
        ({"fixed_cost": 1000.0, "end": "2027-01", "min_months": 2.0}, 12_000 * 61 / 365, 0),
        # An investment is paid once, in the year that it begins.
        ({"fixed_cost": 1000.0, "cost_kind": "investment"}, 1000, 0),
        ({"fixed_cost": 1000.0, "cost_kind": "investment", "start": "2026-07"}, 0, 0),
    ],
)  # fmt: skip
def test_a_measure_costs_by_its_parts_where_they_are_told(measures, parts, fixed, each):
    (row,) = offers_of(measures(parts), 2027).to_dict("records")
    assert (row["fixed"], row["unit_cost"]) == pytest.approx((fixed, each))
    assert row["cost"] == pytest.approx(each + fixed / row["offered"])
