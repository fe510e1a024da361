"""What a deviation consists of: need (A), available capacity (B) and improvement work (C).

The same deviation is seen from both pans of the scale. On the need's side it is what patients
needed other than forecast, and what was left to the queue; on the capacity's side what there was
other than forecast, what improvement work gave, and how fully capacity was used.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.steps.follow_up.improvements import improvement_error, improvements
from pkslib.steps.follow_up.measured import hours
from pkslib.tables.times import capacity_per_patient

_PAIR = ["unit", "capacity"]
_PLACE = [*_PAIR, "period"]
_NEEDED = ["volume", "profile", "case_mix"]


def deviation_parts(
    tables: Mapping[str, pd.DataFrame], need: pd.DataFrame, measured: pd.DataFrame
) -> pd.DataFrame:
    """Return the parts of each unit's deviation from plan, in hours or bed days.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables production, pathways, activity_times, capacity_outcome, measures
        and decided_measures.
    need : pandas.DataFrame
        The result table need_follow_up.
    measured : pandas.DataFrame
        The result table deviations, of which the subjects hours and capacity are read.

    Returns
    -------
    pandas.DataFrame
        Rows of the table deviation_parts. Volume, profile, case mix and treatment time add up to
        the deviation with the remainder queue; available and improvement with the remainder
        used_fully. What is not known is missing, and lies in the remainder; the capacity's side
        is missing where the capacity there was is not known.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: forecast errors of need come from
       the number of patients or treatment times, those of capacity from the hours.
    """
    rows = _subject(measured, "hours").dropna(subset=["deviation"])
    rows = rows.merge(_treatment_time(tables), on=_PLACE, how="left")
    labels = sorted(rows["period"].unique())
    known = need.dropna(subset=["forecast", "outcome"])
    shares = need_parts(known, capacity_per_patient(tables["pathways"], tables["activity_times"]))
    rows = rows.merge(shares, on=_PLACE, how="left")
    needed = rows[[*_NEEDED, "treatment_time"]].sum(axis=1)
    return _capacity_side(
        rows.assign(queue=rows["deviation"] - needed),
        _subject(measured, "capacity"),
        improvement_error(improvements(tables, _year(labels)), labels),
    )


def _year(labels: list[str]) -> int:
    """Return the year of the latest of some periods; of none, none that anything is decided for."""
    return int(labels[-1][:4]) if labels else 0


def need_parts(need: pd.DataFrame, uses: pd.DataFrame) -> pd.DataFrame:
    """Return the need forecast's error at each unit: volume, its course over time, and case mix.

    Parameters
    ----------
    need : pandas.DataFrame
        need, period, forecast, outcome [patients], both known.
    uses : pandas.DataFrame
        As from :func:`pkslib.tables.times.capacity_per_patient`.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, volume, profile, case_mix [capacity's measure]. Volume is the
        error of all periods, spread as the forecast; profile is the rest of each period's error
        in number and adds up to nothing; case mix is what lighter or heavier needs than forecast
        take more or less.

    Examples
    --------
    Two more patients in all, none in January and two in February, of two hours each:

    >>> need = pd.DataFrame({"need": "hip", "period": ["2026-01", "2026-02"],
    ...                      "forecast": [5.0, 5.0], "outcome": [5.0, 7.0]})
    >>> uses = pd.DataFrame({"need": ["hip"], "unit": "A", "capacity": "hour", "activities": 1.0,
    ...                      "rate": 2.0})
    >>> need_parts(need, uses)[["volume", "profile", "case_mix"]].to_numpy().tolist()
    [[2.0, -2.0, 0.0], [2.0, 2.0, 0.0]]
    """
    rows = need.merge(uses, on="need")
    error = rows["outcome"] - rows["forecast"]
    rows = rows.assign(
        expected=rows["forecast"] * rows["activities"],
        number=error * rows["activities"],
        takes=rows["forecast"] * rows["rate"],
        error=error * rows["rate"],
    )
    sums = rows.groupby(_PLACE)[["expected", "number", "takes", "error"]].sum().reset_index()
    whole = sums.groupby(_PAIR)[["expected", "number", "takes"]].transform("sum")
    each = whole["takes"] / whole["expected"].where(whole["expected"] > 0)
    volume = each * whole["number"] * sums["expected"] / whole["expected"]
    return sums[_PLACE].assign(
        volume=volume,
        profile=each * sums["number"] - volume,
        case_mix=sums["error"] - each * sums["number"],
    )


def _treatment_time(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what care took above the plan's times, where it is known what was used."""
    there_was = tables["capacity_outcome"][[*_PLACE, "used"]]
    rows = hours(tables["production"], tables["activity_times"], there_was)
    rows = rows.merge(there_was.dropna(subset=["used"]), on=_PLACE)
    return rows[_PLACE].assign(treatment_time=rows["outcome"] - rows["standard"])


def _subject(measured: pd.DataFrame, subject: str) -> pd.DataFrame:
    """Return a subject's rows of the table deviations by unit and capacity."""
    rows = measured[measured["subject"] == subject]
    rows = rows.rename(columns={"place": "unit", "item": "capacity"})
    return rows[[*_PLACE, "planned", "outcome", "deviation"]]


def _capacity_side(
    rows: pd.DataFrame, capacity: pd.DataFrame, improvement: pd.DataFrame
) -> pd.DataFrame:
    """Add what capacity was other than forecast, at the plan's use of it, and the rest."""
    there_was = capacity[[*_PLACE, "planned", "deviation"]]
    names = {"planned": "forecast", "deviation": "more"}
    rows = rows.merge(there_was.rename(columns=names), on=_PLACE, how="left")
    rows = rows.merge(improvement, on=_PLACE, how="left")
    planned_use = rows["planned"] / rows["forecast"].where(rows["forecast"] > 0)
    available = (planned_use * rows["more"]).astype(float)
    gave = (rows["realised"] - rows["expected"]).fillna(0.0)
    improved = pd.Series(np.where(available.isna(), np.nan, gave), index=rows.index)
    rest = rows["deviation"] - available - improved
    return rows.assign(available=available, improvement=improved, used_fully=rest)
