import itertools
from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from pkslib.methods.programme import best
from pkslib.settings import Balance
from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.offers import Budgets, Frame, offers_of
from pkslib.steps.balance.stops import Stops
from pkslib.steps.plan.within import moved, production_of, uses_of
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

UNITS = ["A1", "A2", "B1"]
MONTHS = ["2027-01", "2027-02"]
# Forty days after the first of January.
UNTIL = float(date(2027, 2, 10).toordinal())
NOBODY = np.zeros(0, np.int64)
NO_STOPS = Stops(
    NOBODY, NOBODY, np.zeros(0), sparse.csr_array((0, 0)), np.zeros(0),
    pd.DataFrame(columns=["need", "unit", "capacity", "first", "seen_at"]),
)  # fmt: skip
SEEDS = st.integers(0, 2**32 - 1)
law = settings(max_examples=3, deadline=None)


def _cells(rng):
    rows = pd.DataFrame([(unit, month) for unit in UNITS for month in MONTHS])
    rows = rows.set_axis(["unit", "period"], axis=1).assign(capacity="hour")
    amounts = rng.integers(60, 140, (2, len(rows))).astype(float)
    # The target level is the ceiling, but for a ceiling told.
    return rows.assign(need=amounts[0], available=amounts[1], hospital=rows["unit"].str[0],
                       limiting="", measure="hour", mean=0.8 * amounts[0], raw=0.8 * amounts[0],
                       target=0.8, ceiling=0.8, block=0.0)  # fmt: skip


def _care(rng, cells):
    amount = rng.integers(0, 60, len(cells)).astype(float)
    return pd.DataFrame(
        {"cell": np.arange(len(cells)), "need": "hip", "priority": 3, "until": UNTIL,
         "elective": True, "yields": True, "levels": True, "episode": None, "use": 1.0,
         "whole": amount, "amount": amount}
    )  # fmt: skip


def _measures(rng):
    """A measure of each step from 2 to 5 at every unit, some of them to the next unit."""
    rows = [
        {"measure": f"M{step}{unit}", "step": step, "unit": unit, "capacity": "hour",
         "to_unit": str(rng.choice(UNITS)) if rng.random() < 0.3 else None,
         "side": str(rng.choice(["need", "capacity"])), "max_amount": float(rng.integers(0, 40)),
         "cost": float(rng.integers(1, 9)), "start": "2027-01", "end": "2027-02",
         "status": "ongoing", "realised": 0.5}
        for step in (2, 3, 4, 5) for unit in UNITS
    ]  # fmt: skip
    return filled(pd.DataFrame(rows).assign(name="x"), INPUTS["measures"])


def _frame(budget=1e9, **options):
    payer = pd.Series({unit: "A" for unit in UNITS}, dtype="str")
    budgets = Budgets(payer, pd.Series({"A": float(budget)}))
    alike = pd.Series(dict.fromkeys([*UNITS, *(f"ward {unit}" for unit in UNITS)], "medicine"))
    return Frame(empty(INPUTS["allowed_moves"]), budgets, Balance(**options), alike,
                 empty(RESULTS["capacity_limits"]))  # fmt: skip


def _climbed(seed, frame, rename=lambda unit: unit):
    rng = np.random.default_rng(seed)
    cells, measures = _cells(rng), _measures(rng)
    care = _care(rng, cells)
    cells, measures = (
        table.assign(unit=[rename(unit) for unit in table["unit"]]) for table in (cells, measures)
    )
    known = measures["to_unit"].notna()
    measures.loc[known, "to_unit"] = measures.loc[known, "to_unit"].map(rename)
    offers = offers_of(measures, 2027)
    return climb(cells, care, offers, frame, NO_STOPS), offers


@given(SEEDS)
@settings(max_examples=12, deadline=None)
def test_one_more_of_a_limit_does_what_its_shadow_price_says(seed):
    # The value bends at the limit: one more gives at most the price, one less takes at least it.
    rng = np.random.default_rng(seed)
    rows = sparse.csr_array(np.vstack([rng.integers(0, 3, (3, 5)).astype(float), np.eye(5)]))
    most, aim = rng.uniform(1, 9, 8), -rng.integers(1, 5, 5).astype(float)
    found = best([aim], rows, most)
    value = -aim @ found.amounts
    for place, price in enumerate(found.prices):
        more, less = most.copy(), most.copy()
        more[place] += 0.5
        less[place] -= 0.5
        assert -aim @ best([aim], rows, more).amounts - value <= 0.5 * price + 1e-6
        assert value + aim @ best([aim], rows, less).amounts >= 0.5 * price - 1e-6


@law
@given(SEEDS)
def test_no_step_makes_the_shortage_larger(seed):
    found, _ = _climbed(seed, _frame())
    short = [lack.sum() for lack in found.short]
    assert all(later <= before + 1e-6 for before, later in itertools.pairwise(short))


@law
@given(SEEDS)
def test_a_step_leaves_nothing_that_it_could_have_closed(seed):
    found, offers = _climbed(seed, _frame(last_step=3))
    used = found.effects.groupby("measure")["effect"].sum()
    extends = offers[(offers["step"] == 3) & offers["giver"].isna()]
    left = extends["offered"] - extends["measure"].map(used).fillna(0.0).astype(float)
    lacks = pd.Series(found.short[3]).groupby(found.cells["unit"]).sum()
    for unit in extends.loc[left > 1e-6, "unit"]:
        assert lacks[unit] <= 1e-6


@law
@given(SEEDS, st.integers(0, 300))
def test_no_budget_is_overdrawn(seed, budget):
    found, _ = _climbed(seed, _frame(budget, move_between=False, move_time=False))
    # What gives way in the fifth step is not bought.
    bought = found.effects[found.effects["step"] < 5]
    assert bought["cost"].sum() <= budget + 1e-6


@law
@given(SEEDS)
def test_after_the_fifth_step_only_what_is_acute_or_bought_lacks(seed):
    found, _ = _climbed(seed, _frame())
    elective = np.bincount(found.care["cell"], found.care["amount"], len(found.cells))
    assert (np.minimum(found.short[5], elective - found.cells["bought"]) <= 1e-6).all()


@law
@given(SEEDS)
def test_new_names_of_units_in_the_same_order_change_nothing(seed):
    one, _ = _climbed(seed, _frame())
    other, _ = _climbed(seed, _frame(), rename=lambda unit: f"ward {unit}")
    columns = ["moved", "shifted", "improved", "extended", "bought", "prioritised"]
    np.testing.assert_allclose(one.cells[columns], other.cells[columns], atol=1e-9)


@law
@given(SEEDS)
def test_capacity_moved_out_is_moved_in_and_care_that_leaves_arrives(seed):
    found, _ = _climbed(seed, _frame())
    assert abs(found.cells["moved"].sum()) <= 1e-6
    assert abs(found.cells["shifted"].sum()) <= 1e-6
    gone = found.shifts["amount"].sum() + found.delays["amount"].sum()
    care = _care_before(seed)["amount"].sum() - found.care["amount"].sum()
    assert abs(gone - care) <= 1e-6


def _care_before(seed):
    rng = np.random.default_rng(seed)
    cells = _cells(rng)
    _measures(rng)
    return _care(rng, cells)


@law
@given(SEEDS)
def test_no_activity_is_lost_when_care_waits_or_goes_to_another_unit(seed):
    rng = np.random.default_rng(seed)
    need = pd.DataFrame(
        [(unit, "hip", "visit", month, rng.uniform(5, 30)) for unit in UNITS for month in MONTHS],
        columns=["unit", "need", "activity", "period", "count"],
    )
    needs = pd.DataFrame({"need": ["hip"], "flow": "elective", "priority": 3, "consequence": None})
    times = pd.DataFrame({"activity": ["visit"], "unit": [None], "capacity": "hour", "amount": 0.5})
    capacity = need[["unit", "period"]].assign(capacity="hour", raw=8.0, need=10.0)
    goes = {"need": "hip", "unit": "A1", "capacity": "hour", "period": MONTHS[0]}
    delays = pd.DataFrame([goes | {"to_period": MONTHS[1], "amount": rng.uniform(0, 30)}])
    shifts = pd.DataFrame([goes | {"to_unit": "P1", "amount": rng.uniform(0, 30)}])
    rows = production_of(need, needs, MONTHS, shifts)
    count = moved(rows, uses_of(rows, times.astype({"unit": "str"}), capacity), delays, shifts)
    assert abs(count.sum() - need["count"].sum()) <= 1e-9
    assert (count >= -1e-9).all()
