import pandas as pd
import pytest

from pkslib.settings import Staff
from pkslib.steps.balance.options import options_of
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS

STAFF = Staff(annual_hours=2000, absence=0.25)


def _balance(*rows):
    frame = pd.DataFrame(rows, columns=["unit", "period", "remaining"])
    return frame.assign(capacity="bed_day")


@pytest.fixture
def tables():
    """A ward of 85 raw for 100 of need, 50 stays of 4 days each in January, 60 in February."""
    place = {"capacity": "bed_day", "resource": ["nurse", "room"]}
    none = ("staffing", "schedule", "minimum_lines")
    return {name: empty(INPUTS[name]) for name in none} | {
        "capacity_need": pd.DataFrame(
            {"unit": "W", "capacity": "bed_day", "period": ["2027-01", "2027-02"],
             "raw": [170.0, 170.0], "need": [200.0, 200.0]}
        ),
        "production_need": pd.DataFrame(
            {"unit": ["W", "W", "P"], "need": "hip", "activity": "stay",
             "period": ["2027-01", "2027-02", "2027-01"], "count": [50.0, 60.0, 5.0]}
        ),
        "activity_times": pd.DataFrame(
            {"activity": ["stay"], "unit": [None], "capacity": "bed_day", "amount": 4.0}
        ),
        "capacities": pd.DataFrame({"capacity": ["bed_day"], "measure": "bed_day"}),
        "units": pd.DataFrame({"unit": ["W", "P"], "level": ["ward", "primary"]}),
        "capacity_limits": pd.DataFrame(
            {"unit": "W", "capacity": "bed_day", "period": "2027-01",
             "resource": ["nurse", "room", "opening"], "room": [5.0, 0.0, 15.0]}
        ),
        "recipes": pd.DataFrame({**place, "amount": [6.0, 1.0]}),
        "resources": pd.DataFrame(
            {"unit": "W", "resource": ["nurse", "room"], "period": "2027-01",
             "absence": [0.2, 0.0], "hours": None, "price": [500.0, 90.0]}
        ),
    }  # fmt: skip


@pytest.fixture
def reach():
    """Two measures of the ward's own that help, one that does not, and another unit's."""
    return pd.DataFrame(
        [("M1", "W", 9000.0, "enough"), ("M2", "W", 7000.0, "used_up"),
         ("M3", "W", 10.0, "no_effect"), ("M4", "P", 1.0, "used_up")],
        columns=["measure", "unit", "unit_cost", "why"],
    ).assign(capacity="bed_day")  # fmt: skip


def test_each_option_closes_the_whole_gap_by_itself(tables, reach):
    # 20 lack in January: 17 raw days of 50 stays are 0.34 days each of 4, or 4.25 stays elsewhere.
    # Nurses have 5 left: 15 · 6 = 90 hours, of 2 000 · 0.8 a post. The beds have 15: 5 more.
    balance = _balance(
        ("W", "2027-01", 20.0), ("W", "2027-02", 0.0), ("P", "2027-01", -30.0),
        ("P", "2027-02", -90.0),
    )  # fmt: skip
    found = options_of(balance, reach, tables, STAFF).set_index("option")
    assert found["gap"].unique().tolist() == [20]
    assert found.loc["shorter_stay", ["amount", "now"]].tolist() == pytest.approx([0.34, 4])
    shift = found.loc["shift"]
    assert shift["item"] == "primary"
    assert shift[["amount", "room"]].tolist() == pytest.approx([4.25, 6.375])
    assert found.loc["posts", ["item", "amount", "cost"]].tolist() == [
        "nurse", pytest.approx(90 / 1600), pytest.approx(45_000)
    ]  # fmt: skip
    assert found.loc["opening", "amount"] == pytest.approx(5)
    # The ward's own cheapest that helps, not what does nothing there or works at another unit.
    assert found.loc["money", ["item", "cost"]].tolist() == ["M2", pytest.approx(140_000)]


@pytest.mark.parametrize(("spare", "level"), [(19.0, "primary"), (30.0, "ward")])
def test_no_other_level_is_offered_without_room_for_it_all(tables, reach, spare, level):
    # 20 lack: 19 to spare are too few, and another ward is the same level.
    tables["units"]["level"] = ["ward", level]
    balance = _balance(("W", "2027-01", 20.0), ("P", "2027-01", -spare))
    assert "shift" not in options_of(balance, reach, tables, STAFF)["option"].tolist()


def test_no_gap_no_options(tables, reach):
    assert options_of(_balance(("W", "2027-01", -1.0)), reach, tables, STAFF).empty


def test_of_appointments_there_are_to_be_fewer(tables, reach):
    # 17 raw slots lack in January, two slots each of 50 examinations: 8.5 fewer of 50.
    tables["capacities"] = tables["capacities"].assign(measure="slot")
    tables["activity_times"] = tables["activity_times"].assign(amount=2.0)
    found = options_of(_balance(("W", "2027-01", 20.0)), reach, tables, STAFF)
    row = found[found["option"] == "fewer"].squeeze()
    assert row[["gap", "amount", "now"]].tolist() == pytest.approx([20, 8.5, 50])
    assert not found["option"].isin(("shorter_stay", "shorter_time")).any()


@pytest.mark.parametrize(("gap", "option"), [(117.0, "shorter_stay"), (118.0, "not_by_work")])
def test_nobody_is_asked_to_do_without_more_than_half_of_each_stay(tables, reach, gap, option):
    # 50 stays of 4 days are 200; 0.85 of the gap is raw: 99.45, or 100.3 days.
    found = options_of(_balance(("W", "2027-01", gap)), reach, tables, STAFF)
    assert option in found["option"].tolist()
