import numpy as np
import pandas as pd
from matplotlib.colors import to_hex

from pkslib import periods
from pkslib.show import style
from pkslib.show.figures import plan
from pkslib.show.names import Names

NAMES = Names(measures={"bed_day": "bed_day", "hour": "hour"})
WEEKS = periods.within_year(2027, "week")
PLAN = pd.DataFrame({"unit": "A", "activity": "x", "week": WEEKS, "target": 10}).astype(
    {"target": "Int64"}
)


def _available(capacity, amount):
    return pd.DataFrame(
        {
            "unit": "A",
            "capacity": capacity,
            "period": periods.within_year(2027, "month"),
            "amount": amount,
        }
    )


def _times(*rows):
    return pd.DataFrame(rows, columns=["activity", "unit", "capacity", "amount"])


def test_an_even_pace_is_the_years_total_over_its_weeks(english):
    # 13 weeks of 2 and 39 of 10 are 416, 8 a week; the middle week has 10.
    targets = [2.0 if 26 <= int(week[-2:]) <= 38 else 10.0 for week in WEEKS]
    axes = plan.weeks(PLAN.assign(target=targets), "A", "x")
    assert axes.get_title() == "A, x: 416 in the year, 8 a week at an even pace"
    (pace,) = [line for line in axes.lines if line.get_linestyle() == "--"]
    assert set(pace.get_ydata()) == {416 * 7 / 365}


def test_parts_of_weeks_at_the_ends_of_a_year_do_not_slow_the_even_pace(english):
    # 2027 begins on a Friday: three of its days are of the last week of 2026. 10 a day are 70 a
    # week, and 3,650 over 53 weeks would be 69.
    weeks = ["2026-W53", *(f"2027-W{week:02d}" for week in range(1, 53))]
    targets = [30.0, *[70.0] * 51, 50.0]
    rows = pd.DataFrame({"unit": "A", "activity": "x", "week": weeks, "target": targets})
    axes = plan.weeks(rows, "A", "x")
    assert axes.get_title() == "A, x: 3,650 in the year, 70 a week at an even pace"


def test_summer_weeks_are_pale_and_named(english):
    axes = plan.weeks(PLAN, "A", "x", summer=(26, 31))
    colours = [to_hex(colour, keep_alpha=False) for colour in axes.collections[0].get_facecolor()]
    assert colours.count(style.BAND.lower()) == 6
    assert "Summer" in [text.get_text() for text in axes.texts]


def test_the_plans_load_is_in_beds_and_compared_with_what_there_is(english, bars):
    # 10 stays a week of 3.5 bed days are 35 bed days, 5 beds a day; 10 beds are there.
    days = np.array([periods.days(label) for label in periods.within_year(2027, "month")])
    axes = plan.load(
        PLAN, _times(("x", None, "bed_day", 3.5)), _available("bed_day", 10.0 * days), "A",
        "bed_day", names=NAMES,
    )  # fmt: skip
    assert axes.get_title() == "A, bed_day: the plan takes 50% of the capacity and fits every week"
    assert np.allclose([bar.height for bar in bars(axes.collections[0])], 5)


def test_a_units_own_time_goes_before_the_common_one(english):
    times = _times(("x", None, "hour", 9.0), ("x", "A", "hour", 1.0))
    # 10 hours a week against 100 hours a month: 520 of 1 200 · 364/365.
    title = plan.load(PLAN, times, _available("hour", 100.0), "A", "hour", names=NAMES).get_title()
    assert "takes 43% of the capacity" in title


def test_weeks_over_capacity_are_counted(english):
    title = plan.load(
        PLAN, _times(("x", None, "hour", 10.0)), _available("hour", 310.0), "A", "hour", names=NAMES
    ).get_title()
    assert title.endswith("too much in 52 weeks")


def test_quarters_add_up_to_the_year(english):
    targets = pd.DataFrame(
        {
            "unit": "A",
            "activity": "x",
            "period": ["2027", *periods.within_year(2027, "quarter")],
            "target": [100, 20, 30, 10, 40],
        }
    )
    axes = plan.quarters(targets, "A")
    assert axes.get_title() == "A: 100 activities are the year's target"
    assert [text.get_text() for text in axes.texts] == ["20", "30", "10", "40", "100"]
