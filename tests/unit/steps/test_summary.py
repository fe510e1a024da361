import numpy as np
import pandas as pd
import pytest

from pkslib.settings import Settings
from pkslib.steps import summary
from pkslib.steps.summary import (
    BEFORE,
    DEMAND,
    MARGIN,
    POPULATION,
    RATE,
    TARGET_LEVEL,
    TOGETHER,
    UTILISATION,
    WAITING_LIST,
    capacity_year,
    changes,
    latest_year,
    left_waiting,
    region_year,
    without_list,
)
from pkslib.tables.declaration import empty, validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared

PLACE = ["unit", "capacity", "period"]


def _gap(*rows):
    frame = pd.DataFrame(rows, columns=[*PLACE, "need", "available"])
    return frame.assign(gap=frame["need"] - frame["available"])


GAP = _gap(
    ("A", "bed_day", "2027-01", 110.0, 90.0),
    ("A", "bed_day", "2027-02", 100.0, 90.0),
    ("B", "bed_day", "2027-01", 60.0, 65.0),
    ("B", "bed_day", "2027-02", 50.0, 55.0),
    ("A", "theatre", "2027-01", 10.0, 12.0),
)
NEED = GAP[[*PLACE, "need"]].assign(raw=[88.0, 80.0, 48.0, 40.0, 8.0])
LEFT = {
    "strain": GAP[PLACE].assign(amount=[9.0, 3.0, 4.0, 0, 0]),
    "unsolved": pd.concat(
        [
            GAP[PLACE].assign(amount=[6.0, 0.0, 0, 0, 0], why="never"),
            # What has no shift is no part of the shortage.
            GAP[PLACE].assign(amount=50.0, why="unmanned"),
        ]
    ),
    # 1.6 and 4 before occupancy are 2 and 5 of the need; 0.8 come from January, 1 of the need.
    "prioritised": pd.DataFrame(
        [("A", "bed_day", "2027-01", 1.6, "own", None), ("A", "bed_day", "2027-02", 4, "own", None),
         ("A", "bed_day", "2027-01", 0.8, "own", "2027-02"),
         ("A", "bed_day", "2027-02", 8, "follows", None)],
        columns=[*PLACE, "amount", "reason", "to_period"],
    ),
}  # fmt: skip
NOTHING_LEFT = {name: frame.iloc[:0] for name, frame in LEFT.items()}


def test_a_surplus_does_not_hide_a_shortage_elsewhere():
    # Bed days: need 320, available 300; A lacks 20 + 10, B has 5 + 5 over.
    row = capacity_year(NEED, GAP, LEFT).set_index("capacity").loc["bed_day"]
    assert row[["raw", "need", "available", "gap", "shortage"]].tolist() == [256, 320, 300, 20, 30]
    assert row["occupancy"] == pytest.approx(256 / 300)


def test_a_shortage_is_closed_strain_gives_way_or_is_unsolved():
    # Of 30 that A lacks 12 are strain, 6 unsolved and 2 + 5 + 1 − 1 give way; B lacks nothing, so
    # that its strain, from care put off to it, is not counted.
    row = capacity_year(NEED, GAP, LEFT).set_index("capacity").loc["bed_day"]
    found = row[["closed", "strain", "gives_way", "unsolved"]].tolist()
    assert found == pytest.approx([5, 12, 7, 6])


def test_the_worst_period_and_unit_are_named():
    # January: 20 − 5 = 15; February: 10 − 5 = 5.
    row = capacity_year(NEED, GAP, LEFT).set_index("capacity").loc["bed_day"]
    assert row[["worst_period", "worst_gap", "worst_unit"]].tolist() == ["2027-01", 15, "A"]


def test_where_nothing_lacks_no_unit_and_no_period_is_worst():
    row = capacity_year(NEED, GAP, LEFT).set_index("capacity").loc["theatre"]
    assert row["shortage"] == 0
    assert row[["worst_period", "worst_gap", "worst_unit"]].isna().all()


def test_without_anything_available_there_is_no_occupancy():
    nothing = _gap(("A", "bed_day", "2027", 10.0, 0.0))
    row = capacity_year(nothing.assign(raw=8.0), nothing, NOTHING_LEFT).iloc[0]
    assert np.isnan(row["occupancy"])
    assert row["shortage"] == 10


def _queue(*rows):
    return pd.DataFrame(rows, columns=["queue", "share_lower", "share_upper"]).astype(float)


ACCURACY = pd.DataFrame(
    {"mase": [0.8, np.nan], "mase_naive": [1.0, np.nan], "coverage_80": [0.7, 0.9]}
)
VERDICTS = pd.DataFrame(
    {"subject": ["need", "production", "need", "hours"],
     "verdict": ["random", "systematic", "too few", "systematic"],
     "flag": ["look", "look", "too_few", "look"]}
)  # fmt: skip


def test_a_region_in_one_row():
    # 110 patients after 100; 90 of 100 and 30 to 48 of 60 within, 40 wait without a guarantee.
    care = pd.DataFrame({"patients": [60.0, 50.0]})
    queue = _queue((100, 0.9, 0.9), (60, 0.5, 0.8), (40, np.nan, np.nan))
    row = region_year(care, pd.Series([100.0]), ACCURACY, queue, VERDICTS).iloc[0]
    assert row["change"] == pytest.approx(0.1)
    assert (row["mase"], row["coverage_80"], row["systematic"]) == (0.8, pytest.approx(0.8), 1)
    assert row["to_look_at"] == 2
    assert row["waiting"] == 200
    assert row[["share_lower", "share_upper"]].tolist() == pytest.approx([120 / 160, 138 / 160])


def test_what_is_not_known_of_a_region_is_missing():
    care = pd.DataFrame({"patients": [60.0]})
    row = region_year(care, pd.Series(dtype=float), ACCURACY, _queue(), VERDICTS).iloc[0]
    assert row[["change", "waiting", "share_lower", "share_upper"]].isna().all()


@pytest.fixture
def tables():
    """Beds: 2 a patient at 85 % in the table and 80 % in the plan, with a margin of 10 %."""
    demand = [
        ("99", "hip", f"{year}-Q{q}", float(year - 2001))
        for year in (2025, 2026)
        for q in range(1, 5)
    ]
    care = {"region": "99", "need": "hip", "period": "2027", "forecast": 110.0}
    care |= {"target_level": 120.0, "relief": 5.0, "patients": 125.0}
    place = {"unit": "A", "capacity": "bed_day", "period": "2027"}
    need = 250 / 0.8 * 1.1
    return {
        "demand": pd.DataFrame(demand, columns=["region", "need", "period", "patients"]),
        "population": empty(INPUTS["population"]),
        "needs": pd.DataFrame({"need": ["hip"], "flow": ["elective"]}),
        "waiting_by_plan": empty(RESULTS["waiting_by_plan"]),
        "capacities": pd.DataFrame(
            {"capacity": ["bed_day"], "utilisation": [0.85], "margin": [0.0]}
        ),
        "care_need": pd.DataFrame([care]),
        "capacity_use": pd.DataFrame([{"need": "hip", **place, "raw": 250.0}]),
        "capacity_need": pd.DataFrame(
            [{**place, "raw": 250.0, "utilisation": 0.8, "margin": 0.1, "need": need}]
        ),
        "gap": pd.DataFrame([{**place, "need": need, "available": 300.0, "gap": need - 300}]),
        **NOTHING_LEFT,
        "accuracy": ACCURACY,
        "queue": _queue().assign(need=""),
        "verdicts": VERDICTS,
    }


def _effects(tables):
    last = latest_year(tables["demand"], 2027, 4)
    return changes(tables, last, 2027).set_index("factor")["effect"]


def test_the_latest_year_is_the_last_four_quarters(tables):
    assert latest_year(tables["demand"], 2027, 4).to_dict() == {"hip": 100}


def test_each_factor_s_own_effect_and_what_they_do_together(tables):
    # 100 · 2 / 0.85 = 235.3 to 125 · 2 / 0.8 · 1.1 = 343.75, by 1.1, 120/110, 125/120, 85/80, 1.1.
    effects, before = _effects(tables), 200 / 0.85
    assert effects[BEFORE] == pytest.approx(before)
    assert effects[DEMAND] == pytest.approx(before * 0.1)
    assert effects[TARGET_LEVEL] == pytest.approx(before * (120 / 110 - 1))
    assert effects[WAITING_LIST] == pytest.approx(before * (125 / 120 - 1))
    assert effects[UTILISATION] == pytest.approx(before * (85 / 80 - 1))
    assert effects[MARGIN] == pytest.approx(before * 0.1)
    own = before * (0.1 + 10 / 110 + 5 / 120 + 5 / 80 + 0.1)
    assert effects[TOGETHER] == pytest.approx(343.75 - before - own)
    assert effects.sum() == pytest.approx(343.75)


def test_margins_of_periods_and_units_are_weighed_by_what_is_needed(tables):
    # 100 at a tenth and 300 at a fifth are a margin of 0.175; another unit has none. Half of the
    # care is done at each: 125 · 2 / 0.8 · (1 + 0.175 / 2) against 125 · 2 / 0.8.
    place = {"unit": ["A", "A", "B"], "capacity": "bed_day", "period": ["2027-1", "2027-2", "2027"]}
    need = pd.DataFrame(place | {"raw": [100.0, 300.0, 400.0], "margin": [0.1, 0.2, 0.0]})
    use = pd.DataFrame({"need": "hip", "capacity": "bed_day", "unit": ["A", "B"], "raw": 125.0})
    rows = {"capacity_need": need.assign(utilisation=0.8), "capacity_use": use}
    effects = _effects(tables | rows)
    assert effects[BEFORE] == pytest.approx(200 / 0.85)
    assert effects[MARGIN] == pytest.approx(200 / 0.85 * 0.175 / 2)
    assert effects.sum() == pytest.approx(312.5 * (1 + 0.175 / 2))


def test_what_is_known_of_the_planning_year_is_not_the_latest_year(tables):
    early = pd.DataFrame([("99", "hip", "2027-Q1", 77.0)], columns=tables["demand"].columns)
    population = pd.DataFrame({"year": [2025, 2026, 2027], "persons": [500.0, 1000.0, 1050.0]})
    more = {"demand": pd.concat([tables["demand"], early]), "population": population}
    assert latest_year(more["demand"], 2027, 4).to_dict() == {"hip": 100}
    assert _effects(tables | more)[POPULATION] == pytest.approx(200 / 0.85 * 0.05)


def test_inhabitants_of_one_year_alone_tell_no_growth(tables):
    population = pd.DataFrame({"year": [2027], "persons": [1050.0]})
    assert POPULATION not in _effects(tables | {"population": population}).index


def test_what_does_not_change_has_no_effect(tables):
    same = {"utilisation": 0.85, "margin": 0.0}
    effects = _effects({**tables, "capacity_need": tables["capacity_need"].assign(**same)})
    assert effects[[UTILISATION, MARGIN]].tolist() == [0, 0]


def test_more_patients_are_split_into_inhabitants_and_rate_where_both_are_known(tables):
    # Patients 100 to 110, inhabitants 1 000 to 1 050.
    population = pd.DataFrame(
        {"year": [2026, 2026, 2027], "persons": [400.0, 600.0, 1050.0], "sex": "women"}
    )
    effects = _effects({**tables, "population": population})
    before = 200 / 0.85
    assert DEMAND not in effects.index
    assert effects[POPULATION] == pytest.approx(before * 0.05)
    assert effects[RATE] == pytest.approx(before * (1.1 / 1.05 - 1))
    assert effects.sum() == pytest.approx(343.75)


def test_a_need_that_is_new_has_nothing_to_compare_with(tables):
    assert _effects({**tables, "demand": tables["demand"].assign(patients=0.0)}).empty


def test_the_step_writes_its_tables(tables):
    found = as_declared(summary.work_out(tables, Settings(), 2027))
    assert set(found) | {"sensitivity"} == set(STEP_TABLES["09_pack"])
    for name, frame in found.items():
        validate(frame, RESULTS[name])
    assert found["summary"]["region"].tolist() == ["99"]


def test_what_the_plan_leaves_waiting_and_what_nobody_knows():
    ahead = pd.DataFrame(
        {"need": ["hip", "hip", "eye"], "period": ["2027-11", "2027-12", "2027-12"],
         "overdue_lower": [9.0, 10.0, 5.0], "overdue_upper": [9.0, 12.0, np.nan]}
    )  # fmt: skip
    assert left_waiting(ahead) == {"late_lower": 15, "late_upper": 12}
    assert np.isnan(left_waiting(ahead.iloc[:0])["late_lower"])
    needs = pd.DataFrame({"need": ["hip", "eye", "flu"], "flow": ["elective", "elective", "acute"]})
    assert without_list(needs, needs, needs.iloc[:1]) == 1


def test_a_region_without_any_capacity_has_an_empty_summary(tables):
    results = ("capacity_use", "capacity_need", "gap")
    found = as_declared(
        summary.work_out(
            tables | {name: empty(RESULTS[name]) for name in results}, Settings(), 2027
        )
    )
    assert found["summary"].empty
    assert found["change"].empty
    assert len(found["region_summary"]) == 1
