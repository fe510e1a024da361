"""Service catalogue: who does what, with which capacity, restrictions, wait and decisions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.apportion import apportion
from pkslib.settings import PRODUCTION, Decision, Settings
from pkslib.tables import decided
from pkslib.tables.ability import in_activities
from pkslib.tables.inputs.capacity import MOVE
from pkslib.tables.results import RESULTS
from pkslib.tables.times import times_at

_DOER = ["unit", "activity"]
_PLACE = ["unit", "capacity"]
_ROW = ["need", "unit", "activity"]
_ELECTIVE = "elective"
# What the unit itself has after the balance: its own, moved to it, gained, extended.
_OWN = ["available", "moved", "improved", "extended"]
# What it has not, the gravest first.
_GRAVEST = ["unsolved", "gives_way", "strain", "bought"]
_DECISION = [*RESULTS["catalogue_decisions"].columns]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Write a region's service catalogue for a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of needs, activities, activity_times, units, agreements and
        decided_catalogue, of which the last two may be empty, and the result tables
        production_need, plan_needs, balance, strain, unsolved, ladder, targets and
        waiting_by_plan.
    settings : Settings
        Its decisions.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables catalogue and catalogue_decisions.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk
       nivå: what is told when the balance is done.
    """
    if settings.balance.against == PRODUCTION:
        tables = in_activities(tables)
    planned, need = tables["plan_needs"], tables["production_need"]
    rows = doers(planned, need, tables["needs"], tables["targets"], year)
    rows = rows.merge(tables["activities"][["activity", "kind"]], on="activity")
    rows = rows.merge(_promised(rows, tables["activity_times"], tables["balance"]), how="left")
    rows = rows.merge(_restrictions(tables), on=_PLACE, how="left")
    waits = expected_waits(rows, tables["waiting_by_plan"])
    rows = rows.assign(expected_wait=waits, restriction=rows["restriction"].fillna("none"))
    levels = decided.agreed(tables["agreements"], tables["units"])
    proposed, kept = rows[[*_ROW, "restriction", "target"]], tables["decided_catalogue"]
    status = decided.standing(proposed, "target", kept, year, levels)["status"]
    return {
        "catalogue": rows.assign(status=status),
        "catalogue_decisions": _decisions(rows, tables["ladder"], settings.decisions),
    }


def doers(
    planned: pd.DataFrame,
    production_need: pd.DataFrame,
    needs: pd.DataFrame,
    targets: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Return each unit's production target for a year divided between needs.

    Parameters
    ----------
    planned, production_need, needs, targets : pandas.DataFrame
        The tables plan_needs, production_need, needs and targets.
    year : int
        Planning year.

    Returns
    -------
    pandas.DataFrame
        need, unit, activity, elective, count (the need; of care shifted here what is planned)
        and target [activities], whole numbers in proportion to what is planned for each need.

    Examples
    --------
    >>> row = {"unit": "A", "need": ["stroke", "hip"], "activity": "stay"}
    >>> need = pd.DataFrame(row | {"period": "2027-01", "count": [60.0, 40.0]})
    >>> planned = pd.DataFrame(row | {"count": [60.0, 30.0]})
    >>> needs = pd.DataFrame({"need": ["stroke", "hip"], "flow": ["acute", "elective"]})
    >>> target = pd.DataFrame({"unit": ["A"], "activity": "stay", "period": "2027", "target": 90})
    >>> doers(planned, need, needs, target, 2027)[["need", "count", "target"]]
         need  count  target
    0     hip   40.0      30
    1  stroke   60.0      60
    """
    label = f"{year:04d}"
    own = production_need[production_need["period"].str.startswith(label)]
    own = own.groupby(_ROW, as_index=False)[["count"]].sum()
    rows = planned[[*_ROW, "count"]].rename(columns={"count": "kept"}).merge(own, how="left")
    rows = rows.merge(needs[["need", "flow"]], on="need")
    rows = rows.merge(targets.loc[targets["period"] == label, [*_DOER, "target"]], on=_DOER)
    rows = rows.assign(count=rows["count"].fillna(rows["kept"]), elective=rows["flow"] == _ELECTIVE)
    rows = rows.sort_values(_ROW, ignore_index=True)
    target = rows["target"].copy()
    for _, group in rows.groupby(_DOER):
        parts = group["kept"].to_numpy()[None, :]
        target.loc[group.index] = apportion(group["target"].iloc[:1], parts)[0]
    return rows[[*_ROW, "elective", "count"]].assign(target=target)


def _promised(
    rows: pd.DataFrame, activity_times: pd.DataFrame, balance: pd.DataFrame
) -> pd.DataFrame:
    """Return the tightest capacity of each row, and the part of it that the row is promised."""
    own = balance.groupby(_PLACE, as_index=False)[["need", *_OWN]].sum()
    own = own.assign(has=own[_OWN].sum(axis=1).clip(lower=0)).rename(columns={"need": "needed"})
    uses = rows.merge(times_at(rows, activity_times), on=_DOER).merge(own, on=_PLACE)
    uses = uses.assign(raw=uses["count"] * uses["amount"])
    total = uses.groupby(_PLACE)["raw"].transform("sum")
    share = (uses["raw"] / total.where(total > 0)).fillna(0.0)
    tight = (uses["needed"] / uses["has"].where(uses["has"] > 0)).fillna(np.inf)
    uses = uses.assign(promised=uses["has"] * share, tight=tight)
    uses = uses.sort_values([*_ROW, "tight", "capacity"], ascending=[True] * 3 + [False, True])
    return uses.drop_duplicates(_ROW)[[*_ROW, "capacity", "promised"]]


def _restrictions(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what of the need at a unit its own capacity does not meet, and the gravest of it."""
    balance = tables["balance"]
    short = balance.assign(gives_way=balance["prioritised"].clip(lower=0))
    for name in ("strain", "unsolved"):
        left = tables[name][[*_PLACE, "period", "amount"]].rename(columns={"amount": name})
        short = short.merge(left, how="left").fillna({name: 0.0})
    sums = short.groupby(_PLACE)[["need", *_GRAVEST]].sum()
    shares = sums[_GRAVEST].div(sums["need"].where(sums["need"] > 0), axis=0).fillna(0.0)
    some = sums[_GRAVEST] > 0
    restriction = some.idxmax(axis=1).where(some.any(axis=1), "none")
    worst = short.sort_values(["unsolved", "period"], ascending=[False, True])
    worst = worst.drop_duplicates(_PLACE).set_index(_PLACE)
    return shares.assign(
        restriction=restriction,
        share=shares.where(some).bfill(axis=1).iloc[:, 0].fillna(0.0),
        worst_period=worst["period"].reindex(shares.index).where(some["unsolved"]),
    ).reset_index()


def expected_waits(rows: pd.DataFrame, waiting_by_plan: pd.DataFrame) -> pd.Series:
    """Return how long the queue at the end of the year takes to treat at the planned pace.

    Parameters
    ----------
    rows : pandas.DataFrame
        need, unit.
    waiting_by_plan : pandas.DataFrame
        The table.

    Returns
    -------
    pandas.Series
        Days, a value a row: waiting patients / patients leaving the list per day (Little's law),
        of the unit's own list where it keeps one. Missing without a list or a plan.

    Examples
    --------
    108 wait at the end of a year in which 92 are treated:

    >>> ahead = pd.DataFrame({"need": "hip", "unit": "", "period": ["2027-11", "2027-12"],
    ...     "treated": [47.0, 45.0], "left": 0.0, "waiting": [99.0, 108.0]})
    >>> expected_waits(pd.DataFrame({"need": ["hip"], "unit": "A"}), ahead).round(1).tolist()
    [71.6]
    """
    months = waiting_by_plan.assign(
        days=waiting_by_plan["period"].map(periods.days).astype(float),
        gone=waiting_by_plan["treated"] + waiting_by_plan["left"],
    ).sort_values("period")
    lists = months.groupby(["need", "unit"]).agg(
        waiting=("waiting", "last"), days=("days", "sum"), gone=("gone", "sum")
    )
    wait = lists["waiting"] * lists["days"] / lists["gone"].where(lists["gone"] > 0)
    own = wait.reindex(pd.MultiIndex.from_frame(rows[["need", "unit"]])).to_numpy(float)
    region = rows["need"].map(wait[wait.index.get_level_values("unit") == ""].droplevel("unit"))
    return pd.Series(own, rows.index).fillna(region.astype(float))


def _decisions(
    rows: pd.DataFrame, ladder: pd.DataFrame, settled: tuple[Decision, ...]
) -> pd.DataFrame:
    """Return the measures chosen and the scenario's decisions for each row's capacity."""
    places = rows[_PLACE].dropna().drop_duplicates()
    chosen = ladder[ladder["step"] > MOVE].dropna(subset="measure")
    chosen = places.merge(chosen[[*_PLACE, "measure"]].drop_duplicates())
    settings = pd.DataFrame(
        [
            dict(zip(_PLACE, place, strict=True)) | decision.model_dump(mode="json")
            for place in places.itertuples(index=False, name=None)
            for decision in settled
            if decision.setting.startswith(_concerning(*place))
        ],
        columns=[*_PLACE, "setting", "by", "on", "why"],
    )
    return pd.concat([chosen, settings], ignore_index=True)[_DECISION]


def _concerning(unit: str, capacity: str) -> tuple[str, str]:
    """Return how settings begin that are about a capacity at a unit."""
    return f"capacities.{capacity}.", f"units.{unit}.{capacity}."
