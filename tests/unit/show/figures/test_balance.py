import pandas as pd

from pkslib.show.figures import balance
from pkslib.show.names import Names

NAMES = Names(
    {"unit": {"A": "Ward A", "B": "Ward B"}, "capacity": {"bed_day": "Beds"}},
    {"bed_day": "bed_day"},
)
# Ward A in January: 310 bed days needed in 31 days are 10 beds, 248 available are 8: 2 missing.
# Ward B in January: 155 and 310 are 5 and 10 beds: 5 to spare. February: both have 1 to spare.
GAP = pd.DataFrame(
    {
        "unit": ["A", "A", "B", "B"],
        "capacity": "bed_day",
        "period": ["2027-01", "2027-02"] * 2,
        "need": [310.0, 252.0, 155.0, 140.0],
        "available": [248.0, 280.0, 310.0, 168.0],
        "gap": [62.0, -28.0, -155.0, -28.0],
    }
)


def _words(axes):
    return [text.get_text() for text in axes.texts]


def test_the_gap_is_told_in_beds(english):
    axes = balance.over_year(GAP, "bed_day", "A", names=NAMES)
    assert axes.get_title() == "Ward A lacks beds in 1 of 2 periods, 2 in January 2027"
    assert _words(axes) == ["2"]
    assert axes.get_ylabel() == "beds"


def test_the_region_sums_its_units(english):
    axes = balance.over_year(GAP, "bed_day", names=NAMES)
    assert axes.get_title() == "The region: enough beds all year"


def test_without_a_known_measure_amounts_stay_as_they_are(english):
    axes = balance.over_year(GAP, "bed_day", "A")
    assert _words(axes) == ["62"]


def test_the_heat_map_says_what_is_over_in_a_word_for_black_and_white(english):
    axes = balance.heat(GAP, "bed_day", names=NAMES)
    assert axes.get_title() == "1 of 2 units lack beds in some period"
    assert sorted(_words(axes)) == sorted(["2", "1 over", "5 over", "1 over"])
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["Ward A", "Ward B"]


def test_small_pictures_tell_the_worst_period(english):
    words = _words(balance.units(GAP, "bed_day", names=NAMES))
    assert words == ["Ward A", "2 beds missing in Jan", "Ward B", "enough all year"]


def test_the_staircase_tells_what_is_closed_and_left(english):
    steps = pd.DataFrame(
        {
            "capacity": "bed_day",
            "step": [1, 2],
            "before": [100.0, 70.0],
            "closed": [30.0, 50.0],
            "after": [70.0, 20.0],
            "above": [20.0, 8.0],
            "cost": [0.0, 2_500_000.0],
            "unrealised": [0.0, 5.0],
        }
    )
    axes = balance.staircase(steps, "bed_day", names=NAMES)
    assert axes.get_title() == (
        "Beds: the measures close 80% of the shortage, 12 are strain, 8 are unsolved"
    )
    assert axes.get_title(loc="left").endswith("Together 2.5 million SEK.")
    assert {"not realised", " −50", " 100", " 20"} <= set(_words(axes))


def test_what_gives_way_is_not_closed_by_the_measures(english):
    steps = pd.DataFrame(
        {"capacity": "bed_day", "step": [4, 5], "before": [100.0, 60.0], "closed": [40.0, 35.0],
         "after": [60.0, 25.0], "above": [40.0, 0.0], "cost": [2e6, 3e6], "unrealised": 0.0}
    )  # fmt: skip
    axes = balance.staircase(steps, "bed_day", names=NAMES)
    assert axes.get_title() == (
        "Beds: the measures close 40% of the shortage, 25 are strain, 35 give way"
    )
    # What care that gives way costs is paid by no budget, and is no cost of the measures.
    assert axes.get_title(loc="left").endswith("Together 2.0 million SEK.")


def test_without_measures_none_is_said_to_close_zero_percent(english):
    steps = pd.DataFrame(
        {"capacity": "bed_day", "step": [4, 5], "before": 100.0, "closed": [0.0, 35.0],
         "after": [100.0, 65.0], "above": [100.0, 0.0], "cost": 0.0, "unrealised": 0.0}
    )  # fmt: skip
    axes = balance.staircase(steps, "bed_day", names=NAMES)
    assert axes.get_title() == (
        "Beds: no measure closes any of the shortage, 65 are strain, 35 give way"
    )


def test_no_shortage_is_no_missing_data(english):
    steps = pd.DataFrame(
        {"capacity": ["bed_day"], "step": [1], "before": [0.0], "closed": [0.0], "after": [0.0],
         "above": [0.0], "cost": [0.0], "unrealised": [0.0]}
    )  # fmt: skip
    axes = balance.staircase(steps, "bed_day", names=NAMES)
    assert _words(axes) == ["No shortage, no measure needed"]


def test_the_scale_tells_what_is_missing_and_to_spare(english):
    summary = pd.DataFrame(
        {"capacity": ["bed_day", "visit"], "need": [110.0, 90.0], "available": [100.0, 100.0]}
    )
    words = _words(balance.scale(summary, names=NAMES))
    # 10 of 110 are 9 per cent of the need, 10 of 100 are 10 per cent of what there is.
    assert "10 bed days missing (9%)" in words
    assert "10 capacity's measure to spare (10%)" in words
