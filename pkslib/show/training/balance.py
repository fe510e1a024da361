"""Exercises on capacity and balance: the limiting resource, the ladder of measures in its order.

References
----------
.. [1] Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk nivå,
   "Vilka åtgärder kan vidtas": the measures and the order in which they are considered; effects of
   improvement work are not counted before they are there.
"""

from __future__ import annotations

from collections.abc import Mapping

from pkslib.language import text
from pkslib.show.training.question import Choice, Matching, Number, Ordering

# Hours a month that are there, and hours that one theatre hour takes. Rooms, surgeons, nurses.
_THERE: Mapping[str, float] = {"room": 1000, "surgeon": 900, "nurse": 1500}
_TAKEN: Mapping[str, float] = {"room": 1, "surgeon": 1, "nurse": 2}
_POST = 100  # hours a month of one person more
_GAP = 1000  # bed days
_MOVED, _PROMISED, _EXTENDED, _BOUGHT = 200, 300, 400, 150
_COME = 0.4  # share of the promised effect that has been seen


def _hours(**more: float) -> float:
    """Return theatre hours a month with more of some resource: the least that any allows."""
    return min((_THERE[name] + more.get(name, 0)) / _TAKEN[name] for name in _THERE)


def theatre_hours() -> Number:
    """Return the question how many theatre hours rooms, surgeons and nurses give: 750."""
    return Number(
        asked=text("How many theatre hours a month can be staffed?"),
        expected=_hours(),
        unit=text("hours"),
        mistakes={
            900: text("So far the surgeons reach. But each theatre hour takes two nurse hours."),
            1000: text("So long the rooms are open. Who is in them?"),
            1500: text("Those are the nurses' hours. A theatre hour takes two of them."),
            3400: text("You added them up. A theatre hour needs all three at once."),
            3000: text("You multiplied the nurses' hours. Two nurses share one theatre hour."),
        },
        hints=(text("Divide each by what a theatre hour takes of it. Which is least?"),),
        because=text(
            "Rooms 1 000, surgeons 900, nurses 1 500 / 2 = 750: the nurses set the limit."
        ),
    )


def one_more_nurse() -> Number:
    """Return the question what 100 more nurse hours give: 50 theatre hours."""
    return Number(
        asked=text("What does one more nurse of 100 hours a month give?"),
        expected=_hours(nurse=_POST) - _hours(),
        unit=text("theatre hours"),
        tolerance=0,
        mistakes={
            100: text("A theatre hour takes two nurse hours."),
            200: text("You multiplied by two; a theatre hour takes two nurse hours."),
            0: text("The nurses are the limiting resource: one more gives something."),
        },
        hints=(text("100 nurse hours, two an hour."),),
        because=text("100 / 2 = 50, as long as the nurses are what limits."),
    )


def one_more_surgeon() -> Number:
    """Return the question what 100 more surgeon hours give: nothing."""
    return Number(
        asked=text("And one more surgeon of 100 hours instead?"),
        expected=_hours(surgeon=_POST) - _hours(),
        unit=text("theatre hours"),
        tolerance=0,
        mistakes={
            100: text("Who assists? The nurses' hours were used up already."),
            50: text("That was the nurse. What do surgeons without nurses do?"),
        },
        hints=(text("Work the least out anew, with 1 000 surgeon hours."),),
        because=text("The nurses still allow 750. More of what does not limit gives nothing."),
    )


def four_more_nurses() -> Number:
    """Return the question what 400 more nurse hours give: 150, since the surgeons limit then."""
    return Number(
        asked=text("And four more nurses, 400 hours?"),
        expected=_hours(nurse=4 * _POST) - _hours(),
        unit=text("theatre hours"),
        tolerance=0,
        mistakes={
            200: text(
                "So it would be if nothing else became scarce. How far do the surgeons reach?"
            ),
            250: text("So far the rooms reach. The surgeons stop before."),
            900: text("That is all there is then. How many are added?"),
        },
        hints=(text("1 900 / 2 = 950, but who else is needed?"),),
        because=text(
            "With 950 from the nurses the surgeons limit at 900: 150 more, not 200. After three "
            "nurses the next one gives nothing."
        ),
    )


def order() -> Ordering:
    """Return the question in which order the measures are considered [1]."""
    move, improve, extend, buy, prioritise = steps()
    return Ordering(
        asked=text("In which order are the measures considered?"),
        items=(move, improve, extend, buy, prioritise),
        mistakes={
            (prioritise, buy): text(
                "Prioritising comes last: it takes care from somebody who needs it."
            ),
            (buy, move): text("First see what there is already, at another unit or month."),
            (extend, move): text("First see what there is already, at another unit or month."),
            (extend, improve): text("What changes in working methods have given is counted first."),
            (buy, extend): text("Here own capacity is extended before care is bought."),
        },
        hints=(text("From what costs nothing to what costs the patient."),),
        because=text("Each step is used only for what the former left."),
    )


def steps() -> tuple[str, str, str, str, str]:
    """Return the five steps of the ladder in their order, in words."""
    return (
        text("Move capacity between units and over time"),
        text("Improvement work, as far as its effect has been seen"),
        text("Extend own capacity"),
        text("Buy care from others"),
        text("Prioritise: limit, cancel or postpone"),
    )


def which_step() -> Matching:
    """Return the question to which step each measure belongs."""
    move, improve, extend, buy, prioritise = steps()
    fewer = text("Mean stay has become half a day shorter")
    later = text("Knee operations wait until autumn")
    return Matching(
        asked=text("To which step does each measure belong?"),
        pairs={
            text("Ward 2 lends four nurses to ward 1"): move,
            fewer: improve,
            text("Agency nurses in July"): extend,
            text("Cataracts at a private clinic"): buy,
            later: prioritise,
        },
        mistakes={
            (later, move): text(
                "Moving capacity over time does not let patients wait; this does: it is "
                "prioritising."
            ),
            (fewer, extend): text(
                "No more beds are there. The same beds suffice for more patients."
            ),
        },
        hints=(text("Who does something differently: we, others, or the patient?"),),
        because=text("Each measure has its own step and its own row in the plan."),
    )


def left_to_prioritise() -> Number:
    """Return the question how much is left for step 5 when 40 % of a promise has come: 130."""
    counted = round(_COME * _PROMISED)
    return Number(
        asked=text(
            "1 000 bed days are lacking. 200 are moved. Improvement work promised 300, and 40 per "
            "cent of that has been seen. 400 are added and 150 are bought. How many are left?"
        ),
        expected=_GAP - _MOVED - counted - _EXTENDED - _BOUGHT,
        unit=text("bed days"),
        tolerance=0,
        mistakes={
            _GAP - _MOVED - _PROMISED - _EXTENDED - _BOUGHT: text(
                "You counted the whole promise. More would be given away than is there: only what "
                "has been seen counts."
            ),
            0: text("You counted the whole promise. Only what has been seen counts."),
            _GAP - _MOVED - _EXTENDED - _BOUGHT: text(
                "You counted nothing of the improvement. 40 per cent of it is there."
            ),
            _GAP - _MOVED - (_PROMISED - counted) - _EXTENDED - _BOUGHT: text(
                "You counted the 60 per cent that have not come."
            ),
        },
        hints=(text("What has been seen is 0.4 × 300."),),
        because=text("1 000 − 200 − 120 − 400 − 150 = 130. Nobody is promised the other 180."),
    )


def not_closed() -> Choice:
    """Return the question what is done with a gap that no measure closes."""
    return Choice(
        asked=text(
            "130 bed days are left and nothing more may be postponed. What does the plan say?"
        ),
        options={
            text("That 130 bed days are unsolved, and who must decide about it"): "",
            text("That the wards take them anyhow"): text(
                "Then the gap lands on a nurse's shift. That is what the plan is there to prevent."
            ),
            text("That the improvement work will be ready in time"): text(
                "It is promised, not seen. If it comes, the plan is changed then."
            ),
            text("Nothing: the budget is the plan"): text(
                "Targets set before need and capacity are compared only move the gap downwards."
            ),
        },
        because=text(
            "An unbalanced plan is never passed on silently: somebody with a mandate decides."
        ),
    )
