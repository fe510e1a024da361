import base64
import io
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from pkslib.show import drawing, style
from pkslib.show.drawing import svg
from pkslib.show.drawing.svg import ruler


@drawing.figure("", height=3.0)
def _draw(ax, title="Vårdbehov"):
    """Draw a line."""
    ax.plot([1, 3, 2])
    drawing.head(ax, title, "per månad")


def _decoded(image):
    return base64.b64decode(re.search(r"base64,([^\"]+)", image)[1])


def test_words_stay_words_that_can_be_searched_and_read_aloud():
    image = svg.image(_draw().get_figure())
    drawn = ElementTree.fromstring(_decoded(image))
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Vårdbehov", "per månad"} <= set(words)
    assert 'alt="Vårdbehov per månad"' in image
    assert 'width="880"' in image


def test_the_same_figure_gives_the_same_bytes_whatever_settings_are_in_use():
    first = svg.image(_draw().get_figure())
    with plt.rc_context({"svg.fonttype": "path", "svg.hashsalt": None}):
        again = svg.image(_draw().get_figure())
    assert first == again
    assert b"Matplotlib" not in _decoded(first)


@pytest.mark.parametrize("title", ['"><script>alert(1)</script>', "<b>& $x$"])
def test_a_name_from_data_is_text_in_the_picture_and_beside_it(title):
    image = svg.image(_draw(title).get_figure())
    assert image.count("<") == image.count(">") == 1
    drawn = ElementTree.fromstring(_decoded(image))
    assert not list(drawn.iter("{http://www.w3.org/2000/svg}script"))
    assert title in [text.text for text in drawn.iter() if text.text]


def test_a_heading_of_two_lines_is_described_in_one():
    assert svg.described(_draw("Två\nrader").get_figure()) == "Två rader per månad"


def test_a_missing_font_is_replaced_by_one_as_wide():
    assert b"'DejaVu Sans', 'Verdana'" in _decoded(svg.image(_draw().get_figure()))


def test_jupyter_shows_the_figure_once_and_says_what_it_is(capture_shown):
    figure = _draw().get_figure()
    shown = DisplayFormatter().format(figure)
    assert shown == ({}, {})  # the figure has shown itself
    forms, told = capture_shown[0]
    assert forms == {"text/html": svg.image(figure), "text/plain": "Vårdbehov per månad"}
    assert (told["pks"]["statement"], told["pks"]["detail"]) == ("Vårdbehov", "per månad")
    # Two lines of heading end above the picture, which begins in the upper third.
    assert 20 < told["pks"]["below"] < 72 * 3.0 / 3


@pytest.fixture
def capture_shown(monkeypatch):
    shown = []
    monkeypatch.setattr(
        svg, "publish_display_data", lambda forms, metadata: shown.append((forms, metadata))
    )
    return shown


def test_the_picture_is_the_one_that_matplotlib_saves():
    figure, saved = _draw().get_figure(), io.BytesIO()
    with style.applied():
        figure.savefig(saved, format="svg", metadata=dict.fromkeys(_UNTOLD))
    assert _decoded(svg.image(figure)) == saved.getvalue()
    assert figure.dpi == 110


_UNTOLD = ("Creator", "Date", "Format", "Type")


@pytest.mark.parametrize("words", ["Vårdbehov", "1 234,5", "åäö", "Wy|"])
@pytest.mark.parametrize("dots", [72, 110])
def test_words_are_measured_as_they_are_printed(words, dots):
    font = FontProperties(size=9.5)
    with style.applied():
        printed = RendererAgg(1, 1, dots).get_text_width_height_descent(words, font, False)
    measured = ruler(dots).get_text_width_height_descent(words, font, False)
    assert measured == pytest.approx(printed, abs=1.5)


def test_a_font_that_is_changed_is_measured_anew():
    font = FontProperties(size=10)
    small, *_ = ruler(72).get_text_width_height_descent("Vård", font, False)
    font.set_size(20)
    large, *_ = ruler(72).get_text_width_height_descent("Vård", font, False)
    assert large == pytest.approx(2 * small)


def test_a_length_in_points_is_one_in_dots():
    assert ruler(110).points_to_pixels(72) == 110
