"""What changed between two packs, told in the order of the document."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from pkslib import settings
from pkslib.language import mark, number, percent, text
from pkslib.pack import compare, outline, receipt, several
from pkslib.show.names import Names, small
from pkslib.show.told import set_value
from pkslib.tables import store
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES

# Parts of the receipt that no table of the pack tells of.
_PARTS = {
    "inputs": mark("input files"),
    "notebooks": mark("notebooks"),
    "versions": mark("versions"),
    compare.LIBRARY: mark("library"),
}
# Parameters that a reader knows; where the files stand is not what a pack is about.
_PARAMETERS = {
    "region": mark("Region code"), "year": mark("Planning year"), "scenario": mark("Scenario"),
    "language": mark("Language"),
}  # fmt: skip
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
# What is told of the money, of a tenth of a million and more.
_MONEY = ("budget", "plan_cost", "measures", "held", "difference")
_MILLION = 1e6


def lines(one: Path, other: Path) -> Iterator[str]:
    """Yield what changed between two packs, in words and in the order of the document.

    Assumptions and inputs come first, then each of the document's parts: what it came to by
    capacity, what is decided, and every table that differs.

    Parameters
    ----------
    one, other : pathlib.Path
        Regions' folders, before and after.
    """
    differ = compare.origins(one, other)
    made = [
        text("Made from other {part}: {names}", part=text(label), names=", ".join(differ[part]))
        for part, label in _PARTS.items()
        if part in differ
    ]
    found = compare.totals(compare.compare(one, other))
    both, named = (store.Tables(one), store.Tables(other)), several.names_of([one, other])
    parts = {
        text("Assumptions"): [*_asked(one, other), *_assumptions(*both, named)],
        text("The data"): [*made, *_inputs(*both)],
    }
    came_to = {
        "summary": [*_came_to(*both, named), *_money(*both)],
        "decisions": _decisions(*both),
    }
    for part in outline.INDEX:
        told = came_to.get(part.anchor, ())
        parts[text(part.title)] = [*told, *_differing(found, _tables_of(part.anchor))]
    for heading, said in parts.items():
        yield from [heading, *(f"  {line}" for line in said)] if said else []
    if found.empty:
        yield text("No result differs.")


def _asked(one: Path, other: Path) -> Iterator[str]:
    """Yield what was asked for that differs: another scenario, year, region or language."""
    before, after = (receipt.read(folder)["parameters"] for folder in (one, other))
    for name, label in _PARAMETERS.items():
        if before.get(name) != after.get(name):
            yield text("{what}: {before} → {after}", what=text(label),
                       before=before.get(name, "–"), after=after.get(name, "–"))  # fmt: skip


def _assumptions(before: store.Tables, after: store.Tables, named: Names) -> list[str]:
    """Return each setting whose value differs, with who decided it; none of others' units."""
    then, now = (
        compare.table_of(tables, "assumptions").set_index("setting") for tables in (before, after)
    )
    said = []
    for code in sorted({*then.index, *now.index}):
        values = [
            set_value(rows.loc[code, "value"]) if code in rows.index else text("not told")
            for rows in (then, now)
        ]
        if values[0] != values[1] and _concerns(code, named):
            by = now["by"].get(code) or "–"
            label = settings.declared(code)["label"]
            said.append(text("{setting} ({label}): {before} → {after}; decided by {by}",
                             setting=code, label=text(label), before=values[0] or text("none"),
                             after=values[1] or text("none"), by=by))  # fmt: skip
    return said


def _concerns(setting: str, named: Names) -> bool:
    """Tell whether a setting is about these regions: not about a unit that they do not have."""
    units = named.named.get("unit", {})
    about = setting.removeprefix("units.")
    return about == setting or any(about.startswith(f"{unit}.") for unit in units) or not units


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
            more = new / old - 1 if old else 0.0
            share = percent(more, int(abs(more) < 1), signed=True) if old else "–"
            places = int(max(abs(old), abs(new)) < _FEW)
            if abs(new - old) >= max(_LEAST, _LEAST_SHARE * abs(old)):
                yield text("{capacity}, {what}: {before} → {after} {unit} ({share})",
                           capacity=named.of("capacity", code), what=what,
                           before=number(old, places), after=number(new, places),
                           unit=named.in_all(code), share=share)  # fmt: skip


def _money(before: store.Tables, after: store.Tables) -> Iterator[str]:
    """Yield what differs of the budgets, and of what the plan and its measures cost."""
    sums = [several.own_money(tables)[[*_MONEY]].sum() / _MILLION
            for tables in (before, after) if "money" in set(tables)]  # fmt: skip
    for name in _MONEY if len(sums) == 2 else ():
        old, new = (number(each[name], 1) for each in sums)
        if old != new:
            label = text(RESULTS["money"].columns[name].label)
            yield text("{what}: {before} → {after} million SEK", what=label, before=old, after=new)


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


def _whole(tables: store.Tables, name: str) -> pd.DataFrame:
    return several.whole(tables, name) if name in set(tables) else empty(RESULTS[name])
