"""What a scenario says of single needs, units, capacities and shifts, held against the data set.

A code that the data set lacks is a typing error, or a scenario for other data: either way the plan
would rest on something that nobody decided.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from pkslib.errors import InputError
from pkslib.language import mark, number, text
from pkslib.settings import PRODUCTION, Level, Outlook, Settings, assumptions, level
from pkslib.tables.faults import Fault, Report, lines, ordered
from pkslib.tables.inputs.capacity import highest_ceiling
from pkslib.tables.kinds import of_runs
from pkslib.tables.wording import nearest

Tables = Mapping[str, pd.DataFrame]


class _Code(NamedTuple):
    """A code in a scenario: the setting it stands in, what it is a code of, the code."""

    setting: str
    kind: str
    code: str


# Kind of code to the tables that hold it, and in what column.
_HOLD = {
    mark("need"): (("needs", "need"),),
    mark("unit"): (("units", "unit"),),
    mark("capacity"): (("capacities", "capacity"),),
    mark("activity"): (("activities", "activity"),),
    mark("measure"): (("measures", "measure"),),
    mark("shift"): (("schedule", "shift"), ("staffing", "shift")),
}
_SHARED = ("need", "capacity", "activity")
# Shifts have hours by default, whether the data set has them or not.
_ALWAYS = {"shift": frozenset(Outlook().shift_hours)}


def held_against(report: Report, settings: Settings, scenario: str) -> Report:
    """Return a look at a data set with what its scenario says of things that nothing uses.

    Parameters
    ----------
    report : Report
        Of the whole data set, without faults.
    settings : pkslib.settings.Settings
        The scenario's.
    scenario : str
        Its name.

    Raises
    ------
    InputError
        As :func:`check`.
    """
    odd = check(settings, report.tables, f"{scenario}.toml")
    return replace(report, notes=ordered([*report.notes, *odd])) if odd else report


def check(settings: Settings, tables: Tables, file: str) -> tuple[Fault, ...]:
    """Refuse codes that the data set lacks, and return what is said of things that nothing uses.

    Parameters
    ----------
    settings : pkslib.settings.Settings
        The scenario.
    tables : mapping of str to pandas.DataFrame
        The whole data set, all regions, as :func:`pkslib.tables.intake.load` returns it.
    file : str
        Name of the scenario's file.

    Returns
    -------
    tuple of Fault
        Warnings.

    Raises
    ------
    InputError
        With every unknown code, and the nearest that there is; as :func:`check_levels`.
    """
    _refuse((*_unknown(settings, tables, file), *_ceilings(settings, tables, file)))
    return (*_unused_levels(settings, tables, file), *_odd_names(settings, file))


def check_levels(settings: Settings, tables: Tables, file: str) -> None:
    """Refuse levels of a capacity that contradict each other.

    Parameters
    ----------
    settings, tables, file
        As for :func:`check`; of tables only capacities.

    Raises
    ------
    InputError
        With every ceiling below the target utilisation, or above 1 for beds, and every target
        utilisation above a ceiling set elsewhere.
    """
    _refuse(_ceilings(settings, tables, file))


def check_shared(settings: Settings, tables: Tables, file: str) -> None:
    """Refuse codes that the data set lacks, of the kinds that all regions share.

    Parameters
    ----------
    settings : pkslib.settings.Settings
        The scenario.
    tables : mapping of str to pandas.DataFrame
        A region's: units and shifts that it lacks may be another's.
    file : str
        Name of the scenario's file.

    Raises
    ------
    InputError
        As :func:`check`.
    """
    _refuse(_unknown(settings, tables, file, _SHARED))


def _refuse(unknown: Iterable[Fault]) -> None:
    if found := tuple(unknown):
        message = "\n".join(lines(found))
        raise InputError(message)


def _codes(settings: Settings) -> Iterator[_Code]:
    """Yield every code that a scenario names."""
    balanced = "activity" if settings.balance.against == PRODUCTION else "capacity"
    for need in settings.demand.treatments:
        yield _Code(f"demand.treatments.{need}", "need", need)
    for capacity in settings.capacities:
        yield _Code(f"capacities.{capacity}", "capacity", capacity)
    for unit, levels in settings.units.items():
        yield _Code(f"units.{unit}", "unit", unit)
        for capacity in levels:
            yield _Code(f"units.{unit}.{capacity}", "capacity", capacity)
    for code in settings.balance.weights:
        yield _Code(f"balance.weights.{code}", balanced, code)
    for measure in settings.balance.measures:
        yield _Code(f"balance.measures.{measure}", "measure", measure)
    for shift in settings.outlook.shift_hours:
        yield _Code(f"outlook.shift_hours.{shift}", "shift", shift)


def _unknown(
    settings: Settings, tables: Tables, file: str, kinds: Collection[str] = tuple(_HOLD)
) -> Iterator[Fault]:
    for setting, kind, code in _codes(settings):
        if kind not in kinds or code in _ALWAYS.get(kind, ()):
            continue
        known = _known(kind, tables)
        if code not in known:
            yield of_runs.UNKNOWN_CODE.at(
                file, setting=setting, kind=text(kind), nearest=nearest(code, known)
            )


def _known(kind: str, tables: Tables) -> set[str]:
    held = [set(tables[table][column].dropna()) for table, column in _HOLD[kind]]
    return set(_ALWAYS.get(kind, ())).union(*held)


def _ceilings(settings: Settings, tables: Tables, file: str) -> Iterator[Fault]:
    """Yield a fault for each ceiling out of reach, and for each target above its ceiling."""
    if not settings.capacities and not settings.units:
        return
    known = {row["capacity"]: row for row in tables["capacities"].to_dict("records")}
    sections = {"capacities": ("", settings.capacities)} | {
        f"units.{unit}": (unit, levels) for unit, levels in settings.units.items()
    }
    for section, (unit, levels) in sections.items():
        for capacity, own in levels.items():
            if capacity in known:
                given = own, level(settings, unit, capacity), known[capacity], file
                yield from _out_of_reach(f"{section}.{capacity}", *given)
                yield from _above_its_ceiling(f"{section}.{capacity}", *given)


def _out_of_reach(
    place: str, own: Level, aim: Level, usual: Mapping[Hashable, Any], file: str
) -> Iterator[Fault]:
    """Yield a fault for each ceiling that is set here below the target, or higher than may be."""
    lowest = float(aim.utilisation or usual["utilisation"])
    highest = highest_ceiling(str(usual["measure"]))
    told = {f"{place}.ceiling": own.ceiling} | {
        f"{place}.ceilings.{period}": ceiling for period, ceiling in (own.ceilings or {}).items()
    }
    for setting, ceiling in told.items():
        if ceiling is not None and not lowest <= ceiling <= highest:
            yield of_runs.SCENARIO_CEILING.at(
                file, setting=setting, ceiling=number(ceiling, 2), target=number(lowest, 2),
                lowest=number(lowest, 2), highest=number(highest, 2),
            )  # fmt: skip


def _above_its_ceiling(
    place: str, own: Level, aim: Level, usual: Mapping[Hashable, Any], file: str
) -> Iterator[Fault]:
    """Yield a fault where a target is set here above a ceiling that is set elsewhere."""
    elsewhere = [] if own.ceilings is not None else [*(aim.ceilings or {}).values()]
    if own.ceiling is None:
        stated = usual.get("ceiling", 1.0)
        elsewhere.append(aim.ceiling or (1.0 if pd.isna(stated) else float(stated)))
    lowest = min(elsewhere, default=1.0)
    if own.utilisation is not None and own.utilisation > lowest:
        yield of_runs.SCENARIO_TARGET.at(
            file, setting=f"{place}.utilisation", target=number(own.utilisation, 2),
            ceiling=number(lowest, 2), where=f"{place}.ceiling",
        )  # fmt: skip


def _unused_levels(settings: Settings, tables: Tables, file: str) -> Iterator[Fault]:
    """Yield a warning for a level of a capacity that its unit neither has nor needs."""
    used = _pairs(tables) if settings.units else set()
    for unit, levels in settings.units.items():
        for capacity in levels:
            if (unit, capacity) not in used:
                yield of_runs.UNUSED_SETTING.at(
                    file, setting=f"units.{unit}.{capacity}", nearest="", unit=unit
                )


def _pairs(tables: Tables) -> set[tuple[str, str]]:
    """Return every unit with the capacities that it has or that its pathways take."""
    times = tables["activity_times"]
    taken = tables["pathways"][["unit", "activity"]].merge(
        times[["activity", "unit", "capacity"]], on="activity", suffixes=("", "_timed")
    )
    taken = taken[taken["unit_timed"].isna() | (taken["unit_timed"] == taken["unit"])]
    made = tables["resources"][["unit", "resource"]].merge(
        tables["recipes"][["capacity", "resource"]], on="resource"
    )
    has = [tables["available"], taken, made]
    return {pair for rows in has for pair in zip(rows["unit"], rows["capacity"], strict=True)}


def _odd_names(settings: Settings, file: str) -> Iterator[Fault]:
    """Yield a warning for each decision about a setting that the scenario does not make."""
    rows = {str(row["setting"]): row["value"] for row in assumptions(settings)}
    rows |= {setting: None for setting, _, _ in _codes(settings)}
    parts = [name.split(".") for name in rows]
    known = {".".join(words[:count]) for words in parts for count in range(1, len(words) + 1)}
    known |= {"demand.treatments", "capacities", "units", "title"}
    for decision in settings.decisions:
        if decision.setting not in known:
            yield of_runs.UNUSED_SETTING.at(
                file, setting=decision.setting, nearest=nearest(decision.setting, known)
            )
