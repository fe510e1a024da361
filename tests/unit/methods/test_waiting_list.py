import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.waiting_list import (
    AGES,
    PLACEMENTS,
    Ways,
    at_days,
    capacity_for_share,
    likeliest,
    list_ahead,
    part_in_order,
    placed,
    steady,
    weights,
)

WITHIN = np.array([[1.0, 1.0, 1.0, 1.0, 0.0]])


def test_a_limit_of_ninety_days_is_thirteen_weeks():
    assert weights([0], [90])[0, :14].tolist() == [1] * 13 + [0]
    # 60 days are eight weeks and five days of the ninth.
    assert weights([0], [60])[0, 7:10].tolist() == [1, pytest.approx(5 / 7), 0]


def test_patients_stand_where_they_are_placed():
    # 0–30 days: 31 patients, one a day; 5 have waited 91 days or longer.
    bands = [0, 91], [30, None], [31.0, 5.0]
    even, youngest, oldest = (placed(*bands, where) for where in PLACEMENTS)
    assert even[:5].tolist() == pytest.approx([7, 7, 7, 7, 3])
    assert [youngest[0], oldest[4]] == [31, 31]
    assert [even[13], youngest[13], oldest[AGES - 1]] == [5, 5, 5]


def test_first_come_is_first_served():
    # NHSRwaitinglist test-wl_schedule.R: two places, three waiting: the two who came first are
    # treated, the last one waits.
    week = list_ahead([[1.0, 1.0, 1.0, 0.0]], [[0.0]], [[2.0]], Ways())[0]
    assert week.waiting.tolist() == [[0, 1, 0, 0]]


def test_a_list_that_grows_by_twenty_a_week():
    # NHSRwaitinglist waiting_list_sim.Rmd: 840 after 42 weeks.
    last = list_ahead([[0.0] * 3], np.full((1, 42), 60.0), np.full((1, 42), 40.0), Ways())[-1]
    assert last.waiting.sum() == pytest.approx(840)


def test_the_second_week_of_the_published_model():
    # NHSRtt test-steady_state.R, nobody leaving: 50 less 5 is 45, and 45 less 3 is 42.
    last = list_ahead([[0.0] * 3], [[50.0, 0.0]], [[5.0, 3.0]], Ways())[-1]
    assert last.waiting.tolist() == [[0, 42, 0]]


def test_part_in_queue_order_by_hand():
    # 6 new and 2 who waited long; 4 treated. Half alike: 2 of 8, so 1.5 and 0.5. Of the 1.5 left
    # of the longest all go in order, and 0.5 of the new.
    week = list_ahead([[0.0, 2.0]], [[6.0]], [[4.0]], Ways(in_order=0.5))[0]
    assert week.waiting.tolist() == [[4, 0]]
    assert week.treated.tolist() == [[2, 2]]


def test_by_medical_need_all_who_wait_alike_have_the_same_chance():
    # 8 new, 10 a week, and 6 and 4 who have waited too long: 28, of whom half are treated.
    week = list_ahead([[10.0, 6.0, 4.0]], [[8.0]], [[14.0]], Ways(in_order=0.0))[0]
    assert week.treated.tolist() == [[4, 5, 5]]


def test_those_who_leave_need_no_treatment():
    week = list_ahead([[10.0, 0.0]], [[10.0]], [[0.0]], Ways(leaving=0.1))[0]
    assert (week.left.sum(), week.waiting.sum()) == (2, 18)


def test_each_list_has_its_own_ways():
    ways = Ways(leaving=[0.1, 0.0], in_order=[1.0, 0.0])
    week = list_ahead([[10.0, 10.0]] * 2, [[0.0]] * 2, [[9.0]] * 2, ways)[0]
    assert week.left.sum(axis=1).tolist() == [2, 0]
    # In order 9 of the 18 oldest; alike 9 of 20.
    assert week.waiting.tolist() == [[0, 9], [0, 11]]


def test_within_a_week_days_are_alike():
    start = np.array([[14.0, 0.0]])
    weeks = list_ahead(start, [[7.0, 7.0]], [[0.0, 7.0]], Ways())
    totals = at_days(start, weeks, [0, 3, 7, 14]).sum(axis=(1, 2))
    assert totals.tolist() == [14, 17, 21, 21]


@pytest.mark.parametrize("ways", [Ways(), Ways(0.02, 0.5), Ways(0.0, 0.1)])
def test_the_capacity_found_is_just_enough(ways):
    waiting = np.array([[20.0] * 4 + [60.0], [1.0] * 5, [0.0] * 4 + [200.0]])
    arrivals, inside = np.tile([20.0, 30.0, 10.0], (3, 9)), np.tile(WITHIN, (3, 1))
    needed = capacity_for_share(waiting, arrivals, inside, 0.9, ways)

    def share(capacity):
        even = np.broadcast_to(capacity[:, None], arrivals.shape)
        last = list_ahead(waiting, arrivals, even, ways)[-1].waiting
        return 1 - last[:, -1] / last.sum(axis=1)

    assert (share(needed) >= 0.9).all()
    assert (share(needed * 0.99) < 0.9).all()


def test_a_goal_reached_already_takes_no_one():
    assert capacity_for_share([[5.0, 0, 0, 0, 0]], [[1.0]], WITHIN, 0.9, Ways()).tolist() == [0]


@pytest.mark.parametrize("part", [0.0, 0.3, 0.8, 1.0])
def test_a_steady_list_stays_and_keeps_the_share(part):
    size, pace = steady([10.0], [13.0], 0.9, Ways(in_order=part))
    assert pace.tolist() == [10]
    start = np.zeros((1, AGES))
    start[0, 0] = size[0]
    flows = np.full((1, 400), 10.0)
    last = list_ahead(start, flows, flows, Ways(in_order=part))[-1].waiting
    assert last.sum() == pytest.approx(size[0])
    # In weeks, not days: a week's newcomers are treated in it too.
    assert (last * weights([0], [90])).sum() / last.sum() == pytest.approx(0.9, abs=0.025)


def test_a_steady_list_by_hand():
    # All alike: exp(−13 h) is to be a tenth, and the list is 10 / h. In order: 10 · 13 / 0.9.
    sizes, _ = steady([10.0, 10.0], [13.0, 13.0], 0.9, Ways(in_order=[0.0, 1.0]))
    assert sizes.tolist() == pytest.approx([130 / np.log(10), 130 / 0.9], rel=1e-5)
    # A hundredth leaves each week of a list of 56.5: so many less are treated.
    size, pace = steady([10.0], [13.0], 0.9, Ways(0.01, 0.0))
    assert pace[0] == pytest.approx(10 - 0.01 * size[0])
    # Who would leave in time anyhow needs no treatment.
    assert steady([10.0], [13.0], 0.9, Ways(0.3, 0.0))[1].tolist() == [pytest.approx(0, abs=1e-9)]


@pytest.mark.parametrize("part", [0.0, 0.25, 0.7])
def test_the_part_in_order_that_a_list_was_run_with_is_found(part):
    start = placed([0, 31, 91], [30, 90, None], [150.0, 120.0, 60.0])
    weeks = 104
    new, done = np.full(weeks, 40.0), np.full(weeks, 38.0)
    run = list_ahead(start[None], new[None], done[None], Ways(in_order=part))
    bands = weights([0, 31, 91], [30, 90, None])
    days = np.arange(28, weeks * 7, 28)
    seen = at_days(start[None], run, days)[:, 0] @ bands.T
    misfit = part_in_order(start, new, done, 0.0, days, bands, seen)
    found = likeliest(misfit, freedom=20)
    assert found.likeliest == pytest.approx(part)
    assert found.lower <= part <= found.upper
    assert found.known


def test_bands_that_tell_nothing_leave_the_part_unknown():
    found = likeliest(np.linspace(5.0, 5.5, 21), freedom=20)
    assert (found.lower, found.upper, found.known) == (0, 1, False)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: list_ahead([[-1.0]], [[1.0]], [[1.0]], Ways()), "waiting"),
        (lambda: list_ahead([[1.0]], [[1.0]], [[1.0]], Ways(leaving=2)), "leaving"),
        (lambda: capacity_for_share([[1.0]], [[1.0]], WITHIN, 1.0, Ways()), "share"),
        (lambda: capacity_for_share([[1.0]], [[1.0]], WITHIN, 0.5, Ways(in_order=-1)), "in_order"),
    ],
)
def test_what_is_not_allowed_is_named(call, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        call()
