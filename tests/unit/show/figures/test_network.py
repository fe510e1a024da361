import pandas as pd

from pkslib.show.figures import network
from pkslib.show.names import Names

NAMES = Names(
    {"region": {"01": "Region Ett", "02": "Region Två"}, "capacity": {"b": "Vårdplatser"}}
)
SUMMARY = pd.DataFrame(
    {
        "region": ["01", "02"],
        "capacity": "b",
        "need": [1000.0, 500.0],
        "available": [1100.0, 450.0],
        "shortage": [0.0, 100.0],
        "closed": [0.0, 60.0],
        "strain": [0.0, 15.0],
        "gives_way": [0.0, 20.0],
        "unsolved": [0.0, 5.0],
    }
)


def test_the_region_that_lacks_most_is_on_top(swedish, bars):
    axes = network.gaps(SUMMARY, "b", names=NAMES)
    assert axes.get_title() == "Vårdplatser: 1 av 2 regioner saknar kapacitet"
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Region Två", "Region Ett"]
    # 100 of 500 missing before the measures, 40 after; 25 of these are above the ceiling.
    before, left, after = axes.collections
    assert [bar.width for bar in bars(before)] == [0.2, 0.0]
    assert [bar.width for bar in bars(left)] == [0.08, 0.0]
    assert [bar.width for bar in bars(after)] == [0.05, 0.0]


def test_shares_are_written_in_the_cells(swedish):
    axes = network.shares(SUMMARY, names=NAMES)
    assert axes.get_title() == "Mest saknas i Region Två: 20\xa0% av vårdplatser"
    assert [text.get_text() for text in axes.texts] == ["20,0\xa0%"]


def test_no_shortage_anywhere(english):
    axes = network.shares(SUMMARY.assign(shortage=0.0), names=NAMES)
    assert axes.get_title() == "No region lacks capacity"


def test_accuracy_by_region(english):
    summary = pd.DataFrame({"region": ["01", "02"], "mase": [0.7, 0.9], "mase_naive": [1.0, 0.8]})
    axes = network.accuracy(summary, names=NAMES)
    assert axes.get_title() == "The forecast is closer than last year's value in 1 of 2 cases"
