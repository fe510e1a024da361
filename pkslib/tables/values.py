"""One text to one value of a column's kind, or the kind of fault it is."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from pkslib import periods
from pkslib.tables.declaration import CODE_PATTERN, Column
from pkslib.tables.faults import Kind
from pkslib.tables.kinds import of_cells
from pkslib.tables.wording import suggestion

_FLAGS = {
    **dict.fromkeys(("ja", "true", "1", "yes", "sant"), True),
    **dict.fromkeys(("nej", "false", "0", "no", "falskt"), False),
}
_SERIAL = re.compile(r"[2-9]\d{4}")
# Excel counts days from here (its 29 February 1900 never was).
_EXCEL_DAY_0 = datetime.date(1899, 12, 30)


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
    chosen = _text(found, declared).casefold()
    if chosen not in declared.choices:
        near = suggestion(chosen, declared.choices)
        raise WrongCell(of_cells.NOT_A_CHOICE, nearest=near)
    return chosen


def _period(found: str, declared: Column) -> str:
    try:
        return periods.canonical(found)
    except ValueError:
        week = re.fullmatch(r"(\d{4})-?[VvWw](\d{1,2})", found)
        if week:
            raise WrongCell(of_cells.NO_SUCH_WEEK, year=week[1], week=int(week[2])) from None
        raise WrongCell(of_cells.NOT_A_PERIOD) from None


def _date(found: str, declared: Column) -> str:
    if is_serial(found):
        return (_EXCEL_DAY_0 + datetime.timedelta(days=int(found))).isoformat()
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
    "period": _period,
    "date": _date,
    "flag": _flag,
}
