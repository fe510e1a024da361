"""The assumptions of a plan: each typed, with unit, range, source, and who decided.

A scenario is a TOML file ``scenarios/<name>.toml`` with the settings that differ from the
defaults here, and a ``[[decisions]]`` entry for each that tells role, date and reason.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from pkslib.errors import InputError
from pkslib.language import number, text
from pkslib.settings import wrong
from pkslib.settings.sections import (
    PRODUCTION,
    Balance,
    Census,
    Demand,
    FollowUp,
    Level,
    Money,
    Outlook,
    Plan,
    Queue,
    Risk,
    Section,
    Staff,
    Treatment,
)

__all__ = [
    "BASE",
    "PRODUCTION",
    "Balance",
    "Census",
    "Decision",
    "Demand",
    "FollowUp",
    "Level",
    "Money",
    "Outlook",
    "Plan",
    "Queue",
    "Risk",
    "Section",
    "Settings",
    "Staff",
    "Treatment",
    "assumptions",
    "checked",
    "decision",
    "declared",
    "level",
    "read",
]

BASE = "base"
_MOST_BYTES = 2**16


class Decision(Section):
    """Who decided a setting; a role, never a person."""

    setting: str
    by: str = Field(min_length=1)
    on: datetime.date
    why: str = Field(min_length=1)


class Settings(Section):
    """Every assumption of a plan."""

    title: str = ""
    demand: Demand = Demand()
    queue: Queue = Queue()
    capacities: dict[str, Level] = Field(default_factory=dict)
    units: dict[str, dict[str, Level]] = Field(default_factory=dict)
    risk: Risk = Risk()
    census: Census = Census()
    staff: Staff = Staff()
    balance: Balance = Balance()
    plan: Plan = Plan()
    money: Money = Money()
    follow_up: FollowUp = FollowUp()
    outlook: Outlook = Outlook()
    decisions: tuple[Decision, ...] = ()


def read(path: Path) -> Settings:
    """Read a scenario file.

    Parameters
    ----------
    path : pathlib.Path
        A TOML file.

    Returns
    -------
    Settings

    Raises
    ------
    InputError
        When the file is missing, no TOML, or holds unknown names or values out of range; every
        fault is named with its place.
    """
    try:
        _refuse_large(path)
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        names = sorted(found.stem for found in path.parent.glob("*.toml"))
        raise InputError(
            text(
                "Scenario {name} is not there. Scenarios found in {folder}: {names}.",
                name=path.stem,
                folder=path.parent,
                names=", ".join(names) or "–",
            )
        ) from None
    # Values nested by the thousand are no settings, and more than the reader can hold.
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise InputError(
            text("{path} is no readable TOML: {fault}", path=path, fault=fault)
        ) from fault
    return checked(raw, str(path))


def _refuse_large(path: Path) -> None:
    """Refuse what is far larger than settings are: the reader takes minutes over some such."""
    size = path.stat().st_size
    if size > _MOST_BYTES:
        raise InputError(
            text(
                "{path} is no scenario: {size} bytes, at most {most} are read.",
                path=path,
                size=number(size),
                most=number(_MOST_BYTES),
            )
        )


def checked(raw: dict[str, Any], origin: str) -> Settings:
    """Return settings from plain values, or an error that names every fault.

    Parameters
    ----------
    raw : dict
        Sections and values as in a scenario file.
    origin : str
        Where they came from, for the error.

    Raises
    ------
    InputError
        With one line per fault.

    Examples
    --------
    >>> checked({"plan": {"level": 1}}, "here").plan.level
    1.0
    """
    try:
        return Settings.model_validate(raw)
    except ValidationError as fault:
        head = text("Settings that can't be used in {origin}:", origin=origin)
        message = "\n  ".join([head, *wrong.lines(fault, Settings)])
        raise InputError(message) from fault


# Sections of which only what is set counts.
_PARTIAL = (Level, Treatment)


def assumptions(settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield every setting as a row of the table assumptions.

    Yields
    ------
    dict
        setting (dotted name), value, base (the default), low, high, by, on, why.
    """
    for name, section in _sections(settings):
        default = type(section)()
        for field, declared in type(section).model_fields.items():
            value, base = getattr(section, field), getattr(default, field)
            if declared.title is None or (isinstance(section, _PARTIAL) and value == base):
                continue
            setting = f"{name}.{field}"
            yield {
                "setting": setting,
                "value": value,
                "base": base,
                **_range(declared.metadata),
                **_who(decision(settings, setting)),
            }


def _sections(settings: Settings) -> Iterator[tuple[str, Section]]:
    for name in type(settings).model_fields:
        part = getattr(settings, name)
        if isinstance(part, Section):
            yield name, part
    for need, treatment in settings.demand.treatments.items():
        yield f"demand.treatments.{need}", treatment
    for capacity, level in settings.capacities.items():
        yield f"capacities.{capacity}", level
    for unit, levels in settings.units.items():
        for capacity, level in levels.items():
            yield f"units.{unit}.{capacity}", level


def declared(setting: str) -> dict[str, str]:
    """Return what is declared of a setting: label, unit and source, marked for translation.

    Parameters
    ----------
    setting : str
        Dotted name as in the table assumptions; codes in it may hold dots themselves.

    Examples
    --------
    >>> declared("units.A.1.bed_day.margin") == declared("capacities.hour.margin")
    True
    """
    section, field = setting.partition(".")[0], setting.rpartition(".")[2]
    kinds: dict[str, type[Section]] = {"capacities": Level, "units": Level}
    if setting.startswith("demand.treatments."):
        kind: type[Section] = Treatment
    else:
        kind = kinds.get(section) or type(getattr(Settings(), section))
    found = kind.model_fields[field]
    return {"label": str(found.title), **dict(found.json_schema_extra or {})}  # type: ignore[arg-type]


def _range(limits: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"low": None, "high": None}
    for limit in limits:
        for low in ("ge", "gt"):
            found["low"] = getattr(limit, low, found["low"])
        for high in ("le", "lt"):
            found["high"] = getattr(limit, high, found["high"])
    return found


def decision(settings: Settings, setting: str) -> Decision | None:
    """Return who decided a setting, or the section it stands in; None when nobody is named.

    Examples
    --------
    >>> named = {"setting": "demand", "by": "controller", "on": "2026-10-01", "why": "tried"}
    >>> decision(checked({"decisions": [named]}, "here"), "demand.tier").by
    'controller'
    """
    decided = {decision.setting: decision for decision in settings.decisions}
    parts = setting.split(".")
    around = [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
    return next((decided[name] for name in around if name in decided), None)


def _who(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {"by": "", "on": "", "why": ""}
    return {"by": decision.by, "on": decision.on.isoformat(), "why": decision.why}


def level(settings: Settings, unit: str, capacity: str) -> Level:
    """Return what a scenario aims at for a capacity at a unit.

    The unit's own setting goes before the capacity's, its margin or risk before either of them;
    what neither sets stays empty, and the table capacities decides.

    Examples
    --------
    >>> base = Settings(capacities={"bed_day": Level(utilisation=0.9)})
    >>> level(base, "06-1-MED", "bed_day").utilisation
    0.9
    """
    own = settings.units.get(unit, {}).get(capacity, Level()).model_dump(exclude_none=True)
    shared = settings.capacities.get(capacity, Level()).model_dump(exclude_none=True)
    if {"margin", "risk"} & own.keys():
        shared = {name: value for name, value in shared.items() if name not in ("margin", "risk")}
    return Level(**shared | own)
