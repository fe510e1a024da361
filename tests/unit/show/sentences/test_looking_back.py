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


def test_what_to_look_at_is_counted_beside_the_verdicts(english):
    verdicts = pd.DataFrame(
        {
            "subject": ["production"] * 4 + ["need"],
            "place": ["A", "A", "A", "A", "99"],
            "item": ["x", "y", "v", "w", "z"],
            "periods": [12, 12, 12, 4, 9],
            "planned": [940.0, 100.0, 100.0, 50.0, 960.0],
            "deviation": [47.0, 2.0, 1.0, 1.0, -1.0],
            "verdict": ["systematic", "systematic", "random", "too few", "random"],
            "flag": ["look", "chance", "chance", "too_few", "chance"],
            "size": [0.05, 0.02, 0.01, 0.01, 0.0],
        }
    )
    assert sentences.follow_up(verdicts, names=NAMES) == (
        "1 of 4 deviations should be looked at: chance hardly explains them though so many are "
        "looked at, and they matter for capacity, queue or money. The largest: Ward A (stay): "
        "+47 against 940 planned.",
        "Forecasts of patients: 0 of 1 to look at. By the tracking signal 0 are systematic; of "
        "these 0 may be chance and 0 are too small to matter.",
        "Production: 1 of 3 to look at. By the tracking signal 2 are systematic; of these 1 may be "
        "chance and 0 are too small to matter.",
        "1 series has fewer than 6 periods with both outcome and plan: too few to judge.",
    )
    none = verdicts.assign(flag="chance")
    assert sentences.follow_up(none)[0].startswith("No deviation needs to be looked at")
    # Four quarters are a year, and six are asked for.
    assert sentences.follow_up(verdicts.assign(flag="too_few"))[-1] == (
        "Where periods are quarters, 18 months hold enough: let the scenario look back so far "
        "(follow_up.window)."
    )
    assert sentences.follow_up(verdicts.iloc[0:0]) == ("There is nothing to follow up yet.",)


def test_where_to_look_first_and_who_may_help(english):
    verdicts = pd.DataFrame(
        {"subject": ["capacity"], "place": "A", "item": "bed_day", "planned": 100.0,
         "deviation": -8.0, "chance": 0.002, "size": 0.08, "flag": "look"}
    )  # fmt: skip
    large = pd.DataFrame(
        {"subject": "hours", "place": ["A", "B"], "item": "bed_day", "period": "2026-10",
         "deviation": [-20.0, 30.0], "share": [-0.2, 0.3], "helper": ["C", None],
         "spare": [40.0, None]}
    )  # fmt: skip
    assert sentences.look_first(verdicts, PARTS, large, names=NAMES) == (
        "Ward A: Available, beds −8.0% against plan; at most 1% of such are chance.",
        "In October 2026 2 deviations were large, 1 of them below plan; report them at once.",
        "Ward A, beds: −20.0%. C had 40 bed days to spare.",
    )
    nothing = sentences.look_first(verdicts.iloc[:0], PARTS, large.iloc[:0])
    assert nothing == ("No unit stands out.",)
    few = verdicts.assign(flag="too_few", chance=None)
    assert sentences.look_first(few, PARTS, large.iloc[:0]) == (
        "No unit can be judged: too few periods have both an outcome and a plan.",
    )


def test_of_production_the_largest_known_part_is_told(english):
    verdicts = pd.DataFrame(
        {"subject": ["hours"], "place": "A", "item": "bed_day", "planned": 100.0,
         "deviation": -8.0, "chance": 0.002, "size": 0.08, "flag": "look"}
    )  # fmt: skip
    said = sentences.look_first(verdicts, PARTS, pd.DataFrame(), names=NAMES)
    # 4 − 9 = −5 by capacity is more than 3 patients; what was left to the queue tells no cause.
    assert said[0].endswith("1% of such are chance. Most: less available capacity, −5.")
    # A fall is not mostly the patients that came more, however few the other parts are.
    fell = sentences.look_first(verdicts.assign(deviation=-40.0), PARTS, pd.DataFrame())
    assert fell[0].endswith("No part that is measured is a quarter of it: ask the unit.")


def test_how_good_the_outcomes_are(english):
    quality = pd.DataFrame(
        {"unit": ["A", "B"], "expected": [12, 12], "missing": [0, 3], "late": [0, 3],
         "impossible": [0, 0], "unlike": [1, 0]}
    )  # fmt: skip
    assert sentences.outcome_quality(quality, names=NAMES) == (
        "87.5% of the outcomes are there; 3 are missing.",
        "1 unit has not told of the latest period: B.",
        "1 unit differs much from others in cost or points each: Ward A.",
    )
    whole = quality.head(1).assign(unlike=0)
    assert sentences.outcome_quality(whole)[1].startswith("No unit is late")
    assert sentences.outcome_quality(quality.iloc[:0]) == ("There is nothing to follow up yet.",)


def test_goals_are_counted_and_the_most_crowded_unit_named(english):
    rows = pd.DataFrame({
        "indicator": ["a", "b", "c", "over_capacity", "placed_elsewhere", "over_capacity"],
        "place": ["A", "A", "A", "A", "A", "B"],
        "value": [1.0, 2.0, None, 4.2, 1.0, 9.0],
        "standing": ["goal_met", "goal_missed", "no_value", "no_value", "", ""],
        "of_units": [0, 3, 0, 2, 1, 1],
    })  # fmt: skip
    assert sentences.goals(rows, names=NAMES) == (
        "1 of 4 goals are met, 1 are not. 1 are told by units only, whose values do not add up. 1 "
        "cannot be told for want of a value.",
        "Overcrowding 4.2 and placed elsewhere 1.0 per 100 staffed beds at Ward A, the highest.",
    )
    assert sentences.goals(rows.assign(standing=""))[0].startswith("No goals are set")
    assert sentences.goals(rows.iloc[:0])[0].startswith("No indicators and no goals")


def test_actions_and_effects_are_counted_as_they_stand(english):
    listed = pd.DataFrame({
        "standing": ["past_due", "on_time", "no_action_yet", "no_action_yet"], "flag": "look",
    })  # fmt: skip
    assert sentences.actions(listed) == (
        "Actions overdue: 1; on time: 1; settled: 0.",
        "2 flagged deviations have no action: name cause, measure, role and date in the table "
        "actions.",
    )
    done = pd.DataFrame({"standing": "settled", "flag": ["look", "chance", ""]})
    assert sentences.actions(done)[1:] == ("Of the settled, 1 flagged deviation remains.",)
    work = pd.DataFrame({
        "status": ["ongoing", "realised", "planned"], "seen": ["seen", "not_seen", "not_judged"]
    })  # fmt: skip
    said = sentences.effects(work)
    assert said[0].startswith("Of 2 works begun, an effect is seen in 1, none is seen in 1, and 0")
    # The rule by which an effect is claimed is told beside the count.
    assert "less than once in 100" in said[1]
    assert len(said) == 3
    assert sentences.effects(work.tail(1)) == ("No improvement work has begun.",)


def test_whose_forecasts_came_nearer_is_counted(english):
    rows = pd.DataFrame({"nearer": ["the_unit", "the_calculated", "the_calculated", "alike", ""]})
    assert sentences.own_forecasts(rows) == (
        "Of 4 series that a unit forecast itself and that have an outcome, the unit came nearer in "
        "1, the calculated forecast in 2; as near in 1.",
    )
    assert sentences.own_forecasts(rows.tail(1)) == (
        "None of the units' own forecasts has an outcome to be scored by.",
    )
    assert sentences.own_forecasts(rows.head(0)) == ("No unit has told what it expects itself.",)
