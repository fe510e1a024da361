import numpy as np
import pandas as pd

from pkslib.show.figures import network
from pkslib.show.names import Names

NAMES = Names(
    {
        "region": {"01": "Region Ett", "02": "Region Två", "03": "Region Tre"},
        "capacity": {"b": "Vårdplatser", "h": "Operationstid"},
    }
)
SUMMARY = pd.DataFrame(
    {
        "region": ["01", "02", "03", "01", "02", "03"],
        "capacity": ["b", "b", "b", "h", "h", "h"],
        "need": [1000.0, 600.0, 900.0, 200.0, 50.0, 80.0],
        "available": [1100.0, 450.0, 800.0, 300.0, 60.0, 90.0],
        "shortage": [0.0, 120.0, 90.0, 0.0, 0.0, 4.0],
    }
)
POPULATION = pd.DataFrame(
    {"region": ["01", "01", "02", "03"], "persons": [40_000.0, 60_000.0, 50_000.0, 40_000.0]}
)


def test_regions_are_dots_in_a_row_a_capacity(swedish):
    axes = network.ranges(SUMMARY, names=NAMES)
    # Of beds two of three regions lack, of theatre hours one: in at least half is beds alone.
    assert axes.get_title() == "1 av 2 kapaciteter saknas i minst hälften av regionerna"
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Vårdplatser", "Operationstid"]
    dots = axes.collections[-1].get_offsets()
    assert dots.tolist() == [[0, 0], [0.2, 0], [0.1, 0], [0, 1], [0, 1], [0.05, 1]]


def test_need_is_told_per_thousand_inhabitants_and_against_the_region_in_the_middle():
    found = network.needed(SUMMARY, POPULATION)
    assert found["need"].tolist() == [10, 12, 22.5, 2, 1, 2]
    assert found["available"].tolist() == [11, 9, 20, 3, 1.2, 2.25]
    # The middle of 10, 12 and 22.5 is 12, not their mean of 14.8.
    assert found["of_median"].tolist() == [10 / 12, 1, 22.5 / 12, 1, 0.5, 1]


def test_a_region_whose_inhabitants_are_not_known_is_left_out(swedish):
    known = POPULATION[POPULATION["region"] != "03"]
    assert set(network.needed(SUMMARY, known)["region"]) == {"01", "02"}
    axes = network.per_inhabitant(SUMMARY, known, names=NAMES)
    # 10 against 12 differs by 18 % of their middle, 2 against 1 by 67 %.
    assert axes.get_title() == ("Mest skiljer sig regionernas behov per invånare av operationstid")


def _waiting(shares, waiting):
    return pd.DataFrame(
        {"region": [f"{at:02d}" for at in range(1, len(shares) + 1)], "share_lower": shares,
         "share_upper": shares, "waiting": waiting}
    )  # fmt: skip


def test_a_small_list_may_lie_farther_away_than_a_large_one(english):
    # 0.60 of 60 and of 6 000 against 0.70 of most: only the large one is more than chance.
    shares, sizes = [0.70] * 7 + [0.60] * 2, [600_000] * 7 + [60, 6_000]
    axes = network.guarantee(_waiting(shares, sizes), names=NAMES)
    assert axes.get_title().startswith("1 of 9 regions differ by more than chance")


def test_a_list_that_does_not_tell_is_left_out(english):
    rows = _waiting([0.70] * 9 + [np.nan, 0.70], [600.0] * 9 + [60.0, np.nan])
    assert "of 9 regions" in network.guarantee(rows, names=NAMES).get_title()


def test_of_few_regions_nothing_is_said_to_be_unlike(english):
    title = network.guarantee(_waiting([0.70, 0.10], [60_000, 60_000]), names=NAMES).get_title()
    assert title.startswith("Too few regions")


def test_accuracy_by_region_stands_in_the_order_of_codes_whoever_is_best(english):
    summary = pd.DataFrame({"region": ["02", "01"], "mase": [0.7, 0.9], "mase_naive": [1.0, 0.8]})
    axes = network.accuracy(summary, names=NAMES)
    ours = axes.collections[-1].get_offsets()
    assert [(float(error), float(row)) for error, row in ours] == [(0.9, 0.0), (0.7, 1.0)]
    assert axes.yaxis_inverted()
    assert axes.get_title() == "The forecast is closer than last year's value in 1 of 2 cases"
