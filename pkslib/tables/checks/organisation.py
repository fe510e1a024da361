"""Questions about regions and the hierarchy of units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet


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
