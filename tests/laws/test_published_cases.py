"""Follow-up, control charts and the care guarantee come out as others have published them.

Each case gives its source. The guidance's own are from Socialstyrelsen, *Uppföljning på taktisk
nivå*: the table "Exempel på hur en analys över utfall mot plan samt prognosfel per månad kan se
ut", and Karolinska's list of gaps (lucklista) under "Praktiskt exempel på framåtblickande
uppföljning".
"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pkslib.methods import control, guarantee
from pkslib.steps.follow_up.verdicts import deviation_table
from pkslib.steps.follow_up.window import window
from pkslib.steps.outlook.beds import bed_shifts, beds_open
from pkslib.steps.outlook.gap_list import gap_list
from pkslib.tables.reference import with_days

# The guidance's table, January to September 2023 [hours].
MONTHS = [f"2023-0{month}" for month in range(1, 10)]
INFLOW_FORECAST = [110, 120, 130, 110, 100, 90, 100, 100, 100]
INFLOW = [103, 110, 133, 124, 99, 85, 97, 105, 103]
PLAN = [100, 120, 130, 130, 110, 80, 80, 80, 110]
PRODUCTION = [105, 119, 140, 115, 115, 90, 92, 91, 120]


def _deviations(expected, outcome):
    return deviation_table(
        pd.Series(expected, MONTHS, dtype=float), pd.Series(outcome, MONTHS, dtype=float)
    )


# --- the guidance's table of outcomes against plan ---


def test_the_guidances_errors_of_the_forecast_inflow():
    found = _deviations(INFLOW_FORECAST, INFLOW)
    assert found.table["deviation"].tolist() == [-7, -10, 3, 14, -1, -5, -3, 5, 3]
    assert (sum(INFLOW_FORECAST), sum(INFLOW), found.total) == (960, 959, -1)


def test_the_guidances_deviations_of_production():
    found = _deviations(PLAN, PRODUCTION)
    assert found.table["deviation"].tolist() == [5, -1, 10, -15, 5, 10, 12, 11, 10]
    assert (sum(PLAN), sum(PRODUCTION), found.total) == (940, 987, 47)
    assert found.total / sum(PLAN) == pytest.approx(0.05)


def test_the_guidances_verdicts_random_inflow_and_systematic_production():
    # The limit 4 of the tracking signal is APICS's; the verdicts are the guidance's.
    inflow, production = np.subtract(INFLOW, INFLOW_FORECAST), np.subtract(PRODUCTION, PLAN)
    # -1 over a mean of 51/9; 47 over a mean of 79/9.
    assert control.tracking_signal(inflow) == pytest.approx(-9 / 51)
    assert control.tracking_signal(production) == pytest.approx(9 * 47 / 79)
    assert (control.verdict(inflow), control.verdict(production)) == ("random", "systematic")


def test_neither_t_test_nor_control_limits_see_what_the_guidance_sees():
    deviations = np.subtract(PRODUCTION, PLAN)
    found = stats.ttest_1samp(deviations, 0)
    assert (found.statistic, found.pvalue) == pytest.approx((1.8158, 0.1069), abs=5e-4)
    assert set(control.rules(deviations).fired()) == {""}


def test_the_guidances_window_of_twelve_months_begins_in_october():
    # The plan begins in January; the months before it are N/A, not 0.
    months = window(pd.Series(["2023-01", "2023-09"]), 12)
    assert (months[0], len(months)) == ("2022-10", 12)
    assert sum(month >= "2023-01" for month in months) == 9


# --- the guidance's list of gaps ---


def test_plus_and_minus_of_the_gap_list_are_kept_apart():
    rows = pd.DataFrame({"unit": "A", "resource": "nurse", "shift": ["day", "evening", "night"]})
    listed = gap_list(
        rows.assign(date="2027-01-04", scheduled=[6, 6, 3]),
        rows.assign(weekday=1, needed=[7, 5, 3]),
    )
    assert (listed["plus"].sum(), listed["minus"].sum()) == (1, 1)


def test_least_beds_of_the_gap_list_add_up():
    beds = {"B8, AVA": 14, "B8, IMA": 6, "C10, Trauma": 20, "C9, RO": 12}
    shift = pd.DataFrame({"unit": list(beds), "resource": "nurse", "shift": "day"})
    ratio = shift.assign(weekday=1, needed=1, beds=beds.values(), patients_per_person=20.0)
    listed = gap_list(shift.assign(date="2027-01-04", scheduled=1), ratio)
    columns = ["kind", *listed.columns[:5], "from_weekday", "from_shift", "to_unit", "persons"]
    moves = pd.DataFrame(columns=columns, dtype=object)
    assert beds_open(bed_shifts(listed, ratio, moves))["commission"].sum() == 52


# --- control charts: NHS-R Community, NHSRplotthedots, its tests and their snapshots
# (github.com/nhs-r-community/NHSRplotthedots, tests/testthat) ---


def test_limits_of_an_individuals_chart():
    # _snaps/ptd_spc_standard.md; the twenty points are R's set.seed(123); rnorm(20).
    points = [
        -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621,
        -1.26506123, -0.68685285, -0.44566197, 1.2240818, 0.35981383, 0.40077145, 0.11068272,
        -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.7013559, -0.47279141,
    ]  # fmt: skip
    assert control.xmr(points) == pytest.approx((0.1416238, -3.01138, 3.294627), abs=2e-6)


@pytest.mark.parametrize(
    ("points", "flags"),
    [
        ([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]),
        ([1, 2, 3, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0, 0]),
        ([1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, 1]),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 0, 0, 0, 0, 0, 0, 1, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [0, 0, 0, 0, 0, 0, -1]),
    ],
)
def test_seven_points_in_a_row_that_rise_or_fall(points, flags):
    # test-ptd_calculate_point_type.R
    assert control.rules(points).trend.tolist() == flags


@pytest.mark.parametrize(
    ("sides", "flags"),
    [
        ([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0]),
        ([1, 1, 1, 1, 1, 1, -1], [0, 0, 0, 0, 0, 0, 0]),
        ([1, 1, 1, 1, 1, 1, 1, 1, -1], [0, 0, 0, 0, 0, 0, 1, 1, 0]),
        ([-1, -1, -1, -1, -1, -1, -1, -1, 1], [0, 0, 0, 0, 0, 0, -1, -1, 0]),
    ],
)
def test_seven_points_in_a_row_on_one_side_of_the_mean(sides, flags):
    # test-ptd_calculate_point_type.R, which gives sides of a mean of 0 and flags without sign.
    assert control.rules(sides, baseline=[-1, 1]).side.tolist() == flags


@pytest.mark.parametrize(
    ("lower", "upper", "higher", "smaller"),
    [
        (1, 3, "consistent_fail", "consistent_pass"),
        (5, 7, "consistent_pass", "consistent_fail"),
        (1, 5, "inconsistent", "inconsistent"),
    ],
)
def test_whether_limits_assure_a_target_of_four(lower, upper, higher, smaller):
    # test-ptd_calculate_assurance_type.R
    assert control.assurance(lower, upper, 4) == higher
    assert control.assurance(lower, upper, 4, higher_is_better=False) == smaller


# --- the care guarantee ---


@pytest.mark.parametrize(
    ("patients", "total", "per_cent"),
    [
        ([43_409, 27_545, 17_091, 35_493], 123_538, 71),  # April 2019
        ([47_615, 23_472, 14_210, 39_506], 124_803, 68),  # February 2019
        ([38_023, 26_193, 13_548, 31_031], 108_795, 71),  # June 2017
    ],
)
def test_the_countrys_share_within_ninety_days(patients, total, per_cent):
    # SKR, vantetider.se, Planerad specialiserad vård: operation/åtgärd, all regions; patients who
    # chose to wait are left out.
    bands = pd.DataFrame({
        "days_from": [0, 31, 61, 91], "days_to": [30, 60, 90, None], "patients": patients,
    })  # fmt: skip
    assert bands["patients"].sum() == total
    assert 100 * guarantee.share_within(bands, 90) == pytest.approx(per_cent, abs=0.5)


@pytest.mark.parametrize(("day", "share"), [(0, 1), (90, 1), (91, 0)])
def test_ninety_days_are_within(day, share):
    # "Väntat 90 dagar eller kortare" (vantetider.se).
    band = pd.DataFrame({"days_from": [day], "days_to": [day], "patients": [1]})
    assert guarantee.share_within(band, 90) == share


def test_the_four_limits():
    # Hälso- och sjukvårdsförordningen (2017:80), 6 kap.
    steps = ["contact", "assessment", "visit", "treatment"]
    needs = pd.DataFrame({"need": steps, "guarantee": steps})
    assert with_days(needs, "2027-01-01")["guarantee_days"].tolist() == [0, 3, 90, 90]


def test_the_clock_starts_when_the_referral_is_issued():
    # The same chapter. Issued on 1 March 2024 and received on the 12th, a visit on 5 June is 96
    # days after the one and 85 after the other.
    last = guarantee.last_day("2024-03-01", 90)
    assert str(last) == "2024-05-30"
    assert not pd.Timestamp("2024-06-05") <= pd.Timestamp(last)
    assert pd.Timestamp("2024-06-05") <= pd.Timestamp(guarantee.last_day("2024-03-12", 90))
