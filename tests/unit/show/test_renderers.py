import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties

from pkslib.show import style
from pkslib.show.renderers import ruler


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
