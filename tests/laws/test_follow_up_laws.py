"""What always holds of follow-up: the parts of a deviation are all of it."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pkslib.methods.change import of_least
from pkslib.steps.follow_up.parts import deviation_parts, need_parts
from pkslib.steps.follow_up.professions import available_parts, with_other
from pkslib.steps.follow_up.verdicts import verdicts_of
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS

MONTHS = ["2026-01", "2026-02", "2026-03"]
AMOUNTS = st.floats(0, 1e4, allow_subnormal=False)
SIX = st.lists(AMOUNTS, min_size=6, max_size=6)
RATES = st.lists(st.floats(0.1, 10), min_size=2, max_size=2)
NEEDED = ["volume", "profile", "case_mix", "treatment_time", "queue"]
HAD = ["available", "improvement", "used_fully"]


def _need(forecast, outcome):
    index = pd.MultiIndex.from_product([["a", "b"], MONTHS], names=["need", "period"])
    return index.to_frame(index=False).assign(forecast=forecast, outcome=outcome)


@given(SIX, SIX, RATES, RATES)
def test_the_needs_parts_are_all_of_its_error(forecast, outcome, count, hours):
    uses = pd.DataFrame(
        {"need": ["a", "b"], "unit": "A", "capacity": "hour", "activities": count, "rate": hours}
    )
    need = _need(forecast, outcome)
    found = need_parts(need, uses)
    if sum(forecast) == 0:
        return
    error = (need["outcome"] - need["forecast"]) * need["need"].map(
        dict(zip("ab", hours, strict=True))
    )
    whole = error.groupby(need["period"]).sum().to_numpy()
    parts = found[["volume", "profile", "case_mix"]]
    np.testing.assert_allclose(parts.sum(axis=1), whole, atol=1e-6 * (1 + np.abs(whole).max()))
    size = 1 + parts.abs().to_numpy().max()
    assert abs(found["profile"].sum()) < 1e-9 * size * 1e3


@given(st.lists(st.tuples(*[st.none() | AMOUNTS] * 2), min_size=3, max_size=3), SIX)
def test_each_side_adds_up_to_the_deviation(hours, capacity):
    tables = {name: empty(schema) for name, schema in INPUTS.items()}
    rows = pd.DataFrame(hours, columns=["planned", "outcome"], dtype=float).assign(subject="hours")
    had = pd.DataFrame({"planned": capacity[:3], "outcome": capacity[3:]}).assign(
        subject="capacity"
    )
    measured = pd.concat([part.assign(period=MONTHS) for part in (rows, had)])
    measured = measured.assign(
        place="A", item="hour", deviation=measured["outcome"] - measured["planned"]
    )
    found = deviation_parts(tables, _need([1.0] * 6, [2.0] * 6), measured)
    np.testing.assert_allclose(found[NEEDED].sum(axis=1), found["deviation"], atol=1e-6)
    known = found.dropna(subset=["available"])
    scale = 1 + known[HAD].abs().to_numpy().max(initial=0)
    np.testing.assert_allclose(known[HAD].sum(axis=1), known["deviation"], atol=1e-9 * scale)


HOURS = st.lists(st.floats(0, 1e4, allow_subnormal=False), min_size=3, max_size=3)


@given(HOURS, HOURS)
def test_the_parts_of_the_least_are_its_change(before, after):
    found = of_least(before, after)
    np.testing.assert_allclose(found.sum(), min(after) - min(before), atol=1e-6)
    backwards = of_least(after, before)
    np.testing.assert_allclose(backwards, -found, atol=1e-6)


@given(HOURS, HOURS, st.floats(1, 1e4), st.floats(-1e4, 1e4))
def test_professions_and_the_remainder_are_all_of_available_capacity(planned, had, forecast, more):
    tables = {name: empty(schema) for name, schema in INPUTS.items()}
    names = ["doctor", "nurse", "room"]
    place = {"unit": "A", "capacity": "hour", "period": "2026-01"}
    tables["recipes"] = pd.DataFrame({"capacity": "hour", "resource": names, "amount": [1, 2, 3.0]})
    tables["resource_outcome"] = pd.DataFrame(
        {"unit": "A", "resource": names, "period": "2026-01", "planned": planned, "available": had}
    )
    tables["capacity_outcome"] = pd.DataFrame([place | {"planned": forecast}])
    parts = pd.DataFrame([place | {"planned": 0.8 * forecast, "available": more}])
    by_resource = available_parts(tables, parts)
    found = with_other(parts, by_resource)
    whole = by_resource["effect"].sum() + found["other_available"].iloc[0]
    np.testing.assert_allclose(whole, more, atol=1e-6)
    # What staff and rooms allow, at the plan's use of 0.8.
    rates = np.array([1, 2, 3.0])
    change = (np.array(had) / rates).min() - (np.array(planned) / rates).min()
    np.testing.assert_allclose(by_resource["effect"].sum(), 0.8 * change, atol=1e-6)


@given(st.lists(st.none() | AMOUNTS, min_size=12, max_size=12), AMOUNTS)
def test_what_was_planned_and_what_deviated_is_what_came(outcome, planned):
    rows = pd.DataFrame(
        {"subject": "hours", "place": "A", "item": "hour", "period": range(12),
         "planned": planned, "outcome": outcome},
    ).astype({"outcome": float})  # fmt: skip
    rows["period"] = [f"2026-{month:02d}" for month in range(1, 13)]
    found = verdicts_of(rows).iloc[0]
    if found["periods"]:
        np.testing.assert_allclose(
            found["planned"] + found["deviation"], found["outcome"], atol=1e-6
        )
        assert abs(found["tracking_signal"]) <= found["periods"] + 1e-9
