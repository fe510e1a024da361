"""What a panel works on: a region's data, the settings under the analyst's hand, their results."""

from __future__ import annotations

import datetime
import json
import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.scenario import kept
from pkslib.settings import BASE, Decision, Settings, checked
from pkslib.show.names import read as read_names
from pkslib.steps import demand
from pkslib.tables import intake, overview, scenario_codes, scenarios

Place = tuple[str, ...]
_QUICK = {"tier": "fast"}
# Beside the results, which git never sees: what was chosen on the start page.
_CHOSEN = Path("output") / "chosen.json"
_FIRST = {"data": "data/example", "region": "", "year": 2027, "language": "sv"}


class Desk:
    """A region's data and settings, with steps back, and the results that they give.

    Parameters
    ----------
    data : str
        The data set: folder, xlsx or database address.
    region : str
        Its code; the first of the data set when empty.
    year : int
        Planning year.
    scenario : str
        Where the settings start.
    """

    def __init__(self, data: str, region: str, year: int, scenario: str = BASE) -> None:
        self.data = data
        self._whole = intake.load(data)
        self.regions = sorted(map(str, self._whole["regions"]["region"]))
        self.take(region or self.regions[0], year)
        self.load(scenario)

    def take(self, region: str, year: int) -> None:
        """Take a region of the data set and a planning year, with the settings as they are."""
        self.tables = overview.region_slice(self._whole, region)
        self.region, self.year, self.names = region, year, read_names(self._whole)
        self._chain = kept.Chain(self.tables, self.year)

    def whole(self, table: str) -> pd.DataFrame:
        """Return a table of the whole data set, all regions."""
        return self._whole[table]

    def again(self) -> None:
        """Read the data set again, as something was added to it."""
        self._whole = intake.load(self.data)
        self.take(self.region, self.year)

    def load(self, scenario: str) -> None:
        """Start from a scenario; what was set before can't be taken back any more."""
        settings = scenarios.find(self.data, scenario)
        scenario_codes.check(settings, self._whole, f"{scenario}.toml")
        self.start, self.settings, self.scenario = settings, settings, scenario
        self._back: list[tuple[frozenset[Place], Settings]] = []
        self._forth: list[tuple[frozenset[Place], Settings]] = []
        self.full = settings.demand.tier == "fast"

    def value(self, *place: str) -> Any:
        """Return what is set at a place; None where nothing is."""
        found: Any = _plain(self.settings, everything=True)
        for name in place:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def set(self, values: Mapping[Place, Any]) -> None:
        """Set values at places; None takes what is set there away.

        One control moved many times is one step back.

        Raises
        ------
        InputError
            When a value is out of range, or a target utilisation above its ceiling; the settings
            stay as they were.
        """
        raw = _plain(self.settings)
        for place, value in values.items():
            # A slider's 0.84 is 0.8400000000000001 in the browser.
            _put(raw, place, round(value, 6) if isinstance(value, float) else value)
        new = checked(raw, self.scenario)
        if new == self.settings:
            return
        scenario_codes.check_levels(new, self._whole, f"{self.scenario}.toml")
        touched = frozenset(values)
        if not (self._back and self._back[-1][0] == touched):
            self._back.append((touched, self.settings))
        self._forth.clear()
        self.settings = new

    def undo(self) -> bool:
        """Take the latest change back; False when there is none."""
        return self._step(self._back, self._forth)

    def redo(self) -> bool:
        """Make the change again that was taken back last; False when there is none."""
        return self._step(self._forth, self._back)

    def _step(self, of: list[Any], to: list[Any]) -> bool:
        if not of:
            return False
        touched, settings = of.pop()
        to.append((touched, self.settings))
        self.settings = settings
        return True

    def changed(self) -> dict[Place, Any]:
        """Return what differs from the scenario the desk started from, by place."""
        before, now = (dict(_leaves(_plain(one))) for one in (self.start, self.settings))
        return {
            place: now.get(place)
            for place in sorted({*before, *now})
            if before.get(place) != now.get(place)
        }

    def results(self) -> kept.Results:
        """Return inputs and results, each worked out when asked for, by the quick forecast or not.

        Returns
        -------
        mapping of str to pandas.DataFrame
            The region's inputs and the result tables of the steps. What a former setting gave, or
            a scenario beside, is kept.
        """
        return self._chain.at(self._tiered(self.settings))

    def models(self, need: str) -> pd.DataFrame:
        """Return each named model beside the pooled forecast for a need (table models)."""

        def models(
            tables: Mapping[str, pd.DataFrame], settings: Settings, year: int
        ) -> dict[str, pd.DataFrame]:
            return {"models": demand.models_of(need, tables, settings, year)}

        return self.results().of(models, need)["models"]

    def _tiered(self, settings: Settings) -> Settings:
        if self.full:
            return settings
        return settings.model_copy(update={"demand": settings.demand.model_copy(update=_QUICK)})

    def with_settings(self, settings: Settings) -> Desk:
        """Return the same desk with other settings, for a look beside; it shares the results."""
        beside = object.__new__(Desk)
        beside.__dict__.update(self.__dict__)
        beside.settings = settings
        return beside

    def saved(self) -> list[str]:
        """Return the names of the scenarios that lie beside the data set, base first."""
        return [BASE, *(name for name in scenarios.names(self.data) if name != BASE)]

    def save(
        self, name: str, role: str, why: str, *, on: datetime.date, replace: bool = False
    ) -> str:
        """Save what was changed as a scenario, each setting with who decided it and why.

        Returns
        -------
        str
            The command that makes a pack of it, as it is to be typed.

        Raises
        ------
        InputError
            When something is left out, nothing was changed, or the name is taken.
        """
        if not (name and role and why):
            raise InputError(text("Fill in the scenario's name, who decided (role) and why."))
        changed = self.changed()
        if not changed:
            raise InputError(
                text("Change something first: nothing differs from the plan as it is.")
            )
        if not replace and name in self.saved():
            raise InputError(
                text("There is a scenario {name} already. Tick “Replace” to write over it, or "
                     "choose another name.", name=name)
            )  # fmt: skip
        made = tuple(
            Decision(setting=".".join(place), by=role, on=on, why=why) for place in changed
        )
        whole = self.settings.model_copy(update={"decisions": (*self.settings.decisions, *made)})
        scenarios.save(self.data, name, whole)
        return self.command(name)

    def command(self, name: str) -> str:
        """Return the command that makes the region's pack with a scenario, quoted for the shell."""
        data = self.data if "://" in self.data else str(Path(self.data).resolve())
        words = ["pks", "run", "--data", data, "--year", str(self.year), "--region", self.region]
        words += ["--scenario", name]
        return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


def _plain(settings: Settings, *, everything: bool = False) -> dict[str, Any]:
    """Return settings as plain nested values: those that differ from the defaults, or all."""
    raw = settings.model_dump(exclude_defaults=not everything, exclude_none=True)
    return {name: part for name, part in raw.items() if name != "decisions"} | (
        {"decisions": settings.model_dump()["decisions"]} if settings.decisions else {}
    )


def _put(raw: dict[str, Any], place: Place, value: Any) -> None:
    for name in place[:-1]:
        raw = raw.setdefault(name, {})
    raw.pop(place[-1], None)
    if value is not None:
        raw[place[-1]] = value


def _leaves(raw: Mapping[str, Any], above: Place = ()) -> list[tuple[Place, Any]]:
    """Return every value of nested settings by its place; decisions are no settings."""
    found: list[tuple[Place, Any]] = []
    for name, value in raw.items():
        place = (*above, str(name))
        if place != ("decisions",):
            found += _leaves(value, place) if isinstance(value, dict) else [(place, value)]
    return found


def chosen(root: str | Path) -> dict[str, Any]:
    """Return what was chosen on the start page of a project, or what it begins with.

    Parameters
    ----------
    root : str or pathlib.Path
        The project's folder.

    Returns
    -------
    dict
        data (a path under the root, a path, or an address), region, year and language.
    """
    file = Path(root) / _CHOSEN
    if not file.is_file():
        return dict(_FIRST)
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return _FIRST | said


def choose(root: str | Path, **values: Any) -> None:
    """Keep what was chosen, for every panel opened from now on."""
    file = Path(root) / _CHOSEN
    file.parent.mkdir(parents=True, exist_ok=True)
    words = json.dumps(chosen(root) | values, ensure_ascii=False)
    file.write_text(words, encoding="utf-8")


def found_in(root: str | Path, data: str) -> str:
    """Return where a data set is: as it stands, or under the project's folder."""
    if "://" in data or Path(data).is_absolute():
        return data
    under = Path(root) / data
    return str(under.resolve() if under.exists() else data)


def data_sets(root: str | Path) -> list[str]:
    """Return the data sets of a project: folders and workbooks under data, by their path."""
    places = sorted((Path(root) / "data").glob("*"))
    return [
        f"data/{place.name}"
        for place in places
        if place.suffix == ".xlsx" or any(place.glob("demand.*")) or any(place.glob("beds.*"))
    ]
