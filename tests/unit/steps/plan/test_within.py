import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkslib.steps.plan.within import (
    BEFORE,
    NEED,
    REMAINDER,
    changes,
    kept,
    moved,
    production_of,
    unbought,
    uses_of,
)
from pkslib.tables.results.plan import PLAN_FACTORS

MONTHS = ["2027-01", "2027-02"]
NEEDS = pd.DataFrame(
    {
        "need": ["stroke", "hip", "hernia"],
        "flow": ["acute", "elective", "elective"],
        "priority": [1, 3, 4],
        "consequence": None,
        "guarantee_days": pd.array([None, 90, 20], dtype="Int64"),
    }
)
TIMES = pd.DataFrame(
    {"activity": ["stay"], "unit": [None], "capacity": ["bed_day"], "amount": [2.0]}
).astype({"unit": "str"})
SHIFTS = pd.DataFrame(columns=["unit", "need", "to_unit", "capacity", "period", "amount"])
DELAYS = pd.DataFrame(columns=["unit", "need", "capacity", "period", "to_period", "amount"])
ALONE = pd.DataFrame(columns=["need", "unit", "capacity", "episode"])
KEY = {"unit": "A", "capacity": "bed_day"}
# Each stay of 2 bed days is 2.5 of the capacity need, at 80 % occupancy.
CAPACITY = pd.DataFrame(KEY | {"period": MONTHS, "raw": 80.0, "need": 100.0})


@pytest.fixture
def production():
    need = pd.DataFrame(
        {"unit": "A", "need": need, "activity": "stay", "period": "2027-01", "count": count}
        for need, count in (("stroke", 40.0), ("hip", 20.0), ("hernia", 10.0))
    )
    return production_of(need, NEEDS, MONTHS, SHIFTS)


def _counts(production, counts):
    rows = production.assign(count=counts).set_index(["need", "period"])["count"]
    return {need: rows[need].tolist() for need in ("stroke", "hip", "hernia")}


def _balance(bought):
    return pd.DataFrame(KEY | {"period": MONTHS[:1], "bought": bought})


def test_every_series_has_every_period(production):
    assert _counts(production, production["count"]) == {
        "stroke": [40, 0],
        "hip": [20, 0],
        "hernia": [10, 0],
    }


def test_what_is_bought_is_taken_from_the_lowest_priority(production):
    # 40 bed days are bought: 16 stays. All 10 hernias and 6 of the 20 hips.
    uses = uses_of(production, TIMES, CAPACITY)
    found = unbought(uses, production["count"], _balance(40), ALONE)
    assert _counts(production, found) == {
        "stroke": [40, 0],
        "hip": [pytest.approx(14), 0],
        "hernia": [0, 0],
    }


def test_acute_care_is_planned_in_full_however_much_is_bought(production):
    uses = uses_of(production, TIMES, CAPACITY)
    found = unbought(uses, production["count"], _balance(1e6), ALONE)
    assert _counts(production, found) == {"stroke": [40, 0], "hip": [0, 0], "hernia": [0, 0]}


def test_the_highest_priority_may_be_bought_too(production):
    # The 80 bed days bought are all hernias and hips, 30 stays, and 2 of the cancer stays.
    rows = production.replace({"need": {"stroke": "cancer"}}).assign(elective=True)
    uses = uses_of(rows, TIMES, CAPACITY)
    found = rows.assign(count=unbought(uses, rows["count"], _balance(80), ALONE))
    sums = found.groupby("need")["count"].sum().to_dict()
    assert sums == pytest.approx({"cancer": 38, "hernia": 0, "hip": 0})


def test_without_bought_care_all_is_planned(production):
    uses = uses_of(production, TIMES, CAPACITY)
    found = unbought(uses, production["count"], _balance(0.0), ALONE)
    assert found.tolist() == production["count"].tolist()


def test_what_the_balance_limits_is_not_planned_and_what_it_postpones_is_elsewhere(production):
    # 12 bed days of the hips, before occupancy, are 6 of the 20 stays.
    given = pd.DataFrame(KEY | {"need": "hip", "period": MONTHS[0], "decision": ["limit"]})
    given = pd.concat([given.assign(amount=12.0), given.assign(decision="postpone", amount=20.0)])
    uses = uses_of(production, TIMES, CAPACITY)
    found = _counts(production, kept(uses, production["count"], given))
    assert found == {"stroke": [40, 0], "hip": pytest.approx([14, 0]), "hernia": [10, 0]}


def test_care_that_waits_is_planned_in_its_later_period(production):
    # 30 bed days of the hips, 12 of 20 stays, wait for February.
    delays = pd.DataFrame(
        KEY | {"need": ["hip"], "period": MONTHS[0], "to_period": MONTHS[1], "amount": 30.0}
    )
    uses = uses_of(production, TIMES, CAPACITY)
    found = _counts(production, moved(production, uses, delays, SHIFTS))
    assert found == {"stroke": [40, 0], "hip": pytest.approx([8, 12]), "hernia": [10, 0]}


NURSED = pd.concat([TIMES, TIMES.assign(capacity="nurse_hour", amount=4.0)], ignore_index=True)
# A stay takes 2.5 of the beds and 4 of the nurses.
STAFFED = pd.concat(
    [CAPACITY, CAPACITY.assign(capacity="nurse_hour", need=80.0)], ignore_index=True
)


def test_where_several_capacities_are_taken_the_larger_part_waits(production):
    # 10 of the hips' 50 bed days wait, and 24 of their 80 nurse hours: 0.3 of 20 stays.
    delays = pd.DataFrame({
        "unit": "A", "need": "hip", "capacity": ["bed_day", "nurse_hour"], "period": MONTHS[0],
        "to_period": MONTHS[1], "amount": [10.0, 24.0],
    })  # fmt: skip
    uses = uses_of(production, NURSED, STAFFED)
    found = _counts(production, moved(production, uses, delays, SHIFTS))
    assert found == {"stroke": [40, 0], "hip": pytest.approx([14, 6]), "hernia": [10, 0]}


@pytest.mark.parametrize(("hours", "left"), [(24.0, 14), (999.0, 0)])
def test_where_several_capacities_are_taken_the_larger_part_is_limited(production, hours, left):
    given = pd.DataFrame({
        "unit": "A", "need": "hip", "capacity": ["bed_day", "nurse_hour"], "period": MONTHS[0],
        "decision": ["limit", "cancel"], "amount": [8.0, hours],
    })  # fmt: skip
    uses = uses_of(production, NURSED, STAFFED)
    found = _counts(production, kept(uses, production["count"], given))
    assert found == {"stroke": [40, 0], "hip": pytest.approx([left, 0]), "hernia": [10, 0]}


def test_each_use_weighs_what_the_need_adds_to_the_raw_amount(production):
    # 2 bed days are 2.5 in January; in February nobody needs any, and nothing weighs anything.
    capacity = CAPACITY.assign(raw=[80.0, 0.0], need=[100.0, 0.0])
    uses = uses_of(production, TIMES, capacity).set_index(["need", "period"])
    january = uses.xs("2027-01", level="period")
    assert january["each"].tolist() == [2.5] * 3
    assert january["priority"].rank().to_dict() == {"stroke": 1, "hip": 2, "hernia": 3}
    assert uses.xs("2027-02", level="period")["each"].tolist() == [0.0] * 3


@given(st.lists(st.floats(0.1, 50.0), min_size=1, max_size=5))
def test_care_that_leaves_in_parts_leaves_nothing_and_never_less(parts):
    months = [f"2027-{month:02d}" for month in range(1, len(parts) + 2)]
    need = pd.DataFrame([{"unit": "A", "need": "hip", "activity": "stay", "period": months[0]}])
    rows = production_of(need.assign(count=sum(parts) / 2.5), NEEDS, months, SHIFTS)
    capacity = pd.DataFrame(KEY | {"period": months, "raw": 80.0, "need": 100.0})
    delays = pd.DataFrame(
        KEY | {"need": "hip", "period": months[0], "to_period": months[1:], "amount": parts}
    )
    found = moved(rows, uses_of(rows, TIMES, capacity), delays, SHIFTS).to_numpy()
    assert found.min() >= 0
    assert found == pytest.approx([0.0, *(part / 2.5 for part in parts)])


def test_care_that_is_shifted_is_planned_where_it_goes():
    # 30 bed days of the hips are 12 stays; they go to the ward B, which has none of its own.
    need = pd.DataFrame(
        [{"unit": "A", "need": "hip", "activity": "stay", "period": "2027-01", "count": 20.0}]
    )
    shifts = pd.DataFrame(
        KEY | {"need": ["hip"], "to_unit": "B", "period": MONTHS[0], "amount": 30.0}
    )
    rows = production_of(need, NEEDS, MONTHS[:1], shifts)
    found = moved(rows, uses_of(rows, TIMES, CAPACITY), DELAYS, shifts)
    assert rows["unit"].tolist() == ["A", "B"]
    assert found.tolist() == pytest.approx([8, 12])


def test_who_is_not_operated_needs_no_bed():
    # Half of the theatre's hours are bought: half of the stays are not planned either.
    need = pd.DataFrame(
        {"unit": unit, "need": "hip", "activity": what, "period": "2027-01", "count": 20.0}
        for unit, what in (("A", "stay"), ("T", "operation"))
    )
    times = pd.concat(
        [TIMES, TIMES.assign(activity="operation", capacity="hour", amount=1.0)], ignore_index=True
    )
    theatre = CAPACITY.assign(unit="T", capacity="hour", raw=1.0, need=1.0)
    rows = production_of(need, NEEDS, MONTHS[:1], SHIFTS)
    uses = uses_of(rows, times, pd.concat([CAPACITY, theatre], ignore_index=True))
    bought = _balance(10).assign(unit="T", capacity="hour")
    together = pd.DataFrame(
        {"need": "hip", "unit": ["A", "T"], "capacity": ["bed_day", "hour"], "episode": "hip"}
    )
    assert unbought(uses, rows["count"], bought, together).tolist() == pytest.approx([10, 10])
    assert unbought(uses, rows["count"], bought, ALONE).tolist() == pytest.approx([20, 10])


HOUR = {"unit": "A", "capacity": "hour", "period": ["2027"]}


def _changes(planned):
    """20 elective visits of an hour are needed; 2 give way, 4 are bought."""
    need = pd.DataFrame(
        {"unit": ["A"], "need": "hip", "activity": "visit", "period": "2027", "count": [20.4]}
    )
    needs = pd.DataFrame({"need": ["hip"], "flow": "elective", "priority": 3, "consequence": None})
    shifts = pd.DataFrame(columns=["unit", "need", "to_unit"])
    rows = production_of(need, needs, ["2027"], shifts)
    times = pd.DataFrame({"activity": ["visit"], "unit": [None], "capacity": "hour", "amount": 1.0})
    capacity = pd.DataFrame(HOUR | {"raw": 20.4, "need": 20.4})
    uses = uses_of(rows, times.astype({"unit": "str"}), capacity)
    balance = pd.DataFrame(HOUR | {"bought": 4.0})
    tables = {
        "activities": pd.DataFrame({"activity": ["visit", "call"], "kind": ["visit", "digital"]}),
        "production": planned,
        "balance": balance,
    }
    targets = pd.DataFrame({"activity": ["visit"], "target": [14]})
    return changes(tables, uses, (rows["count"], rows["count"] - 2), rows, ALONE, targets)


def test_every_step_has_its_part_and_they_add_up():
    planned = pd.DataFrame({"activity": ["visit"], "period": ["2026"], "planned": [18.0]})
    found = _changes(planned).set_index("factor")["effect"]
    assert found[[BEFORE, NEED, REMAINDER]].tolist() == pytest.approx([18, 2.4, -0.4])
    assert found.iloc[2:4].tolist() == pytest.approx([-2, -4])
    assert found.sum() == pytest.approx(14)


def test_only_the_latest_plan_counts_and_what_is_done_no_more_is_told():
    planned = pd.DataFrame({
        "activity": ["visit", "visit", "visit", "call"], "period": ["2025", "2026", "2027", "2026"],
        "planned": [50.0, 18.0, None, 7.0],
    })  # fmt: skip
    found = _changes(planned).set_index(["kind", "factor"])["effect"]
    assert found["visit"][[BEFORE, NEED]].tolist() == pytest.approx([18, 2.4])
    assert found["digital"][[BEFORE, NEED, REMAINDER]].tolist() == [7, -7, 0]


def test_the_steps_stand_in_their_order():
    planned = pd.DataFrame({"activity": ["visit"], "period": ["2026"], "planned": [18.0]})
    found = _changes(planned)
    assert found.sort_values("order")["factor"].tolist() == list(PLAN_FACTORS)
    assert found["order"].tolist() == list(range(5))


def test_without_a_plan_last_year_there_is_nothing_to_compare_with():
    assert _changes(pd.DataFrame(columns=["activity", "period", "planned"])).empty
