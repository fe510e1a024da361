import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.forecast import decided
from pkslib.settings import Demand, Risk, Treatment
from pkslib.steps.need import draws

YEAR = periods.within_year(2027, "month")


@pytest.fixture
def demand():
    """Four years of two needs that rise and fall together, by month."""
    rng = np.random.default_rng(3)
    labels = periods.between("2023-01", "2026-12")
    wave = 100 + 20 * np.sin(np.arange(len(labels))) + rng.normal(0, 12, len(labels))
    return pd.DataFrame(
        {
            "region": "99",
            "need": np.repeat(["hip", "eye"], len(labels)),
            "period": labels * 2,
            "patients": np.concatenate([wave, 2 * wave]),
        }
    )


def _care(half=10.0, relief=0.0):
    rows = pd.DataFrame({"need": np.repeat(["hip", "eye"], 12), "period": YEAR * 2, "mean": 100.0})
    sides = {"lower_95": -2, "lower_80": -1, "upper_80": 1, "upper_95": 2}
    return rows.assign(relief=relief, **{name: 100 + side * half for name, side in sides.items()})


def patient_draws(care, demand, risk, **treatments):
    known = decided.known(demand, Demand(treatments=treatments))
    return draws.patient_draws(care, known, risk)


def test_the_draws_have_the_intervals_of_the_forecast(demand):
    drawn = patient_draws(_care(), demand, Risk(draws=1000))
    low, middle, high = np.quantile(drawn, [0.1, 0.5, 0.9], axis=1)
    np.testing.assert_allclose(low, 90, atol=0.1)
    np.testing.assert_allclose(middle, 100, atol=0.1)
    np.testing.assert_allclose(high, 110, atol=0.1)


def test_needs_that_went_together_keep_doing_so(demand):
    drawn = patient_draws(_care(), demand, Risk())
    assert np.corrcoef(drawn[0], drawn[12])[0, 1] > 0.4


def test_the_same_seed_gives_the_same_futures_whatever_the_order_of_rows(demand):
    care = _care()
    one = patient_draws(care, demand, Risk())
    turned = patient_draws(care.iloc[::-1], demand.iloc[::-1].reset_index(drop=True), Risk())
    np.testing.assert_array_equal(one, turned[::-1])
    assert not np.array_equal(one, patient_draws(care, demand, Risk(seed=2)))


def test_relief_comes_on_top_and_nothing_falls_below_zero(demand):
    drawn = patient_draws(_care(half=200.0, relief=5.0), demand, Risk())
    assert drawn.min() == 5


def test_what_is_known_does_not_vary(demand):
    known = demand.assign(period=demand["period"].str.replace("2026", "2027"))
    assert np.ptp(patient_draws(_care(half=0.0), known, Risk()), axis=1).max() == 0


def test_a_period_that_the_scenario_drops_changes_the_draws(demand):
    # A coding fault made both needs five times as many in 2024-07. Dropped, it is no error of the
    # back-test any more; what is said of a need that is not here changes nothing.
    faulty = demand.assign(
        patients=demand["patients"].where(demand["period"] != "2024-07", 5 * demand["patients"])
    )
    kept = {"periods": {"2024-07": "keep"}}
    dropped = {"periods": {"2024-07": "drop"}}
    keep, drop, other = (
        patient_draws(_care(), faulty, Risk(), **said)
        for said in (
            {"hip": Treatment(**kept), "eye": Treatment(**kept)},
            {"hip": Treatment(**dropped), "eye": Treatment(**dropped)},
            {"hip": Treatment(**kept), "eye": Treatment(**kept), "stroke": Treatment(**dropped)},
        )
    )
    assert not np.array_equal(keep, drop)
    np.testing.assert_array_equal(keep, other)
