from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from pkslib import periods
from pkslib.settings import Balance
from pkslib.steps.balance.offers import Budgets, Frame
from pkslib.steps.balance.scale import CARE
from pkslib.steps.balance.stops import Stops
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS
from pkslib.tables.lead_times import in_time
from pkslib.tables.results import RESULTS


@pytest.fixture
def cells():
    """Cells of one capacity from (unit, period, need, available); units are named hospital-unit.

    The raw need is `used` of the need: at a ceiling as high the target level is the ceiling.
    """

    def make(*rows, capacity="bed_day", used=0.8, ceiling=0.8, block=0.0, measure="bed_day"):
        frame = pd.DataFrame(rows, columns=["unit", "period", "need", "available"])
        frame = frame.astype({"need": float, "available": float}).assign(capacity=capacity)
        frame = frame.sort_values(["unit", "capacity", "period"], ignore_index=True)
        return frame.assign(
            hospital=frame["unit"].str[0], limiting="", measure=measure, mean=used * frame["need"],
            raw=used * frame["need"], target=used, ceiling=ceiling, block=block,
        )  # fmt: skip

    return make


@pytest.fixture
def elective():
    """Elective need from (cell, need, priority, days that it may wait, amount); episodes by need.

    The cells' periods are told where another than January 2027 comes first.
    """

    def make(*rows, episodes=(), cells=None):
        frame = pd.DataFrame(rows, columns=["cell", "need", "priority", "days", "amount"])
        episode = frame["need"].where(frame["need"].isin(episodes))
        frame = frame.assign(elective=True, yields=frame["priority"] > 1,
                             levels=frame["priority"] > 2, episode=episode, use=2.0)  # fmt: skip
        labels = ["2027-01"] * len(frame) if cells is None else cells["period"].iloc[frame["cell"]]
        start = np.array([periods.start(label).toordinal() for label in labels])
        types = {"cell": np.int64, "until": float, "amount": float, "whole": float,
                 "priority": np.int64}  # fmt: skip
        frame = frame.assign(until=start + frame["days"], whole=frame["amount"])
        return frame.astype(types)[CARE]

    return make


@pytest.fixture
def no_stops():
    """Stops that stop nothing."""
    none = np.zeros(0, np.int64)
    seen = pd.DataFrame(columns=["need", "unit", "capacity", "first", "seen_at"])
    return Stops(none, none, np.zeros(0), sparse.csr_array((0, 0)), np.zeros(0), seen)


@pytest.fixture
def measures():
    """Measures from dicts of what differs from an extension at A1 all year."""

    def make(*rows):
        usual = {
            **{"measure": "M1", "name": "Fler platser", "step": 3, "unit": "A1", "to_unit": None},
            **{"capacity": "bed_day", "side": "capacity", "max_amount": 10.0, "cost": 100.0},
            **{"start": "2027-01", "end": "2027-12", "status": "planned", "realised": 0.0},
        }
        columns = list(usual) + sorted({name for row in rows for name in row} - set(usual))
        made = pd.DataFrame([usual | row for row in rows], columns=columns)
        none = empty(INPUTS["decided_measures"])
        return in_time(filled(made, INPUTS["measures"]), none, date.min, Balance(), 2027)

    return make


@pytest.fixture
def frame():
    """What bounds the ladder: moves from (unit, to_unit, cost, min_block), budget by unit.

    All units are of one specialty but for those told.
    """

    def make(*allowed, budget=None, capacity="bed_day", specialty=None, **settings):
        columns = ["unit", "to_unit", "cost", "min_block"]
        moves = pd.DataFrame(allowed, columns=columns).assign(capacity=capacity)
        moves = filled(moves, INPUTS["allowed_moves"])
        left = pd.Series(budget or {}, dtype=float)
        payer = pd.Series({unit: unit for unit in left.index}, dtype="str")
        units = [letter + number for letter in "ABCD" for number in "123456789"]
        of = pd.Series(dict.fromkeys(units, "medicine") | (specialty or {}), dtype="str")
        limits = empty(RESULTS["capacity_limits"])
        return Frame(moves, Budgets(payer, left), Balance(**settings), of.dropna(), limits)

    return make
