"""Lines of text are set once, and look as matplotlib's own do."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, get_hinting_flag
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from pkslib.show import lettering, style

WORDS = ("Vårdbehov", "jan", "Å\nj", "–", "12 %", "Yta, AVATAR")
every_word = pytest.mark.parametrize("words", WORDS)


def _written(canvas, words, **looks):
    """Return the ink of words in the middle of a canvas [pixels], and their extent."""
    with style.applied():
        figure = Figure(figsize=(2, 1))
        drawn = canvas(figure)
        text = figure.text(0.5, 0.5, words, ha="center", color="black", **looks)
        drawn.draw()
        return 255.0 - np.asarray(drawn.buffer_rgba())[..., 0], text.get_window_extent()


def _middle(ink):
    """Return the ink's centre of gravity [pixels]."""
    return [np.average(places, weights=ink) for places in np.indices(ink.shape)]


@every_word
def test_a_line_stands_where_matplotlib_writes_it(words):
    ours, theirs = _written(lettering.Canvas, words), _written(FigureCanvasAgg, words)
    assert ours[0].sum() == pytest.approx(theirs[0].sum(), rel=0.02)
    # A line begins at a whole pixel, half of one from where it would at most.
    assert _middle(ours[0]) == pytest.approx(_middle(theirs[0]), abs=0.51)


@every_word
def test_a_line_takes_the_room_that_matplotlib_gives_it(words):
    ours, theirs = _written(lettering.Canvas, words), _written(FigureCanvasAgg, words)
    assert ours[1].size == pytest.approx(theirs[1].size, abs=1e-9)


def test_letters_keep_their_distances():
    # The middle of two like letters is half a letter's step to the right of the first one's.
    looks = FontProperties(family="DejaVu Sans", size=9.5)
    one, two = (lettering.line(words, looks, 110, get_hinting_flag()) for words in ("V", "VV"))
    moved = _middle(two.letters)[1] - _middle(one.letters)[1]
    assert moved == pytest.approx((two.width - one.width) / 2, abs=0.1)


def test_turned_text_is_matplotlibs_own():
    ours = _written(lettering.Canvas, "Vårdbehov", rotation=90)[0]
    assert np.array_equal(ours, _written(FigureCanvasAgg, "Vårdbehov", rotation=90)[0])


def test_a_figure_that_changes_size_gets_another_page():
    figure = Figure(figsize=(2, 1))
    canvas = lettering.Canvas(figure)
    first = canvas.get_renderer()
    assert canvas.get_renderer() is first
    figure.set_figheight(2)
    assert canvas.get_renderer().height == 2 * first.height


def test_what_a_changed_font_writes_is_set_anew():
    with style.applied():
        figure = Figure()
        lettering.Canvas(figure)
        text = figure.text(0, 0, "Vårdbehov", fontsize=8)
        narrow = text.get_window_extent().width
        text.set_fontsize(16)
        assert text.get_window_extent().width == pytest.approx(2 * narrow, rel=0.02)
