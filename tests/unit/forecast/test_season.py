import numpy as np
import pytest

from pkslib.forecast import design, season

MONTHS = np.arange("2015-01", "2023-01", dtype="datetime64[M]").astype("datetime64[D]")
SHAPE = np.cos(np.arange(12) * np.pi / 6)


def _series(random, n, noise, amplitude=0.2):
    return 1 + amplitude * np.tile(SHAPE, 8) + noise * random.standard_normal((n, 96))


def test_least_squares_finds_a_line_exactly():
    lines = np.column_stack([np.ones(20), np.arange(20.0)])
    fit = season.least_squares((3 + 0.5 * np.arange(20.0))[None, :], lines)
    np.testing.assert_allclose(fit.coefficients[0], [3, 0.5], rtol=1e-5)
    assert fit.variance[0] == pytest.approx(0, abs=1e-9)


def test_least_squares_leaves_missing_periods_out():
    random = np.random.default_rng(1)
    lines = np.column_stack([np.ones(30), np.arange(30.0)])
    values = random.standard_normal((2, 30))
    values[0, :10] = np.nan
    fit = season.least_squares(values, lines)
    np.testing.assert_allclose(
        fit.coefficients[0], np.linalg.lstsq(lines[10:], values[0, 10:])[0], atol=1e-5
    )


def test_without_noise_the_season_is_found_whole():
    found = season.pattern(
        _series(np.random.default_rng(0), 3, 0.0), design.seasonal(MONTHS, "month")
    )
    np.testing.assert_allclose(found, np.tile(0.2 * SHAPE, (3, 8)), atol=1e-5)


def test_the_group_lends_strength_to_the_noisy():
    random = np.random.default_rng(2)
    values = _series(random, 40, 0.5)
    shape = design.seasonal(MONTHS, "month")
    truth = np.tile(0.2 * SHAPE, 8)
    together = np.abs(season.pattern(values, shape) - truth).mean()
    alone = np.mean([np.abs(season.pattern(row[None], shape)[0] - truth).mean() for row in values])
    lines = design.trend(96, "month")
    own = season.least_squares(values, np.hstack([lines, shape.parts["season"]]))
    unshrunk = np.abs(own.coefficients[:, lines.shape[1] :] @ shape.parts["season"].T - truth)
    assert together < alone < unshrunk.mean()


def test_a_season_of_its_own_is_kept_where_it_is_clear():
    random = np.random.default_rng(5)
    values = _series(random, 20, 0.05)
    values[0] = 1 - 0.2 * np.tile(SHAPE, 8) + 0.05 * random.standard_normal(96)
    found = season.pattern(values, design.seasonal(MONTHS, "month"))
    assert np.corrcoef(found[0, :12], -SHAPE)[0, 1] > 0.95


def test_too_short_a_series_takes_the_group_pattern():
    values = _series(np.random.default_rng(6), 10, 0.1)
    values[0, :-20] = np.nan
    found = season.pattern(values, design.seasonal(MONTHS, "month"))
    assert np.corrcoef(found[0, :12], SHAPE)[0, 1] > 0.95


def test_no_long_series_no_season():
    found = season.pattern(np.ones((2, 18)), design.seasonal(MONTHS[:24], "month"))
    assert found.shape == (2, 24)
    assert (found == 0).all()


def test_seasonal_columns_sum_to_zero_over_a_turn():
    for resolution, count in (("month", 12), ("quarter", 4)):
        step = {"month": 1, "quarter": 3}[resolution]
        starts = np.arange(0, 12, step).astype("datetime64[M]").astype("datetime64[D]")
        part = design.seasonal(starts, resolution).parts["season"]
        assert part.shape == (count, count - 1)
        np.testing.assert_allclose(part.sum(axis=0), 0)
    days = np.arange("2027-01-04", "2027-01-11", dtype="datetime64[D]")
    np.testing.assert_allclose(design.seasonal(days, "day").parts["weekday"].sum(axis=0), 0)
    assert design.seasonal(days[:1], "year").parts == {}
