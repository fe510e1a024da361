import pytest

from pkslib.show.training.answers import feedback, read, shown


@pytest.mark.parametrize(
    "answer",
    ["2353", "2 353", "2\xa0353", "2353,0", "2352.6", " 2 353 ", "2 353 vårddygn", "2.353",
     "2 000/0,85", "2000 / 0.85", "2 000 ÷ 0,85", "1 000 × 2 / 0,85", 2353, 2352.94],
)  # fmt: skip
def test_right_however_it_is_written(answer):
    assert feedback(answer, 2352.94).correct


@pytest.mark.parametrize("answer", ["85 %", "85%", "0,85", "0.85", "17/20", "85 % av platserna"])
def test_a_share_may_be_per_cent(answer):
    assert feedback(answer, 0.85, tolerance=0.001).correct


@pytest.mark.parametrize(
    "answer", ["", "   ", "many", "%", "2 3 5", "1/0", "__import__('os')", "9**9"]
)
def test_what_is_no_number_is_asked_for_again(answer, swedish):
    found = feedback(answer, 2353)
    assert not found.correct
    assert found.message == "Skriv ett tal, till exempel 2 353 eller 0,85."


def test_a_decimal_number_is_not_taken_for_a_thousand():
    # "2,5" has one reading; "2.353" has two, and the nearer one to the expected counts.
    assert read("2,5") == (2.5,)
    assert not feedback("2,35", 2350).correct


def test_a_known_mistake_is_explained_before_one_of_any_exercise(english):
    # 235.3 is ten times too small, which this exercise knows as something else.
    mistakes = {235.3: "That is per ten beds."}
    assert feedback("235,3", 2353, mistakes=mistakes).message == "That is per ten beds."


@pytest.mark.parametrize(
    ("answer", "expected", "word"),
    [
        ("-47", 47, "sign"),
        ("0,187", 5.354, "turned round"),
        ("85", 0.85, "hundred"),
        ("196,1", 2353, "twelve"),
        ("6,45", 2353, "365"),
        ("2,4", 2353, "Too low"),
        ("2 353 000", 2353, "thousand"),
        ("23530", 2353, "ten"),
        ("2340", 2353, "rounded"),
    ],
)
def test_mistakes_of_any_exercise_are_told(answer, expected, word, english):
    assert word in feedback(answer, expected, tolerance=0.01).message


def test_hints_come_one_by_one_and_the_last_stays(english):
    hints = ("First.", "Second.")
    said = [feedback("1", 2353, hints=hints, attempt=at).message for at in (1, 2, 3)]
    assert said == ["Too low. First.", "Too low. Second.", "Too low. Second."]
    assert feedback("9999", 2353).message == "Too high."


def test_the_tolerance_is_the_edge():
    assert feedback("2353.5", 2353, tolerance=0.5).correct
    assert not feedback("2353.6", 2353, tolerance=0.5).correct


def test_answers_are_told_with_as_many_decimals_as_they_bear(swedish):
    assert [shown(x) for x in (69.28, 5.354, 2352.94, 7.0, 0.145)] == [
        "69,3", "5,4", "2\xa0353", "7", "0,145",
    ]  # fmt: skip
