"""Service catalogue: who does what, with which capacity, restrictions, wait and decisions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.apportion import apportion
from pkslib.methods.priority import lowest_first
from pkslib.settings import PRODUCTION, Decision, Settings
from pkslib.tables import decided
from pkslib.tables.ability import in_activities
from pkslib.tables.inputs.capacity import MOVE
from pkslib.tables.inputs.decided import IN_FORCE
from pkslib.tables.results import RESULTS
from pkslib.tables.results.balance import UNMANNED
from pkslib.tables.times import times_at

_DOER = ["unit", "activity"]
_PLACE = ["unit", "capacity"]
_ROW = ["need", "unit", "activity"]
_ELECTIVE, _POSTPONED = "elective", "postpone"
# Puts all elective care before any acute, whatever its priority.
_ELECTIVE_FIRST = 1000
# A smaller share of a need is not told: it would read as 0.0 %.
_TOLD = 5e-4
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
    rows = _restricted(rows, tables)
    rows = rows.assign(expected_wait=expected_waits(rows, tables["waiting_by_plan"]))
    levels = decided.agreed(tables["agreements"], tables["units"])
    proposed, kept = rows[[*_ROW, "restriction", "target"]], tables["decided_catalogue"]
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


def restrictions(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what of each need at a unit its own capacity does not meet, need by need.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input table needs, and the result tables capacity_use, capacity_need, balance,
        prioritised, strain and unsolved.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, the shares of the need's use over the year that give way, are
        bought, unsolved, or above the target level (strain), and the worst period of each. What
        gives way is as prioritised. What is bought, unsolved or strain of a unit's capacity in a
        period is borne by the lowest medical priority there first: elective care before acute,
        and bought by elective care alone.
    """
    rows = _uses(tables)
    left = rows["raw"].to_numpy(float)
    cell = rows.groupby([*_PLACE, "period"]).ngroup().to_numpy()
    order = rows["priority"] + _ELECTIVE_FIRST * rows["elective"]
    parts = {"gives_way": np.minimum(rows["gone"].to_numpy(float), left)}
    left = left - parts["gives_way"]
    for name in ("bought", "unsolved", "strain"):
        able = left * rows["elective"] if name == "bought" else left
        parts[name] = able * lowest_first(able, order, cell, rows[name])
        left = left - parts[name]
    return _over_year(rows.assign(**parts))


def _uses(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return each need's use of a capacity by period, before utilisation and margin.

    Beside it stands what of the need gives way (gone), and what of all in its cell is bought,
    unsolved and strain.
    """
    cell = [*_PLACE, "period"]
    facts = tables["needs"][["need", "flow", "priority"]]
    rows = tables["capacity_use"].merge(facts, on="need")
    rows = rows.assign(elective=rows["flow"] == _ELECTIVE)
    given = tables["prioritised"]
    given = given[given["decision"] != _POSTPONED].rename(columns={"amount": "gone"})
    rows = rows.merge(given.groupby(["need", *cell], as_index=False)[["gone"]].sum(), how="left")
    need = tables["capacity_need"]
    weight = (need["raw"] / need["need"].where(need["need"] > 0)).rename("weight")
    rows = rows.merge(need[cell].assign(weight=weight), on=cell, how="left")
    # Less than anyone would plan for is no restriction; what has no shift is no lack of capacity,
    # and no elective care bears it.
    why = tables["unsolved"]["why"]
    unsolved = tables["unsolved"][~why.isin(("below_block", UNMANNED))]
    for name, frame, column in (
        ("bought", tables["balance"], "bought"),
        ("unsolved", unsolved, "amount"),
        ("strain", tables["strain"], "amount"),
    ):
        amounts = frame[[*cell, column]].rename(columns={column: name})
        rows = rows.merge(amounts, on=cell, how="left")
        rows[name] = rows[name].clip(lower=0) * rows["weight"]
    return rows.fillna({name: 0.0 for name in ("gone", "bought", "unsolved", "strain")})


def _over_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the shares of each need's use over the year, and when each is worst."""
    keys = ["need", *_PLACE]
    sums = rows.groupby(keys)[["raw", *_GRAVEST]].sum()
    shares = sums[_GRAVEST].div(sums["raw"].where(sums["raw"] > 0), axis=0).fillna(0.0)
    for name in _GRAVEST:
        worst = rows.sort_values([name, "period"], ascending=[False, True]).drop_duplicates(keys)
        shares[f"{name}_period"] = worst.set_index(keys)["period"]
    return shares.reset_index()


def _restricted(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return rows with the gravest that keeps the unit from giving all of the need itself.

    Where an activity takes several capacities, the one of which most gives way decides. What goes
    with a bed or a theatre that is bought elsewhere, at this unit or at another, is bought too.
    Acute care that may not wait for the next shift with staff is unsolved however much capacity
    there is.
    """
    times = times_at(rows, tables["activity_times"])[[*_DOER, "capacity"]]
    found = rows[_ROW].merge(times, on=_DOER).merge(restrictions(tables), on=["need", *_PLACE])
    found = found.sort_values(_GRAVEST, ascending=False, kind="stable").drop_duplicates(_ROW)
    bought = _with_what_is_bought(found, tables["plan_needs"])
    # When what is bought elsewhere goes is told there.
    period = found["bought_period"].where(found["bought"] >= bought)
    found = found.assign(bought=bought, bought_period=period)
    found = _with_no_shift(found, tables["unmanned"], tables["production_need"])
    some = found[_GRAVEST] > _TOLD
    kind = some.idxmax(axis=1).where(some.any(axis=1), "none")
    worst = found[[f"{name}_period" for name in _GRAVEST]].set_axis(_GRAVEST, axis=1)
    found = found.assign(
        restriction=kind,
        share=found[_GRAVEST].where(some).bfill(axis=1).iloc[:, 0].fillna(0.0),
        worst_period=worst.where(some).bfill(axis=1).iloc[:, 0],
    )
    told = [*_ROW, "restriction", "share", "worst_period", "bought", "gives_way"]
    return rows.merge(found[told], on=_ROW, how="left").fillna({"restriction": "none"})


def _with_what_is_bought(found: pd.DataFrame, planned: pd.DataFrame) -> pd.Series:
    """Return the share bought of each row: of its own capacity, or of all that goes with it."""
    whole = (planned["count"] + planned["bought"]).where(lambda sums: sums > 0)
    share = planned[_ROW].assign(share=planned["bought"] / whole)
    told = found[_ROW].merge(share, on=_ROW, how="left")["share"].fillna(0.0)
    return found["bought"].clip(lower=told.set_axis(found.index).astype(float))


def _with_no_shift(
    found: pd.DataFrame, unmanned: pd.DataFrame, production_need: pd.DataFrame
) -> pd.DataFrame:
    """Add to what is unsolved the share of each row's activities that has no shift."""
    lost = unmanned[unmanned["why"] == "no_shift"].groupby(_ROW)["count"].sum()
    made = production_need.groupby([*_ROW, "period"])["count"].sum()
    at = pd.MultiIndex.from_frame(found[_ROW])
    share = (lost / made.groupby(_ROW).sum()).reindex(at).fillna(0.0).to_numpy(float)
    most = made.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates(_ROW)
    period = found[_ROW].merge(most, on=_ROW, how="left")["period"].set_axis(found.index)
    own = found["unsolved"]
    keeps = (own > 0) | (share == 0)
    return found.assign(
        unsolved=(own + share).clip(upper=1.0),
        unsolved_period=found["unsolved_period"].where(keeps, period),
    )


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
    places = rows[_PLACE].dropna().drop_duplicates()
    chosen = ladder[ladder["step"] > MOVE].dropna(subset="measure")
    chosen = places.merge(chosen[[*_PLACE, "measure"]].drop_duplicates())
    chosen = chosen.merge(standing[["measure", "status", "round", "by", "on"]], on="measure")
    settings = pd.DataFrame(
        [
            dict(zip(_PLACE, place, strict=True)) | decision.model_dump(mode="json")
            for place in places.itertuples(index=False, name=None)
            for decision in settled
            if decision.setting.startswith(_concerning(*place))
        ],
        columns=[*_PLACE, "setting", "by", "on", "why"],
    )
    settings = settings.assign(status=IN_FORCE)
    return pd.concat([chosen, settings], ignore_index=True)[_DECISION]


def _concerning(unit: str, capacity: str) -> tuple[str, str]:
    """Return how settings begin that are about a capacity at a unit."""
    return f"capacities.{capacity}.", f"units.{unit}.{capacity}."
