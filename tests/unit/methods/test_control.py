import math

import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.control import assurance, by_chance, rules, tracking_signal, verdict, xmr

NAN = float("nan")
# Socialstyrelsen, Uppföljning på taktisk nivå (2024), example table January–September 2023, in
# hours: outcome less forecast and outcome less plan.
INFLOW = np.array([103, 110, 133, 124, 99, 85, 97, 105, 103]) - np.array(
    [110, 120, 130, 110, 100, 90, 100, 100, 100]
)
PRODUCTION = np.array([105, 119, 140, 115, 115, 90, 92, 91, 120]) - np.array(
    [100, 120, 130, 130, 110, 80, 80, 80, 110]
)
# NHSRplotthedots _snaps/ptd_spc_standard.md: R set.seed(123); rnorm(20).
NORMAL = [
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621,
    -1.26506123, -0.68685285, -0.44566197, 1.2240818, 0.35981383, 0.40077145, 0.11068272,
    -0.55584113, 1.78691314, 0.49785048, -1.96661716, 0.7013559, -0.47279141,
]  # fmt: skip


def test_the_guidance_table_adds_up():
    assert INFLOW.tolist() == [-7, -10, 3, 14, -1, -5, -3, 5, 3]
    assert INFLOW.sum() == -1
    assert PRODUCTION.tolist() == [5, -1, 10, -15, 5, 10, 12, 11, 10]
    assert PRODUCTION.sum() == 47


def test_the_guidance_verdicts():
    # −1 / (51/9) and 47 / (79/9).
    assert tracking_signal(INFLOW) == pytest.approx(-0.17647058823529413, abs=1e-9)
    assert tracking_signal(PRODUCTION) == pytest.approx(5.354430379746835, abs=1e-9)
    assert verdict(INFLOW) == "random"
    assert verdict(PRODUCTION) == "systematic"


def test_a_chart_of_the_same_deviations_shows_nothing():
    # The trap: control limits alone would contradict the guidance's verdict.
    assert set(rules(PRODUCTION).fired()) == {""}


def test_how_often_chance_gives_such_a_signal():
    # 4 / sqrt(12 · π/2) = 0.9213 standard deviations: two-sided 0.357. Simulated: the share of
    # 20 000 series of twelve normal errors whose signal is beyond 4.
    errors = np.random.default_rng(1).normal(size=(20_000, 12))
    share = (np.abs(tracking_signal(errors)) > 4).mean()
    assert by_chance(4, 12) == by_chance(-4, 12) == pytest.approx(0.357, abs=0.001)
    assert share == pytest.approx(0.357, abs=0.015)
    # The guidance's production: 5.354 / sqrt(9 · π/2) = 1.424, which is 15 % of cases.
    assert by_chance(tracking_signal(PRODUCTION), 9) == pytest.approx(0.154, abs=0.001)
    assert by_chance(0, 12) == 1
    assert math.isnan(by_chance(NAN, 0))


def test_a_signal_of_just_four_is_random():
    # 4 / (4/6), (5 − 1) / (6/6), −(5 − 0.9) / (5.9/6).
    assert tracking_signal([1, 1, 1, 1, 0, 0]) == 6
    assert tracking_signal([1, 1, 1, 1, 1, -1]) == 4
    assert verdict([1, 1, 1, 1, 1, -1]) == "random"
    assert verdict([-1, -1, -1, -1, -1, 0.9]) == "systematic"


def test_missing_periods_are_left_out():
    assert tracking_signal([3, NAN, 3]) == 2
    assert verdict([1, 1, 1, 1, 1, NAN, NAN]) == "too few"
    assert verdict([1, 1, 1, 1, 1, NAN, 1]) == "systematic"


def test_forecasts_that_were_right_are_random():
    assert tracking_signal([0] * 12) == 0
    assert verdict([0] * 12) == "random"


def test_no_errors_give_no_signal():
    assert math.isnan(tracking_signal([NAN, NAN]))
    assert math.isnan(tracking_signal([]))
    assert verdict([]) == "too few"


def test_units_are_judged_one_a_row():
    table = np.stack([INFLOW, PRODUCTION, np.full(9, NAN)])
    assert verdict(table).tolist() == ["random", "systematic", "too few"]
    assert tracking_signal(table).shape == (3,)


def test_limits_of_the_published_chart():
    # NHSRplotthedots ptd_spc_standard.md, all three cases: in the second and third the fifteenth
    # value is put to 10.
    clean = xmr(NORMAL)
    assert clean == pytest.approx((0.1416238, -3.01138, 3.294627), abs=2e-6)
    jump = [*NORMAL[:14], 10, *NORMAL[15:]]
    assert xmr(jump) == pytest.approx((0.6694159, -2.383666, 3.722497), abs=2e-6)
    assert xmr(jump, screen=False) == pytest.approx((0.6694159, -4.596625, 5.935457), abs=2e-6)


def test_limits_by_hand():
    # Moving ranges 2, 1, 2: mean 5/3, times 2.66 = 4.433.
    assert xmr([10, 12, 11, 13]) == pytest.approx((11.5, 11.5 - 4.43333, 11.5 + 4.43333), abs=1e-4)


def test_a_moving_range_is_screened_from_3267_times_the_mean_on():
    # Nine ranges of 1 and one of 4.6 have the mean 1.36: 4.6 is 3.38 times that, and left out.
    # One of 4.2 is 3.18 times the mean of 1.32, and counts.
    calm = [0, 1] * 5
    _, lower, upper = xmr([*calm, 5.6])
    assert (upper - lower) / 2 == pytest.approx(2.66)
    _, lower, upper = xmr([*calm, 5.2])
    assert (upper - lower) / 2 == pytest.approx(2.66 * 1.32)


def test_a_gap_breaks_the_moving_range():
    # 1, 2 and 9, 10 stand side by side; 2 and 9 do not.
    assert xmr([1, 2, NAN, 9, 10], screen=False) == pytest.approx((5.5, 2.84, 8.16))


def test_limits_of_too_little():
    assert xmr([5, NAN, 5])[0] == 5
    assert np.isnan(xmr([5, NAN, 5])[1:]).all()
    assert np.isnan(xmr([])).all()


@pytest.mark.parametrize("value", [0, 0.1, 1 / 3])
def test_a_constant_series_sets_off_nothing(value):
    assert xmr([value] * 9) == (value, value, value)
    assert set(rules([value] * 9).fired()) == {""}


@pytest.mark.parametrize(
    ("series", "flags"),
    [
        ([1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0]),
        ([1, 2, 3, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0, 0]),
        ([1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, 1]),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 0, 0, 0, 0, 0, 0, 1, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [0, 0, 0, 0, 0, 0, -1]),
    ],
)
def test_seven_in_trend(series, flags):
    # NHSRplotthedots test-ptd_calculate_point_type.R.
    assert rules(series).trend.tolist() == flags


@pytest.mark.parametrize(
    ("series", "flags"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [0] * 6 + [1, 1, 0]),
        ([-1] * 8 + [1], [0] * 6 + [-1, -1, 0]),
    ],
)
def test_seven_on_a_side(series, flags):
    # The same file, which leaves the sign of the side out.
    assert rules(series).side.tolist() == flags


def test_two_of_three_near_a_limit():
    # Moving ranges: 38 of 1, 2.9 2.3 2.3 2.9 around the first jump, 2.9 2.3 2.3 at the last: 1.24.
    # Mean 0, limits ±3.30, near from ±2.20.
    calm = [0.5, -0.5] * 10
    signs = rules([*calm, 2.4, 0.1, 2.4, *(-value for value in calm), -2.4, -0.1, -2.4])
    assert signs.near[20:23].tolist() == [1, 0, 1]
    assert signs.near[-3:].tolist() == [-1, 0, -1]
    assert not signs.near[:20].any()
    assert not signs.beyond.any()


def test_a_point_two_thirds_out_is_not_near_yet_nor_is_one_alone():
    # As above: limits ±3.3 or so, so that 2.0 is no more than 0.61 of the way to them.
    calm = [0.5, -0.5] * 10
    assert not rules([*calm, 2.0, 0.1, 2.0, *(-value for value in calm)]).near.any()
    signs = rules([*calm, 2.6, 0.3, 2.6, *(-value for value in calm), 2.6, *calm])
    assert signs.near.nonzero()[0].tolist() == [20, 22]


def test_the_rules_use_limits_as_they_are_chosen():
    # With the two moving ranges of 40 in it the mean is 131 / 45, and the upper limit 9.2; without
    # them 51 / 43, and 4.6.
    calm = [0, 1] * 10
    series = [*calm, 6, 0, 1, 0, 40, 0, *calm]
    assert rules(series).beyond.nonzero()[0].tolist() == [20, 24]
    assert rules(series, screen=False).beyond.nonzero()[0].tolist() == [24]


def test_near_opposite_limits_is_no_sign():
    # NHSRplotthedots test-ptd_spc_standard.R: 1 and −1 in turn, then 5.5 and −5.5.
    assert not rules([1, -1] * 7 + [5.5, -5.5]).near.any()


def test_beyond_a_limit():
    signs = rules([0, 1] * 6 + [20, 0, 1, -20])
    assert signs.beyond.tolist() == [0] * 12 + [1, 0, 0, -1]
    assert signs.fired()[12:].tolist() == ["beyond", "", "", "beyond"]


def test_limits_of_a_chosen_baseline_are_not_moved_by_what_follows():
    calm = [0, 1] * 6
    risen = [2, 3] * 6
    assert not set(rules([*calm, *risen]).beyond) - {0}
    signs = rules([*calm, *risen], baseline=calm)
    # Mean 0.5, limits 0.5 ± 2.66: all of the second year lies above the mean, none beyond 3.16.
    assert not signs.beyond.any()
    assert signs.side[-6:].tolist() == [1] * 6


def test_a_gap_breaks_a_run():
    assert not rules([1, 2, 3, NAN, 4, 5, 6, 7]).trend.any()
    assert not rules([1, 1, 1, 1, NAN, 1, 1, 1, -6]).side.any()


def test_rules_work_row_by_row():
    table = np.array([[1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1]])
    for name, both in zip(rules(table)._fields, rules(table), strict=True):
        for row in (0, 1):
            assert both[row].tolist() == getattr(rules(table[row]), name).tolist()


def test_assurance_against_a_target():
    # NHSRplotthedots test-ptd_calculate_assurance_type.R.
    lower, upper = [1, 5, 1], [3, 7, 5]
    assert assurance(lower, upper, 4).tolist() == [
        "consistent_fail", "consistent_pass", "inconsistent",
    ]  # fmt: skip
    assert assurance(lower, upper, 4, higher_is_better=False).tolist() == [
        "consistent_pass", "consistent_fail", "inconsistent",
    ]  # fmt: skip


@pytest.mark.parametrize("higher", [True, False])
def test_a_target_on_a_limit_lies_within(higher):
    found = assurance([1, 4], [4, 7], 4, higher_is_better=higher)
    assert found.tolist() == ["inconsistent", "inconsistent"]


@pytest.mark.parametrize("call", [tracking_signal, verdict, xmr, rules])
def test_infinite_values_are_refused(call):
    with pytest.raises(InputError, match="2"):
        call([1, float("inf")])


def test_a_missing_limit_is_refused():
    with pytest.raises(InputError, match=r"^lower:"):
        assurance(NAN, 3, 4)
