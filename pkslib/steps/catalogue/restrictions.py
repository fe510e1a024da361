"""What keeps a unit from giving all of a need itself: bought, strain, giving way or unsolved."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.methods.priority import lowest_first
from pkslib.tables.results.balance import UNMANNED
from pkslib.tables.times import times_at

DOER = ["unit", "activity"]
PLACE = ["unit", "capacity"]
ROW = ["need", "unit", "activity"]
ELECTIVE = "elective"
_POSTPONED = "postpone"
# Puts all elective care before any acute, whatever its priority.
_ELECTIVE_FIRST = 1000
# A smaller share of a need is not told: it would read as 0.0 %.
_TOLD = 5e-4
# What the unit itself has not, the gravest first; what is a need's own before what is its unit's.
_OWN = ["unsolved", "gives_way", "bought"]
_STRAIN = "strain"
_GRAVEST = [*_OWN, _STRAIN]


def restricted(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return rows with the gravest that keeps the unit from giving all of the need itself.

    Parameters
    ----------
    rows : pandas.DataFrame
        need, unit, activity.
    tables : mapping of str to pandas.DataFrame
        As for :func:`restrictions`, with the input table activity_times and the result tables
        plan_needs, unmanned and production_need.

    Returns
    -------
    pandas.DataFrame
        The rows with restriction, share, worst_period, bought and gives_way [shares]. Where an
        activity takes several capacities, the one of which most gives way decides. What goes with
        a bed or a theatre that is bought elsewhere, at this unit or at another, is bought too.
        Acute care that may not wait for the next shift with staff is unsolved however much
        capacity there is.
    """
    times = times_at(rows, tables["activity_times"])[[*DOER, "capacity"]]
    found = rows[ROW].merge(times, on=DOER).merge(restrictions(tables), on=["need", *PLACE])
    found = found.sort_values(_GRAVEST, ascending=False, kind="stable").drop_duplicates(ROW)
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
    told = [*ROW, "restriction", "share", "worst_period", "bought", "gives_way"]
    return rows.merge(found[told], on=ROW, how="left").fillna({"restriction": "none"})


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
        bought or unsolved, and the worst period of each. What gives way is as prioritised. What
        is bought or unsolved of a unit's capacity in a period is borne by the lowest medical
        priority there first: elective care before acute, and bought by elective care alone.
        Strain is no need's own: a ward that is too full is so for all who lie there, so each of
        its needs has the share of all the unit's care that is above the target level.
    """
    rows = _uses(tables)
    left = rows["raw"].to_numpy(float)
    cell = rows.groupby([*PLACE, "period"]).ngroup().to_numpy()
    order = rows["priority"] + _ELECTIVE_FIRST * rows["elective"]
    parts = {"gives_way": np.minimum(rows["gone"].to_numpy(float), left)}
    left = left - parts["gives_way"]
    for name in ("bought", "unsolved"):
        able = left * rows["elective"] if name == "bought" else left
        parts[name] = able * lowest_first(able, order, cell, rows[name])
        left = left - parts[name]
    return _over_year(rows.assign(**parts)).merge(_of_unit(rows), on=PLACE, how="left")


def _uses(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return each need's use of a capacity by period, before utilisation and margin.

    Beside it stands what of the need gives way (gone), and what of all in its cell is bought,
    unsolved and strain.
    """
    cell = [*PLACE, "period"]
    facts = tables["needs"][["need", "flow", "priority"]]
    rows = tables["capacity_use"].merge(facts, on="need")
    rows = rows.assign(elective=rows["flow"] == ELECTIVE)
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
    keys = ["need", *PLACE]
    sums = rows.groupby(keys)[["raw", *_OWN]].sum()
    shares = sums[_OWN].div(sums["raw"].where(sums["raw"] > 0), axis=0).fillna(0.0)
    for name in _OWN:
        worst = rows.sort_values([name, "period"], ascending=[False, True]).drop_duplicates(keys)
        shares[f"{name}_period"] = worst.set_index(keys)["period"]
    return shares.reset_index()


def _of_unit(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the share of all a unit's care over the year that is strain, and when it is worst."""
    cells = rows.groupby([*PLACE, "period"], as_index=False).agg(
        raw=("raw", "sum"), strain=(_STRAIN, "first")
    )
    sums = cells.groupby(PLACE)[["raw", _STRAIN]].sum()
    share = (sums[_STRAIN] / sums["raw"].where(sums["raw"] > 0)).fillna(0.0)
    worst = cells.sort_values([_STRAIN, "period"], ascending=[False, True]).drop_duplicates(PLACE)
    period = worst.set_index(PLACE)["period"]
    return pd.DataFrame({_STRAIN: share, f"{_STRAIN}_period": period}).reset_index()


def _with_what_is_bought(found: pd.DataFrame, planned: pd.DataFrame) -> pd.Series:
    """Return the share bought of each row: of its own capacity, or of all that goes with it."""
    whole = (planned["count"] + planned["bought"]).where(lambda sums: sums > 0)
    share = planned[ROW].assign(share=planned["bought"] / whole)
    told = found[ROW].merge(share, on=ROW, how="left")["share"].fillna(0.0)
    return found["bought"].clip(lower=told.set_axis(found.index).astype(float))


def _with_no_shift(
    found: pd.DataFrame, unmanned: pd.DataFrame, production_need: pd.DataFrame
) -> pd.DataFrame:
    """Add to what is unsolved the share of each row's activities that has no shift."""
    lost = unmanned[unmanned["why"] == "no_shift"].groupby(ROW)["count"].sum()
    made = production_need.groupby([*ROW, "period"])["count"].sum()
    at = pd.MultiIndex.from_frame(found[ROW])
    share = (lost / made.groupby(ROW).sum()).reindex(at).fillna(0.0).to_numpy(float)
    most = made.sort_values(ascending=False, kind="stable").reset_index().drop_duplicates(ROW)
    period = found[ROW].merge(most, on=ROW, how="left")["period"].set_axis(found.index)
    own = found["unsolved"]
    keeps = (own > 0) | (share == 0)
    return found.assign(
        unsolved=(own + share).clip(upper=1.0),
        unsolved_period=found["unsolved_period"].where(keeps, period),
    )
