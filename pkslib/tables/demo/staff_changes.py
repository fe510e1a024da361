"""The invented changes of staff: new nurses in spring, retirements, agency staff in summer."""

from __future__ import annotations

import pandas as pd

from pkslib.tables.demo.regions import Region
from pkslib.tables.demo.supply import Supply

# Resource, kind, from, to, persons, note, share of units that have it; invented.
_CHANGES = (
    ("sjuksköterska", "recruitment", "2027-02-01", None, 1.0, "Nyutexaminerade", 0.3),
    ("sjuksköterska", "agency", "2027-06-28", "2027-08-15", 2.0, "Sommarbemanning", 0.35),
    ("undersköterska", "retirement", "2027-05-01", None, 1.0, "Pension", 0.25),
    ("läkare", "agency", "2027-01-01", "2027-03-31", 0.5, "Stafettläkare", 0.15),
)


def table(place: Region, has: Supply) -> pd.DataFrame:
    """Return the table staff_changes: units whose staff is known, some with each change."""
    chance = place.chance("staff changes")
    known = has.resources[["unit", "resource"]].drop_duplicates()
    rows = []
    for resource, kind, start, end, count, note, share in _CHANGES:
        for unit in known.loc[known["resource"] == resource, "unit"]:
            if chance.random() < share:
                rows.append((unit, resource, kind, start, end, count, note))
    columns = ["unit", "resource", "kind", "start", "end", "count", "note"]
    return pd.DataFrame(rows, columns=columns)
