import matplotlib as mpl
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
