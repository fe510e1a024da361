"""What regions that fill in everything tell of quality, crowding, goals and their own forecasts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.demo.calendar import LAST, MONTHS, PLANNING_YEAR, Values
from pkslib.demo.constants import rows
from pkslib.demo.organisation import Organisation
from pkslib.demo.regions import Region
from pkslib.demo.supply import Supply
from pkslib.tables.inputs.follow_up import ADDED

# The latest months that indicators are told of.
_TOLD = MONTHS[MONTHS.index(LAST) - 17 : MONTHS.index(LAST) + 1]
# What a clinic said, on which day: before this year of the months that have come since, and now.
_THIS_YEAR = periods.between(f"{PLANNING_YEAR - 1}-01", LAST)
_SAID = {
    "2025-11-06": _THIS_YEAR,
    "2026-11-06": periods.between(periods.shift(LAST, 1), f"{PLANNING_YEAR}-12"),
}
# Occupancy above which patients lie in corridors and on other wards; and what comes of each tenth
# above it [per 100 staffed beds]. Invented.
_FULL, _OVER, _ELSEWHERE = 0.90, 70.0, 35.0
# How a unit's own forecast lies from what the sums say; invented.
_OWN_LEAN, _OWN_SPREAD = 0.02, 0.03
_ACTIVITIES_EACH = 2
# Wards whose nurses know each other's patients well enough.
_LENDING = ("MAV", "LUN", "HJA", "STR", "GER", "KIA", "KOA", "ORA")
_INDICATORS = rows("indicators")
_ACTIONS = rows("actions")
_NATIONAL = rows("national")
_CHOICES = rows("decisions")
_JUDGED = rows("judgements")


def tables(
    place: Region, own: Organisation, has: Supply, produced: pd.DataFrame, had: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables that may be left out.

    Parameters
    ----------
    place : Region
    own : Organisation
    has : Supply
    produced, had : pandas.DataFrame
        The region's tables production and capacity_outcome.

    Returns
    -------
    dict of pandas.DataFrame
        indicators, goals, actions, crowding, national, unit_forecasts, decisions, judgements,
        beds, lending and unit_changes.
    """
    return {
        "indicators": _indicators(place, own),
        "goals": _goals(place, own),
        "actions": _actions(place, has),
        "crowding": _crowding(place, had),
        "national": _national(place),
        "unit_forecasts": _unit_forecasts(place, produced),
        "decisions": _decisions(has),
        "judgements": _judgements(own),
        "beds": _beds(had),
        "lending": _lending(own),
        "unit_changes": _changes(own),
    }


def _indicators(place: Region, own: Organisation) -> pd.DataFrame:
    """Return quality, times, work environment and cost of poor quality, month by month."""
    chance = place.chance("indicators")
    found = []
    for row in _INDICATORS:
        units = own.units.loc[own.units["role"].isin(row["roles"].split(" ")), "unit"]
        level, slope, spread = (float(row[name]) for name in ("level", "slope", "spread"))
        for unit in units:
            time = np.arange(len(_TOLD)) / 12
            drawn = chance.normal(1, spread, len(_TOLD)) * np.exp(chance.normal(0, 0.15))
            values = (level + slope * time) * drawn
            found += [(unit, row["indicator"], *cell) for cell in zip(_TOLD, values, strict=True)]
    table = pd.DataFrame(found, columns=["unit", "indicator", "period", "value"])
    return table.assign(value=table["value"].clip(lower=0).round(4))


def _goals(place: Region, own: Organisation) -> pd.DataFrame:
    """Return the region's goals for its indicators, and who answers for each."""
    # Of what adds up over units, the region's is as many times a unit's.
    times = [own.units["role"].isin(row["roles"].split(" ")).sum() for row in _INDICATORS]
    return pd.DataFrame(
        [
            {
                "indicator": row["indicator"],
                "unit": None,
                "region": place.code,
                "level": row["goal_level"],
                "year": PLANNING_YEAR - 1,
                "target": float(row["target"]) * (units if row["indicator"] in ADDED else 1),
                "owner": row["owner"],
            }
            for row, units in zip(_INDICATORS, times, strict=True)
        ]
    )


def _actions(place: Region, has: Supply) -> pd.DataFrame:
    """Return who does what about a deviation: at the unit of each kind that is shortest."""
    short = _shortest(has)
    found = [
        {**{name: row[name] for name in ("cause", "measure", "role", "due", "status")},
         "unit": short[row["capacity"]], "deviation": f"hours {row['capacity']}"}
        for row in _ACTIONS if row["capacity"] in short
    ]  # fmt: skip
    return pd.DataFrame(found)


def _shortest(has: Supply) -> dict[str, str]:
    """Return the unit that lacks most of each capacity in the planning year."""
    year = has.need.columns[-12:]
    lacks = (has.need[year] - has.amount[year]).sum(axis=1) / has.need[year].sum(axis=1)
    return {
        str(code): str(lacks[mine.index].idxmax())
        for code, mine in has.capacity.groupby(has.capacity)
    }


def _crowding(place: Region, had: pd.DataFrame) -> pd.DataFrame:
    """Return overcrowding and patients placed elsewhere, as occupancy has it."""
    chance = place.chance("crowding")
    beds = had[had["capacity"].str.endswith("bed_day")]
    above = (beds["used"] / beds["available"] - _FULL).clip(lower=0)
    drawn: Values = chance.gamma(16, 1 / 16, (2, len(beds)))
    return beds[["unit", "period"]].assign(
        over_capacity=(above * _OVER * drawn[0]).round(1),
        placed_elsewhere=(above * _ELSEWHERE * drawn[1]).round(1),
    )


def country() -> pd.DataFrame:
    """Return figures as if published for the whole country; invented."""
    table = pd.DataFrame(_NATIONAL)
    return table.assign(region="00", value=table["value"].astype(float))


def _national(place: Region) -> pd.DataFrame:
    """Return the region's own figures as if published; invented."""
    drawn = place.chance("national").normal(1, 0.06, len(_NATIONAL))
    table = country()
    return table.assign(region=place.code, value=(table["value"] * drawn).round(3))


def _unit_forecasts(place: Region, produced: pd.DataFrame) -> pd.DataFrame:
    """Return what clinics expect of their largest activities: said last year, and said now."""
    chance = place.chance("unit forecasts")
    done = produced[produced["unit"].str.endswith(("-ORT", "-KIR", "-END", "-OP"))]
    counts = done.pivot_table("count", ["unit", "activity"], "period")
    size = counts[_THIS_YEAR].sum(axis=1).sort_values(ascending=False)
    largest = counts.loc[size.groupby("unit").head(_ACTIVITIES_EACH).sort_index().index]
    rounds = []
    for on, months in _SAID.items():
        lean = 1 + chance.normal(_OWN_LEAN, _OWN_SPREAD, len(largest))
        known = largest[[_last_known(month) for month in months]].set_axis(months, axis=1)
        said = known.mul(lean, axis=0).round()
        rounds.append(
            said.melt(var_name="period", value_name="mean", ignore_index=False)
            .dropna()
            .reset_index()
            .assign(on=on)
        )
    return pd.concat(rounds, ignore_index=True).assign(need=None, by="verksamhetschef")


def _last_known(month: str) -> str:
    """Return the same month of the latest year that is known, which a clinic goes by."""
    before = periods.shift(month, -12)
    return before if before <= LAST else periods.shift(before, -12)


def _decisions(has: Supply) -> pd.DataFrame:
    """Return what a first round chose about the units that are shortest."""
    short = _shortest(has)
    found = [row | {"unit": short[row["capacity"]]} for row in _CHOICES if row["capacity"] in short]
    return pd.DataFrame(found).astype({"round": int}).assign(period=None)


def _judgements(own: Organisation) -> pd.DataFrame:
    """Return what roles think some assumptions come to, at the region's largest hospital."""
    unit = own.units.loc[own.units["level"] == "hospital", "unit"].iloc[0]
    return (
        pd.DataFrame(_JUDGED)
        .assign(unit=unit)
        .astype({"year": int, "low": float, "middle": float, "high": float})
    )


def _beds(had: pd.DataFrame) -> pd.DataFrame:
    """Return the beds that were staffed and occupied on wards for adults' bodily illness."""
    rows = had[had["capacity"] == "bed_day"]
    whole = rows.assign(staffed=rows["available"].round(), occupied=rows["used"].round())
    return whole[["unit", "period", "staffed", "occupied"]].reset_index(drop=True)


def _lending(own: Organisation) -> pd.DataFrame:
    """Return which wards for adults lend nurses to each other: those of one hospital."""
    wards = own.units[(own.units["level"] == "ward") & own.units["role"].isin(_LENDING)]
    wards = wards.assign(hospital=wards["unit"].str.extract(r"^([^-]+-\d+)-", expand=False))
    pairs = wards.merge(wards, on="hospital", suffixes=("", "_to"))
    pairs = pairs[pairs["unit"] != pairs["unit_to"]]
    found = pairs[["unit", "unit_to"]].rename(columns={"unit_to": "to_unit"})
    each = [found.assign(resource=resource) for resource in ("sjuksköterska", "undersköterska")]
    return pd.concat(each, ignore_index=True).assign(kind="lend")


def _changes(own: Organisation) -> pd.DataFrame:
    """Return a former code of a primary care area, which earlier exports may still hold."""
    area = own.units.loc[own.units["level"] == "primary", "unit"].iloc[-1]
    row = {"unit": f"{area}A", "to_unit": area, "from": "2024-01", "share": 1.0}
    return pd.DataFrame([row])
