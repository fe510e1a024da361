import pandas as pd

from pkslib.show import names as naming
from pkslib.show import sentences
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS


def test_without_money_what_lacks_is_told_in_beds_and_a_surplus_elsewhere_does_not_count(english):
    lacks = [("A", "bed_day", "2027-01", 730.0), ("A", "bed_day", "2027-02", -900.0),
             ("B", "bed_day", "2027-01", 365.0), ("A", "hour", "2027-01", 500.0)]  # fmt: skip
    gap = pd.DataFrame(lacks, columns=["unit", "capacity", "period", "gap"])
    names = ("money", "money_bridge", "budget_moves", "ladder_limits", "measure_reach")
    tables = {name: empty(RESULTS[name]) for name in names}
    capacities = pd.DataFrame({"capacity": ["bed_day", "hour"], "name": ["Beds", "Theatre"],
                               "measure": ["bed_day", "hour"]})  # fmt: skip
    told = sentences.money(
        {**tables, "gap": gap}, 2027, names=naming.read({"capacities": capacities})
    )
    # (730 + 365) / 365; with the surplus taken off it would be 0.5.
    assert list(told)[1:] == ["Beds: the shortage over the year is 3.0 staffed beds."]


def _told(**other):
    """Tell of two budgets: A's plan leaves 3 million, B's takes all; each has 5 unused."""
    row = {"own": True, "measures": 9e6, "held": 4e6, "for_measures": 10e6, "unused": 5e6}
    money = pd.DataFrame([
        row | {"unit": "A", "budget": 98e6, "plan_cost": 90e6, "difference": 3e6},
        row | {"unit": "B", "budget": 90e6, "plan_cost": 92e6, "difference": -7e6},
    ])  # fmt: skip
    empties = ("money_bridge", "budget_moves", "ladder_limits", "measure_reach", "gap")
    tables = {name: empty(RESULTS[name]) for name in empties} | {"money": money} | other
    return list(sentences.money(tables, 2027))


def test_what_the_plan_s_cost_holds_already_is_counted_once(english):
    told = _told()
    assert told[0].endswith("plan costs 182.0 million SEK and its measures 10.0 on top, "
                            "against a budget of 188.0: a shortfall of 4.0 million "
                            "SEK.")  # fmt: skip
    assert told[1].startswith("In all the measures cost 18.0 million SEK; 8.0 of them pay hours")


def test_unused_money_that_a_plan_needs_is_not_to_spare(english):
    # 2 of A's 5 and all of B's.
    assert _told()[3].startswith("7.0 of the unused lie where the plan itself takes all")


def test_what_lacks_at_the_year_s_own_prices_is_told_with_the_assumption(english):
    parts = {"opening": 180e6, "index": 5.4e6, "left": -9.5e6}
    bridge = pd.DataFrame({"year": "2027", "part": [*parts], "amount": [*parts.values()]})
    assert _told(money_bridge=bridge)[1] == (
        "With prices and wages 3.0% higher in 2027, as is assumed, the shortfall is 9.5 million "
        "SEK."
    )


def test_money_to_move_is_told_in_all_and_the_largest_first(english):
    moves = pd.DataFrame({"unit": "A", "to_unit": ["B", "C", "C"], "capacity": "hour",
                          "amount": [1e6, 2.5e6, 3e6], "closes": [5.0, 200.0, 300.0]})  # fmt: skip
    told = _told(budget_moves=moves)
    at = next(place for place, said in enumerate(told) if said.startswith("Proposal"))
    assert (
        "move 6.5 million SEK of it to where the budget is used up while measures wait" in told[at]
    )
    assert told[at + 1].startswith("3.0 million SEK from A to C, where it closes 300 ")


def test_more_for_an_hour_is_asked_how_and_less_is_asked_why(english):
    rows = pd.DataFrame(
        {"unit": ["a", "b", "c"], "change": [0.16, -0.12, 0.01], "flagged": [True, True, False]}
    )
    assert sentences.productivity(rows) == (
        "2 of 3 units are planned for over 5% more or fewer activities per worked hour than last "
        "year.",
        "a: +16% activities per worked hour; say what makes it possible, or plan by the outcome.",
        "b: −12% activities per worked hour; say what the time is needed for, or plan by the "
        "outcome.",
    )
