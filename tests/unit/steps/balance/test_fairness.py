import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.fairness import (
    _worth_offering,
    by_hospital,
    elsewhere,
    inversion_of,
    prioritised_of,
)
from pkslib.steps.balance.giving_way import prioritised
from pkslib.steps.balance.scale import beginning
from pkslib.tables.declaration import empty, filled
from pkslib.tables.inputs import INPUTS

JANUARY = "2027-01"
NO_WAITS = pd.DataFrame(columns=["need", "unit", "period", "wait_days"])
UNITS = pd.DataFrame(
    {"unit": ["A", "A1", "B", "B1"], "parent": [None, "A", None, "B"],
     "level": ["hospital", "ward", "hospital", "ward"], "specialty": None}
).astype({"specialty": "str"})  # fmt: skip


def _tables(*production, bookings=()):
    """Two needs; production from (unit, need, activity, count), bookings from (need, booked)."""
    made = pd.DataFrame(production, columns=["unit", "need", "activity", "count"])
    needs = pd.DataFrame({"need": ["hip", "knee"], "flow": "elective", "priority": [2, 3],
                          "guarantee_days": 90})  # fmt: skip
    booked = [{"unit": "A1", "need": need, "week": "2027-W01", "booked": count, "to_plan": 0.0,
               "overdue": 0.0, "hours_per_patient": 1.0} for need, count in bookings]  # fmt: skip
    schema = INPUTS["bookings"]
    return {
        "units": UNITS,
        "needs": filled(needs, INPUTS["needs"]),
        "production_need": made.assign(period=JANUARY),
        "care_need": pd.DataFrame({"need": ["hip", "knee"], "patients": [20.0, 50.0]}),
        "bookings": filled(pd.DataFrame(booked), schema) if booked else empty(schema),
        "activity_times": pd.DataFrame(
            {"activity": ["stay", "cut"], "unit": None, "capacity": "bed_day", "amount": [2.0, 0.5]}
        ),
        "capacity_use": made.assign(capacity="bed_day", period=JANUARY, raw=made["count"]),
    }


@pytest.fixture
def found(cells, elective, no_stops):
    """6 of the 12 hips of A1 are above the ceiling; 2 bed days are a stay."""

    def make(there=100.0):
        rows = cells(("A1", JANUARY, 106, 100), ("B1", JANUARY, 90, there))
        start = beginning(rows, elective((0, "hip", 2, 0, 12)))
        return prioritised(start, pd.DataFrame(), no_stops)

    return make


def test_amounts_are_told_before_occupancy_and_patients_first(found):
    # 6 of the need are 4.8 bed days at 80 %: 2.4 stays. Each patient has 1.2 stays: 2 patients.
    given = prioritised_of(found(), _tables(("A1", "hip", "stay", 24.0))).iloc[0]
    assert given[["amount", "patients"]].tolist() == pytest.approx([4.8, 2.0])
    assert given["load"] == pytest.approx(0.8)


def test_who_comes_several_times_to_several_units_is_counted_once(found):
    # 24 stays at A and 36 at B are three for each of the region's 20, at A alone 1.2: the 2.4
    # stays that give way are 0.8 of a patient, neither 2.4 nor 2.
    tables = _tables(("A1", "hip", "stay", 24.0), ("B1", "hip", "stay", 36.0))
    assert prioritised_of(found(), tables)["patients"].tolist() == pytest.approx([0.8])
    # With 30 cuts at A, of the same beds, a patient comes 4.5 times in all.
    more = _tables(("A1", "hip", "stay", 24.0), ("B1", "hip", "stay", 36.0),
                   ("A1", "hip", "cut", 30.0))  # fmt: skip
    assert prioritised_of(found(), more)["patients"].tolist() == pytest.approx([2.4 / 4.5])


@pytest.mark.parametrize(
    ("booked", "said"),
    [(0.0, {"limit": 4.8}), (12.0, {"limit": 4.8}), (18.0, {"limit": 2.4, "cancel": 2.4}),
     (24.0, {"cancel": 4.8})],
)  # fmt: skip
def test_only_what_is_booked_is_cancelled_and_only_when_the_rest_does_not_suffice(
    found, booked, said
):
    # Half of the 24 stays give way: with 18 booked there are 6 that nobody has been called to.
    tables = _tables(("A1", "hip", "stay", 24.0), bookings=[("hip", booked)])
    given = prioritised_of(found(), tables).set_index("decision")["amount"]
    assert given.to_dict() == pytest.approx(said)


def test_the_share_that_gives_way_is_told_for_each_hospital():
    # The 4 who are not operated are the same as the 4 who get no bed, of 10 at A.
    tables = _tables(("A1", "hip", "stay", 10.0), ("A1", "hip", "cut", 8.0),
                     ("B1", "hip", "stay", 10.0))  # fmt: skip
    given = pd.DataFrame(
        {"need": "hip", "unit": "A1", "capacity": ["hour", "bed_day", "bed_day"],
         "decision": ["limit", "limit", "postpone"], "patients": [4.0, 3.0, 5.0],
         "reason": "own"}
    )  # fmt: skip
    waits = pd.DataFrame(
        {"need": "hip", "unit": ["A1", ""], "period": JANUARY, "wait_days": [70.0, 40.0]}
    )
    rows = by_hospital(given, tables, waits).set_index("unit")
    assert rows[["patients", "gives_way", "share"]].to_numpy().tolist() == [
        [10, 4, 0.4],
        [10, 0, 0],
    ]
    assert rows["wait_days"].to_dict() == {"A": 70, "B": 40}


def test_who_gets_no_first_visit_at_one_hospital_is_told_apart_at_the_one_that_operates():
    # B gives up 1 of its 10 of its own accord, and 2 more have no first visit at A.
    tables = _tables(("A1", "hip", "stay", 10.0), ("B1", "hip", "stay", 10.0))
    given = pd.DataFrame(
        {"need": "hip", "unit": ["A1", "B1", "B1"], "capacity": ["visit", "hour", "hour"],
         "decision": "limit", "reason": ["own", "own", "unseen"], "patients": [4.0, 1.0, 2.0]}
    )  # fmt: skip
    rows = by_hospital(given, tables, NO_WAITS).set_index("unit")
    assert rows[["gives_way", "unseen"]].to_numpy().tolist() == [[4, 0], [3, 2]]
    assert rows["share"].to_dict() == pytest.approx({"A": 0.4, "B": 0.3})
    # Over the region nobody is counted twice: 4 + 1 of 20.
    shares = inversion_of(rows.reset_index(), tables["capacity_use"])
    assert shares["share"].tolist() == pytest.approx([0.25])


def test_nobody_is_booked_for_what_comes_after_a_visit_that_is_not_given(found):
    # All is booked, and half gives way: as the first visit before it is not given, none of it
    # is cancelled.
    climbed = found()
    bare = climbed._replace(away=climbed.away.assign(reason="unseen"))
    tables = _tables(("A1", "hip", "stay", 24.0), bookings=[("hip", 24.0)])
    assert prioritised_of(bare, tables)["decision"].tolist() == ["limit"]


def test_who_comes_several_times_is_one_patient_at_one_of_the_hospitals():
    # 20 patients have 100 visits, five each, at A 60 and at B 40: 12 patients at A and 8 at B. By
    # each hospital's own mean, three visits and two, all 20 would be patients of both.
    tables = _tables(("A1", "hip", "visit", 60.0), ("B1", "hip", "visit", 40.0))
    none = pd.DataFrame(columns=["need", "unit", "capacity", "decision", "reason", "patients"])
    rows = by_hospital(none.astype({"patients": float}), tables, NO_WAITS).set_index("unit")
    assert rows["patients"].to_dict() == pytest.approx({"A": 12.0, "B": 8.0})


def test_a_lower_priority_that_gives_less_is_an_inversion():
    equal = pd.DataFrame({"priority": [1, 2, 2, 3, 4], "patients": [50.0, 60, 40, 100, 100],
                          "gives_way": [0.0, 5, 1, 3, 9], "need": [*"abcde"],
                          "unseen": 0.0})  # fmt: skip
    rows = inversion_of(equal, equal).set_index("priority")
    assert rows["share"].to_dict() == pytest.approx({1: 0, 2: 0.06, 3: 0.03, 4: 0.09})
    assert rows["inverted"].to_dict() == {1: False, 2: True, 3: False, 4: False}
    assert np.isnan(rows.loc[4, "lower_share"])


@pytest.mark.parametrize(("taking", "inverted"), [(["hip", "day"], True), (["hip"], False)])
def test_care_that_takes_no_capacity_tells_of_no_inversion(taking, inverted):
    # Day cases that take no bed have no bed to leave to the hips.
    equal = pd.DataFrame({"priority": [2, 3], "patients": [60.0, 40.0], "gives_way": [6.0, 0.0],
                          "need": ["hip", "day"], "unseen": 0.0})  # fmt: skip
    row = inversion_of(equal, pd.DataFrame({"need": taking})).iloc[0]
    assert row["inverted"] == inverted
    assert np.isnan(row["lower_share"]) != inverted


def test_another_hospital_offers_the_room_under_its_ceiling_once(found):
    # B1 has 94 for 90: 4 of the need, 3.2 bed days of the 4.8 that give way; 1.6 of 2.4 patients.
    tables = _tables(("A1", "hip", "stay", 12.0), ("B1", "hip", "stay", 8.0))
    ladder = found(there=94.0)
    offers = elsewhere(prioritised_of(ladder, tables), ladder, tables)
    assert offers[["number", "need", "unit", "to_unit"]].to_numpy().tolist() == [
        [1, "hip", "A1", "B1"]
    ]  # fmt: skip
    # 1.6 of the two patients fit: one whole patient is offered a place.
    assert offers[["amount", "patients"]].iloc[0].tolist() == pytest.approx([3.2, 1.0])


@pytest.mark.parametrize(("there", "block", "offers"), [(93, 0.0, 0), (94, 0.0, 1), (94, 4.1, 0)])
def test_trifles_are_not_offered(found, there, block, offers):
    # Room for 3 of the need is 2.4 bed days, 1.2 stays of 2; at 4/3 stays each less than a patient.
    # Room for 4 is 3.2 bed days, 1.2 patients; a least block of 4.1 of the need is 3.28.
    tables = _tables(("A1", "hip", "stay", 12.0), ("B1", "hip", "stay", 12.0))
    tables["care_need"] = tables["care_need"].assign(patients=[18.0, 50.0])
    ladder = found(there=there)
    ladder = ladder._replace(cells=ladder.cells.assign(block=block))
    assert len(elsewhere(prioritised_of(ladder, tables), ladder, tables)) == offers


def test_hospitals_offer_each_other_nothing_but_the_larger_part():
    rows = pd.DataFrame(
        [("hip", "A1", "B1", "A", "B", 7.0), ("hip", "B1", "A1", "B", "A", 2.0),
         ("knee", "B1", "A1", "B", "A", 2.0)],
        columns=["need", "unit", "to_unit", "from_hospital", "hospital", "amount"],
    ).assign(capacity="bed_day", patients=3.0, least=0.0)  # fmt: skip
    kept = _worth_offering(rows)
    assert kept[["number", "need", "unit"]].to_numpy().tolist() == [
        [1, "hip", "A1"], [2, "knee", "B1"],
    ]  # fmt: skip


def test_a_hospital_without_a_pathway_for_the_need_offers_nothing(found):
    tables = _tables(("A1", "hip", "stay", 12.0), ("B1", "knee", "stay", 8.0))
    ladder = found()
    assert elsewhere(prioritised_of(ladder, tables), ladder, tables).empty


@pytest.mark.parametrize(
    ("at_a", "at_b", "offers"),
    [("surgery", "surgery", 1), ("children", "surgery", 0), ("surgery", None, 1)],
)
def test_no_child_is_offered_a_place_at_the_surgical_clinic(found, at_a, at_b, offers):
    tables = _tables(("A1", "hip", "stay", 12.0), ("B1", "hip", "stay", 8.0))
    own = tables["units"]["unit"].map({"A1": at_a, "B1": at_b})
    tables["units"] = tables["units"].assign(specialty=own.astype("str"))
    ladder = found(there=94.0)
    assert len(elsewhere(prioritised_of(ladder, tables), ladder, tables)) == offers


@pytest.mark.parametrize(("theatre", "patients"), [(1.5, 1), (0.4, 0), (100.0, 2)])
def test_a_bed_is_offered_only_with_the_theatre_that_the_stay_takes(found, theatre, patients):
    # At B a stay of two bed days takes an hour of theatre: 1.5 hours are room for one patient more.
    tables = _tables(("A1", "hip", "stay", 12.0), ("B1", "hip", "stay", 12.0))
    use = tables["capacity_use"]
    hours = use[use["unit"] == "B1"].assign(capacity="theatre_hour", raw=6.0)
    tables["capacity_use"] = pd.concat([use, hours])
    ladder = found()
    cell = ladder.cells[ladder.cells["unit"] == "B1"]
    full = cell.assign(capacity="theatre_hour", raw=6.0, need=6.0, available=6.0 + theatre)
    both = ladder._replace(cells=pd.concat([ladder.cells, full], ignore_index=True))
    offers = elsewhere(prioritised_of(ladder, tables), both, tables)
    assert offers["patients"].sum() == patients
