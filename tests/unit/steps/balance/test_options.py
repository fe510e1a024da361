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
             "absence": [0.2, 0.0], "price": [500.0, 90.0]}
        ),
        "measures": pd.DataFrame(
            {"measure": ["M1", "M2", "M3"], "capacity": "bed_day", "step": [4, 3, 2],
             "side": "capacity", "cost": [9000.0, 7000.0, 1.0]}
        ),
    }  # fmt: skip


def test_each_option_closes_the_whole_gap_by_itself(tables):
    # 20 lack in January: 17 raw days of 50 stays are 0.34 days each of 4, or 4.25 stays elsewhere.
    # Nurses have 5 left: 15 · 6 = 90 hours, of 2 000 · 0.8 a post. The beds have 15: 5 more.
    balance = _balance(("W", "2027-01", 20.0), ("W", "2027-02", 0.0), ("P", "2027-01", -30.0))
    found = options_of(balance, tables, STAFF).set_index("option")
    assert found["gap"].unique().tolist() == [20]
    assert found.loc["shorter_stay", ["amount", "now"]].tolist() == pytest.approx([0.34, 4])
    shift = found.loc["shift"]
    assert shift["item"] == "primary"
    assert shift[["amount", "room"]].tolist() == pytest.approx([4.25, 30])
    assert found.loc["posts", ["item", "amount", "cost"]].tolist() == [
        "nurse", pytest.approx(90 / 1600), pytest.approx(45_000)
    ]  # fmt: skip
    assert found.loc["opening", "amount"] == pytest.approx(5)
    # The cheapest measure that adds capacity, not the improvement work of step 2.
    assert found.loc["money", ["item", "cost"]].tolist() == ["M2", pytest.approx(140_000)]


def test_no_gap_no_options(tables):
    assert options_of(_balance(("W", "2027-01", -1.0)), tables, STAFF).empty
