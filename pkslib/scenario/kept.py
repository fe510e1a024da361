"""Results worked out when they are asked for, and anew only when what they rest on is another.

A step is watched while it works: which tables it looks at, and which settings. Its results are
kept under what it saw. So a control that is moved costs the steps that read what it sets, as far as
their results differ, and of those only the ones whose tables are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from pkslib.scenario import order
from pkslib.settings import Section, Settings
from pkslib.tables.results import STEP_TABLES

_KEPT = 6  # results of a step, so that a step back costs nothing
_NOTEBOOK = {table: stem for stem, tables in STEP_TABLES.items() for table in tables}
_Place = tuple[str, ...]
_Key = tuple[str, str]


class _Left(NamedTuple):
    """What a step left, and all that it looked at."""

    tables: dict[str, pd.DataFrame]
    settings: dict[_Place, Any]
    found: dict[str, pd.DataFrame]


class Chain:
    """A region's steps and the latest results of each.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        All input tables of the region.
    year : int
        Planning year.
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], year: int) -> None:
        self.inputs, self.year = order.given(tables), year
        self.kept: dict[_Key, list[_Left]] = {}

    def at(self, settings: Settings) -> Results:
        """Return the tables as they are at settings, each worked out when it is asked for."""
        return Results(self, settings)


class Results(Mapping[str, pd.DataFrame]):
    """A region's inputs and result tables at some settings, by name."""

    def __init__(self, chain: Chain, settings: Settings) -> None:
        self._chain, self._settings = chain, settings
        self._done: dict[_Key, dict[str, pd.DataFrame]] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name in self._chain.inputs:
            return self._chain.inputs[name]
        for step in order.writes(_NOTEBOOK.get(name, "")):
            if name in (found := self.of(step)):
                return found[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return self.before(None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def before(self, last: order.Step | None) -> Iterator[str]:
        """Yield the names of the inputs and of the tables of all steps before one."""
        yield from self._chain.inputs
        for step in order.STEPS:
            if step is last:
                break
            yield from self.of(step)

    def of(self, step: order.Step, about: str = "") -> dict[str, pd.DataFrame]:
        """Return what a step makes, as kept or worked out now.

        Parameters
        ----------
        step : callable
            One of the steps, or a part of one that is enough for what is shown.
        about : str
            What the part is about, where it makes something else for each.
        """
        key = (f"{step.__module__}.{step.__qualname__}", about)
        if key not in self._done:
            kept = self._chain.kept.setdefault(key, [])
            at = next((at for at, left in enumerate(kept) if self._holds(left)), None)
            kept.append(self._worked_out(step) if at is None else kept.pop(at))
            del kept[:-_KEPT]
            self._done[key] = kept[-1].found
        return self._done[key]

    def _holds(self, left: _Left) -> bool:
        """Tell whether all that a step looked at is as it was."""
        return all(
            _at(self._settings, place) == value for place, value in left.settings.items()
        ) and all(
            self[name] is frame or self[name].equals(frame) for name, frame in left.tables.items()
        )

    def _worked_out(self, step: order.Step) -> _Left:
        tables, seen = _Tables(self, step), dict[_Place, Any]()
        settings: Any = _Watched(self._settings, (), seen)
        found = order.done(step, tables, settings, self._chain.year)
        return _Left(tables.seen, seen, found)


class _Tables(Mapping[str, pd.DataFrame]):
    """The tables before a step, which note those that are looked at."""

    def __init__(self, results: Results, step: order.Step) -> None:
        self._results, self._step = results, step
        self.seen: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        self.seen[name] = self._results[name]
        return self.seen[name]

    def __iter__(self) -> Iterator[str]:
        return self._results.before(self._step)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Watched:
    """A section of the settings that notes which of its values are looked at."""

    def __init__(self, section: Section, place: _Place, seen: dict[_Place, Any]) -> None:
        self._section, self._place, self._seen = section, place, seen

    def __getattr__(self, name: str) -> Any:
        value, place = getattr(self._section, name), (*self._place, name)
        if name not in type(self._section).model_fields:
            # What a method looks at is not known: all of the section.
            self._seen[self._place] = self._section
        elif isinstance(value, Section):
            return _Watched(value, place, self._seen)
        else:
            self._seen[place] = value
        return value


def _at(settings: Settings, place: _Place) -> Any:
    found: Any = settings
    for name in place:
        found = getattr(found, name)
    return found
