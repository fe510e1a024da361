"""What changed between two packs: cell by cell, by each table's declared key."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from pkslib import settings
from pkslib.language import mark, number, percent, text
from pkslib.pack import outline, receipt, several
from pkslib.show.names import Names, small
from pkslib.show.told import set_value
from pkslib.tables import store
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES

COLUMNS = ["table", "key", "column", "change", "before", "after"]
CHANGES = ("changed", "added", "removed")
_LIBRARY = "library"
# Parts of the receipt that tell what a pack was made from.
_PARTS = {
    "parameters": mark("parameters"),
    "settings": mark("settings"),
    "inputs": mark("input files"),
    "notebooks": mark("notebooks"),
    "versions": mark("versions"),
    _LIBRARY: mark("library"),
}
# Which part of the document a step's tables are about.
_CHAPTERS = {
    "02_demand": "need", "03_need": "need", "04_capacity": "capacity", "05_balance": "decisions",
    "06_plan": "plan", "07_follow_up": "follow-up", "08_outlook": "outlook", "09_pack": "summary",
}  # fmt: skip
_YEARS = frozenset(("four_years", "years_asked", "years_posts", "years_decisions", "judged"))
_DECISIONS = frozenset(
    ("awaiting", "catalogue_decisions", "decided_change", "plan_status", "rounds", "status",
     "to_decide")
)  # fmt: skip
# What is told of each capacity, of half a unit and more, and of what shows as a share.
_AMOUNTS = ("need", "available", "shortage", "closed", "strain", "gives_way", "unsolved")
_LEAST, _LEAST_SHARE = 0.5, 0.0005
# Smaller amounts have a decimal.
_FEW = 10
# Two forecasts of the same data agree this far on different machines.
_ALIKE = 1e-6


def compare(one: Path, other: Path) -> pd.DataFrame:
    """List every cell of the result tables that differs between two packs.

    Parameters
    ----------
    one, other : pathlib.Path
        Regions' folders, before and after.

    Returns
    -------
    pandas.DataFrame
        table, key (values of the declared key, joined by " | "), column, change (``"changed"``,
        ``"added"``, ``"removed"``), before, after. Numbers that differ by less than a millionth
        of their size count as equal.

    Raises
    ------
    InputError
        When a folder is no planning pack.
    """
    for folder in (one, other):
        receipt.read(folder)
    before, after = store.Tables(one), store.Tables(other)
    listed = set(before) | set(after)
    parts = [
        _changes(name, _cells(before, name), _cells(after, name))
        for name in RESULTS
        if name in listed
    ]
    return pd.concat([pd.DataFrame(columns=COLUMNS), *parts], ignore_index=True)


def totals(changes: pd.DataFrame) -> pd.DataFrame:
    """Count changes per table and column, and sum what the numbers among them add up to.

    Parameters
    ----------
    changes : pandas.DataFrame
        As :func:`compare` returns it.

    Returns
    -------
    pandas.DataFrame
        table, column, changed, added, removed (cells), difference (sum after − sum before; 0 for
        a column without numbers).
    """
    rows = [
        {
            "table": table,
            "column": column,
            **{kind: int((cells["change"] == kind).sum()) for kind in CHANGES},
            "difference": _sum(cells["after"]) - _sum(cells["before"]),
        }
        for (table, column), cells in changes.groupby(["table", "column"], sort=False)
    ]
    return pd.DataFrame(rows, columns=["table", "column", *CHANGES, "difference"])


def origins(one: Path, other: Path) -> dict[str, tuple[str, ...]]:
    """Return what two packs were made from that differs.

    Parameters
    ----------
    one, other : pathlib.Path
        Regions' folders.

    Returns
    -------
    dict
        Part of the receipt (``"inputs"``, ``"settings"`` …) to the names in it that differ.
    """
    before, after = receipt.read(one), receipt.read(other)
    differ = {
        part: receipt.differing(before[part], after[part]) for part in _PARTS if part != _LIBRARY
    }
    if before[_LIBRARY] != after[_LIBRARY]:
        differ[_LIBRARY] = ("pkslib",)
    return {part: names for part, names in differ.items() if names}


def lines(one: Path, other: Path) -> Iterator[str]:
    """Yield what changed between two packs, in words and in the order of the document.

    Assumptions and inputs come first, then each of the document's parts: what it came to by
    capacity, what is decided, and every table that differs.

    Parameters
    ----------
    one, other : pathlib.Path
        Regions' folders, before and after.
    """
    made = [
        text("Made from other {part}: {names}", part=text(_PARTS[part]), names=", ".join(names))
        for part, names in origins(one, other).items()
    ]
    found = totals(compare(one, other))
    both = store.Tables(one), store.Tables(other)
    parts = {
        text("Assumptions"): _assumptions(*both),
        text("The data"): [*made, *_inputs(*both)],
    }
    came_to = {
        "summary": _came_to(*both, several.names_of([one, other])),
        "decisions": _decisions(*both),
    }
    for part in outline.INDEX:
        told = came_to.get(part.anchor, ())
        parts[text(part.title)] = [*told, *_differing(found, _tables_of(part.anchor))]
    for heading, said in parts.items():
        yield from [heading, *(f"  {line}" for line in said)] if said else []
    if found.empty:
        yield text("No result differs.")


def _assumptions(before: store.Tables, after: store.Tables) -> list[str]:
    """Return each setting whose value differs, with who decided it."""
    then, now = (_told(tables, "assumptions").set_index("setting") for tables in (before, after))
    said = []
    for code in sorted({*then.index, *now.index}):
        values = [
            set_value(rows.loc[code, "value"]) if code in rows.index else text("not told")
            for rows in (then, now)
        ]
        if values[0] != values[1]:
            by = now["by"].get(code) or "–"
            label = settings.declared(code)["label"]
            said.append(text("{setting} ({label}): {before} → {after}; decided by {by}",
                             setting=code, label=text(label), before=values[0] or text("none"),
                             after=values[1] or text("none"), by=by))  # fmt: skip
    return said


def _inputs(before: store.Tables, after: store.Tables) -> list[str]:
    """Return each table of the data set that has come, gone, or has other rows or periods."""
    columns = ["rows", "last_period"]
    then, now = (_whole(t, "data_tables").set_index("table")[columns] for t in (before, after))
    both = then.merge(now, "outer", left_index=True, right_index=True, suffixes=("_then", "_now"))
    # No period is told in one way or another.
    both = both.mask(both == "").fillna({"rows_then": 0, "rows_now": 0, "last_period_then": "–",
                        "last_period_now": "–"})  # fmt: skip
    other = (both["rows_then"] != both["rows_now"]) | (
        both["last_period_then"] != both["last_period_now"]
    )
    return [
        text("{label} ({table}): rows {before} → {after}, last period {periods}",
             label=text(INPUTS[str(name)].label), table=name,
             before=number(row["rows_then"]), after=number(row["rows_now"]),
             periods=" → ".join(dict.fromkeys([row["last_period_then"], row["last_period_now"]])))
        for name, row in both[other].iterrows()
    ]  # fmt: skip


def _decisions(before: store.Tables, after: store.Tables) -> list[str]:
    """Return how many lines await a decision, and of how much is agreed and in force."""
    labels = RESULTS["plan_status"].columns
    told = [_whole(tables, "plan_status") for tables in (before, after)]
    if any(rows.empty for rows in told):
        return []
    names = ("to_decide", "undecided", "targets", "agreed", "in_force")
    then, now = ([number(rows[name].iloc[0]) for name in names] for rows in told)
    return [
        text("{what}: {before} → {after}", what=text(labels[name].label), before=old, after=new)
        for name, old, new in zip(names, then, now, strict=True)
        if old != new
    ]


def _came_to(before: store.Tables, after: store.Tables, named: Names) -> Iterator[str]:
    """Yield what differs of need, what there is and what lacks, capacity by capacity."""
    then, now = (_whole(tables, "summary").set_index("capacity") for tables in (before, after))
    columns = RESULTS["summary"].columns
    labels = {name: small(text(columns[name].label)) for name in _AMOUNTS}
    for code in (code for code in now.index if code in then.index):
        for name, what in labels.items():
            old, new = float(then.loc[code, name]), float(now.loc[code, name])
            share = percent(new / old - 1, 1, signed=True) if old else "–"
            places = int(max(abs(old), abs(new)) < _FEW)
            if abs(new - old) >= max(_LEAST, _LEAST_SHARE * abs(old)):
                yield text("{capacity}, {what}: {before} → {after} {unit} ({share})",
                           capacity=named.of("capacity", code), what=what,
                           before=number(old, places), after=number(new, places),
                           unit=named.in_all(code), share=share)  # fmt: skip


def _differing(found: pd.DataFrame, tables: Collection[str]) -> Iterator[str]:
    """Yield the tables that differ, with how many cells and rows do."""
    for name, rows in found[found["table"].isin(tables)].groupby("table", sort=False):
        yield text(
            "{label} ({table}): cells changed {changed}, rows added {added}, removed {removed}",
            label=text(RESULTS[str(name)].label), table=name,
            changed=number(rows["changed"].sum()), added=number(rows["added"].max()),
            removed=number(rows["removed"].max()),
        )  # fmt: skip


def _tables_of(anchor: str) -> set[str]:
    """Return the result tables that a part of the document is about."""
    steps = [step for step, part in _CHAPTERS.items() if part == anchor]
    own = {name for step in steps for name in STEP_TABLES[step]} - _YEARS - _DECISIONS
    return own | {"years": _YEARS, "decisions": _DECISIONS}.get(anchor, frozenset())


def _told(tables: store.Tables, name: str) -> pd.DataFrame:
    return tables[name] if name in set(tables) else empty(RESULTS[name])


def _whole(tables: store.Tables, name: str) -> pd.DataFrame:
    return several.whole(tables, name) if name in set(tables) else empty(RESULTS[name])


def _cells(tables: store.Tables, name: str) -> pd.Series:
    """Return a table as one series of its cells, by key and column."""
    schema = RESULTS[name]
    frame = _told(tables, name)
    keys = schema.key
    labels = [" | ".join(map(str, row)) for row in frame[keys].itertuples(index=False)]
    # Of a table that is all key, a row is there or it is not.
    told = [column for column in frame if column not in keys] or keys[-1:]
    columns = {column: pd.Series(frame[column].to_numpy(object), labels) for column in told}
    return pd.concat(columns, names=["column", "key"])


def _changes(name: str, before: pd.Series, after: pd.Series) -> pd.DataFrame:
    both = pd.concat({"before": before, "after": after}, axis=1)
    change = pd.Series("changed", index=both.index)
    change[~both.index.isin(before.index)] = "added"
    change[~both.index.isin(after.index)] = "removed"
    same = (change == "changed") & _alike(both["before"], both["after"])
    found = both.assign(table=name, change=change)[~same].reset_index()
    return found[COLUMNS]


def _alike(one: pd.Series, other: pd.Series) -> pd.Series:
    """Tell cell by cell whether two columns agree; missing agrees with missing."""
    numbers, others = (pd.to_numeric(side, errors="coerce").astype(float) for side in (one, other))
    close = (numbers - others).abs() <= _ALIKE * others.abs()
    return close | (one == other) | (one.isna() & other.isna())


def _sum(cells: pd.Series) -> float:
    numbers = pd.to_numeric(cells, errors="coerce")
    return float(numbers.sum()) if numbers.notna().any() else 0.0
