import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.steps.outlook.gap_list import Lending, beds_open, gap_list, shift_moves
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS

UNITS = ("A", "B", "C", "D")
HOSPITAL = pd.Series({"A": "H", "B": "H", "C": "H", "D": "X"})
CLINIC = pd.Series({"A": "K", "B": "K", "C": "L", "D": "M"})
SPECIALTY = pd.Series(dict.fromkeys(UNITS, "medicine"))
LINES = empty(INPUTS["minimum_lines"])
SHIFT = ["unit", "resource", "week", "weekday", "shift"]
SEEDS = st.integers(0, 2**32 - 1)
law = settings(max_examples=5, deadline=None)


def _moves(listed, most):
    return shift_moves(listed, Lending(HOSPITAL, CLINIC, SPECIALTY, most, (), LINES))


def _ward(seed):
    """Four units, two professions, two days and shifts; scheduled at random, some in halves."""
    rng = np.random.default_rng(seed)
    index = pd.MultiIndex.from_product(
        [UNITS, ("nurse", "assistant"), (1, 2), ("day", "night")],
        names=["unit", "resource", "weekday", "shift"],
    )
    staffing = index.to_frame(index=False)
    staffing = staffing.assign(needed=rng.integers(0, 5, len(staffing)).astype(float),
                               beds=8.0, patients_per_person=2.5)  # fmt: skip
    schedule = staffing[["unit", "resource", "shift"]].assign(
        date=staffing["weekday"].map({1: "2027-01-04", 2: "2027-01-05"}),
        scheduled=rng.integers(0, 12, len(staffing)) / 2,
    )
    return gap_list(schedule, staffing), staffing


@law
@given(SEEDS)
def test_plus_less_minus_is_scheduled_less_needed(seed):
    listed, _ = _ward(seed)
    net = listed["plus"] - listed["minus"]
    assert np.allclose(net, listed["scheduled"] - listed["needed"])
    assert (np.minimum(listed["plus"], listed["minus"]) == 0).all()


@law
@given(SEEDS, st.integers(0, 9))
def test_moves_make_no_new_gap_and_keep_to_hospital_shift_and_cap(seed, most):
    listed, _ = _ward(seed)
    moves = _moves(listed, most)
    assert (moves["persons"] % 1 == 0).all()
    assert (moves["unit"].map(HOSPITAL) == moves["to_unit"].map(HOSPITAL)).all()
    given_away = moves.groupby(SHIFT)["persons"].sum()
    taken = moves.rename(columns={"unit": "lender", "to_unit": "unit"})
    rows = listed.set_index(SHIFT)
    assert (given_away <= rows["plus"].reindex(given_away.index)).all()
    received = taken.groupby(SHIFT)["persons"].sum()
    assert (received <= rows["minus"].reindex(received.index)).all()
    assert (moves.groupby(["unit", "week"])["persons"].sum() <= most).all()


@law
@given(SEEDS)
def test_without_a_cap_each_group_is_filled_as_far_as_it_goes(seed):
    listed, _ = _ward(seed)
    moves = _moves(listed, 1000)
    group = ["resource", "week", "weekday", "shift"]
    inside = listed[listed["unit"] != "D"]
    whole = inside.assign(over=np.floor(inside["plus"]), short=np.floor(inside["minus"]))
    sums = whole.groupby(group)[["over", "short"]].sum().min(axis=1)
    moved = moves.groupby(group)["persons"].sum().reindex(sums.index).fillna(0.0)
    assert moved.tolist() == sums.tolist()


@law
@given(SEEDS, st.randoms())
def test_the_order_of_rows_decides_nothing(seed, order):
    listed, _ = _ward(seed)
    places = list(range(len(listed)))
    order.shuffle(places)
    one, other = (_moves(rows, 5) for rows in (listed, listed.iloc[places]))
    pd.testing.assert_frame_equal(one, other)


@law
@given(SEEDS)
def test_moves_never_close_a_bed_that_was_needed(seed):
    listed, staffing = _ward(seed)
    moves = _moves(listed, 5)
    beds = beds_open(listed, staffing, moves)
    needed = np.floor(listed.groupby("unit")["needed"].min() * 2.5)
    lost = beds[beds["after"] < beds["open"]]
    # Who lends keeps what is needed, so the beds that this carries stay open.
    assert (lost["after"] >= needed.reindex(lost["unit"]).to_numpy()).all()
