"""What the ladder leaves: strain below the ceiling, what is unsolved above it, who must decide."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.queueing import erlang_b
from pkslib.settings import Balance
from pkslib.steps.balance.ceiling import beyond, load
from pkslib.steps.balance.scale import KEY, PLACE, Climbed, short, supplied
from pkslib.tables.inputs.capacity import IMPROVE, PRIORITISE
from pkslib.tables.results.balance import UNMANNED
from pkslib.tables.times import times_at

STRAIN, UNSOLVED = "strain", "unsolved"
# A measure counts as used in full from this share of what it offers.
_FULL = 0.999
# What is smaller, as a share of the need, is rounding in the sums.
_DUST = 1e-9


def strain_of(found: Climbed, settings: Balance) -> pd.DataFrame:
    """Return the rows of the table strain: need above the target that fits below the ceiling.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    settings : Balance
        Its strain_refused, strain_share and strain_decided.

    Returns
    -------
    pandas.DataFrame
        The table strain. Only wards refuse: Erlang B, with the planned load as offered load and
        whole places. Hours and slots need a decision only where the load is above 1.

    Notes
    -----
    Erlang B lets every bed take every patient. Of a hospital that is kept as one unit it says that
    hardly anyone is refused at 98 %, though its wards are full; strain itself, as a share of the
    need, says the same of one ward and of ten alike, and is asked as well.
    """
    cells = found.cells
    amount = short(cells) - beyond(cells)
    filled, there = load(cells), supplied(cells)
    days = cells["period"].map(periods.days).to_numpy(float)
    beds = (cells["measure"] == "bed_day").to_numpy()
    places = np.where(beds, np.floor(there / days + _DUST), np.nan)
    refused = np.full(len(cells), np.nan)
    known = beds & np.isfinite(filled)
    refused[known] = erlang_b((filled * there / days)[known], places[known])
    always = cells["capacity"].isin(settings.strain_decided).to_numpy()
    much = amount > settings.strain_share * cells["need"].to_numpy(float)
    ward = always | (refused > settings.strain_refused) | much
    rows = cells.assign(
        amount=amount,
        load=filled,
        places=pd.Series(places, cells.index).astype("Int64"),
        refused=refused,
        to_decide=np.where(beds, ward, filled > 1 + _DUST),
    )
    return rows[amount > _DUST * cells["need"].to_numpy(float)]


def unsolved_of(
    found: Climbed, offers: pd.DataFrame, payer: pd.Series, settings: Balance
) -> pd.DataFrame:
    """Return the rows of the table unsolved: what neither fits nor may give way, and why.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them.
    payer : pandas.Series
        Unit whose budget pays for each unit's measures.
    settings : Balance
        Its last_step and most_given.

    Returns
    -------
    pandas.DataFrame
        The table unsolved, a row a unit, capacity and period.
    """
    cells = found.cells
    amount = beyond(cells)
    block = cells["block"].to_numpy(float)
    small = amount < block
    stopped = cells["stopped"].to_numpy(bool)
    early = np.full(len(cells), settings.last_step < PRIORITISE)
    why = np.select([small, early, stopped], ["below_block", "last_step", "stop"], "never")
    value = np.select(
        [small, early, stopped],
        [block, settings.last_step, settings.most_given],
        np.nan,
    )
    places = pd.MultiIndex.from_frame(cells[PLACE])
    reasons = _reasons(found, offers, payer).reindex(places).fillna("none_stated").to_numpy()
    rows = cells.assign(amount=amount, why=why, value=value, measures=reasons, load=load(cells))
    return rows[amount > _DUST * cells["need"].to_numpy(float)]


def unmanned_of(found: Climbed, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of the table unsolved for acute care that fits, but has no shift.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    tables : mapping of str to pandas.DataFrame
        unmanned, production_need and activity_times.

    Returns
    -------
    pandas.DataFrame
        A row a unit, capacity, period and shift [units of capacity need]. It is beside the
        shortage: there is capacity enough, at other hours.
    """
    bare = tables["unmanned"]
    bare = bare[bare["why"] == "no_shift"]
    keys = ["unit", "need", "activity"]
    made = tables["production_need"].merge(bare[[*keys, "shift", "count"]], on=keys)
    part = made["count_y"] / made.groupby([*keys, "shift", "count_y"])["count_x"].transform("sum")
    made = made.assign(count=(made["count_x"] * part).fillna(0.0))
    uses = made.merge(times_at(made, tables["activity_times"]), on=["unit", "activity"])
    uses = uses.assign(amount=uses["count"] * uses["amount"])
    rows = uses.groupby([*KEY, "shift"], as_index=False)[["amount"]].sum()
    cells = found.cells.assign(load=load(found.cells))
    rows = rows.merge(cells[[*KEY, "load", "raw", "need"]], on=KEY)
    amount = rows["amount"] * rows["need"] / rows["raw"].where(rows["raw"] > 0)
    rows = rows.assign(amount=amount, why=UNMANNED, measures="none_stated")
    return rows[rows["amount"] > 0]


def _reasons(found: Climbed, offers: pd.DataFrame, payer: pd.Series) -> pd.Series:
    """Return why the measures of each unit and capacity did not suffice."""
    stated = offers[offers["step"].between(IMPROVE, PRIORITISE - 1)]
    used = found.effects.groupby(["measure", "capacity"])["effect"].sum()
    own = pd.MultiIndex.from_frame(stated[["measure", "capacity"]])
    used = pd.Series(used.reindex(own).to_numpy(float), stated.index).fillna(0.0)
    full = (used >= _FULL * stated["offered"]).groupby([stated[name] for name in PLACE]).all()
    broke = set(found.limits.loc[found.limits["limit"] == "budget", "item"])
    reasons = full.map({True: "used_up", False: "no_effect"})
    pays = reasons.index.get_level_values("unit").map(payer.to_dict())
    return reasons.mask(~full & pays.isin(broke), "budget")


def to_decide_of(left: Mapping[str, pd.DataFrame], decisions: pd.DataFrame) -> pd.DataFrame:
    """Return what someone has to decide: one row a unit, capacity and kind for the year.

    Parameters
    ----------
    left : mapping of str to pandas.DataFrame
        The tables strain and unsolved, by name.
    decisions : pandas.DataFrame
        The input table; its latest round counts. An empty period covers the year.

    Returns
    -------
    pandas.DataFrame
        The table to_decide: the worst period is that with the highest load, the first of equals;
        choice, by and on are empty until all of the periods are decided.
    """
    strain = left[STRAIN][left[STRAIN]["to_decide"].astype(bool)]
    unsolved = left[UNSOLVED][left[UNSOLVED]["why"] != "below_block"]
    both = [strain.assign(kind=STRAIN), unsolved.assign(kind=UNSOLVED, refused=np.nan)]
    columns = [*KEY, "kind", "amount", "load", "refused"]
    rows = pd.concat([frame[columns] for frame in both], ignore_index=True)
    rows = _with_choice(rows, decisions)
    rows = rows.assign(worst=rows["load"].fillna(np.inf))
    rows = rows.sort_values("worst", ascending=False, kind="stable")
    found = rows.groupby([*PLACE, "kind"], sort=True).agg(
        amount=("amount", "sum"),
        periods=("period", "nunique"),
        worst_period=("period", "first"),
        load=("load", "first"),
        refused=("refused", "first"),
        open=("choice", lambda choices: bool(choices.isna().any())),
        choice=("choice", "first"),
        by=("by", "first"),
        on=("on", "first"),
        round=("round", "first"),
    )
    found = found.reset_index()
    for name in ("choice", "by", "on", "round"):
        found[name] = found[name].mask(found["open"])
    return found


def _with_choice(rows: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Add what is decided of each row: of its own period, else of the year."""
    latest = decisions.sort_values("round", kind="stable").drop_duplicates(
        [*PLACE, "period", "kind"], keep="last"
    )
    told = ["choice", "by", "on", "round"]
    keys = [*PLACE, "kind"]
    own = rows.merge(latest[[*keys, "period", *told]], on=[*keys, "period"], how="left")
    year = rows.merge(latest[latest["period"].isna()][[*keys, *told]], on=keys, how="left")
    return rows.assign(**{name: own[name].combine_first(year[name]).to_numpy() for name in told})
