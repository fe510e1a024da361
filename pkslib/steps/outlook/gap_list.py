"""The gap list: who is scheduled against who is needed, shift by shift, and its weekly sums."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.workdays import is_working_day
from pkslib.settings import Settings
from pkslib.tables.staff_hours import absence_of, annual_hours_of, shift_hours

_DAY = ["unit", "resource", "week", "weekday"]
_UNIT_WEEK = ["unit", "resource", "week"]
_WEEKEND = (6, 7)


def gap_list(schedule: pd.DataFrame, staffing: pd.DataFrame, weeks: int = 0) -> pd.DataFrame:
    """Return scheduled against needed persons; plus and minus are kept apart.

    Parameters
    ----------
    schedule, staffing : pandas.DataFrame
        The tables.
    weeks : int
        How far to look from the first scheduled week, where it is told; shifts that are needed on
        days of those weeks without a schedule stand there as not scheduled.

    Returns
    -------
    pandas.DataFrame
        Rows of the table gap_list. A shift that is needed but not scheduled counts as nobody, on
        days for which the unit has scheduled the resource at all; on other days scheduled, plus
        and minus are missing. A unit that keeps weekdays is closed on days off.

    Examples
    --------
    7 needed and 6 scheduled, 5 and 6, 3 and 3: one missing and one over, not nothing.

    >>> staffing = pd.DataFrame({"unit": "A", "resource": "nurse", "weekday": 1,
    ...                          "shift": ["day", "evening", "night"], "needed": [7, 5, 3]})
    >>> schedule = pd.DataFrame({"unit": "A", "resource": "nurse", "date": "2027-01-04",
    ...                          "shift": ["day", "evening", "night"], "scheduled": [6, 6, 3]})
    >>> gap_list(schedule, staffing)[["plus", "minus"]].sum().tolist()
    [1.0, 1.0]
    """
    calendar = calendar_of(pd.Series(schedule["date"].unique(), dtype="str"))
    if weeks and len(calendar):
        last = periods.shift(str(calendar["week"].min()), weeks - 1)
        calendar = calendar[calendar["week"] <= last]
    dated = schedule.merge(calendar, on="date")
    planned = staffing[["unit", "resource", "weekday", "shift", "needed"]]
    wanted = dated[_DAY].drop_duplicates().merge(planned, on=["unit", "resource", "weekday"])
    listed = planned[["unit", "resource"]].drop_duplicates()
    present = dated.merge(listed, on=["unit", "resource"])[[*_DAY, "shift", "scheduled"]]
    rows = wanted.merge(present, on=[*_DAY, "shift"], how="outer")
    rows = rows.fillna({"needed": 0.0, "scheduled": 0.0})
    rows = pd.concat([rows, _not_scheduled(dated, planned, weeks)], ignore_index=True)
    return rows.assign(
        plus=(rows["scheduled"] - rows["needed"]).clip(lower=0),
        minus=(rows["needed"] - rows["scheduled"]).clip(lower=0),
    )


def calendar_of(dates: pd.Series) -> pd.DataFrame:
    """Return the week and weekday of dates: date, week, weekday (1 is Monday).

    Parameters
    ----------
    dates : pandas.Series
        Days as ISO text.
    """
    days = [periods.start(date) for date in dates]
    return pd.DataFrame(
        {
            "date": dates,
            "week": pd.Series([periods.label_of(day, "week") for day in days], dtype="str"),
            "weekday": np.array([day.isoweekday() for day in days], dtype="int64"),
        }
    )


def _not_scheduled(dated: pd.DataFrame, planned: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Return the shifts that are needed on the days of the weeks that have no schedule."""
    empty = planned.iloc[:0].assign(week="", scheduled=np.nan)
    if dated.empty or not weeks:
        return empty
    first = str(dated["week"].min())
    start = periods.start(first)
    days = pd.date_range(start, periods=7 * weeks)
    dates = pd.Series([day.date().isoformat() for day in days], dtype="str")
    calendar = calendar_of(dates).assign(off=~is_working_day(days.to_numpy("datetime64[D]")))
    weekends = planned[planned["weekday"].isin(_WEEKEND) & (planned["needed"] > 0)]
    always = pd.MultiIndex.from_frame(weekends[["unit", "resource"]])
    rows = planned[planned["needed"] > 0].merge(calendar, on="weekday")
    open_then = pd.MultiIndex.from_frame(rows[["unit", "resource"]]).isin(always) | ~rows["off"]
    laid = pd.MultiIndex.from_frame(dated[_DAY].drop_duplicates())
    rows = rows[open_then & ~pd.MultiIndex.from_frame(rows[_DAY]).isin(laid)]
    return rows[[*planned.columns, "week"]].assign(scheduled=np.nan)


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
        Hours per shift, days within which a shift is asked for and not scheduled, paid hours per
        full-time year, absence where resources do not tell it.

    Returns
    -------
    pandas.DataFrame
        Rows of the table gap_sums: what is left after the moves is asked for as overtime within
        the notice of a schedule, and hired for after it. Hours are missing where nothing tells
        how long a shift is; full_time_equivalents are the staff to employ for those hours every
        week of the year. worst is the unit's scheduled week with most missing.
    """
    rows = _after(listed, moves)
    left, soon = rows["left"], _within(rows, settings.outlook.notice_schedule)
    hours = (left * shift_hours(rows["shift"], settings.outlook.shift_hours)).where(left > 0, 0.0)
    rows = rows.assign(
        hours=hours, unknown=hours.isna(), overtime=left.where(soon, 0.0),
        hire=left.where(~soon, 0.0), unscheduled=rows["needed"].where(rows["plus"].isna(), 0.0),
    )  # fmt: skip
    amounts = [
        *("needed", "unscheduled", "plus", "minus", "swapped", "pool", "lent", "borrowed"),
        *("left", "overtime", "hire", "hours"),
    ]
    sums = rows.groupby(_UNIT_WEEK, as_index=False)[[*amounts, "unknown"]].sum()
    sums["hours"] = sums["hours"].where(sums["unknown"] == 0)
    worked = 1 - absence_of(sums, resources, settings.staff.absence)
    week = sums["week"].map(periods.share_of_year).astype(float)
    annual = annual_hours_of(sums, resources, settings.staff.annual_hours)
    full_time = annual * week * worked
    return sums.assign(full_time_equivalents=sums["hours"] / full_time, worst=_worst(sums))


def _after(listed: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Return the gap list with what each move fills of it, and what is left."""
    keys = [*_UNIT_WEEK, "weekday", "shift"]
    rows = listed
    for name, kind in (("swapped", "swap"), ("pool", "pool"), ("borrowed", "lend")):
        mine = moves[moves["kind"] == kind].drop(columns="unit").rename(columns={"to_unit": "unit"})
        sums = mine.groupby(keys, as_index=False)[["persons"]].sum()
        rows = rows.merge(sums.rename(columns={"persons": name}), on=keys, how="left")
    lent = moves[moves["kind"] == "lend"].groupby(keys, as_index=False)[["persons"]].sum()
    rows = rows.merge(lent.rename(columns={"persons": "lent"}), on=keys, how="left")
    rows = rows.fillna({"swapped": 0.0, "pool": 0.0, "borrowed": 0.0, "lent": 0.0})
    filled = rows["swapped"] + rows["pool"] + rows["borrowed"]
    return rows.assign(left=(rows["minus"].fillna(0.0) - filled).clip(lower=0))


def _within(rows: pd.DataFrame, days: int) -> pd.Series:
    """Tell which shifts come sooner than a schedule can be changed, from the first day listed."""
    since = {week: periods.start(week).toordinal() for week in rows["week"].unique()}
    day = rows["week"].map(since).astype(float) + rows["weekday"]
    soon: pd.Series = day - day.min() < days
    return soon


def _worst(sums: pd.DataFrame) -> pd.Series:
    """Tell the first of the weeks in which most is missing at each unit; none where nothing is."""
    weeks = sums.groupby(["unit", "week"])["minus"].sum()
    most = weeks[weeks > 0].groupby(level="unit").idxmax()
    return pd.Series(pd.MultiIndex.from_frame(sums[["unit", "week"]]).isin(most), sums.index)
