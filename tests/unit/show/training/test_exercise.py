import pytest

from pkslib.show.training.exercise import Exercise, mixed
from pkslib.show.training.question import Choice, Matching, Number, Ordering

NUMBER = Number(
    asked="Hur många < 3?", expected=7, unit="platser", tolerance=0,
    hints=("Dela.", "Avrunda <uppåt>."), because="6,4 räcker inte.",
)  # fmt: skip
CHOICE = Choice(asked="Vad?", options={"B": "", "A": "Nej, för dyrt."}, because="Så är det.")
ORDER = Ordering(
    asked="I vilken ordning?", items=("c", "b", "a"), because="Så är det.",
    mistakes={("a", "c"): "Börja med c."}, hints=("Bakifrån.",),
)  # fmt: skip
PAIRS = Matching(
    asked="Vilka hör ihop?", pairs={"x": "1", "y": "2"}, because="Så är det.",
    mistakes={("x", "2"): "Två är för mycket för x."},
)  # fmt: skip


def _answer(exercise, *values):
    for one, value in zip(exercise.fields, values, strict=True):
        one.value = value
    exercise.button.click()
    return exercise.feedback.value


def test_a_number_counts_attempts_and_escapes(swedish):
    exercise = Exercise(NUMBER)
    assert "&lt; 3" in exercise.asked.value
    _answer(exercise, "5")
    assert "För lågt. Avrunda &lt;uppåt&gt;." in _answer(exercise, "5")
    assert "✓ Rätt! Svaret är 7." in _answer(exercise, "7")
    assert exercise.fault.value == ""


def test_the_solution_waits_for_two_wrong_tries(swedish):
    exercise = Exercise(NUMBER)
    assert exercise.reveal.disabled
    _answer(exercise, "5")
    assert exercise.reveal.disabled
    _answer(exercise, "6")
    assert not exercise.reveal.disabled
    assert "7" not in exercise.feedback.value
    exercise.reveal.click()
    assert "Svaret: 7 platser. 6,4 räcker inte." in exercise.feedback.value


@pytest.mark.parametrize("question", [NUMBER, CHOICE, ORDER, PAIRS], ids=["n", "c", "o", "p"])
def test_a_press_without_an_answer_is_no_try(question):
    exercise = Exercise(question)
    for _ in range(3):
        exercise.button.click()
    assert "✗" in exercise.feedback.value
    assert exercise.reveal.disabled


def test_nothing_is_told_before_somebody_answers():
    for question in (NUMBER, CHOICE, ORDER, PAIRS):
        exercise = Exercise(question)
        assert exercise.feedback.value == ""
        assert set(exercise.answer()) == {""}


def test_the_enter_key_checks(swedish):
    exercise = Exercise(NUMBER)
    exercise.fields[0].value = "7"
    exercise.fields[0]._handle_custom_msg({"event": "submit"}, [])
    assert "✓" in exercise.feedback.value


def test_a_choice_tells_why_not(swedish):
    exercise = Exercise(CHOICE)
    exercise.button.click()
    assert "Välj ett av svaren." in exercise.feedback.value
    assert "Nej, för dyrt." in _answer(exercise, "A")
    assert "✓ Rätt! B" in _answer(exercise, "B")


def test_an_order_knows_the_usual_mistake_else_counts(swedish):
    exercise = Exercise(ORDER)
    assert "Använd var och en en gång." in _answer(exercise, "a", "a", "b")
    assert "Börja med c." in _answer(exercise, "a", "b", "c")
    assert "1 av 3 står rätt. Bakifrån." in _answer(exercise, "c", "a", "b")
    assert "✓" in _answer(exercise, "c", "b", "a")
    assert ORDER.solution() == "1. c; 2. b; 3. a"


def test_pairs_know_the_usual_mistake(swedish):
    exercise = Exercise(PAIRS)
    assert "Något är kvar att välja." in _answer(exercise, "1", "")
    assert "Två är för mycket för x." in _answer(exercise, "2", "1")
    assert "1 av 2 är rätt." in _answer(exercise, "1", "1")
    assert "✓" in _answer(exercise, "1", "2")


def test_choices_stand_in_an_order_that_tells_nothing():
    assert mixed(["c", "a", "B"]) == ["a", "B", "c"]
    assert [x for _, x in Exercise(ORDER).fields[0].options] == ["", "a", "b", "c"]


@pytest.mark.parametrize("written", ["33", "33 %", "33%"])
def test_per_cent_is_the_same_with_its_sign(written):
    asked = Number(asked="?", expected=33, unit="%", because="")
    assert asked.judge([written]).correct


def test_a_button_acts_however_often_the_other_one_was_pressed(swedish):
    exercise = Exercise(NUMBER)
    for value in ("5", "6"):
        _answer(exercise, value)
    exercise.reveal.click()
    exercise.reveal.click()
    assert "För lågt" in _answer(exercise, "4")
    exercise.reveal.click()
    assert "Svaret: 7" in exercise.feedback.value
