import pandas as pd
import pytest

from pkslib.steps.balance.ladder import climb
from pkslib.steps.balance.offers import offers_of

MONTH = "2027-01"


@pytest.fixture
def climbed(frame, no_stops):
    def make(cells, elective, measures, **bounds):
        return climb(cells, elective, offers_of(measures, 2027), frame(**bounds), no_stops)

    return make


@pytest.fixture
def ladder(measures):
    """One measure of each later step at A1: 8 improved, then 7, 6 and 5 more stated."""
    return measures(
        {"measure": "M2", "step": 2, "max_amount": 10, "status": "ongoing", "realised": 0.8,
         "start": MONTH, "end": MONTH},
        {"measure": "M3", "step": 3, "max_amount": 7},
        {"measure": "M4", "step": 4, "max_amount": 6},
        {"measure": "M5", "step": 5, "max_amount": 5},
    )  # fmt: skip


def test_each_step_is_used_for_what_the_former_left(cells, elective, ladder, climbed):
    # A gap of 32: 4 moved, 8 improved, 7 extended, 6 bought; the other 7 give way.
    rows = cells(("A1", MONTH, 132, 100), ("A2", MONTH, 96, 100))
    found = climbed(rows, elective((0, "hip", 3, 90, 40)), ladder).cells.iloc[0]
    given = ["moved", "improved", "extended", "bought", "prioritised"]
    assert found[given].tolist() == pytest.approx([4, 8, 7, 6, 7])


def test_later_steps_stay_unused_when_the_former_suffice(cells, elective, ladder, climbed):
    found = climbed(cells(("A1", MONTH, 110, 100)), elective((0, "hip", 3, 90, 40)), ladder)
    assert found.effects["step"].tolist() == [2, 3]
    assert found.effects["effect"].tolist() == pytest.approx([8, 2])


def test_the_ladder_ends_at_the_last_step_allowed(cells, elective, ladder, climbed):
    rows = cells(("A1", MONTH, 132, 100))
    found = climbed(rows, elective((0, "hip", 3, 90, 40)), ladder, last_step=3)
    assert found.effects["step"].max() == 3
    none = climbed(rows, elective((0, "hip", 3, 90, 40)), ladder, last_step=0)
    assert none.effects.empty


def test_only_elective_need_that_is_neither_bought_nor_moved_gives_way(
    cells, elective, ladder, climbed
):
    # 8 elective; 6 are bought, so 2 can be prioritised away though 5 are stated.
    found = climbed(cells(("A1", MONTH, 150, 100)), elective((0, "hip", 3, 90, 8)), ladder)
    assert found.cells["prioritised"].tolist() == pytest.approx([2])


def test_acute_need_never_gives_way(cells, elective, ladder, climbed):
    found = climbed(cells(("A1", MONTH, 150, 100)), elective(), ladder)
    assert found.cells["prioritised"].tolist() == [0]
    assert found.moves.empty


def test_the_highest_medical_priority_never_waits(cells, elective, climbed, measures):
    # 10 lack in January, February has 20 over: the 4 hips wait, the 8 cancer operations do not.
    rows = cells(("A1", MONTH, 110, 100), ("A1", "2027-02", 80, 100))
    care = elective((0, "cancer", 1, 90, 8), (0, "hip", 3, 90, 4))
    found = climbed(rows, care, measures(), last_step=1)
    assert found.delays[["need", "amount"]].to_numpy().tolist() == [["hip", pytest.approx(4)]]
    assert found.short[1].tolist() == pytest.approx([6, 0])


@pytest.mark.parametrize(
    ("need", "hips", "stones", "strain"),
    [(120, 12, 0, 8), (150, 12, 10, 28)],
)
def test_the_second_priority_waits_only_for_what_is_above_the_ceiling(
    cells, elective, climbed, measures, need, hips, stones, strain
):
    # Of the 20 that 120 are above the target level the 12 hips wait, and 8 are strain. Of 150, 140
    # fit below the ceiling with the 12 that the hips leave: 10 of the stones wait, and not the 18
    # for which there is room before the target level is reached in February.
    rows = cells(("A1", MONTH, need, 100), ("A1", "2027-02", 70, 100), ceiling=1.0)
    care = elective((0, "stone", 2, 90, 50), (0, "hip", 3, 90, 12))
    first = climbed(rows, care, measures(), last_step=1).delays
    assert first[["need", "amount"]].to_numpy().tolist() == [["hip", pytest.approx(hips)]]
    found = climbed(rows, care, measures())
    assert found.away["amount"].sum() == pytest.approx(stones)
    assert set(found.away["need"]) <= {"stone"}
    assert set(found.away["decision"]) <= {"postpone"}
    assert found.short[-1].tolist() == pytest.approx([strain, 0])


def test_the_highest_medical_priority_never_waits_with_its_bed_either(
    cells, elective, climbed, measures
):
    # An operation of cancer stands first by code; the theatre's 2 hours are freed by the hips.
    place = [
        cells(("OP", MONTH, 12, 10), ("OP", "2027-02", 5, 10), capacity="hour"),
        cells(("W", MONTH, 50, 60), ("W", "2027-02", 50, 60)),
    ]
    care = elective(
        (0, "cancer", 1, 90, 6), (2, "cancer", 1, 90, 12), (0, "hip", 3, 90, 6),
        (2, "hip", 3, 90, 12), episodes=["cancer", "hip"],
    )  # fmt: skip
    found = climbed(pd.concat(place, ignore_index=True), care, measures(), last_step=1)
    assert found.delays[["need", "capacity", "amount"]].to_numpy().tolist() == [
        ["hip", "hour", pytest.approx(2)], ["hip", "bed_day", pytest.approx(4)]
    ]  # fmt: skip


def test_care_shifted_to_another_unit_counts_only_if_there_is_room(
    cells, elective, measures, climbed
):
    # The step closes 6 at A1 by shifting care to A2, which has 6 over when nothing moves freely.
    shift = measures({"step": 2, "side": "need", "to_unit": "A2", "status": "realised",
                      "realised": 1.0, "start": MONTH, "end": MONTH, "max_amount": 20})  # fmt: skip
    rows = cells(("A1", MONTH, 120, 100), ("A2", MONTH, 94, 100))
    care = elective((0, "hip", 3, 90, 40))
    found = climbed(rows, care, shift, move_between=False)
    assert found.cells["shifted"].tolist() == pytest.approx([6, -6])
    assert found.cells["improved"].tolist() == [0, 0]
    assert found.shifts[["unit", "to_unit", "amount"]].to_numpy().tolist() == [["A1", "A2", 6]]


def test_care_shifted_to_another_level_takes_what_it_takes_there(
    cells, elective, measures, climbed
):
    # A1 lacks 20 hours; the health centre has 9 to spare, and 1.5 are needed for each.
    shift = measures({"step": 2, "side": "need", "to_unit": "P1", "status": "realised",
                      "capacity": "hour", "realised": 1.0, "start": MONTH, "end": MONTH,
                      "max_amount": 20, "to_capacity": "visit_hour", "to_amount": 1.5})  # fmt: skip
    rows = [
        cells(("A1", MONTH, 120, 100), capacity="hour"),
        cells(("P1", MONTH, 91, 100), capacity="visit_hour"),
    ]
    care = elective((0, "hip", 3, 90, 40))
    found = climbed(pd.concat(rows, ignore_index=True), care, shift)
    assert found.cells["shifted"].tolist() == pytest.approx([6, -9])
    assert found.shifts[["amount", "to_amount"]].to_numpy().tolist() == [[6, 9]]


def test_the_dip_of_work_under_way_makes_the_gap_larger_first(cells, elective, measures, climbed):
    work = {"step": 2, "status": "ongoing", "realised": 1.0, "dip": 0.5, "ramp_months": 4.0}
    rows = cells(("A1", MONTH, 100, 100), ("A1", "2027-08", 100, 100))
    found = climbed(rows, elective(), measures(work | {"max_amount": 365.0}))
    # 0.5 a day and falling over January's 31 days; by August there is no gap to close.
    assert found.cells["improved"].iloc[0] < -9
    assert found.short[1].tolist() == [0, 0]
    assert found.short[2][0] == pytest.approx(-found.cells["improved"].iloc[0])


def test_a_step_can_spend_only_what_the_former_left(cells, elective, measures, climbed):
    steps = measures(
        {"measure": "M3", "max_amount": 7, "cost": 100.0},
        {"measure": "M4", "step": 4, "max_amount": 6, "cost": 100.0},
    )
    found = climbed(cells(("A1", MONTH, 150, 100)), elective(), steps, budget={"A1": 900.0})
    assert found.effects["effect"].tolist() == pytest.approx([7, 2])
