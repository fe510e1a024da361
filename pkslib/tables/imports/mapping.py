"""The mapping: a TOML file that says what becomes of each sheet of a region's exports."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit

from pkslib.errors import InputError
from pkslib.language import mark, text
from pkslib.tables.imports.grids import Grid
from pkslib.tables.imports.recognise import AGE_GROUPS, BAND, OF_STAFFED, OPEN, PER_DAY, Found
from pkslib.tables.inputs import INPUTS
from pkslib.tables.reference import region_in

NAME = "import.toml"
# Instead of a table: the sheet is not read.
NONE = "none"
ACROSS = ("", "period", "year", "band")
DASHES = ("none", "missing")
_DIGITS = re.compile(r"[0-9]{4,}(?:[_.-]?[0-9]+)*")


@dataclass(frozen=True)
class Part:
    """What becomes of one sheet.

    Attributes
    ----------
    table : str
        The declared table that its rows go to.
    file, sheet : str
        Of the export; ``*`` stands for what changes from month to month.
    header : int
        Row of the headers.
    columns : mapping of str to str
        Declared column (or ``band``) to header.
    across, value : str
        As :class:`pkslib.tables.imports.recognise.Found`.
    constants : mapping of str to str
        Declared column to the one value of all rows.
    words : mapping of str to mapping
        Declared column to what its words stand for.
    factors : mapping of str to str or float
        Declared column to ``days``, ``share_of_staffed`` or a number.
    figure, figures
        As :class:`pkslib.tables.imports.recognise.Found`.
    ages : sequence of str
        Groups that ages are put together to.
    dash : str
        What a dash means: ``none`` or ``missing``; empty where the source has none.
    six_digits : str
        What 202701 means where the source leaves it open: ``month`` or ``week``.
    """

    table: str
    file: str
    sheet: str = ""
    header: int = 1
    columns: Mapping[str, str] = field(default_factory=dict)
    across: str = ""
    value: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    factors: Mapping[str, str | float] = field(default_factory=dict)
    figure: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    ages: Sequence[str] = ()
    dash: str = ""
    six_digits: str = ""

    def fits(self, grid: Grid) -> bool:
        """Tell whether this is what becomes of a sheet."""
        return fnmatch(grid.file, self.file) and self.sheet in ("", grid.sheet)

    def questions(self) -> Iterator[str]:
        """Yield the lines that the planner has to answer."""
        yield from (name for name in ("table", "value", "dash", "six_digits") if self._open(name))
        for group in ("columns", "constants", "factors"):
            for name, word in getattr(self, group).items():
                if word == OPEN:
                    yield f"{group}.{name}"

    def hint(self, question: str) -> str:
        """Return what may be answered to a question, as a sentence; nothing where it is plain.

        Parameters
        ----------
        question : str
            One of :meth:`questions`.
        """
        group, _, name = question.partition(".")
        if group == "constants":
            known = INPUTS.get(self.table)
            means = text(known.columns[name].label) if known and name in known.columns else name
            return text("{means} of all rows, as two digits (06)", means=means) if (
                name == "region") else means  # fmt: skip
        if group == "columns":
            return text("the header of the column that holds it")
        return text(_ANSWERS[group])

    def _open(self, name: str) -> bool:
        return bool(getattr(self, name) == OPEN)


_ANSWERS = {
    "table": mark(
        "what the figures are: demand (patients who come), production (what was done), beds, "
        "waiting, population, or another table of the data dictionary; none leaves the sheet out"
    ),
    "value": mark("the column of the table that the cells hold"),
    "dash": mark("none (0) or missing"),
    "six_digits": mark("month or week"),
    "factors": mark("days (a number of beds), share_of_staffed (an occupancy), or 1 (bed days)"),
}


def proposed(grid: Grid, found: Found, known: Mapping[str, pd.DataFrame], region: str = "") -> Part:
    """Return the mapping of a sheet as it was recognised, with a question for what was not.

    Parameters
    ----------
    grid : Grid
        The sheet.
    found : Found
        What it was recognised as.
    known : mapping of str to pandas.DataFrame
        Tables of the data set so far, cells as text: its one region, and names of its codes.
    region : str
        The one that another sheet's mapping tells; empty when none does.
    """
    columns, constants = dict(found.columns), {}
    told = {*columns, *found.figures, found.value, *_ACROSS_TELLS.get(found.across, [found.across])}
    told |= {"days_from", "days_to"} if BAND in columns else set()
    # A table to be named is most likely counted as demand is.
    table = found.table if found.table != OPEN else "demand" if found.value or columns else ""
    for name, column in INPUTS[table].columns.items() if table else ():
        if name in told or column.optional or (column.empty and not column.key):
            continue
        if name == "region":
            titled = region_in(grid.title(found.header))
            constants[name] = titled or region or _only_region(known) or OPEN
        elif not column.empty:
            constants[name] = OPEN
    frame = grid.table(found.header)
    cells = {cell.strip() for name in frame.columns for cell in frame[name].unique()}
    return Part(
        table=found.table,
        file=_every_month(grid.file),
        sheet=grid.sheet,
        header=found.header,
        columns=columns,
        across=found.across,
        value=found.value,
        constants=constants,
        words=_names(frame, columns, known),
        factors=found.factors,
        figure=found.figure,
        figures=found.figures,
        ages=AGE_GROUPS if found.table == "population" else (),
        dash=OPEN if cells & {"-", "–"} else "",
    )


def _every_month(file: str) -> str:
    """Return a file's name with a star for what changes from month to month.

    Examples
    --------
    >>> _every_month("belaggning_2026-10.csv"), _every_month("2026.xlsx")
    ('belaggning_*.csv', '2026.xlsx')
    """
    path = Path(file)
    stem = _DIGITS.sub("*", path.stem)
    return f"{stem}{path.suffix}" if stem.strip("*_- ") else file


_ACROSS_TELLS = {
    "period": ("period",),
    "year": ("year",),
    "band": ("days_from", "days_to"),
}


def _only_region(known: Mapping[str, pd.DataFrame]) -> str:
    codes = {code for frame in known.values() if "region" in frame for code in frame["region"]}
    return codes.pop() if len(codes) == 1 else ""


def _names(
    frame: pd.DataFrame, columns: Mapping[str, str], known: Mapping[str, pd.DataFrame]
) -> dict[str, dict[str, str]]:
    """Return the codes of words in the export that are names in the data set."""
    found: dict[str, dict[str, str]] = {}
    for column, table in (("unit", "units"), ("need", "needs"), ("activity", "activities")):
        if column not in columns or table not in known or columns[column] not in frame:
            continue
        names = dict(zip(known[table]["name"], known[table][column], strict=True))
        met = {word: names[word] for word in frame[columns[column]].str.strip() if word in names}
        if met:
            found[column] = met
    return found


def read(path: Path) -> list[Part]:
    """Read a mapping.

    Parameters
    ----------
    path : pathlib.Path
        A TOML file; one that is not there holds nothing.

    Raises
    ------
    InputError
        With every line that can't be.
    """
    if not path.exists():
        return []
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(text("{file} is no TOML file: {fault}", file=path, fault=fault)) from fault
    entries = told.get("import", [])
    wrong = [line for number, entry in enumerate(entries, 1) for line in _wrong(number, entry)]
    if wrong:
        raise InputError("\n".join([text("{file} can't be used:", file=path), *wrong]))
    return [Part(**entry) for entry in entries]


def _wrong(number: int, entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one entry of a mapping."""
    place = f"[[import]] {number}"
    allowed = Part.__dataclass_fields__
    for name in entry:
        if name not in allowed:
            yield text("{place}: there is no line {name}; the lines are {known}.", place=place,
                       name=name, known=", ".join(allowed))  # fmt: skip
    for name in ("table", "file"):
        if not isinstance(entry.get(name), str):
            yield text("{place}: the line {name} is missing.", place=place, name=name)
    table = entry.get("table", OPEN)
    if table == NONE:
        return
    if table != OPEN and table not in INPUTS:
        yield text("{place}: there is no table {name}; the tables are {known}.", place=place,
                   name=table, known=", ".join(INPUTS))  # fmt: skip
        return
    declared = {*INPUTS[table].columns, BAND} if table != OPEN else set()
    for group in ("columns", "constants", "words", "factors", "figures"):
        for name in entry.get(group, {}):
            if declared and name not in declared:
                yield text("{place}: the table {table} has no column {name}; it has {known}.",
                           place=place, table=table, name=name,
                           known=", ".join(INPUTS[table].columns))  # fmt: skip
    choices = {"across": ACROSS, "dash": ("", OPEN, *DASHES)}
    choices["six_digits"] = ("", OPEN, "month", "week")
    for name, known in choices.items():
        own = name == "across" and (table == OPEN or entry.get(name) in declared)
        if entry.get(name, "") not in known and not own:
            yield text("{place}: {name} is one of {known}.", place=place, name=name,
                       known=", ".join(filter(None, known)))  # fmt: skip
    for name, factor in entry.get("factors", {}).items():
        if not isinstance(factor, int | float) and factor not in (PER_DAY, OF_STAFFED, OPEN):
            yield text("{place}: {name} is one of {known}.", place=place, name=f"factors.{name}",
                       known=f"{PER_DAY}, {OF_STAFFED}, 1000 …")  # fmt: skip


def write(path: Path, parts: Iterable[Part]) -> None:
    """Add proposals to a mapping, each line with what it means.

    Parameters
    ----------
    path : pathlib.Path
        The TOML file; what stands in it is kept.
    parts : iterable of Part
        What to add.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else f"# {text(_HEAD)}\n"
    beside = path.with_suffix(".new")
    beside.write_text("\n".join([before.rstrip("\n"), *map(_shown, parts)]), encoding="utf-8")
    beside.replace(path)


_HEAD = mark(
    "What becomes of each sheet. Answer every line that says ?, change what is wrong, and run the "
    "command again; the same mapping is used next month."
)


def _shown(part: Part) -> str:
    """Return a proposal as the text of a mapping."""
    lines = {
        name: value
        for name in (
            "table",
            "file",
            "sheet",
            "header",
            "across",
            "value",
            "figure",
            "dash",
            "six_digits",
        )
        if (value := getattr(part, name))
    }
    if part.ages:
        lines["ages"] = [*part.ages]
    groups = {
        name: dict(value)
        for name in ("columns", "constants", "figures", "factors", "words")
        if (value := getattr(part, name))
    }
    return "\n" + tomlkit.dumps({"import": [lines | groups]})
