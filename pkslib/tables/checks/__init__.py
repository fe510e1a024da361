"""Questions across tables, each a small function from typed sheets to faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pkslib.tables.checks import keys, occupancy, organisation, plausible, references, supply
from pkslib.tables.faults import Fault
from pkslib.tables.sources.sheet import Sheet

Question = Callable[[Mapping[str, Sheet]], Iterator[Fault]]
QUESTIONS: tuple[Question, ...] = (
    keys.repeated_keys,
    keys.mixed_resolutions,
    keys.weeks_that_are_none,
    keys.gaps_in_demand,
    references.unknown_references,
    references.unknown_regions,
    organisation.unit_loops,
    organisation.units_in_other_regions,
    organisation.regions_without_units,
    supply.needs_without_pathways,
    supply.activities_without_times,
    supply.capacities_without_supply,
    supply.moves_without_target,
    plausible.backward_intervals,
    plausible.overlapping_bands,
    plausible.long_stays,
    plausible.long_hours,
    plausible.late_outcomes,
    plausible.sudden_leaps,
    occupancy.outcome_against_available,
)


def answered(sheets: Mapping[str, Sheet]) -> Iterator[Fault]:
    """Yield what every question finds.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Typed tables by name, those that the data set holds; wrong cells are missing values.
    """
    for question in QUESTIONS:
        yield from question(sheets)
