"""What bounds the ladder: what each measure may give and when, budgets, moves and settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.settings import Balance
from pkslib.tables.hierarchy import nearest_above
from pkslib.tables.inputs.capacity import (
    EXTEND,
    IMPROVE,
    INVESTMENT,
    LIST_REVIEW,
    MOVE,
    PRIORITISE,
)
from pkslib.tables.lead_times import DAYS_A_WEEK

_DAYS_A_MONTH = 365.25 / 12


class _Course(NamedTuple):
    """How a measure's effect runs, a place a measure; days as ordinals."""

    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    effective: Floats
    ramp: Floats
    dip: Floats

    def between(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return the days' worth of full effect, and of dip, from one day to another."""
        start = np.maximum(first, self.effective)
        end = np.maximum(np.minimum(last, self.ends) + 1.0, start)
        gained = self._sums(end) - self._sums(start)
        return gained[0], gained[1]

    def _sums(self, day: Floats) -> NDArray[np.float64]:
        """Return gain and dip from the beginning to a day: a straight line from −dip up to 1."""
        time = day - self.effective
        rise = np.divide(1 + self.dip, self.ramp, out=np.zeros_like(self.ramp), where=self.ramp > 0)
        rising = np.minimum(time, self.ramp)
        level = rise * rising**2 / 2 - self.dip * rising + np.maximum(time - self.ramp, 0.0)
        turn = np.divide(self.dip, rise, out=np.zeros_like(rise), where=rise > 0)
        down = np.minimum(rising, turn)
        lost = self.dip * down - rise * down**2 / 2
        return np.stack([level + lost, lost])


def as_chosen(measures: pd.DataFrame, most: Mapping[str, float]) -> pd.DataFrame:
    """Return the measures as a scenario takes them: without those it turns off, others limited.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table measures.
    most : mapping
        Measure to the most of it in the capacity's measure; 0 turns it off, and none gives more
        than the table says. Others stay as they are.

    Examples
    --------
    >>> table = pd.DataFrame({"measure": ["A", "B", "C"], "max_amount": [9.0, 8.0, 7.0]})
    >>> as_chosen(table, {"A": 0, "B": 4, "C": 99})
      measure  max_amount
    0       B         4.0
    1       C         7.0
    """
    chosen = measures["measure"].map(most).astype(float)
    most_of_all = chosen.fillna(np.inf)
    limited = measures.assign(max_amount=measures["max_amount"].clip(upper=most_of_all))
    return limited[chosen.ne(0)].reset_index(drop=True)


def offers_of(measures: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return what each measure may give in a year, and what it promises beyond that.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table measures.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The measures in force some time in the year, sorted by code, with full (at full effect all
        the year), offered and unrealised [capacity's measure]; unit, which it helps; giver, the
        unit whose surplus it uses (empty for most), with giver_capacity and per_giver, what a
        unit takes there; shifts, whether it is care that goes there; adds, whether it adds capacity
        at the unit itself that something else there may limit; unit_cost [SEK per unit], fixed
        [SEK in the year if it is used at all] and cost, what a unit comes to when all that is
        offered is used. Improvement work (step 2)
        offers its realised share, nothing while it is only planned; looking through a waiting
        list offers nothing, the shorter list being its effect; other measures offer all, being
        what is to be decided. Lead time and the time to full effect come off what is
        offered. With a to_unit, capacity goes from unit to to_unit (side capacity), or care does
        (side need); a move (step 1) without a to_unit is none, and what gives way (step 5) goes
        nowhere.

    Examples
    --------
    >>> from pkslib.tables.declaration import filled
    >>> from pkslib.tables.inputs import INPUTS
    >>> work = {"step": 2, "unit": "A", "to_unit": None, "capacity": "hour", "side": "need",
    ...         "max_amount": 100.0, "cost": 0.0, "realised": 0.4, "start": "2027-03",
    ...         "end": "2027-12"}
    >>> rows = [work | {"measure": "M1", "status": "ongoing"},
    ...         work | {"measure": "M2", "status": "planned"}]
    >>> offers_of(filled(pd.DataFrame(rows), INPUTS["measures"]), 2027)[
    ...     ["measure", "offered", "unrealised"]]
      measure  offered  unrealised
    0      M1     40.0        60.0
    1      M2      0.0       100.0
    """
    rows = measures.sort_values("measure", ignore_index=True)
    label = f"{year:04d}"
    share = shares_of(rows, [label])[0][:, 0]
    stated = shares_of(rows.assign(lead_weeks=0.0, ramp_months=0.0), [label])[0][:, 0]
    improves = rows["step"] == IMPROVE
    realised = rows["realised"].where(rows["status"] != "planned", 0.0)
    # What looking through a waiting list gives is the shorter list.
    reviews = rows["kind"] == LIST_REVIEW
    full = rows["max_amount"] * realised.where(improves, 1.0).where(~reviews, 0.0)
    offered = full * share
    elsewhere = (rows["to_unit"] != rows["unit"]) & (rows["step"] < PRIORITISE)
    other = rows["to_unit"].astype("str").where(elsewhere)
    lends = other.notna() & (rows["side"] == "capacity")
    found = rows.assign(
        full=full,
        offered=offered,
        unrealised=(rows["max_amount"] * (1 - realised.where(reviews, 0.0)) - offered).where(
            improves, 0.0
        ),
        unit=rows["unit"].where(~lends, other),
        giver=other.where(~lends, rows["unit"]),
        giver_capacity=rows["to_capacity"].fillna(rows["capacity"]).where(~lends, rows["capacity"]),
        per_giver=rows["to_amount"].where(~lends, 1.0),
        shifts=other.notna() & ~lends,
        adds=(rows["side"] == "capacity") & rows["step"].isin((IMPROVE, EXTEND)) & other.isna(),
    )
    wanted = (stated > 0) & ((rows["step"] != MOVE) | other.notna())
    return _priced(found[wanted].reset_index(drop=True), year)


def _priced(offers: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return offers with what they cost: by their parts where these are told, never both.

    A running cost is paid for the months at work, lead time over, at least as many as are bound, as
    far as they fall in the year; an investment in the year that it begins.
    """
    parts = offers[["fixed_cost", "unit_cost"]].notna().any(axis=1)
    each = offers["unit_cost"].fillna(0.0).where(parts, offers["cost"]).astype(float)
    once = (offers["start"].str[:4] == f"{year:04d}").astype(float)
    months = np.where(offers["cost_kind"] == INVESTMENT, once, _months_paid(offers, year))
    fixed = offers["fixed_cost"].fillna(0.0) * months
    spread = (fixed / offers["offered"].where(offers["offered"] > 0)).fillna(0.0)
    return offers.assign(unit_cost=each, fixed=fixed, cost=each + spread)


def _months_paid(offers: pd.DataFrame, year: int) -> Floats:
    """Return the months of a year that each measure is paid for."""
    course, label = _course(offers), f"{year:04d}"
    first, last = periods.start(label).toordinal(), periods.end(label).toordinal()
    bound = course.effective + np.round(_DAYS_A_MONTH * offers["min_months"].to_numpy(float)) - 1
    begun = np.maximum(course.effective, first)
    days = np.minimum(np.maximum(course.ends, bound), last) - begun + 1
    whole = last - first + 1
    return np.asarray(np.maximum(days, 0) / whole * 12.0)


def shares_of(offers: pd.DataFrame, labels: ArrayLike) -> tuple[Floats, Floats]:
    """Return the part of a measure's full amount that falls in each period, and that dips there.

    Parameters
    ----------
    offers : pandas.DataFrame
        start, end, lead_weeks, ramp_months and dip of measures.
    labels : array of str
        Periods of one year.

    Returns
    -------
    gain, dip : array (measures, periods)
        Shares of what the measure gives in its days of the year at full effect. After the lead
        time the effect rises in a straight line from −dip to all of it; gain is the part of the
        line above zero, dip the part below.
    """
    names = [str(label) for label in np.asarray(labels)]
    first = np.array([periods.start(name).toordinal() for name in names])
    last = np.array([periods.end(name).toordinal() for name in names])
    course = _course(offers)
    year = periods.start(names[0][:4]).toordinal(), periods.end(names[0][:4]).toordinal()
    days = np.minimum(course.ends, year[1]) - np.maximum(course.begins, year[0]) + 1.0
    gain, dip = zip(*(course.between(a, b) for a, b in zip(first, last, strict=True)), strict=True)
    whole = np.maximum(days, 1.0)[:, None]
    # All days at full effect are the whole amount, and not a rounding more.
    return np.minimum(np.stack(gain, axis=1) / whole, 1.0), np.stack(dip, axis=1) / whole


def _course(offers: pd.DataFrame) -> _Course:
    begins = np.array([periods.start(label).toordinal() for label in offers["start"]], np.int64)
    return _Course(
        begins,
        np.array([periods.end(label).toordinal() for label in offers["end"]], np.int64),
        begins + DAYS_A_WEEK * offers["lead_weeks"].to_numpy(float),
        _DAYS_A_MONTH * offers["ramp_months"].to_numpy(float),
        offers["dip"].to_numpy(float),
    )


class Budgets(NamedTuple):
    """Which budget pays for each unit, and what is left of each for measures [SEK].

    A unit without a budget above it is not in `payer`; its measures are not limited.
    """

    payer: pd.Series
    left: pd.Series

    def less(self, effects: pd.DataFrame) -> Budgets:
        """Return the budgets after the cost of effects (unit, cost) [SEK]."""
        spent = effects["cost"].astype(float).groupby(effects["unit"].map(self.payer)).sum()
        left = self.left - spent.reindex(self.left.index, fill_value=0.0)
        return self._replace(left=left.clip(lower=0))

    def reserving(self, offers: pd.DataFrame) -> tuple[Budgets, list[int]]:
        """Return what is left when fixed costs are set aside, and the offers they leave out.

        Parameters
        ----------
        offers : pandas.DataFrame
            unit, fixed and cost. Where a budget can't pay the fixed cost of them all, the one
            that is dearest for each unit of capacity is left out first.
        """
        rows = offers.assign(payer=offers["unit"].map(self.payer)).dropna(subset=["payer"])
        fixed = rows[rows["fixed"] > 0].sort_values("cost", kind="stable")
        left, out = self.left.copy(), []
        for place, payer, cost in zip(fixed.index, fixed["payer"], fixed["fixed"], strict=True):
            if cost > left[payer]:
                out.append(place)
            else:
                left[payer] -= cost
        return self._replace(left=left), out


# For what no budget pays.
UNBOUND = Budgets(pd.Series(dtype="str"), pd.Series(dtype=float))


class Frame(NamedTuple):
    """What bounds the ladder beside the offers themselves.

    allowed_moves: the input table. settings: of the balance. specialty: by unit; one whose
    specialty is not known is not there. limits: the result table capacity_limits.
    """

    allowed_moves: pd.DataFrame
    budgets: Budgets
    settings: Balance
    specialty: pd.Series
    limits: pd.DataFrame


def budgets_of(units: pd.DataFrame, budgets: pd.DataFrame, year: int) -> Budgets:
    """Return the budgets for measures in a year.

    Parameters
    ----------
    units, budgets : pandas.DataFrame
        The input tables. Only what a budget sets aside for measures (for_measures) limits them;
        the rest pays for the care that is there already.
    year : int
        Planning year.

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["MED", "W1"], "parent": [None, "MED"]})
    >>> frame = pd.DataFrame({"unit": ["MED"], "year": [2027], "for_measures": [5e5]})
    >>> found = budgets_of(units, frame, 2027)
    >>> found.payer["W1"], float(found.left["MED"])
    ('MED', 500000.0)
    """
    own = budgets.loc[budgets["year"] == year, ["unit", "for_measures"]]
    left = own.dropna().set_index("unit")["for_measures"].astype(float).sort_index()
    return Budgets(nearest_above(units, set(left.index)), left)
