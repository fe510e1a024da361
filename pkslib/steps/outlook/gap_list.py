"""The gap list: who is scheduled against who is needed, moves, and beds that can be kept open."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from pkslib import periods
from pkslib.methods.programme import best
from pkslib.settings import Settings
from pkslib.tables.staff_hours import absence_of

_DAY = ["unit", "resource", "week", "weekday"]
_SHIFT = ["resource", "week", "weekday", "shift"]
_UNIT_WEEK = ["unit", "resource", "week"]
_PLACE = ["unit", "resource", "weekday", "shift"]
_WARD = ["unit", "week"]
_WHERE = ["hospital", "clinic", "specialty"]
# A move to another clinic of the hospital costs this much more than one inside the clinic.
_FARTHER = 1.0
# Persons times ratio may fall short of a whole bed by rounding.
_DUST = 1e-9


def gap_list(schedule: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Return scheduled against needed persons; plus and minus are kept apart.

    Parameters
    ----------
    schedule, staffing : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        Rows of the table gap_list. A shift that is needed but not scheduled counts as nobody, on
        days for which the unit has scheduled the resource at all; days beyond the schedule are
        left out.

    Examples
    --------
    7 needed and 6 scheduled, 5 and 6, 3 and 3: one missing and one over, not nothing.

    >>> staffing = pd.DataFrame({"unit": "A", "resource": "nurse", "weekday": 1,
    ...                          "shift": ["day", "evening", "night"], "needed": [7, 5, 3]})
    >>> schedule = pd.DataFrame({"unit": "A", "resource": "nurse", "date": "2027-01-04",
    ...                          "shift": ["day", "evening", "night"], "scheduled": [6, 6, 3]})
    >>> gap_list(schedule, staffing)[["plus", "minus"]].sum().tolist()
    [1, 1]
    """
    dates = pd.Series(schedule["date"].unique(), dtype="str")
    days = [periods.start(date) for date in dates]
    calendar = pd.DataFrame(
        {
            "date": dates,
            "week": pd.Series([periods.label_of(day, "week") for day in days], dtype="str"),
            "weekday": np.array([day.isoweekday() for day in days], dtype="int64"),
        }
    )
    dated = schedule.merge(calendar, on="date")
    planned = staffing[["unit", "resource", "weekday", "shift", "needed"]]
    wanted = dated[_DAY].drop_duplicates().merge(planned, on=["unit", "resource", "weekday"])
    listed = planned[["unit", "resource"]].drop_duplicates()
    present = dated.merge(listed, on=["unit", "resource"])[[*_DAY, "shift", "scheduled"]]
    rows = wanted.merge(present, on=[*_DAY, "shift"], how="outer")
    rows = rows.fillna({"needed": 0.0, "scheduled": 0.0})
    return rows.assign(
        plus=(rows["scheduled"] - rows["needed"]).clip(lower=0),
        minus=(rows["needed"] - rows["scheduled"]).clip(lower=0),
    )


class Lending(NamedTuple):
    """What bounds the moves of the gap list.

    hospital, clinic, specialty: by unit; a unit whose specialty is not known is not in the last.
    lend_most: shifts that one unit lends to others in a week at most. never: resources that are
    not lent. lines: the table minimum_lines, below which nobody is lent.
    """

    hospital: pd.Series
    clinic: pd.Series
    specialty: pd.Series
    lend_most: int
    never: Collection[str]
    lines: pd.DataFrame


def shift_moves(listed: pd.DataFrame, lending: Lending) -> pd.DataFrame:
    """Propose moves of whole persons within shift, competence and specialty, inside each hospital.

    Parameters
    ----------
    listed : pandas.DataFrame
        As the table gap_list.
    lending : Lending
        Who may lend what to whom.

    Returns
    -------
    pandas.DataFrame
        Rows of the table shift_moves. No unit gives more than it has over or goes below its
        minimum line, so that no move makes a new gap.

    Notes
    -----
    One linear programme (HiGHS) over all weeks: as many gaps filled as possible, then as many of
    the moves as possible inside the clinic, then where the largest share of the shift is
    missing. Its corners are whole numbers: the limits nest (shift within unit and week).
    """
    rows = listed.merge(lending.lines[[*_PLACE, "persons"]], on=_PLACE, how="left")
    free = rows["scheduled"] - rows["persons"].fillna(0.0)
    rows = rows.assign(
        **{name: rows["unit"].map(getattr(lending, name)) for name in _WHERE},
        over=np.floor(rows["plus"].clip(upper=free).clip(lower=0.0)),
        short=np.floor(rows["minus"]),
    ).sort_values([*_SHIFT, "unit"], ignore_index=True)  # fmt: skip
    rows = rows.assign(row=rows.index)
    able = ~rows["resource"].isin(lending.never) & rows["specialty"].notna()
    givers, takers = rows[able & (rows["over"] > 0)], rows[able & (rows["short"] > 0)]
    pairs = givers.merge(takers, on=[*_SHIFT, "hospital", "specialty"], suffixes=("", "_to"))
    pairs = pairs.rename(columns={"unit_to": "to_unit"})
    persons = np.round(_most(pairs, rows, lending.lend_most)) if len(pairs) else np.zeros(0)
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
        The table.
    settings : Settings
        Hours per shift, paid hours per full-time year, absence where resources do not tell it.

    Returns
    -------
    pandas.DataFrame
        Rows of the table gap_sums. Hours are missing where a shift has none in the settings;
        full_time_equivalents are the staff to employ for those hours every week of the year.
    """
    keys = [*_UNIT_WEEK, "weekday", "shift"]
    borrowed = moves.groupby([*_SHIFT, "to_unit"], as_index=False)[["persons"]].sum()
    borrowed = borrowed.rename(columns={"to_unit": "unit", "persons": "borrowed"})
    lent = moves.groupby(keys, as_index=False)[["persons"]].sum()
    rows = listed.merge(borrowed, on=keys, how="left").merge(lent, on=keys, how="left")
    rows = rows.rename(columns={"persons": "lent"}).fillna({"lent": 0.0, "borrowed": 0.0})
    left = rows["minus"] - rows["borrowed"]
    length = rows["shift"].map(dict(settings.outlook.shift_hours)).astype(float)
    hours = (left * length).where(left > 0, 0.0)
    rows = rows.assign(left=left, hours=hours, unknown=hours.isna())
    amounts = ["plus", "minus", "lent", "borrowed", "left", "hours"]
    sums = rows.groupby(_UNIT_WEEK, as_index=False)[[*amounts, "unknown"]].sum()
    sums["hours"] = sums["hours"].where(sums["unknown"] == 0)
    worked = 1 - absence_of(sums, resources, settings.staff.absence)
    week = sums["week"].map(periods.share_of_year).astype(float)
    full_time = settings.staff.annual_hours * week * worked
    return sums.assign(full_time_equivalents=sums["hours"] / full_time)


def beds_open(listed: pd.DataFrame, staffing: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Return the beds that each unit's staffing can carry in its leanest shift of the week.

    Parameters
    ----------
    listed : pandas.DataFrame
        As the table gap_list.
    staffing : pandas.DataFrame
        The table.
    moves : pandas.DataFrame
        As the table shift_moves.

    Returns
    -------
    pandas.DataFrame
        Rows of the table beds_open: whole beds, scheduled persons × patients per person rounded
        down, the fewest of any resource, weekday and shift, which are named (the first of
        several); after is when the moves are made.
    """
    columns = [*_PLACE, "beds", "patients_per_person"]
    ratios = staffing[columns].dropna(subset=["patients_per_person"])
    rows = listed.merge(ratios, on=_PLACE)
    ratio = rows["patients_per_person"].astype(float)
    rows["open"] = np.floor(rows["scheduled"] * ratio + _DUST)
    rows["after"] = np.floor((rows["scheduled"] + _moved(rows, moves)) * ratio + _DUST)
    after = rows.groupby(_WARD)["after"].min()
    leanest = rows.sort_values([*_WARD, "open", "weekday", "shift", "resource"])
    weeks = leanest.drop_duplicates(_WARD).drop(columns=["after", "beds"])
    commission = ratios.groupby("unit")["beds"].max().fillna(0.0)
    weeks = weeks.assign(commission=weeks["unit"].map(commission).astype(float))
    return weeks.merge(after.reset_index(), on=_WARD)


def _moved(rows: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return the persons that each row gains, less those it lends."""
    keys = [*_WARD, "resource", "weekday", "shift"]
    gained = moves.assign(unit=moves["to_unit"], net=moves["persons"])
    both = pd.concat([gained, moves.assign(net=-moves["persons"])])
    net = both.groupby(keys, as_index=False)[["net"]].sum()
    return rows[keys].merge(net, on=keys, how="left")["net"].fillna(0.0).set_axis(rows.index)
