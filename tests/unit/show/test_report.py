"""A report on the page: nothing from the data becomes markup, numbers stand to the right."""

import re

from hypothesis import given
from hypothesis import strategies as st

from pkslib.show.report import Pages, Report, Sentences

REPORT = Report("Gap", ["Unit", "Need"], [["A", "1"], ["B", "2"]], frozenset([1]))


def test_cells_stand_in_rows_under_their_headings():
    page = REPORT._repr_html_()
    assert "<caption>Gap</caption>" in page
    assert re.findall(r"<th scope=\"col\"[^>]*>([^<]*)<", page) == ["Unit", "Need"]
    assert re.findall(r"<td[^>]*>([^<]*)<", page) == ["A", "1", "B", "2"]
    assert page.count("<tr>") == 3


def test_numbers_and_their_heading_stand_to_the_right():
    page = REPORT._repr_html_()
    assert re.findall(r"class=\"number\">([^<]*)<", page) == ["Need", "1", "2"]


def test_lines_below_come_in_the_order_they_were_told():
    page = REPORT.noted("one").noted("two")._repr_html_()
    assert re.findall(r"<p>([^<]*)</p>", page) == ["one", "two"]
    assert "<p>" not in REPORT._repr_html_()


@given(st.text(alphabet="<>&\"'abc/=", min_size=1))
def test_no_text_becomes_markup(words):
    tags = re.findall(r"<[^>]*>", REPORT.noted("x")._repr_html_())
    hostile = Report(words, [words, words], [[words, words]] * 2, frozenset([1]), (words,))
    assert re.findall(r"<[^>]*>", hostile._repr_html_()) == tags


def test_sentences_add_up_and_show_as_a_list():
    both = Sentences(["One."]) + Sentences(["Two & <three>."])
    assert both == ("One.", "Two & <three>.")
    assert isinstance(both, Sentences)
    assert str(both) == "One.\nTwo & <three>."
    assert "<li>Two &amp; &lt;three&gt;.</li>" in both._repr_html_()


def test_nothing_said_shows_nothing():
    assert Sentences()._repr_html_() == ""


def test_pages_are_shown_as_they_are_and_kept_once():
    pages = Pages("<p>a &amp; b</p>")
    assert pages._repr_html_() == "<p>a &amp; b</p>"
    assert repr(pages) == "<Pages>"
