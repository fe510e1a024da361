"""New rows put into a data set's table: what is new, what has changed, what stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import number, text
from pkslib.tables import cells, headers
from pkslib.tables.inputs import INPUTS
from pkslib.tables.sources.delimited import read_csv
from pkslib.tables.sources.sheet import Sheet, words
from pkslib.tables.wording import column_named

_MOST_TOLD = 20


@dataclass(frozen=True)
class Change:
    """What an import does to a table.

    Attributes
    ----------
    table : str
        Declared name.
    whole : pandas.DataFrame
        The table as it will stand, cells as text.
    new, same : int
        Rows added, and rows that were there with the same figures.
    changed : list of str
        What has changed, a line a figure.
    filled : int
        Cells that were empty and now hold a figure.
    """

    table: str
    whole: pd.DataFrame
    new: int
    same: int
    changed: list[str] = field(default_factory=list)
    filled: int = 0

    def lines(self) -> Iterator[str]:
        """Yield what is told of it."""
        yield text(
            "{table}.csv: {new} new rows, {changed} changed figures, {same} rows as before.",
            table=self.table, new=number(self.new), changed=number(len(self.changed)),
            same=number(self.same),
        )  # fmt: skip
        if self.filled:
            told = text("{count} empty cells filled", count=number(self.filled))
            yield f"  {told}"
        yield from (f"  {line}" for line in self.changed[:_MOST_TOLD])
        if len(self.changed) > _MOST_TOLD:
            yield f"  {text('… and {count} more', count=number(len(self.changed) - _MOST_TOLD))}"


def merged(sheet: Sheet, folder: Path) -> Change:
    """Return what becomes of a table when an export's rows are put into it.

    Parameters
    ----------
    sheet : Sheet
        Typed rows, one a key.
    folder : pathlib.Path
        The data set. Rows of it that the export does not have stay.

    Raises
    ------
    InputError
        When the table can't be read, or is kept in another format.
    """
    key = INPUTS[sheet.table].key
    given = _as_text(sheet.frame)
    before = _before(sheet.table, folder)
    if before is None:
        return Change(sheet.table, _ordered(given, key), len(given), 0)
    declared = INPUTS[sheet.table].columns
    columns = [name for name in declared if name in before or name in given]
    # Columns of the region's own are no business of ours, and stay.
    columns += [str(name) for name in before if name not in declared]
    before, given = before.reindex(columns=columns), given.reindex(columns=columns)
    rows = _by_place(before, key)
    changed: list[str] = []
    same = new = filled = 0
    for place, row in _by_place(given, key).items():
        if place not in rows:
            rows[place] = row
            new += 1
            continue
        was = rows[place]
        other = {name: now for name, now in row.items() if was.get(name, "") != now}
        late = [name for name in other if not was.get(name)]
        changed += [_told(key, place, name, was[name], now) for name, now in other.items()
                    if name not in late]  # fmt: skip
        filled += len(late)
        same += not other
        was |= other
    whole = pd.DataFrame(
        [dict(zip(key, place, strict=True)) | row for place, row in rows.items()], columns=columns
    )
    return Change(sheet.table, _ordered(whole, key), new, same, changed, filled)


def _by_place(frame: pd.DataFrame, key: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """Return what each row tells beside its key, by its key; what it does not tell is not there."""
    others = [name for name in frame if name not in key]
    none = pd.Series("", frame.index)
    places = zip(*(frame[name].fillna("") if name in frame else none for name in key), strict=True)
    told = frame[others].to_dict("records")
    return {
        place: {str(name): value for name, value in row.items() if isinstance(value, str)}
        for place, row in zip(places, told, strict=True)
    }


def _told(key: list[str], place: tuple[str, ...], name: str, was: str, now: str) -> str:
    where = ", ".join(f"{column} {code}" for column, code in zip(key, place, strict=True) if code)
    return f"{where}: {name} {was} → {now or '–'}"


def _before(table: str, folder: Path) -> pd.DataFrame | None:
    """Return the table as the data set has it; nothing where it has none."""
    path = folder / f"{table}.csv"
    other = [each.name for each in folder.glob(f"{table}.*") if each != path]
    if other:
        raise InputError(
            text("{file} holds the table already, and only csv is added to: save it as csv.",
                 file=folder / other[0])
        )  # fmt: skip
    if not path.exists():
        return None
    sheet, _ = read_csv(path, table)
    known, _ = headers.matched(sheet)
    typed, faults = cells.typed(known)
    wrong = [str(fault) for fault in faults if fault.is_error]
    if wrong:
        raise InputError("\n".join([text("{file} can't be added to:", file=path), *wrong]))
    told = _as_text(typed.frame[[name for name in typed.frame if name in known.frame]])
    own = [
        name for name in sheet.frame if column_named(str(name), table) not in INPUTS[table].columns
    ]
    return told.join(sheet.frame[own])


def _as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Return typed cells as they are written; columns that tell nothing are left out.

    The half-width of a range is one that an export does not have: without ranges it is 0.
    """
    told = frame.loc[:, frame.notna().any()]
    told = told.drop(columns="width") if "width" in told and (told["width"] == 0).all() else told
    return pd.DataFrame({name: told[name].map(words).astype("str") for name in told}, told.index)


def _ordered(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    return frame.fillna("").sort_values([name for name in key if name in frame], ignore_index=True)


def write(change: Change, folder: Path) -> None:
    """Write a table as Swedish Excel opens it, whole or not at all.

    Parameters
    ----------
    change : Change
        As from :func:`merged`.
    folder : pathlib.Path
        The data set.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{change.table}.csv"
    beside = path.with_suffix(".new")
    change.whole.to_csv(beside, sep=";", index=False, encoding="utf-8-sig", lineterminator="\n")
    beside.replace(path)
