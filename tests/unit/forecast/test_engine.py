from types import SimpleNamespace

import numpy as np
import pytest

from pkslib.forecast import choice, engine, forecast
from pkslib.forecast.prepare import prepared


def _walks(history, step, length=24, count=60):
    """Return series that wander by so large a share a month, and what came of them."""
    random = np.random.default_rng(5)
    level = 200 * np.exp(np.cumsum(random.normal(0, step, (count, length + 12)), axis=1))
    values = level * np.exp(random.normal(0, 0.03, level.shape))
    rows = history(**{f"s{k:02d}": row[:length] for k, row in enumerate(values)})
    return rows, values[:, length:].ravel()


@pytest.mark.parametrize("step", [0.0, 0.05])
def test_short_histories_measure_their_own_uncertainty(history, step):
    rows, outcome = _walks(history, step)
    found = forecast(rows, 12, tier="fast", exclude=None)
    inside = (outcome >= found["lower_80"]) & (outcome <= found["upper_80"])
    assert 0.7 < inside.mean() < 0.95


def test_level_errors_stand_in_for_a_back_test_only(history):
    rows, _ = _walks(history, 0.02)
    (short,) = prepared(rows, 12, "fast", {})
    assert short.errors.shape == (0, 60, 12)
    assert short.ratios.shape == (1, 60, 12)
    rows, _ = _walks(history, 0.02, length=48, count=4)
    (long,) = prepared(rows, 12, "fast", {})
    assert long.ratios.shape == long.errors.shape


def test_beyond_the_origin_the_shipped_curve_rules(history):
    rows, _ = _walks(history, 0.02, length=30, count=5)
    (fit,) = prepared(rows, 18, "fast", {})
    assert np.isfinite(fit.ratios[0, :, :12]).all()
    assert np.isnan(fit.ratios[0, :, 12:]).all()
    assert (np.diff(np.abs(fit.widths), axis=1) >= 0).all()


def test_panels_that_differ_in_their_end_are_judged_together(history):
    rows, _ = _walks(history, 0.02, length=60, count=12)
    late = rows[~rows["series"].isin(["s00", "s01"]) | (rows["period"] < "2019-12")]
    two = prepared(late, 12, "fast", {})
    assert [len(fit.mean) for fit in two] == [2, 10]
    assert two[0].ratios.shape[1] == 12
    np.testing.assert_array_equal(two[0].widths, two[1].widths)


def test_a_month_not_reported_moves_no_level(history):
    random = np.random.default_rng(4)
    values = random.poisson(100, 60).astype(float)
    gone = np.append(values, [np.nan, np.nan])
    longer = forecast(history(a=gone), 10, tier="fast", country=None)
    usual = forecast(history(a=values), 12, tier="fast", country=None).iloc[2:]
    assert longer["period"].tolist() == usual["period"].tolist()
    np.testing.assert_allclose(longer["mean"], usual["mean"], rtol=0.03)


def test_a_long_and_a_short_panel_are_judged_together(history):
    """One has years enough for a season of its last five, the other has not."""
    random = np.random.default_rng(5)
    values = {f"s{place}": random.poisson(100, 90).astype(float) for place in range(6)}
    rows = history(**values)
    late = rows["series"].isin(["s4", "s5"])
    short = rows[~late | (rows["period"].between("2018-01", "2022-01"))]
    found = forecast(short, 12, tier="fast", exclude=None)
    assert found.groupby("series").size().eq(12).all()


def test_panels_that_differ_in_their_end_have_one_season(history):
    random = np.random.default_rng(6)
    season = 30 * (1 + 0.3 * np.sin(2 * np.pi * np.arange(60) / 12))
    names = [f"s{place:02d}" for place in range(12)]
    rows = history(**{name: random.poisson(season).astype(float) for name in names})
    ends = dict(zip(names, sorted(rows["period"].unique())[-12:], strict=True))
    rows = rows[rows["period"] <= rows["series"].map(ends)]
    truth = dict(zip((f"{month:02d}" for month in range(1, 13)), season[:12], strict=True))

    def error(part):
        found = forecast(part, 12, tier="fast", country=None)
        return np.abs(found["mean"] - found["period"].str[5:].map(truth)).mean()

    assert error(rows) < 0.9 * np.mean([error(part) for _, part in rows.groupby("series")])


def _loses(*ratios):
    """Return whether last year takes over where errors are so many times its own, series each."""
    count = len(ratios)
    test = choice.Test(np.full((2, count, 12), 5.0), np.ones(count), np.zeros((count, 3)))
    errors = 5.0 * np.array(ratios)[None, :, None] * np.ones(12)
    return engine._loses([SimpleNamespace(tests=[test])], [SimpleNamespace(errors=errors)])


def test_last_year_takes_over_by_a_margin_of_many():
    assert _loses(*[1.05] * 40)
    # A hundredth worse, or eight series alone, may be chance.
    assert not _loses(*[1.01] * 40)
    assert not _loses(*[1.05] * 8)
    # Most a little worse, the others far better: in the mean ours were nearer.
    assert not _loses(*[1.05] * 25, *[0.5] * 15)


def test_one_series_does_not_let_last_year_take_over():
    assert not _loses(*[0.99] * 39, 1e6)
