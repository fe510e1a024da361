"""Questions about series over time: stops and beginnings, parts of patients, units and whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib import periods
from pkslib.language import number, percent
from pkslib.tables.checks.delivered import SERIES
from pkslib.tables.checks.references import former_units
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_cells, of_tables
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.supply_dips import july_dips

_COUNTED = (
    ("demand", "patients"),
    ("unit_demand", "patients"),
    ("production", "count"),
    ("waiting", "patients"),
    ("bookings", "booked"),
    ("bookings", "to_plan"),
    ("bookings", "overdue"),
)
# What a source tells only as fewer than five is entered so.
_FEWER_THAN_FIVE = 2.5
_OF_ONE = ["region", "need", "period"]
# Days; from then on the forecast finds a season.
_TWO_YEARS = 730


def series_that_stop(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each series that ends before the others do, as when it was renamed."""
    gone = former_units(sheets)
    for name, keys, value in SERIES:
        if name not in sheets:
            continue
        known = sheets[name].frame.dropna(subset=[*keys, "period", value])
        known = known[~known[keys[0]].isin(gone)]
        ends = known.groupby([*keys])["period"].max()
        for (place, what), last in ends[ends < ends.max()].items():
            yield sheets[name].fault(
                of_tables.STOPPED_SERIES,
                column="period",
                series=f"{place} × {what}",
                last=last,
                end=ends.max(),
                **{keys[0]: place},
            )


def series_that_begin(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each series of patients that began late, and less than two years ago."""
    gone = former_units(sheets)
    for name, keys, value in SERIES[:2]:
        if name not in sheets:
            continue
        known = sheets[name].frame.dropna(subset=[*keys, "period", value])
        known = known[~known[keys[0]].isin(gone)]
        first = known.groupby([*keys])["period"].min()
        if len({periods.resolution(label) for label in known["period"].unique()}) != 1:
            continue
        last = periods.end(known["period"].max())
        age = pd.Series([(last - periods.start(label)).days for label in first], first.index)
        # Where all are young, none is new.
        young = first[(age < _TWO_YEARS) & (age.max() >= _TWO_YEARS)]
        for place, what, label in young.reset_index().itertuples(index=False, name=None):
            yield sheets[name].fault(
                of_tables.NEW_SERIES, column="period", series=f"{place} × {what}", first=label,
                start=first.min(), **{keys[0]: place},
            )  # fmt: skip


def fractional_counts(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each column of counts that holds parts of patients."""
    for name, column in _COUNTED:
        if name not in sheets:
            continue
        cells = sheets[name].frame[column].dropna()
        odd = cells[(cells != cells.round()) & (cells != _FEWER_THAN_FIVE)]
        if len(odd):
            yield sheets[name].fault(
                of_cells.FRACTIONS,
                row=int(odd.index[0]),
                column=column,
                found=number(float(odd.iloc[0]), 2),
                count=len(odd),
            )


def units_beyond_demand(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each need whose units have more patients in a period than the region."""
    if not {"unit_demand", "demand", "units"} <= sheets.keys():
        return
    regions = sheets["units"].frame.drop_duplicates("unit").set_index("unit")["region"]
    told = sheets["unit_demand"].frame
    parts = told.assign(region=told["unit"].map(regions)).groupby(_OF_ONE)["patients"].sum()
    # Nothing is known of a whole whose only number can't be read, which is a fault of its own.
    whole = sheets["demand"].frame.groupby(_OF_ONE)["patients"].sum(min_count=1)
    both = parts.to_frame("parts").join(whole.rename("whole"), how="inner").reset_index()
    over = both.assign(over=both["parts"] - both["whole"]).sort_values("over", ascending=False)
    # Half a patient allows for amounts that were rounded; the worst period is told.
    worst = over[over["over"] > 0.5].drop_duplicates(["region", "need"])
    for row in worst.to_dict("records"):
        yield sheets["unit_demand"].fault(
            of_tables.MORE_THAN_WHOLE,
            column="patients",
            region=row["region"],
            need=row["need"],
            period=row["period"],
            parts=number(row["parts"]),
            whole=number(row["whole"]),
        )


def dips_that_follow_supply(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each need of the highest priority that falls every July as clinics close.

    What the table needs says of it, either way, settles the question.
    """
    if not {"demand", "needs"} <= sheets.keys():
        return
    dips = july_dips(sheets["demand"].frame, sheets["needs"].frame)
    for row in dips[dips["said"] == ""].to_dict("records"):
        yield sheets["demand"].fault(
            of_tables.FOLLOWS_SUPPLY, column="need", found=row["need"], need=row["need"],
            share=percent(1 - row["index_july"]),
        )  # fmt: skip
