"""A region as its documents read it: every declared table, names for codes, amounts in words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from pkslib import language, periods
from pkslib.language import number, text
from pkslib.show import names
from pkslib.show.names import Names
from pkslib.show.report import Report
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.published import PUBLISHED
from pkslib.tables.results import RESULTS

_DECLARED = INPUTS | RESULTS | PUBLISHED
_BED = "bed_day"
_MILLION, _THOUSAND = 1e6, 1e3
# Below this, a few beds are told with a decimal.
_FEW = 10


class Picture(NamedTuple):
    """A small picture that a document draws itself, in few lines.

    Attributes
    ----------
    statement, detail : str
        What is seen, and what is drawn.
    svg : str
        The picture, which stands alone.
    shape : str
        What it shows, for who can't see it.
    width : int
        Of the picture on a page [pixels].
    """

    statement: str
    detail: str
    svg: str
    shape: str
    width: int


@dataclass(frozen=True)
class Region:
    """A region's tables, for what is said of them.

    Attributes
    ----------
    code : str
        The region's code.
    year : int
        Planning year.
    tables : mapping of str to pandas.DataFrame
        Those that there are, by declared name.
    """

    code: str
    year: int
    tables: Mapping[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a declared table, without rows where there is none."""
        return self.tables[name] if name in self._present else empty(_DECLARED[name])

    @cached_property
    def _present(self) -> frozenset[str]:
        return frozenset(self.tables)

    @cached_property
    def names(self) -> Names:
        """Names of units, needs, activities, capacities and measures."""
        return names.read({name: self[name] for name in names.NAMED})

    @property
    def label(self) -> str:
        """The planning year as a period."""
        return f"{self.year:04d}"

    def unit(self, code: object) -> str:
        """Return a unit's name."""
        return self.names.of("unit", str(code))

    def amount(self, capacity: str, value: float) -> str:
        """Return an amount of a capacity over a year with its measure and name, said once."""
        name, measure = self.names.of("capacity", capacity), self.names.in_all(capacity)
        if measure.lower() in name.lower():
            return language.one(f"{number(value)} {names.small(name)}")
        return text("{amount} {measure} ({capacity})", amount=number(value), measure=measure,
                    capacity=names.small(name))  # fmt: skip

    def measured(self, capacity: str, value: float) -> str:
        """Return an amount of a capacity over a year with its measure."""
        return language.one(f"{number(value)} {self.names.in_all(capacity)}")

    def is_bed(self, capacity: object) -> bool:
        """Tell whether a capacity is counted in bed days."""
        return self.names.measures.get(str(capacity)) == _BED

    def of_month(self, capacity: str, value: float, period: str) -> str:
        """Return an amount of a period in words: bed days as beds."""
        if self.is_bed(capacity):
            value = value / periods.days(period)
        shown = number(value, int(value < _FEW))
        return language.one(f"{shown} {self.names.per_period(capacity)}")

    def giving_way(self) -> pd.Series:
        """Return the patients who give way in the year, by need; most first, each counted once.

        A patient who needs both a theatre and a bed gives way once, not once a capacity, and who
        gets no first visit at one hospital is not counted at the one that would operate.
        """
        rows = self["equal_care"]
        sums = (rows["gives_way"] - rows["unseen"]).groupby(rows["need"]).sum()
        return sums[sums > 0].sort_values(ascending=False, kind="stable")

    def hospitals(self) -> pd.Series:
        """Return the code of the hospital, or what else stands under the administration, by unit.

        A unit without a hospital above it is its own.
        """
        units = self["units"]
        parent, level = (
            dict(zip(units["unit"], units[name], strict=True)) for name in ("parent", "level")
        )
        own = [_hospital(str(unit), parent, level) for unit in units["unit"]]
        return pd.Series(own, units["unit"].to_numpy(), dtype=object)


def _hospital(unit: str, parent: Mapping[str, str], level: Mapping[str, str]) -> str:
    above, seen = unit, set()
    while isinstance(above, str) and above in level and above not in seen:
        if level[above] == "hospital":
            return above
        seen.add(above)
        above = parent[above]
    return unit


def millions(value: float) -> str:
    """Return money in million SEK, what is less than one in thousands."""
    if abs(value) >= _MILLION:
        return text("{amount} million SEK", amount=number(value / _MILLION, 1))
    return text("{amount} thousand SEK", amount=number(value / _THOUSAND))


def day(iso: object) -> str:
    """Return a date that a table holds in words, unbroken; nothing for a missing one."""
    if not isinstance(iso, str):
        return ""
    return language.day(datetime.date.fromisoformat(iso), short=True)


def open_lines(region: Region) -> pd.DataFrame:
    """Return the rows of the table awaiting that still wait."""
    rows = region["awaiting"]
    return rows[rows["choice"].isna() | (rows["choice"] == "escalate")]


def by_when(row: Any, *, alone: bool = True) -> str:
    """Return by when a line is to be decided, or that no decision reaches it any more.

    Parameters
    ----------
    row : named tuple
        decide_by and reaches of the table awaiting.
    alone : bool
        Whether it stands in a column of its own, which says what the day is; else it says from
        when the decision works as well.
    """
    if pd.isna(row.decide_by):
        return text("too late for what closes it")
    if alone:
        return day(row.decide_by)
    return text("by {day}, with effect from {period}", day=day(row.decide_by),
                period=language.period(row.reaches))  # fmt: skip


def capital(words: str) -> str:
    """Return words with a capital first."""
    return words[:1].upper() + words[1:]


def listing(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[int] = ()
) -> Report | None:
    """Return a table of text; none without rows."""
    return Report(title, heads, rows, frozenset(numeric)) if len(rows) else None


def counted(table: Report | None, shown: int, every: int, *, sheet: bool = True) -> Report | None:
    """Say below a table how many rows there are in all, and whether a sheet has them."""
    if table is None or shown >= every:
        return table
    if not sheet:
        return table.noted(text("{shown} of {all} rows.", shown=shown, all=every))
    return table.noted(text("{shown} of {all} rows; the workbook has all.", shown=number(shown),
                            all=number(every)))  # fmt: skip
