import pandas as pd
import pytest

from pkslib.tables.ability import in_activities

PLACE = {"unit": "A", "period": "2027-01"}
MEASURE = {"measure": "M1", "to_unit": None, "side": "capacity", "cost": 100.0}


@pytest.fixture
def tables():
    """A theatre with 60 hip and 80 knee operations of 2 and 1 hours at 80 %: 250 hours, 200 there.

    The knees need a slot of X-ray each as well, of which there are 50.
    """
    need = [("hip", "hip_cut", 60.0), ("knee", "knee_cut", 80.0)]
    times = [("hip_cut", "hour", 2.0), ("knee_cut", "hour", 1.0), ("knee_cut", "slot", 1.0)]
    capacity = [("hour", 200.0, 250.0), ("slot", 80.0, 80.0)]
    return {
        "production_need": pd.DataFrame(
            [PLACE | {"need": n, "activity": a, "count": c} for n, a, c in need]
        ),
        "activity_times": pd.DataFrame(
            [{"activity": a, "unit": None, "capacity": c, "amount": n} for a, c, n in times]
        ).astype({"unit": "str"}),
        "capacity_need": pd.DataFrame(
            [PLACE | {"capacity": c, "raw": raw, "need": n} for c, raw, n in capacity]
        ),
        "available_capacity": pd.DataFrame(
            [PLACE | {"capacity": c, "amount": n} for c, n in (("hour", 200.0), ("slot", 50.0))]
        ),
        "measures": pd.DataFrame(
            [MEASURE | {"unit": "A", "capacity": "hour", "max_amount": 25.0, "min_block": 5.0}]
        ),
        "allowed_moves": pd.DataFrame([{"unit": "A", "to_unit": "B", "capacity": "slot"}]),
    }


def _amounts(frame, name="amount"):
    return dict(zip(frame["capacity"], frame[name], strict=True))


def test_need_is_counted_in_activities(tables):
    assert _amounts(in_activities(tables)["capacity_need"], "need") == {
        "hip_cut": 60,
        "knee_cut": 80,
    }


def test_the_scarcest_capacity_decides_what_can_be_produced(tables):
    # 200 of 250 hours are 80 %; 50 of 80 slots are 62.5 %.
    found = _amounts(in_activities(tables)["available_capacity"])
    assert found == pytest.approx({"hip_cut": 48, "knee_cut": 50})


def test_without_any_capacity_nothing_can_be_produced(tables):
    bare = tables | {"available_capacity": tables["available_capacity"].iloc[:0]}
    assert set(_amounts(in_activities(bare)["available_capacity"]).values()) == {0.0}


def test_a_measure_is_divided_between_activities_by_use(tables):
    # 25 hours: the hips use 150 of 250, so 15 hours at 2.5 each are 6 operations; the knees get
    # 10 hours at 1.25, 8 operations. Each costs what its hours do.
    found = in_activities(tables)["measures"].set_index("capacity")
    assert found["max_amount"].to_dict() == pytest.approx({"hip_cut": 6, "knee_cut": 8})
    assert found["cost"].to_dict() == pytest.approx({"hip_cut": 250, "knee_cut": 125})
    assert found["min_block"].to_dict() == pytest.approx({"hip_cut": 1.2, "knee_cut": 1.6})


def test_allowed_moves_are_those_of_the_activities(tables):
    found = in_activities(tables)["allowed_moves"]
    assert found.to_numpy().tolist() == [["A", "B", "knee_cut"]]


def test_other_tables_are_the_same(tables):
    assert in_activities(tables)["production_need"] is tables["production_need"]
