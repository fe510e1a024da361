import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib import periods
from pkslib.methods.apportion import apportion
from pkslib.settings import Settings
from pkslib.steps import plan
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

MONTHS = periods.within_year(2027, "month")
UNITS, NEEDS = ("A", "B"), ("stroke", "hip", "hernia")
SEEDS = st.integers(0, 2**32 - 1)
law = settings(max_examples=4, deadline=None)


def _region(seed):
    """Two units, three needs of which one is acute, a capacity that lacks or is over."""
    rng = np.random.default_rng(seed)
    need = pd.DataFrame(
        itertools.product(UNITS, NEEDS, ["visit", "stay"], MONTHS),
        columns=["unit", "need", "activity", "period"],
    )
    cells = pd.DataFrame(itertools.product(UNITS, MONTHS), columns=["unit", "period"])
    cells = cells.assign(capacity="hour")
    bought = rng.uniform(0, 10, len(cells))
    times = pd.DataFrame({"activity": ["visit", "stay"], "unit": None, "capacity": "hour"})
    return {name: empty(schema) for name, schema in (INPUTS | RESULTS).items()} | {
        "needs": pd.DataFrame(
            {"need": NEEDS, "flow": ["acute", "elective", "elective"], "priority": [1, 3, 4],
             "consequence": None, "limit_hours": None, "longest_wait_days": None,
             "guarantee_days": pd.array([None, 90, 30], dtype="Int64")}
        ),
        "production_need": need.assign(count=rng.uniform(0, 30, len(need))),
        "activity_times": times.assign(amount=[0.5, 2.0]).astype({"unit": "str"}),
        "capacity_need": cells.assign(raw=85.0, need=110.0),
        "balance": cells.assign(available=100.0, moved=0.0, improved=0.0, extended=0.0,
                                remaining=rng.uniform(-60, 60, len(cells)), bought=bought),
        "activities": pd.DataFrame({"activity": ["visit", "stay"], "kind": ["visit", "admission"]}),
    }  # fmt: skip


@given(
    st.lists(st.integers(0, 1000), min_size=1, max_size=5),
    st.lists(st.floats(0, 1e6), min_size=1, max_size=8),
)
def test_parts_equal_totals_and_keep_within_one_of_their_share(totals, parts):
    found = apportion(totals, [parts] * len(totals))
    assert found.sum(axis=1).tolist() == totals
    if sum(parts) > 0:
        exact = np.outer(totals, np.array(parts) / sum(parts))
        assert (np.abs(found - exact) < 1 + 1e-6).all()


@law
@given(SEEDS, st.floats(0, 1))
def test_every_layout_adds_up_to_the_same_targets(seed, level):
    found = as_declared(plan.work_out(_region(seed), Settings(plan={"level": level}), 2027))
    key = ["unit", "activity"]
    year = found["targets"][found["targets"]["period"] == "2027"].set_index(key)["target"]
    quarters = found["targets"][found["targets"]["period"] != "2027"]
    for parts in (quarters, found["plan"], found["plan_weeks"], found["plan_weekdays"]):
        assert parts.groupby(key)["target"].sum().to_dict() == year.to_dict()


@law
@given(SEEDS)
def test_acute_care_is_planned_in_full_and_elective_never_beyond_its_need(seed):
    region = _region(seed)
    found = as_declared(plan.work_out(region, Settings(), 2027))
    need = region["production_need"].assign(
        acute=lambda rows: rows["count"].where(rows["need"] == "stroke", 0.0)
    )
    sums = need.groupby(["unit", "activity"])[["count", "acute"]].sum()
    year = found["targets"][found["targets"]["period"] == "2027"]
    target = year.set_index(["unit", "activity"])["target"].loc[sums.index]
    assert (target >= sums["acute"] - 0.5).all()
    assert (target <= sums["count"] + 0.5).all()


@law
@given(SEEDS)
def test_the_year_does_not_depend_on_levelling(seed):
    region = _region(seed)
    one, two = (
        as_declared(plan.work_out(region, Settings(plan={"level": level}), 2027))["targets"]
        for level in (0, 1)
    )
    years = [found[found["period"] == "2027"]["target"].tolist() for found in (one, two)]
    assert years[0] == pytest.approx(years[1])


@law
@given(SEEDS)
def test_the_order_of_rows_changes_nothing(seed):
    region = _region(seed)
    other = {name: frame.sample(frac=1, random_state=seed) for name, frame in region.items()}
    one, two = (as_declared(plan.work_out(tables, Settings(), 2027)) for tables in (region, other))
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, two[name])
