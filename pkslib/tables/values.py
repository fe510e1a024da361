"""One text to one value of a column's kind, or the kind of fault it is."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from pkslib.tables.declaration import CODE_PATTERN, Column
from pkslib.tables.faults import Kind
from pkslib.tables.kinds import of_cells
from pkslib.tables.wording import chosen, nearest
from pkslib.tables.written_periods import EXCEL_DAY_0

_FLAGS = {
    **dict.fromkeys(("ja", "true", "1", "yes", "sant"), True),
    **dict.fromkeys(("nej", "false", "0", "no", "falskt"), False),
}
_SERIAL = re.compile(r"[2-9]\d{4}")


class WrongCell(Exception):
    """A text that is no value of its column: the kind of fault and its words."""

    def __init__(self, kind: Kind, **values: object) -> None:
        super().__init__(kind.code)
        self.kind, self.values = kind, values


def _text(found: str, declared: Column) -> str:
    signs = found.translate({ord(sign): None for sign in "\n\r\t"})
    if any(unicodedata.category(sign) in ("Cc", "Cf") for sign in signs):
        raise WrongCell(of_cells.HIDDEN_SIGNS)
    return found


def _code(found: str, declared: Column) -> str:
    _text(found, declared)
    if not re.fullmatch(CODE_PATTERN, found):
        raise WrongCell(of_cells.NOT_A_CODE)
    return found


def _choice(found: str, declared: Column) -> str:
    meant = chosen(_text(found, declared), declared)
    if meant not in declared.choices:
        near = nearest(meant, declared.choices)
        raise WrongCell(of_cells.NOT_A_CHOICE, nearest=near)
    return meant


def _date(found: str, declared: Column) -> str:
    if is_serial(found):
        return (EXCEL_DAY_0 + datetime.timedelta(days=int(found))).isoformat()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", found):
        raise WrongCell(of_cells.NOT_A_DATE)
    try:
        return datetime.date.fromisoformat(found).isoformat()
    except ValueError:
        raise WrongCell(of_cells.NOT_A_DATE) from None


def _flag(found: str, declared: Column) -> bool:
    try:
        return _FLAGS[found.casefold()]
    except KeyError:
        raise WrongCell(of_cells.NOT_A_FLAG) from None


def is_serial(found: str) -> bool:
    """Tell whether a text is a date as Excel counts them, in days since 1900."""
    return bool(_SERIAL.fullmatch(found))


READERS: dict[str, Callable[[str, Column], Any]] = {
    "text": _text,
    "code": _code,
    "choice": _choice,
    "date": _date,
    "flag": _flag,
}
