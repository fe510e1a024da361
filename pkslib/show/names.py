"""Names instead of codes, as the region's own tables give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pkslib.language import mark, text
from pkslib.tables.inputs.follow_up import INDICATORS
from pkslib.tables.results.follow_up import verdicts

# Input tables that name their codes.
NAMED = {
    "regions": "region",
    "units": "unit",
    "needs": "need",
    "activities": "activity",
    "capacities": "capacity",
    "measures": "measure",
}
# Columns that hold codes of a kind that is not their own name, most likely first.
_KINDS = {
    "to_unit": ("unit",),
    "from_unit": ("unit",),
    "worst_unit": ("unit",),
    "helper": ("unit",),
    "best": ("unit",),
    "decides": ("unit",),
    "to_capacity": ("capacity", "activity"),
    "place": ("unit", "region"),
    "item": ("capacity", "need", "measure", "unit", "activity"),
    "limiting": ("resource",),
    "from_shift": ("shift",),
    "limited_by": ("resource",),
    # A scenario may balance activities instead of capacities.
    "capacity": ("capacity", "activity"),
}
# What is followed up for a unit as a whole.
_WHOLE = {"drg": mark("DRG points"), "money": mark("Cost")}
_PER_PERIOD = {"bed_day": mark("beds"), "hour": mark("hours"), "slot": mark("appointments")}
IN_ALL = _PER_PERIOD | {"bed_day": mark("bed days")}
# Resources, shifts and kinds of activity have no table of names; these codes of ours are words.
WORDS = (mark("opening"), mark("day"), mark("evening"), mark("night"))
# A unit's levels that give care, where an item is one.
_LEVELS = {
    "hospital": mark("hospital"), "clinic": mark("clinic"), "ward": mark("ward"),
    "primary": mark("primary care"), "opening": WORDS[0],
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """Names of codes.

    Attributes
    ----------
    named : mapping
        Kind of code (``"unit"``) to code to name.
    measures : mapping
        Capacity to its measure: ``bed_day``, ``hour`` or ``slot``.

    Examples
    --------
    A code without a name is shown as it is:

    >>> known = Names({"unit": {"A1": "Ward 1"}})
    >>> known.of("to_unit", "A1"), known.of("unit", "B2")
    ('Ward 1', 'B2')
    """

    named: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    measures: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: str, code: str) -> str:
        """Return the name of a code that stands in a column."""
        kinds = _KINDS.get(column, (column,))
        for kind in kinds:
            if code in self.named.get(kind, {}):
                return self.named[kind][code]
        if kinds[0] == "indicator" and code in INDICATORS:
            return text(INDICATORS[code].label)
        if kinds[0] in ("resource", "shift", "kind", "indicator"):
            return text(code.replace("_", " "))
        return text(_LEVELS[code]) if column == "item" and code in _LEVELS else code

    def within(self, column: str, code: str) -> str:
        """Return the name of a code as it stands within a sentence, without a capital."""
        return small(self.of(column, code))

    def item(self, subject: str, code: str) -> str:
        """Return the name of what was followed up: a need, an activity or a capacity.

        Parameters
        ----------
        subject : str
            What was followed up, as in the table verdicts; two kinds may use the same code.
        code : str
            The item.
        """
        if subject in _WHOLE:
            return text(_WHOLE[subject])
        return self.named.get(verdicts.items.get(subject, subject), {}).get(code, code)

    def per_period(self, capacity: str) -> str:
        """Return the unit a capacity is shown in over time; bed days as beds."""
        return self._word(_PER_PERIOD, capacity)

    def in_all(self, capacity: str) -> str:
        """Return the unit that sums of a capacity are shown in."""
        return self._word(IN_ALL, capacity)

    def _word(self, words: Mapping[str, str], capacity: str) -> str:
        if capacity not in self.measures and capacity in self.named.get("activity", {}):
            return text("activities")
        return text(words.get(self.measures.get(capacity, ""), mark("capacity's measure")))


CODES = Names()


def small(name: str) -> str:
    """Return a name of a thing as it stands within a sentence; an abbreviation keeps its letters.

    Examples
    --------
    >>> small("Vårddygn, somatik"), small("KOL-försämring")
    ('vårddygn, somatik', 'KOL-försämring')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def read(tables: Mapping[str, pd.DataFrame]) -> Names:
    """Return the names that a region's tables give.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Input tables by name: regions, units, needs, activities, capacities, measures with
        their codes and ``name``; those that are not there are passed over.

    Returns
    -------
    Names
    """
    present = {name: tables[name] for name in NAMED if name in tables}
    named = {
        kind: dict(zip(present[table][kind], present[table]["name"], strict=True))
        for table, kind in NAMED.items()
        if table in present
    }
    capacities = present.get("capacities")
    measures = (
        {}
        if capacities is None
        else dict(zip(capacities["capacity"], capacities["measure"], strict=True))
    )
    return Names(named, measures)
