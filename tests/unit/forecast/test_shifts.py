import numpy as np

from pkslib.forecast import shifts


def _noisy(level, seed=1):
    return np.log(level * np.random.default_rng(seed).lognormal(0, 0.03, len(level)))[None, :]


def test_a_doubled_unit_is_a_level_shift():
    found = shifts.level_shifts(_noisy(np.repeat([100.0, 200.0], [30, 20])))
    assert np.flatnonzero(found[0]).tolist() == [30]
    np.testing.assert_allclose(np.exp(found[0, 30]), 2, rtol=0.05)


def test_two_shifts_are_both_found():
    found = shifts.level_shifts(_noisy(np.repeat([100.0, 200.0, 50.0], 20)))
    assert np.flatnonzero(found[0]).tolist() == [20, 40]


def test_noise_and_steady_growth_are_no_level_shifts():
    flat = _noisy(np.full(120, 100.0))
    growing = _noisy(100 * 1.01 ** np.arange(120))
    assert not shifts.level_shifts(np.vstack([flat, growing])).any()


def test_a_single_month_is_an_outlier_and_no_shift():
    level = np.full(60, 100.0)
    level[30] = 300.0
    assert not shifts.level_shifts(_noisy(level)).any()
    assert np.flatnonzero(shifts.outliers(_noisy(level))[0]).tolist() == [30]


def test_the_last_month_alone_can_tell_a_shift_when_it_lies_far_off():
    # Noise of 3 %: 120 is 6 standard deviations away and less than a quarter, 150 is 13.
    near, far = np.full(40, 100.0), np.full(40, 100.0)
    near[-1], far[-1] = 120.0, 150.0
    assert not shifts.level_shifts(_noisy(near)).any()
    assert np.flatnonzero(shifts.level_shifts(_noisy(far))[0]).tolist() == [39]
    assert not shifts.level_shifts(_noisy(far), shifts.SHORTEST["day"]).any()


def test_ones_and_twos_are_noise():
    # The median change is nothing; half the mean change, 0.14, makes 0.15 of noise: log 3 is 7.5.
    logs = np.log(np.array([[1.0, 1.0, 1.0, 1.0, 2.0] * 8 + [3.0]]))
    assert not shifts.level_shifts(logs).any()


def test_missing_periods_are_neither():
    logs = _noisy(np.repeat([100.0, 200.0], [30, 20]))
    logs[0, [5, 33]] = np.nan
    assert np.flatnonzero(shifts.level_shifts(logs)[0]).tolist() == [30]
    assert not shifts.outliers(logs)[np.isnan(logs)].any()


def test_too_short_a_series_has_none():
    assert not shifts.level_shifts(np.zeros((1, 9))).any()


def test_median_leaves_missing_out():
    rows = np.array([[1.0, np.nan, 3.0], [2.0, 4.0, 9.0], [np.nan] * 3])
    assert shifts.median(rows).tolist() == [2.0, 4.0, 0.0]
