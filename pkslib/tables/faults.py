"""Faults in a data set: what is wrong, where the user finds it, what is allowed, what to do."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any, Literal

import numpy as np
import pandas as pd
import xlsxwriter

from pkslib.errors import InputError
from pkslib.language import mark, number, percent, text
from pkslib.tables.identity import masked
from pkslib.tables.inputs import INPUTS

# An error stops the read; a warning is for the reader of the pack; a repair is for the receipt.
Severity = Literal["error", "warning", "repair"]
_SEVERITIES = ("error", "warning", "repair")
SEVERITY_LABELS = {
    "error": mark("Error"),
    "warning": mark("Warning"),
    "repair": mark("Read after repair"),
}
_SPELT_OUT = 100
# Values told as people write amounts; other numbers are rows and years.
_AMOUNTS = frozenset(("count", "total", "factor", "days", "times", "middle", "width"))
# Values that name shifts by their codes: "6, 7; 1, 2 (night)".
_SHIFTS, _SHIFT = ("shift", "days"), re.compile(r"[^\W\d]+")
# Fixed, so that the same report is the same file.
_CREATED = datetime.datetime(2000, 1, 1)


def where(file: str = "", row: int | None = None, column: str = "") -> str:
    """Return file, row and column in words, as far as they are known."""
    parts = [
        file,
        text("row {row}", row=row) if row else "",
        text("column {column}", column=column) if column else "",
    ]
    return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a data set.

    Attributes
    ----------
    code : str
        Stable code ``PKS-nnn``.
    severity : str
        ``"error"``, ``"warning"`` or ``"repair"``.
    message : str
        What is wrong, in the language in use when it was found.
    table, file, column : str
        Where; ``file`` names the sheet too. Empty when the fault is wider than that.
    row : int or None
        As the user sees it in Excel: the header is row 1.
    found, allowed, remedy : str
        What stood there, what may stand there, what to do. Identity numbers are hidden.
    concerns : str
        Code of the one unit or region it is about; empty when it is about more than one.
    values : str
        JSON of what message and remedy have in braces: the same in every language.
    """

    code: str
    severity: Severity
    message: str
    table: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    allowed: str = ""
    remedy: str = ""
    concerns: str = ""
    values: str = "{}"

    @property
    def is_error(self) -> bool:
        """Whether it stops the read."""
        return self.severity == "error"

    @property
    def place(self) -> str:
        """File, row and column in words."""
        return where(self.file or self.table, self.row, self.column)

    def __str__(self) -> str:
        """Return the fault as one line."""
        sentences = [
            self.message,
            text("Found: {found}.", found=self.found) if self.found else "",
            text("Allowed: {allowed}.", allowed=self.allowed) if self.allowed else "",
            self.remedy,
        ]
        said = " ".join(sentence for sentence in sentences if sentence)
        return f"{self.code} {self.place}: {said}" if self.place else f"{self.code} {said}"


@dataclass(frozen=True)
class Kind:
    """A kind of fault, declared once: its code and its sentences, marked for translation.

    A number that is named as amounts are (``count``) is told as one, ``share`` as per cent,
    ``nearest`` as a question whether that was meant; ``guess`` is a code of the kind's questions.
    """

    code: str
    message: str
    remedy: str = ""
    allowed: str = ""
    severity: Severity = "error"
    questions: Mapping[str, str] = field(default_factory=dict)

    def at(
        self,
        file: str = "",
        *,
        table: str = "",
        row: int | None = None,
        column: str = "",
        found: str = "",
        **values: object,
    ) -> Fault:
        """Return a fault of this kind at a place, its sentences in the language in use.

        Parameters
        ----------
        file, table, column, found : str
        row : int, optional
            As in :class:`Fault`.
        **values
            What the sentences of the kind have in braces besides table, column and found: numbers
            as they are; a path, or what the system says of one, is told as it is.
        """
        given = {"table": table, "column": column, "found": _shown(found)} | values
        known = {name: _plain(value) for name, value in given.items()}
        filled = self._words(known)
        kept = {name for _, name, _, _ in Formatter().parse(self.message + self.remedy) if name}
        return Fault(
            code=self.code,
            severity=self.severity,
            message=text(self.message, **filled),
            table=table,
            file=masked(file),
            row=row,
            column=masked(column),
            found=masked(_shown(found)),
            allowed=text(self.allowed, **filled) if self.allowed else "",
            remedy=text(self.remedy, **filled) if self.remedy else "",
            concerns=str(values.get("unit") or values.get("region") or ""),
            values=json.dumps({name: known[name] for name in sorted(kept)}, ensure_ascii=False),
        )

    def told(self, values: str) -> str:
        """Return message and remedy of a fault of this kind, in the language in use.

        Parameters
        ----------
        values : str
            As :class:`Fault` holds them.
        """
        filled = self._words(json.loads(values))
        parts = (text(part, **filled) for part in (self.message, self.remedy) if part)
        return " ".join(parts)

    def _words(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {name: self._word(name, value) for name, value in values.items()}

    def _word(self, name: str, value: Any) -> str:
        if name == "nearest" and value:
            return " " + text("Did you mean “{word}”?", word=value)
        if name == "guess" and value:
            return " " + text(self.questions[value])
        if name == "share" and isinstance(value, float):
            return percent(value)
        if name in _SHIFTS and isinstance(value, str):
            return _SHIFT.sub(lambda code: text(code[0]), value)
        if name in _AMOUNTS and not isinstance(value, str):
            return number(value, len(f"{value:.2f}".rstrip("0").partition(".")[2]))
        return str(value)


def _plain(value: object) -> int | float | str:
    """Return a value as json keeps it, without identity numbers.

    A folder named by a time would look like one.
    """
    if isinstance(value, Path | OSError):
        return str(value)
    if isinstance(value, int | np.integer):
        return int(value)
    return float(value) if isinstance(value, float) else masked(str(value))


def _shown(found: str) -> str:
    """Return a cell as it is quoted in a report: not longer than a line."""
    return found if len(found) <= 80 else found[:79] + "…"


def ordered(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return faults by severity, table, file, row, column and code, each once."""
    place = {table: position for position, table in enumerate(INPUTS)}
    return tuple(
        sorted(
            set(faults),
            key=lambda fault: (
                _SEVERITIES.index(fault.severity),
                place.get(fault.table, -1),
                fault.file,
                fault.row or 0,
                fault.column,
                fault.code,
                fault.found,
                fault.message,
            ),
        )
    )


@dataclass(frozen=True)
class Report:
    """What a look at a data set gave.

    Attributes
    ----------
    source : str
        The data set, without any password.
    tables : mapping of str to pandas.DataFrame
        Every input table, typed; empty when there are faults.
    faults : tuple of Fault
        Errors: nothing may be computed before they are mended.
    notes : tuple of Fault
        Warnings and repairs.
    """

    source: str
    tables: Mapping[str, pd.DataFrame]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]

    def raise_for_faults(self) -> None:
        """Raise one error that lists every fault; do nothing when there is none.

        Raises
        ------
        InputError
            The first hundred are spelt out, the rest counted.
        """
        if not self.faults:
            return
        head = text(
            "{source} can't be used. Number of faults: {count}.",
            source=self.source,
            count=number(len(self.faults)),
        )
        told = "\n".join([head, *lines(self.faults)])
        raise InputError(told)


def lines(faults: tuple[Fault, ...], most: int = _SPELT_OUT) -> list[str]:
    """Return faults as lines of text, those beyond the most counted.

    Parameters
    ----------
    faults : tuple of Fault
    most : int
        How many are spelt out.
    """
    spelt = [str(fault) for fault in faults[:most]]
    if len(faults) > most:
        spelt.append(text("… and {count} more", count=number(len(faults) - most)))
    return spelt


_HEADINGS = {
    "code": (mark("Code"), 10),
    "severity": (mark("Severity"), 16),
    "table": (mark("Table"), 16),
    "file": (mark("File or sheet"), 26),
    "row": (mark("Row"), 8),
    "column": (mark("Column"), 16),
    "found": (mark("Found"), 24),
    "message": (mark("What is wrong"), 60),
    "allowed": (mark("Allowed"), 40),
    "remedy": (mark("What to do"), 60),
}


def write_report(report: Report, path: str | Path) -> None:
    """Write every fault and note to a workbook, one row each, with filters.

    Parameters
    ----------
    report : Report
    path : str or pathlib.Path
        The xlsx to write; the same report gives the same bytes.
    """
    plain = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), plain) as workbook:
        workbook.set_properties({"created": _CREATED})
        sheet = workbook.add_worksheet(text("Faults"))
        heading = workbook.add_format({"bold": True, "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        for at, (label, width) in enumerate(_HEADINGS.values()):
            sheet.set_column(at, at, width, wrapped)
            sheet.write_string(0, at, text(label), heading)
        found = report.faults + report.notes
        for line, fault in enumerate(found, start=1):
            _write_fault(sheet, line, fault)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(found), 1), len(_HEADINGS) - 1)


def _write_fault(sheet: xlsxwriter.worksheet.Worksheet, line: int, fault: Fault) -> None:
    for at, name in enumerate(_HEADINGS):
        value = getattr(fault, name)
        if name == "row":
            if value:
                sheet.write_number(line, at, value)
            continue
        shown = text(SEVERITY_LABELS[value]) if name == "severity" else value
        sheet.write_string(line, at, shown)
