"""The course goes on where a group left it; without a name nothing is written."""

import pytest

from pkslib.errors import InputError
from pkslib.show.training import Answers, Exercise, balance, need


def _answer(exercise, *values):
    for one, value in zip(exercise.fields, values, strict=True):
        one.value = value
    exercise.button.click()


def test_an_exercise_goes_on_where_it_was_left(tmp_path, swedish):
    first = Exercise(need.bed_days_needed(), Answers(tmp_path, "grupp 1"))
    _answer(first, "1 700")
    _answer(first, "2 300")
    again = Exercise(need.bed_days_needed(), Answers(tmp_path, "grupp 1"))
    assert again.answer() == ["2 300"]
    assert "15 procent" in again.feedback.value
    assert not again.reveal.disabled
    other = Exercise(need.bed_days_needed(), Answers(tmp_path, "grupp 2"))
    assert (other.answer(), other.feedback.value, other.reveal.disabled) == ([""], "", True)


@pytest.mark.parametrize("question", [need.realised, balance.order, balance.which_step])
def test_choices_orders_and_pairs_go_on_too(question, tmp_path, swedish):
    first = Exercise(question(), Answers(tmp_path, "g"))
    _answer(first, *(field.options[-1][1] if isinstance(field.options[-1], tuple)
                     else field.options[-1] for field in first.fields))  # fmt: skip
    again = Exercise(question(), Answers(tmp_path, "g"))
    assert again.answer() == first.answer()
    assert again.feedback.value == first.feedback.value != ""


def test_without_a_name_nothing_is_kept(tmp_path, monkeypatch, swedish):
    monkeypatch.chdir(tmp_path)
    _answer(Exercise(need.beds(), Answers(tmp_path, "")), "7")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_no_folder_is_refused(tmp_path):
    with pytest.raises(InputError):
        Answers(tmp_path, "../ute")
