import pandas as pd
import pytest

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import decided, forecast, marks
from pkslib.settings import Demand, checked

MONTHS = periods.between("2019-01", "2026-10")


def _demand(need="hip", values=None):
    patients = values or [100.0 + 3 * (at % 5) for at in range(len(MONTHS))]
    return pd.DataFrame({"region": "99", "need": need, "period": MONTHS, "patients": patients})


def _settings(decisions=(), **treatment):
    raw = {"demand": {"treatments": {"hip": treatment}}, "decisions": list(decisions)}
    return checked(raw, "test")


def _marks(demand, settings):
    how = settings.demand
    return marks(decided.history(demand, how), **decided.options(demand, how))


def test_without_treatments_the_rule_holds():
    found = _marks(_demand(), checked({}, "test"))
    assert set(found["treatment"]) == {"left_out_of_season"}


def test_the_pandemic_is_kept_for_one_need_alone():
    both = pd.concat([_demand("hip"), _demand("stroke")])
    found = _marks(both, _settings(pandemic="keep")).groupby("series")["treatment"].unique()
    assert found["hip"].tolist() == ["kept"]
    assert found["stroke"].tolist() == ["left_out_of_season"]


def test_a_single_period_goes_before_the_field():
    wanted = _settings(pandemic="keep", periods={"2020-04": "drop", "2026-01": "drop"})
    found = _marks(_demand(), wanted).set_index(["period", "kind"])["treatment"]
    assert found["2020-04", "outlier"] == found["2026-01", "outlier"] == "left_out"
    assert found["2020-04", "pandemic"] == "kept"


def test_a_shift_that_is_known_moves_the_history_before_it():
    # A tenth more from 2026-07: too little to be found, and known to the clinic.
    steady = [100.0 + at % 3 for at in range(len(MONTHS))]
    at = MONTHS.index("2026-07")
    moved = [value * (1.1 if place >= at else 1) for place, value in enumerate(steady)]
    demand, wanted = _demand(values=moved), _settings(periods={"2026-07": "level shift"})
    found = _marks(demand, wanted)
    assert found.query("kind == 'level shift'")["period"].tolist() == ["2026-07"]
    plain, known = (
        forecast(decided.history(demand, how), 12, tier="fast", **decided.options(demand, how))
        for how in (Demand(), wanted.demand)
    )
    level = 1.1 * 101
    error = [abs(rows["mean"] - level).mean() for rows in (known, plain)]
    assert error[0] < 1 < error[1] / 2


def test_history_may_begin_later():
    wanted = _settings(history_from="2023-01")
    assert decided.history(_demand(), wanted.demand)["period"].min() == "2023-01"
    shown = decided.told(_marks(_demand(), wanted), _demand(), wanted)
    assert shown[["period", "kind", "treatment"]].to_numpy().tolist() == [
        ["2023-01", "level shift", "earlier_left_out"]
    ]


def test_the_marks_tell_who_decided():
    named = {
        "setting": "demand.treatments.hip", "by": "verksamhetschef", "on": "2026-10-01",
        "why": "omkodning",
    }  # fmt: skip
    wanted = _settings([named], outliers="drop", periods={"2026-01": "drop"})
    shown = decided.told(_marks(_demand(), wanted), _demand(), wanted).set_index("period")
    said = shown[["decided", "by", "why"]]
    assert said.loc["2026-01"].tolist() == ["scenario", "verksamhetschef", "omkodning"]
    assert said.loc["2020-04"].tolist() == ["rule", "", ""]
    nobody = _settings(periods={"2026-01": "drop"})
    shown = decided.told(_marks(_demand(), nobody), _demand(), nobody).set_index("period")
    assert shown.loc["2026-01", ["decided", "by"]].tolist() == ["scenario", ""]


@pytest.mark.parametrize(
    ("treatment", "words"),
    [
        ({"periods": {"2018-12": "drop"}}, "2019-01 to 2026-10"),
        ({"periods": {"2026-Q1": "drop"}}, "2026-Q1"),
        ({"periods": {"2026-10": "level shift"}}, "2 periods"),
        ({"periods": {"2019-01": "level shift"}}, "one before"),
        ({"history_from": "2027-01"}, "2027-01"),
    ],
)
def test_periods_that_cannot_be_are_named(treatment, words):
    with pytest.raises(InputError, match=words):
        decided.history(_demand(), _settings(**treatment).demand)


@pytest.mark.parametrize(
    "treatment", [{"pandemic": "skip"}, {"periods": {"2026-13": "drop"}}, {"shift": True}]
)
def test_words_that_mean_nothing_are_refused(treatment):
    with pytest.raises(InputError, match=r"demand\.treatments\.hip"):
        _settings(**treatment)
