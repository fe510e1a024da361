"""Service catalogue: who does what, with which capacity, restrictions, wait and decisions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.apportion import apportion
from pkslib.settings import PRODUCTION, Decision, Settings
from pkslib.steps.catalogue.restrictions import DOER, ELECTIVE, PLACE, ROW, restricted
from pkslib.tables import decided
from pkslib.tables.ability import in_activities
from pkslib.tables.inputs.capacity import MOVE
from pkslib.tables.inputs.decided import IN_FORCE
from pkslib.tables.results import RESULTS
from pkslib.tables.times import times_at

# What the unit itself has after the balance: its own, moved to it, gained, extended.
_OWN = ["available", "moved", "improved", "extended"]
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
        production_need, capacity_use, capacity_need, plan_needs, prioritised, balance, strain,
        unsolved, unmanned, ladder, targets and waiting_by_plan.
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
    rows = restricted(rows, tables)
    rows = rows.assign(expected_wait=expected_waits(rows, tables["waiting_by_plan"]))
    levels = decided.agreed(tables["agreements"], tables["units"])
    proposed, kept = rows[[*ROW, "restriction", "target"]], tables["decided_catalogue"]
    status = decided.standing(proposed, "target", kept, year, levels)["status"]
    return {
        "catalogue": rows.assign(status=status),
        "catalogue_decisions": _decisions(
            rows, tables["ladder"], decided.measures(tables, year), settings.decisions
        ),
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
    own = own.groupby(ROW, as_index=False)[["count"]].sum()
    rows = planned[[*ROW, "count"]].rename(columns={"count": "kept"}).merge(own, how="left")
    rows = rows.merge(needs[["need", "flow"]], on="need")
    rows = rows.merge(targets.loc[targets["period"] == label, [*DOER, "target"]], on=DOER)
    rows = rows.assign(count=rows["count"].fillna(rows["kept"]), elective=rows["flow"] == ELECTIVE)
    rows = rows.sort_values(ROW, ignore_index=True)
    target = rows["target"].copy()
    for _, group in rows.groupby(DOER):
        parts = group["kept"].to_numpy()[None, :]
        target.loc[group.index] = apportion(group["target"].iloc[:1], parts)[0]
    return rows[[*ROW, "elective", "count"]].assign(target=target)


def _promised(
    rows: pd.DataFrame, activity_times: pd.DataFrame, balance: pd.DataFrame
) -> pd.DataFrame:
    """Return the tightest capacity of each row, and the part of it that the row is promised."""
    own = balance.groupby(PLACE, as_index=False)[["need", *_OWN]].sum()
    own = own.assign(has=own[_OWN].sum(axis=1).clip(lower=0)).rename(columns={"need": "needed"})
    uses = rows.merge(times_at(rows, activity_times), on=DOER).merge(own, on=PLACE)
    uses = uses.assign(raw=uses["count"] * uses["amount"])
    total = uses.groupby(PLACE)["raw"].transform("sum")
    share = (uses["raw"] / total.where(total > 0)).fillna(0.0)
    tight = (uses["needed"] / uses["has"].where(uses["has"] > 0)).fillna(np.inf)
    uses = uses.assign(promised=uses["has"] * share, tight=tight)
    uses = uses.sort_values([*ROW, "tight", "capacity"], ascending=[True] * 3 + [False, True])
    return uses.drop_duplicates(ROW)[[*ROW, "capacity", "promised"]]


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
    rows: pd.DataFrame,
    ladder: pd.DataFrame,
    standing: pd.DataFrame,
    settled: tuple[Decision, ...],
) -> pd.DataFrame:
    """Return the measures chosen and the scenario's decisions for each row's capacity.

    A measure is in force when a round has decided it; what the scenario has decided is.
    """
    places = rows[PLACE].dropna().drop_duplicates()
    chosen = ladder[ladder["step"] > MOVE].dropna(subset="measure")
    chosen = places.merge(chosen[[*PLACE, "measure"]].drop_duplicates())
    chosen = chosen.merge(standing[["measure", "status", "round", "by", "on"]], on="measure")
    settings = pd.DataFrame(
        [
            dict(zip(PLACE, place, strict=True)) | decision.model_dump(mode="json")
            for place in places.itertuples(index=False, name=None)
            for decision in settled
            if decision.setting.startswith(_concerning(*place))
        ],
        columns=[*PLACE, "setting", "by", "on", "why"],
    )
    settings = settings.assign(status=IN_FORCE)
    return pd.concat([chosen, settings], ignore_index=True)[_DECISION]


def _concerning(unit: str, capacity: str) -> tuple[str, str]:
    """Return how settings begin that are about a capacity at a unit."""
    return f"capacities.{capacity}.", f"units.{unit}.{capacity}."
