"""The weekly sheet of the operative level: one A4 a ward, theatre and clinic, most urgent first."""

from pkslib.show.week.page import page, write
from pkslib.show.week.sheet import Sheet, sheets

__all__ = ["Sheet", "page", "sheets", "write"]
