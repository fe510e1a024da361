"""What is known of one unit in the weeks ahead, and how a week and its days are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd
from babel.dates import get_day_names

from pkslib import language, periods
from pkslib.language import text
from pkslib.show.names import Names

# Result tables that a sheet is made of, and the input tables beside them.
TABLES = (
    *("overbooked", "weeks_ahead", "schedule_reach", "schedule_cover", "free_time", "calls"),
    *("operations_ahead", "gap_list", "gap_sums", "bed_shifts", "beds_open", "shift_moves"),
)
BESIDE = ("bookings", "waiting", "capacity_need", "indicator_follow_up")
# How many weeks a sheet looks ahead at most: the goal of Region Jönköpings län.
WEEKS = 12
# Weeks that moves are listed for, as many as are asked for by name.
NEAR = 2


@dataclass(frozen=True)
class Own:
    """The tables of one unit.

    Attributes
    ----------
    unit : str
        Its code.
    tables : mapping of str to pandas.DataFrame
        The tables of :data:`TABLES`, rows of the unit, and those of :data:`BESIDE` whole.
    whole : mapping of str to pandas.DataFrame
        The same, of all units.
    week : str
        The first week.
    names : Names
        Names of codes.
    """

    unit: str
    tables: Mapping[str, pd.DataFrame]
    whole: Mapping[str, pd.DataFrame]
    week: str
    names: Names

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return the unit's rows of a table."""
        return self.tables[table]

    def first(self, table: str) -> pd.DataFrame:
        """Return the unit's rows of a table in the sheet's week."""
        rows = self.tables[table]
        return rows[rows["week"] == self.week]


def weekdays() -> list[str]:
    """Return the short names of the weekdays, Monday first."""
    names = get_day_names("abbreviated", locale=language.active())
    return [str(names[day]) for day in range(7)]


def dated(week: str) -> str:
    """Return a week with its days.

    Examples
    --------
    >>> with language.using("sv"):
    ...     dated("2026-W47")
    'v. 47 (16–22 november 2026)'
    """
    start = periods.start(week)
    end = start + timedelta(days=6)
    first = str(start.day) if start.month == end.month else language.day(start)
    return f"{language.period(week, short=True)} ({first}–{language.day(end)})"


def short_week(week: str) -> str:
    """Return a week as a narrow column has it, its number alone."""
    return text("w. {number}", number=int(week[-2:]))
