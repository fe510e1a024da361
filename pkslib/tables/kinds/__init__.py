"""Every kind of fault that a look at a data set can find or a run meet, with its stable code."""

from pkslib.tables.faults import Kind
from pkslib.tables.kinds import of_cells, of_files, of_runs, of_tables

KINDS: dict[str, Kind] = {
    kind.code: kind
    for module in (of_files, of_cells, of_tables, of_runs)
    for kind in vars(module).values()
    if isinstance(kind, Kind)
}
