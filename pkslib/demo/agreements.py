"""Rounds of agreement and the maturity ladder of the invented regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from pkslib.demo.constants import rows
from pkslib.demo.organisation import Organisation
from pkslib.demo.regions import Region
from pkslib.settings import Settings, checked

# Round, level, who answers, when, how often agreed; invented.
_ROUNDS = (
    (1, "strategic", "hälso- och sjukvårdsdirektör", "2026-09-11", 0.75),
    (1, "tactical", "verksamhetschef", "2026-09-25", 0.45),
    (1, "operative", "enhetschef", "2026-10-02", 0.40),
    (2, "strategic", "hälso- och sjukvårdsdirektör", "2026-10-16", 0.95),
    (2, "tactical", "verksamhetschef", "2026-10-23", 0.80),
    (2, "operative", "enhetschef", "2026-10-30", 0.70),
)
# Who answers where an office buys care of the region's own hospitals.
_PURCHASERS = {
    "strategic": "beställardirektör",
    "tactical": "sjukhusdirektör (utförare)",
    "operative": "verksamhetschef (utförare)",
}
# Some units have not been asked in the second round: what they have is a proposal. Invented.
_NOT_YET = 0.15
_NOTES = (
    "Behovet är högre än prognosen, begär ny genomgång",
    "Bemanningen räcker inte i juli och december",
    "Väntar på besked om köpt vård",
    "Produktionsmålet godtas om öppna vårdplatser behålls",
    "Schemat är inte klart för våren",
)
# What the first round proposes, and the second where few agreed on the first; invented.
_PROPOSALS = {row["role"]: (row["first"], row["second"]) for row in rows("proposals")}
# The guidance's parts of the work, from forecast to follow-up, as in its Utvecklingstrappan.
AREAS = (
    "Behovsprognos",
    "Tillgänglig kapacitet",
    "Balansering",
    "Produktionsplan",
    "Schemaläggning",
    "Uppföljning",
)
# The scenario in which some units have margins and risks of their own; invented.
LEVELS, _LEVELS_TITLE = "egna_nivaer", "Enheternas egna marginaler och risker"
_LEVELS, _SIGNED = rows("levels"), ("by", "on", "why")
_MATURITY_DAYS = ("2025-10-01", "2026-10-01")


def agreements(place: Region, own: Organisation) -> pd.DataFrame:
    """Return the table agreements: two rounds between the levels for clinics and primary care."""
    chance = place.chance("agreements")
    rows = []
    for unit in _agreeing(own):
        last = 1 if chance.random() < _NOT_YET else 2
        for number, level, usual, on, often in _ROUNDS:
            if number > last:
                continue
            by = _PURCHASERS[level] if place.purchaser else usual
            agreed = bool(chance.random() < often)
            note = None if agreed else _NOTES[chance.integers(len(_NOTES))]
            rows.append((unit, number, level, agreed, by, on, note))
    table = pd.DataFrame(rows, columns=["unit", "round", "level", "agreed", "by", "on", "note"])
    table = table.assign(proposal=_proposals(place, own, table), activity=None)
    return pd.concat([table, _of_activities(own, table)], ignore_index=True)


def _of_activities(own: Organisation, table: pd.DataFrame) -> pd.DataFrame:
    """Return what orthopaedic clinics' last round says of first visits, apart from the rest."""
    clinics = own.units.loc[own.units["role"] == "ORT", "unit"]
    mine = table[table["unit"].isin(clinics)]
    last = mine[mine["round"] == mine.groupby("unit")["round"].transform("max")]
    said = {"activity": "orthopaedic_first_visit", "proposal": "Fler nybesök, färre återbesök"}
    return last.assign(**said, agreed=True, note=None)


def _proposals(place: Region, own: Organisation, table: pd.DataFrame) -> list[str]:
    """Return what each row's round proposes for its unit, the same on every level."""
    # A topic of its own, so that who agrees stays as it was.
    chance = place.chance("proposals")
    role = dict(zip(own.units["unit"], own.units["role"], strict=True))
    most = table[table["round"] == 1].groupby("unit")["agreed"].mean() > 0.5
    said: dict[tuple[str, int], str] = {}
    for unit in map(str, most.index):
        first, second = _PROPOSALS[role[unit]]
        more = int(chance.integers(3, 6))
        said[unit, 1] = first.format(more=more)
        said[unit, 2] = said[unit, 1] if most[unit] else second.format(fewer=more - 1)
    return [said[key] for key in zip(table["unit"], table["round"], strict=True)]


def levels(places: Sequence[Region], units: pd.DataFrame) -> Settings:
    """Return the scenario in which thorough regions have set some units' own target levels.

    Parameters
    ----------
    places : sequence of Region
    units : pandas.DataFrame
        The table units.
    """
    given: dict[str, Any] = {"title": _LEVELS_TITLE, "units": {}, "decisions": []}
    for place in (one for one in places if one.thorough):
        for row in _LEVELS:
            unit = f"{place.code}-1-{row['role']}"
            if unit not in set(units["unit"]):
                continue
            given["units"][unit] = {row["capacity"]: {row["setting"]: float(row["value"])}}
            setting = f"units.{unit}.{row['capacity']}.{row['setting']}"
            given["decisions"].append({"setting": setting, **{key: row[key] for key in _SIGNED}})
    return checked(given, LEVELS)


def maturity(place: Region, own: Organisation) -> pd.DataFrame:
    """Return the table maturity: clinics and primary care, this year and the year before."""
    chance = place.chance("maturity")
    rows = []
    for unit, step in steps(place, own).items():
        for area in AREAS:
            now = min(5, max(1, step + int(chance.integers(-1, 2))))
            before = max(1, now - int(chance.random() < 0.5))
            rows += [
                (unit, area, level, on)
                for level, on in zip((before, now), _MATURITY_DAYS, strict=True)
            ]
    return pd.DataFrame(rows, columns=["unit", "area", "step", "on"]).assign(note=None)


def steps(place: Region, own: Organisation) -> dict[str, int]:
    """Return how far each clinic and primary care area has come on the maturity ladder (1-5)."""
    chance = place.chance("maturity steps")
    units = _agreeing(own)
    drawn = chance.choice((1, 2, 3, 4, 5), len(units), p=(0.15, 0.3, 0.3, 0.17, 0.08))
    return {unit: int(step) for unit, step in zip(units, drawn, strict=True)}


def _agreeing(own: Organisation) -> list[str]:
    """Return the units that agree on plans."""
    return list(own.units.loc[own.units["level"].isin(("clinic", "primary")), "unit"])


def roles() -> pd.DataFrame:
    """Return the table roles: who does what on each level; invented, after the guidance."""
    return pd.DataFrame(rows("planning_roles"))
