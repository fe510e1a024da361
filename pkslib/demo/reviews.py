"""Waiting lists that invented regions look through: the measure, and who is struck off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.demo.calendar import HISTORY, PLANNING_YEAR
from pkslib.demo.organisation import Organisation
from pkslib.demo.regions import Region
from pkslib.demo.supply import Supply
from pkslib.tables.inputs.capacity import IMPROVE, LIST_REVIEW

# The list that is looked through, at what kind of clinic, among those who have waited how long.
_NEED, _ROLE, _CAPACITY, _LATE = "orthopaedic_visit", "ORT", "clinic_hour", 90
# Of them who are struck off in each of the last months: treated already, listed twice or no longer
# wanting the visit; what is hoped for, of the clinic's year; and cost of an hour found. Invented.
_STRUCK = (0.10, 0.05)
_HOPED, _COST = 0.01, 150.0
_OF_WHICH = ("patient_chosen", "medically_caused")


def measure(place: Region, own: Organisation, has: Supply, ladder: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of a region with that of looking through its list, where it has one.

    Parameters
    ----------
    place : Region
        Only thorough ones do it.
    own : Organisation
        Tells each unit's role.
    has : Supply
        Of which a part is hoped for.
    ladder : pandas.DataFrame
        The region's table measures, numbered.
    """
    clinics = sorted(own.units.loc[own.units["role"] == _ROLE, "unit"])
    if not place.thorough or not clinics:
        return ladder
    unit = clinics[0]
    name = own.units.set_index("unit")["name"][unit]
    year = has.amount.columns[-12:]
    row = {
        **{"measure": f"{place.code}-M{len(ladder) + 1:02d}", "unit": unit, "step": IMPROVE},
        **{"name": f"Genomgång av väntelistan: {name}", "capacity": _CAPACITY, "side": "need"},
        **{"kind": LIST_REVIEW, "status": "ongoing", "realised": 0.0, "cost": _COST},
        **{"start": HISTORY[-len(_STRUCK)], "end": f"{PLANNING_YEAR}-03", "source": "own"},
        **{"max_amount": round(_HOPED * float(has.amount[year].sum(axis=1)[unit]))},
    }
    return pd.concat([ladder, pd.DataFrame([row])], ignore_index=True)


def struck_off(place: Region, lists: pd.DataFrame) -> pd.DataFrame:
    """Return the lists of a region with those struck off, who wait no more.

    Parameters
    ----------
    place : Region
        Only thorough ones look through a list.
    lists : pandas.DataFrame
        The region's table waiting.

    Returns
    -------
    pandas.DataFrame
        With struck_off [patients], missing where no list is looked through.
    """
    if not place.thorough:
        return lists
    gone, left = pd.Series(np.nan, lists.index), 1.0
    patients = lists["patients"].astype(float)
    for month, share in zip(HISTORY[-len(_STRUCK) :], _STRUCK, strict=True):
        day = periods.end(month).isoformat()
        rows = (lists["need"] == _NEED) & (lists["as_of"] == day) & (lists["days_from"] > _LATE)
        before = patients[rows] * left
        gone[rows] = (before * share).round()
        patients[rows] = before.round() - gone[rows]
        left *= 1 - share
    most = (patients // 2).where(gone.notna())
    of_which = {name: lists[name].clip(upper=most.fillna(lists[name])) for name in _OF_WHICH}
    return lists.assign(patients=patients, struck_off=gone, **of_which)
