import numpy as np
import pandas as pd
import pytest

from pkslib.forecast.sums import summed

Z80, Z95 = 1.2816, 1.9600


def _pieces(share, mean=400.0, half=(60.0, 100.0)):
    rows = pd.DataFrame({"week": "2027-W14", "share": share, "mean": mean})
    for level, one in zip((80, 95), half, strict=True):
        rows[f"lower_{level}"] = np.maximum(rows["mean"] - one, 0)
        rows[f"upper_{level}"] = rows["mean"] + one
    return rows


def _half(pieces, level=80):
    found = summed(pieces, ["week"]).iloc[0]
    return found[f"upper_{level}"] - found["mean"]


def test_a_whole_period_keeps_its_interval():
    pieces = _pieces([1.0])
    found = summed(pieces, ["week"])
    assert found.iloc[0, 1:].tolist() == pytest.approx(pieces.iloc[0, 2:].tolist())


def test_chance_falls_by_the_root_and_the_rest_by_a_power():
    # 400 patients vary by chance with a standard deviation of 20: 25.6 of the half-width 60, and
    # 54.2 for the rest. A quarter of the month has 12.8 by chance and 54.2 · 0.25^0.65 = 22.0.
    rest = np.sqrt(60**2 - (Z80 * 20) ** 2)
    expected = np.hypot(Z80 * 10, rest * 0.25**0.65)
    assert _half(_pieces([0.25])) == pytest.approx(expected, rel=1e-4)
    # More than a quarter of the month's, less than half of it.
    assert 15 < expected < 30


def test_two_halves_of_a_week_are_one_week():
    # A week across the turn of two months alike is as sure as one inside a month.
    assert _half(_pieces([0.1, 0.15])) == pytest.approx(_half(_pieces([0.25])))


def test_what_never_varies_does_not_vary_by_week():
    assert _half(_pieces([0.25], half=(0.0, 0.0))) == 0


def test_bounds_are_nested_and_not_negative():
    # Bounds of a day hardly apart: of seven days the outer would lie inside the inner.
    found = summed(_pieces([1.0] * 7, mean=30.0, half=(10.0, 11.0)), ["week"]).iloc[0]
    assert found["lower_95"] <= found["lower_80"] < found["mean"]
    assert found["upper_80"] <= found["upper_95"]
    assert summed(_pieces([0.25], mean=2.0, half=(4.0, 6.0)), ["week"])["lower_95"][0] == 0


def test_nothing_is_nothing():
    found = summed(_pieces([0.0], mean=0.0, half=(0.0, 0.0)), ["week"])
    assert found.iloc[0, 1:].tolist() == [0] * 5
