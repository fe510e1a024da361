"""The course: exercises worked by hand, judged at once, for people who plan care.

Each notebook of ``notebooks/training`` is an exercise; its questions stand here by its number, so
that the facilitator's table of misconceptions is made from what the exercises recognise.
"""

from collections.abc import Callable, Mapping, Sequence

from pkslib.language import text
from pkslib.show.training import balance, follow_up, need
from pkslib.show.training.exercise import Exercise
from pkslib.show.training.kept import Answers
from pkslib.show.training.question import Question

__all__ = ["EXERCISES", "Answers", "Exercise", "balance", "follow_up", "misconceptions", "need"]

EXERCISES: Mapping[str, Sequence[Callable[[], Question]]] = {
    "01_worked_example": (need.bed_days_used, need.bed_days_needed, need.beds),
    "02_occupancy": (need.smallest_ward, need.turned_away, need.realised),
    "03_reading_a_forecast": (
        need.outside_here, need.outside_the_band, need.three_outside, need.year_if_independent,
        need.year_if_together,
    ),
    "04_limiting_resource": (
        balance.theatre_hours, balance.one_more_nurse, balance.one_more_surgeon,
        balance.four_more_nurses,
    ),
    "05_ladder": (
        balance.order, balance.which_step, balance.left_to_prioritise, balance.not_closed,
    ),
    "06_plan_and_outcome": (
        follow_up.inflow_sum, follow_up.production_sum, follow_up.signal, follow_up.verdicts,
        follow_up.where_the_error_was,
    ),
    "07_outlook_and_gap_list": (
        follow_up.schedule_goal, follow_up.plus_and_minus, follow_up.beds_in_all,
        follow_up.one_night,
    ),
}  # fmt: skip


def misconceptions() -> str:
    """Return a table of the wrong answers that the course recognises, in the facilitator's guide.

    Returns
    -------
    str
        Markdown: exercise, question, wrong answer, what it is told.
    """
    head = [text("exercise"), text("question"), text("answer"), text("what is said")]
    rows = [
        (f"{int(name[:2])}", "" if at else asked.asked, answer, why)
        for name, questions in EXERCISES.items()
        for asked in (question() for question in questions)
        for at, (answer, why) in enumerate(asked.misconceptions())
    ]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
