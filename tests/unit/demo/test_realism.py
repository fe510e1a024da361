import pytest

from pkslib import demo
from pkslib.demo import realism, regions

# How far the median region may lie from the span of the public figures.
_NEAR = 0.15


@pytest.fixture(scope="module")
def found():
    return realism.realism(demo.make(regions.codes(), seed=1))


@pytest.mark.parametrize("indicator", realism.sources()["indicator"])
def test_the_median_region_is_near_the_public_figures(found, indicator):
    span = realism.sources().set_index("indicator").loc[indicator]
    median = found[indicator].median()
    assert (1 - _NEAR) * span["low"] <= median <= (1 + _NEAR) * span["high"]


def test_every_region_has_every_figure(found):
    assert len(found) == 21
    assert found.notna().all(axis=None)
    # Regions differ, as age and chance have it, but none is of another world.
    assert (found.max() / found.min()).between(1.02, 2.0).all()
