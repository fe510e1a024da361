import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.methods.recovery import (
    IN_ORDER,
    Ways,
    capacity_for_share,
    list_ahead,
    moved,
    weekly_bands,
)


def test_ninety_days_are_thirteen_weeks():
    # 0–30 days: 31 patients, one a day; 84–97: one a day, of which 84–90 are within.
    bands = pd.DataFrame({"days_from": [0, 84], "days_to": [30, 97], "patients": [31, 14]})
    found = weekly_bands(bands, 90)
    assert len(found) == 14
    assert found.tolist() == pytest.approx([7, 7, 7, 7, 3, *[0] * 7, 7, 7])


def test_weeks_that_are_not_whole_lie_beyond_the_limit():
    # Day 91 begins the fourteenth week, which ends on day 97: not within 96, nor are two days.
    bands = pd.DataFrame({"days_from": [0, 91], "days_to": [6, 96], "patients": [7, 6]})
    assert weekly_bands(bands, 96).tolist() == [7, *[0] * 12, 6]
    assert weekly_bands(bands, 2).tolist() == [7, 6]


def test_all_bands_beyond_the_limit_are_counted_whatever_their_order():
    bands = pd.DataFrame(
        {"days_from": [121, 0, 100], "days_to": [None, 6, 120], "patients": [5, 7, 21]}
    )
    assert weekly_bands(bands, 90)[[0, -1]].tolist() == [7, 26]


def _week(waiting, new, leaving, treated):
    """One list, one week on."""
    rows = (np.array([row], dtype=float) for row in (waiting, leaving, treated))
    queue, shares, capacity = rows
    return [part[0].tolist() for part in moved(queue, np.array([float(new)]), shares, capacity)]


def test_a_week_by_hand():
    # 10 come; 20 and 30 move up, 30 joins the 40 that waited longest. A tenth of the last leaves.
    waiting, treated, left = _week([20, 30, 40], 10, [0, 0.5, 0.1], [4, 5, 6])
    assert left == [0, 10, 7]
    assert treated == [4, 5, 6]
    assert waiting == [6, 5, 57]


def test_surplus_goes_to_the_longest_waiters():
    # NHSRtt test-utils.R: inflow 11 20 20 12 16 less leaving 6 7 7 9 9, treated as below.
    # By hand: bands 1–3 keep −4, 4, 4, bands 4–5 keep 1, 0. Four treatments are over in the
    # first: one goes to band 4, three of the next four to band 3.
    waiting, treated, _ = _week([13, 13, 3, 7, 0], 5, [0] * 5, [9, 9, 9, 2, 7])
    assert waiting == [0, 4, 1, 0, 0]
    assert treated == [5, 9, 12, 3, 7]


def test_capacity_beyond_everyone_stays_unused():
    waiting, treated, _ = _week([2, 3, 0], 1, [0] * 3, [0, 0, 100])
    assert (waiting, treated) == ([0, 0, 0], [1, 2, 3])


def test_one_band_holds_everyone():
    assert _week([7], 3, [0], [4])[0] == [6]


@pytest.mark.parametrize(
    ("arrivals", "leaving", "treated", "waiting"),
    [
        # NHSRtt test-steady_state.R: 50 · 0.9 − 5 = 40, 40 · 0.8 − 3 = 29; without leaving 45, 42.
        (50, [0.1, 0.2], [5, 3], [40, 29]),
        (50, [0, 0], [5, 3], [45, 42]),
        (50, [1, 1], [5, 3], [0, 0]),
    ],
)
def test_the_second_week_of_the_published_model(arrivals, leaving, treated, waiting):
    # NHSRtt test-steady_state.R, with a last band into which the second week's list grows old.
    first, *_ = _week([0, 0, 0], arrivals, [*leaving, 0], [treated[0], 0, 0])
    assert _week(first, arrivals, [*leaving, 0], [*treated, 0])[0] == pytest.approx([*waiting, 0])


def test_a_list_that_grows_by_twenty_a_week():
    # NHSRwaitinglist waiting_list_sim.Rmd: 840 after 42 weeks.
    last = list_ahead([[0.0] * 3], np.full((1, 42), 60.0), np.full((1, 42), 40.0))[-1]
    assert last.waiting.sum() == pytest.approx(840)


def test_first_come_is_first_served():
    # NHSRwaitinglist test-wl_schedule.R: two places, three waiting: the two who came first are
    # treated, the last one waits.
    week = list_ahead([[1.0, 1.0, 1.0, 0.0]], [[0.0]], [[2.0]])[0]
    assert week.waiting.tolist() == [[0, 1, 0, 0]]


def test_part_in_queue_order_by_hand():
    # 6 new and 2 who waited too long; 4 treated, half in order: 2 from the last, 2 of 8 alike:
    # 1.5 and 0.5, and as the last band has but 2 the half that is over goes to the first.
    week = list_ahead([[0.0, 2.0]], [[6.0]], [[4.0]], Ways(in_order=0.5))[0]
    assert week.waiting.tolist() == [[4, 0]]


def test_by_medical_need_all_who_wait_alike_have_the_same_chance():
    # 8 new, 10 a week, and 6 and 4 who have waited too long: 28, of whom half are treated.
    week = list_ahead([[10.0, 6.0, 4.0]], [[8.0]], [[14.0]], Ways(in_order=0.0))[0]
    assert week.treated.tolist() == [[4, 5, 5]]


def test_those_who_leave_need_no_treatment():
    week = list_ahead([[10.0, 0.0]], [[10.0]], [[0.0]], Ways(leaving=0.1))[0]
    assert (week.left.sum(), week.waiting.sum()) == (2, 18)


@pytest.mark.parametrize("ways", [IN_ORDER, Ways(0.02, 0.5), Ways(0.0, 0.1)])
def test_the_capacity_found_is_just_enough(ways):
    waiting = np.array([[20.0] * 4 + [60.0], [1.0] * 5, [0.0] * 4 + [200.0]])
    arrivals = np.tile([20.0, 30.0, 10.0], (3, 9))
    needed = capacity_for_share(waiting, arrivals, 0.9, ways)

    def share(capacity):
        even = np.broadcast_to(capacity[:, None], arrivals.shape)
        last = list_ahead(waiting, arrivals, even, ways)[-1].waiting
        return 1 - last[:, -1] / last.sum(axis=1)

    assert (share(needed) >= 0.9).all()
    assert (share(needed * 0.99) < 0.9).all()


def test_a_goal_reached_already_takes_no_one():
    assert capacity_for_share([[5.0, 0.0, 0.0]], [[1.0]], 0.9).tolist() == [0]
    # Ten new and ten beyond: just a half.
    assert capacity_for_share([[0.0, 10.0]], [[10.0]], 0.5).tolist() == [0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: list_ahead([[-1.0]], [[1.0]], [[1.0]]), "waiting"),
        (lambda: list_ahead([[1.0]], [[1.0]], [[1.0]], Ways(leaving=2)), "leaving"),
        (lambda: capacity_for_share([[1.0]], [[1.0]], 1.0), "share"),
        (lambda: capacity_for_share([[1.0]], [[1.0]], 0.5, Ways(in_order=-1)), "in_order"),
    ],
)
def test_what_is_not_allowed_is_named(call, name):
    with pytest.raises(InputError, match=f"^{name}:"):
        call()
