import numpy as np
import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.forecast import findings, marks
from pkslib.forecast.panel import panels


@pytest.fixture
def merged(history):
    """Return a unit that took over another's patients in 2018-01, from 100 to 200 a month."""
    noise = np.random.default_rng(1).lognormal(0, 0.03, 72)
    return history(a=np.repeat([100.0, 200.0], 36) * noise)


def test_history_before_a_shift_is_brought_to_the_new_level(merged):
    treated = findings.treated(panels(merged)[0], None)
    values, usual = treated.until(72)
    assert values[0, :36].mean() == pytest.approx(200, rel=0.05)
    np.testing.assert_array_equal(values, usual)
    np.testing.assert_array_equal(values[0, 36:], merged["value"].to_numpy()[36:])


def test_a_shift_is_not_known_before_it_could_be_found(merged):
    treated = findings.treated(panels(merged)[0], None)
    np.testing.assert_array_equal(treated.until(37)[0][0], merged["value"].to_numpy()[:37])
    assert treated.until(38)[0][0, 0] == pytest.approx(2 * merged["value"][0], rel=0.1)


def test_a_unit_that_was_empty_has_no_level_to_rescale(history):
    rows = history(a=np.r_[np.zeros(30), np.full(10, 50.0), np.full(10, 51.0)])
    treated = findings.treated(panels(rows)[0], None)
    assert not treated.shifts.any()


def test_marks_are_shown_and_overruled(merged):
    found = marks(merged)
    shift = found[found["kind"] == "level shift"]
    assert shift["period"].tolist() == ["2018-01"]
    assert shift["treatment"].tolist() == ["rescaled"]
    kept = marks(merged, treatments=shift.assign(treatment="kept"))
    assert kept.loc[kept["kind"] == "level shift", "treatment"].tolist() == ["kept"]
    panel = panels(merged)[0]
    untouched = findings.treated(panel, None, shift.assign(treatment="kept", period=""))
    np.testing.assert_array_equal(untouched.until(72)[0], panel.values)


def test_a_user_may_leave_any_period_out(merged):
    wish = pd.DataFrame(
        {"series": ["a"], "period": ["2020-05"], "kind": ["outlier"], "treatment": ["left_out"]}
    )
    treated = findings.treated(panels(merged)[0], None, wish)
    assert np.flatnonzero(np.isnan(treated.values[0])).tolist() == [64]
    assert "2020-05" in treated.rows["period"].tolist()


def test_an_unknown_treatment_is_refused(merged):
    wish = pd.DataFrame(
        {"series": ["a"], "period": ["2018-01"], "kind": ["level shift"], "treatment": ["gone"]}
    )
    with pytest.raises(InputError, match="level shift / gone"):
        marks(merged, treatments=wish)


def test_pandemic_is_out_of_the_season_but_not_of_the_level(history):
    treated = findings.treated(panels(history(a=np.arange(1.0, 101)))[0], findings.PANDEMIC)
    out = np.flatnonzero(np.isnan(treated.usual[0]))
    # 2020-03 is period 62 counted from 2015-01 as 0; 22 months to 2021-12.
    assert out.tolist() == list(range(62, 84))
    assert not np.isnan(treated.values).any()
    assert (treated.rows["kind"] == "pandemic").sum() == 22


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("2020-Q1", False),
        ("2020-Q2", True),
        ("2020", True),
        ("2020-W09", False),
        ("2021-12-31", True),
    ],
)
def test_a_period_belongs_to_the_window_by_most_of_its_days(label, inside):
    assert findings.within([label], findings.PANDEMIC).tolist() == [inside]
    assert findings.within([label], None).tolist() == [False]


def test_years_are_too_few_to_tell_jumps(history):
    rows = history("1990", a=np.repeat([10.0, 30.0], 12))
    assert marks(rows, exclude=None).empty


def test_gaps_are_marked(history):
    rows = history(a=np.full(30, 5.0)).drop(index=7)
    found = marks(rows)
    assert found[["period", "kind"]].to_numpy().tolist() == [["2015-08", "gap"]]
