import numpy as np
import pandas as pd
import pytest

from pkslib import periods
from pkslib.settings import FollowUp
from pkslib.steps.follow_up.verdicts import large_deviations, verdicts_of
from pkslib.tables.declaration import filled
from pkslib.tables.inputs import INPUTS


def _rows(labels, planned, outcome, subject="production", **other):
    rows = {"subject": subject, "place": "A", "item": "visit", "period": labels}
    return pd.DataFrame(rows | {"planned": planned, "outcome": outcome} | other)


def test_sums_are_of_periods_with_both_plan_and_outcome(year):
    rows = _rows(year[:8], [10.0] * 7 + [np.nan], [np.nan] + [11.0] * 7)
    found = verdicts_of(rows).iloc[0]
    assert found[["periods", "planned", "outcome", "deviation"]].tolist() == [6, 60, 66, 6]
    assert found["tracking_signal"] == pytest.approx(6)
    assert found["verdict"] == "systematic"


def test_without_a_plan_there_is_too_little_to_judge(year):
    found = verdicts_of(_rows(year, np.nan, 11.0)).iloc[0]
    assert (found["periods"], found["verdict"]) == (0, "too few")
    assert np.isnan(found["planned"])
    assert np.isnan(found["by_chance"])


def test_weeks_are_judged_by_the_month():
    # One more each week of the year: 52 weeks, a signal of 52; by the month of their Thursdays
    # twelve errors of 4 or 5, a signal of 12.
    weeks = periods.between("2026-W01", "2026-W52")
    found = verdicts_of(_rows(weeks, 10.0, 11.0)).iloc[0]
    assert (found["periods"], found["deviation"]) == (52, 52)
    assert found["tracking_signal"] == pytest.approx(12)


def test_a_queue_is_judged_by_how_much_it_changed(year):
    # It grows by 2 each month but one, to 22 over its start: the sum of the changes, not of the
    # levels.
    level = 100 + np.array([2.0, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 22])
    found = verdicts_of(_rows(year, 100.0, level, "queue"), stock=True).iloc[0]
    assert found[["planned", "outcome", "deviation"]].tolist() == [100, 122, 22]
    assert found["tracking_signal"] == pytest.approx(22 / (22 / 12))
    assert found["verdict"] == "systematic"


def test_what_a_queue_grew_before_the_first_period_is_an_error_too(year):
    # 12 in the first month, then 1 a month but for one fall of 2: 20 in all, of a mean of 24/12.
    # With the first error as nothing it would be 8 of 12/12.
    changes = np.array([12.0, 1, 1, 1, 1, 1, -2, 1, 1, 1, 1, 1])
    rows = _rows(year, 100.0, 100 + changes.cumsum(), "queue")
    found = verdicts_of(rows, stock=True).iloc[0]
    assert found["deviation"] == 20
    assert found["tracking_signal"] == pytest.approx(20 / 2)


@pytest.mark.parametrize(
    ("subject", "limits", "word"),
    [
        ("production", (1.0, 5.0), "met"),
        ("production", (-5.0, -1.0), "missed"),
        ("production", (-5.0, 1.0), "left_to_chance"),
        ("money", (1.0, 5.0), "missed"),
        ("money", (-5.0, -1.0), "met"),
    ],
)
def test_whether_the_plan_will_be_kept_as_things_are(year, subject, limits, word):
    rows = _rows(year, 10.0, 11.0, subject, lower=limits[0], upper=limits[1])
    assert verdicts_of(rows)["assurance"].tolist() == [word]


def test_a_need_is_neither_kept_nor_missed(year):
    assert verdicts_of(_rows(year, 10.0, 11.0, "need"))["assurance"].isna().all()
    rows = _rows(year, 10.0, 11.0, "need", lower=1.0, upper=2.0)
    assert verdicts_of(rows)["assurance"].isna().all()


def test_row_order_does_not_matter(year):
    rows = pd.concat([
        _rows(year, 10.0, 11.0), _rows(year, 10.0, np.arange(12.0)).assign(place="B"),
    ])  # fmt: skip
    mixed = rows.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(verdicts_of(rows), verdicts_of(mixed))


def _measured(*rows):
    columns = ["subject", "place", "item", "period", "planned", "outcome"]
    found = pd.DataFrame(rows, columns=columns).assign(rule="")
    return found.assign(deviation=found["outcome"] - found["planned"])


@pytest.fixture
def place(nothing):
    """Four wards and clinics, all of one specialty but D, which aim at 80 % of hours."""
    units = {"unit": ["A", "B", "C", "D"], "name": "U", "region": "99", "parent": None,
             "level": "clinic", "specialty": ["ort", "ort", "ort", "kir"]}  # fmt: skip
    codes = {"capacity": ["hour", "bed_day"], "name": "K", "measure": ["hour", "bed_day"],
             "utilisation": [0.8, 0.9]}  # fmt: skip
    given = {"units": units, "capacities": codes}
    return nothing | {
        name: filled(pd.DataFrame(rows), INPUTS[name]) for name, rows in given.items()
    }


def test_the_latest_period_alone_and_the_farthest_first(place):
    found = large_deviations(
        _measured(
            ("hours", "A", "hour", "2026-01", 100.0, 50.0),
            ("hours", "A", "hour", "2026-02", 100.0, 90.0),
            ("hours", "B", "hour", "2026-02", 100.0, 120.0),
            ("hours", "C", "hour", "2026-02", 100.0, 91.0),
            ("queue", "99", "hip", "2026-02", 100.0, 200.0),
        ),
        place,
        FollowUp(),
    )
    assert found["place"].tolist() == ["B", "A"]
    assert found["share"].tolist() == pytest.approx([0.2, -0.1])


HELPING = (
    ("hours", "A", "hour", "2026-02", 100.0, 80.0),
    ("capacity", "A", "hour", "2026-02", 100.0, 85.0),
    ("hours", "B", "hour", "2026-02", 60.0, 60.0),
    ("capacity", "B", "hour", "2026-02", 100.0, 100.0),
    ("hours", "C", "hour", "2026-02", 78.0, 78.0),
    ("capacity", "C", "hour", "2026-02", 110.0, 110.0),
    ("hours", "D", "hour", "2026-02", 10.0, 10.0),
    ("capacity", "D", "hour", "2026-02", 500.0, 500.0),
)


def test_who_has_most_of_the_same_to_spare_may_help(place):
    # Up to 80 %: B has 80 − 60, C 88 − 78; D, with the most, is of another specialty.
    found = large_deviations(_measured(*HELPING), place, FollowUp())
    assert found[["place", "helper", "spare"]].to_numpy().tolist() == [
        ["A", "B", 20], ["A", "B", 20],
    ]  # fmt: skip


def test_a_capacity_that_stands_in_the_list_is_helped_by_it_alone(place):
    listed = pd.DataFrame({"unit": ["D"], "to_unit": "A", "capacity": "hour", "cost": 0.0})
    ways = place | {"allowed_moves": filled(listed, INPUTS["allowed_moves"])}
    found = large_deviations(_measured(*HELPING), ways, FollowUp())
    assert found[["helper", "spare"]].to_numpy().tolist() == [["D", 390], ["D", 390]]


def test_more_than_planned_asks_for_no_helper_and_no_plan_is_not_large(place):
    found = large_deviations(
        _measured(
            ("hours", "A", "hour", "2026", 100.0, 150.0),
            ("capacity", "B", "hour", "2026", 0.0, 90.0),
        ),
        place,
        FollowUp(),
    )
    assert found["helper"].isna().all()
    assert found["place"].tolist() == ["A"]
    assert large_deviations(_measured(), place, FollowUp()).empty
