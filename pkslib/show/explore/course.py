"""The exercises of the learning network's course day, on the guidance's own worked examples."""

from __future__ import annotations

from pkslib.language import text
from pkslib.show.explore.exercise import Exercise
from pkslib.steps import need
from pkslib.steps.worked_examples import BED_DAYS

_DAYS_A_YEAR = 365


def bed_days_used() -> Exercise:
    """Return the exercise from patients and mean stay to bed days used: 1 000 × 2 = 2 000."""
    return Exercise(
        text("How many bed days do the patients use?"),
        BED_DAYS.patients * BED_DAYS.stay,
        unit=text("bed days"),
        hints=(text("Multiply the patients by their mean stay."),),
    )


def bed_days_needed() -> Exercise:
    """Return the exercise from bed days used to bed days needed: 2 000 / 0.85 = 2 353."""
    used = BED_DAYS.patients * BED_DAYS.stay
    return Exercise(
        text("How many bed days must be available?"),
        float(need.capacity_need(used, BED_DAYS.utilisation)),
        unit=text("bed days"),
        mistakes={
            used * BED_DAYS.utilisation: text(
                "You multiplied by the occupancy. Then fewer beds than patients are left."
            ),
            used * (2 - BED_DAYS.utilisation): text(
                "You added 15 per cent. Test it: 85 per cent of your answer must be what is used."
            ),
        },
        hints=(text("85 per cent of the answer is what the patients use."),),
    )


def beds() -> Exercise:
    """Return the exercise from bed days needed to staffed beds: 2 353 / 365 = 6.4, so 7."""
    needed = need.capacity_need(BED_DAYS.patients * BED_DAYS.stay, BED_DAYS.utilisation)
    return Exercise(
        text("How many staffed beds is that, open every day of the year?"),
        float(need.places(needed, _DAYS_A_YEAR)),
        unit=text("beds"),
        tolerance=0,
        mistakes={6: text("You rounded down. Six beds are not enough for 2 353 bed days.")},
        hints=(text("Divide the bed days by 365 and round up."),),
    )
