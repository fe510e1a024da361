"""The course's exercises: the guidance's figures are the right answers."""

import pytest

from pkslib.language import using
from pkslib.show.explore import course


@pytest.mark.parametrize(
    ("exercise", "answer"),
    # 1 000 x 2 = 2 000; 2 000 / 0.85 = 2 352.9; 2 352.9 / 365 = 6.45, so 7 beds.
    [
        (course.bed_days_used, "2 000"),
        (course.bed_days_needed, "2 353"),
        (course.beds, "7"),
    ],
)
def test_the_guidances_figure_is_right(exercise, answer):
    asked = exercise()
    asked.answer.value = answer
    asked.button.click()
    assert "✓" in asked.feedback.value


@pytest.mark.parametrize(
    ("exercise", "answer", "word"),
    [
        (course.bed_days_needed, "1700", "multiplied"),
        (course.bed_days_needed, "2300", "15 per cent"),
        (course.beds, "6", "rounded down"),
    ],
)
def test_the_usual_mistakes_are_explained(exercise, answer, word):
    with using("en"):
        asked = exercise()
        asked.answer.value = answer
        asked.button.click()
    assert "✗" in asked.feedback.value
    assert word in asked.feedback.value
