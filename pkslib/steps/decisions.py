"""Decisions: how far each figure has come, what changed since the last one, what awaits one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.settings import Balance, Settings
from pkslib.tables import decided, lead_times
from pkslib.tables.hierarchy import nearest_above
from pkslib.tables.inputs.decided import AGREED, IN_FORCE, LINES, PROPOSAL
from pkslib.tables.inputs.organisation import ROUND_LEVELS
from pkslib.tables.results.decisions import NOT_IN_BALANCE, WAYS, WHATS

STRAIN, UNSOLVED, BUDGET = LINES
_STRATEGIC, _TACTICAL, _ = ROUND_LEVELS
TARGET, MEASURE, CATALOGUE = WHATS
_PLACE = ["unit", "capacity"]
_, _POSTS, _MONEY = WAYS
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
        the result tables targets, ladder, ladder_limits, measure_reach, gap_options, balance,
        strain, unsolved, to_decide and catalogue.
    settings : Settings
        Its part balance: how long recruiting, agency staff and procuring take; and outlook: how
        long before a period its schedule is laid.
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
    lines = awaiting(tables, settings, year)
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


def awaiting(tables: Mapping[str, pd.DataFrame], settings: Settings, year: int) -> pd.DataFrame:
    """Return every line of the plan that is not in balance, who must decide on it, and by when.

    Parameters
    ----------
    tables, settings, year
        As for :func:`work_out`.

    Returns
    -------
    pandas.DataFrame
        The table awaiting. What is escalated waits on. A decision takes the time to work that
        what closes the line at the lowest cost takes; where nothing is known to close it, as long
        as schedules are laid ahead. The line's day is that of the first period that can still be
        reached; periods before it are late. A dearer way stands beside where it reaches more.
    """
    cells = _left(tables).merge(_ways(tables, settings.balance), on=_PLACE, how="left")
    part = (cells["amount"] / cells["gap"]).clip(upper=1.0)
    cells[["cost", "quick_cost"]] = cells[["cost", "quick_cost"]].mul(part, axis=0)
    spent = _budgets(tables, settings.balance, year)
    rows = pd.concat([cells, spent], ignore_index=True).fillna({"way": ""})
    tactical = (rows["kind"] == STRAIN) & (rows["choice"] != _ESCALATED)
    rows = rows.assign(
        level=np.where(tactical, _TACTICAL, _STRATEGIC),
        lead_weeks=rows["lead_weeks"].astype(float).fillna(settings.outlook.reach_weeks),
    )
    first = decided.first_day(tables)
    rows = rows.join(lead_times.reached(_months(rows, tables, year), first))
    quick = rows.dropna(subset="quick_weeks").assign(lead_weeks=rows["quick_weeks"])
    sooner = lead_times.reached(_months(quick, tables, year), first)["reached"]
    sooner = sooner.where(sooner > rows["reached"].reindex(sooner.index))
    rows = rows.assign(quick_reached=sooner)
    rows["quick_cost"] = rows["quick_cost"].where(rows["quick_reached"].notna())
    return rows.assign(decides=_deciders(rows, tables["units"]))


def _months(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return when each line lacks, and how much; money lacks all the year alike."""
    lacking = pd.concat([
        tables[STRAIN][tables[STRAIN]["to_decide"].astype(bool)].assign(kind=STRAIN),
        tables[UNSOLVED][tables[UNSOLVED]["why"] != "below_block"].assign(kind=UNSOLVED),
    ])[[*_PLACE, "kind", "period", "amount"]]  # fmt: skip
    lines = rows.reset_index(names="line")
    spent = lines["kind"] == BUDGET
    whole = pd.DataFrame({"period": periods.within_year(year, "month"), "amount": 1.0})
    columns = ["line", "lead_weeks", *_PLACE, "kind"]
    return pd.concat([
        lines.loc[~spent, columns].merge(lacking, on=[*_PLACE, "kind"]),
        lines.loc[spent, columns].merge(whole, how="cross"),
    ])  # fmt: skip


def _ways(tables: Mapping[str, pd.DataFrame], settings: Balance) -> pd.DataFrame:
    """Return what closes the gap of each unit's capacity at the lowest cost, and how long it takes.

    The professions that lack are recruited together. The gap is more than a line where care gives
    way beside it. What takes the shortest time of the dearer ways stands as quick.
    """
    options = tables["gap_options"]
    posts = options[options["option"] == _POSTS].groupby([*_PLACE, "gap"])["cost"]
    together = posts.agg(lambda paid: paid.sum(skipna=False)).reset_index()
    bought = options[options["option"] == _MONEY]
    weeks = _lead_weeks(tables["measures"], settings)
    found = pd.concat([
        together.assign(way=_POSTS, lead_weeks=settings.recruit_weeks),
        bought[[*_PLACE, "gap", "cost"]].assign(way=_MONEY, lead_weeks=bought["item"].map(weeks)),
    ])  # fmt: skip
    ways: pd.DataFrame = found.sort_values([*_PLACE, "cost"], kind="stable")
    ways = ways.drop_duplicates(_PLACE)
    quick = found.dropna(subset="cost").sort_values([*_PLACE, "lead_weeks", "cost"], kind="stable")
    quick = quick.drop_duplicates(_PLACE).rename(
        columns={"cost": "quick_cost", "lead_weeks": "quick_weeks"}
    )
    return ways.merge(quick[[*_PLACE, "quick_cost", "quick_weeks"]], on=_PLACE, how="left")


def _lead_weeks(measures: pd.DataFrame, settings: Balance) -> pd.Series:
    """Return each measure's time from decision to effect, its own or the least of its kind."""
    least = lead_times.least_weeks(measures, settings)
    weeks = measures["lead_weeks"].astype(float).fillna(0.0).clip(lower=least)
    return weeks.groupby(measures["measure"]).first()


def _left(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the balance leaves to decide on, with its part of the need, and why it is left.

    Strain needs no reason: it is the need above the target level.
    """
    needed = tables["balance"].groupby(_PLACE, as_index=False)[["need"]].sum()
    reasons = tables["unsolved"].drop_duplicates(_PLACE)[[*_PLACE, "measures"]]
    rows = tables["to_decide"].merge(needed, on=_PLACE, how="left")
    rows = rows.merge(reasons, on=_PLACE, how="left")
    part = (rows["amount"] / rows["need"].where(rows["need"] > 0)).fillna(0.0)
    why = rows["measures"].where(rows["kind"] == UNSOLVED).fillna("")
    return rows.assign(share=part, why=why)


def _budgets(tables: Mapping[str, pd.DataFrame], settings: Balance, year: int) -> pd.DataFrame:
    """Return the budgets for measures that are used up while care under them lacks capacity.

    More money works when the first of the measures that it holds back does.
    """
    limits, budgets = tables["ladder_limits"], tables["budgets"]
    spent = set(limits.loc[limits["limit"] == "budget", "item"])
    rows = budgets[(budgets["year"] == year) & budgets["unit"].isin(spent)]
    rows = rows[["unit", "for_measures"]].rename(columns={"for_measures": "money"})
    label = f"{year:04d}"
    made = tables["decisions"]
    made = made[(made["kind"] == BUDGET) & (made["period"].fillna(label).str[:4] == label)]
    made = made.sort_values("round").drop_duplicates("unit", keep="last")
    rows = rows.merge(made[["unit", "choice", "round", "by", "on"]], on="unit", how="left")
    held = tables["measure_reach"][tables["measure_reach"]["why"] == "held_back"]
    pays = held["unit"].map(nearest_above(tables["units"], spent))
    weeks = held["measure"].map(_lead_weeks(tables["measures"], settings)).groupby(pays).min()
    return rows.assign(
        kind=BUDGET, why="budget", capacity=None, periods=1, worst_period=label, way=_MONEY,
        lead_weeks=rows["unit"].map(weeks),
    )  # fmt: skip


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
