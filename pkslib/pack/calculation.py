"""A sheet that finance works on: from raw need to beds and money, in formulas that stay alive.

The scale is the guidance's: 2 000 bed days at 85 % take 2 353, and those 2 353 take 7 beds over a
year. What a capacity costs is the hours that it takes of each resource, at their price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pkslib import periods
from pkslib.language import mark, number, percent, text
from pkslib.pack.cells import Forms
from pkslib.pack.sheet import Formula, Shown
from pkslib.show.document.region import Region
from pkslib.steps.money.staff import capacity_prices

NAME = "calculation"
_CELL = ["unit", "capacity"]
_ORGANISATION = {
    "region": mark("Region"), "hospital": mark("Hospital"), "unit": mark("Unit"),
    "code": mark("Unit's code"), "specialty": mark("Specialty"), "capacity": mark("Capacity"),
    "measure": mark("Counted in"),
}  # fmt: skip
# No heading holds a sign that a formula would have to escape.
_INPUTS = {
    "raw": mark("Input: raw need"), "utilisation": mark("Input: utilisation"),
    "margin": mark("Input: margin"), "days": mark("Input: days"),
    "available": mark("Input: available"), "price": mark("Input: SEK per unit of capacity"),
}  # fmt: skip
_RESULTS = {
    "need": mark("Capacity need"), "beds": mark("Staffed beds"), "lacking": mark("Lacking"),
    "need_cost": mark("Cost of the need, SEK"),
    "lacking_cost": mark("Cost of what is lacking, SEK"),
}  # fmt: skip
# In the notation of Excel's tables; {x} is the cell of column x in the same row.
_FORMULAS = {
    "need": "{raw}/{utilisation}*(1+{margin})",
    "beds": 'IF({measure}="%s",ROUNDUP(ROUND({need}/{days},6),0),"–")',
    "lacking": "MAX(0,{need}-{available})",
    "need_cost": "{need}*{price}",
    "lacking_cost": "{lacking}*{price}",
}
_BED = "bed_day"


def rows(region: Region) -> pd.DataFrame:
    """Return what the sheet starts from, and what comes out of it as things stand.

    Parameters
    ----------
    region : Region
        Its tables capacity_need, available_capacity, recipes, resources and those of names.

    Returns
    -------
    pandas.DataFrame
        A row for each unit and capacity over the planning year: unit, capacity, raw, available
        [capacity's measure], utilisation, margin (those that give the year's need), days, price
        [SEK; 0 where no resource of it has one], need, beds, lacking, need_cost, lacking_cost.
        No rows where the year has no need.
    """
    needed = _of_year(region["capacity_need"], region.label)
    if needed.empty:
        return needed
    needed = needed.assign(loaded=needed["raw"] * needed["margin"])
    found = needed.groupby(_CELL)[["raw", "loaded", "need"]].sum()
    days = needed.drop_duplicates([*_CELL, "period"]).assign(
        days=lambda each: each["period"].map(periods.days)
    )
    there = _of_year(region["available_capacity"], region.label).groupby(_CELL)["amount"].sum()
    priced = {name: region[name] for name in ("recipes", "resources")}
    price = capacity_prices(priced, region.year).set_index(_CELL)["price"]
    found = found[(found["raw"] > 0) & (found["need"] > 0)]
    margin = found["loaded"] / found["raw"]
    return _computed(found.assign(
        utilisation=found["raw"] * (1 + margin) / found["need"], margin=margin,
        days=days.groupby(_CELL)["days"].sum(), available=there, price=price,
    ).fillna({"available": 0.0, "price": 0.0}).reset_index(), region)  # fmt: skip


def _of_year(rows: pd.DataFrame, year: str) -> pd.DataFrame:
    return rows[rows["period"].str.startswith(year)]


def _computed(rows: pd.DataFrame, region: Region) -> pd.DataFrame:
    """Return the rows with what the formulas give, which a reader sees before any is computed."""
    need = rows["raw"] / rows["utilisation"] * (1 + rows["margin"])
    per_day = (need / rows["days"]).round(6)
    lacking = (need - rows["available"]).clip(lower=0.0)
    return rows.assign(
        need=need, lacking=lacking, need_cost=need * rows["price"],
        lacking_cost=lacking * rows["price"],
        beds=(-(-per_day // 1)).where(rows["capacity"].map(region.is_bed)),
    )  # fmt: skip


def columns(rows: pd.DataFrame, region: Region, forms: Forms) -> list[Shown]:
    """Return the columns of the sheet: the organisation, inputs, and formulas of them.

    Parameters
    ----------
    rows : pandas.DataFrame
        As by :func:`rows`.
    region : Region
        Names its units and capacities.
    forms : Forms
        Formats of the workbook.
    """
    organisation = _organisation(rows, region)
    shaded = {"bg_color": "#FFF6D6", "valign": "top"}
    written = forms.make({"num_format": "#,##0.00"} | shaded)
    shares = forms.make({"num_format": "0.0%"} | shaded)
    form = {"utilisation": shares, "margin": shares, "beds": forms.whole,
            "need_cost": forms.whole, "lacking_cost": forms.whole}  # fmt: skip
    heads = {name: text(head) for name, head in (_ORGANISATION | _INPUTS | _RESULTS).items()}
    told = [Shown(heads[name], organisation[name], forms.text) for name in _ORGANISATION]
    asked = [Shown(heads[name], rows[name].tolist(), form.get(name, written)) for name in _INPUTS]
    return [*told, *asked, *(
        Shown(heads[name], _formulas(name, rows[name], heads), form.get(name, forms.amounts[1]))
        for name in _RESULTS
    )]  # fmt: skip


def _organisation(rows: pd.DataFrame, region: Region) -> Mapping[str, Sequence[Any]]:
    """Return where each row stands in the organisation, to be summed by."""
    units = region["units"].set_index("unit")
    hospital = region.hospitals().to_dict()
    special = units["specialty"].dropna().to_dict() if "specialty" in units else {}
    places, named = rows["unit"].tolist(), region.names
    none = text("not told")
    return {
        "region": [named.of("region", region.code)] * len(rows),
        "hospital": [region.unit(hospital.get(unit, unit)) for unit in places],
        "unit": [region.unit(unit) for unit in places],
        "code": places,
        "specialty": [special.get(unit) or none for unit in places],
        "capacity": [named.of("capacity", code) for code in rows["capacity"]],
        "measure": [named.in_all(code) for code in rows["capacity"]],
    }


def _formulas(name: str, values: pd.Series, heads: Mapping[str, str]) -> list[Formula]:
    """Return a column's cells: the same formula in all, and what it gives in each."""
    cell = {known: f"{NAME}[[#This Row],[{head}]]" for known, head in heads.items()}
    written = _FORMULAS[name].format(**cell)
    if "%s" in written:
        written = written % text("bed days")
    return [Formula(written, "–" if value != value else float(value)) for value in values]


def notes() -> list[str]:
    """Return how the sheet is used, and what it can't tell."""
    return [
        text("Change the cells of the columns named Input, shaded too: need, beds, what is lacking "
             "and money are formulas and follow. Nothing is written back to the plan."),
        text("The scale: {raw} bed days / {share} = {need} bed days; / 365 days = 7 staffed beds, "
             "rounded up.", raw=number(2000), share=percent(0.85), need=number(2353)),
        text("SEK per unit of capacity: the hours that one unit takes of each resource, at the "
             "hourly price that the data set tells. 0 where none is told: write your own."),
        text("Utilisation and margin are the year's, weighted by raw need. A dash: the capacity is "
             "not counted in beds."),
    ]  # fmt: skip
