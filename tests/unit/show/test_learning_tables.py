import pandas as pd

from pkslib.show import learning_tables
from pkslib.show.names import Names

NAMES = Names({"unit": {"A": "Ward A"}, "region": {"99": "Exempel"}})
ROW = {
    "area": "quality", "indicator": "no_shows", "place": "99", "level": "tactical",
    "period": "2026-10", "value": 0.034, "before": 0.04, "target": 0.05, "year": 2026,
    "owner": "chef", "standing": "goal_met", "met_by": 8, "of_units": 9,
}  # fmt: skip


def test_goals_missed_stand_first_each_value_in_its_own_unit(swedish):
    hours = ROW | {
        "area": "work_environment", "indicator": "overtime", "place": "A", "value": 120.0,
        "before": None, "target": 110.0, "standing": "goal_missed", "met_by": 0, "of_units": 0,
    }  # fmt: skip
    own = ROW | {"area": "", "indicator": "own_code", "standing": "", "target": None}
    shown = learning_tables.by_goal(pd.DataFrame([ROW, own, hours]), names=NAMES, limit=2)
    assert [list(row) for row in shown.rows] == [
        ["arbetsmiljö", "Övertid", "Ward A", "120 timmar", "", "110 timmar", "målet nås inte", "",
         "chef"],
        ["kvalitet", "Uteblivna", "Exempel", "3,4\xa0%", "4,0\xa0%", "5,0\xa0%", "målet nås",
         "8/9", "chef"],
    ]  # fmt: skip
    assert shown.notes == ("2 av 3 rader.",)


def test_a_goal_about_a_parameter_has_its_name(english):
    row = ROW | {"indicator": "within_guarantee", "value": 0.694}
    cells = learning_tables.by_goal(pd.DataFrame([row]), names=NAMES).rows[0]
    assert cells[1:4] == ["Within the care guarantee", "Exempel", "69.4%"]


def test_published_figures_stand_beside_the_regions_own(english):
    rows = pd.DataFrame({
        "region": ["99"], "indicator": "lead_time", "period": "2026-09", "own": 12.0,
        "published": 15.0, "country": None, "differs": "more_than_explained", "source": "S",
        "fetched_on": "2026-11-15",
    })  # fmt: skip
    shown = learning_tables.published(rows, names=NAMES)
    assert list(shown.rows[0]) == [
        "Exempel", "From well-founded suspicion to decision", "September 2026", "12 days",
        "15 days", "", "more than explained", "S, 2026-11-15",
    ]  # fmt: skip
    assert learning_tables.published(rows.iloc[:0]).notes == ("No rows.",)


def test_the_plan_goes_on_past_the_year_by_quarter(english):
    rows = pd.DataFrame({
        "unit": ["A", "B", "A", "A"], "activity": "v",
        "period": ["2026-11", "2026-12", "2027-01", "2027-W02"], "target": [5.0, 7.0, 9.0, 99.0],
    })  # fmt: skip
    activities = pd.DataFrame({"activity": ["v"], "kind": "visit"})
    shown = learning_tables.rolling(rows, activities)
    assert [list(row) for row in shown.rows] == [["visit", "12", "9"]]
    # A quarter that has begun is named by the months that are left, and is no fall in care.
    assert list(shown.heads) == ["Activity", "November–December 2026", "January 2027"]
    whole = pd.concat([rows.assign(period=f"2027-{month:02d}") for month in (4, 5, 6)])
    assert learning_tables.rolling(whole, activities).heads[1] == "quarter 2 2027"


def test_who_has_less_or_more_than_most_stands_beside_what_most_have(english):
    row = {"assumption": "time", "item": "bed_day", "low": 4.0, "high": 5.0}
    rows = pd.DataFrame([row | {"region": "99", "value": 3.5}, row | {"region": "98", "value": 5.2},
                         row | {"region": "97", "value": 4.5},
                         row | {"item": "hour", "region": "97", "value": 4.5}])  # fmt: skip
    shown = learning_tables.among_regions(rows, names=NAMES)
    assert [list(cells) for cells in shown.rows] == [
        ["time", "bed_day", "4.00–5.00", "Exempel 3.50", "98 5.20"]
    ]


def test_a_difference_that_does_not_show_is_none(english):
    row = {"assumption": "absence", "item": "nurse", "low": 0.236, "high": 0.241}
    rows = pd.DataFrame(
        [row | {"region": "99", "value": 0.244}, row | {"region": "98", "value": 0.246}]
    )
    shown = learning_tables.among_regions(rows, names=NAMES)
    assert [list(cells) for cells in shown.rows] == [["absence", "nurse", "24%", "", "98 25%"]]
