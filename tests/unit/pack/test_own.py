import pandas as pd
import pytest

from pkslib.language import using
from pkslib.pack import own

SWEDISH = own.of(
    {
        "needs": pd.DataFrame({"need": ["hip", "abd"], "name": ["Höft", "Akut buk"]}),
        "staffing": pd.DataFrame({"resource": ["läkare"], "shift": ["day"]}),
        "decisions": pd.DataFrame({"by": ["chef & planerare"], "note": ["Godtas <tills vidare>"]}),
    }
)


def _marked(page, words=SWEDISH, language="en"):
    with using(language):
        return words.marked(page)


def test_names_notes_and_roles_are_own_words_but_codes_and_our_own_are_not():
    assert set(SWEDISH.words) - set(own.TITLES) == {
        "Höft", "Akut buk", "läkare", "chef & planerare", "Godtas <tills vidare>",
    }  # fmt: skip


def test_a_word_is_marked_whole_whatever_its_first_letter():
    assert _marked("<p>höft, Höftled</p>") == '<p><span lang="sv">höft</span>, Höftled</p>'


def test_the_longest_that_fits_is_marked():
    words = own.Own({"Akut": "sv", "Akut buk": "sv"})
    assert _marked("<i>Akut buk</i>", words) == '<i><span lang="sv">Akut buk</span></i>'


def test_what_is_escaped_stays_escaped():
    page = "<td>chef &amp; planerare: Godtas &lt;tills vidare&gt;</td>"
    assert _marked(page) == (
        '<td><span lang="sv">chef &amp; planerare</span>: '
        '<span lang="sv">Godtas &lt;tills vidare&gt;</span></td>'
    )


@pytest.mark.parametrize(
    "page", ['<img alt="Akut buk">', "<title>Akut buk</title>", "<style>.läkare {}</style>"]
)
def test_nothing_is_marked_where_no_element_may_stand(page):
    assert _marked(page) == page


def test_a_page_in_the_words_own_language_stays_as_it_is():
    assert _marked("<p>Akut buk</p>", language="sv") == "<p>Akut buk</p>"


def test_words_of_an_english_data_set_are_marked_on_a_swedish_page():
    words = own.of({"needs": pd.DataFrame({"name": ["Hip fracture"]})})
    page = "<p>Mer Hip fracture, enligt Uppföljning på taktisk nivå</p>"
    assert _marked(page, words, "sv") == (
        '<p>Mer <span lang="en">Hip fracture</span>, enligt Uppföljning på taktisk nivå</p>'
    )
    assert 'lang="sv">Uppföljning på taktisk nivå<' in _marked(page, words)
