"""What would undo an inversion: staff of lower priorities, money, or another hospital's room."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.steps.balance.scale import PLACE
from pkslib.tables.hierarchy import specialty_of
from pkslib.tables.staff_hours import staff_in

STAFF, MONEY, PLACES, NO_WAY = "staff", "money", "places", "no_way"
_POSTPONED = "postpone"
_AT = ["priority", *PLACE]


def undoing(
    given: pd.DataFrame,
    shares: pd.DataFrame,
    reach: pd.DataFrame,
    offers: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """Return what staff, money or places would let an inverted priority be cared for.

    Parameters
    ----------
    given, shares, reach, offers : pandas.DataFrame
        The tables prioritised, priority_shares, measure_reach and places_elsewhere.
    tables : mapping of str to pandas.DataFrame
        units, needs, recipes, resources, staffing, schedule, minimum_lines, capacity_use and
        capacity_need.

    Returns
    -------
    pandas.DataFrame
        The table inversion_options: where the priority gives way, the hours of each profession
        that its care takes and those that elective care of lower priorities takes at other units
        in the region (staff, priced where a price is known), the cheapest measure that has an
        effect there (money), and the room that other hospitals have for it (places); where the
        data show none of these, that (no_way). Options to decide on; none is counted.
    """
    inverted = shares.loc[shares["inverted"].astype(bool), "priority"]
    gone = given[given["priority"].isin(inverted) & (given["reason"] == "own")]
    gone = gone[gone["decision"] != _POSTPONED]
    gone = gone.groupby(_AT, as_index=False)[["amount"]].sum()
    ways = [_staff(gone, tables), _money(gone, reach, tables), _places(gone, offers)]
    found = pd.concat(ways, ignore_index=True)
    none = gone.merge(found[_AT].drop_duplicates(), on=_AT, how="left", indicator=True)
    none = none[none.pop("_merge") == "left_only"]
    none = none.assign(option=NO_WAY, item=none["capacity"], there=np.nan, cost=np.nan)
    return pd.concat([found, none], ignore_index=True)


def _places(gone: pd.DataFrame, offers: pd.DataFrame) -> pd.DataFrame:
    """Return the room that each other hospital's unit offers the care."""
    sums = offers.groupby([*_AT, "to_unit"], as_index=False)[["amount"]].sum()
    rows = sums.merge(gone[_AT], on=_AT).rename(columns={"to_unit": "item"})
    return rows.assign(option=PLACES, there=np.nan, cost=np.nan)


def _staff(gone: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the hours that the care takes, and those that could cross to it."""
    rows = gone.merge(tables["recipes"], on="capacity", suffixes=("", "_each"))
    rows = rows.assign(amount=rows["amount"] * rows["amount_each"])
    rows = rows[staff_in(rows, tables)].reset_index(drop=True)
    specialty = specialty_of(tables["units"])
    rows = rows.assign(specialty=rows["unit"].map(specialty))
    lower = _elective_hours(tables)
    lower = lower.assign(specialty=lower["unit"].map(specialty)).dropna(subset=["specialty"])
    there = [
        float(lower.loc[(lower["resource"] == row.resource) & (lower["priority"] > row.priority)
                        & (lower["unit"] != row.unit) & (lower["specialty"] == row.specialty),
                        "hours"].sum())
        for row in rows.itertuples(index=False)
    ]  # fmt: skip
    price = tables["resources"].groupby("resource")["price"].mean()
    cost = rows["amount"] * rows["resource"].map(price).astype(float)
    found = rows.assign(option=STAFF, item=rows["resource"], there=there, cost=cost)
    return found[found["there"] > 0]


def _elective_hours(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the hours of each resource that elective care takes: resource, priority, unit."""
    needs = tables["needs"]
    elective = needs.loc[needs["flow"] == "elective", ["need", "priority"]]
    use = tables["capacity_use"].merge(elective, on="need").merge(tables["recipes"], on="capacity")
    use = use.assign(hours=use["raw"] * use["amount"])
    return use.groupby(["resource", "priority", "unit"], as_index=False)[["hours"]].sum()


def _money(
    gone: pd.DataFrame, reach: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the cheapest measure that works at the unit, and what the care would cost by it."""
    works = reach[(reach["why"] != "no_effect") & (reach["unit_cost"] > 0)]
    cheapest = works.sort_values(["unit_cost", "measure"]).drop_duplicates(PLACE)
    rows = gone.merge(cheapest[[*PLACE, "measure", "unit_cost"]], on=PLACE)
    sums = tables["capacity_need"].groupby(PLACE)[["need", "raw"]].sum()
    weight = (sums["need"] / sums["raw"].where(sums["raw"] > 0)).rename("weight").reset_index()
    rows = rows.merge(weight, on=PLACE, how="left")
    amount = rows["amount"] * rows["weight"].fillna(1.0)
    return rows.assign(
        option=MONEY, item=rows["measure"], amount=amount, there=np.nan,
        cost=amount * rows["unit_cost"],
    )  # fmt: skip
