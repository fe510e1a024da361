"""What the mechanism of figures does for each of them."""

import inspect

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.text import Text

from pkslib.show import drawing
from pkslib.show.names import Names

GAP = pd.DataFrame(
    {
        "unit": ["B", "A", "A", "A", "B"],
        "capacity": ["bed", "bed", "hour", "bed", "bed"],
        "period": ["2027-02", "2027-03", "2027-01", "2027-01", "2027-01"],
        "gap": [1.0, 2.0, 3.0, 4.0, None],
    }
)
NAMES = Names({"unit": {"A": "ward A"}, "capacity": {"bed": "Beds"}})
seen = {}


@drawing.figure("{unit}, {capacity}", whole="Everywhere", known=["gap"], uncut=["summary"])
def draw(ax, gap, capacity: str, unit: str | None = None, *, summary=None, week: str = "", names):
    """Draw a gap.

    Parameters
    ----------
    week : str
        Which week;
        the first without it.

    Notes
    -----
    Of no use.
    """
    if week == "none":
        raise drawing.Nothing("nothing was asked for")
    seen.update(gap=gap, summary=summary, names=names, ax=ax)
    ax.set_title("$x$ and $y$")


def _said(axes):
    return axes.get_title(), [text.get_text() for text in axes.texts]


def test_tables_are_cut_to_the_codes_in_the_order_of_time():
    draw(GAP, "bed", "A", names=NAMES, summary=GAP)
    assert seen["gap"]["gap"].tolist() == [4.0, 2.0]
    assert seen["gap"].index.tolist() == [0, 1]
    assert seen["summary"] is GAP
    assert seen["names"] is NAMES


def test_a_code_that_is_not_given_and_one_given_by_name_alone_cut_nothing():
    draw(GAP.assign(week="w"), "bed", week="other")
    assert seen["gap"]["gap"].tolist() == [4.0, 1.0, 2.0]


def test_without_rows_that_are_known_the_picture_says_so_under_its_subject(english):
    rows = GAP.assign(gap=GAP["gap"].where(GAP["unit"] == "B"))
    assert _said(draw(rows, "bed", "A", names=NAMES)) == ("Ward A, Beds", ["No data"])
    assert _said(draw(GAP, "hall", names=NAMES)) == ("Everywhere, hall", ["No data"])


def test_rows_of_either_table_may_be_enough(english):
    @drawing.figure("{unit}", either=True)
    def one(ax, demand, forecast, unit: str):
        ax.set_title(f"{len(demand)} and {len(forecast)}")

    assert one(GAP, GAP.iloc[:0], "A").get_title() == "3 and 0"
    assert one(GAP.iloc[:0], GAP, "A").get_title() == "0 and 3"
    assert _said(one(GAP, GAP, "C"))[1] == ["No data"]


def test_a_figure_may_give_its_reason(english):
    said = _said(draw(GAP, "bed", "A", week="none"))
    assert said == ("A, bed", ["nothing was asked for"])


def test_a_canvas_of_its_own_in_our_style_or_the_axes_given():
    axes = draw(GAP, "bed")
    assert not axes.spines["top"].get_visible()
    assert not any(text.get_parse_math() for text in axes.findobj(Text))
    _, given = plt.subplots()
    assert draw(GAP, "bed", ax=given) is given
    assert seen["ax"] is given
    assert given.spines["top"].get_visible()
    assert not any(text.get_parse_math() for text in given.findobj(Text))


def test_a_wrong_parameter_is_told_by_its_name():
    with pytest.raises(TypeError, match="missing a required argument: 'capacity'"):
        draw(GAP)


def test_help_tells_all_parameters_own_words_before_the_shared():
    assert [*inspect.signature(draw).parameters] == [
        "gap", "capacity", "unit", "summary", "week", "names", "ax"
    ]  # fmt: skip
    told = inspect.getdoc(draw)
    assert told.startswith("Draw a gap.\n\nParameters\n----------\ngap : ")
    assert "week : str\n    Which week;\n    the first without it.\nnames : Names\n" in told
    assert told.endswith("Returns\n-------\nmatplotlib.axes.Axes\n\nNotes\n-----\nOf no use.")
