"""What a picture shows in words: what is written stands with the row or column it is written at."""

from matplotlib.figure import Figure

from pkslib.show.drawing.bars import bars
from pkslib.show.drawing.layout import beside
from pkslib.show.drawing.shape import shape


def _drawn():
    figure = Figure()
    return figure, figure.add_subplot()


def test_what_is_written_stands_with_its_row(english):
    figure, ax = _drawn()
    ax.set_yticks([0, 1, 2], ["Beds", "Theatre", "Clinic"])
    ax.text(5, 0.2, "1% is not met")
    beside(ax, 2.0, "+12")
    beside(ax, 2.0, "late")
    ax.text(0.5, 0.5, "a note", transform=ax.transAxes)
    assert shape(figure) == (
        "Rows: Beds: 1% is not met; Clinic: +12 / late. Written on it: a note."
    )  # fmt: skip


def test_columns_are_named_where_rows_are_numbers(english):
    figure, ax = _drawn()
    ax.set_yticks([0, 50], ["0", "50"])
    ax.set_xticks([0, 1], ["Jan", "Feb"])
    ax.text(0.8, 50, "7")
    assert shape(figure) == "Rows: Feb: 7."


def test_what_is_cut_short_on_the_picture_is_not_read_aloud(english):
    figure, ax = _drawn()
    ax.set_yticks([0, 1], ["Beds", "Clinic"])
    ax.text(0, 0, "nur…")
    ax.text(0, 0, "doctor 40%")
    assert shape(figure) == "Rows: Beds: doctor 40%."


def test_bars_without_words_tell_their_extremes(english):
    figure, ax = _drawn()
    # The plan stands wider behind the outcome.
    bars(ax, range(6), [90] * 6, 0.8, "grey")
    bars(ax, range(0, 6, 2), [40, 50, 60], 0.5, "black")
    bars(ax, range(1, 6, 2), [45, 81, 20], 0.5, "red")
    ax.set_xticks([0, 3, 5], ["Jan", "Apr", "Jun"])
    ax.set_yticks([0, 50], ["0", "50"])
    assert shape(figure) == "Bars: highest 81 (Apr), lowest 20 (Jun)."
    # Bars as high as each other have no highest.
    level, other = _drawn()
    bars(other, range(4), [24.1, 24.0, 23.9, 24.2], 0.5, "black")
    assert shape(level) == ""
    ax.set_xticks([], [])
    assert shape(figure) == "Bars: highest 81 (bar 4 of 6), lowest 20 (bar 6 of 6)."
