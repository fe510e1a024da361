import pytest

from pkslib.show.explore.exercise import Exercise, feedback


@pytest.mark.parametrize(
    "answer", ["2353", "2 353", "2\xa0353", "2353,0", "2352.6", " 2 353 ", 2353, 2352.94]
)
def test_right_however_it_is_written(answer):
    assert feedback(answer, 2352.94).correct


@pytest.mark.parametrize("answer", ["85 %", "85%", "0,85", "0.85"])
def test_a_share_may_be_per_cent(answer):
    assert feedback(answer, 0.85, tolerance=0.001).correct


@pytest.mark.parametrize("answer", ["", "   ", "many", "%", "2 3 5"])
def test_what_is_no_number_is_asked_for_again(answer, swedish):
    found = feedback(answer, 2353)
    assert not found.correct
    assert found.message == "Skriv ett tal, till exempel 2 353 eller 0,85."


def test_a_known_mistake_is_explained(english):
    mistakes = {1700.0: "You multiplied; divide instead."}
    assert feedback("1 700", 2353, mistakes=mistakes).message == "You multiplied; divide instead."


def test_hints_come_one_by_one_and_the_last_stays(english):
    hints = ("First.", "Second.")
    said = [feedback("1", 2353, hints=hints, attempt=at).message for at in (1, 2, 3)]
    assert said == ["Too low. First.", "Too low. Second.", "Too low. Second."]
    assert feedback("9999", 2353).message == "Too high."


def test_the_tolerance_is_the_edge():
    assert feedback("2353.5", 2353, tolerance=0.5).correct
    assert not feedback("2353.6", 2353, tolerance=0.5).correct


def test_the_widget_counts_attempts_and_escapes(swedish):
    exercise = Exercise("Hur många < 3?", 7, unit="platser", hints=("Dela.", "Avrunda <uppåt>."))
    assert "&lt; 3" in exercise.question.value
    for _ in range(2):
        exercise.answer.value = "6"
        exercise.button.click()
    assert "För lågt. Avrunda &lt;uppåt&gt;." in exercise.feedback.value
    exercise.answer.value = "7"
    exercise.button.click()
    assert "✓ Rätt! Svaret är 7." in exercise.feedback.value
    assert exercise.fault.value == ""
    assert exercise.button in exercise.show().children[1].children
