"""Decisions: how far each figure has come, what changed since the last one, what awaits one."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.settings import Settings
from pkslib.tables import decided
from pkslib.tables.hierarchy import nearest_above
from pkslib.tables.inputs.decided import AGREED, IN_FORCE, LINES, PROPOSAL
from pkslib.tables.inputs.organisation import ROUND_LEVELS
from pkslib.tables.results.decisions import NOT_IN_BALANCE, WHATS

STRAIN, UNSOLVED, BUDGET = LINES
_STRATEGIC, _TACTICAL, _ = ROUND_LEVELS
TARGET, MEASURE, CATALOGUE = WHATS
_PLACE = ["unit", "capacity"]
_SERIES = ["unit", "activity"]
_ROW = ["unit", "need", "activity"]
# Who runs several wards or clinics, and who runs them all.
_RUNS = {_TACTICAL: ("clinic", "primary", "hospital"), _STRATEGIC: ("administration",)}
_ESCALATED = "escalate"
_ROUNDING = 1e-9


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Tell what of a region's plan is decided, and what awaits a decision.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, demand, waiting, bookings, measures, budgets, agreements,
        decisions, decided_plan, decided_measures and decided_catalogue, all but units maybe empty;
        the result tables targets, ladder, ladder_limits, balance, strain, unsolved, to_decide and
        catalogue.
    settings : Settings
        Its part outlook: how long before a period its schedule is laid.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables status, decided_change, awaiting and plan_status.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk
       nivå: decisions are taken together, priorities by those who see the whole organisation,
       and no plan goes on to the next level out of balance.
    """
    standing = status(tables, year)
    lines = awaiting(tables, settings.outlook.reach_weeks, year)
    return {
        "status": standing,
        "decided_change": decided_change(tables, standing, year),
        "awaiting": lines,
        "plan_status": plan_status(standing, lines, str(tables["units"]["region"].iloc[0])),
    }


def status(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return how far each production target of the year, and each measure chosen, has come.

    Parameters
    ----------
    tables, year
        As for :func:`work_out`.

    Returns
    -------
    pandas.DataFrame
        The table status.
    """
    levels = decided.agreed(tables["agreements"], tables["units"])
    label = f"{year:04d}"
    own = tables["targets"].loc[tables["targets"]["period"] == label, [*_SERIES, "target"]]
    kept = tables["decided_plan"]
    kept = kept.assign(period=kept["period"].str[:4])
    sums = kept.groupby([*_SERIES, "period", "round", "by", "on"], as_index=False)[["target"]].sum()
    parts = {
        TARGET: decided.standing(own, "target", sums, year, levels).rename(
            columns={"activity": "item", "target": "proposed"}
        ),
        MEASURE: decided.measures(tables, year).rename(
            columns={"measure": "item", "amount": "proposed"}
        ),
    }
    return pd.concat([rows.assign(what=what) for what, rows in parts.items()], ignore_index=True)


def decided_change(
    tables: Mapping[str, pd.DataFrame], standing: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Return what is proposed otherwise than the last round decided.

    Parameters
    ----------
    tables, year
        As for :func:`work_out`.
    standing : pandas.DataFrame
        As from :func:`status`.

    Returns
    -------
    pandas.DataFrame
        The table decided_change; no rows where nothing is decided for the year.
    """
    parts = []
    for what, name, code in ((TARGET, "decided_plan", "activity"),
                             (MEASURE, "decided_measures", "measure")):  # fmt: skip
        last = decided.in_force(tables[name], year)
        if last.empty:
            continue
        amount = "target" if what == TARGET else "amount"
        before = last.groupby(["unit", code])[amount].sum().rename("before")
        after = standing[standing["what"] == what].set_index(["unit", "item"])["proposed"]
        rows = pd.concat([before, after.rename_axis(["unit", code]).rename("after")], axis=1)
        rows = rows.rename_axis(["unit", "item"]).reset_index().fillna({"before": 0, "after": 0})
        other = (rows["after"] - rows["before"]).abs() > _ROUNDING * rows["before"].abs()
        parts.append(rows[other].assign(what=what, need=None, round=last["round"].max()))
    parts.append(_catalogue_changes(tables, year))
    found = pd.concat(parts, ignore_index=True)
    found = found.assign(change=found["after"] - found["before"])
    none = {"restriction_then": "", "restriction_now": ""}
    return found.astype({name: object for name in none}).fillna(none)


def _catalogue_changes(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return the rows of the service catalogue whose restriction is another than was decided."""
    columns = [*_ROW, "restriction", "share"]
    last = decided.in_force(tables["decided_catalogue"], year)
    now = tables["catalogue"][columns] if len(last) else tables["catalogue"].head(0)[columns]
    both = last[[*columns, "round"]].merge(now, how="outer", on=_ROW, suffixes=("_then", "_now"))
    both = both.fillna({"restriction_then": "", "restriction_now": ""})
    rows = both[both["restriction_then"] != both["restriction_now"]]
    return rows.rename(
        columns={"activity": "item", "share_then": "before", "share_now": "after"}
    ).assign(what=CATALOGUE, round=last["round"].max() if len(last) else None)


def awaiting(tables: Mapping[str, pd.DataFrame], weeks: int, year: int) -> pd.DataFrame:
    """Return every line of the plan that is not in balance, who must decide on it, and by when.

    Parameters
    ----------
    tables, year
        As for :func:`work_out`.
    weeks : int
        Before a period begins, its schedule is laid so long ahead [weeks].

    Returns
    -------
    pandas.DataFrame
        The table awaiting, largest share of the need first. What is escalated waits on. A decision
        is wanted before the schedule of the first period that it concerns is laid. Where that day
        has passed there is none to decide by: the line is late, to be decided at once, and says
        which month's schedule that still reaches.
    """
    rows = pd.concat([_left(tables), _budgets(tables, year)], ignore_index=True)
    tactical = (rows["kind"] == STRAIN) & (rows["choice"] != _ESCALATED)
    rows = rows.assign(level=np.where(tactical, _TACTICAL, _STRATEGIC))
    ahead = datetime.timedelta(weeks=weeks)
    wanted = [periods.start(label) - ahead for label in rows["first_period"]]
    soonest = decided.first_day(tables)
    late = pd.Series([day < soonest for day in wanted], rows.index, dtype=bool)
    days = pd.Series([day.isoformat() for day in wanted], rows.index, dtype=object)
    return rows.assign(
        decides=_deciders(rows, tables["units"]),
        decide_by=days.where(~late, None),
        late=late,
        should_have=days.where(late, None),
        reaches=late.map({True: _first_month(soonest + ahead) if late.any() else "", False: None}),
    )


def _first_month(day: datetime.date) -> str:
    """Return the first month that begins on a day or after it."""
    label = periods.label_of(day, "month")
    return label if periods.start(label) == day else periods.shift(label, 1)


def _left(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the balance leaves to decide on, with its part of the need, and why it is left.

    Strain needs no reason: it is the need above the target level.
    """
    needed = tables["balance"].groupby(_PLACE, as_index=False)[["need"]].sum()
    reasons = tables["unsolved"].drop_duplicates(_PLACE)[[*_PLACE, "measures"]]
    first = pd.concat([
        tables[STRAIN][tables[STRAIN]["to_decide"].astype(bool)].assign(kind=STRAIN),
        tables[UNSOLVED][tables[UNSOLVED]["why"] != "below_block"].assign(kind=UNSOLVED),
    ]).groupby([*_PLACE, "kind"], as_index=False).agg(first_period=("period", "min"))  # fmt: skip
    rows = tables["to_decide"].merge(needed, on=_PLACE, how="left")
    rows = rows.merge(reasons, on=_PLACE, how="left").merge(first, on=[*_PLACE, "kind"], how="left")
    rows["first_period"] = rows["first_period"].fillna(rows["worst_period"])
    part = (rows["amount"] / rows["need"].where(rows["need"] > 0)).fillna(0.0)
    why = rows["measures"].where(rows["kind"] == UNSOLVED).fillna("")
    return rows.assign(share=part, why=why)


def _budgets(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return the budgets for measures that are used up while care under them lacks capacity."""
    limits, budgets = tables["ladder_limits"], tables["budgets"]
    spent = set(limits.loc[limits["limit"] == "budget", "item"])
    rows = budgets[(budgets["year"] == year) & budgets["unit"].isin(spent)]
    rows = rows[["unit", "for_measures"]].rename(columns={"for_measures": "money"})
    label = f"{year:04d}"
    made = tables["decisions"]
    made = made[(made["kind"] == BUDGET) & (made["period"].fillna(label).str[:4] == label)]
    made = made.sort_values("round").drop_duplicates("unit", keep="last")
    rows = rows.merge(made[["unit", "choice", "round", "by", "on"]], on="unit", how="left")
    label_of = dict.fromkeys(("worst_period", "first_period"), label)
    return rows.assign(kind=BUDGET, why="budget", capacity=None, periods=1, **label_of)


def _deciders(rows: pd.DataFrame, units: pd.DataFrame) -> pd.Series:
    """Return the unit whose management decides: the clinic's, or the whole organisation's."""
    whose = pd.Series(rows["unit"].to_numpy(object), rows.index)
    for level, kinds in _RUNS.items():
        above = nearest_above(units, set(units.loc[units["level"].isin(kinds), "unit"]))
        mine = rows["level"] == level
        own = {unit: above.get(unit) or unit for unit in rows["unit"].unique()}
        whose = whose.mask(mine, rows["unit"].map(own))
    return whose


def plan_status(standing: pd.DataFrame, lines: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the status of the whole plan in one row.

    Parameters
    ----------
    standing, lines : pandas.DataFrame
        As from :func:`status` and :func:`awaiting`.
    region : str
        Its code.

    Returns
    -------
    pandas.DataFrame
        The table plan_status: not in balance while a line has no decision or waits on, in force
        or agreed when every target is.
    """
    still = lines["choice"].isna() | (lines["choice"] == _ESCALATED)
    targets = standing[standing["what"] == TARGET]
    held = targets[targets["status"] == IN_FORCE]
    yes = targets["status"].isin((AGREED, IN_FORCE))
    reached = IN_FORCE if len(held) == len(targets) else AGREED if yes.all() else PROPOSAL
    last = held.sort_values("round").tail(1)
    row = {
        "region": region,
        "status": NOT_IN_BALANCE if still.any() else reached if len(targets) else PROPOSAL,
        "to_decide": len(lines),
        "undecided": int(still.sum()),
        "targets": len(targets),
        "agreed": int((targets["status"] == AGREED).sum()),
        "in_force": len(held),
        **{name: last[name].iloc[0] if len(last) else None for name in ("round", "by", "on")},
    }
    return pd.DataFrame([row])
