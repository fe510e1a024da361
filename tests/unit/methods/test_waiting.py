import math

import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods import guarantee
from pkslib.methods.waiting import (
    last_day,
    load,
    pressure,
    relief_capacity,
    share_range,
    share_within,
    target_capacity,
    target_queue,
)


def test_load_of_published_queues():
    # NHSRwaitinglist test-calc_queue_load.R.
    found = load([30, 35, 30, 52], [27, 27, 25, 42])
    np.testing.assert_allclose(found, [1.11111111, 1.2962963, 1.2, 1.23809524], atol=1e-6)


def test_load_of_a_clinic_that_treats_less_than_one():
    assert load(0.3, 0.5) == pytest.approx(0.6)


def test_load_without_capacity():
    assert load(3, 0) == math.inf
    assert load(0, 0) == 0


def test_target_mean_wait_by_littles_law():
    # NHSRwaitinglist test-calc_target_mean_wait.R: at one patient a week queue and mean wait agree.
    found = target_queue(1, [52, 35, 30, 52], [4, 4, 4, 6])
    np.testing.assert_allclose(found, [13, 8.75, 7.5, 8.6666667], atol=1e-6)


def test_queue_of_the_walkthrough_is_three_times_its_target():
    # Fong et al. 2022, doi 10.1101/2022.08.23.22279117: 1 200 wait, 30 a week, 52 weeks.
    assert target_queue(30, 52) == 390
    assert 1200 / target_queue(30, 52) == pytest.approx(3.076923076923077, abs=1e-9)


def test_target_queue_for_a_share_within():
    # NHSRwaitinglist waiting_list_sim.Rmd: 92 % within 18 weeks, 100 a week.
    factor = -math.log(1 - 0.92)
    assert factor == pytest.approx(2.5257286443082556, abs=1e-9)
    assert target_queue(1, 18, factor) == pytest.approx(7.126656, abs=1e-3)
    assert target_queue(100, 18, factor) == pytest.approx(712.6656, abs=1e-3)


def test_relief_brings_the_queue_to_its_target():
    # NHSRwaitinglist calc_relief_capacity: 30 + (1200 − 390)/26 = 61.15; by hand: 26 weeks of 30
    # in and 61.15 out take 1 200 down to 390.
    capacity = relief_capacity(30, 1200, 390, 26)
    assert capacity == pytest.approx(61.153846, abs=1e-6)
    assert 1200 + 26 * (30 - capacity) == pytest.approx(390)


def test_a_list_that_may_grow_needs_less_than_demand():
    # The same page: 100 in and 80 out fill a list of 840 in 42 weeks.
    assert relief_capacity(100, 0, 840, 42) == 80


def test_relief_is_never_negative():
    assert relief_capacity(30, 0, 390, 10) == 0


def test_target_capacity_of_the_published_example():
    # NHSRwaitinglist calc_target_capacity.R, whose factor is 4: 4 + (1 + 1)/2 · 4/52.
    assert target_capacity(4, 52, factor=4) == pytest.approx(4.076923076923077, abs=1e-9)


def test_target_capacity_with_uneven_flows():
    # NHSRwaitinglist test-calc_target_capacity.R: 30 + (1.1² + 1.2²)/2 · 3/52.
    found = target_capacity(30, 52, factor=3, cv_demand=1.1, cv_capacity=1.2)
    assert found == pytest.approx(30.076442, abs=1e-6)


def test_target_capacity_keeps_the_pressure_at_one_by_default():
    # Kingman's mean wait with random flows is 1 / (capacity − demand).
    mean_wait = 1 / (target_capacity(4, 52) - 4)
    assert pressure(mean_wait, 52) == pytest.approx(1)


def test_pressure_needs_one_unit_of_time():
    # NHSRwaitinglist test_wl_stats.R: a mean wait of 3 days against 4 weeks, both in weeks; days
    # against weeks is 7 times too much (the trap in its wl_stats).
    assert pressure(3 / 7, 4) == pytest.approx(0.21428571428571427, abs=1e-9)
    assert pressure(63, 52) == pytest.approx(2.42307692, abs=1e-8)


def test_the_days_of_the_guarantee_are_offered_here():
    assert (last_day, share_within) == (guarantee.last_day, guarantee.share_within)
    assert share_range is guarantee.share_range


def test_shapes_follow_the_input():
    assert type(load(1, 2)) is float
    assert target_queue([[1], [2]], [3, 4]).shape == (2, 2)
    assert relief_capacity([1, 2], 3, 4, 5).shape == (2,)
    assert target_capacity([1, 2], 3).shape == (2,)
    assert pressure([], 3).shape == (0,)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: load(-1, 1), "demand"),
        (lambda: load(1, float("nan")), "capacity"),
        (lambda: target_queue(1, -1), "target_wait"),
        (lambda: target_queue(1, 1, 0), "factor"),
        (lambda: relief_capacity(1, 1, 1, 0), "periods"),
        (lambda: relief_capacity(1, -1, 1, 1), "queue"),
        (lambda: target_capacity(1, 0), "target_wait"),
        (lambda: target_capacity(1, 1, cv_demand=-1), "cv_demand"),
        (lambda: pressure(1, 0), "target_wait"),
    ],
)
def test_what_is_not_allowed_is_named(call, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        call()
