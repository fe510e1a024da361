import numpy as np
import pytest
from scipy import stats

from pkslib.errors import InputError
from pkslib.methods.queueing import (
    beds_for_quantile,
    erlang_b,
    erlang_c,
    mean_wait,
    servers_for_blocking,
    servers_for_waiting,
)


def test_blocking_in_cases_that_can_be_done_by_hand():
    # pyworkforce test_erlang_b.py: B(1) = 1/(1 + 1), B(2) = 1/2 / (1 + 1 + 1/2).
    np.testing.assert_allclose(erlang_b(1, [1, 2]), [0.5, 0.2], atol=1e-12)


def test_blocking_where_a_published_guide_is_wrong():
    # pyworkforce's guide prints 0.0183 and 0.937; its own recursion gives these.
    blocked = erlang_b(10, 17)
    assert blocked == pytest.approx(0.012948875, abs=1e-6)
    assert 10 * (1 - blocked) / 17 == pytest.approx(0.580618309, abs=1e-6)


def test_blocking_reproduces_a_simulated_stroke_ward():
    # Monks et al. 2016, doi 10.1186/s12913-016-1789-4, table 2, 9–14 acute beds.
    published = [0.19, 0.14, 0.09, 0.06, 0.04, 0.02]
    np.testing.assert_allclose(erlang_b(8.355493, np.arange(9, 15)), published, atol=0.006)


@pytest.mark.parametrize("load", [0, 0.5, 1000])
def test_no_server_turns_everyone_away(load):
    assert erlang_b(load, 0) == 1


def test_without_load_no_one_is_turned_away_or_waits():
    assert erlang_b(0, [1, 10_000]).tolist() == [0, 0]
    assert erlang_c(0, [1, 10_000]).tolist() == [0, 0]


def test_ten_thousand_servers():
    # B = P(N = n) / P(N ≤ n) with N Poisson of the load; the logarithms stand for the large n.
    load = np.array([9_000.0, 9_900.0, 10_000.0, 11_000.0])
    log_blocked = stats.poisson.logpmf(10_000, load) - stats.poisson.logcdf(10_000, load)
    np.testing.assert_allclose(erlang_b(load, 10_000), np.exp(log_blocked), rtol=1e-8)


def test_extreme_loads_stay_probabilities():
    # One server at a load of a million takes in one of a million and one.
    assert erlang_b(1e6, 1) == pytest.approx(1 - 1 / 1_000_001, abs=1e-12)
    assert erlang_b(1e-300, 5) == 0


def test_waiting_in_a_textbook_queue():
    # Gross & Harris, 2nd ed., ex. 2.2: λ 6, μ 3, three servers. By hand:
    # p0 = 1/9, C = 2³/3! · 3/(3 − 2) · p0 = 4/9; Lq = C · 2/(3 − 2) = 8/9.
    waits = erlang_c(2, 3)
    assert 1 - waits == pytest.approx(0.5555556, abs=1e-6)
    assert waits * 2 / (3 - 2) == pytest.approx(0.8888889, abs=1e-6)
    assert waits / (3 * 3 - 6) == pytest.approx(0.1481481, abs=1e-6)


def test_waiting_at_one_server_is_its_occupancy():
    # Gross & Harris, 2nd ed., ex. 2.1: λ 5, μ 6; more than 1 waited: C · exp(−(6 − 5)·1).
    waits = erlang_c(5 / 6, 1)
    assert waits == pytest.approx(5 / 6, abs=1e-12)
    assert waits * 5 == pytest.approx(4.1666667, abs=1e-6)
    assert waits * np.exp(-1) == pytest.approx(0.3065662, abs=1e-6)


@pytest.mark.parametrize(("servers", "waits", "in_time"), [(14, 0.174, 0.888), (15, 0.102, 0.941)])
def test_waiting_gives_published_service_levels(servers, waits, in_time):
    # pyworkforce test_erlang.py: load 10, service 3 min, answer in 0.33 min.
    share = erlang_c(10, servers)
    assert share == pytest.approx(waits, abs=5e-4)
    assert 1 - share * np.exp(-(servers - 10) * 0.33 / 3) == pytest.approx(in_time, abs=5e-4)


def test_everyone_waits_when_the_load_fills_the_servers():
    assert erlang_c([3, 3.1, 0, 50], [3, 3, 0, 3]).tolist() == [1, 1, 1, 1]


def test_fewest_servers_for_published_limits():
    # pyworkforce test_erlang_b.py, recomputed where its table of sizes is wrong.
    assert servers_for_blocking(10, 0.02) == 17
    assert servers_for_blocking([8, 10, 12], 0.01).tolist() == [15, 18, 20]
    assert servers_for_blocking([8, 10, 12], 0.02).tolist() == [14, 17, 19]


def test_a_limit_that_is_met_exactly_is_met():
    assert servers_for_blocking(1, 0.2) == 2
    assert servers_for_blocking(7, 1) == 0


def test_waits_of_textbook_queues():
    # Gross & Harris, 2nd ed., ex. 2.1 and 2.2: λ 5, μ 6 waits Lq/λ = 4.1667/5;
    # λ 6, μ 3 at three servers 0.1481481 hours.
    assert mean_wait(5 / 6, 1, 1 / 6) == pytest.approx(4.1666667 / 5, abs=1e-6)
    assert mean_wait(2, 3, 1 / 3) == pytest.approx(0.1481481, abs=1e-6)


def test_the_fewest_servers_are_just_enough():
    load, limit = np.meshgrid(np.linspace(0.1, 80, 30), [0.01, 0.2, 0.9])
    servers = servers_for_waiting(load, limit)
    assert (erlang_c(load, servers) <= limit).all()
    assert (erlang_c(load, servers - 1) > limit).all()


def test_ten_thousand_servers_where_everyone_waits():
    # Half-Whitt: at n = load + β √load with β = 1 a share 0.2233 waits.
    servers = servers_for_waiting(9_900.0, 0.2233)
    assert servers == pytest.approx(9_900 + np.sqrt(9_900), abs=2)


def test_fewest_servers_for_a_share_that_waits_by_hand():
    # At load 1: C(1) = 1, C(2) = 1/3, C(3) = 3 · 1/16 / (3 − 1 · 15/16) = 1/11.
    assert servers_for_waiting(1, [0.34, 1 / 3 + 1e-12, 0.33, 0.0910, 0.0909]).tolist() == [
        2, 2, 3, 3, 4,
    ]  # fmt: skip


def test_a_full_load_waits_for_ever():
    assert mean_wait([3, 5], 3, 1).tolist() == [np.inf, np.inf]


def test_nobody_waits_when_nobody_comes():
    assert mean_wait(0, 2, 1) == 0
    assert servers_for_waiting([0, 5], [0.1, 1]).tolist() == [1, 0]


def test_beds_for_a_quantile_of_patients():
    # P(N ≤ 14) = 0.917 and P(N ≤ 15) = 0.951 for a mean of 10 (any Poisson table).
    assert beds_for_quantile(10, 0.95) == 15
    # A mean of 0.05 leaves the ward empty with probability exp(−0.05) = 0.951.
    assert beds_for_quantile([0, 0.05, 0.06], 0.95).tolist() == [0, 0, 1]


def test_a_quantile_that_is_met_exactly_takes_no_further_bed():
    # The inverse alone, rounded up, asks for one bed more at eight of these.
    beds = np.arange(1, 31)
    assert beds_for_quantile(20, stats.poisson.cdf(beds, 20)).tolist() == beds.tolist()


def test_beds_are_the_smallest_number_that_suffices():
    mean = np.linspace(0.01, 500, 300)
    beds = beds_for_quantile(mean, 0.9)
    assert (stats.poisson.cdf(beds, mean) >= 0.9).all()
    assert (stats.poisson.cdf(beds - 1, mean) < 0.9).all()


def test_shapes_follow_the_input():
    assert type(erlang_b(1.0, 2)) is float
    assert type(servers_for_blocking(1.0, 0.5)) is int
    assert type(beds_for_quantile(1.0, 0.5)) is int
    assert erlang_c([[1], [2]], [3, 4, 5]).shape == (2, 3)
    assert erlang_b([], 3).shape == (0,)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: erlang_b(-1, 3), "load"),
        (lambda: erlang_b(float("nan"), 3), "load"),
        (lambda: erlang_b(1, 2.5), "servers"),
        (lambda: erlang_b(1, float("inf")), "servers"),
        (lambda: erlang_c(1, -1), "servers"),
        (lambda: servers_for_blocking(1, 0), "limit"),
        (lambda: servers_for_blocking(1, 1.1), "limit"),
        (lambda: servers_for_waiting(-1, 0.1), "load"),
        (lambda: servers_for_waiting(1, 0), "limit"),
        (lambda: mean_wait(1, 1.5, 1), "servers"),
        (lambda: mean_wait(1, 2, -1), "service"),
        (lambda: beds_for_quantile(10, 1), "quantile"),
        (lambda: beds_for_quantile(-1, 0.5), "mean_occupied"),
    ],
)
def test_what_is_not_allowed_is_named(call, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        call()
