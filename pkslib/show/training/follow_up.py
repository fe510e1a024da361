"""Exercises on follow-up and outlook: plan against outcome, the schedule ahead, the gap list.

References
----------
.. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: the table of outcome against plan; the
   schedule line 10 % above the plan (Region Jönköpings län); the gap list (Karolinska).
"""

from __future__ import annotations

import pandas as pd

from pkslib.language import number, text
from pkslib.methods.control import tracking_signal
from pkslib.show.training.question import Choice, Matching, Number
from pkslib.steps.worked_examples import (
    BEDS_KEPT_OPEN,
    INFLOW,
    PLAN_LINE,
    PRODUCTION,
    SCHEDULE_GOAL,
)


def _errors(table: dict[str, pd.Series]) -> pd.Series:
    return (table["outcome"] - table["planned"]).dropna()


def inflow_sum() -> Number:
    """Return the question what the inflow's errors add up to: −1 [1]."""
    errors = _errors(INFLOW)
    return Number(
        asked=text("What do the nine months' forecast errors of the inflow add up to?"),
        expected=float(errors.sum()),
        unit=text("hours"),
        tolerance=0,
        mistakes={
            float(errors.abs().sum()): text("Keep the signs: too high and too low even out."),
            1: text("Outcome minus forecast: 959 − 960."),
        },
        hints=(text("Error is outcome minus forecast. Compare the sums of the two rows."),),
        because=text("959 − 960 = −1: the months were wrong, the year was right."),
    )


def production_sum() -> Number:
    """Return the question what the production's deviations add up to: +47 [1]."""
    errors = _errors(PRODUCTION)
    return Number(
        asked=text("And the deviations of the production?"),
        expected=float(errors.sum()),
        unit=text("hours"),
        tolerance=0,
        mistakes={
            -float(errors.sum()): text("Outcome minus plan: more was done than planned."),
            float(errors.abs().sum()): text("Keep the signs: February and April were below."),
        },
        hints=(text("987 − 940."),),
        because=text("987 − 940 = +47: seven of nine months were above the plan."),
    )


def signal() -> Number:
    """Return the question how large the production's tracking signal is: 47 / 8.8 = 5.4."""
    errors = _errors(PRODUCTION)
    mean = float(errors.abs().mean())
    return Number(
        asked=text(
            "The tracking signal is the sum of the errors divided by their mean size without sign, "
            "here {mean}. How large is it for the production?",
            mean=number(mean, 1),
        ),
        expected=float(tracking_signal(errors.to_numpy())),
        tolerance=0.1,
        mistakes={
            mean / float(errors.sum()): text("The division is turned round."),
            float(errors.sum()) / len(errors): text("That is the mean error, signs kept."),
        },
        hints=(text("47 divided by the mean size."),),
        because=text("47 / 8.8 = 5.4, above 4: not chance. The inflow's is −0.2: chance."),
    )


def verdicts() -> Matching:
    """Return the question which error is random, which systematic, and what is done [1]."""
    inflow, production = text("Inflow: −1 in all"), text("Production: +47 in all")
    chance = text("Random: leave the forecast as it is")
    method = text("Systematic: correct the capacity forecast")
    return Matching(
        asked=text("What does each of them lead to?"),
        pairs={inflow: chance, production: method},
        mistakes={
            (inflow, method): text("Whoever corrects for chance makes the next forecast worse."),
            (production, chance): text("Seven of nine months on one side are hardly chance."),
        },
        hints=(text("Which one would even out by itself?"),),
        because=text(
            "More was produced than the capacity forecast said was possible, month after month: it "
            "is corrected before the next plan is laid."
        ),
    )


def where_the_error_was() -> Matching:
    """Return the question where each kind of error is fed back: A, B and C [1]."""
    return Matching(
        asked=text("Where does each error belong?"),
        pairs={
            text("More patients came than forecast"): text("A: the forecast of need"),
            text("Short sick leave was 8 per cent, not 5"): text("B: the forecast of capacity"),
            text("The new admission routine saved half of what was said"): text(
                "C: the result of improvement work"
            ),
        },
        hints=(text("Need, capacity, or promised effect?"),),
        because=text(
            "Feedback goes to where the error was; a margin on everything hides all three."
        ),
    )


def schedule_goal() -> Number:
    """Return the question where the schedule should lie for a plan of 110 hours: 121 [1]."""
    return Number(
        asked=text(
            "The plan for a week is 110 hours. How many should be in the schedule, if it is to lie "
            "10 per cent above the plan?"
        ),
        expected=PLAN_LINE * SCHEDULE_GOAL,
        unit=text("hours"),
        tolerance=0.05,
        mistakes={
            PLAN_LINE + 10: text("You added 10 hours. 10 per cent of 110 are 11."),
            round(PLAN_LINE / SCHEDULE_GOAL, 1): text("You divided: that is below the plan."),
            PLAN_LINE * 0.9: text("You took 10 per cent off."),
            PLAN_LINE * (SCHEDULE_GOAL - 1): text("That is the 10 per cent. Add them to the plan."),
        },
        hints=(text("110 × 1.10."),),
        because=text("110 × 1.10 = 121: room for sick leave, without calling anybody in."),
    )


def plus_and_minus() -> Choice:
    """Return the question what a week with two nurses too many and two too few is: both."""
    return Choice(
        asked=text(
            "On Monday day two nurses more are scheduled than needed, on Saturday night two fewer. "
            "What does the week's row in the gap list say?"
        ),
        options={
            text("plus 2, minus 2"): "",
            text("0: it evens out"): text(
                "Nobody is in the ward on Saturday night because two were too many on Monday."
            ),
            text("minus 4"): text("Two too many are no lack. They are kept apart, not added."),
        },
        because=text("Plus and minus are kept apart, for each shift and profession."),
    )


def beds_in_all() -> Number:
    """Return the question how many beds the gap list's wards can keep open: 52 [1]."""
    beds = BEDS_KEPT_OPEN
    return Number(
        asked=text("Four wards can keep 14, 6, 20 and 12 beds open. How many in all?"),
        expected=sum(beds),
        unit=text("beds"),
        tolerance=0,
        mistakes={min(beds) * len(beds): text("Each ward has its own least number; add them.")},
        hints=(text("Add them."),),
        because=text("14 + 6 + 20 + 12 = 52, the total of the guidance's gap list."),
    )


def one_night() -> Choice:
    """Return the question what one weak night means for the beds of a week."""
    return Choice(
        asked=text(
            "One night of the week the ward of 20 has staff for 14. What do you do on Monday?"
        ),
        options={
            text("Look for two nurses for that night, from own shifts first, then the pool"): "",
            text("Close six beds all week"): text(
                "Six shifts of 21 would pay for one. Mend the night; close beds only if it fails."
            ),
            text("Nothing: on average the week is staffed"): text(
                "Averages do not work nights. Somebody stands there alone."
            ),
        },
        because=text(
            "The gap list is there to be acted on in time: move, ask, and only then close."
        ),
    )
