"""Questions about codes that stand in another table, and about units above one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pkslib.language import number, text
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_tables
from pkslib.tables.reference import regions
from pkslib.tables.sources.sheet import Sheet
from pkslib.tables.wording import nearest

_LISTED = 8
# Thirds written with two decimals.
_DUST = 0.005


def unknown_references(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each value that is not in the table it refers to."""
    for sheet, column, other, other_column in _references(sheets):
        if other not in sheets:
            continue
        known = set(sheets[other].frame[other_column].dropna())
        if other_column == "unit" and "unit_changes" in sheets:
            known |= former_units(sheets)
        for value, rows in _unknown(sheet, column, known):
            yield sheet.fault(
                of_tables.UNKNOWN_REFERENCE,
                row=rows[0],
                column=column,
                found=value,
                other=other,
                other_column=other_column,
                nearest=nearest(value, known),
                rows=listed(rows),
            )


def former_units(sheets: Mapping[str, Sheet]) -> set[str]:
    """Return the units that unit_changes says go on under other codes."""
    if "unit_changes" not in sheets:
        return set()
    return set(sheets["unit_changes"].frame["unit"].dropna())


def unknown_regions(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each region code that is not Swedish, unless a data set has its own."""
    if "regions" in sheets:
        return
    codes = regions()["region"]
    for sheet, column, other, _ in _references(sheets):
        if other != "regions":
            continue
        for value, rows in _unknown(sheet, column, set(codes)):
            yield sheet.fault(
                of_tables.UNKNOWN_REGION,
                row=rows[0],
                column=column,
                found=value,
                codes=", ".join(codes),
                rows=listed(rows),
            )


def _references(sheets: Mapping[str, Sheet]) -> Iterator[tuple[Sheet, str, str, str]]:
    """Yield every column that refers to another: its sheet and name, the other's table and name."""
    for name, sheet in sheets.items():
        for column, declared in INPUTS[name].columns.items():
            other, _, other_column = declared.refers_to.partition(".")
            if other:
                yield sheet, column, other, other_column


def _unknown(sheet: Sheet, column: str, known: set[str]) -> Iterator[tuple[str, list[int]]]:
    cells: pd.Series = sheet.frame[column].dropna()
    wrong = cells[~cells.isin(known)]
    for value, group in wrong.groupby(wrong, sort=True):
        yield str(value), [int(row) for row in group.index]


def listed(rows: list[int]) -> str:
    """Return rows in words, the first ones spelt out.

    Examples
    --------
    >>> listed([2, 3])
    '2, 3'
    """
    shown = ", ".join(map(str, rows[:_LISTED]))
    more = len(rows) - _LISTED
    return shown if more <= 0 else text("{shown} and {count} more", shown=shown, count=number(more))


def shares_beyond_one(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each unit that gives more than all of itself to others."""
    if "unit_changes" not in sheets:
        return
    frame = sheets["unit_changes"].frame.fillna({"share": 1.0})
    frame = frame.assign(row=frame.index)
    places = frame.groupby(["unit", "from"]).agg({"share": "sum", "row": "first"})
    for (unit, start), share, row in places.itertuples(name=None):
        if share > 1 + _DUST:
            yield sheets["unit_changes"].fault(
                of_tables.SHARES_BEYOND_ONE,
                row=int(row),
                column="share",
                unit=unit,
                start=start,
                share=float(share),
            )


def unit_loops(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each unit that is its own superior, directly or by way of others."""
    if "units" not in sheets:
        return
    frame = sheets["units"].frame.dropna(subset=["unit"]).drop_duplicates("unit")
    parents = frame.dropna(subset=["parent"]).set_index("unit")["parent"].to_dict()
    for row, unit in frame["unit"].items():
        path = [unit]
        while (above := parents.get(path[-1])) is not None and above not in path:
            path.append(above)
        if above == unit:
            loop = " → ".join([*path, unit])
            yield sheets["units"].fault(
                of_tables.UNIT_LOOP, row=int(str(row)), column="parent", found=path[-1], loop=loop
            )


def units_in_other_regions(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each unit whose superior belongs to another region."""
    if "units" not in sheets:
        return
    frame = sheets["units"].frame
    regions = frame.dropna(subset=["unit"]).drop_duplicates("unit").set_index("unit")["region"]
    above = frame["parent"].map(regions)
    astray = frame[above.notna() & frame["region"].notna() & (above != frame["region"])]
    for row, region, parent in astray[["region", "parent"]].itertuples(name=None):
        yield sheets["units"].fault(
            of_tables.OTHER_REGION,
            row=row,
            column="parent",
            found=parent,
            region=region,
            parent=parent,
            parent_region=regions[parent],
        )


def regions_without_units(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each region that has demand and no unit to meet it."""
    if "units" not in sheets or "demand" not in sheets:
        return
    asking = sheets["demand"].frame["region"].dropna().unique()
    for region in sorted(set(asking) - set(sheets["units"].frame["region"])):
        yield sheets["units"].fault(of_tables.NO_UNITS, column="region", region=region)
