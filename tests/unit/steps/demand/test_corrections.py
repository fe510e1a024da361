import pandas as pd

from pkslib.settings import checked
from pkslib.steps.demand import corrections

# Ten too few every month of two years.
TESTED = pd.DataFrame(
    [("hip", str(year), f"{year}-{month:02d}", 10.0) for year in (2025, 2026)
     for month in range(1, 13)], columns=["series", "origin", "period", "error"]
)  # fmt: skip
PERIODS = pd.DataFrame(
    {"series": ["cataract", "hip"], "period": "2027-01", "mean": 50.0, "lower_80": 40.0}
)


def _found(demand, decisions=()):
    return corrections.judged(TESTED, checked({"demand": demand, "decisions": decisions}, "test"))


def test_a_systematic_error_is_shown_and_left_alone():
    found = _found({})
    assert found[["verdict", "correction", "applied", "decided", "by"]].to_numpy().tolist() == [
        ["systematic", 10.0, False, "rule", ""]
    ]
    assert corrections.taken_out(PERIODS, found)["mean"].tolist() == [50, 50]


def test_it_is_taken_out_when_the_scenario_says_so():
    named = {"setting": "demand.correct_bias", "by": "planerare", "on": "2026-10-01", "why": "ja"}
    found = _found({"correct_bias": True}, [named])
    assert found[["decided", "by"]].to_numpy().tolist() == [["scenario", "planerare"]]
    moved = corrections.taken_out(PERIODS, found)
    assert moved[["mean", "lower_80"]].to_numpy().tolist() == [[50, 40], [60, 50]]


def test_one_needs_own_word_goes_before():
    off = {"correct_bias": True, "treatments": {"hip": {"correct_bias": False}}}
    assert _found(off)["applied"].tolist() == [False]
    on = {"treatments": {"hip": {"correct_bias": True}}}
    assert _found(on)[["applied", "decided", "by"]].to_numpy().tolist() == [[True, "scenario", ""]]
