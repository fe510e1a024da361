"""Four years: what they ask for, and what has to be decided in time."""

from __future__ import annotations

from pkslib.language import number, text
from pkslib.show import sentences
from pkslib.show.document.region import Region, day, listing, millions
from pkslib.show.pick import each
from pkslib.show.report import Report, Sentences

_ROWS = 10
_LEAST = 0.5  # of the capacity's measure: less is told as 0
_TABLES = ("four_years", "years_asked", "years_posts", "years_decisions")


def said(region: Region) -> Sentences:
    """Say what the years ask for."""
    if region["four_years"].empty:
        return Sentences()
    tables = {name: region[name] for name in _TABLES}
    return sentences.four_years(tables, region.year, names=region.names, most=2)


def asked(region: Region) -> Report | None:
    """Return what lacks in the region each year; what lacks most in the first year stands first."""
    rows = region["years_asked"]
    rows = rows[rows["scope"] == "region"].sort_values(
        ["period", "lacking"], ascending=[True, False], kind="stable"
    )
    years = sorted(rows["period"].unique())
    lacking = {(row.capacity, row.period): row.lacking for row in each(rows)}
    shown = [
        [region.names.of("capacity", code), region.names.in_all(code),
         *(number(lacking.get((code, year), float("nan"))) for year in years)]
        for code in rows["capacity"].drop_duplicates()
    ]  # fmt: skip
    heads = [text("Capacity"), text("In"), *years]
    return listing(text("What is lacking each year, the quarters' shortages added up"), heads,
                   shown, range(2, 2 + len(years)))  # fmt: skip


def decisions(region: Region) -> Report | None:
    """Return what has to be decided in the planning year for the years after."""
    rows = region["years_decisions"]
    # What closes nothing yet, such as improvement work only promised, is not there to be decided;
    # what no measure is known for stands in the sentences.
    helps = rows["measure"].notna() & (rows["gives"] >= _LEAST)
    rows = rows[rows["this_year"].astype(bool) & helps]
    rows = rows.sort_values("decide_by", na_position="first")
    shown = [
        [row.period, region.unit(row.unit),
         region.names.of("measure", row.measure),
         region.measured(row.capacity, row.lacking), region.measured(row.capacity, row.gives),
         millions(row.cost), day(row.decide_by) or text("at once")]
        for row in each(rows.head(_ROWS))
    ]  # fmt: skip
    heads = [text("Year"), text("Where"), text("What"), text("Lacking"), text("Gives"),
             text("Cost"), text("By when")]  # fmt: skip
    table = listing(text("To decide in the planning year for the years after"), heads, shown,
                    (3, 4, 5))  # fmt: skip
    if table is None or len(rows) <= len(shown):
        return table
    return table.noted(text("{shown} of {all} rows; the workbook has all.", shown=len(shown),
                            all=len(rows)))  # fmt: skip
