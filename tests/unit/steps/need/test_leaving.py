import pandas as pd
import pytest

from pkslib import periods
from pkslib.steps.need.leaving import known_months, leaving_shares

MONTHS = periods.within_year(2026, "month")


def _lists(need, sizes):
    """Lists at the end of December 2025 and of each month of 2026, in two bands."""
    days = [periods.end(label).isoformat() for label in ("2025-12", *MONTHS)]
    rows = [
        (need, day, part * size) for day, size in zip(days, sizes, strict=True)
        for part in (0.75, 0.25)
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=["need", "as_of", "patients"]).assign(struck_off=0.0)
    return found.assign(region="99", unit=None).astype({"unit": "str"})


def _by_month(**columns):
    return pd.DataFrame({"period": MONTHS, **columns})


@pytest.fixture
def tables():
    """A list of 100 knees where 20 come and 16 are operated on each month, at two units.

    So 4 a month leave; 10 hands come and 9.9 are operated on, of a list of 40.
    """
    operations = [("A", "knee_operation", 10.0), ("B", "knee_operation", 6.0)]
    operations += [("A", "hand_operation", 9.9), ("A", "visit", 30.0)]
    pathways = [("knee", "A", "knee_operation", 0.6), ("knee", "B", "knee_operation", 0.4)]
    pathways += [("hand", "A", "hand_operation", 1.0)]
    pathways += [("knee", "A", "visit", 1.0), ("hand", "A", "visit", 1.0)]
    return {
        "waiting": pd.concat([_lists("knee", [100.0] * 13), _lists("hand", [40.0] * 13)]),
        "demand": pd.concat([
            _by_month(need="knee", patients=20.0), _by_month(need="hand", patients=10.0),
        ]),
        "production": pd.concat([
            _by_month(unit=unit, activity=activity, count=count)
            for unit, activity, count in operations
        ]),
        "pathways": pd.DataFrame(pathways, columns=["need", "unit", "activity", "per_patient"]),
        "activities": pd.DataFrame({
            "activity": ["knee_operation", "hand_operation", "visit"],
            "kind": ["operation", "day_case", "visit"],
        }),
    }  # fmt: skip


def _found(tables, chosen=None):
    rows = leaving_shares(tables, chosen).set_index("need")
    return {need: (row["leaving"], row["leaving_source"]) for need, row in rows.iterrows()}


def test_a_list_with_enough_has_its_own_share_and_others_take_that_of_all(tables):
    # Knees: 4 · 12 left, 100 · 365 / 7 + 240 patient weeks. Of the hands 1.2 left, in
    # 40 · 365 / 7 + 120: too few, so both lists together.
    weeks = 365 / 7
    found = _found(tables)
    assert found["knee"] == (pytest.approx(48 / (100 * weeks + 240)), "measured")
    together = pytest.approx(49.2 / (140 * weeks + 360))
    assert found["hand"] == (together, "measured_on_all_lists_together")


def test_who_is_struck_off_has_not_left(tables):
    # 3 of the 4 who are gone each month were struck off when the list was looked through.
    knees = tables["waiting"]["need"] == "knee"
    day = tables["waiting"]["as_of"] > "2026-01"
    struck = tables["waiting"].assign(struck_off=(knees & day) * 1.5)
    known = known_months(tables | {"waiting": struck}).set_index("need").loc["knee"]
    assert known["left"].tolist() == pytest.approx([1.0] * 12)


def test_the_scenario_overrides_the_measure(tables):
    assert _found(tables, 0.0) == {"hand": (0.0, "setting"), "knee": (0.0, "setting")}


def test_operations_of_more_than_one_a_patient_are_fewer_patients(tables):
    paths = tables["pathways"]
    tables["pathways"] = paths.assign(per_patient=paths["per_patient"] * 2)
    assert known_months(tables).groupby("need")["left"].first()["knee"] == pytest.approx(20 - 8)


def _one_list(tables):
    """Lists on one day only."""
    rows = tables["waiting"]
    return {"waiting": rows[rows["as_of"] == "2026-10-31"]}


def _mid_month(tables):
    """Lists on the 15th."""
    return {"waiting": tables["waiting"].assign(as_of=lambda rows: rows["as_of"].str[:8] + "15")}


def _by_quarter(tables):
    """Inflow by quarter."""
    return {"demand": tables["demand"].assign(period="2026-Q1").drop_duplicates()}


def _shared(tables):
    """One operation for both needs."""
    name = {"hand_operation": "knee_operation"}
    return {"pathways": tables["pathways"].replace(name)}


def _uncounted(tables):
    """Every other month one of the units has counted nothing."""
    made = tables["production"]
    return {"production": made.assign(count=made["count"].where(made["period"].isin(MONTHS[::2])))}


def _nothing(tables):
    return {name: tables[name].iloc[:0] for name in ("demand", "production", "pathways")}


@pytest.mark.parametrize(
    "change", [_one_list, _mid_month, _by_quarter, _shared, _uncounted, _nothing]
)
def test_without_whole_months_that_can_be_told_apart_nothing_is_measured(tables, change):
    found = _found({**tables, **change(tables)})
    assert found == {need: (0.0, "cannot_be_measured") for need in ("hand", "knee")}


def test_no_lists_have_no_shares(tables):
    assert leaving_shares({**tables, "waiting": tables["waiting"].iloc[:0]}, None).empty
