"""Questions about series over time: those that stop, and a latest period that is not whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pkslib import periods
from pkslib.language import number, percent
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_cells, of_tables
from pkslib.tables.sources.sheet import Sheet

# Demand seldom falls by more than a third within a year; half a month is half.
_WHOLE = 0.6
# Small counts halve by chance.
_LEAST_JUDGED = 100
_COUNTED = (
    ("demand", "patients"),
    ("unit_demand", "patients"),
    ("production", "count"),
    ("waiting", "patients"),
    ("bookings", "booked"),
    ("bookings", "to_plan"),
    ("bookings", "overdue"),
)


def series_that_stop(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each series that ends before the others do, as when it was renamed."""
    for name, keys, value in (
        ("demand", ["region", "need"], "patients"),
        ("production", ["unit", "activity"], "count"),
        ("unit_demand", ["unit", "need"], "patients"),
    ):
        if name not in sheets:
            continue
        known = sheets[name].frame.dropna(subset=[*keys, "period", value])
        ends = known.groupby(keys)["period"].max()
        for (place, what), last in ends[ends < ends.max()].items():
            yield sheets[name].fault(
                of_tables.STOPPED_SERIES,
                column="period",
                series=f"{place} × {what}",
                last=last,
                end=ends.max(),
                **{keys[0]: place},
            )


def latest_not_whole(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each region whose latest demand is far below that of a year before."""
    if "demand" not in sheets:
        return
    known = sheets["demand"].frame.dropna(subset=["region", "period", "patients"])
    labels = known["period"].unique()
    if len({periods.resolution(label) for label in labels}) != 1:
        return
    last = max(labels)
    before = periods.shift(last, -periods.season(periods.resolution(last)))
    # A million rows are added up more slowly than the few that count are found.
    ends = known[known["period"].isin([before, last])]
    sums = ends.pivot_table(
        index="region", columns="period", values="patients", aggfunc="sum"
    ).reindex(columns=[before, last])
    share = sums[last] / sums[before].where(sums[before] >= _LEAST_JUDGED)
    for region, part in share[share < _WHOLE].items():
        yield sheets["demand"].fault(
            of_tables.NOT_WHOLE_PERIOD,
            column="patients",
            region=region,
            last=last,
            before=before,
            share=percent(part),
        )


def fractional_counts(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a warning for each column of counts that holds parts of patients."""
    for name, column in _COUNTED:
        if name not in sheets:
            continue
        cells = sheets[name].frame[column].dropna()
        odd = cells[cells != cells.round()]
        if len(odd):
            yield sheets[name].fault(
                of_cells.FRACTIONS,
                row=int(odd.index[0]),
                column=column,
                found=number(float(odd.iloc[0]), 2),
                count=number(len(odd)),
            )
