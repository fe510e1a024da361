"""What was agreed in a round, kept beside the data set that the pack was made from.

Every table is rewritten whole beside its place and put there in one stroke, with the rows that
were there first. What another decision holds meanwhile is waited for. A decision that was cut off
half-way is finished by the same command, as rows that are there already are left alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from pkslib.errors import BusyError, InputError
from pkslib.language import number, text
from pkslib.pack import receipt
from pkslib.tables import cells, decided, headers, store
from pkslib.tables.declaration import Table, filled
from pkslib.tables.identity import holds_number
from pkslib.tables.inputs import INPUTS, KEPT
from pkslib.tables.inputs.decided import IN_FORCE
from pkslib.tables.sources.delimited import csv_bytes
from pkslib.tables.sources.folder import read_folder
from pkslib.tables.sources.sheet import Sheet

# Seconds to wait for who else is deciding; a round is written within one.
PATIENCE = 60
_LOCK = ".lock"
# A spreadsheet runs what begins so as a formula.
_FORMULA = ("=", "+", "-", "@")
# When the same is decided again, the day may be another.
_WHEN = "on"


@dataclass(frozen=True)
class Decision:
    """A decision to keep.

    Attributes
    ----------
    round : int
        Its number, from 1, counted for each region and year.
    by : str
        The role that decided; never a person.
    on : datetime.date
        When.
    note : str
        What else there is to say.
    """

    round: int
    by: str
    on: datetime.date
    note: str = ""


@dataclass(frozen=True)
class _Round:
    """A region's round: its units, year, number, and what it decides of each table."""

    region: str
    units: frozenset[str]
    year: int
    number: int
    tables: Mapping[str, pd.DataFrame]


def decide(pack: Path, decision: Decision, to: Path | None = None) -> tuple[Path, dict[str, int]]:
    """Keep what a pack proposes as decided.

    Parameters
    ----------
    pack : pathlib.Path
        A region's folder. It is only read.
    decision : Decision
        Which round, by whom and when.
    to : pathlib.Path, optional
        Folder to keep it in; the one beside the data set when left out.

    Returns
    -------
    tuple of pathlib.Path and dict
        The folder, and rows added by table; none when the round was decided so before.

    Raises
    ------
    InputError
        When the pack is not as its receipt says, the role is a person, there is no place beside
        the data set, or the round was decided otherwise.
    BusyError
        When another decision holds the folder all the time.
    """
    _refuse_persons(decision)
    if differ := receipt.verify(pack):
        raise InputError(
            text(
                "{pack} is not as it was made: {count} files differ from the receipt. A decision "
                "is taken on a whole pack: run the region again.",
                pack=pack,
                count=len(differ),
            )
        )
    told = receipt.read(pack)["parameters"]
    place = to or _beside(str(told["data"]))
    wanted = _round(pack, told, decision)
    place.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(place / _LOCK, timeout=PATIENCE):
            return place, _keep(place, wanted)
    except Timeout:
        raise BusyError(
            text("Another decision is being written to {place}.", place=place)
        ) from None


def _refuse_persons(decision: Decision) -> None:
    if not decision.by.strip():
        raise InputError(text("Name the role that decided: --by."))
    if any(holds_number(words) for words in (decision.by, decision.note)):
        raise InputError(
            text("A decision is by a role, never a person: leave out the personal identity number.")
        )


def _beside(data: str) -> Path:
    """Return the folder beside the data set that a pack was made from."""
    place = decided.place_of(data)
    if place is None:
        raise InputError(
            text(
                "The pack was made from a database, which has no folder beside it: name one with "
                "--to, and give it to pks run with --decided."
            )
        )
    if not Path(data).exists():
        raise InputError(
            text(
                "The data set that the pack was made from is not at {data} any more. Name the "
                "folder to keep the decision in with --to.",
                data=data,
            )
        )
    return place


def _round(pack: Path, told: Mapping[str, Any], decision: Decision) -> _Round:
    """Return what a pack proposes, as the rows of a round."""
    tables, year = store.Tables(pack), int(told["year"])
    forecast, plan = tables["forecast"], tables["plan"]
    label = f"{year:04d}"
    signed: dict[str, Any] = {"round": decision.round, "on": decision.on.isoformat()}
    signed["by"] = _plain(decision.by)
    of_year = {
        "decided_forecast": forecast[forecast["period"].str.startswith(label)],
        "decided_plan": plan[plan["period"].str.startswith(label)],
        "decided_measures": decided.used(tables["ladder"], tables["measures"]).assign(year=year),
        "decided_catalogue": tables["catalogue"].assign(year=year, status=IN_FORCE),
    }
    of_year["decided_forecast"] = of_year["decided_forecast"].assign(region=told["region"])
    about = {"region": told["region"], "year": year, "scenario": told["scenario"]}
    about |= {"receipt": receipt.own_hash(pack), "note": _plain(decision.note)}
    of_year["decided_rounds"] = pd.DataFrame([about])
    found = {each.name: _rows(of_year[each.name].assign(**signed), each) for each in KEPT}
    units = frozenset(tables["units"]["unit"])
    return _Round(str(told["region"]), units, year, decision.round, found)


def _rows(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    """Return rows as they are when they have been written and read."""
    return _typed(Sheet(declared.name, declared.name, _text(frame, declared)))


def _text(frame: pd.DataFrame, declared: Table) -> pd.DataFrame:
    shown = frame[[name for name in declared.columns if name in frame]]
    lines = StringIO(csv_bytes(shown).decode("utf-8-sig"))
    read: pd.DataFrame = pd.read_csv(lines, sep=";", dtype="str", keep_default_na=False)
    return read


def _plain(words: str) -> str:
    """Return words on one line that no spreadsheet takes for a formula."""
    line = " ".join(words.split())
    return f"'{line}" if line.startswith(_FORMULA) else line


def _keep(place: Path, wanted: _Round) -> dict[str, int]:
    """Add the rows of a round to the tables of a folder, all of them checked before any."""
    known = _kept(place)
    added = {}
    for name, rows in wanted.tables.items():
        there = _typed(known[name]) if name in known else rows.head(0)
        same = there[_is_of(there, wanted)]
        mine = same[same["round"] == wanted.number]
        _refuse_other(mine, rows, same, wanted)
        added[name] = 0 if len(mine) else len(rows)
    for name, count in added.items():
        if count or name not in known:
            _write(place / f"{name}.csv", known.get(name), wanted.tables[name], INPUTS[name])
    return added


def _kept(place: Path) -> dict[str, Sheet]:
    """Return the tables of a folder as text."""
    sheets, faults = read_folder(place)
    odd = [fault for fault in faults if fault.is_error]
    found = {}
    for sheet in sheets:
        known, wrong = headers.matched(sheet)
        odd += [fault for fault in [*wrong, *cells.typed(known)[1]] if fault.is_error]
        found[sheet.table] = known
    if odd:
        raise InputError("\n".join(map(str, odd)))
    return found


def _typed(sheet: Sheet) -> pd.DataFrame:
    return filled(cells.typed(sheet)[0].frame, INPUTS[sheet.table])


def _is_of(there: pd.DataFrame, wanted: _Round) -> pd.Series:
    """Return which rows of a table are about the same region and year as a round."""
    column, own = ("region", {wanted.region}) if "region" in there else ("unit", wanted.units)
    mine = there[column].isin(own)
    year = there["period"].str[:4].astype(int) if "period" in there else there["year"]
    return mine & (year == wanted.year)


def _refuse_other(
    mine: pd.DataFrame, rows: pd.DataFrame, same: pd.DataFrame, wanted: _Round
) -> None:
    """Refuse a round that was decided otherwise, or that comes before one that is decided."""
    latest = int(same["round"].max()) if len(same) else 0
    about = {"round": wanted.number, "region": wanted.region, "year": wanted.year}
    if len(mine):
        columns = [name for name in rows if name != _WHEN]
        if not mine[columns].reset_index(drop=True).equals(rows[columns].reset_index(drop=True)):
            raise InputError(
                text(
                    "Round {round} of region {region} for {year} is decided already, otherwise "
                    "than in this pack. What is decided stands: the next free round is {free}.",
                    free=number(latest + 1),
                    **about,
                )
            )
    elif latest > wanted.number:
        raise InputError(
            text(
                "Region {region} has decided round {latest} for {year} already, so round {round} "
                "would come too late: the next free round is {free}.",
                latest=latest,
                free=number(latest + 1),
                **about,
            )
        )


def _write(path: Path, known: Sheet | None, rows: pd.DataFrame, declared: Table) -> None:
    """Write a table with its rows and those that were there, in one stroke."""
    new = _text(rows, declared)
    whole = new if known is None else pd.concat([known.frame, new], ignore_index=True).fillna("")
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(csv_bytes(whole[[name for name in declared.columns if name in whole]]))
    beside.replace(path)
