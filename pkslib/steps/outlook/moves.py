"""Moves of staff that the gap list proposes, and what is missing after them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import sparse

from pkslib import periods
from pkslib.methods.programme import best
from pkslib.settings import Settings
from pkslib.steps.outlook.absence import absence_of

_SHIFT = ["resource", "week", "weekday", "shift"]
_UNIT_WEEK = ["unit", "resource", "week"]
# A move to another clinic of the hospital costs this much more than one inside the clinic.
_FARTHER = 1.0


def shift_moves(
    listed: pd.DataFrame, hospital: pd.Series, clinic: pd.Series, lend_most: int
) -> pd.DataFrame:
    """Propose moves of whole persons within shift and competence, inside each hospital.

    Parameters
    ----------
    listed : pandas.DataFrame
        As the table gap_list.
    hospital, clinic : pandas.Series
        Hospital by unit, and the clinic it belongs to.
    lend_most : int
        Shifts that one unit lends to others in a week at most.

    Returns
    -------
    pandas.DataFrame
        resource, week, weekday, shift, unit, to_unit, persons. No unit gives more than it has
        over, so that no move makes a new gap.

    Notes
    -----
    One linear programme (HiGHS) over all weeks: as many gaps filled as possible, then as many of
    the moves as possible inside the clinic, then where the largest share of the shift is
    missing. Its corners are whole numbers: the limits nest (shift within unit and week).
    """
    rows = listed.assign(
        hospital=listed["unit"].map(hospital), clinic=listed["unit"].map(clinic),
        over=np.floor(listed["plus"]), short=np.floor(listed["minus"]),
    ).sort_values([*_SHIFT, "unit"], ignore_index=True)  # fmt: skip
    rows = rows.assign(row=rows.index)
    givers, takers = rows[rows["over"] > 0], rows[rows["short"] > 0]
    pairs = givers.merge(takers, on=[*_SHIFT, "hospital"], suffixes=("", "_to"))
    pairs = pairs.rename(columns={"unit_to": "to_unit"})
    persons = np.round(_most(pairs, rows, lend_most)) if len(pairs) else np.zeros(0)
    moves = pairs[[*_SHIFT, "unit", "to_unit"]].assign(persons=persons)
    return moves[moves["persons"] > 0].reset_index(drop=True)


def _most(pairs: pd.DataFrame, rows: pd.DataFrame, lend_most: int) -> np.ndarray:
    """Return how many persons each pair moves."""
    lender = pairs.groupby(["unit", "week"]).ngroup().to_numpy()
    giver, taker = pairs["row"].to_numpy(), pairs["row_to"].to_numpy()
    count, at = len(rows), np.arange(len(pairs))
    places = np.concatenate([giver, count + taker, 2 * count + lender])
    limits = sparse.csr_array((np.ones(places.size), (places, np.tile(at, 3))))
    caps = np.full(lender.max() + 1, float(lend_most))
    most = np.concatenate([rows["over"], rows["short"], caps])
    farther = np.where(pairs["clinic"] == pairs["clinic_to"], 1.0, 1.0 + _FARTHER)
    missing = (pairs["short_to"] / pairs["needed_to"]).to_numpy()
    return best([-np.ones(len(pairs)), farther, 1.0 - missing], limits, most).amounts


def gap_sums(
    listed: pd.DataFrame, moves: pd.DataFrame, resources: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return each unit's weekly sums of the gap list, and what is missing after the moves.

    Parameters
    ----------
    listed : pandas.DataFrame
        As the table gap_list.
    moves : pandas.DataFrame
        As the table shift_moves.
    resources : pandas.DataFrame
        unit, resource, period, absence [share of paid time].
    settings : Settings
        Hours per shift, paid hours per full-time year, absence where resources do not tell it.

    Returns
    -------
    pandas.DataFrame
        unit, resource, week, plus, minus, lent, borrowed, left [shifts]; hours: what is left in
        hours, missing where a shift has no hours in the settings; full_time_equivalents: the
        staff to employ for those hours every week of the year.
    """
    keys = [*_UNIT_WEEK, "weekday", "shift"]
    borrowed = moves.groupby([*_SHIFT, "to_unit"], as_index=False)[["persons"]].sum()
    borrowed = borrowed.rename(columns={"to_unit": "unit", "persons": "borrowed"})
    lent = moves.groupby(keys, as_index=False)[["persons"]].sum()
    rows = listed.merge(borrowed, on=keys, how="left").merge(lent, on=keys, how="left")
    rows = rows.rename(columns={"persons": "lent"}).fillna({"lent": 0.0, "borrowed": 0.0})
    left = rows["minus"] - rows["borrowed"]
    hours = (left * _hours(rows["shift"], settings.outlook.shift_hours)).where(left > 0, 0.0)
    rows = rows.assign(left=left, hours=hours, unknown=hours.isna())
    amounts = ["plus", "minus", "lent", "borrowed", "left", "hours"]
    sums = rows.groupby(_UNIT_WEEK, as_index=False)[[*amounts, "unknown"]].sum()
    sums["hours"] = sums["hours"].where(sums["unknown"] == 0)
    worked = 1 - absence_of(sums, resources, settings.staff.absence)
    week = sums["week"].map(lambda label: 7 / periods.days(label[:4])).astype(float)
    full_time = settings.staff.annual_hours * week * worked
    return sums.assign(full_time_equivalents=sums["hours"] / full_time)


def _hours(shift: pd.Series, shift_hours: Mapping[str, float]) -> pd.Series:
    return shift.map(dict(shift_hours)).astype(float)
