import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib import periods
from pkslib.settings import Outlook
from pkslib.steps.outlook.beds import bed_shifts
from pkslib.steps.outlook.calls import calls
from pkslib.steps.outlook.gap_list import gap_list
from pkslib.steps.outlook.moves import Lending, shift_moves
from pkslib.steps.outlook.overbooked import overbooked, reserved
from pkslib.steps.outlook.room import with_room
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS

UNITS = ("A", "B", "C", "D")
HOSPITAL = pd.Series({"A": "H", "B": "H", "C": "H", "D": "X"})
CLINIC = pd.Series({"A": "K", "B": "K", "C": "L", "D": "M"})
SPECIALTY = pd.Series(dict.fromkeys(UNITS, "medicine"))
LINES, PAIRS, SCHEDULE = (empty(INPUTS[name]) for name in ("minimum_lines", "lending", "schedule"))
SHIFT = ["unit", "resource", "week", "weekday", "shift"]
SEEDS = st.integers(0, 2**32 - 1)
law = settings(max_examples=5, deadline=None)


def _moves(listed, most):
    return shift_moves(
        listed, SCHEDULE, Lending(HOSPITAL, CLINIC, SPECIALTY, most, (), PAIRS, LINES)
    )


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
    given = moves.drop(columns=["weekday", "shift"])
    given = given.rename(columns={"from_weekday": "weekday", "from_shift": "shift"})
    given_away = given.groupby(SHIFT)["persons"].sum()
    taken = moves.rename(columns={"unit": "lender", "to_unit": "unit"})
    rows = listed.set_index(SHIFT)
    assert (given_away <= rows["plus"].reindex(given_away.index)).all()
    received = taken.groupby(SHIFT)["persons"].sum()
    assert (received <= rows["minus"].reindex(received.index)).all()
    lent = moves[moves["kind"] == "lend"]
    assert (lent.groupby(["unit", "week"])["persons"].sum() <= most).all()
    own = moves[moves["kind"] == "swap"]
    assert (own["unit"] == own["to_unit"]).all()


@law
@given(SEEDS)
def test_a_unit_never_borrows_while_its_own_plus_could_cover(seed):
    listed, _ = _ward(seed)
    moves = _moves(listed, 9)
    keys = ["unit", "resource", "week"]
    whole = listed.assign(over=np.floor(listed["plus"]), short=np.floor(listed["minus"]))
    sums = whole.groupby(keys)[["over", "short"]].sum()
    swapped = moves[moves["kind"] == "swap"].groupby(keys)["persons"].sum()
    assert swapped.reindex(sums.index, fill_value=0.0).tolist() == sums.min(axis=1).tolist()


@law
@given(SEEDS)
def test_without_a_cap_each_group_is_filled_as_far_as_it_goes(seed):
    listed, _ = _ward(seed)
    moves = _moves(listed, 1000)
    group = ["resource", "week", "weekday", "shift"]
    own = moves[moves["kind"] == "swap"]
    keys = [*group, "unit"]
    taken = own.groupby(keys)["persons"].sum()
    given = own.groupby(["resource", "week", "from_weekday", "from_shift", "unit"])["persons"].sum()
    rows = listed[listed["unit"] != "D"].set_index(keys)
    over = np.floor(rows["plus"]) - given.rename_axis(keys).reindex(rows.index).fillna(0.0)
    short = np.floor(rows["minus"]) - taken.reindex(rows.index).fillna(0.0)
    sums = pd.DataFrame({"over": over, "short": short}).groupby(group).sum().min(axis=1)
    lent = moves[moves["kind"] == "lend"].groupby(group)["persons"].sum()
    assert lent.reindex(sums.index).fillna(0.0).tolist() == sums.tolist()


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
    beds = bed_shifts(listed, staffing, _moves(listed, 5))
    lost = beds[beds["after"] < beds["open"]]
    # Who lends keeps what is needed, so the beds that this carries stay open.
    assert (lost["after"] >= np.minimum(lost["norm"], lost["open"])).all()


@law
@given(SEEDS)
def test_one_more_in_any_shift_never_closes_a_bed(seed):
    listed, staffing = _ward(seed)
    none = _moves(listed.iloc[:0], 5)
    before = bed_shifts(listed, staffing, none)
    more = listed.assign(scheduled=listed["scheduled"] + 1)
    after = bed_shifts(more, staffing, none)
    assert (after["open"] >= before["open"]).all()
    assert (before["one_more"] >= 0).all()


@given(SEEDS)
def test_no_free_hour_is_given_to_a_rebooked_and_a_called_patient(seed):
    rng = np.random.default_rng(seed)
    weeks = periods.between("2027-W01", "2027-W05")
    places = pd.MultiIndex.from_product([("A", "B"), weeks], names=["unit", "week"])
    near = places.to_frame(index=False).assign(
        scheduled=rng.uniform(0, 30, len(places)), kept=rng.uniform(0, 5, len(places)), lent=0.0
    )
    rows = places.to_frame(index=False).merge(pd.DataFrame({"need": ["hip", "scar"]}), how="cross")
    bookings = rows.assign(booked=rng.integers(0, 15, len(rows)).astype(float), priority=pd.NA,
                           hours_per_patient=rng.uniform(0.3, 3, len(rows)))  # fmt: skip
    hours = bookings.assign(booked=bookings["booked"] * bookings["hours_per_patient"])
    near = near.merge(hours.groupby(["unit", "week"], as_index=False)["booked"].sum())
    offered = with_room(near, pd.Series({"A": 0.9, "B": 0.7}), Outlook()).assign(lacks=False)
    needs = pd.DataFrame({"need": ["hip", "scar"], "priority": [2, 3], "flow": "elective"})
    staffed = near[["unit", "week", "scheduled"]].assign(resource="nurse", shifts=5.0)
    table, moved = overbooked(offered, bookings, needs, staffed, 20)
    queue = rows.assign(state="overdue", target_week="", guarantee_week="", waited=9.0, priority=3,
                        patients=20.0)[lambda all_: all_["week"] == weeks[0]]  # fmt: skip
    booked_as = queue[["unit", "need"]].assign(
        hours_per_patient=0.7,
        activity="visit",
        kind="visit",
        capacity="hour",
        specialty=None,
    )
    called = calls(reserved(offered, moved), queue.drop(columns="week"), booked_as, Outlook())
    keys = ["unit", "week"]
    taken = moved.rename(columns={"week": "from", "to_week": "week"}).groupby(keys)["hours"].sum()
    given_out = called.groupby(keys)["hours"].sum().add(taken, fill_value=0.0)
    room = offered.set_index(keys)["free"].reindex(given_out.index)
    assert (given_out <= room + 1e-6).all()
    assert (moved["to_week"] > moved["week"]).all()
    placed = moved.groupby(keys)["patients"].sum()
    asked = table.set_index(keys)
    assert (placed <= asked["patients"].reindex(placed.index)).all()
    assert asked["rebooked"].dropna().sum() == placed.sum()
