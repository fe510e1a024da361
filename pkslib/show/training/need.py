"""Exercises on the need: the scale, what 85 per cent means, reading a forecast.

References
----------
.. [1] Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning (web page): 1 000 patients of
   two days each at 85 % occupancy.
"""

from __future__ import annotations

import math

import pandas as pd
from scipy.optimize import brentq

from pkslib.language import percent, text
from pkslib.methods.queueing import erlang_b
from pkslib.show.training.question import Choice, Number, Ordering
from pkslib.steps import need
from pkslib.steps.worked_examples import BED_DAYS

_DAYS = 365
_MONTHS = 12
_BAND = 0.8  # share of outcomes that an 80% interval holds
_HALF_WIDTH = 20  # patients a month
_WARDS = (10, 28, 100)  # staffed beds
# Twelve months to read a forecast by; invented, three outcomes outside their interval.
READ = pd.DataFrame(
    {
        "forecast": [110, 105, 104, 100, 98, 95, 80, 85, 100, 104, 106, 112],
        "lower": [92, 88, 87, 84, 82, 80, 67, 71, 84, 87, 89, 94],
        "upper": [128, 122, 121, 116, 114, 110, 93, 99, 116, 121, 123, 130],
        "outcome": [118, 99, 127, 104, 90, 74, 84, 90, 100, 125, 101, 112],
    }
)


def bed_days_used() -> Number:
    """Return the question from patients and mean stay to bed days used: 1 000 × 2 = 2 000 [1]."""
    patients, stay = BED_DAYS.patients, BED_DAYS.stay
    return Number(
        asked=text("How many bed days do the patients use?"),
        expected=patients * stay,
        unit=text("bed days"),
        mistakes={
            patients / stay: text(
                "You divided. Each patient stays two days: it is more, not less."
            ),
            patients: text("That is the patients. How long does each of them stay?"),
        },
        hints=(text("Multiply the patients by their mean stay."),),
        because=text("1 000 patients of two days each use 2 000 bed days."),
    )


def bed_days_needed() -> Number:
    """Return the question from bed days used to bed days needed: 2 000 / 0.85 = 2 353 [1]."""
    used, share = BED_DAYS.patients * BED_DAYS.stay, BED_DAYS.utilisation
    return Number(
        asked=text("How many bed days must be available?"),
        expected=float(need.capacity_need(used, share)),
        unit=text("bed days"),
        mistakes={
            used * share: text(
                "You multiplied by the occupancy. Then fewer beds than patients are left."
            ),
            used * (2 - share): text(
                "You added 15 per cent. Test it: 85 per cent of your answer must be what is used."
            ),
            round(used / (1 - share)): text(
                "You divided by 15 per cent, the share that is to be empty. Divide by what is full."
            ),
            math.floor(used / share): text(
                "You rounded down: 85 per cent of 2 352 is a little less than 2 000."
            ),
        },
        hints=(text("85 per cent of the answer is what the patients use."),),
        because=text("2 000 / 0.85 = 2 353: then 85 per cent of the beds are taken on average."),
    )


def beds() -> Number:
    """Return the question from bed days needed to staffed beds: 2 353 / 365 = 6.4, so 7."""
    needed = float(need.capacity_need(BED_DAYS.patients * BED_DAYS.stay, BED_DAYS.utilisation))
    return Number(
        asked=text("How many staffed beds is that, open every day of the year?"),
        expected=float(need.places(needed, _DAYS)),
        unit=text("beds"),
        tolerance=0,
        mistakes={
            6: text("You rounded down. Six beds are not enough for 2 353 bed days."),
            round(needed / _DAYS, 1): text(
                "A part of a bed cares for nobody. Which whole number is enough?"
            ),
            10: text("Is that by working days? The ward is open every day of the year."),
        },
        hints=(text("Divide the bed days by 365 and round up."),),
        because=text("2 353 / 365 = 6.4, and six beds are not enough: seven."),
    )


def smallest_ward() -> Ordering:
    """Return the question which ward most often has no bed free at 85 % offered load."""
    wards = [text("{beds} beds", beds=beds) for beds in _WARDS]
    return Ordering(
        asked=text(
            "Three wards of 10, 28 and 100 beds have on average 85 patients who need a bed for "
            "every 100 beds. In which does a patient most often find no bed free? Most often first."
        ),
        items=wards,
        mistakes={
            (wards[2], wards[0]): text(
                "Many beds even out chance: when one patient more comes, a large ward has room."
            ),
        },
        hints=(text("Think of three more patients than usual, in 10 beds and in 100."),),
        because=text(
            "10 beds turn away {small}, 28 beds {middle} and 100 beds {large} (Erlang B).",
            small=_turned(10), middle=_turned(28), large=_turned(100),
        ),
    )  # fmt: skip


def turned_away() -> Number:
    """Return the question how many of 1 000 find no bed in 10 beds at a load of 8.5: 145."""
    share = float(erlang_b(8.5, 10))
    return Number(
        asked=text(
            "The ward of 10 beds has 8.5 patients who need a bed at any one time: {share} find "
            "none free. 1 000 patients come in a year. How many of them must be placed elsewhere?",
            share=percent(share, 1),
        ),
        expected=1000 * share,
        unit=text("patients"),
        tolerance=2,
        mistakes={
            150: text(
                "15 per cent of the beds are empty on average, but that is another question."
            ),
            0: text("On average there is room. But patients do not come on average."),
            855: text("Those are the ones who got a bed."),
        },
        hints=(text("Take the share of the 1 000."),),
        because=text("14.5 per cent of 1 000 patients are 145, twelve a month."),
    )


def realised() -> Choice:
    """Return the question what 85 % realised occupancy of 10 beds says of those turned away."""
    beds = _WARDS[0]
    return Choice(
        asked=text(
            "Another ward of 10 beds measures that 85 per cent of its beds were taken. How many "
            "patients were turned away, if they came at random?"
        ),
        options={
            percent(_when_realised(beds)): "",
            percent(float(erlang_b(8.5, beds)), 1): text(
                "That is with 8.5 patients who need a bed. Those turned away took none: to fill 85 "
                "per cent all the same, more must have come."
            ),
            percent(0.15): text(
                "15 per cent of the beds were empty. How many found them full is another question."
            ),
            percent(0): text("Beds empty on average may all be full the night when you need one."),
        },
        because=text(
            "To keep 10 beds 85 per cent full, so many must come that a third find no bed free. "
            "28 beds: {middle}; 100 beds: {large}.",
            middle=_realised(28), large=_realised(100),
        ),
    )  # fmt: skip


def outside_here() -> Number:
    """Return the question how many months of the table fall outside: 3."""
    outside = ~((READ["outcome"] >= READ["lower"]) & (READ["outcome"] <= READ["upper"]))
    below = READ["outcome"] < READ["lower"]
    return Number(
        asked=text("How many of the table's 12 months fell outside the interval?"),
        expected=float(outside.sum()),
        unit=text("months"),
        tolerance=0,
        mistakes={
            float(12 - outside.sum()): text("Those are the months inside."),
            float((outside & ~below).sum()): text("Months below the interval count as well."),
            10: text(
                "Those are the months that were not exactly as forecast. Compare with the limits."
            ),
        },
        hints=(text("Look for outcomes below the lower or above the upper limit."),),
        because=text("March and October came above, June below: three."),
    )


def three_outside() -> Choice:
    """Return the question what three months of twelve outside an 80% interval call for."""
    return Choice(
        asked=text("Three of twelve were outside an 80 per cent interval. What do you do?"),
        options={
            text("Nothing yet: between two and three is what such an interval promises"): "",
            text("Make the interval wider"): text(
                "Two or three outside is what it is made for. A wider one costs beds every month."
            ),
            text("Raise the forecast"): text(
                "Two came above and one below. There is no direction to follow."
            ),
        },
        because=text("Expected are 2.4. Eight outside, or all on one side, would be a reason."),
    )


def outside_the_band() -> Number:
    """Return the question how many of 12 months fall outside an 80% interval: 2.4."""
    return Number(
        asked=text("How many of the 12 months do you expect outside the 80 per cent interval?"),
        expected=_MONTHS * (1 - _BAND),
        unit=text("months"),
        tolerance=0.1,
        mistakes={
            0: text("An interval that always held would be too wide to plan by."),
            _MONTHS * _BAND: text("Those are the months inside."),
            _MONTHS * (1 - _BAND) / 2: text("That is on one side. Months fall below as well."),
        },
        hints=(text("What share is left outside? Take it of 12."),),
        because=text(
            "20 per cent of 12 months are 2.4. Two or three months outside are no reason to change "
            "the forecast; eight are."
        ),
    )


def year_if_independent() -> Number:
    """Return the question how wide a year is where its months vary by themselves: 20 × √12 = 69."""
    return Number(
        asked=text(
            "Each month is 100 patients, give or take 20. How much is to be given or taken for the "
            "whole year of 1 200, if the months vary each by itself?"
        ),
        expected=_HALF_WIDTH * math.sqrt(_MONTHS),
        unit=text("patients"),
        tolerance=1,
        mistakes={
            _HALF_WIDTH * _MONTHS: text(
                "So it is if all months are wrong the same way. Here high and low months even out."
            ),
            _HALF_WIDTH: text("That is one month. Twelve months have more room to vary."),
            _HALF_WIDTH / math.sqrt(_MONTHS): text("That is for the mean month, not for the year."),
        },
        hints=(text("It grows with the root of the number: 20 × √12."),),
        because=text("20 × √12 = 69, six per cent of the year where a month has 20 per cent."),
    )


def year_if_together() -> Number:
    """Return the question how wide a year is where its months move together: 20 × 12 = 240."""
    return Number(
        asked=text("And if all months move together, because growth was guessed wrong?"),
        expected=_HALF_WIDTH * _MONTHS,
        unit=text("patients"),
        mistakes={
            round(_HALF_WIDTH * math.sqrt(_MONTHS)): text(
                "That is where high and low months even out. Here they all go the same way."
            ),
        },
        hints=(text("Add the twelve."),),
        because=text(
            "12 × 20 = 240. A plan's risk lies between the two, and nearer this one when it is the "
            "level that is unsure."
        ),
    )


def _turned(beds: int) -> str:
    return percent(float(erlang_b(beds * BED_DAYS.utilisation, beds)), 1)


def _realised(beds: int) -> str:
    return percent(_when_realised(beds), 1)


def _when_realised(beds: int) -> float:
    """Return the share turned away where so many come that the beds are full to the target."""

    def above(load: float) -> float:
        taken = load * (1 - float(erlang_b(load, beds)))
        return taken / beds - BED_DAYS.utilisation

    return float(erlang_b(brentq(above, beds / 2, beds * 4), beds))
