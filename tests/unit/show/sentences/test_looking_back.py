import pandas as pd

from pkslib.show import sentences
from pkslib.show.names import Names

NAMES = Names(
    {"unit": {"A": "Ward A"}, "capacity": {"bed_day": "Beds"}, "activity": {"x": "Stay"}},
    {"bed_day": "bed_day"},
)
PARTS = pd.DataFrame(
    {"unit": "A", "capacity": "bed_day", "volume": [3.0, 0.0], "case_mix": 0.0,
     "treatment_time": None, "queue": -50.0, "available": [4.0, -9.0], "improvement": 0.0,
     "used_fully": 90.0}
)  # fmt: skip


def test_systematic_deviations_are_counted_beside_what_chance_would_give(english):
    verdicts = pd.DataFrame(
        {
            "subject": ["production"] * 4 + ["need"],
            "place": ["A", "A", "A", "A", "99"],
            "item": ["x", "y", "v", "w", "z"],
            "periods": [12, 12, 12, 4, 9],
            "planned": [940.0, 100.0, 100.0, 50.0, 960.0],
            "deviation": [47.0, 2.0, 1.0, 1.0, -1.0],
            "by_chance": [0.01, 0.2, 0.9, 0.9, 0.8],
            "verdict": ["systematic", "systematic", "random", "too few", "random"],
        }
    )
    # One series of three of twelve periods by chance: 3 · 0.36 = 1.1.
    assert sentences.follow_up(verdicts, names=NAMES) == (
        "Forecasts of patients: 0 of 1 deviations are systematic; chance alone would give about 0.",
        "Production: 2 of 3 deviations are systematic; chance alone would give about 1.",
        "1 series have fewer than 6 periods with both outcome and plan: too few to judge.",
        "Look first at Stay, Ward A: +47 against 940 planned; correct the next forecast or plan.",
    )
    assert sentences.follow_up(verdicts.iloc[0:0]) == ("There is nothing to follow up yet.",)


def test_where_to_look_first_and_who_may_help(english):
    verdicts = pd.DataFrame(
        {"subject": ["capacity"], "place": "A", "item": "bed_day", "planned": 100.0,
         "deviation": -8.0, "by_chance": 0.012, "verdict": "systematic"}
    )  # fmt: skip
    large = pd.DataFrame(
        {"subject": "hours", "place": ["A", "B"], "item": "bed_day", "period": "2026-10",
         "deviation": [-20.0, 30.0], "share": [-0.2, 0.3], "helper": ["C", None],
         "spare": [40.0, None]}
    )  # fmt: skip
    assert sentences.look_first(verdicts, PARTS, large, names=NAMES) == (
        "Ward A: Available, Beds −8.0% against plan, which chance would give in 1% of cases.",
        "In October 2026 2 deviations were large, 1 of them below plan; report them at once.",
        "Ward A, Beds: −20.0%. C had 40 bed days to spare.",
    )
    nothing = sentences.look_first(verdicts.iloc[:0], PARTS, large.iloc[:0])
    assert nothing == ("No unit stands out.",)


def test_of_production_the_largest_known_part_is_told(english):
    verdicts = pd.DataFrame(
        {"subject": ["hours"], "place": "A", "item": "bed_day", "planned": 100.0,
         "deviation": -8.0, "by_chance": 0.012, "verdict": "systematic"}
    )  # fmt: skip
    said = sentences.look_first(verdicts, PARTS, pd.DataFrame(), names=NAMES)
    # 4 − 9 = −5 by capacity is more than 3 patients; what was left to the queue tells no cause.
    assert said[0].endswith("in 1% of cases. Most: B: available capacity, −5.")


def test_how_good_the_outcomes_are(english):
    quality = pd.DataFrame(
        {"unit": ["A", "B"], "expected": [12, 12], "missing": [0, 3], "late": [0, 3],
         "impossible": [0, 0], "unlike": [1, 0]}
    )  # fmt: skip
    assert sentences.outcome_quality(quality, names=NAMES) == (
        "87.5% of the outcomes are there; 3 are missing.",
        "1 units have not told of the latest period: B.",
        "1 units differ much from others in cost or points each: Ward A.",
    )
    whole = quality.head(1).assign(unlike=0)
    assert sentences.outcome_quality(whole)[1].startswith("No unit is late")
    assert sentences.outcome_quality(quality.iloc[:0]) == ("There is nothing to follow up yet.",)
