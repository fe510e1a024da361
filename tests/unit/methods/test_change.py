import pytest

from pkslib.errors import InputError
from pkslib.methods.change import waterfall


def test_effects_of_the_published_factors():
    # NHP nhp_model test_model_iteration.py, test_fix_step_counts: 1.5, 2 and 0.5 on 1, 2 and 3.
    # By hand on 1: 0.5, 1 and −0.5 alone make 2; together 1.5 · 2 · 0.5 = 1.5.
    found = waterfall([1, 2, 3], {"a": 1.5, "b": 2.0, "c": 0.5})
    assert {name: part.tolist() for name, part in found.items()} == {
        "a": [0.5, 1.0, 1.5],
        "b": [1.0, 2.0, 3.0],
        "c": [-0.5, -1.0, -1.5],
        "interaction": [-0.5, -1.0, -1.5],
        "total": [1.5, 3.0, 4.5],
    }


def test_one_factor_has_no_interaction():
    assert waterfall(2000, {"stay": 0.9}) == pytest.approx(
        {"stay": -200, "interaction": 0, "total": 1800}
    )


def test_a_factor_of_one_does_nothing():
    assert waterfall(10, {"rate": 1, "stay": 1}) == {
        "rate": 0, "stay": 0, "interaction": 0, "total": 10,
    }  # fmt: skip


def test_without_factors_the_total_stays():
    assert waterfall(10, {}) == {"interaction": 0, "total": 10}


def test_factors_may_differ_by_unit():
    found = waterfall(100, {"rate": [1.1, 1.2]})
    assert found["total"] == pytest.approx([110, 120])


def test_a_factor_may_be_called_baseline():
    assert waterfall(10, {"baseline": 2})["baseline"] == 10


@pytest.mark.parametrize("name", ["interaction", "total"])
def test_names_of_the_answer_are_taken(name):
    with pytest.raises(InputError, match=name):
        waterfall(10, {name: 2})


@pytest.mark.parametrize(
    ("baseline", "factor", "message"),
    [(float("nan"), 1, "^baseline:"), (1, -1, "stay"), (1, float("nan"), "stay")],
)
def test_what_is_not_allowed_is_named(baseline, factor, message):
    with pytest.raises(InputError, match=message):
        waterfall(baseline, {"stay": factor})
