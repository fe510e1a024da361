"""What the invented regions produced against plan, what it cost, and who waits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.demo import needs, planted
from pkslib.demo.calendar import HISTORY, LAST, MONTHS, PLANNING_YEAR, Values
from pkslib.demo.care import ACTIVITIES
from pkslib.demo.demand import Arrivals
from pkslib.demo.organisation import Organisation
from pkslib.demo.regions import Region

_PLANNED = MONTHS[MONTHS.index("2025-01") : MONTHS.index("2026-12") + 1]
_DONE = _PLANNED[: _PLANNED.index(LAST) + 1]
# Units off their plan in one direction, and how far; the rest only by chance. Invented.
_OFF_PLAN = 0.3
_OFF_BY = (0.05, 0.10)
# Cost of one DRG point [SEK]: near the national weight's cost of recent years, rounded; and how
# units differ in what the same care costs them [coefficient], invented.
_COST_OF_POINT = 72_000
_DEARER = 0.08
# Shares cancelled within 24 hours and not turned up, by kind of activity; invented.
_CANCELLED = {"operation": 0.05, "day_case": 0.06, "examination": 0.05, "visit": 0.035}
_NO_SHOW = {"examination": 0.03, "visit": 0.035, "digital": 0.02}
# How budgets rise from year to year; invented.
_WRITTEN_UP = 1.03
# Share of those who come to a list that leave it untreated: better, moved, treated elsewhere or no
# longer wanting it; invented, of the size that lists are cleaned by.
_LEAVE = 0.04
# What budgets set aside for measures against gaps, least and most; invented.
_FOR_MEASURES = (0.01, 0.025)
_BANDS = ((0, 30), (31, 60), (61, 90), (91, 180), (181, None))
_WAITING_MONTHS = 25
# Days of the guarantee of needs that keep a waiting list.
_LISTED = 90
# Shares of those waiting that wait at their own wish, more of them among those who have waited
# long, and for medical reasons; invented.
_LATE, _OWN_WISH, _MEDICAL = 90, (0.02, 0.10), 0.03
# Share of those waiting that has waited at most 90 days; cancer surgery has its own lanes.
_WITHIN = (0.55, 0.85)
_WITHIN_FIRST = (0.93, 0.98)


def production(
    place: Region, own: Organisation, patients: Arrivals, truth: pd.DataFrame
) -> pd.DataFrame:
    """Return the table production: last year and this, planned to the end of this year.

    Parameters
    ----------
    place : Region
    own : Organisation
        Who does what; per pathway row the activities follow.
    patients : Arrivals
        Acute production follows who came, planned production the mean.
    truth : pandas.DataFrame
        What improvement work has truly given; see :func:`pkslib.demo.planted.effects`.

    Returns
    -------
    pandas.DataFrame
        unit, activity, period, planned and count [activities], drg [DRG points], cost [SEK],
        cancelled_late and no_show [activities].
    """
    chance = place.chance("production")
    paths = own.pathways
    rows = paths["need"].map({need: row for row, need in enumerate(patients.needs)}).to_numpy()
    months = slice(MONTHS.index(_PLANNED[0]), MONTHS.index(_PLANNED[-1]) + 1)
    each = paths["per_patient"].to_numpy()[:, None]
    planned = patients.mean[rows, months] * each
    came = patients.drawn[rows, MONTHS.index(_DONE[0]) : MONTHS.index(_DONE[-1]) + 1] * each
    # Acute care follows who came; planned care follows the plan, with half of the chance.
    acute = np.array([needs.NEEDS[need].flow == "acute" for need in paths["need"]])[:, None]
    listed = np.array([needs.NEEDS[need].guarantee_days == _LISTED for need in paths["need"]])
    treated = np.where(listed, 1 - _LEAVE, 1.0)[:, None]
    planned, came = planned * treated, came * treated
    done = np.where(acute, came, (came + planned[:, : len(_DONE)]) / 2)
    done *= 1 + _off_plan(chance, paths["unit"])[:, None]
    done *= planted.left(truth, paths["unit"], list(_DONE), "fewer_activities")
    index = pd.MultiIndex.from_frame(paths[["unit", "activity"]])
    plan = pd.DataFrame(planned, index, list(_PLANNED)).groupby(level=[0, 1]).sum().round()
    mean = pd.DataFrame(done, index, list(_DONE)).groupby(level=[0, 1]).sum()
    count = pd.DataFrame(chance.poisson(mean), mean.index, mean.columns).astype(float)
    table = _long(plan, "planned").merge(_long(count, "count"), how="left")
    return _with_money(chance, table)


def _off_plan(chance: np.random.Generator, units: pd.Series) -> Values:
    """Return by how much each row's unit is above or below its plan, month after month."""
    names = units.unique()
    off = np.where(
        chance.random(len(names)) < _OFF_PLAN,
        chance.uniform(*_OFF_BY, len(names)) * chance.choice((-1, -1, 1), len(names)),
        0.0,
    )
    result: Values = units.map(dict(zip(names, off, strict=True))).to_numpy()
    return result


def _long(wide: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a row per unit, activity and period."""
    rows = wide.rename_axis(["unit", "activity"]).reset_index()
    return rows.melt(["unit", "activity"], var_name="period", value_name=name)


def _with_money(chance: np.random.Generator, table: pd.DataFrame) -> pd.DataFrame:
    """Return production with DRG points, cost, and what was cancelled or not attended."""
    kind = table["activity"].map({code: done.kind for code, done in ACTIVITIES.items()})
    weight = table["activity"].map({code: done.drg_weight for code, done in ACTIVITIES.items()})
    each = table["activity"].map({code: done.cost for code, done in ACTIVITIES.items()})
    table["drg"] = (table["count"] * weight * chance.normal(1, 0.02, len(table))).round(2)
    dear = pd.Series(
        np.exp(chance.normal(0, _DEARER, table["unit"].nunique())), table["unit"].unique()
    )
    cost = (table["drg"] * _COST_OF_POINT).fillna(table["count"] * each)
    cost *= table["unit"].map(dear) * chance.normal(1, 0.03, len(table))
    table["cost"] = cost.round(-2)
    for column, shares in (("cancelled_late", _CANCELLED), ("no_show", _NO_SHOW)):
        expected = table["count"] * kind.map(shares)
        drawn = chance.poisson(expected.fillna(0)).astype(float)
        table[column] = pd.Series(drawn).where(expected.notna())
    return table


def waiting(place: Region, patients: Arrivals) -> pd.DataFrame:
    """Return the table waiting: lists that have grown, month by month; see :func:`band_sizes`."""
    chance = place.chance("waiting")
    now = len(HISTORY)
    rows = []
    for number, code in enumerate(patients.needs):
        if needs.NEEDS[code].guarantee_days != _LISTED:
            continue
        first = needs.NEEDS[code].priority == 1
        last = chance.uniform(*(_WITHIN_FIRST if first else _WITHIN))
        grown = chance.uniform(-0.01, 0.02) if first else chance.uniform(0.0, 0.12)
        for back in range(_WAITING_MONTHS):
            within = min(0.99, last + grown * back / _WAITING_MONTHS)
            daily = patients.drawn[number, now - back - 12 : now - back].sum() / 365
            counts = chance.poisson(band_sizes(daily, within))
            day = periods.end(HISTORY[now - 1 - back]).isoformat()
            rows += [(code, day, *band, size) for band, size in zip(_BANDS, counts, strict=True)]
    columns = ["need", "as_of", "days_from", "days_to", "patients"]
    table = pd.DataFrame(rows, columns=columns).assign(region=place.code, unit=None)
    late = np.where(table["days_from"] > _LATE, _OWN_WISH[1], _OWN_WISH[0])
    wish = chance.binomial(table["patients"].astype(int), late)
    ill = chance.binomial(table["patients"].astype(int) - wish, _MEDICAL)
    return table.assign(patient_chosen=wish.astype(float), medically_caused=ill.astype(float))


def band_sizes(daily: float, within: float) -> Values:
    """Return how many wait in each band of a list that patients leave at a constant rate.

    Of those who wait a share 1 - exp(-90 rate) has waited at most 90 days, which gives the rate;
    the whole list is arrivals a day / rate (Little's law).

    Parameters
    ----------
    daily : float
        Arrivals [patients per day].
    within : float
        Share that has waited at most 90 days, below 1.

    Returns
    -------
    numpy.ndarray
        Shape (5,): 0-30, 31-60, 61-90, 91-180 days, and longer [patients].

    Examples
    --------
    The shorter the waits the shorter the list, for the same arrivals:

    >>> [round(float(band_sizes(10, within).sum())) for within in (0.6, 0.9)]
    [982, 391]
    """
    rate = -np.log(1 - within) / 90
    edges = np.array([0, 31, 61, 91, 181, np.inf])
    left = np.exp(-rate * edges)
    result: Values = daily / rate * (left[:-1] - left[1:])
    return result


def budgets(place: Region, own: Organisation, produced: pd.DataFrame) -> pd.DataFrame:
    """Return the table budgets: this year's cost so far, as a year, by clinic and primary care.

    Parameters
    ----------
    place : Region
    own : Organisation
        Tells each ward's clinic.
    produced : pandas.DataFrame
        The region's table production.

    Returns
    -------
    pandas.DataFrame
        unit, year (last, this and the planning year), amount and of it for_measures [SEK].
    """
    chance = place.chance("budgets")
    year = produced[produced["period"].str.startswith(LAST[:4])]
    cost = year["cost"].groupby(year["unit"].map(own.clinics())).sum() * 12 / int(LAST[5:])
    frame = cost * chance.normal(1.0, 0.02, len(cost))
    rows = [
        (unit, PLANNING_YEAR - 1 + ahead, round(amount * _WRITTEN_UP**ahead, -5))
        for ahead in (-1, 0, 1)
        for unit, amount in frame.items()
    ]
    made = pd.DataFrame(rows, columns=["unit", "year", "amount"])
    share = pd.Series(chance.uniform(*_FOR_MEASURES, len(frame)), frame.index)
    return made.assign(for_measures=(made["amount"] * made["unit"].map(share)).round(-4))
