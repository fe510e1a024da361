"""Paper sheets of the course, printed from the exercises that the notebooks show.

``sheets.html`` is for the participants, with the role cards; ``solutions.html`` for the one who
leads the day, with the answers and the event cards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import jinja2

from pkslib.language import active, mark, number, period, text
from pkslib.show.training import EXERCISES
from pkslib.show.training.exercise import mixed
from pkslib.show.training.game import cards as game
from pkslib.show.training.need import READ
from pkslib.show.training.question import Choice, Matching, Number, Ordering, Question
from pkslib.show.training.year.roles import event_card, role_cards
from pkslib.show.training.year.rounds import ROUNDS
from pkslib.show.training.year.sums import EVENTS
from pkslib.steps.worked_examples import INFLOW, PRODUCTION

SHEETS, SOLUTIONS = "sheets.html", "solutions.html"
_BOX = "☐"
_TITLES: Mapping[str, str] = {
    "01_worked_example": mark("Exercise 1: from patients to staffed beds"),
    "02_occupancy": mark("Exercise 2: what 85 per cent means"),
    "03_reading_a_forecast": mark("Exercise 3: reading a forecast"),
    "04_limiting_resource": mark("Exercise 4: the limiting resource"),
    "05_ladder": mark("Exercise 5: the ladder of measures"),
    "06_plan_and_outcome": mark("Exercise 6: plan and outcome"),
    "07_outlook_and_gap_list": mark("Exercise 7: outlook and gap list"),
}
_GIVEN: Mapping[str, str] = {
    "01_worked_example": mark(
        "1 000 patients with chest pain need care in the year. They stay two days on average. The "
        "occupancy wanted is 85 per cent."
    ),
    "02_occupancy": mark(
        "Load is how many would need a bed on average if there always were one; realised occupancy "
        "is how many lay there."
    ),
    "03_reading_a_forecast": mark(
        "Patients a month. The interval is of 80 per cent: eight outcomes in ten are expected "
        "between lower and upper. The figures are invented."
    ),
    "04_limiting_resource": mark(
        "A theatre hour needs one hour of a room, one of a surgeon and two of a nurse, all at "
        "once. In the month there are 1 000 room hours, 900 surgeon hours and 1 500 nurse hours."
    ),
    "05_ladder": mark(
        "When the need is greater than the available capacity, measures are tried in a set order. "
        "The effect of improvement work is not counted before it has been seen."
    ),
    "06_plan_and_outcome": mark("The table is Socialstyrelsen's, in hours, January to September."),
    "07_outlook_and_gap_list": mark(
        "The examples are the regions' own: the schedule line of Jönköping and the gap list of "
        "Karolinska."
    ),
}


@dataclass(frozen=True)
class _Asked:
    """A question on paper: lines to tick or fill in, or the answer."""

    asked: str
    lines: Sequence[str] = ()
    unit: str | None = None
    answer: str = ""
    because: str = ""


@dataclass(frozen=True)
class _Sheet:
    title: str
    given: Sequence[str]
    questions: Sequence[_Asked]
    heads: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default_factory=list)


def write(folder: Path) -> list[Path]:
    """Write the participants' sheets and the facilitator's in the language in use.

    Parameters
    ----------
    folder : pathlib.Path
        Made when it is not there.

    Returns
    -------
    list of pathlib.Path
        ``sheets.html`` and ``solutions.html``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = {SHEETS: _page(_asked, _role_pages()), SOLUTIONS: _page(_solved, _event_pages())}
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
    return [folder / name for name in pages]


def _page(
    shown: Callable[[Question], _Asked], cards: list[dict[str, object]]
) -> str:  # fmt: skip
    sheets = [
        _Sheet(text(_TITLES[name]), [text(_GIVEN[name])],
               [shown(question()) for question in questions], *_table(name))
        for name, questions in EXERCISES.items()
    ]  # fmt: skip
    rooms = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True
    )
    page = rooms.get_template("sheets.html.j2")
    title = text("Course in production and capacity planning")
    return page.render(language=active(), title=title, sheets=sheets, cards=cards)


def _asked(question: Question) -> _Asked:
    """Return a question as it is answered on paper."""
    if isinstance(question, Number):
        return _Asked(question.asked, unit=question.unit)
    if isinstance(question, Choice):
        return _Asked(question.asked, [f"{_BOX} {one}" for one in mixed([*question.options])])
    if isinstance(question, Ordering):
        return _Asked(question.asked, [f"____ {one}" for one in mixed(question.items)])
    assert isinstance(question, Matching)
    answers = mixed([*dict.fromkeys(question.pairs.values())])
    legend = [f"{at}. {answer}" for at, answer in enumerate(answers, 1)]
    return _Asked(question.asked, [*legend, *(f"____ {one}" for one in question.pairs)])


def _solved(question: Question) -> _Asked:
    return _Asked(question.asked, answer=question.solution(), because=question.because)


def _table(name: str) -> tuple[list[str], list[list[str]]]:
    """Return the table that an exercise is read from, months beside each other."""
    if name == "03_reading_a_forecast":
        lines = {
            text("forecast"): READ["forecast"],
            text("lower"): READ["lower"],
            text("upper"): READ["upper"],
            text("outcome"): READ["outcome"],
        }
    elif name == "06_plan_and_outcome":
        lines = {
            text("forecast of inflow"): INFLOW["planned"],
            text("outcome of inflow"): INFLOW["outcome"],
            text("production plan"): PRODUCTION["planned"],
            text("outcome of production"): PRODUCTION["outcome"],
        }
    else:
        return [], []
    rows = [[label, *map(number, line.dropna())] for label, line in lines.items()]
    return ["", *(_month(at) for at in range(1, len(rows[0])))], rows


def _month(at: int) -> str:
    return period(f"2023-{at:02d}", short=True)


def _role_pages() -> list[dict[str, object]]:
    said = text("Read your card in silence. What stands beside the line only you know.")
    rounds = [(text("Round {round}", round=at), text("Why?"), "") for at in ROUNDS]
    return [
        {"title": text("Exercise 8: role cards"), "cards": [(said, "", ""), *role_cards()]},
        {"title": text("Exercise 8: what we agreed on"), "cards": rounds, "tall": True},
        {"title": text("Regionspelet: role cards"), "cards": [(said, "", ""), *game.role_cards()]},
        {
            "title": text("Regionspelet: what we agreed on"),
            "cards": game.agreed_sheets(),
            "tall": True,
        },
        {"title": text("Regionspelet: debrief"), "cards": game.debrief_sheet(), "tall": True},
    ]


def _event_pages() -> list[dict[str, object]]:
    cards = [(text("Event {card}", card=card), event_card(card), "") for card in EVENTS]
    return [
        {"title": text("Exercise 8: event cards"), "cards": cards},
        {"title": text("Regionspelet: event cards"), "cards": game.event_cards()},
    ]
