"""What is printed for Regionspelet: roles with what only they know, events, and the debrief."""

from __future__ import annotations

from collections.abc import Mapping

from pkslib.language import mark, percent, text
from pkslib.show.training.game.chance import CARDS
from pkslib.show.training.game.rules import QUARTERS
from pkslib.show.training.year.roles import ROLES
from pkslib.show.training.year.sums import SEEN

_LATER = (4, 5, 6, 7)  # quarters of the second year
_EVENTS: Mapping[int, str] = {
    1: mark("Influenza: this quarter three in ten more fall ill with pneumonia than usual."),
    2: mark("Referrals: this quarter 25 per cent more are referred for hip and knee replacement."),
    3: mark("Sick leave: this quarter the orthopaedic ward can staff a tenth fewer beds."),
    4: mark("Water damage: this quarter the medical ward must do without a tenth of its beds."),
}
QUESTIONS = (
    mark("What did you see?"),
    mark("What did you believe?"),
    mark("What would you agree on earlier?"),
    mark("Who was told of the gap before the shift, and by whom?"),
)


def role_cards() -> list[tuple[str, str, str]]:
    """Return role, what it decides and at which level, and what only it knows."""
    said = {
        "strategic": text(
            "You decide for the year: target occupancy, frame, measures, and how improvement work "
            "is counted. Once a year is begun it stands."
        ),
        "medicine": text("You decide for the quarter: beds on the medical ward, beds moved."),
        "orthopaedics": text(
            "You decide for the quarter: beds on the orthopaedic ward, operations bought."
        ),
        "medical_ward": text("You decide for the weeks: reserve in the schedule, and lending."),
        "orthopaedic_ward": text(
            "You decide for the weeks: what becomes of shifts still short, overtime or closed beds."
        ),
        "analyst": text("You fill in what the others decide, and read the result aloud."),
    }
    return [(text(name), said[part], _known(part)) for part, name in ROLES.items()]


def _known(part: str) -> str:
    known = {
        "strategic": text("The frame cannot be raised during the year, and nothing is carried on."),
        "medicine": text(
            "Twice as many come with pneumonia in January as in July. Two beds more can be staffed "
            "in a quarter, the third only in the quarter after."
        ),
        "orthopaedics": text(
            "Fourteen are referred a week. With 14 beds booked to 85 per cent there is room for "
            "thirteen."
        ),
        "medical_ward": text(
            "Of K1, safe discharge, {share} has been seen. In winter nearly one nurse in ten is "
            "ill, in summer one in twenty.", share=percent(SEEN["K1"]),
        ),
        "orthopaedic_ward": text(
            "Of K4, early mobilisation, {share} has been seen: there is no physiotherapist at "
            "weekends.", share=percent(SEEN["K4"]),
        ),
    }  # fmt: skip
    return known.get(part, "")


def event_told(card: int) -> str:
    """Return an event card's number and what it says, in one line."""
    return ". ".join(event_cards()[card - 1][:2])


def event_cards() -> list[tuple[str, str, str]]:
    """Return the event cards, by number."""
    return [(text("Event {card}", card=card), text(_EVENTS[card]), "") for card in CARDS]


def agreed_sheets() -> list[tuple[str, str, str]]:
    """Return a box for each quarter, to write in what was agreed on and why."""
    why = text("Beds, schedule, and why?")
    year = text("Target, frame, measures? Beds, schedule, and why?")
    return [
        (text("Quarter {quarter}", quarter=at + 1), year if at in (0, _LATER[0]) else why, "")
        for at in range(QUARTERS)
    ]


def debrief_sheet() -> list[tuple[str, str, str]]:
    """Return the questions of the debrief, with room to write."""
    return [(text(asked), "", "") for asked in QUESTIONS]
