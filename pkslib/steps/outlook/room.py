"""What is still free in the weeks ahead."""

from __future__ import annotations

import pandas as pd

from pkslib import periods
from pkslib.settings import Outlook


def with_room(weeks: pd.DataFrame, utilisation: pd.Series, settings: Outlook) -> pd.DataFrame:
    """Return the weeks with the hours that may still be booked.

    Parameters
    ----------
    weeks : pandas.DataFrame
        unit, week, scheduled (missing where no schedule is laid), booked, kept and lent [hours]:
        what the balance moves to other units is theirs.
    utilisation : pandas.Series
        Target level of what the unit books, by unit [share]; 1 where it is not known.
    settings : Outlook
        schedule_factor: what the schedule is laid over the plan with is not booked.

    Returns
    -------
    pandas.DataFrame
        weeks with free [hours]: the schedule up to the target level or less its margin for
        absence, whichever is less (level, a share of the schedule), without what is booked,
        what is kept for acute care and what is lent.

    Examples
    --------
    Of 100 scheduled hours 80 may be filled at a target of 80 %; 30 are booked, 20 kept.

    >>> weeks = pd.DataFrame({"unit": ["A"], "week": "2027-W01", "scheduled": 100.0,
    ...                       "booked": 30.0, "kept": 20.0, "lent": 0.0})
    >>> with_room(weeks, pd.Series({"A": 0.8}), Outlook())["free"].tolist()
    [30.0]
    """
    level = weeks["unit"].map(utilisation).astype(float).fillna(1.0)
    level = level.clip(upper=1 / settings.schedule_factor)
    free = weeks["scheduled"] * level - weeks["kept"] - weeks["booked"] - weeks["lent"]
    return weeks.assign(free=free.clip(lower=0).fillna(0.0), level=level)


def lent(weeks: pd.DataFrame, rates: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return what the balance moves away of what a unit books, by week [hours].

    Parameters
    ----------
    weeks : pandas.DataFrame
        unit, week.
    rates : pandas.DataFrame
        As from :func:`pkslib.steps.outlook.weeks.rates_of`.
    moves : pandas.DataFrame
        The result table. A month's amount is spread over its days; weeks before the planning year
        lend nothing.

    Returns
    -------
    pandas.Series of float
        With the index of weeks.

    Examples
    --------
    Of 31 hours moved away in January, seven days' are of each whole week.

    >>> weeks = pd.DataFrame({"unit": "A", "week": ["2026-W52", "2027-W01"]})
    >>> rates = pd.DataFrame({"unit": ["A"], "capacity": "hour"})
    >>> moves = pd.DataFrame({"unit": ["A", "A"], "to_unit": ["B", "A"], "capacity": "hour",
    ...                       "period": "2027-01", "amount": [31.0, 9.0]})
    >>> lent(weeks, rates, moves).tolist()
    [0.0, 7.0]
    """
    away = moves[moves["to_unit"] != moves["unit"]]
    away = away.merge(rates[["unit", "capacity"]].drop_duplicates(), on=["unit", "capacity"])
    if away.empty:
        return pd.Series(0.0, weeks.index)
    a_day = away["amount"] / away["period"].map(periods.days)
    sums = a_day.groupby([away["unit"], away["period"]]).sum()
    kind = periods.only_resolution(away["period"])
    label = weeks["week"].map(lambda week: periods.coarser(week, kind))
    found = sums.reindex(pd.MultiIndex.from_arrays([weeks["unit"], label])).fillna(0.0)
    return pd.Series(found.to_numpy(dtype=float) * weeks["week"].map(periods.days), weeks.index)


def target_levels(rates: pd.DataFrame, capacities: pd.DataFrame) -> pd.Series:
    """Return the target level of what each unit books, by unit [share].

    Parameters
    ----------
    rates : pandas.DataFrame
        unit, capacity, hours: as from :func:`pkslib.steps.outlook.weeks.rates_of`.
    capacities : pandas.DataFrame
        The table. A unit that books several capacities has the mean of their targets by hours.
    """
    rows = rates.merge(capacities[["capacity", "utilisation"]], on="capacity")
    rows = rows.assign(level=rows["hours"] * rows["utilisation"].astype(float))
    sums = rows.groupby("unit")[["level", "hours"]].sum()
    found: pd.Series = sums["level"] / sums["hours"]
    return found


def lacking(weeks: pd.DataFrame, rates: pd.DataFrame, gap: pd.DataFrame) -> pd.Series:
    """Tell in which weeks the balance lacks what the unit books.

    Parameters
    ----------
    weeks : pandas.DataFrame
        unit, week.
    rates : pandas.DataFrame
        As from :func:`pkslib.steps.outlook.weeks.rates_of`.
    gap : pandas.DataFrame
        The result table. A week before its first month counts as that month.

    Returns
    -------
    pandas.Series of bool
        With the index of weeks.
    """
    pairs = rates[["unit", "capacity"]].drop_duplicates()
    known = gap.merge(pairs, on=["unit", "capacity"])
    if known.empty:
        return pd.Series(False, weeks.index)
    kind = periods.only_resolution(known["period"])
    first = str(known["period"].min())
    label = weeks["week"].map(lambda week: max(periods.coarser(week, kind), first))
    short = known[known["gap"] > 0][["unit", "period"]].drop_duplicates()
    listed = pd.MultiIndex.from_frame(short)
    return pd.Series(pd.MultiIndex.from_arrays([weeks["unit"], label]).isin(listed), weeks.index)
