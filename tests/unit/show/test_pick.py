import pandas as pd
import pytest

from pkslib.show import pick


def test_largest_needs():
    care = pd.DataFrame({"need": ["a", "b", "a"], "patients": [1.0, 5.0, 3.0]})
    assert pick.largest_needs(care) == ["b", "a"]


def test_only_marks_to_have_an_opinion_on_are_picked():
    marks = pd.DataFrame(
        {"kind": ["pandemic", "pandemic", "outlier"], "decided": ["rule", "scenario", "rule"]}
    )
    assert pick.odd_marks(marks).index.tolist() == [1, 2]


def test_gaps_are_ranked_by_share_of_need():
    gap = pd.DataFrame(
        {"unit": ["A", "B", "C"], "capacity": "x", "need": [100.0, 10.0, 0.0],
         "gap": [10.0, 5.0, 0.0]}
    )  # fmt: skip
    assert pick.widest_gaps(gap, 2) == [("B", "x"), ("A", "x")]


def test_without_shortage_those_with_least_to_spare_come_first():
    gap = pd.DataFrame(
        {"unit": ["A", "B"], "capacity": "x", "need": [100.0, 100.0], "gap": [-50.0, -5.0]}
    )
    assert pick.widest_gaps(gap)[0] == ("B", "x")


def test_a_surplus_elsewhere_in_time_hides_no_shortage():
    gap = pd.DataFrame(
        {"unit": ["A", "A", "B", "B"], "capacity": "x", "need": 100.0,
         "gap": [20.0, -90.0, 1.0, 1.0]}
    )  # fmt: skip
    assert pick.widest_gaps(gap)[0] == ("A", "x")


def test_capacities_by_share_missing():
    summary = pd.DataFrame(
        {"capacity": ["a", "b"], "need": [1000.0, 10.0], "available": [990.0, 5.0]}
    )
    assert pick.capacities(summary) == ["b", "a"]
    assert pick.capacities(summary, 1) == ["b"]


def test_systematic_deviations_come_before_large_random_ones():
    verdicts = pd.DataFrame(
        {
            "subject": ["production", "production", "need"],
            "place": ["A", "B", "99"],
            "item": ["x", "y", "z"],
            "tracking_signal": [3.9, -4.5, 9.0],
            "verdict": ["random", "systematic", "systematic"],
        }
    )
    assert pick.widest_deviations(verdicts) == [("B", "y"), ("A", "x")]
    assert pick.widest_deviations(verdicts, subject="need") == [("99", "z")]


def test_busiest_activities():
    plan = pd.DataFrame({"unit": ["A", "A"], "activity": ["x", "y"], "target": [5, 9]})
    assert pick.busiest_activities(plan, 1) == [("A", "y")]


def test_units_ahead_by_those_who_waited_too_long():
    weeks = pd.DataFrame(
        {"unit": ["A", "B"], "overdue": [1.0, 2.0], "plan": [9.0, 9.0], "booked": [0.0, 9.0]}
    )
    assert pick.units_ahead(weeks) == ["B", "A"]


def test_visits_of_units_with_bookings_by_what_is_lost():
    production = pd.DataFrame(
        {"unit": ["A", "A", "B"], "activity": ["x", "y", "z"], "count": [100.0, 1.0, 500.0],
         "no_show": [0.0, 5.0, 50.0]}
    )  # fmt: skip
    assert pick.lost_visits(production, pd.DataFrame({"unit": ["A"]})) == ["A"]
    assert pick.lost_visits(production, pd.DataFrame({"unit": ["A", "B"]}), 1) == ["B"]


def test_looked_at_first_is_the_largest_of_what_is_flagged():
    rows = [
        ("hours", "A", 100.0, 5.0, 0.05, "look"),
        ("money", "A", 100.0, 50.0, 0.5, "chance"),
        ("hours", "B", 100.0, -9.0, 0.09, "look"),
        ("hours", "C", 100.0, 90.0, 0.9, "small"),
        ("production", "D", 100.0, 90.0, 0.9, "look"),
    ]
    columns = ["subject", "place", "planned", "deviation", "size", "flag"]
    found = pick.look_first(pd.DataFrame(rows, columns=columns))
    assert found[["subject", "place", "share"]].to_numpy().tolist() == [
        ["hours", "B", -0.09], ["hours", "A", 0.05],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "columns"),
    [
        (pick.largest_needs, ["need", "patients"]),
        (pick.widest_gaps, ["unit", "capacity", "need", "gap"]),
        (pick.capacities, ["capacity", "need", "available"]),
        (pick.widest_deviations, ["subject", "place", "item", "tracking_signal", "verdict"]),
        (pick.busiest_activities, ["unit", "activity", "target"]),
        (pick.units_ahead, ["unit", "overdue", "plan", "booked"]),
    ],
)
def test_nothing_is_picked_from_nothing(chosen, columns):
    numbers = dict.fromkeys(
        columns[-2:] if chosen is not pick.widest_deviations else ["tracking_signal"], float
    )
    words = [name for name in columns if name not in numbers]
    empty = pd.DataFrame(columns=columns).astype(numbers | dict.fromkeys(words, "str"))
    if chosen is pick.largest_needs:
        empty = empty.astype({"need": "str"})
    assert chosen(empty) == []


def test_the_steadiest_unit_reaches_farthest_then_is_booked_most_evenly():
    reach = pd.DataFrame(
        {"unit": ["A", "B", "C"], "reach": [9, 12, 12], "variation": [0.1, 0.3, 0.2]}
    )
    assert pick.steadiest(reach, 2) == ["C", "B"]


def test_a_capacity_of_one_unit_is_not_compared_between_units():
    gap = pd.DataFrame(
        {"unit": ["A", "B", "C"], "capacity": ["bed", "bed", "psychiatry"],
         "need": [10.0, 10.0, 10.0], "available": [9.0, 10.0, 5.0]}
    )  # fmt: skip
    assert pick.shared_capacity(gap) == "bed"
    assert pick.shared_capacity(gap.iloc[2:]) == "psychiatry"


def test_care_that_gives_way_is_summed_over_the_year():
    rows = pd.DataFrame(
        {"need": ["a", "b", "a", "a"], "unit": "A", "capacity": "x", "decision": "limit",
         "to_period": None, "priority": 3, "limit_days": [90, None, 90, 90],
         "reason": ["own", "own", "own", "follows"], "load": [0.9, 1.0, 1.0, 0.8],
         "patients": [2.0, 3.0, 10.0, 4.0],
         "amount": [1.0, 4.0, 5.0, 2.0], "period": ["2027-01", "2027-01", "2027-02", "2027-02"]}
    )  # fmt: skip
    given = pick.gives_way(rows)
    assert given[["need", "reason", "patients", "amount", "load"]].to_numpy().tolist() == [
        ["a", "own", 12.0, 6.0, 1.0],
        ["a", "follows", 4.0, 2.0, 0.8],
        ["b", "own", 3.0, 4.0, 1.0],
    ]


def test_actions_come_by_how_they_stand_and_what_nobody_acts_on_by_size():
    rows = pd.DataFrame([
        ("A", "no_action_yet", None, -0.05), ("B", "settled", "2026-01-31", 0.2),
        ("C", "no_action_yet", None, 0.12), ("D", "past_due", "2026-09-30", None),
        ("E", "on_time", "2027-03-31", 0.1), ("F", "on_time", "2027-01-31", 0.0),
    ], columns=["unit", "standing", "due", "share"])  # fmt: skip
    assert pick.acting(rows)["unit"].tolist() == ["D", "F", "E", "B", "C", "A"]


def test_each_kind_of_proposal_is_seen_before_the_second_of_any():
    rows = pd.DataFrame({
        "what": ["absence", "absence", "absence", "openings"], "place": ["A", "B", "C", "D"],
        "error": [10.0, 10.0, 10.0, 10.0], "error_applied": [5.0, 1.0, None, 9.0],
    })  # fmt: skip
    assert pick.of_each_kind(rows)["place"].tolist() == ["B", "D", "A", "C"]
