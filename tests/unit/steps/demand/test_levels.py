import pandas as pd
import pytest

from pkslib.forecast import decided, forecast_tables
from pkslib.steps.demand import levels


def _agreed(tables, settings):
    known = decided.known(tables["demand"], settings)
    made = forecast_tables(known.history, 14, tier="fast", **known.options)
    found = levels.agreed(made, tables, known, 14, settings)
    return made["periods"], found.needs, found.levels


@pytest.mark.parametrize("way", ["least_squares", "bottom_up", "top_down"])
def test_parts_equal_wholes(tables, how, way):
    before, after, both = _agreed(tables, how(reconcile=way))
    region = both[both["level"] == "region"].set_index("period")
    sums = after.groupby("period")["mean"].sum()
    assert region["agreed"].tolist() == pytest.approx(sums.tolist())
    flows = both[both["level"] != "region"].groupby("period")["agreed"].sum()
    assert flows.tolist() == pytest.approx(region["agreed"].tolist())
    below = before.groupby("period")["mean"].sum()
    assert region["below"].tolist() == pytest.approx(below.tolist())
    trusted = {"bottom_up": "below", "top_down": "above"}.get(way)
    if trusted:
        assert region["agreed"].tolist() == pytest.approx(region[trusted].tolist())


def test_both_ways_are_proven(tables, how):
    both = _agreed(tables, how())[2]
    assert both[["error_above", "error_below"]].notna().all(axis=None)


def test_without_flows_there_is_only_the_region(tables, how):
    both = _agreed({"demand": tables["demand"]}, how())[2]
    assert both["level"].unique().tolist() == ["region"]


def test_needs_that_end_apart_are_not_added_up(tables, how):
    demand = tables["demand"]
    early = demand[(demand["need"] == "hip") | (demand["period"] < "2026-06")]
    before, after, both = _agreed({**tables, "demand": early}, how())
    assert both.empty
    assert after is before


def test_a_period_that_the_scenario_drops_is_dropped_from_the_wholes(tables, how):
    demand = tables["demand"].reset_index(drop=True)
    fault = (demand["need"] == "hip") & (demand["period"] == "2026-09")
    demand.loc[fault, "patients"] = 5000.0
    dropped = how(treatments={"hip": {"periods": {"2026-09": "drop"}}})
    (_, _, both), (_, _, faulty) = (
        _agreed({**tables, "demand": demand}, said) for said in (dropped, how())
    )
    clean = _agreed(tables, how())[2]
    above, usual, wrong = (
        rows.query("level == 'region'")["above"].sum() for rows in (both, clean, faulty)
    )
    assert above == pytest.approx(usual, rel=0.02)
    assert wrong != pytest.approx(usual, rel=0.1)


@pytest.fixture
def at_units(tables):
    """Return the tables with what comes to a clinic, a hospital's ward and elsewhere."""
    units = pd.DataFrame(
        {"unit": ["H", "W", "K"], "parent": [None, "H", None], "level": ["hospital", "ward", ""]}
    )
    shares = {("hip", "W"): 0.75, ("cataract", "W"): 0.25, ("cataract", "K"): 0.75}
    demand = tables["demand"]
    parts = [
        demand[demand["need"] == need].assign(
            unit=unit, patients=lambda rows, share=share: share * rows["patients"]
        )
        for (need, unit), share in shares.items()
    ]
    return {**tables, "units": units, "unit_demand": pd.concat(parts)}


@pytest.mark.parametrize("way", ["least_squares", "bottom_up", "top_down"])
def test_units_hospitals_needs_and_region_agree(at_units, how, way):
    settings = how(reconcile=way)
    known = decided.known(at_units["demand"], settings)
    made = forecast_tables(known.history, 14, tier="fast", **known.options)
    found = levels.agreed(made, at_units, known, 14, settings)
    need = found.needs.pivot_table(index="period", columns="series", values="mean")
    cell = found.units.pivot_table(index="period", columns=["unit", "series"], values="mean")
    whole = found.unit_levels.pivot_table(index="period", columns="unit", values="agreed")
    pd.testing.assert_series_equal(
        need["hip"], cell["W", "hip"] + cell["", "hip"], check_names=False
    )
    pd.testing.assert_series_equal(
        whole["W"], cell["W", "hip"] + cell["W", "cataract"], check_names=False
    )
    pd.testing.assert_series_equal(whole["H"], whole["W"], check_names=False)
    region = found.levels.query("level == 'region'").set_index("period")["agreed"]
    pd.testing.assert_series_equal(region, need.sum(axis=1), check_names=False)
    # A quarter of the hips come to no unit told of.
    assert cell["", "hip"].sum() == pytest.approx(0.25 * need["hip"].sum(), rel=0.02)
    assert found.unit_levels[["error_above", "error_below"]].notna().all(axis=None)
