from pkslib.show.sentences import Sentences


def test_sentences_add_up_and_show_as_a_list():
    both = Sentences(["One."]) + Sentences(["Two & <three>."])
    assert both == ("One.", "Two & <three>.")
    assert isinstance(both, Sentences)
    assert str(both) == "One.\nTwo & <three>."
    assert "<li>Two &amp; &lt;three&gt;.</li>" in both._repr_html_()


def test_nothing_said_shows_nothing():
    assert Sentences()._repr_html_() == ""
