"""Answers of a group, kept so that the course goes on where it was left."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pkslib.show.training.year.rounds import plain_name

_FILE = "answers.json"


@dataclass(frozen=True)
class Kept:
    """How far a question has come.

    Attributes
    ----------
    answer : sequence of str
        What was filled in last, a text a field.
    attempt, wrong : int
        Answers given, and how many of them were wrong.
    message : str
        What was said.
    correct : bool
        Whether it was right.
    """

    answer: Sequence[str]
    attempt: int
    wrong: int
    message: str
    correct: bool


class Answers:
    """The answers of a group, by question; none is kept of a group without a name.

    Parameters
    ----------
    output : str or pathlib.Path
        The folder of the course.
    group : str
        The group's name, or nothing.
    """

    def __init__(self, output: str | Path, group: str) -> None:
        self._file = Path(output) / plain_name(group) / _FILE if group else None

    def of(self, asked: str) -> Kept | None:
        """Return how far a question has come; nothing where it has not been answered."""
        found = self._all().get(asked)
        return Kept(**found) if found else None

    def keep(self, asked: str, kept: Kept) -> None:
        """Write how far a question has come, in one stroke."""
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        told = json.dumps(self._all() | {asked: asdict(kept)}, ensure_ascii=False, indent=1)
        beside = self._file.with_suffix(".new")
        beside.write_text(told, encoding="utf-8")
        beside.replace(self._file)

    def _all(self) -> dict[str, dict[str, Any]]:
        if self._file is None or not self._file.exists():
            return {}
        return dict(json.loads(self._file.read_text(encoding="utf-8")))
