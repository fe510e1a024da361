import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import stops
from pkslib.tables.declaration import empty
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, as_declared

READ = (
    *("priority_shares", "production_need", "targets", "delays", "prioritised", "unmanned"),
    "acute_above",
)
BEDS = pd.DataFrame({"unit": ["W"], "capacity": "bed_day", "period": "2026-Q4", "amount": 100.0})
STAYS = pd.DataFrame({"activity": ["stay"], "unit": [None], "capacity": "bed_day", "amount": 4.0})
NEEDS = pd.DataFrame(
    {
        "need": ["stroke", "breast", "hip"],
        "flow": ["acute", "elective", "elective"],
        "priority": [2, 1, 3],
    }
)


@pytest.fixture
def found():
    """The stops of some result tables, by kind; the others have no rows."""

    def look(**frames):
        tables = {name: empty(schema) for name, schema in INPUTS.items()}
        tables |= {name: empty(RESULTS[name]) for name in READ}
        tables |= {"needs": NEEDS} | {name: pd.DataFrame(rows) for name, rows in frames.items()}
        return as_declared(stops.work_out(tables, Settings(), 2027))["stops"].set_index("kind")

    return look


def test_nothing_stops_a_plan_without_faults(found):
    assert found().empty


def test_an_inverted_priority_and_a_target_of_nothing_stop(found):
    shares = {"priority": [3, 4], "gives_way": [7.0, 0.0], "share": [0.1, 0.0]}
    need = {"unit": "A", "activity": ["stay", "visit", "call"], "period": "2027-01"}
    rows = found(
        priority_shares=shares | {"inverted": [True, False]},
        production_need=need | {"count": [3.0, 30.0, 0.2]},
        targets={"unit": "A", "activity": ["stay", "visit", "call"], "period": "2027",
                 "target": [0, 28, 0]},
    )  # fmt: skip
    assert rows.loc["inversion", ["item", "amount", "value"]].tolist() == ["3", 7.0, 0.1]
    # A fifth of a call is none.
    assert rows.loc["no_target", ["unit", "item", "amount"]].tolist() == ["A", "stay", 3.0]
    assert len(rows) == 2


def test_care_of_the_highest_priority_and_acute_care_may_not_wait(found):
    put_off = {"need": ["breast", "hip"], "unit": "OP", "amount": [4.0, 50.0]}
    given = {"need": ["stroke", "breast"], "unit": ["W", "OP"], "amount": [2.0, 1.0]}
    given |= {"decision": "limit", "reason": "own", "capacity": "x", "patients": 1.0, "load": 1.0}
    rows = found(delays=put_off, prioritised=given).sort_values("item")
    assert rows[["unit", "item", "amount"]].to_numpy().tolist() == [
        ["OP", "breast", 5.0], ["W", "stroke", 2.0],
    ]  # fmt: skip


def test_acute_work_without_anyone_named_stops_unless_it_may_wait(found):
    rows = found(
        unmanned={
            "unit": "OP", "need": "stroke", "activity": ["cut", "sew", "cut"], "weekday": 7,
            "shift": "night", "count": [4.0, 3.0, 90.0], "wait_hours": [10.0, 34.0, 10.0],
            "why": ["no_shift", "no_shift", "next_shift"],
        }
    )  # fmt: skip
    assert rows[["item", "shift", "amount", "value"]].to_numpy().tolist() == [
        ["stroke", "night", 7.0, 34.0]
    ]


def test_only_a_line_above_zero_with_nothing_scheduled_is_unmanned(found):
    # Mondays of January 2027; the third has no row, and on Tuesdays no line is above zero.
    place = {"unit": "BB", "resource": "midwife", "shift": "night"}
    rows = found(
        minimum_lines=place | {"weekday": [1, 2], "persons": [2.0, 0.0]},
        schedule=place | {"date": ["2027-01-04", "2027-01-11", "2027-01-25", "2027-01-05"],
                          "scheduled": [0.0, 2.0, None, 0.0]},
    )  # fmt: skip
    assert rows.loc["unmanned", ["unit", "item", "shift", "amount", "value"]].tolist() == [
        "BB", "midwife", "night", 1.0, 0.5,
    ]  # fmt: skip


def test_acute_care_above_all_that_there_is_stops_with_its_worst_load(found):
    above = {"unit": "W", "capacity": "bed_day", "period": ["2027-01", "2027-02"]}
    rows = found(acute_above=above | {"load": [1.2, 1.4]})
    assert rows.loc["crowded", ["item", "amount", "value"]].tolist() == ["bed_day", 2.0, 1.4]


@pytest.mark.parametrize(
    ("count", "decision", "reason", "told"),
    [
        (26.0, "limit", "own", 1),
        (24.0, "limit", "own", 0),
        (26.0, "postpone", "own", 0),
        (26.0, "limit", "follows", 0),
    ],
)
def test_care_gives_way_where_as_much_has_been_carried(found, count, decision, reason, told):
    # 26 stays of 4 days took 104 of 100 bed days; the plan lets 98 of 100 through.
    done = {"unit": ["W"], "activity": "stay", "period": "2026-Q4", "count": count}
    away = {"unit": ["W"], "need": "hip", "capacity": "bed_day", "period": "2027-Q1"}
    away |= {"decision": decision, "reason": reason, "amount": 8.0, "patients": 9.0, "load": 0.98}
    rows = found(production=done, activity_times=STAYS, available=BEDS, prioritised=away)
    doubted = rows[rows.index == "doubted"]
    assert len(doubted) == told
    if told:
        assert doubted.squeeze()[["unit", "item", "amount", "value"]].tolist() == [
            "W", "bed_day", 9, 1.04,
        ]  # fmt: skip
