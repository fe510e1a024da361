import numpy as np
import pytest
from scipy import stats

from pkslib.errors import InputError
from pkslib.methods.evidence import against_others, among_many, unlike_chance

ERRORS = [5, -1, 10, -15, 5, 10, 12, 11, 10]


def test_the_chance_of_errors_is_students():
    assert unlike_chance(ERRORS) == pytest.approx(stats.ttest_1samp(ERRORS, 0).pvalue)
    # Missing ones are left out, in each series by itself.
    two = [[*ERRORS, np.nan], [np.nan, *ERRORS]]
    assert unlike_chance(two).tolist() == pytest.approx([unlike_chance(ERRORS)] * 2)


def test_five_errors_are_too_few_and_equal_ones_beyond_doubt():
    assert np.isnan(unlike_chance([3, 3, 3, 3, 3, np.nan]))
    assert unlike_chance([3] * 6) == 0
    assert unlike_chance([0] * 6) == 1


def test_allowing_for_many_is_benjamini_hochberg():
    chances = np.array([0.01, 0.04, 0.03, 0.005, 0.5])
    found = among_many(chances)
    np.testing.assert_allclose(found, stats.false_discovery_control(chances))
    # 0.04 · 5/4 = 0.05 caps 0.03 · 5/3 = 0.05: the plain product would be 0.05 for both, and
    # Bonferroni 0.2 and 0.15.
    assert found[[1, 2]].tolist() == pytest.approx([0.05, 0.05])


def test_what_is_missing_is_not_counted_among_many():
    assert among_many([0.02, np.nan, np.nan]).tolist()[0] == pytest.approx(0.02)
    assert among_many([]).size == 0
    with pytest.raises(InputError, match="chances"):
        among_many([1.2])


def test_of_two_hundred_chance_series_hardly_any_is_left():
    rng = np.random.default_rng(1)
    chances = unlike_chance(rng.normal(0, 1, (200, 12)))
    assert (chances < 0.05).sum() >= 5
    assert (among_many(chances) < 0.05).sum() == 0


def test_one_other_unit_tells_the_common_change_but_no_interval():
    found = against_others(-0.1, 1.0, [0.02], [1.0])
    assert found.effect == pytest.approx(-0.12)
    assert np.isnan([found.lower, found.upper, found.chance]).all()


def test_chance_of_an_effect_is_students_and_nothing_that_varies_leaves_none():
    # Others −0.01 and 0.01: s² = 2 · 0.01², error 0.01 · √2 · √1.5, 0.06 away, one degree.
    found = against_others(0.06, 1.0, [-0.01, 0.01], [1.0, 1.0])
    assert found.chance == pytest.approx(2 * stats.t.sf(0.06 / (0.01 * np.sqrt(3)), 1))
    alike = [against_others(change, 1.0, [0.0, 0.0], [1.0, 1.0]).chance for change in (0.0, 0.1)]
    assert alike == [1.0, 0.0]


def test_a_firmer_unit_weighs_more_and_a_small_ones_interval_is_wider():
    # (3 · 0.04 + 1 · 0.00) / 4 = 0.03, not the plain mean of 0.02.
    found = against_others(0.0, 1.0, [0.04, 0.0], [3.0, 1.0])
    assert found.effect == pytest.approx(-0.03)
    # s² = 3 · 0.01² + 0.03² = 0.0012, on one degree of freedom; 1/1 + 1/4.
    reach = stats.t.ppf(0.975, 1) * np.sqrt(0.0012 * 1.25)
    assert found.upper - found.effect == pytest.approx(reach)
    wider = against_others(0.0, 0.25, [0.04, 0.0], [3.0, 1.0])
    assert wider.upper - wider.effect > found.upper - found.effect
