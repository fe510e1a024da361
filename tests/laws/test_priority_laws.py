"""Who waits and who gives way: whatever the region, the lowest medical priority first."""

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.settings import Balance
from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.offers import Budgets, Frame, offers_of
from pkslib.steps.balance.scale import CARE
from pkslib.steps.balance.stops import stops_of
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS

MONTHS = ["2027-01", "2027-02", "2027-03"]
PRIORITY = {"cancer": 1, "stone": 2, "hip": 3, "knee": 3, "hernia": 4}
SEEDS = st.integers(0, 2**32 - 1)
law = settings(max_examples=3, deadline=None)
MOST = 0.2
TIMES = pd.DataFrame(
    {"activity": ["look", "cut", "stay"], "unit": None, "capacity": ["hour", "hour", "bed_day"],
     "amount": 1.0}
).astype({"unit": "str"})  # fmt: skip
KINDS = pd.DataFrame({"activity": TIMES["activity"], "contact": None})
UNITS = pd.DataFrame({"unit": ["A1", "A2"], "parent": None, "level": "ward"})


def _cells(rng):
    """A theatre and its ward over three months, the ceiling at or above the target level."""
    rows = pd.DataFrame([(unit, month) for unit in ("A1", "A2") for month in MONTHS])
    rows = rows.set_axis(["unit", "period"], axis=1)
    need, there = rng.integers(80, 140, (2, len(rows))).astype(float)
    return rows.assign(
        capacity=np.where(rows["unit"] == "A1", "hour", "bed_day"), need=need, available=there,
        hospital="A", limiting="", measure="hour", mean=0.8 * need, raw=0.8 * need, target=0.8,
        ceiling=rng.choice([0.8, 0.9, 1.0], len(rows)), block=rng.choice([0.0, 3.0]),
    )  # fmt: skip


def _care(rng, cells, *, together):
    """Care of every need in every month: alone at the theatre, or with a bed on the ward."""
    rows = []
    for place, cell in enumerate(cells.itertuples()):
        for need, priority in PRIORITY.items():
            episode = f"A × {need}" if together and need in ("stone", "hernia") else None
            if cell.unit == "A2" and not episode:
                continue
            days = int(rng.choice([0, 31, 59, 90]))
            start = date.fromisoformat(f"{cell.period}-01").toordinal()
            amount = float(rng.integers(1, 20))
            rows.append((place, need, priority, float(start + days), True, priority > 1,
                         priority > 2, episode, 1.0, amount, amount))  # fmt: skip
    care = pd.DataFrame(rows, columns=CARE)
    # What belongs together waits as long, and takes as much of one as of the other.
    alike = care["episode"].notna()
    month = cells["period"].to_numpy()[care["cell"]]
    for name in ("until", "whole", "amount"):
        first = care.groupby([care["episode"], month])[name].transform("first")
        care[name] = care[name].where(~alike, first)
    return care.astype({"episode": "object"})


def _stops(care, cells):
    at = cells.iloc[care["cell"]]
    made = pd.DataFrame(
        {"unit": at["unit"].to_numpy(), "need": care["need"], "period": at["period"].to_numpy(),
         "activity": np.where(at["capacity"] == "bed_day", "stay", "cut"), "count": care["whole"]}
    )  # fmt: skip
    patients = made[made["activity"] == "cut"].rename(columns={"count": "patients"})
    tables = {"production_need": made, "care_need": patients, "activity_times": TIMES,
              "activities": KINDS, "units": UNITS}  # fmt: skip
    return stops_of(care, cells, tables, MOST), made


def _climbed(seed, *, together=False, **options):
    rng = np.random.default_rng(seed)
    cells = _cells(rng)
    care = _care(rng, cells, together=together)
    nothing = Budgets(pd.Series(dtype="str"), pd.Series(dtype=float))
    frame = Frame(empty(INPUTS["allowed_moves"]), nothing, Balance(**options),
                  pd.Series({"A1": "surgery", "A2": "surgery"}),
                  empty(RESULTS["capacity_limits"]))  # fmt: skip
    stops, made = _stops(care, cells)
    none = offers_of(empty(INPUTS["measures"]), 2027)
    return climb(cells, care, none, frame, stops), care, made


def _left(found):
    cells = found.cells[["unit", "capacity", "period"]]
    return found.care.assign(**{name: cells[name].to_numpy()[found.care["cell"]] for name in cells})


@law
@given(SEEDS)
def test_no_care_is_put_off_while_a_lower_priority_that_could_wait_as_long_stays(seed):
    found, care, _ = _climbed(seed, last_step=1)
    left = _left(found)
    rank = dict(zip(care["need"], care["priority"], strict=True))
    for delay in found.delays.itertuples():
        day = date.fromisoformat(f"{delay.to_period}-01").toordinal()
        here = left[(left["unit"] == delay.unit) & (left["period"] == delay.period)]
        lower = here[(here["priority"] > rank[delay.need]) & (here["until"] >= day)]
        assert (lower["amount"] <= 1e-6).all()


@law
@given(SEEDS, st.booleans())
def test_nothing_waits_past_its_limit_and_the_highest_priority_never(seed, together):
    found, care, _ = _climbed(seed, together=together)
    cells = found.cells.reset_index(names="cell")[["cell", "unit", "capacity", "period"]]
    until = care.merge(cells, on="cell")[["need", "unit", "capacity", "period", "until"]]
    rows = found.delays.merge(until, on=["need", "unit", "capacity", "period"])
    days = [date.fromisoformat(f"{label}-01").toordinal() for label in rows["to_period"]]
    assert len(rows) == len(found.delays)
    assert (rows["until"].to_numpy() >= np.array(days)).all()
    assert "cancer" not in set(found.delays["need"]) | set(found.away["need"])


@law
@given(SEEDS)
def test_the_second_priority_gives_time_only_above_the_ceiling(seed):
    first, _, _ = _climbed(seed, last_step=1)
    assert "stone" not in set(first.delays["need"])
    found, _, _ = _climbed(seed)
    cells = found.cells[["unit", "capacity", "period"]].assign(above=found.above[3])
    put_off = found.away[found.away["need"] == "stone"].merge(cells)
    assert (put_off["above"] > 0).all()


@law
@given(SEEDS)
def test_no_higher_priority_gives_way_in_a_cell_where_a_lower_one_is_left(seed):
    found, care, _ = _climbed(seed)
    left = _left(found)
    rank = dict(zip(care["need"], care["priority"], strict=True))
    for row in found.away.itertuples():
        here = left[(left["unit"] == row.unit) & (left["period"] == row.period)]
        assert here.loc[here["priority"] > rank[row.need], "amount"].sum() <= 1e-6


@law
@given(SEEDS, st.booleans())
def test_no_more_than_the_stop_gives_way_in_whole_patients(seed, together):
    found, _, made = _climbed(seed, together=together)
    whole = made.groupby(["need", "unit"])["count"].sum()
    gone = found.away[found.away["decision"] != "postpone"]
    given_up = gone.groupby(["need", "unit"])["amount"].sum()
    assert (given_up <= np.floor(MOST * whole[given_up.index] + 1e-9) + 1e-6).all()


@law
@given(SEEDS, st.booleans())
def test_only_what_is_above_a_ceiling_gives_way_for_its_own_sake(seed, together):
    found, _, _ = _climbed(seed, together=together)
    fits = found.cells["need"] * 0 + found.cells["ceiling"] / 0.8
    there = found.cells["available"] + found.cells["moved"]
    above = (found.cells["need"] - fits.clip(lower=1.0) * there).clip(lower=0.0)
    own = (found.cells["prioritised"] - found.cells["follows"]).clip(lower=0.0)
    assert (own <= above + 1e-6).all()


@law
@given(SEEDS)
def test_the_ledger_tells_what_the_last_step_closed_of_what_lacked(seed):
    # What is put off into a cell that lacked counts against what gave way there.
    found, _, _ = _climbed(seed, together=True)
    told = found.effects.loc[found.effects["step"] == 5, "effect"].sum()
    assert abs(found.short[4].sum() - found.short[5].sum() - told) <= 1e-6
    own = found.cells["prioritised"] - found.cells["follows"]
    assert abs(own[found.short[0] > 0].sum() - told) <= 1e-6
