import numpy as np
import pandas as pd
import pytest

from pkslib.forecast.prepare import treated_panels
from pkslib.forecast.wholes import fitted_wholes, whole

BOTH = {"both": ["a", "b"], "a alone": ["a"]}
SAID = ["series", "period", "kind", "treatment"]


def _whole(rows, *said):
    options = {"treatments": pd.DataFrame(said, columns=SAID), "exclude": None}
    (parts,) = treated_panels(rows, options)
    return whole(parts, BOTH)


def test_a_whole_is_the_sum_of_its_parts(history):
    found = _whole(history(a=np.arange(24.0), b=np.full(24, 10.0)))
    np.testing.assert_allclose(found.until(24)[0], [np.arange(24) + 10, np.arange(24)])


def test_what_is_done_to_a_part_is_done_to_the_whole(history):
    # a is 40, and 80 from July 2017 on; a month of b is left out.
    rows = history(a=np.where(np.arange(60) < 30, 40.0, 80.0), b=np.full(60, 10.0))
    shift = ("a", "2017-07", "level shift", "rescaled")
    found = _whole(rows, shift, ("b", "2015-02", "outlier", "left_out"))
    now = found.until(60)[0][0]
    assert np.isnan(now[1])
    np.testing.assert_allclose(np.delete(now, 1), 90, rtol=0.02)
    # A month into the new level nobody could know of it.
    np.testing.assert_allclose(found.until(31)[0][0][2:], [50] * 28 + [90])


def test_parts_that_end_apart_or_hardly_meet_have_no_whole(history):
    apart = pd.concat([history(a=np.arange(24.0)), history(b=np.arange(20.0))])
    assert fitted_wholes(apart, BOTH, 3, {}) is None
    late = pd.concat([history(a=np.arange(24.0) + 1), history("2016-02", b=np.arange(11.0) + 1)])
    assert fitted_wholes(late, BOTH, 3, {}) is None


def test_a_whole_is_forecast_and_tested(wards):
    names = sorted(wards["series"].unique())
    found = fitted_wholes(wards, {"all": names}, 6, {})
    # Five wards of 40, 80, … 200.
    assert found.mean.mean() == pytest.approx(600, rel=0.15)
    assert np.isfinite(found.errors).any()
