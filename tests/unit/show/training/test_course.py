"""The course's exercises: the guidance's figures are the right answers, mistakes are explained."""

import json
from pathlib import Path

import pytest

from pkslib.language import using
from pkslib.show.training import EXERCISES, balance, follow_up, misconceptions, need

ROOT = Path(__file__).parents[4]
QUESTIONS = [question for questions in EXERCISES.values() for question in questions]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (need.bed_days_used, "2 000"),  # 1 000 x 2
        (need.bed_days_needed, "2 353"),  # 2 000 / 0.85 = 2 352.9
        (need.beds, "7"),  # 2 352.9 / 365 = 6.45
        (need.turned_away, "145"),  # Erlang B of 8.5 on 10: 0.1446
        (need.realised, "33 %"),
        (need.outside_the_band, "2,4"),
        (need.year_if_independent, "69"),
        (need.year_if_together, "240"),
        (balance.theatre_hours, "750"),
        (balance.one_more_nurse, "50"),
        (balance.one_more_surgeon, "0"),
        (balance.four_more_nurses, "150"),
        (balance.left_to_prioritise, "130"),
        (follow_up.inflow_sum, "-1"),
        (follow_up.production_sum, "47"),
        (follow_up.signal, "5,4"),  # 47 / (79 / 9)
        (follow_up.schedule_goal, "121"),
        (follow_up.beds_in_all, "52"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_answer_worked_by_hand_is_right(question, answer, swedish):
    asked = question()
    given = {"33 %": "33\xa0%"}.get(answer, answer)
    assert asked.judge([given]).correct


@pytest.mark.parametrize(
    ("question", "answer", "word"),
    [
        (need.bed_days_needed, "1700", "multiplied"),
        (need.bed_days_needed, "2300", "15 per cent"),
        (need.bed_days_needed, "13 333", "divided by 15"),
        (need.bed_days_needed, "2352", "rounded down"),
        (need.beds, "6", "rounded down"),
        (need.beds, "6,4", "part of a bed"),
        (need.beds, "10", "working days"),
        (need.realised, "14.5%", "8.5 patients"),
        (balance.left_to_prioritise, "-50", "whole promise"),
        (balance.one_more_surgeon, "100", "assists"),
        (follow_up.schedule_goal, "120", "10 hours"),
        (follow_up.signal, "0,187", "turned round"),
    ],
)
def test_the_usual_mistakes_are_explained(question, answer, word, english):
    judged = question().judge([answer])
    assert not judged.correct
    assert word in judged.message


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_every_recognised_mistake_is_told_as_itself(question, swedish):
    asked = question()
    for wrong, why in getattr(asked, "mistakes", {}).items():
        if isinstance(wrong, float | int):
            judged = asked.judge([f"{wrong:.4f}"])
            assert (judged.correct, judged.message) == (False, why)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_every_question_has_a_solution_a_reason_and_a_mistake_or_hint(question, swedish):
    asked = question()
    assert asked.solution()
    assert asked.because
    assert asked.misconceptions() or asked.hints


def test_each_exercise_is_a_notebook_with_its_questions():
    folder = ROOT / "notebooks" / "training"
    for name, questions in EXERCISES.items():
        book = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))
        code = "".join(
            line for cell in book["cells"] if cell["cell_type"] == "code" for line in cell["source"]
        )
        places = [code.index(f".{question.__name__}()") for question in questions]
        assert places == sorted(places)


@pytest.mark.parametrize(("guide", "language"), [("handledning", "sv"), ("guide", "en")])
def test_the_facilitators_guide_holds_the_table_of_misconceptions(guide, language):
    # Print it anew: python -c "from pkslib.show.training import misconceptions; print(...)"
    written = (ROOT / "docs" / "training" / f"{guide}.md").read_text(encoding="utf-8")
    with using(language):
        assert misconceptions() in written


NUMBERS = [question for question in QUESTIONS if isinstance(question(), need.Number)]


@pytest.mark.parametrize("question", NUMBERS, ids=lambda question: question.__name__)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_number_is_read_as_people_type_it(question, language):
    with using(language):
        asked = question()
        plain = f"{asked.expected:.10g}"
        spaced = f"{asked.expected:,.4f}".replace(",", " ").rstrip("0").rstrip(".")
        for written in (
            plain, plain.replace(".", ","), spaced, spaced.replace(".", ","), asked.solution(),
            f"{plain} {asked.unit}", f"2*{plain}/2", f"({plain})", f" {plain}\xa0",
        ):  # fmt: skip
            assert asked.judge([written]).correct, written


@pytest.mark.parametrize("question", NUMBERS, ids=lambda question: question.__name__)
@pytest.mark.parametrize("by", [10, 12, 100, 365, 1000, 1 / 10, 1 / 12, 1 / 100, 1 / 365, 1e-3, -1])
def test_every_number_knows_what_a_wrong_one_is_off_by(question, by, english):
    asked = question()
    wrong = asked.expected * by
    judged = asked.judge([f"{wrong:.9f}"])
    if asked.expected == 0:
        assert judged.correct  # nothing times anything
    elif judged.message not in asked.mistakes.values():
        assert not judged.correct
        assert any(word in judged.message for word in ("off by", "sign", "near", "turned round"))


def test_a_right_number_in_another_unit_is_asked_again(swedish):
    assert "inte timmar" in need.beds().judge(["7 timmar"]).message
    assert need.beds().judge(["7 vårdplatser"]).correct
    assert need.beds().judge(["7 stycken"]).correct
