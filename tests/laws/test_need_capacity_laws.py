"""What must hold for need and available capacity whatever the tables."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib import periods
from pkslib.methods.quantiles import value_at
from pkslib.settings import Settings
from pkslib.steps import capacity, need
from pkslib.steps.capacity.risk import gap_risk
from pkslib.steps.need.capacity import capacity_use, production_need
from pkslib.steps.need.levels import (
    capacity_draws,
    capacity_needs,
    need_spread,
    target_levels,
)
from pkslib.steps.need.patients import BOUNDS
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared
from pkslib.tables.times import capacity_per_patient

QUARTERS = periods.within_year(2027, "quarter")
NEEDS, UNITS, ACTIVITIES = ("hip", "eye", "birth"), ("A", "B", "C"), ("stay", "visit")
CAPACITIES, RESOURCES = ("bed_day", "hour"), ("nurse", "doctor", "room")
EMPTY = {name: empty(schema) for name, schema in INPUTS.items()}

SEEDS = st.integers(0, 2**32 - 1)
few = settings(max_examples=3, deadline=None)
some = settings(max_examples=8, deadline=None)


def _table(rng, keys, share=1.0, **values):
    """Random rows: a share of all combinations of the keys, values within their ranges."""
    rows = pd.DataFrame(list(itertools.product(*keys.values())), columns=[*keys])
    rows = rows[rng.random(len(rows)) < share].reset_index(drop=True)
    return rows.assign(**{name: rng.uniform(*span, len(rows)) for name, span in values.items()})


def _need_tables(seed):
    rng = np.random.default_rng(seed)
    halves = _table(rng, {"need": NEEDS, "period": QUARTERS}, mean=(0, 500), half=(0, 200))
    forecast = halves.assign(
        region="99",
        lower_80=(halves["mean"] - halves["half"]).clip(lower=0),
        upper_80=halves["mean"] + halves["half"],
        lower_95=(halves["mean"] - 2 * halves["half"]).clip(lower=0),
        upper_95=halves["mean"] + 2 * halves["half"],
    )
    general = _table(rng, {"activity": ACTIVITIES, "capacity": CAPACITIES}, amount=(0, 9))
    own = _table(
        rng, {"activity": ACTIVITIES, "unit": UNITS, "capacity": CAPACITIES}, 0.4, amount=(0, 9)
    )
    history = _table(
        rng, {"need": NEEDS, "period": periods.between("2023-Q1", "2026-Q4")}, patients=(0, 500)
    )
    return EMPTY | {
        "forecast": forecast,
        "driver": empty(RESULTS["driver"]),
        "weekday_profile": _table(rng, {"need": NEEDS[:2], "day": range(8)}, weight=(0, 2)).assign(
            region="99"
        ),
        "demand": history.assign(region="99"),
        "pathways": _table(
            rng, {"need": NEEDS, "unit": UNITS, "activity": ACTIVITIES}, 0.7, per_patient=(0, 3)
        ),
        "activity_times": pd.concat([general.assign(unit=None), own], ignore_index=True),
        "capacities": pd.DataFrame(
            {
                "capacity": CAPACITIES,
                "measure": CAPACITIES,
                "utilisation": (0.85, 1.0),
                "margin": 0.1,
            }
        ),
        "recipes": _table(rng, {"capacity": CAPACITIES, "resource": RESOURCES}, amount=(0.1, 5)),
    }


def _care(tables, times=1.0):
    rows = tables["forecast"]
    bounds = rows[["mean", "lower_80", "upper_80", "lower_95", "upper_95"]] * times
    grown = bounds["mean"]
    return rows.assign(**bounds, forecast=grown, relief=0.0, patients=grown)


def _drawn(tables, times=1.0, aims=None):
    """Capacity use, capacity need and the draws behind it."""
    care = _care(tables, times)
    use = capacity_use(care, capacity_per_patient(tables["pathways"], tables["activity_times"]))
    aims = aims or Settings()
    chance = np.random.default_rng(1).uniform(0.01, 0.99, (len(care), 100))
    patients = value_at(list(BOUNDS.values()), care[list(BOUNDS)], chance).clip(min=0)
    draws = capacity_draws(use, care, patients)
    return use, capacity_needs(use, draws, tables["capacities"], aims), draws


def _needed(tables, times=1.0):
    return _drawn(tables, times)[:2]


def _shuffled(tables, seed):
    return {
        name: frame.sample(frac=1, random_state=seed % 2**32).reset_index(drop=True)
        for name, frame in tables.items()
    }


def _same(one, other):
    assert one.keys() == other.keys()
    for name, frame in one.items():
        keys = [column for column in frame.columns if frame[column].dtype == "str"]
        ordered = other[name].sort_values(keys, ignore_index=True)
        pd.testing.assert_frame_equal(frame.sort_values(keys, ignore_index=True), ordered)


def _renamed(frames, names):
    return {
        name: frame.assign(
            **{at: frame[at].replace(names) for at in ("unit", "place") if at in frame}
        )
        for name, frame in frames.items()
    }


# Need


@some
@given(SEEDS)
def test_nothing_is_lost_between_needs_and_units(seed):
    tables = _need_tables(seed)
    use, capacity_need = _needed(tables)
    total = 0.0
    times = {
        (row.activity, row.unit, row.capacity): row.amount
        for row in tables["activity_times"].itertuples()
    }
    patients = tables["forecast"].groupby("need")["mean"].sum()
    for row, name in itertools.product(tables["pathways"].itertuples(), CAPACITIES):
        general = times[row.activity, None, name]
        amount = times.get((row.activity, row.unit, name), general)
        total += patients[row.need] * row.per_patient * amount
    assert use["raw"].sum() == pytest.approx(total)
    assert capacity_need["raw"].sum() == pytest.approx(total)


@some
@given(SEEDS)
def test_activities_add_up_to_patients_times_their_pathways(seed):
    tables = _need_tables(seed)
    made = production_need(_care(tables), tables["pathways"])
    each = tables["pathways"].groupby("need")["per_patient"].sum()
    patients = tables["forecast"].groupby("need")["mean"].sum()
    assert made["count"].sum() == pytest.approx((each * patients).sum())


@some
@given(SEEDS, st.floats(0.1, 10))
def test_need_and_its_interval_grow_with_the_patients(seed, times):
    tables = _need_tables(seed)
    (_, once), (_, more) = _needed(tables), _needed(tables, times)
    for name in ("raw", "need", "need_lower", "need_upper"):
        np.testing.assert_allclose(more[name], once[name] * times, atol=1e-6)


@some
@given(SEEDS)
def test_needs_worked_out_apart_add_up_to_the_need(seed):
    tables = _need_tables(seed)
    _, whole = _needed(tables)
    parts = [
        _needed({**tables, "forecast": tables["forecast"].query("need == @name")})[1]
        for name in NEEDS
    ]
    assert sum(part["need"].sum() for part in parts) == pytest.approx(whole["need"].sum())


@some
@given(SEEDS)
def test_the_interval_holds_the_need_without_margin_and_the_beds_hold_the_bed_days(seed):
    _, rows = _needed(_need_tables(seed))
    expected = rows["raw"] / rows["utilisation"]
    assert (rows["need_lower"] >= 0).all()
    assert (rows["need_lower"] <= expected * 1.05).all()
    assert (rows["need_upper"] >= expected * 0.95).all()
    beds = rows[rows["measure"] == "bed_day"]
    assert (beds["places"] * beds["days"] >= beds["need"] - 1e-6).all()
    assert ((beds["places"] - 1) * beds["days"] < beds["need"] + 1e-6).all()


@some
@given(SEEDS)
def test_quantiles_rise_and_the_region_s_mean_is_that_of_its_units(seed):
    _, rows, draws = _drawn(_need_tables(seed))
    spread = need_spread(rows, draws, "99")
    steps = spread.filter(regex=r"^p\d\d$").diff(axis=1).iloc[:, 1:]
    assert (steps >= -1e-9).all(axis=None)
    used = (draws.reset_index("capacity", drop=True).mean(axis=1)).sum()
    assert draws.to_numpy().mean(axis=1).sum() == pytest.approx(used)


@some
@given(SEEDS, st.floats(0.01, 0.5), st.floats(0.01, 0.5), st.floats(0, 1))
def test_less_risk_takes_more_and_the_parts_of_the_target_add_up(seed, one, other, ready):
    tables = _need_tables(seed)
    found = []
    for risk in sorted([one, other]):
        level = {"risk": risk, "preparedness": ready}
        aims = Settings(capacities=dict.fromkeys(CAPACITIES, level))
        _, rows, draws = _drawn(tables, aims=aims)
        parts = target_levels(rows, draws)
        made = parts[["expected", "variation", "preparedness"]].sum(axis=1)
        np.testing.assert_allclose(made, parts["target"], atol=1e-6)
        np.testing.assert_allclose(parts["target"], rows["need"])
        found.append(parts)
    assert (found[0]["target"] >= found[1]["target"] - 1e-9).all()
    assert (found[0]["risk"] <= found[1]["risk"] + 0.02).all()


@few
@given(SEEDS)
def test_without_spread_a_gap_is_certain_or_impossible_and_more_capacity_means_less_risk(seed):
    tables = _need_tables(seed)
    flat = tables["forecast"].assign(
        **dict.fromkeys(
            ["lower_80", "upper_80", "lower_95", "upper_95"], tables["forecast"]["mean"]
        )
    )
    units = pd.DataFrame({"unit": UNITS, "region": "99"})
    for forecast, certain in ((flat, True), (tables["forecast"], False)):
        _, rows, draws = _drawn({**tables, "forecast": forecast})
        spread = need_spread(rows, draws, "99")
        risks = [
            gap_risk(spread, rows.assign(amount=rows["raw"] * times), units)["risk"]
            for times in (0.5, 1.0, 1.3, 3.0)
        ]
        if certain:
            assert np.isin(pd.concat(risks), [0.0, 1.0]).all()
        for less, more in itertools.pairwise(risks):
            assert (more <= less + 1e-12).all()


@few
@given(SEEDS)
def test_the_need_of_weeks_and_of_days_is_that_of_the_year(seed):
    found = as_declared(need.work_out(_need_tables(seed), Settings(), 2027))
    year = found["capacity_need"].groupby(["unit", "capacity"])["need"].sum()
    weeks, days = found["capacity_need_weeks"], found["capacity_need_days"]
    of_days = days.assign(need=days["need"] * days["days"])
    for parts in (weeks, of_days):
        sums = parts.groupby(["unit", "capacity"])["need"].sum()
        np.testing.assert_allclose(sums, year, atol=1e-6)
    assert (weeks["highest"] * 7 >= weeks["need"] * (1 - 1e-9)).all()
    assert (days["highest"] >= days["need"] * (1 - 1e-9)).all()


@few
@given(SEEDS)
def test_need_does_not_depend_on_the_order_of_rows_or_the_names_of_units(seed):
    tables, names = _need_tables(seed), {"A": "Z", "B": "Y", "C": "X"}
    found = as_declared(need.work_out(tables, Settings(), 2027))
    _same(found, as_declared(need.work_out(_shuffled(tables, seed), Settings(), 2027)))
    _same(
        _renamed(found, names),
        as_declared(need.work_out(_renamed(tables, names), Settings(), 2027)),
    )


# Available capacity


def _capacity_tables(seed):
    rng = np.random.default_rng(seed)
    place = {"unit": UNITS, "capacity": CAPACITIES, "period": QUARTERS}
    done = pd.DataFrame({"activity": CAPACITIES, "unit": None, "capacity": CAPACITIES})
    return EMPTY | {
        "pathways": _table(
            rng, {"need": NEEDS, "unit": UNITS, "activity": CAPACITIES}, 0.5, per_patient=(0.1, 3)
        ),
        "activity_times": done.assign(amount=1.0),
        "demand": pd.DataFrame({"period": QUARTERS}),
        "capacity_need": _table(rng, place, 0.8, need=(0, 500)),
        "need_spread": empty(RESULTS["need_spread"]),
        "resource_need": empty(RESULTS["resource_need"]),
        "readiness": empty(RESULTS["readiness"]),
        "available": _table(rng, {**place, "unit": UNITS[:1]}, 0.3, amount=(0, 300)),
        "openings": _table(rng, place, 0.3, amount=(0, 900)),
        "resources": _table(
            rng,
            {"unit": UNITS, "resource": RESOURCES, "period": QUARTERS},
            count=(0, 30),
            hours=(100, 500),
            absence=(0, 0.5),
        ),
        "recipes": _table(rng, {"capacity": CAPACITIES, "resource": RESOURCES}, amount=(0.1, 5)),
    }


def _available(tables):
    found = as_declared(capacity.work_out(tables, Settings(), 2027))["available_capacity"]
    return found.set_index(["unit", "capacity", "period"])


@few
@given(SEEDS)
def test_no_resource_gives_more_hours_than_it_has(seed):
    tables = _capacity_tables(seed)
    given_rows = _available(tables).reset_index().query("limiting != ''")
    used = given_rows.merge(tables["recipes"].rename(columns={"amount": "takes"}), on="capacity")
    used["hours"] = used["amount"] * used["takes"]
    hours = used.groupby(["unit", "resource", "period"])["hours"].sum()
    has = tables["resources"].set_index(["unit", "resource", "period"])
    supply = has["count"] * has["hours"] * (1 - has["absence"])
    assert (hours <= supply.reindex(hours.index) * (1 + 1e-9) + 1e-9).all()


@few
@given(SEEDS)
def test_a_unit_has_no_capacity_that_nothing_but_recipes_tells_of(seed):
    tables = _capacity_tables(seed)
    done = tables["pathways"].rename(columns={"activity": "capacity"})
    place = ["unit", "capacity"]
    told = pd.concat([done[place], tables["openings"][place], tables["available"][place]])
    found = _available(tables).reset_index()[place]
    assert set(found.itertuples(index=False)) <= set(told.itertuples(index=False))


@few
@given(SEEDS)
def test_nothing_exceeds_what_a_resource_or_the_openings_allow(seed):
    found = as_declared(capacity.work_out(_capacity_tables(seed), Settings(), 2027))
    rows = found["available_capacity"].query("limiting != ''")
    rows = rows.merge(
        found["capacity_limits"].rename(columns={"amount": "allows"}),
        on=["unit", "capacity", "period"],
    )
    assert (rows["amount"] <= rows["allows"] * (1 + 1e-9) + 1e-9).all()
    assert (found["available_capacity"]["amount"] >= 0).all()


@few
@given(SEEDS)
def test_twice_the_resources_for_twice_the_need_give_twice_the_capacity(seed):
    tables = _capacity_tables(seed)
    twice = tables | {
        name: tables[name].assign(**{column: tables[name][column] * 2})
        for name, column in (
            ("resources", "count"),
            ("openings", "amount"),
            ("available", "amount"),
            ("capacity_need", "need"),
        )
    }
    one, two = _available(tables)["amount"], _available(twice)["amount"]
    # A capacity without need, of which nothing is left, has no row.
    np.testing.assert_allclose(two, one.reindex(two.index, fill_value=0.0) * 2, atol=1e-6)


@few
@given(SEEDS)
def test_one_more_of_the_limiting_resource_gives_its_gain(seed):
    tables = _capacity_tables(seed)
    before = _available(tables)
    limited = before[before["limiting"].isin(RESOURCES)]
    for (unit, name, period), row in limited.sample(
        min(2, len(limited)), random_state=1
    ).iterrows():
        more = tables["resources"].copy()
        here = (more["unit"] == unit) & (more["resource"] == row["limiting"])
        more.loc[here & (more["period"] == period), "count"] += 1
        after = _available({**tables, "resources": more}).loc[(unit, name, period), "amount"]
        assert after - row["amount"] == pytest.approx(row["gain"], abs=1e-6)


@few
@given(SEEDS)
def test_capacity_does_not_depend_on_the_order_of_rows_or_the_names_of_units(seed):
    tables, names = _capacity_tables(seed), {"A": "Z", "B": "Y", "C": "X"}
    found = as_declared(capacity.work_out(tables, Settings(), 2027))
    _same(found, as_declared(capacity.work_out(_shuffled(tables, seed), Settings(), 2027)))
    _same(
        _renamed(found, names),
        as_declared(capacity.work_out(_renamed(tables, names), Settings(), 2027)),
    )


@few
@given(SEEDS)
def test_units_add_up_to_the_region(seed):
    tables = _capacity_tables(seed)
    units = pd.DataFrame({"unit": UNITS, "region": "99"})
    need_tables = _need_tables(seed)
    _, rows, draws = _drawn(need_tables)
    amounts = _available(tables).reset_index()
    risks = gap_risk(need_spread(rows, draws, "99"), amounts, units)
    year = risks[(risks["scope"] == "region") & (risks["period"] == "2027")]
    sums = amounts.groupby("capacity")["amount"].sum().reindex(year["capacity"], fill_value=0.0)
    np.testing.assert_allclose(year["available"], sums)


@few
@given(SEEDS, st.floats(0, 5))
def test_recruited_and_retired_alike_change_nothing(seed, count):
    tables = _capacity_tables(seed)
    both = [
        {"unit": "A", "resource": "nurse", "kind": kind, "start": "2027-02-10", "count": count}
        for kind in ("recruitment", "retirement")
    ]
    changes = pd.DataFrame(both).assign(end=None, note=None)
    one, other = _available(tables)["amount"], _available({**tables, "staff_changes": changes})
    np.testing.assert_allclose(other["amount"].reindex(one.index, fill_value=0.0), one, atol=1e-6)
