"""Four years: need, available capacity and gap of the planning year and three more.

How the need grows stands in :mod:`growth`, how surely in :mod:`spread`, what realised improvement
work gives in :mod:`lasting`, what each year asks for in :mod:`asked`, what has to be decided, by
when, in :mod:`choices`, and what roles say of it in :mod:`judged`.

References
----------
.. [1] Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk nivå:
   the strategic level plans one to four years, by year or quarter.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.quantiles import risk_above
from pkslib.settings import Settings
from pkslib.steps.years.asked import places_of, years_asked, years_posts
from pkslib.steps.years.choices import with_effect, years_decisions
from pkslib.steps.years.growth import need_in
from pkslib.steps.years.judged import at_places, combined, effects_of, judged_of, parts_of
from pkslib.steps.years.lasting import realised_of
from pkslib.steps.years.spread import REGION, half_widths, in_quarters, widening
from pkslib.tables.decided import first_day
from pkslib.tables.hierarchy import hospital_of
from pkslib.tables.results.need import QUANTILES

__all__ = ["need_in", "work_out"]

_KEYS = ["scope", "place", "capacity"]
_CELL = ["unit", "capacity", "period"]
_AMOUNTS = ["raw", "need", "available", "carried", "shortage", "realised"]
_MIDDLE, _LOW, _HIGH = QUANTILES["p50"], QUANTILES["p10"], QUANTILES["p90"]


def work_out(
    tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
) -> dict[str, pd.DataFrame]:
    """Set the need of the planning year and three more against what is available then.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of units, capacities, measures and judgements, and what tells the day:
        demand, waiting, bookings, agreements and decisions; the result tables forecast_years,
        care_need, capacity_use, need_spread and measure_reach of the planning year; capacity_need,
        available_capacity and staff_supply of all four years.
    settings : Settings
        Its part balance: how long measures take.
    year : int
        Planning year.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables four_years, years_asked, years_decisions, years_posts and judged. The planning
        year's figures are the sums of the tactical ones.
    """
    units = tables["units"]
    hospital, region = hospital_of(units), str(tables["forecast_years"]["region"].iloc[0])
    sums = _by_period(_cells(tables), hospital, region)
    four = _with_spread(sums, tables, hospital, year)
    first = {**tables, "capacity_need": _of_year(tables["capacity_need"], year)}
    effects = effects_of(tables["judgements"], parts_of(first, year), tables)
    placed = at_places(effects, hospital, region)
    four = combined(four, placed)
    asked = years_asked(four, tables["capacities"].set_index("capacity")["measure"])
    return {
        "four_years": four,
        "years_asked": asked,
        "years_decisions": years_decisions(
            asked,
            with_effect(tables["measures"], tables["measure_reach"]),
            hospital,
            year,
            settings=settings.balance,
            first=first_day(tables),
        ),
        "years_posts": years_posts(tables["staff_supply"], hospital, region),
        "judged": judged_of(tables["judgements"], placed, four),
    }


def _of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    return rows[rows["period"].str[:4] == f"{year:04d}"]


def _cells(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return need, available, shortage and what realised work gives in every cell."""
    need = tables["capacity_need"][[*_CELL, "raw", "need"]]
    there = tables["available_capacity"].rename(columns={"amount": "available"})
    carried = there["available"].where(there["basis"] == "carried_forward", 0.0)
    there = there[[*_CELL, "available"]].assign(carried=carried)
    rows = need.merge(there, on=_CELL, how="outer").fillna(
        dict.fromkeys(["raw", "need", "available", "carried"], 0.0)
    )
    given = realised_of(tables["measures"], sorted(rows["period"].unique()))
    rows = rows.merge(given, on=_CELL, how="left").fillna({"realised": 0.0})
    return rows.assign(shortage=(rows["need"] - rows["available"]).clip(lower=0.0))


def _by_period(cells: pd.DataFrame, hospital: pd.Series, region: str) -> pd.DataFrame:
    """Return the sums of places by year, and by quarter where periods are not longer."""
    labels = {label: _spans(label) for label in cells["period"].unique()}
    spans = pd.DataFrame(
        [(label, span) for label, found in labels.items() for span in found],
        columns=["period", "span"],
    )
    rows = places_of(cells, hospital, region).merge(spans, on="period")
    sums = rows.groupby([*_KEYS, "span"], as_index=False)[_AMOUNTS].sum()
    sums = sums.rename(columns={"span": "period"})
    known = sums["available"].where(sums["available"] > 0)
    return sums.assign(
        gap=sums["need"] - sums["available"],
        carried=(sums["carried"] / known).clip(upper=1.0),
    )


def _spans(label: str) -> list[str]:
    """Return the year and the quarter that a period belongs to."""
    if periods.resolution(label) == "year":
        return [label]
    return [label[:4], periods.coarser(label, "quarter")]


def _with_spread(
    sums: pd.DataFrame, tables: Mapping[str, pd.DataFrame], hospital: pd.Series, year: int
) -> pd.DataFrame:
    """Return the sums with 80% intervals and the risk that the need exceeds what is available."""
    spread = tables["need_spread"]
    rows = sums.assign(year=sums["period"].str[:4].astype(int), quarter=sums["period"].str[4:])
    wide = half_widths(spread, hospital, year)
    rows = rows.merge(wide, on=_KEYS, how="left")
    later = widening(tables, year)
    rows = rows.merge(later, on=["capacity", "year"], how="left", suffixes=("", "_later"))
    spans = {label: _spans(label)[-1][4:] for label in spread["period"].unique()}
    quarters = in_quarters(spread, year, pd.Series(spans))
    rows = rows.merge(quarters, on=["capacity", "quarter"], how="left", suffixes=("", "_quarter"))
    first = rows[rows["period"] == f"{year:04d}"].set_index(_KEYS)["need"]
    own = rows["middle"] / first.reindex(pd.MultiIndex.from_frame(rows[_KEYS])).to_numpy()
    middle = (rows["need"] * own).where(rows["need"] > 0, 0.0)
    for side in ("down", "up"):
        times = rows[f"{side}_later"].fillna(1.0) * rows[f"{side}_quarter"].fillna(1.0)
        # Where nothing is needed there is nothing to spread, and no width is known.
        rows[side] = (middle * rows[side] * times).where(rows["need"] > 0, 0.0)
    lower, upper = (middle - rows["down"]).clip(lower=0.0), middle + rows["up"]
    return rows.assign(
        centre=middle,
        lower_80=lower,
        upper_80=upper,
        gap_lower=lower - rows["available"],
        gap_upper=upper - rows["available"],
        risk=_risk(rows.assign(middle=middle), spread, year),
    )


def _risk(rows: pd.DataFrame, spread: pd.DataFrame, year: int) -> pd.Series:
    """Return the probability that the need exceeds what is available; as the region's need runs."""
    whole = spread[(spread["scope"] == REGION) & (spread["period"] == f"{year:04d}")]
    whole = whole.set_index("capacity")[[*QUANTILES]]
    off = whole.sub(whole["p50"], axis=0)
    half = pd.DataFrame(
        {name: -off["p10"] if at < _MIDDLE else off["p90"] for name, at in QUANTILES.items()}
    )
    shape = (off / half.where(half > 0)).fillna(0.0)
    known = rows[rows["capacity"].isin(shape.index) & rows["middle"].notna()]
    steps = shape.loc[known["capacity"]].to_numpy(float)
    middle, down, up = (known[name].to_numpy(float)[:, None] for name in ("middle", "down", "up"))
    values = middle + np.where(steps < 0, steps * down, steps * up)
    risk = risk_above([*QUANTILES.values()], values, known["available"])
    return pd.Series(risk, known.index).reindex(rows.index)
