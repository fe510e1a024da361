"""What a group agrees on in a round: written as a data set with a scenario, and read back.

A round's folder is a data set like any other: ``pks run --data FOLDER --scenario round_4`` makes
the group's planning pack.
"""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.settings import Decision, Settings
from pkslib.show.training.year import sums
from pkslib.show.training.year.roles import ROLES
from pkslib.tables import intake, scenarios
from pkslib.tables.identity import holds_number
from pkslib.tables.inputs.capacity import IMPROVE
from pkslib.tables.sources.delimited import csv_bytes

ROUNDS = (1, 2, 3, 4)
EVENT_ROUND = 4  # when the event card is turned up
_LATE = "2027-06"  # what is agreed after the event begins here
_HOSPITAL = "98-1"
# Who says yes or no: unit and planning level.
PARTS: Mapping[str, tuple[str, str]] = {
    "strategic": (_HOSPITAL, "strategic"),
    "medicine": ("98-1-MED", "tactical"),
    "orthopaedics": ("98-1-ORT", "tactical"),
    "medical_ward": ("98-1-M1", "operative"),
    "orthopaedic_ward": ("98-1-O1", "operative"),
}
_WRITTEN = ("measures", "budgets", "available", "demand", "agreements")


@dataclass(frozen=True)
class Choices:
    """What a group chooses in a round.

    Attributes
    ----------
    target : float
        Target occupancy [share].
    frame : float
        What measures may cost [SEK].
    measures : tuple of str
        Those that are taken into the plan.
    promised : bool
        Improvement work is counted as promised, not as it has been seen.
    told : bool
        What the wards know is in the plan.
    yes : tuple of str
        The parts, of :data:`PARTS`, that say yes.
    note : str
        Why.
    """

    target: float = 0.85
    frame: float = 1_500_000
    measures: tuple[str, ...] = ()
    promised: bool = True
    told: bool = False
    yes: tuple[str, ...] = ()
    note: str = ""


def tables_of(
    base: Mapping[str, pd.DataFrame], choices: Choices, card: int, known: Choices | None
) -> dict[str, pd.DataFrame]:
    """Return the group's tables.

    Parameters
    ----------
    base : mapping of str to pandas.DataFrame
        The course's tables.
    choices : Choices
        The round's.
    card : int
        The event's number; 0 before it is turned up.
    known : Choices or None
        Those of the round before the event; what is new since begins late.
    """
    taken = base["measures"]["measure"].isin(choices.measures)
    measures = base["measures"][taken].copy()
    better = measures["step"] == IMPROVE
    if choices.promised:
        measures.loc[better, "status"] = "realised"
        measures.loc[better, "realised"] = 1.0
    elif choices.told:
        measures.loc[better, "realised"] = measures["measure"].map(sums.SEEN)
    if card and known is not None:
        new = ~measures["measure"].isin(known.measures) & (measures["start"] < _LATE)
        measures.loc[new, "start"] = _LATE
    tables = {**base, "measures": measures}
    tables["budgets"] = base["budgets"].assign(for_measures=float(choices.frame))
    if choices.told:
        tables = sums.summer_known(tables)
    return sums.after_event(tables, card) if card else tables


def folder_of(output: Path, group: str, round_: int) -> Path:
    """Return where a group's round is kept."""
    return output / plain_name(group) / f"round_{round_}"


def plain_name(group: str) -> str:
    """Return a group's name, which is a folder's too.

    Raises
    ------
    InputError
        When it is no plain word.
    """
    if not re.fullmatch(r"[\w-]+(?: [\w-]+)*", group) or holds_number(group):
        raise InputError(text("Name the group with letters, digits and spaces."))
    return group


def keep(
    source: Path, folder: Path, tables: Mapping[str, pd.DataFrame], choices: Choices
) -> Path:  # fmt: skip
    """Write a round as a data set with a scenario, whole or as it was before.

    Parameters
    ----------
    source : pathlib.Path
        The course's data set, of which the other tables are copied.
    folder : pathlib.Path
        Of :func:`folder_of`.
    tables : mapping of str to pandas.DataFrame
        Of :func:`tables_of`.
    choices : Choices
        The round's.

    Returns
    -------
    pathlib.Path
        The scenario's file.
    """
    if holds_number(choices.note):
        raise InputError(text("A decision is by a role, never a person."))
    beside = folder.with_name(f".{folder.name}")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(source, beside, ignore=shutil.ignore_patterns("scenarios", "README.md"))
    rows = {**tables, "agreements": _agreements(folder, choices)}
    for name in _WRITTEN:
        (beside / f"{name}.csv").write_bytes(csv_bytes(rows[name]))
    settings = _with_decision(sums.settings_of(choices.target), choices)
    scenarios.save(beside, folder.name, settings)
    shutil.rmtree(folder, ignore_errors=True)
    beside.replace(folder)
    return folder / "scenarios" / f"{folder.name}.toml"


def read(folder: Path) -> tuple[Mapping[str, pd.DataFrame], Settings, Choices]:
    """Return a kept round: its tables, scenario and what was chosen."""
    tables = intake.load(folder)
    settings = scenarios.find(folder, folder.name)
    measures, said = tables["measures"], tables["agreements"]
    now = said[said["round"] == _number(folder)]
    yes = set(now.loc[now["agreed"].astype(bool), "unit"])
    better = measures[measures["step"] == IMPROVE]
    summer = sums.summer_known(tables)["available"]["amount"]
    choices = Choices(
        target=settings.capacities[sums.CAPACITY].utilisation or 0.0,
        frame=float(tables["budgets"]["for_measures"].sum()),
        measures=tuple(measures["measure"]),
        promised=bool(len(better)) and bool((better["status"] == "realised").all()),
        told=bool((tables["available"]["amount"] == summer).all()),
        yes=tuple(part for part, (unit, _) in PARTS.items() if unit in yes),
        note=settings.decisions[0].why,
    )
    return tables, settings, choices


def kept(output: Path, group: str) -> list[int]:
    """Return the rounds that a group has kept, in order."""
    return [one for one in ROUNDS if folder_of(output, group, one).is_dir()]


def _number(folder: Path) -> int:
    return int(folder.name.rsplit("_", 1)[1])


def _agreements(folder: Path, choices: Choices) -> pd.DataFrame:
    """Return the rows of the rounds before, and those of this one."""
    round_, now = _number(folder), datetime.date.today()
    rows = pd.DataFrame(
        {
            "unit": unit, "round": round_, "level": level,
            "proposal": ", ".join(choices.measures), "agreed": part in choices.yes,
            "by": text(ROLES[part]), "on": now.isoformat(), "note": choices.note,
        }
        for part, (unit, level) in PARTS.items()
    )  # fmt: skip
    earlier = [
        intake.load(before)["agreements"].query(f"round == {one}")[[*rows]]
        for one in ROUNDS[: round_ - 1]
        if (before := folder.with_name(f"round_{one}")).is_dir()
    ]
    return pd.concat([*earlier, rows], ignore_index=True)


def _with_decision(settings: Settings, choices: Choices) -> Settings:
    by, why = text(ROLES["strategic"]), choices.note or text("Agreed in the round.")
    decision = Decision(
        setting="capacities.bed_day.utilisation", by=by, on=datetime.date.today(), why=why
    )
    return settings.model_copy(update={"decisions": (decision,)})
