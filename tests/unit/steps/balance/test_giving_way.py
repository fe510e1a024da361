import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.giving_way import prioritised, reduction
from pkslib.steps.balance.offers import offers_of
from pkslib.steps.balance.scale import beginning
from pkslib.steps.balance.stops import stops_of

MONTHS = [f"2027-{month:02d}" for month in range(1, 5)]
JANUARY, FEBRUARY, MARCH, JUNE = "2027-01", "2027-02", "2027-03", "2027-06"


def _all(care):
    return np.ones(len(care), bool)


def test_an_operation_that_gives_way_leaves_its_bed_free(cells, elective):
    # The theatre lacks 5 of 50 hours, the ward 3 of 100 days: the theatre is asked first. Half of
    # the hips (10 hours, 8 days) go, and with them 4 days: more than the 3 that lack.
    theatre = cells(("OP", MONTHS[0], 50, 45), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 100, 97))], ignore_index=True)
    care = elective((0, "hip", 3, 90, 10), (1, "hip", 3, 90, 8), episodes=["hip"])
    assert reduction(rows, np.array([5.0, 3.0]), care, _all(care)).tolist() == [5, 4]


def test_what_lacks_the_largest_share_is_relieved_first_though_more_lacks_elsewhere(
    cells, elective
):
    # The theatre lacks 3 of 10 hours, the ward 5 of 100 days. Half of the hips free 3 days as
    # well; the checks, of the same priority, share the other 2 with what is left of the hips.
    theatre = cells(("OP", MONTHS[0], 10, 7), capacity="hour")
    rows = pd.concat([theatre, cells(("W", MONTHS[0], 100, 95))], ignore_index=True)
    care = elective(
        (0, "hip", 3, 90, 6), (1, "hip", 3, 90, 6), (1, "checks", 3, 90, 14), episodes=["hip"]
    )
    found = reduction(rows, np.array([3.0, 5.0]), care, _all(care))
    assert found.tolist() == pytest.approx([3.6, 3.6, 1.4])


def test_needs_of_one_priority_give_the_same_share_of_what_they_were(cells, elective):
    # 9 of 30 and 60 are a tenth each, though 10 of the hips have been put off already: a need is
    # not limited more because others of it could wait, nor less.
    rows = cells(("A1", JANUARY, 109, 100))
    care = elective((0, "hip", 3, 90, 30), (0, "knee", 3, 90, 60))
    care = care.assign(amount=[20.0, 60.0])
    assert reduction(rows, np.array([9.0]), care, _all(care)).tolist() == pytest.approx([3, 6])


@pytest.fixture
def told(cells, elective, measures, no_stops):
    """What 6 above the ceiling in January come to, of a need that may wait so many days."""

    def make(days, february=0, june=0, stated=(), amount=50, **bounds):
        rows = cells(
            ("A1", JANUARY, 106, 100), ("A1", FEBRUARY, 100 - february, 100),
            ("A1", JUNE, 100 - june, 100), **bounds,
        )  # fmt: skip
        offers = offers_of(measures(*stated), 2027).query("step == 5")
        care = elective((0, "hip", 3, days, amount))
        return prioritised(beginning(rows, care), offers, no_stops)

    return make


def _away(found):
    rows = found.away.assign(amount=found.away["amount"].astype(float).round(9))
    rows = rows.assign(
        to_period=[label if isinstance(label, str) else "" for label in rows["to_period"]]
    )
    return rows[["decision", "to_period", "amount"]].to_numpy().tolist()


def test_care_waits_for_later_room_within_its_limit_and_the_rest_is_limited(told):
    # 4 to spare in February; 1 June is 151 days away.
    found = told(90, february=4, june=9)
    assert _away(found) == [["postpone", FEBRUARY, 4], ["limit", "", 2]]
    assert found.cells["prioritised"].tolist() == [6, -4, 0]
    assert found.delays["to_period"].tolist() == [FEBRUARY]


def test_a_day_too_few_and_it_does_not_wait(told):
    # 1 February is 31 days after 1 January.
    assert _away(told(31, february=9)) == [["postpone", FEBRUARY, 6]]
    assert _away(told(30, february=9)) == [["limit", "", 6]]


def test_only_what_is_above_the_ceiling_gives_way(told):
    # 106 needed are 84.8 raw: at a ceiling of 82 % of 100 available 2.8 raw, 3.5 of the need,
    # do not fit. At 85 % everything does.
    assert _away(told(0, ceiling=0.82)) == [["limit", "", 3.5]]
    assert told(0, ceiling=0.85).away.empty


def test_room_later_is_what_fits_below_the_ceiling_but_below_the_target_level_first(told):
    # At 82 % there is room for 102.5 in every month: February has 3.5 left, 1 of it under the
    # target level.
    found = told(90, february=1, ceiling=0.82, amount=6)
    assert _away(found) == [["postpone", FEBRUARY, 3.5]]
    assert found.cells["prioritised"].tolist() == pytest.approx([3.5, -3.5, 0])


def test_less_than_the_least_block_stays(told):
    assert told(0, block=6.5).away.empty
    assert _away(told(0, block=5.5)) == [["limit", "", 6]]


def test_what_is_stated_goes_first_and_no_budget_is_asked(told):
    found = told(0, stated=({"step": 5, "max_amount": 4.0, "cost": 50.0},))
    assert found.effects[["measure", "effect", "cost"]].to_numpy().tolist() == [
        ["M1", 4, 200], [None, pytest.approx(2), 0]
    ]  # fmt: skip


@pytest.fixture
def single(cells, no_stops):
    """What 6 that are above the ceiling of one cell come to."""

    def make(care, stops=no_stops, **columns):
        start = beginning(cells(("A1", JANUARY, 106, 100)), care)
        start = start._replace(cells=start.cells.assign(**columns))
        return prioritised(start, pd.DataFrame(), stops)

    return make


def test_the_lowest_priority_gives_way_first(single, elective):
    # 6 are to go: the 4 of the hernias (priority 4), then 2 of the hips (priority 3).
    found = single(elective((0, "hip", 3, 0, 9), (0, "hernia", 4, 0, 4)))
    given = dict(zip(found.away["need"], found.away["amount"], strict=True))
    assert given == pytest.approx({"hernia": 4, "hip": 2})


def test_a_higher_priority_that_could_wait_stays_while_a_lower_one_can_give_way(
    cells, elective, no_stops
):
    # The hips could wait for the room in February, the hernias may not: these go all the same.
    rows = cells(("A1", JANUARY, 106, 100), ("A1", FEBRUARY, 80, 100))
    care = elective((0, "hip", 3, 90, 9), (0, "hernia", 4, 0, 20))
    found = prioritised(beginning(rows, care), pd.DataFrame(), no_stops)
    assert found.away["need"].tolist() == ["hernia"]


def test_the_highest_medical_priority_gives_way_to_nothing(cells, elective, no_stops):
    # There is room in February, but it is not put off either.
    rows = cells(("A1", JANUARY, 106, 98), ("A1", FEBRUARY, 80, 98))
    start = beginning(rows, elective((0, "cancer", 1, 90, 50)))
    found = prioritised(start, pd.DataFrame(), no_stops)
    assert found.away.empty
    assert found.delays.empty
    assert found.cells["prioritised"].tolist() == [0, 0]


def test_acute_care_and_what_is_bought_never_give_way(single, elective):
    # Of 8 that lack 2 are bought; of the 5 elective, 3 are left to give way.
    found = single(elective((0, "hip", 3, 0, 5)), bought=2.0, available=98.0)
    assert found.cells["prioritised"].tolist() == pytest.approx([3])


def test_what_goes_with_an_operation_is_told_apart(cells, elective, no_stops):
    # The theatre's 5 of 50 hours: half of the hips, with 4 bed days that do not lack.
    theatre = cells(("OP", JANUARY, 50, 45), capacity="hour")
    rows = pd.concat([theatre, cells(("W", JANUARY, 90, 97))], ignore_index=True)
    care = elective((0, "hip", 3, 0, 10), (1, "hip", 3, 0, 8), episodes=["hip"])
    found = prioritised(beginning(rows, care), pd.DataFrame(), no_stops)
    assert found.away[["capacity", "reason", "amount"]].to_numpy().tolist() == [
        ["hour", "own", 5], ["bed_day", "follows", 4]
    ]  # fmt: skip
    assert found.cells["follows"].tolist() == [0, 4]


def test_what_need_not_have_given_way_is_given_back(cells, elective, no_stops):
    # The ward lacks 4 of 20 days, the larger share: 4 days of the checks (priority 4) go. Then the
    # theatre's 9 of 50 hours take 9 of the hips' 18 hours and days: the checks could have stayed.
    theatre = cells(("OP", JANUARY, 50, 41), capacity="hour")
    rows = pd.concat([theatre, cells(("W", JANUARY, 20, 16))], ignore_index=True)
    care = elective(
        (0, "hip", 3, 0, 18), (1, "hip", 3, 0, 18), (1, "checks", 4, 0, 6), episodes=["hip"]
    )
    found = prioritised(beginning(rows, care), pd.DataFrame(), no_stops)
    assert found.away[["need", "capacity", "reason"]].to_numpy().tolist() == [
        ["hip", "hour", "own"], ["hip", "bed_day", "own"], ["hip", "bed_day", "follows"]
    ]  # fmt: skip
    assert found.cells["prioritised"].tolist() == [9, 9]


TIMES = pd.DataFrame({"activity": ["stay", "look"], "unit": None, "capacity": "bed_day",
                      "amount": [1.0, 1.0]})  # fmt: skip
PLACES = {
    "activities": pd.DataFrame({"activity": ["stay", "look"], "contact": None}),
    "units": pd.DataFrame({"unit": ["A1", "B1"], "parent": None, "level": "ward"}),
}


def _stops(care, rows, most, *counts):
    """Stops of needs with (need, activity, period, count) at A1; a patient an activity."""
    made = pd.DataFrame(counts, columns=["need", "activity", "period", "count"]).assign(unit="A1")
    tables = PLACES | {
        "production_need": made,
        "care_need": made.rename(columns={"count": "patients"}),
        "activity_times": TIMES.astype({"unit": "str"}),
    }
    return stops_of(care, rows, tables, most)


def test_a_stop_holds_and_nothing_goes_on_to_a_higher_priority(cells, elective):
    # 14 hernias in the year: a fifth is 2.8, so that 2 of the 10 in January may give way. The
    # hips, of a higher priority, give nothing though 6 are above the ceiling.
    rows = cells(("A1", JANUARY, 106, 100), ("A1", MARCH, 50, 100))
    care = elective((0, "hip", 3, 0, 9), (0, "hernia", 4, 0, 10))
    stops = _stops(
        care, rows, 0.2, ("hernia", "look", JANUARY, 10.0), ("hernia", "look", MARCH, 4.0),
        ("hip", "stay", JANUARY, 90.0),
    )  # fmt: skip
    found = prioritised(beginning(rows, care), pd.DataFrame(), stops)
    assert found.away[["need", "amount"]].to_numpy().tolist() == [["hernia", pytest.approx(2)]]
    assert found.cells["stopped"].tolist() == [True, False]


def test_what_a_need_in_the_region_is_stopped_at_is_not_taken_at_one_of_its_units(cells, elective):
    # Of 20 patients in the region 4 may give way, though A1's own 15 stays would let 3 and B1's
    # 5 one: the wishes of 6 and 2 are cut to 3 and 1.
    rows = cells(("A1", JANUARY, 36, 30), ("B1", JANUARY, 12, 10))
    care = elective((0, "hip", 3, 0, 15), (1, "hip", 3, 0, 5))
    made = pd.DataFrame({"unit": ["A1", "B1"], "need": "hip", "activity": "stay",
                         "period": JANUARY, "count": [15.0, 5.0]})  # fmt: skip
    tables = PLACES | {
        "production_need": made, "activity_times": TIMES.astype({"unit": "str"}),
        "care_need": pd.DataFrame({"need": ["hip"], "period": JANUARY, "patients": 20.0}),
    }  # fmt: skip
    stops = stops_of(care, rows, tables, 0.2)
    found = prioritised(beginning(rows, care), pd.DataFrame(), stops)
    assert found.away["amount"].tolist() == pytest.approx([3, 1])


def test_fewer_than_five_in_the_year_never_give_way_at_a_fifth(single, cells, elective):
    rows, care = cells(("A1", JANUARY, 106, 100)), elective((0, "hernia", 4, 0, 10))
    stops = _stops(care, rows, 0.2, ("hernia", "look", JANUARY, 4.9))
    assert single(care, stops).away.empty
