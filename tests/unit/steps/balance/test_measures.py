import numpy as np
import pandas as pd
import pytest

from pkslib.steps.balance.bounds import State
from pkslib.steps.balance.measures import dips_of, effects_of
from pkslib.steps.balance.offers import Budgets, offers_of

# Room that each resource, and the opening, leaves at A1 in January.
LIMITS = pd.DataFrame(
    {"unit": "A1", "capacity": "bed_day", "period": "2027-01",
     "resource": ["nurse", "assistant", "opening"], "amount": [100.0, 104.0, 109.0],
     "room": [0.0, 4.0, 9.0]}
)  # fmt: skip
NONE = Budgets(pd.Series(dtype="str"), pd.Series(dtype=float))


def _state(gap):
    return State(np.asarray(gap), np.ones(len(gap)), np.full(len(gap), 1e6))


def _effects(cells, measures, step=3):
    offers = offers_of(measures, 2027)
    gap = (cells["need"] - cells["available"]).to_numpy()
    found = effects_of(offers[offers["step"] == step], cells, _state(gap), NONE).effects
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


def test_of_gaps_alike_the_earliest_is_met(cells, measures):
    rows = cells(*[("A1", f"2027-0{month}", 110, 100) for month in (1, 2, 3)])
    assert _effects(rows, measures({})).to_numpy().tolist() == [["M1", 0, 10, 1000]]


def test_what_weighs_more_is_closed_first_and_priced_by_its_weight(cells, measures):
    # 500 SEK pay for 5 of the 20 lacking; an hour counts for 0.6, a bed day for 0.2.
    rows = pd.concat(
        [cells(("A1", "2027-01", 110, 100)), cells(("A1", "2027-01", 110, 100), capacity="hour")],
        ignore_index=True,
    )
    offers = offers_of(measures({}, {"measure": "M2", "capacity": "hour", "max_amount": 4.0}), 2027)
    state = _state([10.0, 10.0])._replace(weight=np.array([0.2, 0.6]))
    budgets = Budgets(pd.Series({"A1": "A"}, dtype="str"), pd.Series({"A": 500.0}))
    found = effects_of(offers, rows, state, budgets)
    assert found.effects[["measure", "effect"]].to_numpy().tolist() == [
        ["M1", pytest.approx(1)], ["M2", pytest.approx(4)]
    ]  # fmt: skip
    # One more of the hours closes 0.6 and takes the money of a bed day, 0.2.
    priced = found.limits.set_index("limit")["price"]
    assert priced["offer"] == pytest.approx(0.4)
    assert priced["budget"] == pytest.approx(0.2 * 1e6 / 100)


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


def test_a_move_uses_the_surplus_of_its_giver_only(cells, measures):
    # Capacity goes from A1 to A2, which lacks 8; A1 has 3 over.
    rows = cells(("A1", "2027-01", 97, 100), ("A2", "2027-01", 108, 100))
    offers = offers_of(measures({"step": 1, "to_unit": "A2"}), 2027)
    found = effects_of(offers, rows, _state([-3.0, 8.0]), NONE).effects
    assert found[["cell", "giver_cell", "effect"]].to_numpy().tolist() == [[1, 0, 3]]


def test_no_budget_is_overdrawn_and_its_price_is_told(cells, measures):
    # 1 000 SEK pay for 5 of the 12 lacking at 200 each: one more million would close 5 000.
    rows = cells(("A1", "2027-01", 112, 100))
    offers = offers_of(measures({"max_amount": 20, "cost": 200.0}), 2027)
    budgets = Budgets(pd.Series({"A1": "A"}, dtype="str"), pd.Series({"A": 1000.0}))
    found = effects_of(offers, rows, _state([12.0]), budgets)
    assert found.effects["effect"].tolist() == pytest.approx([5])
    limit = found.limits.iloc[0]
    assert limit[["limit", "item"]].tolist() == ["budget", "A"]
    assert limit[["amount", "price"]].tolist() == pytest.approx([0.001, 5000])


def test_a_measure_used_in_full_has_a_price(cells, measures):
    rows = cells(("A1", "2027-01", 112, 100))
    found = effects_of(offers_of(measures({"max_amount": 7}), 2027), rows, _state([12.0]), NONE)
    assert found.limits[["limit", "item", "amount", "price"]].to_numpy().tolist() == [
        ["offer", "M1", 7, 1]
    ]


def test_less_than_its_block_is_not_used(cells, measures):
    # A gap of 12: 10 of the cheap one leave 2 for the dear one, less than its block of 4.
    rows = cells(("A1", "2027-01", 112, 100))
    offered = measures({}, {"measure": "M2", "cost": 900.0, "min_block": 4.0})
    assert _effects(rows, offered)[["measure", "effect"]].to_numpy().tolist() == [["M1", 10]]


def test_what_rises_to_full_effect_gives_little_at_first(cells, measures):
    # 120 in the year, rising over 12 months: of the 60 it gives 1/144 in the first month.
    rows = cells(("A1", "2027-01", 200, 100))
    found = _effects(rows, measures({"max_amount": 120, "ramp_months": 12.0}))
    assert found["effect"].tolist() == pytest.approx([60 / 144], rel=0.05)


def test_only_work_under_way_dips(cells, measures):
    # From −0.2 to 1 over two months: the first 10 of 61 days below zero, −1 a day in all.
    rows = cells(("A1", "2027-01", 100, 100), ("A1", "2027-02", 100, 100))
    work = {"step": 2, "dip": 0.2, "ramp_months": 2.0, "max_amount": 365.0}
    begun, planned = work | {"status": "ongoing"}, work | {"measure": "M2"}
    found = dips_of(offers_of(measures(begun, planned), 2027), rows)
    assert found[["measure", "cell"]].to_numpy().tolist() == [["M1", 0]]
    assert found["effect"].tolist() == pytest.approx([-0.2 * 10.15 / 2], rel=0.01)


def test_no_measures(cells, measures):
    assert _effects(cells(("A1", "2027-01", 150, 100)), measures()).empty


@pytest.mark.parametrize(
    ("kind", "limiting", "helps"),
    [
        ("longer_opening", "opening", True),
        ("longer_opening", "nurse", False),
        ("task_shift", "nurse", True),
        ("task_shift", "opening", False),
        ("less_administration", "", True),
        ("shorter_time", "opening", True),
    ],
)
def test_a_measure_helps_only_where_it_works_on_what_limits(cells, measures, kind, limiting, helps):
    rows = cells(("A1", "2027-01", 103, 100)).assign(limiting=limiting)
    assert len(_effects(rows, measures({"kind": kind}))) == helps


@pytest.mark.parametrize(
    ("added", "effect"),
    [
        # Nurses limit; with more of them assistants do at 4, and with all staff the beds at 9.
        ({"resource": "nurse"}, [4]),
        ({"resource": None}, [9]),
        ({"resource": None, "extends_opening": True}, [12]),
        ({"resource": None, "kind": "longer_opening"}, []),
        ({"resource": "assistant"}, []),
        ({"resource": "nurse", "extends_opening": True}, [4]),
        # Care that is bought, or a need that falls, goes by no resource of the unit's.
        ({"resource": None, "step": 4}, [12]),
        ({"resource": None, "side": "need"}, [12]),
    ],
)
def test_a_measure_gives_no_more_than_the_next_bottleneck_leaves_room_for(
    cells, measures, added, effect
):
    rows = cells(("A1", "2027-01", 112, 100)).assign(limiting="nurse")
    offers = offers_of(measures({"max_amount": 20} | added), 2027)
    found = effects_of(offers, rows, _state([12.0]), NONE, LIMITS).effects
    assert found["effect"].tolist() == pytest.approx(effect)


def test_measures_share_what_the_next_bottleneck_leaves(cells, measures):
    # Both add nurses: 4 in all, the cheaper one's 3 first.
    rows = cells(("A1", "2027-01", 112, 100)).assign(limiting="nurse")
    offers = offers_of(
        measures(
            {"max_amount": 20, "resource": "nurse", "cost": 300},
            {"measure": "M2", "max_amount": 3, "resource": "nurse"},
        ),
        2027,
    )
    found = effects_of(offers, rows, _state([12.0]), NONE, LIMITS).effects
    assert found.set_index("measure")["effect"].to_dict() == pytest.approx({"M1": 1, "M2": 3})


def test_stated_capacity_has_no_known_bottleneck(cells, measures):
    rows = cells(("A1", "2027-01", 112, 100))
    offers = offers_of(measures({"max_amount": 20, "resource": "assistant"}), 2027)
    found = effects_of(offers, rows, _state([12.0]), NONE, LIMITS).effects
    assert found["effect"].tolist() == [12]


def _bought(cells, measures, left, *rows):
    """What measures give and cost of a gap of 12 with so much money."""
    offers = offers_of(measures(*rows), 2027)
    budgets = Budgets(pd.Series({"A1": "A"}, dtype="str"), pd.Series({"A": left}))
    found = effects_of(offers, cells(("A1", "2027-01", 112, 100)), _state([12.0]), budgets).effects
    return found.set_index("measure")[["effect", "cost"]].to_numpy().tolist()


def test_a_fixed_cost_is_paid_whatever_is_used(cells, measures):
    # 100 a month and 10 each: 1,200 + 120 for 12 of the 40 offered, not 12/40 of the fixed cost.
    team = {"max_amount": 40, "fixed_cost": 100.0, "unit_cost": 10.0, "cost": 7.0}
    assert _bought(cells, measures, 1e6, team) == [[12, pytest.approx(1320)]]
    # 1,260 SEK pay for the fixed cost and 6 units; 1,190 not even for the fixed cost.
    assert _bought(cells, measures, 1260.0, team) == [[pytest.approx(6), pytest.approx(1260)]]
    assert _bought(cells, measures, 1190.0, team) == []


def test_a_fixed_cost_is_not_paid_where_more_is_closed_without_it(cells, measures):
    # With 1,300 SEK the team costs 1,200 and closes 10; the other closes all 12 for 240.
    team = {"measure": "M2", "max_amount": 40, "fixed_cost": 100.0, "unit_cost": 10.0}
    other = {"max_amount": 12, "cost": 20.0}
    assert _bought(cells, measures, 1300.0, other, team) == [[12, pytest.approx(240)]]
    # With money for both and 5 of the other the team is paid for, and all 12 are cheapest there.
    rows = (other | {"max_amount": 5}, team)
    assert _bought(cells, measures, 1e6, *rows) == [[12, pytest.approx(1320)]]
