"""How far each measure goes, what limits it, and what it costs: routes to compare."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.inputs import Floats
from pkslib.steps.balance.bounds import stopped_by
from pkslib.steps.balance.scale import PLACE, Climbed, places
from pkslib.tables.declaration import empty
from pkslib.tables.inputs.capacity import BUY
from pkslib.tables.results import RESULTS

# Less of what is offered is rounding.
_DUST = 1e-6


def reached_of(offers: pd.DataFrame, found: Climbed, limits: pd.DataFrame) -> pd.DataFrame:
    """Return what each measure that adds or buys capacity gives, and what stops it if anything.

    Parameters
    ----------
    offers : pandas.DataFrame
        As :func:`pkslib.steps.balance.offers.offers_of` returns them.
    found : Climbed
        The ladder, climbed.
    limits : pandas.DataFrame
        The result table capacity_limits.

    Returns
    -------
    pandas.DataFrame
        Rows of the table measure_reach: lacks (what the unit lacked when the measure's step
        began), room (how much of that the others of the unit's resources and openings leave
        room for), and limited_by, the first of them to stop it, where room is less than what is
        offered and lacks; cheapest per unit of capacity first within its unit. What is bought needs
        no room at the unit.
    """
    bought = (offers["step"] == BUY) & (offers["side"] == "capacity") & offers["giver"].isna()
    own = offers[offers["adds"] | bought].reset_index(drop=True)
    own = own.assign(offer=own.index)
    if own.empty:
        return empty(RESULTS["measure_reach"])
    cells = places(found.cells)
    uses = own.merge(cells, on=PLACE).assign(kind=lambda rows: rows["kind"].fillna(""))
    short = np.stack(found.short)
    before = np.clip(uses["step"].to_numpy(int) - 1, 0, len(short) - 1)
    after = np.clip(before + 1, 0, len(short) - 1)
    uses = uses.assign(
        lacks=short[before, uses["cell"]],
        left=short[after, uses["cell"]],
        use=np.arange(len(uses)),
    )
    uses = uses[(uses["lacks"] > 0) & _in_time(uses)]
    stops = stopped_by(uses, found.cells, limits)
    tightest = stops.sort_values(["use", "room", "item"]).drop_duplicates("use")
    uses = uses.merge(tightest[["use", "room", "item"]], on="use", how="left")
    uses = uses.assign(fits=np.minimum(uses["lacks"], uses["room"].astype(float).fillna(np.inf)))
    sums = uses.groupby("offer")[["lacks", "fits", "left"]].sum()
    rows = own.merge(sums, on="offer", how="left")
    rows = rows.fillna({"lacks": 0.0, "fits": 0.0, "left": 0.0})
    effect = found.effects.groupby("measure")["effect"].sum().astype(float)
    rows = rows.assign(
        effect=rows["measure"].map(effect).astype(float).fillna(0.0).clip(lower=0.0),
        room=rows["fits"],
        limited_by=rows["offer"].map(_first(uses)).astype("str"),
    )
    rows = rows.assign(why=_why(rows))
    rows["limited_by"] = rows["limited_by"].where(rows["why"].isin(("no_effect", "limited")))
    rank = rows.groupby(PLACE)["cost"].rank(method="first")
    return rows.assign(unit_cost=rows["cost"], rank=rank.astype(int))


def _in_time(uses: pd.DataFrame) -> pd.Series:
    """Return whether a measure works, and has not ended, in each period of the year."""
    last = uses["period"].map({label: periods.end(label).isoformat() for label in
                               uses["period"].unique()})  # fmt: skip
    return (uses["works_from"] <= last) & (uses["period"] <= uses["end"])


def _first(uses: pd.DataFrame) -> pd.Series:
    """Return what most often stops each offer short of what lacks, the first by code of several."""
    stopped = uses[uses["fits"] < uses["lacks"] * (1 - _DUST)]
    lost = (stopped["lacks"] - stopped["fits"]).groupby([stopped["offer"], stopped["item"]]).sum()
    order = lost.reset_index(name="lost").sort_values(["lost", "item"], ascending=[False, True])
    return order.drop_duplicates("offer").set_index("offer")["item"]


def _why(rows: pd.DataFrame) -> Floats:
    """Return a code for how it went: what lacks, what limits and what is used, in that order."""
    wanted = np.minimum(rows["offered"], rows["lacks"])
    stopped = rows["limited_by"].notna() & (rows["room"] < wanted * (1 - _DUST))
    return np.select(
        [
            rows["lacks"] <= 0,
            stopped & (rows["room"] <= _DUST * rows["lacks"]),
            stopped,
            rows["effect"] >= rows["offered"] * (1 - _DUST),
            rows["left"] > _DUST * rows["lacks"],
        ],
        ["no_gap", "no_effect", "limited", "used_up", "held_back"],
        "enough",
    )
