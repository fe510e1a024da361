import numpy as np
import pytest

from pkslib.errors import InputError
from pkslib.methods.comparison import FEWEST_PLACES, funnel


def test_by_hand():
    # Common share (80 + 500) / (100 + 1 000) = 0.527; three standard errors of 0.0499 and 0.0158.
    found = funnel([0.8, 0.5], [100, 1000], level=0.9973)
    assert found.middle == pytest.approx(580 / 1100)
    assert found.upper - found.middle == pytest.approx([0.1498, 0.0474], abs=5e-4)
    assert found.spread == 1


def test_limits_stay_within_what_a_share_can_be():
    found = funnel([1.0, 0.98], [5, 50])
    assert (found.upper <= 1).all()
    assert (found.lower >= 0).all()


def test_places_that_all_agree_leave_nothing_between_the_limits():
    found = funnel([1.0, 1.0], [5, 50])
    assert found.lower.tolist() == found.upper.tolist() == [1, 1]


def test_limits_are_widened_where_places_differ_for_other_reasons_than_chance():
    rng = np.random.default_rng(7)
    sizes = np.full(40, 10_000)
    alike = rng.binomial(10_000, 0.7, 40) / 10_000
    unlike = np.clip(rng.normal(0.7, 0.05, 40), 0, 1)
    assert funnel(alike, sizes).spread < 2
    wide = funnel(unlike, sizes)
    # Variance between places 0.05² against 0.7 · 0.3 / 10 000: 119 times, less the ends drawn in.
    assert 40 < wide.spread < 119
    assert ((unlike < wide.lower) | (unlike > wide.upper)).sum() <= 1


def test_one_place_far_away_does_not_hide_itself():
    shares = np.array([*[0.70, 0.701, 0.699] * 7, 0.40])
    found = funnel(shares, np.full(len(shares), 2_000))
    assert shares[-1] < found.lower[-1]


def test_few_places_do_not_widen_the_limits():
    shares = np.linspace(0.2, 0.9, FEWEST_PLACES - 1)
    assert funnel(shares, np.full(len(shares), 5_000)).spread == 1


def test_what_is_no_share_is_refused():
    with pytest.raises(InputError):
        funnel([1.2], [10])
