"""The share of each waiting list that leaves it untreated: measured where the tables allow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from pkslib import periods
from pkslib.methods.leaving import rests_on_enough, share_leaving, untreated
from pkslib.tables import waiting_lists
from pkslib.tables.results.waiting import MEASURES

_OWN, _TOGETHER, _SET, _NONE = MEASURES
_WEEK = 7
_MONTH = ["need", "period"]
_PLACE = ["unit", "activity"]


def leaving_shares(tables: Mapping[str, pd.DataFrame], chosen: float | None) -> pd.DataFrame:
    """Return the share of each need's list that leaves untreated, and what it rests on.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's waiting, demand, production, pathways and activities.
    chosen : float or None
        Share a week that the scenario sets; it overrides every measure.

    Returns
    -------
    pandas.DataFrame
        need, leaving [share per week], leaving_source. A list measured on too little takes the
        share of all lists together, and nobody leaves where that too rests on too little.
    """
    needs = tables["waiting"][["need"]].drop_duplicates().sort_values("need", ignore_index=True)
    if chosen is not None:
        return needs.assign(leaving=chosen, leaving_source=_SET)
    known = known_months(tables)
    together = known.groupby("period", as_index=False)[["left", "waited"]].sum()
    pooled = _measured(together, _TOGETHER) or (0.0, _NONE)
    rows = [_measured(known[known["need"] == need], _OWN) or pooled for need in needs["need"]]
    return needs.join(pd.DataFrame(rows, columns=["leaving", "leaving_source"]))


def _measured(months: pd.DataFrame, source: str) -> tuple[float, str] | None:
    if not rests_on_enough(months["left"]):
        return None
    return share_leaving(months["left"], months["waited"]), source


def known_months(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return who left each list untreated in the months that the tables know whole.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As for :func:`leaving_shares`.

    Returns
    -------
    pandas.DataFrame
        need, period [month], left [patients], waited [patient weeks]: those who come count from
        the week they come in. A month is known when the list stands at its start and end, and
        inflow and production are counted by month.
    """
    lists = _at_month_ends(tables["waiting"])
    struck = _struck_off(tables["waiting"])
    starts = lists.assign(period=_labels(lists["period"], lambda label: periods.shift(label, 1)))
    rows = starts.rename(columns={"patients": "start"}).merge(lists, on=_MONTH)
    rows = rows.rename(columns={"patients": "end"}).merge(tables["demand"], on=_MONTH)
    rows = rows.rename(columns={"patients": "inflow"}).merge(_treated(tables), on=_MONTH)
    rows = rows.merge(struck, on=_MONTH, how="left").fillna({"struck_off": 0.0})
    weeks = rows["period"].map(periods.days).astype(float) / _WEEK
    left = untreated(rows["start"], rows["inflow"], rows["treated"], rows["end"])
    return rows[_MONTH].assign(
        left=left - rows["struck_off"].to_numpy(float),
        waited=(rows["start"] + rows["end"]) / 2 * weeks + rows["inflow"],
    )


def _at_month_ends(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return need, period [month] and patients, of the lists taken on a month's last day."""
    sums = waiting_lists.course(waiting)
    sums["period"] = _labels(sums["as_of"], lambda day: periods.coarser(day, "month"))
    last = _labels(sums["period"], lambda label: periods.end(label).isoformat())
    ends: pd.DataFrame = sums[sums["as_of"] == last]
    return ends[[*_MONTH, "patients"]]


def _struck_off(waiting: pd.DataFrame) -> pd.DataFrame:
    """Return need, period [month] and the patients struck off its lists in it (struck_off)."""
    month = _labels(waiting["as_of"], lambda day: periods.coarser(day, "month"))
    return waiting.assign(period=month).groupby(_MONTH, as_index=False)[["struck_off"]].sum()


def _labels(labels: pd.Series, new: Callable[[str], str]) -> pd.Series:
    """Return labels made of others; texts also where there are none."""
    return labels.map(new).astype("str")


def _treated(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return need, period and treated patients, by the care that ends the wait.

    Needs that share that care at a unit cannot be told apart and are not there; nor are months
    in which one of the units has counted nothing.
    """
    paths = tables["pathways"][tables["pathways"]["per_patient"] > 0]
    shared = paths.duplicated(_PLACE, keep=False)
    kinds = tables["activities"][["activity", "kind"]]
    ends = waiting_lists.ending_care(paths.assign(shared=shared).merge(kinds, on="activity"))
    ends = ends[~ends.groupby("need")["shared"].transform("any")]
    whole = ends.groupby("need")["per_patient"].agg(["sum", "size"]).reset_index()
    done = tables["production"][[*_PLACE, "period", "count"]].dropna()
    counts = ends.merge(done, on=_PLACE).groupby(_MONTH)["count"].agg(count="sum", units="size")
    rows = counts.reset_index().merge(whole, on="need")
    rows = rows[rows["units"] == rows["size"]]
    return rows.assign(treated=rows["count"] / rows["sum"])[[*_MONTH, "treated"]]
