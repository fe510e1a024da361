"""How like Swedish care the invented regions are: their key figures beside public ones.

The public figures, each with its source, stand in ``constants/realism.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.demo.calendar import LAST
from pkslib.demo.constants import rows
from pkslib.demo.supply import SUPPLY_MONTHS
from pkslib.tables.times import times_at

_DOCTORS = ("läkare", "kirurg", "anestesiläkare", "endoskopist")
_NURSES = (
    *("sjuksköterska", "barnmorska", "distriktssköterska"),
    *("operationssjuksköterska", "anestesisjuksköterska"),
)
_THIS_YEAR = LAST[:4]
_MONTHS_SO_FAR = int(LAST[5:])
_WINTER = (f"{_THIS_YEAR}-01", f"{_THIS_YEAR}-02")
_SOMATIC = "bed_day"
Tables = Mapping[str, pd.DataFrame]


def sources() -> pd.DataFrame:
    """Return the public figures: indicator, low, high (the span to be near), said, source, url."""
    table = pd.DataFrame(rows("realism"))
    return table.assign(low=table["low"].astype(float), high=table["high"].astype(float))


def realism(tables: Tables) -> pd.DataFrame:
    """Return the key figures of every region of an invented data set.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables units, population, activities, activity_times, production,
        capacity_outcome, resources and budgets.

    Returns
    -------
    pandas.DataFrame
        Index region, a column per indicator of :func:`sources`: beds, psychiatric_beds,
        intensive_beds, admissions, doctors and nurses [per 1 000 inhabitants], mean_stay [days],
        winter_occupancy [share] and budget [SEK per inhabitant].
    """
    region = tables["units"].set_index("unit")["region"]
    people = tables["population"].query(f"year == {_THIS_YEAR}")
    thousands = people.groupby("region")["persons"].sum() / 1000
    counted = {**_beds(tables, region), **_staff(tables, region)}
    admissions, days = _admissions(tables, region)
    counted["admissions"] = admissions * 12 / _MONTHS_SO_FAR
    budget = tables["budgets"].query(f"year == {_THIS_YEAR}").set_index("unit")["amount"]
    found = pd.DataFrame({name: sums / thousands for name, sums in counted.items()})
    found["mean_stay"] = days / admissions
    found["winter_occupancy"] = _occupancy(tables, region)
    found["budget"] = budget.groupby(region).sum() / thousands / 1000
    return found[sources()["indicator"].tolist()].rename_axis("region")


def _beds(tables: Tables, region: pd.Series) -> dict[str, pd.Series]:
    """Return the beds that were staffed on a mean day of the year so far."""
    had = tables["capacity_outcome"]
    had = had[had["capacity"].str.endswith(_SOMATIC)]
    days = sum(periods.days(month) for month in had["period"].unique())
    beds = had["available"] / days
    where = had["unit"].map(region)
    kinds = {"psychiatric_beds": "psychiatric_bed_day", "intensive_beds": "intensive_bed_day"}
    of_kind = {
        name: beds.where(had["capacity"] == code, 0.0).groupby(where).sum()
        for name, code in kinds.items()
    }
    return {"beds": beds.groupby(where).sum(), **of_kind}


def _staff(tables: Tables, region: pd.Series) -> dict[str, pd.Series]:
    """Return the persons that resources counts in the latest month."""
    held = tables["resources"]
    held = held[held["period"] == max(month for month in SUPPLY_MONTHS if month <= LAST)]
    where = held["unit"].map(region)
    return {
        name: held["count"].where(held["resource"].isin(who), 0.0).groupby(where).sum()
        for name, who in (("doctors", _DOCTORS), ("nurses", _NURSES))
    }


def _admissions(tables: Tables, region: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the admissions of the year so far, and their days."""
    kind = tables["activities"].set_index("activity")["kind"]
    done = tables["production"]
    done = done[done["period"].str.startswith(_THIS_YEAR) & done["count"].notna()]
    done = done[done["activity"].map(kind) == "admission"]
    done = done.merge(times_at(done, tables["activity_times"]), on=["unit", "activity"])
    where = done["unit"].map(region)
    days = done["count"] * done["amount"]
    return done["count"].groupby(where).sum(), days.groupby(where).sum()


def _occupancy(tables: Tables, region: pd.Series) -> pd.Series:
    """Return the occupied share of somatic beds in the winter months of the year so far."""
    had = tables["capacity_outcome"]
    had = had[(had["capacity"] == _SOMATIC) & had["period"].isin(_WINTER)]
    sums = had[["used", "available"]].groupby(had["unit"].map(region)).sum()
    return sums["used"] / sums["available"]
