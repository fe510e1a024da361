"""What each year asks for: capacity that lacks, and posts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.tables.results.need import SCOPES

UNIT, REGION = SCOPES
_PLACE = ["scope", "place"]
# Beds come whole; what is lacking by less than this is rounding.
_DECIMALS = 6
# Less than this share of what is needed is rounding in the sums.
_DUST = 1e-9


def places_of(rows: pd.DataFrame, hospital: pd.Series, region: str) -> pd.DataFrame:
    """Return rows of units twice: for the hospital each belongs to, and for the region.

    Parameters
    ----------
    rows : pandas.DataFrame
        unit and amounts.
    hospital : pandas.Series
        Hospital by unit; a unit that is not there stands for itself.
    region : str
        Its code.
    """
    own = rows["unit"].map(hospital).fillna(rows["unit"])
    both = [rows.assign(scope=UNIT, place=own), rows.assign(scope=REGION, place=region)]
    return pd.concat(both, ignore_index=True)


def years_asked(four_years: pd.DataFrame, measures: pd.Series) -> pd.DataFrame:
    """Return what lacks of each capacity in each year, and in its tightest quarter.

    Parameters
    ----------
    four_years : pandas.DataFrame
        The table, without intervals or with them.
    measures : pandas.Series
        Measure by capacity.

    Returns
    -------
    pandas.DataFrame
        The table years_asked. Within a place one unit's surplus counts against another's
        shortage in the same quarter; what is over in one quarter does not help another. Realised
        improvement work is taken off.
    """
    keys = [*_PLACE, "capacity"]
    rows = four_years.assign(year=four_years["period"].str[:4])
    parts = rows[rows["period"] != rows["year"]]
    parts = parts if len(parts) else rows
    lacks = parts["gap"] - parts["realised"]
    lacks = lacks.where(lacks > _DUST * parts["need"], 0.0).clip(lower=0.0)
    parts = parts.assign(lacking=lacks)
    sums = parts.groupby([*keys, "year"], as_index=False)[["need", "lacking"]].sum()
    worst = parts.sort_values("lacking", ascending=False, kind="stable")
    worst = worst.drop_duplicates([*keys, "year"]).rename(
        columns={"period": "tightest", "lacking": "peak"}
    )
    sums = sums.merge(worst[[*keys, "year", "tightest", "peak"]], on=[*keys, "year"])
    days = sums["tightest"].map(periods.days).astype(float)
    beds = pd.Series(np.ceil(np.round(sums["peak"] / days, _DECIMALS)), sums.index).astype("Int64")
    return sums.rename(columns={"year": "period"}).assign(
        more=sums["lacking"] - sums.groupby(keys)["lacking"].shift(),
        tightest=sums["tightest"].where(sums["peak"] > 0),
        places=beds.where(sums["capacity"].map(measures) == "bed_day"),
    )


def years_posts(staff_supply: pd.DataFrame, hospital: pd.Series, region: str) -> pd.DataFrame:
    """Return the posts that are needed, filled and lacking, by hospital and year.

    Parameters
    ----------
    staff_supply : pandas.DataFrame
        The result table, of all years.
    hospital, region
        As for :func:`places_of`.

    Returns
    -------
    pandas.DataFrame
        The table years_posts. Staff of one unit does not fill the posts of another: what lacks
        is the sum of the units that lack over the year.
    """
    known = staff_supply.dropna(subset=["lacking"])
    rows = known.assign(year=known["period"].str[:4])
    each = rows.groupby(["unit", "resource", "year"], as_index=False)[
        ["paid_equivalents", "lacking"]
    ].mean()
    each = each.assign(
        employed=each["paid_equivalents"],
        needed=(each["paid_equivalents"] + each["lacking"]).clip(lower=0.0),
        lacking=each["lacking"].clip(lower=0.0),
    )
    keys = [*_PLACE, "resource"]
    sums = places_of(each, hospital, region).groupby([*keys, "year"], as_index=False)
    found = sums[["needed", "employed", "lacking"]].sum().rename(columns={"year": "period"})
    return found.assign(more=found["lacking"] - found.groupby(keys)["lacking"].shift())
