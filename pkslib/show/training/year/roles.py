"""Who sits at the table, what each decides and what only the wards know; the event cards."""

from __future__ import annotations

from collections.abc import Mapping

from pkslib.language import mark, text
from pkslib.show.training.year.sums import SEEN, SUMMER_BEDS

# By part of the agreement, and the analyst, who has no vote.
ROLES: Mapping[str, str] = {
    "strategic": mark("Hospital management (strategic)"),
    "medicine": mark("Head of the medical clinic (tactical)"),
    "orthopaedics": mark("Head of the orthopaedic clinic (tactical)"),
    "medical_ward": mark("Ward manager, medicine (operative)"),
    "orthopaedic_ward": mark("Ward manager, orthopaedics (operative)"),
    "analyst": mark("Analyst at the panel"),
}
_EVENTS = {
    1: mark("Influenza: three in ten more pneumonia patients than usual from January to March."),
    2: mark("Referrals: from March a quarter more are referred for hip and knee replacement."),
    3: mark("Sick leave: from March the orthopaedic ward can staff a tenth fewer beds."),
}


def role_cards() -> list[tuple[str, str, str]]:
    """Return role, what it decides, and what only it knows, in the language in use."""
    said = {
        "strategic": text("You set the target occupancy and what measures may cost."),
        "medicine": text("You choose measures for the medical ward: K1, K2 and K3."),
        "orthopaedics": text("You choose measures for the orthopaedic ward: K4, K5 and K6."),
        "medical_ward": text("You tell the clinic what can be staffed, and say yes or no."),
        "orthopaedic_ward": text("You tell the clinic what has been seen, and say yes or no."),
        "analyst": text("You fill in what the others decide, and read the result aloud."),
    }
    known = {
        "medical_ward": text(
            "Two nurses leave before summer: in July and August {beds} beds can be staffed, not "
            "18. Of K1, safe discharge, {seen} per cent has been seen, not 70.",
            beds=SUMMER_BEDS, seen=round(100 * SEEN["K1"]),
        ),
        "orthopaedic_ward": text(
            "Of K4, early mobilisation, {seen} per cent has been seen, not 50: there is no "
            "physiotherapist at weekends.",
            seen=round(100 * SEEN["K4"]),
        ),
    }  # fmt: skip
    return [(text(name), said[part], known.get(part, "")) for part, name in ROLES.items()]


def event_card(card: int) -> str:
    """Return what an event card says."""
    return text(_EVENTS[card])
