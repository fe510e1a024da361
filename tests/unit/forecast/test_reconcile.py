import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pkslib.errors import InputError
from pkslib.forecast.reconcile import WAYS, reconciled

TREE = {"a": "H", "b": "H", "c": "K", "H": "R", "K": "R"}
NAMES = ("H", "K", "R", "a", "b", "c")


def _rows(means):
    return pd.DataFrame({"series": NAMES, "period": "2027", "mean": means})


def _by_name(rows):
    return rows.set_index("series")["mean"].to_dict()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=6, max_size=6), st.sampled_from(WAYS))
def test_parts_equal_wholes_and_nothing_is_negative(means, way):
    found = _by_name(reconciled(_rows(means), TREE, way=way))
    assert min(found.values()) >= 0
    assert found["H"] == pytest.approx(found["a"] + found["b"], abs=1e-6)
    assert found["R"] == pytest.approx(found["H"] + found["K"], abs=1e-6)


def test_what_agrees_already_is_not_touched():
    rows = _rows([30.0, 5, 35, 10, 20, 5])
    for way in WAYS:
        np.testing.assert_allclose(reconciled(rows, TREE, way=way)["mean"], rows["mean"])


def test_top_down_keeps_the_top_and_the_proportions():
    found = _by_name(reconciled(_rows([1.0, 1, 70, 10, 20, 5]), TREE, way="top down"))
    assert found == pytest.approx({"R": 70, "a": 20, "b": 40, "c": 10, "H": 60, "K": 10})


def test_top_down_shares_alike_where_nothing_is_below():
    found = _by_name(reconciled(_rows([1.0, 1, 9, 0, 0, 0]), TREE, way="top down"))
    assert found["a"] == found["b"] == found["c"] == 3


def test_the_well_proven_moves_least():
    means = [40.0, 5, 45, 10, 20, 5]
    trusted = dict.fromkeys(NAMES, 10.0) | {"H": 0.1, "R": 0.1}
    assert _by_name(reconciled(_rows(means), TREE, trusted))["H"] == pytest.approx(40, abs=0.1)
    doubted = dict.fromkeys(NAMES, 0.1) | {"H": 10.0, "R": 10.0}
    assert _by_name(reconciled(_rows(means), TREE, doubted))["H"] == pytest.approx(30, abs=0.1)


def test_a_series_may_be_part_of_two_wholes():
    # Two needs at two units: needs and units are both forecast as wholes, and both add up.
    cells = {"stroke M": 10.0, "stroke K": 20.0, "hip M": 30.0, "hip K": 40.0}
    wholes = {"stroke": 36.0, "hip": 70.0, "M": 40.0, "K": 66.0, "R": 106.0}
    rows = pd.DataFrame({"series": [*cells, *wholes], "period": "2027"})
    rows["mean"] = [*cells.values(), *wholes.values()]
    tree = {cell: tuple(cell.split()) for cell in cells} | dict.fromkeys(
        ("stroke", "hip", "M", "K"), "R"
    )
    for way in WAYS:
        found = _by_name(reconciled(rows, tree, way=way))
        assert found["stroke"] == pytest.approx(found["stroke M"] + found["stroke K"])
        assert found["K"] == pytest.approx(found["stroke K"] + found["hip K"])
        assert found["R"] == pytest.approx(found["stroke"] + found["hip"])
    # Least squares: six more at the unit K and with the need stroke are six more in their cell.
    equal = dict.fromkeys(rows["series"], 1.0)
    found = _by_name(reconciled(rows, tree, equal))
    assert max(found[cell] - cells[cell] for cell in cells) == found["stroke K"] - 20
    assert _by_name(reconciled(rows, tree, way="top down"))["R"] == 106


def test_bounds_move_with_the_mean():
    rows = _rows([40.0, 5, 45, 10, 20, 5])
    rows = rows.assign(lower_80=rows["mean"] - 4, upper_80=rows["mean"] + 4)
    found = reconciled(rows, TREE, way="bottom up").set_index("series")
    assert found.loc["H", ["lower_80", "mean", "upper_80"]].tolist() == [26, 30, 34]


@pytest.mark.parametrize(
    ("tree", "said"),
    [({"a": "X"}, "X"), ({"a": "H", "H": "a"}, "part of itself")],
)
def test_a_faulty_tree_is_refused(tree, said):
    with pytest.raises(InputError, match=said):
        reconciled(_rows([1.0] * 6), tree)


def test_a_faulty_question_is_refused():
    with pytest.raises(InputError, match="sideways"):
        reconciled(_rows([1.0] * 6), TREE, way="sideways")
    lacking = pd.concat([_rows([1.0] * 6), _rows([1.0] * 6).assign(period="2028").iloc[1:]])
    with pytest.raises(InputError, match="every period"):
        reconciled(lacking, TREE)
