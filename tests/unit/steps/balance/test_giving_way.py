import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.giving_way import given_up, prioritised, prioritised_of
from pkslib.steps.balance.offers import offers_of
from pkslib.steps.balance.scale import beginning

MONTHS = [f"2027-{month:02d}" for month in range(1, 5)]


def _given(found):
    return dict(zip(found["need"], found["amount"], strict=True))


def test_the_lowest_priority_gives_way_first(cells, elective):
    # 6 are to go: the 4 of the hernias (priority 4), then 2 of the hips (priority 3).
    rows = cells(("A1", MONTHS[0], 106, 100))
    care = elective((0, "hip", 3, 90, 9), (0, "hernia", 4, 90, 4))
    assert _given(given_up(rows, np.array([6.0]), care)) == pytest.approx({"hernia": 4, "hip": 2})


def test_an_operation_that_gives_way_leaves_its_bed_free(cells, elective):
    # The theatre lacks 5 of 50 hours, the ward 3 of 100 days: the theatre is asked first. Half of
    # the hips (10 hours, 8 days) go, and with them 4 days: more than the 3 that lack.
    theatre = cells(("OP", MONTHS[0], 50, 45), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 100, 97))], ignore_index=True)
    care = elective(
        (0, "hip", 3, 90, 10), (1, "hip", 3, 90, 8), (1, "checks", 4, 90, 20), episodes=["hip"]
    )
    found = given_up(rows, np.array([5.0, 3.0]), care)
    assert found[["cell", "amount", "lacks"]].to_numpy().tolist() == [[0, 5, True], [1, 4, True]]


def test_what_lacks_the_largest_share_is_relieved_first_though_more_lacks_elsewhere(
    cells, elective
):
    # The theatre lacks 3 of 10 hours, the ward 5 of 100 days. Half of the hips free 3 days as
    # well; the checks, of the lowest priority, are asked for the other 2 only.
    theatre = cells(("OP", MONTHS[0], 10, 7), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 100, 95))], ignore_index=True)
    care = elective(
        (0, "hip", 3, 90, 6), (1, "hip", 3, 90, 6), (1, "checks", 4, 90, 20), episodes=["hip"]
    )
    found = given_up(rows, np.array([3.0, 5.0]), care)
    assert found[["need", "amount"]].to_numpy().tolist() == [
        ["hip", 3], ["hip", 3], ["checks", pytest.approx(2)]
    ]  # fmt: skip


def test_of_what_is_left_of_a_need_the_next_capacity_takes_its_part(cells, elective):
    # Half of the hips go for the theatre's 3 of 10 hours. The ward's 4.5 days are 3 of these
    # and half of the 3 days that are left: three quarters in all, of the hours as well.
    theatre = cells(("OP", MONTHS[0], 10, 7), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 100, 95.5))], ignore_index=True)
    care = elective((0, "hip", 3, 90, 6), (1, "hip", 3, 90, 6), episodes=["hip"])
    assert given_up(rows, np.array([3.0, 4.5]), care)["amount"].tolist() == [4.5, 4.5]


def test_what_gives_way_with_its_operation_alone_is_told_apart(cells, elective):
    theatre = cells(("OP", MONTHS[0], 50, 45), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 90, 97))], ignore_index=True)
    care = elective((0, "hip", 3, 90, 10), (1, "hip", 3, 90, 8), episodes=["hip"])
    assert given_up(rows, np.array([5.0, 0.0]), care)["lacks"].tolist() == [True, False]


@pytest.mark.parametrize(("short", "decision"), [(1, "cancel"), (2, "limit"), (4, "limit")])
def test_a_lasting_shortage_limits_the_offer(cells, elective, short, decision):
    # Half of four months is two.
    rows = cells(*[("A1", month, 105, 100) for month in MONTHS])
    care = elective(*[(cell, "hip", 3, 90, 20) for cell in range(4)])
    found = given_up(rows, np.where(np.arange(4) < short, 5.0, 0.0), care)
    assert found["decision"].tolist() == [decision] * short


def test_without_a_gap_nothing_gives_way(cells, elective):
    rows = cells(("A1", MONTHS[0], 90, 100))
    assert given_up(rows, np.zeros(1), elective((0, "hip", 3, 90, 20))).empty


JANUARY, FEBRUARY, JUNE = "2027-01", "2027-02", "2027-06"


@pytest.fixture
def told(cells, elective, measures):
    """What 6 that lack in January come to, of a need that may wait so many days."""

    def make(days, february=0, june=0, stated=(), amount=50):
        rows = cells(
            ("A1", JANUARY, 106, 100), ("A1", FEBRUARY, 100 - february, 100),
            ("A1", JUNE, 100 - june, 100),
        )  # fmt: skip
        offers = offers_of(measures(*stated), 2027).query("step == 5")
        return prioritised(beginning(rows, elective((0, "hip", 3, days, amount))), offers)

    return make


def _away(found):
    return found.away[["decision", "to_period", "amount"]].fillna("").to_numpy().tolist()


def test_care_waits_for_later_room_within_its_guarantee_and_the_rest_is_cancelled(told):
    # 4 to spare in February; 1 June is 151 days away. One month of three is not half of them.
    found = told(90, february=4, june=9)
    assert _away(found) == [["postpone", FEBRUARY, 4], ["cancel", "", 2]]
    assert found.cells["moved"].tolist() == [4, -4, 0]
    assert found.cells["prioritised"].tolist() == [2, 0, 0]
    assert found.delays["to_period"].tolist() == [FEBRUARY]


def test_care_without_a_guarantee_waits_for_any_room_of_the_year(told):
    assert _away(told(np.nan, june=9)) == [["postpone", JUNE, 6]]


def test_what_is_stated_goes_first_and_no_budget_is_asked(told):
    found = told(90, stated=({"step": 5, "max_amount": 4.0, "cost": 50.0},))
    assert found.effects[["measure", "effect", "cost"]].to_numpy().tolist() == [
        ["M1", 4, 200], [None, 2, 0]
    ]  # fmt: skip


def test_the_highest_medical_priority_gives_way_to_nothing(cells, elective):
    # There is room in February, but it is not put off either.
    rows = cells(("A1", JANUARY, 106, 98), ("A1", FEBRUARY, 80, 98))
    start = beginning(rows, elective((0, "cancer", 1, 90, 50)))
    found = prioritised(start, pd.DataFrame())
    assert found.away.empty
    assert found.delays.empty
    assert found.cells["prioritised"].tolist() == [0, 0]


def test_acute_care_and_what_is_bought_never_give_way(cells, elective):
    # Of 6 that lack 5 are elective, of which 2 are bought.
    start = beginning(cells(("A1", JANUARY, 106, 98)), elective((0, "hip", 3, 90, 5)))
    start = start._replace(cells=start.cells.assign(bought=2.0))
    offers = pd.DataFrame()
    assert prioritised(start, offers).cells["prioritised"].tolist() == [3]


def _why(decision, days, *, lacks=True):
    row = {"need": "hip", "decision": decision, "to_period": None, "lacks": lacks}
    needs = pd.DataFrame(
        {"need": ["hip"], "priority": [3], "consequence": [2], "guarantee_days": [days]}
    )
    found = prioritised_of(pd.DataFrame([row]), needs).iloc[0]
    return found["why"], found["guarantee_days"]


@pytest.mark.parametrize(
    ("decision", "free", "promised"),
    [
        ("postpone", "room", "room_in_time"),
        ("limit", "lasting", "lasting_owed"),
        ("cancel", "single", "single_owed"),
    ],
)
def test_why_care_gives_way_with_a_guarantee_and_without(decision, free, promised):
    assert _why(decision, 90) == (promised, 90)
    assert _why(decision, np.nan)[0] == free


def test_what_only_follows_says_so():
    assert _why("limit", 90, lacks=False)[0] == "follows"
