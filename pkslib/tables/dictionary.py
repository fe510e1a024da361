"""The data dictionary, printed from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pkslib.language import catalogue, using
from pkslib.tables.declaration import Column, Table
from pkslib.tables.inputs import INPUTS, ONE_OF
from pkslib.tables.kinds import KINDS
from pkslib.tables.published import PUBLISHED
from pkslib.tables.results import RESULTS, STEP_TABLES
from pkslib.tables.wording import KIND_LABELS, allowed

_HEAD = """# Data dictionary

Printed from the declarations in `pkslib/tables/`; do not edit by hand. Print it anew with
`python -c "from pkslib.tables.dictionary import markdown; print(markdown(), end='')"`.

Shares are fractions (0.85), per cent only when shown. A period tells its own resolution: `2027`,
`2027-Q1`, `2027-03`, `2027-W14` (also `2027-V14`), `2027-03-31`. No table holds persons.
"""
_FAULTS = """## Faults

What `pks check` and `pks run` say of a data set: an error stops the read, a warning stands in the
pack, a repair in the report of `pks check`. From 601 on, what `pks run` says of itself and its
machine.
"""
_COLUMNS = ("column", "Swedish", "English", "type", "unit", "key", "allowed", "required")


def markdown() -> str:
    """Return the data dictionary of every table, and every kind of fault, as Markdown."""
    with using("en"):
        parts = [_HEAD, "## Input tables\n", *_sections(INPUTS.values())]
        for step, names in STEP_TABLES.items():
            parts += [f"## Result tables of {step}\n", *_sections(RESULTS[name] for name in names)]
        parts += [
            "## Tables that leave the region (`pks publish`)\n",
            *_sections(PUBLISHED.values()),
        ]
    return "\n".join([*parts, _FAULTS, *_kinds(), ""])


def _sections(schemas: Iterable[Table]) -> Iterator[str]:
    for schema in schemas:
        title = f"### {schema.name}: {schema.label} ({_swedish(schema.label)})\n"
        rows = [_row(name, column) for name, column in schema.columns.items()]
        lines = [_line(_COLUMNS), _line(["---"] * len(_COLUMNS)), *map(_line, rows)]
        yield "\n".join(
            [title, f"{schema.description}{_needed(schema)}{_registered(schema)}\n", *lines, ""]
        )


def _kinds() -> Iterator[str]:
    """Yield a line for every kind of fault, in order of code."""
    yield _line(("code", "severity", "English", "Swedish"))
    yield _line(["---"] * 4)
    for code, kind in sorted(KINDS.items()):
        yield _line((code, kind.severity, kind.message, _swedish(kind.message)))


def _needed(schema: Table) -> str:
    if schema.required:
        return " Needed to start."
    one_of = f" One of {' and '.join(ONE_OF)} is needed to start." if schema.name in ONE_OF else ""
    return f"{one_of} Without it {schema.without}." if schema.without else one_of


def _registered(schema: Table) -> str:
    return f" {schema.registering}" if schema.registering else ""


def _row(name: str, column: Column) -> list[str]:
    must = "may be empty" if column.empty else "yes"
    refers = f"; in `{column.refers_to}`" if column.refers_to else ""
    return [
        f"`{name}`",
        _swedish(column.label),
        column.label,
        KIND_LABELS[column.kind],
        column.unit,
        "key" if column.key else "",
        allowed(column) + refers,
        "column may be left out" if column.optional else must,
    ]


def _swedish(label: str) -> str:
    return catalogue("sv").get(label, label)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
