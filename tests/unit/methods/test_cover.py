import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from pkslib.errors import InputError
from pkslib.methods.cover import probability_covered, shifts_for

ABSENCE = st.floats(0, 0.6)


def test_by_hand_two_of_three():
    # With absence 0.2 all three are there with 0.512, exactly two with 3 · 0.64 · 0.2 = 0.384.
    assert probability_covered(3, 2, 0.2) == pytest.approx(0.896)
    assert shifts_for(2, 0.2, 0.89) == 3
    assert shifts_for(2, 0.2, 0.9) == 4


def test_a_part_of_a_shift_takes_a_whole_one_and_counts_for_none():
    assert probability_covered(3.9, 1.2, 0.2) == pytest.approx(0.896)


def test_a_hair_of_rounding_is_no_shift():
    assert probability_covered(3 - 1e-10, 2 + 1e-10, 0.2) == pytest.approx(0.896)
    assert shifts_for(2 + 1e-10, 0.2, 0.89) == 3


@pytest.mark.parametrize(("shifts", "needed"), [(3, 2), (13, 10), (14, 10)])
def test_a_probability_that_is_met_exactly_is_met(shifts, needed):
    assert shifts_for(needed, 0.2, probability_covered(shifts, needed, 0.2)) == shifts


def test_each_unit_finds_its_own_number():
    # Ten at a tenth away take 13 (0.966, of 12 0.889); a hundred at a fifth take 135.
    found = shifts_for([2, 10, 100], [0.2, 0.1, 0.2], [0.89, 0.9, 0.95])
    assert found.tolist() == [3, 13, 135]
    assert stats.binom.sf(99, [134, 135], 0.8).round(3).tolist() == [0.948, 0.963]


@pytest.mark.parametrize(("scheduled", "needed", "share"), [(0, 0, 1), (9, 10, 0), (10, 10, 1)])
def test_without_absence_it_is_yes_or_no(scheduled, needed, share):
    assert probability_covered(scheduled, needed, 0) == share


def test_nothing_is_needed():
    assert (probability_covered(0, 0, 0.5), shifts_for(0, 0.5, 0.9)) == (1, 0)


def test_a_tenth_over_plan_by_size_at_seven_per_cent_absence():
    # The larger the unit, the surer are ten per cent: the mean is 102.3 % of the plan for all.
    found = probability_covered([11, 110, 1100], [10, 100, 1000], 0.07)
    assert np.all(np.diff(found) > 0)
    assert found[0] < 0.85
    assert found[-1] > 0.99


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.floats(0, 40), ABSENCE)
def test_more_shifts_never_cover_less(scheduled, needed, absence):
    one, more = probability_covered([scheduled, scheduled + 1], needed, absence)
    assert 0 <= one <= more + 1e-12
    assert more <= 1


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 300), ABSENCE, st.floats(0.05, 0.999))
def test_the_shifts_found_are_the_fewest_that_do(needed, absence, probability):
    shifts = shifts_for(needed, absence, probability)
    assert probability_covered(shifts, needed, absence) >= probability
    assert shifts == 0 or probability_covered(shifts - 1, needed, absence) < probability


def test_absence_of_all_is_refused():
    with pytest.raises(InputError, match="absence"):
        shifts_for(1, 1, 0.9)
