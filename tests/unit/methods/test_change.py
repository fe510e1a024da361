import pytest

from pkslib.errors import InputError
from pkslib.methods.change import bridge, of_least, waterfall


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


def test_what_was_least_all_the_way_makes_all_of_the_change():
    assert of_least([60, 100], [50, 90]).tolist() == [-10, 0]
    assert of_least([7], [9]).tolist() == [2]


def test_one_that_becomes_the_least_counts_from_there():
    # 100 − 40 t meets 80 at t = 1/2: half of −40. The least goes from 80 to 60.
    assert of_least([100, 80], [60, 80]).tolist() == [-20, 0]
    # 50 + 40 t meets 90 − 40 t at t = 1/2: +20 and −20; the least is 50 before and after.
    assert of_least([50, 90], [90, 50]).tolist() == [20, -20]


def test_one_that_gains_a_single_unit_on_the_other_meets_it_too():
    # 10 + t meets 10.5 at t = 1/2: half of its one.
    assert of_least([10, 10.5], [11, 10.5]).tolist() == [0.5, 0]


def test_who_would_meet_only_before_or_after_the_way_never_does():
    # 20 + t and 10 − 8 t met a while ago; 30 − 10 t meets 10 − 8 t when all is over.
    assert of_least([20, 10, 30], [21, 2, 20]).tolist() == [0, -8, 0]
    assert of_least([10, 20], [12, 19]).tolist() == [2, 0]


def test_those_that_are_least_together_share_alike():
    assert of_least([10, 10, 30], [8, 8, 30]).tolist() == [-1, -1, 0]


def test_only_those_alike_all_the_way_share():
    # Both fall by ten thousand, as far as a float can tell; the first ends a hair below.
    assert of_least([1e4, 1e4], [0, 1e-13]).tolist() == [-1e4, 0]
    assert of_least([0, 1e-13], [1e4, 1e4]).tolist() == [1e4, 0]


def test_cases_stand_one_a_row():
    found = of_least([[60, 100], [100, 80]], [[50, 90], [60, 80]])
    assert found.tolist() == [[-10, 0], [-20, 0]]


def test_a_negative_amount_has_no_least():
    with pytest.raises(InputError, match="before"):
        of_least([-1, 2], [1, 2])


def test_a_bridge_goes_from_each_year_s_close_to_the_next():
    # By hand at 10 % dearer: 100 + 10 + 20 · 1.1 + 30 = 162; then 16.2 − 10 · 1.21 − 15 · 1.1.
    found = bridge(100, [120, 110], [30, 0], [0, -15], 0.1)
    assert found["opening"] == pytest.approx([100, 162])
    assert found["index"] == pytest.approx([10, 16.2])
    assert found["volume"] == pytest.approx([22, -12.1])
    assert found["measures"] == pytest.approx([30, 0])
    assert found["lasting"] == pytest.approx([0, -16.5])
    assert found["closing"] == pytest.approx([162, 149.6])


def test_a_bridge_of_one_year_without_changes_closes_as_it_opened():
    found = bridge(80, [80], [0], [0], 0)
    assert {name: part.tolist() for name, part in found.items()} == {
        "opening": [80], "index": [0], "volume": [0], "measures": [0], "lasting": [0],
        "closing": [80],
    }  # fmt: skip


def test_a_bridge_refuses_a_missing_amount():
    with pytest.raises(InputError, match="opening"):
        bridge(float("nan"), [1], [0], [0], 0)
