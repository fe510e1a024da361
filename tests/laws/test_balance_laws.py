import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.settings import Settings
from pkslib.steps import balance
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

UNITS = ["A1", "A2", "B1", "B2"]
MONTHS = ["2027-01", "2027-02", "2027-03"]
KEY = ["unit", "capacity", "period"]
STEPS = ["moved", "shifted", "improved", "extended", "bought", "prioritised"]
CELLS = [(unit, "bed_day", month) for unit in UNITS for month in MONTHS]
AMOUNTS = st.lists(st.integers(0, 60), min_size=len(CELLS), max_size=len(CELLS))
MEASURES = st.lists(
    st.tuples(
        st.integers(1, 5), st.sampled_from(UNITS), st.sampled_from([None, *UNITS]),
        st.sampled_from(["need", "capacity"]), st.integers(0, 80), st.integers(0, 9),
        st.sampled_from(MONTHS), st.sampled_from(["planned", "ongoing", "realised"]),
        st.integers(0, 4),
    ),
    max_size=8,
)  # fmt: skip


def _typed(name, rows):
    schema = (INPUTS | RESULTS)[name]
    columns = list(schema.columns)[: len(rows[0])] if rows else list(schema.columns)
    return filled(pd.DataFrame(rows, columns=columns), schema)


def _sums(acute, elective):
    return [a + e for a, e in zip(acute, elective, strict=True)]


def _region(acute, elective, available, measures):
    """A region of two hospitals; need and use are the same, all whole numbers."""
    uses = [("stroke", *cell, n) for cell, n in zip(CELLS, acute, strict=True)]
    uses += [("hip", *cell, n) for cell, n in zip(CELLS, elective, strict=True)]
    need = [
        (*cell, a + e, 1.0, 0.0, a + e, a + e, a + e, None)
        for cell, a, e in zip(CELLS, acute, elective, strict=True)
    ]
    offers = [
        (f"M{n}", "x", step, unit, to_unit, "bed_day", side, most, cost, start, "2027-12", status,
         realised / 4, *[None] * (len(INPUTS["measures"].columns) - 13))
        for n, row in enumerate(measures)
        for step, unit, to_unit, side, most, cost, start, status, realised in [row]
    ]  # fmt: skip
    units = [(unit, unit, "99", None, "hospital", "medicine") for unit in "AB"]
    units += [(unit, unit, "99", unit[0], "ward", None) for unit in UNITS]
    levels = [(*cell, n, 0, 0, n, 0) for cell, n in zip(CELLS, _sums(acute, elective), strict=True)]
    stated = [(*cell, n, "stated", "", None) for cell, n in zip(CELLS, available, strict=True)]
    needs = [("stroke", "Stroke", "acute", 1, None), ("hip", "Hip", "elective", 3, 40)]
    return {name: empty(schema) for name, schema in INPUTS.items()} | {
        "units": _typed("units", units),
        "needs": _typed("needs", needs),
        "measures": _typed("measures", offers),
        "capacity_need": _typed("capacity_need", need),
        "production_need": empty(RESULTS["production_need"]),
        "unmanned": empty(RESULTS["unmanned"]),
        "target_level": _typed("target_level", levels),
        "care_need": empty(RESULTS["care_need"]),
        "expected_waits": empty(RESULTS["expected_waits"]),
        "capacity_limits": empty(RESULTS["capacity_limits"]),
        "capacity_use": _typed("capacity_use", uses),
        "available_capacity": _typed("available_capacity", stated),
    }


REGIONS = st.builds(_region, AMOUNTS, AMOUNTS, AMOUNTS, MEASURES)
law = settings(max_examples=3, deadline=None)


@law
@given(REGIONS)
def test_everything_adds_up(region):
    found = as_declared(balance.work_out(region, Settings(), 2027))
    rows, steps = found["balance"], found["ladder_steps"].set_index("step")
    left = rows["need"] - rows["available"] - rows[STEPS].sum(axis=1)
    assert left.to_numpy() == pytest.approx(rows["remaining"].to_numpy(), abs=1e-6)
    assert rows["moved"].sum() == pytest.approx(0, abs=1e-6)
    assert (steps["before"] - steps["closed"]).to_numpy() == pytest.approx(
        steps["after"].to_numpy(), abs=1e-6
    )
    assert steps["before"].tolist()[1:] == pytest.approx(steps["after"].tolist()[:-1], abs=1e-6)
    effects = found["ladder"].groupby("step")["effect"].sum()
    assert effects.tolist() == pytest.approx(steps.loc[effects.index, "closed"].tolist(), abs=1e-5)
    assert steps["after"].iloc[-1] == pytest.approx(rows["remaining"].clip(lower=0).sum(), abs=1e-5)


@law
@given(REGIONS)
def test_no_shortage_is_made_worse_and_no_offer_overdrawn(region):
    found = as_declared(balance.work_out(region, Settings(), 2027))
    rows = found["balance"]
    gap = rows["need"] - rows["available"]
    assert (rows["remaining"].clip(lower=0) <= gap.clip(lower=0) + 1e-6).all()
    assert (rows.loc[gap >= 0, "remaining"] >= -1e-6).all()
    used = found["ladder"].groupby("measure")["effect"].sum()
    offers = region["measures"].set_index("measure")
    share = offers["realised"].where(offers["status"] != "planned", 0.0)
    most = offers["max_amount"] * share.where(offers["step"] == 2, 1.0)
    assert (used.reindex(most.index, fill_value=0.0) <= most + 1e-6).all()


@law
@given(REGIONS)
def test_what_the_first_step_can_move_is_moved(region):
    rows = as_declared(balance.work_out(region, Settings(balance={"last_step": 1}), 2027))[
        "balance"
    ]
    short = rows[rows["remaining"] > 1e-6].groupby("period")["remaining"].sum()
    over = rows[rows["remaining"] < -1e-6].groupby("period")["remaining"].sum()
    assert not set(short.index) & set(over.index)


@law
@given(AMOUNTS, AMOUNTS, MEASURES)
def test_acute_need_is_never_moved_in_time_nor_prioritised_away(acute, available, measures):
    region = _region(acute, [0] * len(CELLS), available, measures)
    found = as_declared(balance.work_out(region, Settings(), 2027))
    assert (found["moves"]["period"] == found["moves"]["to_period"]).all()
    assert (found["balance"]["prioritised"] == 0).all()


@law
@given(REGIONS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(region, chance):
    def shuffled(frame):
        order = list(range(len(frame)))
        chance.shuffle(order)
        return frame.iloc[order].reset_index(drop=True)

    other = {name: shuffled(frame) for name, frame in region.items()}
    one, two = (
        as_declared(balance.work_out(tables, Settings(), 2027)) for tables in (region, other)
    )
    for name, frame in one.items():
        pd.testing.assert_frame_equal(frame, two[name])


@law
@given(AMOUNTS, AMOUNTS, AMOUNTS, MEASURES)
def test_twice_the_need_capacity_and_measures_is_twice_the_answer(
    acute, elective, available, measures
):
    def twice(numbers):
        return [2 * number for number in numbers]

    larger = [(*row[:4], 2 * row[4], *row[5:]) for row in measures]
    one = as_declared(
        balance.work_out(_region(acute, elective, available, measures), Settings(), 2027)
    )
    two = as_declared(
        balance.work_out(
            _region(twice(acute), twice(elective), twice(available), larger), Settings(), 2027
        )
    )
    columns = [*STEPS, "remaining"]
    np.testing.assert_allclose(
        2 * one["balance"][columns].to_numpy(), two["balance"][columns].to_numpy(), atol=1e-5
    )
