import itertools

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from pkslib import periods
from pkslib.show import drawing, style
from pkslib.show.drawing import Label, layout, svg


@pytest.fixture
def ax():
    return plt.subplots(layout="none")[1]


def _ticks(axis):
    return [tick.get_text() for tick in axis.get_ticklabels()]


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (periods.within_year(2027, "quarter"), ["kv. 1", "kv. 2", "kv. 3", "kv. 4"]),
        (["2026-11", "2026-12", "2027-01"], ["nov\n2026", "dec", "jan\n2027"]),
        (["2026", "2027"], ["2026", "2027"]),
    ],
)
def test_periods_are_named_below_the_axis(labels, words, ax, swedish):
    drawing.time_axis(ax, labels)
    assert _ticks(ax.xaxis) == words


def test_many_years_show_their_first_period(ax, swedish):
    drawing.time_axis(ax, periods.between("2019-06", "2023-03"))
    assert _ticks(ax.xaxis) == ["2019", "2020", "2021", "2022", "2023"]


def test_a_year_begun_just_before_the_next_is_left_out(ax, swedish):
    drawing.time_axis(ax, periods.between("2018-11", "2022-03"))
    assert _ticks(ax.xaxis)[0] == "2019"


def test_weeks_are_thinned_until_they_fit(ax, english):
    drawing.time_axis(ax, periods.within_year(2027, "week"))
    shown = _ticks(ax.xaxis)
    assert sum(len(word) + 2 for word in shown) < 95


def test_numbers_have_decimal_comma_in_swedish_also_after_the_language_changed(ax, swedish):
    ax.set_ylim(0, 1)
    drawing.numbers(ax.yaxis)
    from pkslib import language

    with language.using("en"):
        ax.get_figure().canvas.draw()
        assert _ticks(ax.yaxis)[1] == "0,2"


def test_signed_numbers_show_plus(ax, english):
    ax.set_ylim(-2, 2)
    drawing.numbers(ax.yaxis, signed=True)
    ax.get_figure().canvas.draw()
    assert _ticks(ax.yaxis) == ["−2", "−1", "0", "+1", "+2"]


def test_shares_are_shown_as_per_cent(ax, english):
    ax.set_ylim(0, 0.02)
    drawing.numbers(ax.yaxis, share=True)
    ax.get_figure().canvas.draw()
    assert _ticks(ax.yaxis)[1] == "0.5%"


def test_words_at_line_ends_do_not_cover_each_other(ax):
    ax.set_ylim(0, 100)
    drawing.label_ends(ax, [Label(50, "a", "k"), Label(50.5, "b", "k"), Label(np.nan, "c", "k")])
    heights = [text.xy[1] for text in ax.texts]
    assert [text.get_text() for text in ax.texts] == ["a", "b"]
    assert heights[1] - heights[0] >= 6


@given(st.lists(st.floats(0, 100), max_size=12))
def test_pushed_apart_words_keep_their_order(heights):
    apart = layout._apart(sorted(heights), 5.0, 100.0)
    assert all(after - before >= 5 - 1e-9 for before, after in itertools.pairwise(apart))
    assert max(apart, default=0) <= 100


def test_points_are_named_beside_the_axes(ax):
    ax.set_ylim(0, 1)
    drawing.label_points(ax, [1, 2], [0.5, 0.5], ["first", "second"])
    assert {text.get_text() for text in ax.texts} == {"first", "second"}


def test_a_long_heading_is_wrapped(ax):
    drawing.head(ax, "word " * 40, "detail")
    assert "\n" in ax.get_title()
    assert ax.get_title(loc="left") == "detail"


@pytest.mark.parametrize("height", [2, 60])
def test_the_legend_of_a_picture_of_any_height_stays_below_the_heading(height):
    with style.applied():
        ax = drawing.canvas(height)
        ax.plot([0, 1], label="one")
        drawing.head(ax, "what is seen", "what is drawn", legend=True)
    drawer = svg.ruler(ax.get_figure().dpi)
    shown = ax.get_legend().get_window_extent(drawer)
    above = [words.get_window_extent(drawer).y0 for words in (ax.title, ax._left_title)]
    assert ax.get_window_extent().y1 < shown.y0
    assert shown.y1 < min(above)


def test_nothing_makes_its_figure_low_and_gives_the_reason(ax, english):
    drawing.nothing(ax, "Subject", "the reason")
    assert ax.get_figure().get_figheight() == 1.3
    assert [text.get_text() for text in ax.texts] == ["the reason"]


def test_rows_are_named_from_the_top(ax):
    drawing.name_rows(ax, ["one", "two"])
    assert _ticks(ax.yaxis) == ["one", "two"]
    assert ax.get_ylim() == (1.6, -0.6)


def test_bars_are_one_artist_that_stands_on_its_axis(ax, bars):
    drawn = drawing.bars(ax, [0, 1, 2], [3.0, np.nan, -1.0], 0.5, "#112233", start=[0, 1, 2])
    boxes = [(bar.x0, bar.y0, bar.x1, bar.y1) for bar in bars(drawn)]
    assert boxes == [(-0.25, 0, 0.25, 3), (0.75, 1, 1.25, 1), (1.75, 1, 2.25, 2)]
    assert ax.get_ylim()[0] == 0


def test_bars_across_lie_down_each_in_its_colour(ax, bars):
    drawn = drawing.bars(ax, [0, 1], [3, 2], 0.5, ["#112233", "#445566"], across=True)
    assert [(bar.x1, bar.y0) for bar in bars(drawn)] == [(3, -0.25), (2, 0.75)]
    assert [to_hex(colour) for colour in drawn.get_facecolor()] == ["#112233", "#445566"]
    assert ax.get_xlim()[0] == 0


def test_no_bars_at_all_draw_nothing(ax):
    assert not drawing.bars(ax, [], [], 0.5, "#112233").get_paths()


def test_axes_alone_are_fitted_so_that_all_texts_are_inside():
    _, ax = plt.subplots(layout="none")
    ax.set_ylabel("a label\nof three\nlines")
    ax.set_yticks([0, 1], ["a name that is long", "another one"])
    drawing.fit(ax)
    outer, paper = ax.get_tightbbox(), ax.get_figure().bbox
    assert outer.x0 >= 0
    assert outer.y0 >= 0
    assert outer.x1 <= paper.x1
    assert outer.y1 <= paper.y1


def test_removed_axes_have_no_paper():
    _, ax = plt.subplots()
    ax.remove()
    with pytest.raises(ValueError, match="removed"):
        drawing.paper(ax)


def test_rows_make_our_own_canvas_as_high_as_they_need_and_leave_that_of_others(ax):
    height = ax.get_figure().get_figheight()
    drawing.name_rows(ax, ["one", "two", "three"], 0.5, rest=2.0, least=1)
    assert ax.get_figure().get_figheight() == height
    own = drawing.canvas(9.0)
    drawing.make_high(own, 3, 0.5, rest=2.0, least=1)
    assert own.get_figure().get_figheight() == 3.5
    drawing.make_high(own, 3, 0.5, rest=2.0, least=7)
    assert own.get_figure().get_figheight() == 5.5


def test_what_is_left_out_is_said(english):
    assert drawing.drawn_of(3, 3) == ""
    assert drawing.drawn_of(3, 7) == " 3 of 7 are drawn."
