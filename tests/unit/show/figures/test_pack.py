import pandas as pd

from pkslib.show.figures import pack
from pkslib.show.names import Names


def test_the_waterfall_adds_up_and_leaves_out_what_did_nothing(english):
    change = pd.DataFrame(
        {
            "capacity": "bed_day",
            "factor": ["latest_year", "population", "margin", "utilisation"],
            "order": [0, 1, 2, 3],
            "effect": [1000.0, 80.0, 0.0, -30.0],
        }
    )
    names = Names({"capacity": {"bed_day": "Beds"}}, {"bed_day": "bed_day"})
    axes = pack.change(change, "bed_day", names=names)
    assert axes.get_title() == "Beds: the need grows by 5.0%, mainly by population"
    fewer = pack.change(change.assign(effect=[1000.0, -80.0, 0.0, 30.0]), "bed_day", names=names)
    assert fewer.get_title() == "Beds: the need falls by 5.0%, mainly by population"
    assert [text.get_text() for text in axes.texts] == ["1,000", "+80", "−30", "1,050"]
    assert axes.get_xlabel() == "bed days"


def test_no_bar_stands_on_the_cut_axis(english):
    change = pd.DataFrame(
        {"capacity": "h", "factor": ["latest_year", "population"], "order": [0, 1],
         "effect": [1000.0, 80.0]}
    )  # fmt: skip
    axes = pack.change(change, "h")
    assert axes.get_xlim()[0] > 900
    # The change alone is a bar, from level to level; the levels are points.
    assert [(bar.get_x(), bar.get_width()) for bar in axes.patches] == [(1000, 80)]
    assert axes.collections[0].get_offsets().tolist() == [[1000, 0], [1080, 2]]


def test_a_level_that_stays_is_said_so(english):
    change = pd.DataFrame(
        {"capacity": "h", "factor": ["latest_year", "margin"], "order": [0, 1],
         "effect": [1000.0, 2.0]}
    )  # fmt: skip
    assert pack.change(change, "h").get_title() == "h: the need is as large as last year"


def test_what_the_tables_tell_as_left_the_figure_counts_however_small_its_share(english):
    rows = pd.DataFrame({
        "capacity": ["a", "b", "c", "d"], "need": [100_000.0, 1_000.0, 1_000.0, 1_000.0],
        "available": 900.0, "strain": [0.0, 0.0, 20.0, 0.0],
        "gives_way": [20.0, 30.0, 0.4, 0.0], "unsolved": [10.0, 0.0, 0.0, 0.4],
    })  # fmt: skip
    axes = pack.balance(rows, names=Names({}, {}))
    assert axes.get_title() == "The plan does not meet the need of 2 of 4 capacities"
    told = [text.get_text() for text in axes.texts]
    # 30 of 100,000 is a third of a thousandth; 0.4 is told as 0 in the tables.
    assert told == [
        "✗ 3.0% is not met", "✗ under 0.1% is not met", "▲ met under strain", "✓ met",
    ]  # fmt: skip


def test_the_only_capacity_is_called_by_its_name(english):
    rows = pd.DataFrame({"capacity": ["bed"], "need": [100.0], "available": 90.0, "strain": 0.0,
                         "gives_way": 0.0, "unsolved": 10.0})  # fmt: skip
    axes = pack.balance(rows, names=Names({"capacity": {"bed": "Staffed bed"}}, {}))
    assert axes.get_title() == "The plan does not meet the need of staffed bed"
