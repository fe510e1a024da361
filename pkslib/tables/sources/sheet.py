"""One table of a data set as the user keeps it: a file, a sheet, a database table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from pkslib.tables.faults import Fault, Kind


@dataclass(frozen=True)
class Sheet:
    """A table with the place it came from.

    Attributes
    ----------
    table : str
        Declared name.
    file : str
        File, and sheet where there are several, as shown to the user.
    frame : pandas.DataFrame
        The index is the row as the user sees it: the header is row 1. Cells are text, ``""``
        where empty, until they are read as their kinds.
    """

    table: str
    file: str
    frame: pd.DataFrame

    def fault(
        self,
        kind: Kind,
        *,
        row: int | None = None,
        column: str = "",
        found: str = "",
        **values: object,
    ) -> Fault:
        """Return a fault of a kind in this table."""
        return kind.at(self.file, table=self.table, row=row, column=column, found=found, **values)

    def with_frame(self, frame: pd.DataFrame) -> Sheet:
        """Return the same table with other contents."""
        return replace(self, frame=frame)


class UnreadableError(Exception):
    """A file could not be read; it carries the faults that say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.code for fault in faults))
        self.faults = faults
