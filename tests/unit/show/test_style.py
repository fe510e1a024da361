import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.text import Text
from matplotlib_inline.config import InlineBackend

from pkslib.show import style


def test_activating_changes_the_readers_own_pictures():
    with mpl.rc_context():
        style.activate()
        assert mpl.rcParams["axes.spines.top"] is False
        assert mpl.rcParams["savefig.bbox"] is None
        assert InlineBackend.instance().print_figure_kwargs["bbox_inches"] is None


def test_applying_lasts_only_inside():
    before = mpl.rcParams["axes.spines.top"]
    with style.applied():
        assert mpl.rcParams["axes.spines.top"] is False
    assert mpl.rcParams["axes.spines.top"] is before


def test_a_figure_gets_the_style_around_it_and_no_formulas():
    @style.figure
    def draw(*, ax=None):
        ax = ax or plt.subplots(layout="none")[1]
        ax.set_title("$x$ and $y$")
        return ax

    axes = draw()
    assert not axes.spines["top"].get_visible()
    assert not any(text.get_parse_math() for text in axes.findobj(Text))


def test_axes_alone_are_fitted_so_that_all_texts_are_inside():
    _, ax = plt.subplots(layout="none")
    ax.set_ylabel("a label\nof three\nlines")
    ax.set_yticks([0, 1], ["a name that is long", "another one"])
    style.fit(ax)
    outer, paper = ax.get_tightbbox(), ax.get_figure().bbox
    assert outer.x0 >= 0
    assert outer.y0 >= 0
    assert outer.x1 <= paper.x1
    assert outer.y1 <= paper.y1


def test_removed_axes_have_no_paper():
    _, ax = plt.subplots()
    ax.remove()
    with pytest.raises(ValueError, match="removed"):
        style.paper(ax)


def test_need_and_available_stay_apart_in_black_and_white():
    def grey(colour):
        red, green, blue = mpl.colors.to_rgb(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    pairs = [
        (style.NEED, style.AVAILABLE),
        (style.SHORTAGE_DARK, style.SPARE),
        (style.BOOKED, style.TO_PLAN),
        (style.TO_PLAN, style.OVERDUE),
        (style.OUTCOME, style.AHEAD),
    ]
    assert all(abs(grey(one) - grey(other)) > 0.08 for one, other in pairs)
