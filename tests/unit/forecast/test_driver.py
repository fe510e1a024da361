import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.forecast import driver, forecast, forecast_sums, sample_paths
from pkslib.forecast.panel import panels
from pkslib.forecast.prepare import prepared


def _size(name="a", growth=1.1, years=range(2014, 2026)):
    return pd.DataFrame(
        {
            "series": name,
            "year": years,
            "expected": [100.0 * growth**at for at in range(len(years))],
        }
    )


@pytest.fixture
def grown(history):
    """Return eight years of months that follow a population growing by a tenth a year."""
    rows = history(a=np.full(96, 50.0))
    index = driver.of(panels(rows)[0], 12, _size()).past[0]
    return rows.assign(value=rows["value"] * index + np.random.default_rng(2).normal(0, 0.2, 96))


def test_the_index_is_one_at_the_last_known_period(grown):
    found = driver.of(panels(grown)[0], 12, _size())
    assert found.past[0, -1] == 1
    # A year on, a tenth more; a year before, a tenth less.
    assert found.ahead[0, 11] == pytest.approx(1.1, rel=0.003)
    assert found.past[0, -13] == pytest.approx(1 / 1.1, rel=0.003)


def test_a_history_that_follows_the_population_goes_on_with_it(grown):
    with_driver = forecast(grown, 12, tier="fast", exclude=None, expectation=_size())
    assert with_driver["mean"].iloc[-1] == pytest.approx(55, rel=0.01)
    (fit,) = prepared(grown, 12, "fast", {"exclude": None, "expectation": _size()})
    # Errors are in patients of their own time, and the history is as it was.
    np.testing.assert_array_equal(fit.panel.values[0], grown["value"])
    assert np.nanmean(np.abs(fit.errors)) < 0.5


def test_every_form_of_forecast_takes_the_driver(grown):
    how = {"exclude": None, "expectation": _size()}
    year = forecast_sums(grown, 12, tier="fast", **how)["mean"].iloc[0]
    months = forecast(grown, 12, tier="fast", **how)["mean"].sum()
    drawn = sample_paths(grown, 12, 400, 1, **how)["value"].sum() / 400
    assert [year, drawn] == pytest.approx([months, months], rel=0.01)


@pytest.mark.parametrize(
    "size", [_size("b"), _size(years=range(2014, 2022)), _size().assign(expected=0.0)]
)
def test_a_population_that_does_not_reach_is_told(grown, size):
    with pytest.raises(InputError, match="until 2023"):
        forecast(grown, 12, tier="fast", expectation=size)
