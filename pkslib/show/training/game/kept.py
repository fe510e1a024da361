"""A game kept: its seed and what was decided, from which all of it comes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.show.training.game.rules import Decisions, Quarter, Week, Year
from pkslib.show.training.year.rounds import plain_name


@dataclass(frozen=True)
class Game:
    """What a group has played.

    Attributes
    ----------
    seed : int
        Which chance.
    decisions : tuple of Decisions
        One a quarter that has been played.
    """

    seed: int
    decisions: tuple[Decisions, ...] = ()


def file_of(output: Path, group: str, seed: int) -> Path:
    """Return where a group's game of a seed is kept."""
    return output / plain_name(group) / _name(seed)


def keep(output: Path, group: str, game: Game) -> Path:
    """Write a group's game, whole or as it was before; return the file."""
    file = file_of(output, group, game.seed)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    told = {"seed": game.seed, "decisions": [asdict(one) for one in game.decisions]}
    beside.write_text(json.dumps(told, indent=1), encoding="utf-8")
    beside.replace(file)
    return file


def read(output: Path, group: str, seed: int) -> Game:
    """Return a group's game; a new one where none of this seed is kept.

    Raises
    ------
    InputError
        When the file is no game.
    """
    file = file_of(output, group, seed)
    if not file.exists():
        return Game(seed)
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return Game(int(told["seed"]), tuple(map(_decisions, told["decisions"])))
    except (ValueError, KeyError, TypeError) as fault:
        raise InputError(text("{file} is no game that was kept here.", file=file)) from fault


def groups(output: Path, seed: int) -> Sequence[str]:
    """Return the groups that have kept a game of a seed, in order."""
    return sorted(file.parent.name for file in output.glob(f"*/{_name(seed)}"))


def _name(seed: int) -> str:
    return f"game_{seed}.json"


def _decisions(told: dict[str, Any]) -> Decisions:
    year, quarter = dict(told["year"]), dict(told["quarter"])
    year["measures"] = tuple(year["measures"])
    quarter["opened"] = tuple(quarter["opened"])
    return Decisions(Year(**year), Quarter(**quarter), Week(**told["week"]))
