"""The paper sheets: every question of the course, and no answer but on the facilitator's."""

import re

import pytest
from click.testing import CliRunner

from pkslib.cli import main
from pkslib.language import using
from pkslib.show.training import EXERCISES, sheets
from pkslib.show.training.question import Number


@pytest.fixture(params=["sv", "en"])
def printed(request, tmp_path):
    with using(request.param):
        pages = [page.read_text(encoding="utf-8") for page in sheets.write(tmp_path / "blad")]
        yield [" ".join(re.sub("<[^>]+>", "", page).split()) for page in pages]


def test_every_question_stands_on_both_and_its_reason_on_the_solutions_alone(printed):
    asked, solved = printed
    for questions in EXERCISES.values():
        for question in (make() for make in questions):
            said, why = (
                _as_html(" ".join(one.split())) for one in (question.asked, question.because)
            )
            assert said in asked
            assert said in solved
            assert why in solved
            assert why not in asked
            if isinstance(question, Number):
                assert _as_html(" ".join(question.solution().split())) in solved


def test_what_only_the_wards_know_is_not_with_the_solutions_nor_the_events_with_the_roles(printed):
    asked, solved = printed
    assert "40 p" in asked  # per cent of K1 that has been seen
    assert "40 p" not in solved.split("8: ")[-1]
    assert "nfluen" in solved
    assert "nfluen" not in asked


def test_a_page_names_its_language(tmp_path):
    done = CliRunner().invoke(main, ["sheets", "--to", str(tmp_path), "--language", "en"])
    assert done.exit_code == 0, done.output
    assert len(done.output.splitlines()) == 2
    assert '<html lang="en">' in (tmp_path / "sheets.html").read_text(encoding="utf-8")


def _as_html(said):
    return (
        said.replace("&", "&amp;").replace("'", "&#39;").replace('"', "&#34;").replace("<", "&lt;")
    )
