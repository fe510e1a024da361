"""Questions about parts that must not be more than their whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pkslib.language import number
from pkslib.tables.faults import Fault
from pkslib.tables.kinds import of_tables
from pkslib.tables.sources.sheet import Sheet

_WHOLE = ["region", "need", "period"]


def units_beyond_demand(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield a fault for each need whose units have more patients in a period than the region."""
    if not {"unit_demand", "demand", "units"} <= sheets.keys():
        return
    regions = sheets["units"].frame.drop_duplicates("unit").set_index("unit")["region"]
    told = sheets["unit_demand"].frame
    parts = told.assign(region=told["unit"].map(regions)).groupby(_WHOLE)["patients"].sum()
    # Nothing is known of a whole whose only number can't be read, which is a fault of its own.
    whole = sheets["demand"].frame.groupby(_WHOLE)["patients"].sum(min_count=1)
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
