import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.show import style
from pkslib.show.figures import follow_up
from pkslib.show.names import Names

MONTHS = periods.between("2023-01", "2023-09")
# Socialstyrelsen (2024), Uppföljning på taktisk nivå: production plan and outcome by month.
PLAN = [100.0, 120, 130, 130, 110, 80, 80, 80, 110]
OUTCOME = [105.0, 119, 140, 115, 115, 90, 92, 91, 120]


def _rows(**changes):
    deviation = np.array(OUTCOME) - np.array(PLAN)
    rows = {
        "unit": "A",
        "activity": "x",
        "period": MONTHS,
        "plan": PLAN,
        "outcome": OUTCOME,
        "deviation": deviation,
        "lower": -30.0,
        "upper": 40.0,
        "rule": "",
    }
    return pd.DataFrame(rows | changes)


def test_bars_below_plan_are_red_and_hatched(english, bars):
    axes = follow_up.inpatient(_rows(), "A", "x")
    # Two of the nine months are below plan: February and April. 987 / 940 is 5.0 % above.
    (below,) = [one for one in axes.collections if one.get_hatch()]
    assert [(bar.x0 + bar.x1) / 2 for bar in bars(below)] == pytest.approx([1, 3])
    assert axes.get_title() == "A, x: 5.0% above plan, below it in 2 of 9 periods"


def test_the_plan_is_a_grey_field(english):
    field = follow_up.inpatient(_rows(), "A", "x").patches[0]
    assert field.get_facecolor()[:3] == tuple(
        int(style.FIELD[at : at + 2], 16) / 255 for at in (1, 3, 5)
    )


def test_outcome_without_plan_is_shown_as_such(english):
    axes = follow_up.inpatient(_rows(plan=np.nan), "A", "x")
    assert axes.get_title() == "A, x: 987 done, no plan to compare with"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["Without plan"]


def test_all_units_are_added_up_where_none_is_named(english):
    rows = pd.concat([_rows(), _rows(unit="B", outcome=PLAN)])
    # 940 + 47 and 940 of 1 880 planned.
    assert follow_up.inpatient(rows).get_title() == (
        "All inpatient care: 2.5% above plan, below it in 2 of 9 periods"
    )


NO_PLAN = pd.DataFrame({"unit": [], "period": [], "target": []})


def test_lost_visits_stand_on_top_and_bookings_ahead(english, bars):
    production = pd.DataFrame(
        {"unit": "A", "activity": "x", "period": MONTHS, "count": 90.0, "planned": 100.0,
         "cancelled_late": 4.0, "no_show": 6.0}
    )  # fmt: skip
    bookings = pd.DataFrame(
        {"unit": "A", "need": "y", "week": ["2023-W38", "2023-W41", "2023-W44"],
         "booked": [99.0, 20.0, 30.0]}
    )  # fmt: skip
    plan = pd.DataFrame({"unit": ["A", "A"], "period": "2023-10", "target": [60, 50]})
    axes = follow_up.outpatient(production, bookings, plan, "A")
    # 10 of 100 booked visits did not happen; the week in September is past, 20 are booked in
    # October, and 30 in the first week of November, whose other weeks have no bookings yet.
    assert axes.get_title() == "A: 10.0% of booked visits did not happen"
    done, lost, whole, part = axes.collections
    assert [(bar.y0, bar.y1) for bar in bars(done)] == [(0, 90)] * 9
    assert [(bar.y0, bar.y1) for bar in bars(lost)] == [(90, 100)] * 9
    assert [bar.height for bar in bars(whole)] == [20]
    assert [bar.height for bar in bars(part)] == [30]
    assert whole.get_linestyle()[0][1] is None  # unbroken
    assert part.get_linestyle()[0][1] is not None
    # Where the production's plan ends, the new year's goes on.
    assert axes.lines[0].get_ydata()[-3:-1].tolist() == [100, 110]


def test_a_units_activities_are_added_up(english, bars):
    made = pd.DataFrame(
        {"unit": "A", "activity": ["x", "y"], "period": "2023-01", "count": [90.0, 10.0],
         "planned": [80.0, 30.0]}
    )  # fmt: skip
    none = pd.DataFrame({"unit": [], "week": [], "booked": []})
    axes = follow_up.outpatient(made, none, NO_PLAN, "A")
    assert bars(axes.collections[0])[0].height == 100
    assert axes.lines[0].get_ydata().tolist() == [110]


def test_points_are_drawn_against_the_commission(english):
    rows = pd.DataFrame(
        {"subject": ["drg", "drg", "hours"], "place": "A", "item": "drg",
         "period": ["2026-01", "2026-02", "2026-02"], "planned": [100.0, 100.0, 7.0],
         "outcome": [90.0, 104.0, 8.0]}
    )  # fmt: skip
    axes = follow_up.points(rows, "A")
    # 194 of 200 points.
    assert axes.get_title().replace("\n", " ") == (
        "A, DRG points against the commission: 3.0% below plan, below it in 1 of 2 periods"
    )


NO_HOURS = pd.DataFrame({"unit": [], "capacity": [], "resource": [], "effect": []})


def test_the_parts_of_a_deviation_stand_in_words_and_figures(english):
    names = ["volume", "profile", "case_mix", "treatment_time", "queue"]
    row = {"unit": "A", "capacity": "hour", "period": "2026", "planned": 100.0, "outcome": 99.0,
           "deviation": -1.0, **dict(zip(names, (-16.0, 0.0, 0.0, 9.0, 6.0), strict=True)),
           "available": np.nan, "improvement": np.nan, "used_fully": np.nan}  # fmt: skip
    axes = follow_up.parts(pd.DataFrame([row]), NO_HOURS, "A", "hour")
    assert axes.get_title() == "A, hour: −1.0% against plan; largest known cause: fewer patients"
    words = [text.get_text() for text in axes.texts]
    assert words == ["−1", "−16", "0", "+9", "+6", "not known", "not known", "not known"]


def test_behind_available_capacity_stand_the_hours_of_what(english, region):
    axes = follow_up.parts(region["deviation_parts"], region["available_parts"], "99-1-MED",
                           "bed_day")  # fmt: skip
    names = [tick.get_text() for tick in axes.get_yticklabels()]
    words = [text.get_text() for text in axes.texts]
    # Twelve months of −24 and +6, of −20 in all.
    assert dict(zip(names, words, strict=True)) | {
        "B: available capacity": "−240", "of which nurse": "−288", "of which assistant": "+72",
        "of which opening hours and other": "−24",
    } == dict(zip(names, words, strict=True))  # fmt: skip


def test_the_rule_that_fired_is_named(english):
    rule = ["", "near", "", "beyond", *[""] * 5]
    axes = follow_up.control(_rows(rule=rule), "A", "x")
    assert axes.get_title() == "A, x: outside the limits, April 2023"
    words = [text.get_text() for text in axes.get_legend().get_texts()]
    assert words == ["Two of three near a limit", "Outside the limits"]


def test_where_no_rule_fires_the_mean_is_told(english):
    # 47 over nine months: +5 a month, within the limits.
    title = follow_up.control(_rows(), "A", "x").get_title().replace("\n", " ")
    assert title == "A, x: +5 against plan in a mean period, none beyond the usual variation"


def test_of_a_run_the_last_point_is_named(english):
    axes = follow_up.control(_rows(rule=[""] * 6 + ["side"] * 3), "A", "x")
    assert axes.get_title() == (
        "A, x: seven in a row on one side of the mean, September 2023 and 2 more"
    )


def test_verdicts_stand_beside_the_bars(swedish):
    verdicts = pd.DataFrame(
        {
            "subject": "production",
            "place": "A",
            "item": ["x", "y"],
            "planned": [940.0, 960.0],
            "deviation": [47.0, -1.0],
            "tracking_signal": [5.4, -0.2],
            "verdict": ["systematic", "random"],
            "flag": ["look", "chance"],
        }
    )
    axes = follow_up.deviations(verdicts)
    assert axes.get_title() == "1 av 2 avvikelser bör granskas"
    words = [text.get_text() for text in axes.texts]
    assert words == ["+47   systematisk", "−1   slumpmässig"]


def test_one_code_may_name_a_need_and_an_activity(english):
    names = Names({"need": {"x": "The need"}, "activity": {"x": "The activity"}})
    verdict = {
        "place": ["A"], "item": ["x"], "planned": [1.0], "deviation": [0.0],
        "tracking_signal": [0.0], "verdict": ["random"], "flag": ["chance"],
    }  # fmt: skip
    for subject, name in (("need", "The need"), ("production", "The activity\nA")):
        axes = follow_up.deviations(
            pd.DataFrame(verdict | {"subject": [subject]}), subject=subject, names=names
        )
        assert [tick.get_text() for tick in axes.get_yticklabels()] == [name]
