"""How long measures take from decision to effect: none works before it can."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.settings import Balance
from pkslib.tables.decided import in_force
from pkslib.tables.inputs.capacity import (
    AGENCY,
    BUY,
    EXTEND,
    PROCUREMENT,
    RECRUITMENT,
    STATUSES,
)

DAYS_A_WEEK = 7
_PLANNED = STATUSES[0]


def least_weeks(measures: pd.DataFrame, settings: Balance) -> pd.Series:
    """Return the least time from decision to effect of each measure [weeks].

    Parameters
    ----------
    measures : pandas.DataFrame
        step, kind, source, resource and extends_opening of the input table measures.
    settings : Balance
        Its weeks for those recruited, agency staff and care procured.

    Returns
    -------
    pandas.Series
        A value a row. A measure that extends own capacity by a resource alone, and says nothing of
        how, recruits. What takes staff and agreements that are there already may work at once.

    Examples
    --------
    >>> ways = pd.DataFrame({"step": [3, 3, 3, 4], "kind": [None, "overtime", "agency", None],
    ...     "source": ["own", "own", "own", "procurement"], "resource": ["nurse"] * 3 + [None],
    ...     "extends_opening": False})
    >>> least_weeks(ways, Balance()).tolist()
    [17.0, 0.0, 4.0, 26.0]
    """
    kind, longer = measures["kind"].fillna(""), measures["extends_opening"].fillna(value=False)
    hires = (measures["step"] == EXTEND) & measures["resource"].notna() & ~longer.astype(bool)
    way = kind.mask(hires & (kind == ""), RECRUITMENT)
    way = way.mask((measures["step"] == BUY) & (measures["source"] == PROCUREMENT), PROCUREMENT)
    weeks = {
        RECRUITMENT: settings.recruit_weeks,
        AGENCY: settings.agency_weeks,
        PROCUREMENT: settings.procure_weeks,
    }
    return way.map(weeks).fillna(0.0).astype(float)


def in_time(
    measures: pd.DataFrame,
    kept: pd.DataFrame,
    first: datetime.date,
    settings: Balance,
    year: int,
) -> pd.DataFrame:
    """Return measures none of which works before its decision and the time it takes from there.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table.
    kept : pandas.DataFrame
        The input table decided_measures: what a round has decided was decided on its day.
    first : datetime.date
        As from :func:`pkslib.tables.decided.first_day`: what is planned and not decided can be
        decided then, at the earliest.
    settings : Balance
        As for :func:`least_weeks`.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        The measures with dated, the day that start and lead time tell, works_from, that day or the
        first that can be reached, and lead_weeks from start to it. What has begun stays as it is.

    Examples
    --------
    A nurse wanted in four weeks from February, decided in mid-November at the earliest:

    >>> from pkslib.tables.declaration import filled
    >>> from pkslib.tables.inputs import INPUTS
    >>> row = {"measure": "M1", "step": 3, "resource": "nurse", "start": "2027-02",
    ...        "lead_weeks": 4.0, "status": "planned"}
    >>> rows = filled(pd.DataFrame([row]), INPUTS["measures"])
    >>> none = pd.DataFrame({"year": [], "round": [], "measure": [], "on": []})
    >>> found = in_time(rows, none, datetime.date(2026, 11, 16), Balance(), 2027)
    >>> found[["dated", "works_from", "lead_weeks"]].to_numpy().tolist()
    [['2027-03-01', '2027-03-15', 6.0]]
    """
    begins = _ordinals(map(periods.start, measures["start"]))
    dated = begins + DAYS_A_WEEK * measures["lead_weeks"].to_numpy(float)
    last = in_force(kept, year).drop_duplicates("measure").set_index("measure")["on"]
    decided = measures["measure"].map(last).astype(object).fillna(first.isoformat())
    on = _ordinals(map(datetime.date.fromisoformat, decided))
    reached = on + DAYS_A_WEEK * least_weeks(measures, settings).to_numpy(float)
    planned = (measures["status"] == _PLANNED).to_numpy()
    works = np.where(planned, np.maximum(dated, reached), dated)
    return measures.assign(
        dated=_days(dated), works_from=_days(works), lead_weeks=(works - begins) / DAYS_A_WEEK
    )


def reached(months: pd.DataFrame, first: datetime.date) -> pd.DataFrame:
    """Return what of each line that lacks capacity a decision still reaches, and by which day.

    Parameters
    ----------
    months : pandas.DataFrame
        line, period, amount (what lacks then) and lead_weeks from decision to effect, a period of
        a line a row.
    first : datetime.date
        As for :func:`in_time`.

    Returns
    -------
    pandas.DataFrame
        By line: first_period; late, where that is out of reach, and should_have, the day it was to
        be decided by; reaches, the first period within reach, decide_by, the last day for it, and
        reached, the share of what lacks that is in reach. Empty where none is.

    Examples
    --------
    Both winters lack ten beds. Those recruited in 17 weeks from mid-November come in time for the
    second; it is to be decided by early July:

    >>> beds = pd.DataFrame({"line": 0, "period": ["2027-01", "2027-11"], "amount": 10.0,
    ...                      "lead_weeks": 17.0})
    >>> found = reached(beds, datetime.date(2026, 11, 16)).loc[0]
    >>> found[["should_have", "reaches", "decide_by"]].tolist(), float(found["reached"])
    (['2026-09-04', '2027-11', '2027-07-05'], 0.5)
    """
    rows = months.sort_values("period", kind="stable").reset_index(drop=True)
    begins = _ordinals(map(periods.start, rows["period"]))
    wanted = begins - DAYS_A_WEEK * rows["lead_weeks"].to_numpy(float)
    rows = rows.assign(day=_days(wanted), there=wanted >= first.toordinal())
    by_line, after = rows.groupby("line"), rows[rows["there"]].groupby("line")
    found = by_line[["period", "day"]].first().set_axis(["first_period", "should_have"], axis=1)
    found = found.assign(late=~by_line["there"].first().astype(bool))
    soonest = after[["period", "day"]].first().set_axis(["reaches", "decide_by"], axis=1)
    share = after["amount"].sum() / by_line["amount"].sum()
    return found.join(soonest).assign(
        should_have=found["should_have"].where(found["late"], None),
        reached=share.reindex(found.index).fillna(0.0),
    )


def _ordinals(days: Iterable[datetime.date]) -> Floats:
    return np.array([day.toordinal() for day in days], float)


def _days(ordinals: Floats) -> list[str]:
    return [datetime.date.fromordinal(round(day)).isoformat() for day in ordinals]
