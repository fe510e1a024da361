"""The waiting lists by plan: what becomes of them when as many are treated as planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from pkslib.methods import waiting_futures
from pkslib.methods.inputs import Floats
from pkslib.methods.waiting_list import DAYS
from pkslib.settings import Settings
from pkslib.tables import waiting_lists
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS
from pkslib.tables.results.waiting import AS_LATELY, PLAN

_LIST = ["need", "unit"]
_DONE = ["unit", "need", "activity"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Run each waiting list from its start with the plan.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of needs, pathways and activities, and the result tables waiting_model,
        waiting_start, waiting_weeks, waiting_ahead, plan and plan_needs.
    settings : Settings
        Not asked: the plan has followed them.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables waiting_by_plan and displacement.
    """
    model = tables["waiting_model"]
    if model.empty or tables["plan_needs"].empty:
        return {name: empty(RESULTS[name]) for name in ("waiting_by_plan", "displacement")}
    lists, _ = waiting_futures.read(model, tables["waiting_start"], tables["waiting_weeks"])
    patients = planned_patients(
        tables["plan_needs"], tables["plan"], tables["pathways"], tables["activities"]
    )
    capacity = _weekly(patients, lists.places, lists.start, lists.arrivals.shape[1])
    found = lists.to_the_end(capacity, date(year, 12, 31))
    moved = displacement(found, tables["waiting_ahead"], tables["needs"])
    return {"waiting_by_plan": found.assign(future=PLAN), "displacement": moved}


def displacement(planned: pd.DataFrame, ahead: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return what the plan changes in the wait for each need: some give room, others are displaced.

    Parameters
    ----------
    planned, ahead, needs : pandas.DataFrame
        The tables waiting_by_plan, waiting_ahead and needs.

    Returns
    -------
    pandas.DataFrame
        Rows of the table displacement, the wait of those treated in the last month that both
        futures tell of.

    Examples
    --------
    >>> last = {"need": ["hip", "eye"], "unit": "", "period": "2027-12"}
    >>> plan = pd.DataFrame(last | {"wait_days": [80.0, 60.0], "waiting": [50.0, 30.0]})
    >>> lately = pd.DataFrame(last | {"wait_days": [70.0, 90.0], "waiting": [40.0, 45.0]})
    >>> needs = pd.DataFrame({"need": ["hip", "eye"], "priority": [2, 4]})
    >>> found = displacement(plan, lately.assign(future="as_lately"), needs)
    >>> found[["need", "change", "waiting"]].to_numpy().tolist()
    [['hip', 10.0, 10.0], ['eye', -30.0, -15.0]]
    """
    keys = [*_LIST, "period"]
    known = ahead[ahead["future"] == AS_LATELY][[*keys, "wait_days", "waiting"]]
    rows = planned[[*keys, "wait_days", "waiting"]].merge(known, on=keys, suffixes=("", "_lately"))
    rows = rows.dropna(subset=["wait_days", "wait_days_lately"])
    rows = rows.sort_values("period", kind="stable").drop_duplicates(_LIST, keep="last")
    rows = rows.rename(columns={"wait_days": "planned", "wait_days_lately": "lately"})
    rows = rows.assign(
        change=rows["planned"] - rows["lately"], waiting=rows["waiting"] - rows["waiting_lately"]
    )
    return rows.sort_index().merge(needs[["need", "priority"]], on="need")


def planned_patients(
    plan_needs: pd.DataFrame, plan: pd.DataFrame, pathways: pd.DataFrame, activities: pd.DataFrame
) -> pd.DataFrame:
    """Return the patients whose wait the plan ends, at its units and by what is bought.

    Parameters
    ----------
    plan_needs, plan, pathways, activities : pandas.DataFrame
        The tables. The year of a need follows the periods of its unit's activity.

    Returns
    -------
    pandas.DataFrame
        need, unit, period, patients: activities that end the wait, divided by how many of them
        a patient has in the region.

    Examples
    --------
    Of 90 hip operations in all 60 are planned at A and 20 bought; visits end no wait:

    >>> paths = pd.DataFrame({"need": "hip", "unit": "A", "activity": ["cut", "talk"],
    ...                       "per_patient": [0.9, 2.0]})
    >>> kinds = pd.DataFrame({"activity": ["cut", "talk"], "kind": ["operation", "visit"]})
    >>> needs = pd.DataFrame({"unit": "A", "need": "hip", "activity": ["cut", "talk"],
    ...                       "count": [60.0, 200.0], "bought": [21.0, 0.0]})
    >>> plan = pd.DataFrame({"unit": "A", "activity": ["cut"], "period": "2027", "target": 60})
    >>> planned_patients(needs, plan, paths, kinds)["patients"].tolist()
    [90.0]
    """
    ends = pathways[pathways["per_patient"] > 0].merge(activities[["activity", "kind"]])
    ends = waiting_lists.ending_care(ends)
    each = ends.groupby("need", as_index=False)["per_patient"].sum()
    kinds = ends[["need", "activity"]].drop_duplicates()
    rows = plan_needs.merge(kinds, on=["need", "activity"]).merge(each, on="need")
    rows = rows.assign(patients=(rows["count"] + rows["bought"]) / rows["per_patient"])
    total = plan.groupby(["unit", "activity"])["target"].transform("sum").astype(float)
    spread = plan.assign(part=plan["target"].astype(float) / total.where(total > 0))
    rows = rows.merge(spread[["unit", "activity", "period", "part"]], on=["unit", "activity"])
    even = 1 / rows.groupby(_DONE)["period"].transform("size")
    rows["patients"] *= rows["part"].fillna(even)
    return rows.groupby([*_LIST, "period"], as_index=False)[["patients"]].sum()


def _weekly(patients: pd.DataFrame, places: pd.DataFrame, start: date, weeks: int) -> Floats:
    """Return the patients treated from each list each week from a day.

    What units without a list of their own do for a need whose lists are kept by unit is done for
    all of its lists alike.
    """
    found = np.zeros((len(places), weeks * DAYS))
    listed = places[_LIST].assign(own=True)
    told = zip(places["need"], places["unit"], places["part"].astype(float), strict=True)
    for at, (code, unit, rest) in enumerate(told):
        need = patients[patients["need"] == code].merge(listed, on=_LIST, how="left")
        own = need if unit == "" else need[need["unit"] == unit]
        others = need.iloc[:0] if unit == "" else need[need["own"].isna()]
        for part, share in ((own, 1.0), (others, rest)):
            flow = part.groupby("period", as_index=False)[["patients"]].sum()
            found[at] += share * waiting_lists.daily(flow, start, weeks * DAYS)
    return np.asarray(found.reshape(len(places), weeks, DAYS).sum(axis=2))
