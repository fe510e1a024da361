"""A working copy of the notebooks: made once, never over what is there, never in the project."""

import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.run import lab


def test_a_copy_is_made_and_what_was_changed_in_it_stays(tmp_path):
    folder = lab.working_copy(tmp_path)
    page = folder / "explore" / "start.ipynb"
    assert page.is_file()
    assert (tmp_path / "data" / "example" / "demand.csv").is_file()
    page.write_text("mine", encoding="utf-8")
    lab.working_copy(tmp_path)
    assert page.read_text(encoding="utf-8") == "mine"
    assert lab.first_of(folder, course=False) == "/lab/tree/explore/start.ipynb"
    assert lab.first_of(folder, course=True).startswith("/lab/tree/training/01_")


def test_a_copy_is_made_in_the_language_in_use(tmp_path):
    first = "training/01_worked_example.ipynb"
    with using("en"):
        told = (lab.working_copy(tmp_path / "en") / first).read_text(encoding="utf-8")
    assert "# Exercise 1: from patients to beds" in told
    assert "Övning 1" not in told
    assert 'language: str = \\"en\\"' in told
    with using("sv"):
        copied = lab.working_copy(tmp_path / "sv") / first
    assert copied.read_bytes() == (lab.notebook_folder() / first).read_bytes()


def test_a_copy_inside_the_project_is_refused():
    with pytest.raises(InputError):
        lab.working_copy(lab.notebook_folder().parent / "copy")
