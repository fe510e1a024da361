"""Scenario files beside a data set: where they are, and how one is saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.settings import BASE, Settings, read
from pkslib.tables import naming
from pkslib.tables.identity import holds_number, masked

_FOLDER = "scenarios"


def find(source: str | Path, name: str) -> Settings:
    """Return the settings of a scenario.

    Parameters
    ----------
    source : str or pathlib.Path
        The data set. Scenarios lie in ``scenarios/`` in its folder or beside it, beside an xlsx,
        and in the working folder for a database.
    name : str
        File stem; ``"base"`` is the defaults where no file says otherwise.

    Returns
    -------
    pkslib.settings.Settings

    Raises
    ------
    InputError
        When the name is no plain code, the file is missing or faulty, or a text in it holds a
        personal identity number.

    Examples
    --------
    >>> find("data", "base").title
    ''
    """
    file = f"{naming.plain(name)}.toml"
    places = [folder / file for folder in _folders(source)]
    found = next((path for path in places if path.is_file()), None)
    if found is None and name == BASE:
        return Settings()
    settings = read(found or _with_scenarios(places))
    _refuse_persons(settings, file)
    return settings


def _refuse_persons(settings: Settings, file: str) -> None:
    """Refuse identity numbers in what people write freely; the pack shows it."""
    persons = [
        name for name, said in _texts(settings.model_dump(mode="json")) if holds_number(said)
    ]
    if persons:
        raise InputError(
            text(
                "Scenario {file}: personal identity numbers in {names}. Write roles, never "
                "persons.",
                file=file,
                names=masked(", ".join(persons)),
            )
        )


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text of nested settings, keys too, by its dotted name."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        yield from _texts(dict(enumerate(value)), name)
    elif isinstance(value, dict):
        for key, part in value.items():
            place = f"{name}.{key}".lstrip(".")
            yield place, str(key)
            yield from _texts(part, place)


def _with_scenarios(places: list[Path]) -> Path:
    """Return the place whose folder is there, so that the error can list its scenarios."""
    return next((path for path in places if path.parent.is_dir()), places[0])


def save(source: str | Path, name: str, settings: Settings) -> Path:
    """Save a scenario where :func:`find` finds it.

    Parameters
    ----------
    source : str or pathlib.Path
        The data set.
    name : str
        File stem.
    settings : pkslib.settings.Settings
        What differs from the defaults is written, and every decision with role, date and reason.

    Returns
    -------
    pathlib.Path
        The file, whole or as it was before.

    Raises
    ------
    InputError
        When the name is no plain code.
    """
    path = _folders(source)[0] / f"{naming.plain(name)}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    differing = settings.model_dump(exclude_defaults=True, exclude_none=True)
    if settings.decisions:
        differing["decisions"] = [decision.model_dump() for decision in settings.decisions]
    beside = path.with_suffix(".new")
    beside.write_text(tomlkit.dumps(differing), encoding="utf-8")
    beside.replace(path)
    return path


def names(source: str | Path) -> list[str]:
    """Return the names of the scenarios that lie beside a data set, in order.

    Parameters
    ----------
    source : str or pathlib.Path
        The data set.

    Examples
    --------
    >>> names("no such folder")
    []
    """
    return sorted({file.stem for folder in _folders(source) for file in folder.glob("*.toml")})


def setting(path: Sequence[str], value: str | float) -> str:
    """Return one setting as the text of a scenario file, to paste there.

    Parameters
    ----------
    path : sequence of str
        Names of the nested tables, last that of the setting; codes as they are.
    value : str or float
        What to set.

    Examples
    --------
    A code with a point in it is one name:

    >>> print(setting(["units", "A.1", "bed_day", "margin"], 0.25))
    [units."A.1".bed_day]
    margin = 0.25
    """
    nested: Any = value
    for name in reversed(path):
        nested = {name: nested}
    return tomlkit.dumps(nested).strip()


def _folders(source: str | Path) -> list[Path]:
    """Return the folders where a data set's scenarios may lie, the nearest first."""
    if "://" in str(source):
        return [Path.cwd() / _FOLDER]
    path = Path(source)
    if path.suffix.casefold() == ".xlsx":
        return [path.parent / _FOLDER]
    return [path / _FOLDER, path.parent / _FOLDER]
