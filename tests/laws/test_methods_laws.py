"""What must hold for the methods whatever the numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pkslib.methods.accuracy import coverage, mase, smape, winkler
from pkslib.methods.allocation import transport
from pkslib.methods.census import weekly_census
from pkslib.methods.change import waterfall
from pkslib.methods.control import rules, tracking_signal, verdict, xmr
from pkslib.methods.guarantee import last_day, share_range, share_within
from pkslib.methods.leaving import rests_on_enough, share_leaving, untreated
from pkslib.methods.quantiles import risk_above
from pkslib.methods.queueing import (
    beds_for_quantile,
    erlang_b,
    erlang_c,
    servers_for_blocking,
)
from pkslib.methods.waiting import load, relief_capacity, target_capacity, target_queue
from pkslib.methods.waiting_list import (
    AGES,
    PLACEMENTS,
    Ways,
    capacity_for_share,
    list_ahead,
    placed,
    steady,
    weights,
)

LOADS = st.floats(0.01, 300)
SERVERS = st.integers(1, 300)
PARTS = st.floats(0.01, 0.99)
AMOUNTS = st.floats(0, 1e4)


def _arrays(elements, least=1, most=15):
    return hnp.arrays(float, st.integers(least, most), elements=elements)


# Queueing


@given(LOADS, SERVERS)
def test_blocking_is_a_share_that_falls_with_servers_and_grows_with_load(offered, servers):
    blocked = erlang_b([offered, offered, offered * 1.1], [servers, servers + 1, servers])
    assert ((blocked >= 0) & (blocked <= 1)).all()
    assert blocked[1] <= blocked[0] <= blocked[2]


@given(LOADS, SERVERS)
def test_those_taken_in_never_fill_more_than_the_servers(offered, servers):
    assert offered * (1 - erlang_b(offered, servers)) <= servers * (1 + 1e-12)


@given(LOADS, SERVERS)
def test_waiting_follows_from_blocking(offered, servers):
    # 1/C(n) = 1/B(n) − 1/B(n − 1), multiplied out.
    waits = erlang_c(offered, servers)
    blocked, before = erlang_b(offered, [servers, servers - 1])
    if offered >= servers:
        assert waits == 1
    else:
        assert waits * (before - blocked) == pytest.approx(blocked * before, rel=1e-6)
        assert blocked <= waits <= 1


@given(LOADS, st.floats(1e-6, 0.99))
def test_the_servers_found_are_just_enough(offered, limit):
    servers = servers_for_blocking(offered, limit)
    assert erlang_b(offered, servers) <= limit < erlang_b(offered, servers - 1)


@given(st.floats(0, 1000), PARTS, PARTS)
def test_more_certainty_takes_more_beds(mean, one, other):
    beds = beds_for_quantile(mean, sorted([one, other]))
    assert 0 <= beds[0] <= beds[1]


# Waiting


@given(st.floats(0.1, 1e4), st.floats(0.1, 1e4), st.floats(0.1, 100))
def test_load_does_not_depend_on_the_unit(demand, capacity, scale):
    assert load(demand * scale, capacity * scale) == pytest.approx(load(demand, capacity))


@given(AMOUNTS, AMOUNTS, AMOUNTS, st.integers(1, 200))
def test_relief_ends_at_the_target(demand, queue, target, periods):
    capacity = relief_capacity(demand, queue, target, periods)
    closing = queue + periods * (demand - capacity)
    if capacity:
        assert closing == pytest.approx(target, abs=1e-6)
    else:
        assert closing <= target + 1e-6


@given(AMOUNTS, st.floats(0.1, 500), st.floats(0.5, 10))
def test_a_longer_target_allows_a_longer_queue_and_less_capacity(demand, wait, factor):
    queues = target_queue(demand, [wait, 2 * wait], factor)
    capacities = target_capacity(demand, [wait, 2 * wait], factor=factor)
    assert queues[0] <= queues[1]
    assert capacities[0] >= capacities[1] >= demand


BANDS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 200) | st.none(), AMOUNTS),
    min_size=1,
    max_size=8,
).map(
    lambda rows: pd.DataFrame(
        {
            "days_from": [first for first, _, _ in rows],
            "days_to": [None if width is None else first + width for first, width, _ in rows],
            "patients": [patients for _, _, patients in rows],
        }
    )
)


@given(BANDS, st.integers(0, 700), st.integers(0, 100), st.randoms())
def test_the_range_within_grows_with_the_limit_and_ignores_order(bands, days, more, random):
    if not bands["patients"].sum():
        return
    lower, upper = share_range(bands, [days, days + more])
    assert 0 <= lower[0] <= lower[1] <= 1 + 1e-12
    assert 0 <= upper[0] <= upper[1] <= 1 + 1e-12
    order = random.sample(range(len(bands)), len(bands))
    assert share_range(bands.iloc[order], days) == pytest.approx((lower[0], upper[0]), abs=1e-12)


@given(BANDS, st.integers(0, 700), st.data())
def test_the_range_contains_every_split_of_the_bands(bands, days, data):
    # Each band's patients are put on one day of it; that of an endless one up to three years on.
    if not bands["patients"].sum():
        return
    ends = bands["days_to"].fillna(bands["days_from"] + 1000)
    spread = zip(bands["days_from"], ends, strict=True)
    waited = [data.draw(st.integers(int(low), int(high))) for low, high in spread]
    told = bands.assign(days_from=waited, days_to=waited)
    lower, upper = share_range(bands, days)
    share = share_within(told, days)
    assert lower - 1e-12 <= share <= upper + 1e-12
    known = share_within(bands, days)
    assert np.isnan(known) or known == pytest.approx(share)


@given(st.dates(), st.integers(0, 365), st.integers(0, 365))
def test_an_excluded_day_moves_the_last_day_by_one(start, limit, excluded):
    if start.year < 9990:
        days = (last_day(start, limit, excluded) - start).days
        assert days == limit + excluded


# Control

ERRORS = _arrays(st.integers(-1000, 1000).map(float) | st.just(float("nan")), 1, 24)


@given(ERRORS, st.floats(0.01, 100))
def test_the_verdict_knows_no_unit_and_no_order(errors, scale):
    assert verdict(errors[::-1]) == verdict(errors) == verdict(-errors)
    signal = tracking_signal(errors)
    np.testing.assert_allclose(tracking_signal(errors * scale), signal, rtol=1e-9)
    assert not abs(signal) > np.isfinite(errors).sum() * (1 + 1e-12)


@given(ERRORS, st.integers(-1000, 1000))
def test_limits_follow_the_values(values, shift):
    limits, moved = np.array(xmr(values)), np.array(xmr(values + shift))
    np.testing.assert_allclose(moved, limits + shift, atol=1e-8)
    if not np.isnan(limits).any():
        assert limits[1] <= limits[0] <= limits[2]
    unscreened = np.array(xmr(values, screen=False))
    assert not limits[2] - limits[1] > unscreened[2] - unscreened[1] + 1e-9


@given(ERRORS)
def test_rules_mirror_when_values_do(values):
    for sign, mirrored in zip(rules(values), rules(-values), strict=True):
        assert sign.tolist() == (-mirrored).tolist()
        assert not sign[np.isnan(values)].any()


# Waiting lists by weeks waited

FLOWS = hnp.arrays(float, (2, 6), elements=st.floats(0, 50))


@given(FLOWS, FLOWS, FLOWS, st.floats(0, 0.5), st.floats(0, 1))
def test_no_patient_is_lost_from_a_list(waiting, arrivals, capacity, leaving, in_order):
    weeks = list_ahead(waiting, arrivals, capacity, Ways(leaving, in_order))
    gone = sum(week.treated.sum(axis=1) + week.left.sum(axis=1) for week in weeks)
    came = waiting.sum(axis=1) + arrivals.sum(axis=1)
    np.testing.assert_allclose(weeks[-1].waiting.sum(axis=1) + gone, came, atol=1e-6)
    for at, week in enumerate(weeks):
        assert (week.waiting >= 0).all()
        assert (week.treated.sum(axis=1) <= capacity[:, at] + 1e-9).all()


INSIDE = np.tile([1.0, 1.0, 1.0, 0.4, 0.0, 0.0], (2, 1))


@given(FLOWS, FLOWS, st.floats(0.5, 0.95), st.floats(0.5, 0.95), st.floats(0, 1))
def test_a_larger_share_within_takes_no_less(waiting, arrivals, one, other, part):
    first, second = (
        capacity_for_share(waiting, arrivals, INSIDE, share, Ways(0.0, part))
        for share in sorted([one, other])
    )
    assert (second >= first - 1e-4).all()


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.floats(0, 0.05), st.floats(0, 1))
def test_the_goal_s_range_holds_the_goal_of_every_split_of_the_bands(seed, weeks, leaving, part):
    rng = np.random.default_rng(seed)
    edges = 7 * np.cumsum(rng.integers(1, 20, 3))
    first, last = np.concatenate([[0], edges]), np.concatenate([edges - 1, [np.nan]])
    patients = rng.integers(0, 100, 4).astype(float)
    ends = np.stack([placed(first, last, patients, where) for where in ("youngest", "oldest")])
    split = np.zeros((5, AGES))
    for low, high, number in zip(first, np.append(edges, 7 * AGES), patients, strict=True):
        span = slice(low // 7, high // 7)
        split[:, span] = number * rng.dirichlet(np.full(span.stop - span.start, 0.3), 5)
    waiting, arrivals = np.vstack([ends, split]), np.tile(rng.uniform(0, 30, weeks), (7, 1))
    inside = np.tile(weights([0], [90]), (7, 1))
    takes = capacity_for_share(waiting, arrivals, inside, 0.9, Ways(leaving, part))
    assert (takes[2:] >= takes[0] - 1e-3).all()
    assert (takes[2:] <= takes[1] + 1e-3).all()
    # Whoever waits now has waited too long by then, however the bands are split.
    if weeks > 13:
        assert takes == pytest.approx(takes[0], abs=1e-3)


@given(FLOWS, FLOWS, FLOWS, st.floats(0, 0.3), st.floats(0, 1))
def test_a_higher_pace_leaves_no_more_waiting_and_no_more_late(
    waiting, arrivals, capacity, leaving, part
):
    ways = Ways(leaving, part)
    less, more = (
        list_ahead(waiting, arrivals, pace, ways)[-1].waiting for pace in (capacity, capacity + 1)
    )
    assert (more.sum(axis=1) <= less.sum(axis=1) + 1e-9).all()
    late = 1 - INSIDE
    assert ((more * late).sum(axis=1) <= (less * late).sum(axis=1) + 1e-9).all()


@given(
    hnp.arrays(float, (4,), elements=st.floats(0, 90)),
    st.integers(30, 200),
    hnp.arrays(float, (6,), elements=st.floats(0, 40)),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_the_list_of_every_split_is_within_the_range_week_by_week(
    patients, limit, pace, part, split
):
    # Bands of sixty days, the last of them open; any split stands anywhere within its band.
    first, last = np.array([0, 61, 121, 181]), np.array([60, 120, 180, np.nan])
    ends = np.where(np.isnan(last), 400, last)
    day = np.floor(first + split * (ends - first))
    lists = np.array([placed(first, last, patients, each) for each in PLACEMENTS])
    lists = np.vstack([lists, placed(day, day, patients)])
    flows = (np.tile(each, (4, 1)) for each in (np.full(6, 20.0), pace))
    weeks = list_ahead(lists, *flows, Ways(0.0, part))
    late = [(week.waiting * (1 - weights([0], [limit]))).sum(axis=1) for week in weeks]
    for counts in late:
        assert counts[1] - 1e-6 <= counts[3] <= counts[2] + 1e-6


@given(st.floats(0.1, 500), st.floats(2, 60), st.floats(0.5, 0.97), st.floats(0, 1))
def test_a_longer_limit_and_a_smaller_share_allow_a_longer_list(arrivals, limit, share, part):
    ways = Ways(0.0, part)
    size, pace = steady([arrivals], [limit], share, ways)
    assert pace[0] == pytest.approx(arrivals)
    assert steady([arrivals], [limit * 1.1], share, ways)[0] > size
    assert steady([arrivals], [limit], share - 0.05, ways)[0] >= size * (1 - 1e-9)
    # By Little's law nobody can wait longer on average than the limit allows the last.
    assert size[0] <= arrivals * limit / share * (1 + 1e-6)


MONTHS_OF_FLOWS = hnp.arrays(float, (3, 12), elements=st.floats(0, 500))


@given(MONTHS_OF_FLOWS, st.floats(0, 1000))
def test_where_nobody_leaves_the_measure_is_none(flows, first):
    # Treated: a share of those there, so that the list never falls below nothing.
    inflow, part, waited = flows[0], flows[1] / 500, flows[2]
    lists, treated = [first], []
    for new, done in zip(inflow, part, strict=True):
        treated.append((lists[-1] + new) * done)
        lists.append(lists[-1] + new - treated[-1])
    left = untreated(lists[:-1], inflow, treated, lists[1:])
    assert share_leaving(left, waited + 1) == pytest.approx(0, abs=1e-9)
    assert not rests_on_enough(left)


@given(MONTHS_OF_FLOWS, MONTHS_OF_FLOWS)
def test_twice_as_many_of_everything_leave_by_the_same_share(flows, others):
    (start, inflow, treated), (end, waited, _) = flows, others
    one = share_leaving(untreated(start, inflow, treated, end), waited + 1)
    twice = untreated(*(2 * flow for flow in (start, inflow, treated, end)))
    two = share_leaving(twice, 2 * (waited + 1))
    assert two == pytest.approx(one)
    assert one >= 0


# Beds over the week


@given(
    hnp.arrays(float, (2, 168), elements=st.floats(0, 5)),
    st.floats(4, 500),
    hnp.arrays(float, 168, elements=st.floats(0.1, 5)),
)
def test_the_mean_of_the_week_is_little_s_law(arrivals, stay, discharges):
    census = weekly_census(arrivals, np.full(2, stay), discharges)
    np.testing.assert_allclose(census.mean(axis=1), arrivals.mean(axis=1) * stay, rtol=1e-6)


# Quantiles


@given(
    hnp.arrays(float, (3, 5), elements=st.floats(0, 1e4)),
    hnp.arrays(float, 3, elements=st.floats(0, 1e4)),
    st.floats(0, 1e3),
)
def test_the_risk_falls_with_the_limit(values, limit, more):
    known, levels = np.sort(values, axis=1), [0.05, 0.25, 0.5, 0.75, 0.95]
    risk, less = risk_above(levels, known, limit), risk_above(levels, known, limit + more)
    assert ((0 <= less) & (less <= risk + 1e-12) & (risk <= 1)).all()


# Allocation

# Each case solves several linear programmes.
SOME = settings(max_examples=25, deadline=None)
WHOLE = st.integers(0, 30).map(float)


@st.composite
def _transports(draw):
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    surplus = draw(hnp.arrays(float, rows, elements=WHOLE))
    gap = draw(hnp.arrays(float, columns, elements=WHOLE))
    price = st.integers(0, 9).map(float) | st.just(float("inf"))
    return surplus, gap, draw(hnp.arrays(float, (rows, columns), elements=price))


@SOME
@given(_transports())
def test_moves_stay_within_surplus_gap_and_what_is_allowed(problem):
    surplus, gap, cost = problem
    moves, total = transport(surplus, gap, cost)
    assert (moves >= 0).all()
    assert (moves.sum(axis=1) <= surplus).all()
    assert (moves.sum(axis=0) <= gap).all()
    assert not moves[~np.isfinite(cost)].any()
    assert total == pytest.approx((moves[moves > 0] * cost[moves > 0]).sum())
    # No pair is left that could still move something.
    left, lacking = surplus - moves.sum(axis=1), gap - moves.sum(axis=0)
    assert not (np.isfinite(cost) & (left[:, None] > 0) & (lacking > 0)).any()


@SOME
@given(_transports(), st.randoms())
def test_order_and_unit_change_neither_amount_nor_cost(problem, random):
    surplus, gap, cost = problem
    moves, total = transport(surplus, gap, cost)
    assert (transport(surplus, gap, cost).moves == moves).all()
    rows = random.sample(range(surplus.size), surplus.size)
    columns = random.sample(range(gap.size), gap.size)
    other = transport(surplus[rows], gap[columns], cost[np.ix_(rows, columns)])
    assert other.moves.sum() == moves.sum()
    assert other.cost == pytest.approx(total)
    doubled = transport(2 * surplus, 2 * gap, cost)
    assert (doubled.moves == 2 * moves).all()


@SOME
@given(_transports())
def test_a_unit_more_never_moves_less(problem):
    surplus, gap, cost = problem
    more = transport(surplus + 1, gap, cost)
    assert more.moves.sum() >= transport(surplus, gap, cost).moves.sum()


@SOME
@given(st.lists(st.floats(0, 100), min_size=1, max_size=4), st.floats(0, 100), st.floats(0, 9))
def test_decimals_are_moved_in_full(surplus, gap, cost):
    moves, _ = transport(surplus, [gap], cost)
    assert moves.sum() == pytest.approx(min(sum(surplus), gap), abs=1e-6)
    assert (moves.sum(axis=1) <= np.array(surplus) * (1 + 1e-12)).all()


# Change


@given(
    st.floats(-1e6, 1e6),
    st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 3), max_size=5),
)
def test_a_waterfall_adds_up_in_any_order(baseline, factors):
    found = waterfall(baseline, factors)
    steps = sum(part for name, part in found.items() if name != "total")
    assert baseline + steps == pytest.approx(found["total"], abs=1e-6)
    again = waterfall(baseline, dict(reversed(factors.items())))
    assert again == pytest.approx(found, abs=1e-6)


# Accuracy

VALUES = st.floats(-1e4, 1e4).map(lambda value: round(value, 3))
SERIES = hnp.arrays(float, (4, 12), elements=VALUES)


@given(SERIES, st.floats(0.1, 10))
def test_scaled_errors_know_no_unit(series, scale):
    actual, forecast, history, _ = series
    assert 0 <= smape(actual, forecast) <= 200 + 1e-9
    assert smape(actual, forecast) == pytest.approx(smape(forecast, actual))
    one, other = mase(actual, forecast, history, 3), mase(*(scale * series[:3]), 3)
    assert not one < 0
    np.testing.assert_allclose(one, other, rtol=1e-6)


@given(SERIES, PARTS)
def test_a_wider_interval_covers_more_and_never_scores_below_its_width(series, alpha):
    actual, one, other, _ = series
    low, high = np.minimum(one, other), np.maximum(one, other)
    assert coverage(actual, low, high) <= coverage(actual, low - 1, high + 1)
    width = (high - low).mean()
    score = winkler(actual, low, high, alpha)
    assert score >= width - 1e-9
    if coverage(actual, low, high) == 1:
        assert score == pytest.approx(width)
