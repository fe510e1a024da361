import numpy as np
import pytest

from pkslib.steps.balance.measures import effects_of, offers_of


def _effects(cells, measures, step=3):
    offers = offers_of(measures, 2027)
    gap = (cells["need"] - cells["available"]).to_numpy()
    found = effects_of(offers[offers["step"] == step], cells, gap, step)
    return found.sort_values(["measure", "cell"])[["measure", "cell", "effect", "cost"]]


def test_the_cheaper_measure_is_used_first(cells, measures):
    # A gap of 12: 5 of the cheap one, 7 of the dear one.
    rows = cells(("A1", "2027-01", 112, 100))
    offered = measures(
        {"measure": "M1", "max_amount": 20, "cost": 900}, {"measure": "M2", "max_amount": 5}
    )
    assert _effects(rows, offered).to_numpy().tolist() == [["M1", 0, 7, 6300], ["M2", 0, 5, 500]]


def test_the_largest_gap_is_met_first(cells, measures):
    # 10 for gaps of 4, 9 and 6: all 9, then 1 of the 6.
    rows = cells(
        ("A1", "2027-01", 104, 100), ("A1", "2027-02", 109, 100), ("A1", "2027-03", 106, 100)
    )
    assert _effects(rows, measures({})).to_numpy().tolist() == [
        ["M1", 1, 9, 900],
        ["M1", 2, 1, 100],
    ]


def test_a_measure_works_in_its_own_periods_only(cells, measures):
    rows = cells(("A1", "2027-01", 120, 100), ("A1", "2027-02", 105, 100))
    found = _effects(rows, measures({"start": "2027-02", "end": "2027-Q1"}))
    assert found[["cell", "effect"]].to_numpy().tolist() == [[1, 5]]


def test_no_more_than_the_gap_and_none_for_another_unit_or_capacity(cells, measures):
    rows = cells(("A1", "2027-01", 103, 100), ("A2", "2027-01", 150, 100))
    offered = measures({}, {"measure": "M2", "capacity": "theatre_hour"})
    assert _effects(rows, offered)[["measure", "effect"]].to_numpy().tolist() == [["M1", 3]]


def test_improvement_counts_as_far_as_it_is_realised_evenly_over_its_days(cells, measures):
    # 100 at 40 % is 40 over 59 days from January to February: 31/59 and 28/59 of it.
    rows = cells(("A1", "2027-01", 200, 100), ("A1", "2027-02", 200, 100))
    work = {"step": 2, "status": "ongoing", "realised": 0.4, "max_amount": 100, "end": "2027-02"}
    found = _effects(rows, measures(work), step=2)
    assert found["effect"].tolist() == pytest.approx([40 * 31 / 59, 40 * 28 / 59])


@pytest.mark.parametrize(
    ("status", "offered"), [("planned", 0.0), ("ongoing", 7.0), ("realised", 7.0)]
)
def test_planned_improvement_offers_nothing(measures, status, offered):
    found = offers_of(measures({"step": 2, "status": status, "realised": 0.7}), 2027)
    assert found["offered"].tolist() == pytest.approx([offered])
    assert found["unrealised"].tolist() == pytest.approx([10 - offered])


def test_a_measure_outside_the_year_is_not_offered(measures):
    assert offers_of(measures({"start": "2028-01", "end": "2028-12"}), 2027).empty


def test_a_move_uses_the_surplus_of_its_giver_only(cells, measures):
    # Capacity goes from A1 to A2, which lacks 8; A1 has 3 over.
    rows = cells(("A1", "2027-01", 97, 100), ("A2", "2027-01", 108, 100))
    offers = offers_of(measures({"step": 1, "to_unit": "A2"}), 2027)
    found = effects_of(offers, rows, np.array([-3.0, 8.0]), 1)
    assert found[["cell", "giver_cell", "effect"]].to_numpy().tolist() == [[1, 0, 3]]


def test_need_that_is_shifted_takes_the_surplus_of_the_receiver(measures):
    found = offers_of(measures({"side": "need", "to_unit": "A2"}), 2027)
    assert found[["unit", "giver"]].to_numpy().tolist() == [["A1", "A2"]]


def test_a_move_to_nowhere_is_no_offer(measures):
    assert offers_of(measures({"step": 1}, {"step": 1, "to_unit": "A1"}), 2027).empty


def test_no_measures(cells, measures):
    assert _effects(cells(("A1", "2027-01", 150, 100)), measures()).empty
