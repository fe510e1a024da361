"""Questions across tables, each a small function from typed sheets to faults."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from pkslib.tables.checks import (
    delivered,
    keys,
    occupancy,
    plausible,
    preparing,
    references,
    series,
    supply,
)
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
    references.shares_beyond_one,
    references.unit_loops,
    references.units_in_other_regions,
    references.regions_without_units,
    supply.needs_without_pathways,
    supply.activities_without_times,
    supply.capacities_without_supply,
    supply.capacity_without_need,
    supply.available_beyond_openings,
    supply.moves_without_target,
    supply.changes_without_resource,
    supply.acute_without_staff,
    supply.undivided_care,
    supply.norm_below_commission,
    series.dips_that_follow_supply,
    series.units_beyond_demand,
    plausible.backward_intervals,
    plausible.unlikely_judgements,
    plausible.overlapping_bands,
    plausible.ceilings_out_of_reach,
    plausible.long_stays,
    plausible.admissions_without_stay,
    plausible.long_hours,
    plausible.late_outcomes,
    plausible.measures_too_soon,
    plausible.sudden_leaps,
    plausible.unlikely_lists,
    plausible.old_lists,
    series.series_that_stop,
    series.series_that_begin,
    delivered.not_delivered,
    delivered.latest_not_whole,
    series.fractional_counts,
    occupancy.outcome_against_available,
    occupancy.demand_against_available,
    occupancy.demand_without_capacity,
    occupancy.patients_without_capacity,
)


def answered(sheets: Mapping[str, Sheet], today: datetime.date | None = None) -> Iterator[Fault]:
    """Yield what every question finds.

    Parameters
    ----------
    sheets : mapping of str to Sheet
        Typed tables by name, those that the data set holds; wrong cells are missing values.
    today : datetime.date, optional
        Asks too what the one who prepares the data wants to know that day.
    """
    for question in QUESTIONS:
        yield from question(sheets)
    if today is not None:
        yield from preparing.histories_too_short(sheets)
        yield from preparing.outcomes_to_come(sheets, today)
        yield from preparing.old_demand(sheets, today)
        yield from preparing.small_counts(sheets)
