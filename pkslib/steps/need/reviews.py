"""Waiting lists that are looked through: capacity found, followed up and never counted ahead.

Who is struck off (treated already, listed twice, no longer wanting care) has been neither treated
nor left: the pace, and the share that leaves, are measured without them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.tables.hierarchy import hospital_of
from pkslib.tables.inputs.capacity import LIST_REVIEW
from pkslib.tables.results import RESULTS
from pkslib.tables.results.waiting import DONE, NOT_BEGUN, UNDER_WAY, UNPLANNED

_LIST = ["need", "unit"]


def list_reviews(
    tables: Mapping[str, pd.DataFrame], use: pd.DataFrame, care: pd.DataFrame
) -> pd.DataFrame:
    """Return what looking through each waiting list has given, beside what was hoped for.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's waiting, measures and units.
    use, care : pandas.DataFrame
        The tables capacity_use and care_need: what a patient takes.

    Returns
    -------
    pandas.DataFrame
        The table list_reviews. A measure is asked of the lists of those needs that take its
        capacity at its unit, kept by the region or at the unit's hospital.
    """
    lists = tables["waiting"].fillna({"unit": "", "struck_off": 0.0})
    by_day = lists.groupby([*_LIST, "as_of"], as_index=False)[["patients", "struck_off"]].sum()
    planned = _planned(tables, use).merge(by_day, on=_LIST)
    meant = planned[planned["as_of"].between(planned["first"], planned["last"])]
    keys = [*_LIST, "as_of"]
    others = by_day[by_day["struck_off"] > 0].merge(meant[keys], how="left", indicator=True)
    others = others[others.pop("_merge") == "left_only"].assign(measure="", state=UNPLANNED)
    rows = pd.concat([planned, others], ignore_index=True)
    if rows.empty:
        return rows.reindex(columns=[*RESULTS["list_reviews"].columns])
    sums = _followed(rows)
    each = use.groupby(["need", "capacity"])["raw"].sum() / care.groupby("need")["patients"].sum()
    sums = sums.merge(each.rename("each").reset_index(), on=["need", "capacity"], how="left")
    sums = sums.assign(found=sums["struck_off"] * sums["each"])
    return sums.sort_values(["measure", *_LIST], ignore_index=True)


def _planned(tables: Mapping[str, pd.DataFrame], use: pd.DataFrame) -> pd.DataFrame:
    """Return which measure looks through which list, and from which day to which."""
    work = tables["measures"][tables["measures"]["kind"] == LIST_REVIEW]
    first = work["start"].map(lambda label: periods.start(label).isoformat()).astype("str")
    last = work["end"].map(lambda label: periods.end(label).isoformat()).astype("str")
    work = work.assign(first=first, last=last, hoped=work["max_amount"])
    work = work[["measure", "unit", "capacity", "status", "first", "last", "hoped"]]
    takes = use.loc[use["raw"] > 0, ["need", "unit", "capacity"]].drop_duplicates()
    hospital = hospital_of(tables["units"])
    known = tables["waiting"].fillna({"unit": ""})[_LIST].drop_duplicates()
    rows = work.merge(takes, on=["unit", "capacity"]).rename(columns={"unit": "at"})
    rows = rows.merge(known, on="need")
    own = rows["unit"].map(hospital) == rows["at"].map(hospital)
    found: pd.DataFrame = rows[(rows["unit"] == "") | own]
    return found


def _followed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a row a measure and list: how far it has come, who waited before, who is struck."""
    rows = rows.sort_values("as_of").fillna({"first": "", "last": "9999"})
    inside = rows["as_of"].between(rows["first"], rows["last"])
    rows = rows.assign(
        struck_off=rows["struck_off"].where(inside, 0.0),
        before=rows["patients"].where(~(rows["as_of"] >= rows["first"])),
    )
    sums = rows.groupby(["measure", *_LIST], as_index=False).agg(
        capacity=("capacity", "first"), hoped=("hoped", "first"), first=("first", "first"),
        last=("last", "first"), status=("status", "first"), state=("state", "first"),
        as_of=("as_of", "last"), before=("before", "last"), struck_off=("struck_off", "sum"),
        waiting=("patients", "last"),
    )  # fmt: skip
    state = pd.Series(UNDER_WAY, sums.index)
    state = state.mask(sums["as_of"] < sums["first"], NOT_BEGUN)
    state = state.mask((sums["as_of"] >= sums["last"]) | (sums["status"] == "realised"), DONE)
    return sums.assign(state=sums["state"].fillna(state))
