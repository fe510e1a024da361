"""The gap list: who is scheduled against who is needed, beds to keep open, moves to propose."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.pairing import largest_first

_DAY = ["unit", "resource", "week", "weekday"]
_SHIFT = ["resource", "week", "weekday", "shift"]
# Persons times ratio may fall short of a whole bed by rounding.
_DUST = 1e-9


def gap_list(schedule: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Return scheduled against needed persons; plus and minus are kept apart.

    Parameters
    ----------
    schedule : pandas.DataFrame
        unit, resource, date, shift, scheduled [persons].
    staffing : pandas.DataFrame
        unit, resource, weekday, shift, needed [persons].

    Returns
    -------
    pandas.DataFrame
        unit, resource, week, weekday, shift, needed, scheduled, plus, minus [persons]. A shift
        that is needed but not scheduled counts as nobody, on days for which the unit has
        scheduled the resource at all; days beyond the schedule are left out.

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


def beds_open(listed: pd.DataFrame, staffing: pd.DataFrame) -> pd.DataFrame:
    """Return the beds that each unit's staffing can carry in its leanest shift of the week.

    Parameters
    ----------
    listed : pandas.DataFrame
        As :func:`gap_list` returns it.
    staffing : pandas.DataFrame
        unit, resource, weekday, shift, beds and patients_per_person (both optional).

    Returns
    -------
    pandas.DataFrame
        unit, week, commission, open [beds]: whole beds, scheduled persons × patients per person
        rounded down, the fewest of any resource, weekday and shift.
    """
    columns = ["unit", "resource", "weekday", "shift", "beds", "patients_per_person"]
    ratios = staffing.reindex(columns=columns).dropna(subset=["patients_per_person"])
    rows = listed.merge(ratios, on=["unit", "resource", "weekday", "shift"])
    beds = np.floor(rows["scheduled"] * rows["patients_per_person"].astype(float) + _DUST)
    commission = ratios.groupby("unit")["beds"].max().fillna(0.0)
    weeks = rows.assign(open=beds).groupby(["unit", "week"], as_index=False)[["open"]].min()
    return weeks.assign(commission=weeks["unit"].map(commission).astype(float))


def shift_moves(listed: pd.DataFrame, hospital: pd.Series) -> pd.DataFrame:
    """Propose moves of whole persons within shift and competence, inside each hospital.

    Parameters
    ----------
    listed : pandas.DataFrame
        As :func:`gap_list` returns it.
    hospital : pandas.Series
        Hospital by unit.

    Returns
    -------
    pandas.DataFrame
        resource, week, weekday, shift, unit, to_unit, persons. As many as can be moved without
        a new gap; from the unit with most over to the one that lacks most.
    """
    rows = listed.assign(hospital=listed["unit"].map(hospital)).sort_values(
        [*_SHIFT, "unit"], ignore_index=True
    )
    group = rows.groupby([*_SHIFT, "hospital"]).ngroup()
    pairs = largest_first(np.floor(rows["plus"]), np.floor(rows["minus"]), group)
    moves = rows[[*_SHIFT, "unit"]].iloc[pairs.giver].reset_index(drop=True)
    to_unit = rows["unit"].iloc[pairs.taker].reset_index(drop=True)
    return moves.assign(to_unit=to_unit, persons=pairs.amount)
