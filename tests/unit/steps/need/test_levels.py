import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.forecast import decided
from pkslib.settings import Demand, Level, Risk, Settings, Treatment
from pkslib.steps.need import levels
from pkslib.steps.need.levels import capacity_needs, need_spread, target_levels

CAPACITIES = pd.DataFrame(
    {"capacity": ["bed_day"], "measure": ["bed_day"], "utilisation": [0.8], "margin": [0.0]}
)


def _use(**units):
    """The expected use of each unit in January."""
    frame = pd.DataFrame({"unit": list(units), "raw": list(units.values())})
    return frame.assign(
        capacity="bed_day", period="2027-01", expected=frame["raw"], count=frame["raw"]
    )


def _draws(use, *factors):
    """As many possible futures as factors of the expected use."""
    index = pd.MultiIndex.from_frame(use[["unit", "capacity", "period"]])
    return pd.DataFrame(np.outer(use["raw"], factors), index)


def _worked(use, draws, settings=None):
    return capacity_needs(use, draws, CAPACITIES, settings or Settings()).set_index("unit")


def test_the_interval_is_that_of_the_draws_at_the_target_utilisation():
    # 400 / 0.8 = 500. Eleven futures, 0.95 to 1.05: nine in ten lie below 1.04, one below 0.96.
    use = _use(A=400.0)
    row = _worked(use, _draws(use, *np.linspace(0.95, 1.05, 11))).loc["A"]
    assert row[["need_lower", "need", "need_upper"]].tolist() == pytest.approx([480, 500, 520])
    assert row["places"] == 17  # 500 / 31 = 16.1


def test_the_scenario_s_level_goes_before_the_table_s_and_the_unit_s_before_both():
    chosen = Settings(
        capacities={"bed_day": Level(utilisation=0.9)},
        units={"B": {"bed_day": Level(utilisation=0.5, margin=0.2)}},
    )
    use = _use(A=90.0, B=90.0)
    found = _worked(use, _draws(use, 1.0, 1.0), chosen)
    assert found["need"].to_dict() == pytest.approx({"A": 100, "B": 216})
    assert found["margin"].to_dict() == {"A": 0, "B": 0.2}


def test_a_chosen_risk_takes_the_place_of_the_margin():
    # Nine of ten futures need at most 1.04 times the 400: a margin of 4 %, (400 · 1.04) / 0.8.
    use = _use(A=400.0)
    draws = _draws(use, *np.linspace(0.95, 1.05, 11))
    chosen = Settings(
        capacities={"bed_day": Level(margin=0.5)}, units={"A": {"bed_day": Level(risk=0.1)}}
    )
    row = _worked(use, draws, chosen).loc["A"]
    assert (row["margin"], row["need"]) == (pytest.approx(0.04), pytest.approx(520))


def test_the_target_level_says_what_is_variation_and_what_is_preparedness():
    # 400 / 0.8 = 500; 4 % for variation and 10 % for preparedness of that. The target is 570;
    # with its preparedness the need exceeds it in one future of ten.
    use = _use(A=400.0)
    draws = _draws(use, *np.linspace(0.95, 1.05, 11))
    chosen = Settings(capacities={"bed_day": Level(risk=0.1, preparedness=0.1)})
    capacity = capacity_needs(use, draws, CAPACITIES, chosen)
    row = target_levels(capacity, draws).iloc[0]
    parts = ["expected", "variation", "preparedness", "target"]
    assert row[parts].tolist() == pytest.approx([500, 20, 50, 570])
    assert row["risk"] == pytest.approx(0.1)
    assert capacity["need"].tolist() == pytest.approx([570])


def test_units_that_move_against_each_other_cancel_in_the_region():
    use = _use(A=80.0, B=80.0)
    draws = _draws(use, 1.0, 1.0, 1.0)
    draws.iloc[0], draws.iloc[1] = [60.0, 80.0, 100.0], [100.0, 80.0, 60.0]
    spread = need_spread(capacity_needs(use, draws, CAPACITIES, Settings()), draws, "99")
    rows = spread[spread["period"] == "2027-01"].set_index("place")
    assert rows.loc["A", ["p10", "p50", "p90"]].tolist() == pytest.approx([80, 100, 120])
    assert rows.loc["99", ["p10", "p50", "p90"]].tolist() == pytest.approx([200, 200, 200])


def test_the_year_is_one_row_also_when_it_is_the_only_period():
    use = _use(A=80.0).assign(period="2027")
    draws = _draws(use, 1.0, 1.0)
    spread = need_spread(capacity_needs(use, draws, CAPACITIES, Settings()), draws, "99")
    assert spread[["scope", "place", "period"]].to_numpy().tolist() == [
        ["unit", "A", "2027"], ["region", "99", "2027"],
    ]  # fmt: skip


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
    return levels.patient_draws(care, known, risk)


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
