"""Histories that the tests of the forecasting engine share."""

import numpy as np
import pandas as pd
import pytest

from pkslib import language, periods


@pytest.fixture(autouse=True)
def _english():
    with language.using("en"):
        yield


@pytest.fixture
def history():
    """Return a function that makes a history frame of series given by name."""

    def make(first="2015-01", **series):
        parts = []
        for name, values in series.items():
            labels = [periods.shift(first, step) for step in range(len(values))]
            parts.append(pd.DataFrame({"series": name, "period": labels, "value": values}))
        return pd.concat(parts, ignore_index=True)

    return make


@pytest.fixture
def wards(history):
    """Return five wards of 84 months, seasonal and noisy, seeded."""
    random = np.random.default_rng(4)
    months = np.arange(84)
    season = 1 + 0.2 * np.cos(months * np.pi / 6)
    return history(
        **{f"ward {k}": random.poisson(40 * (k + 1) * season).astype(float) for k in range(5)}
    )
