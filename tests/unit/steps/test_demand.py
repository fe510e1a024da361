import math

import pandas as pd
import pytest

from pkslib import periods
from pkslib.errors import InputError
from pkslib.settings import Settings, checked
from pkslib.steps import demand
from pkslib.tables.declaration import typed, validate
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import RESULTS, STEP_TABLES, as_declared

FAST = checked({"demand": {"tier": "fast"}}, "test")


def _history(need, first, last, level=100.0):
    """A level with a winter peak of 20 % in the middle of the season."""
    labels = periods.between(first, last)
    season = periods.season(periods.resolution(first))
    patients = [
        level * (1 + 0.2 * math.cos(2 * math.pi * place / season)) for place in range(len(labels))
    ]
    return pd.DataFrame({"region": "99", "need": need, "period": labels, "patients": patients})


def _demand(*histories):
    return typed(pd.concat(histories), INPUTS["demand"])


MONTHS = _demand(
    _history("hip", "2019-01", "2026-10", 60.0), _history("stroke", "2019-01", "2026-10")
)


@pytest.fixture(scope="module")
def results():
    return as_declared(demand.work_out({"demand": MONTHS}, FAST, 2027))


def test_the_step_writes_its_tables(results):
    assert set(results) == set(STEP_TABLES["02_demand"])
    for name, frame in results.items():
        validate(frame, RESULTS[name])


def test_every_need_is_forecast_from_the_end_of_history_to_the_end_of_the_year(results):
    labels = results["forecast"].groupby("need")["period"].agg(list)
    assert labels["hip"] == labels["stroke"] == periods.between("2026-11", "2027-12")


def test_the_season_is_found(results):
    hip = results["forecast"].query("need == 'hip'").set_index("period")["mean"]
    assert hip["2027-01"] > 1.3 * hip["2027-07"]


def test_sums_are_given_by_year_and_quarter(results):
    sums = results["forecast_sums"].query("need == 'hip'").set_index("period")["mean"]
    assert sums["2027"] == pytest.approx(sums.filter(like="2027-Q").sum())
    monthly = results["forecast"].query("need == 'hip' and period >= '2027'")["mean"].sum()
    assert sums["2027"] == pytest.approx(monthly)


def test_the_pandemic_is_marked(results):
    found = results["marks"].query("kind == 'pandemic' and need == 'hip'")["period"]
    assert (found.min(), found.max(), len(found)) == ("2020-03", "2021-12", 22)


def test_without_a_window_nothing_is_marked_as_pandemic():
    open_ended = checked({"demand": {"tier": "fast", "exclude_to": ""}}, "test")
    found = as_declared(demand.work_out({"demand": MONTHS}, open_ended, 2027))["marks"]
    assert "pandemic" not in set(found["kind"])


def test_the_bias_is_a_share_of_the_usual_period():
    # The same history in tens has ten times the bias in patients, and the same share.
    tenfold = MONTHS.assign(patients=MONTHS["patients"] * 10)
    one, ten = (
        as_declared(demand.work_out({"demand": frame}, FAST, 2027))["accuracy"]["bias"]
        for frame in (MONTHS, tenfold)
    )
    assert one.tolist() == pytest.approx(ten.tolist(), rel=1e-6, abs=1e-9)
    assert one.abs().max() < 1


def test_the_bias_is_a_share_of_the_last_year_not_of_the_first():
    # Ten a month in 2025, forty in 2026: four too many is a tenth. Where nobody came it is none.
    months = periods.between("2025-01", "2026-12")
    hip = pd.DataFrame({"series": "hip", "period": months, "value": [10.0] * 12 + [40.0] * 12})
    old = pd.DataFrame({"series": "old", "period": months, "value": [10.0] * 12 + [0.0] * 12})
    tested = pd.DataFrame({"series": ["hip", "old"], "bias": [4.0, 4.0]})
    found = demand._accuracy(pd.concat([hip[::-1], old]), tested)["bias"]
    assert found[0] == pytest.approx(0.1)
    assert math.isnan(found[1])


def test_quarters_are_forecast_and_summed_by_year_alone():
    quarters = _demand(_history("hip", "2017-Q4", "2022-Q4"))
    found = as_declared(demand.work_out({"demand": quarters}, FAST, 2023))
    assert found["forecast"]["period"].tolist() == periods.within_year(2023, "quarter")
    assert found["forecast_sums"]["period"].tolist() == ["2023"]


def test_a_need_that_ends_early_is_not_forecast_into_the_past():
    uneven = _demand(_history("hip", "2019-01", "2026-10"), _history("old", "2019-01", "2026-06"))
    found = as_declared(demand.work_out({"demand": uneven}, FAST, 2027))["forecast"]
    spans = found.groupby("need")["period"].agg(["min", "max"])
    assert spans.loc["old"].tolist() == ["2026-11", "2027-12"]
    assert spans.loc["hip"].tolist() == ["2026-11", "2027-12"]


def test_a_gap_in_a_history_does_not_stop_the_forecast():
    gappy = MONTHS[~((MONTHS["need"] == "hip") & (MONTHS["period"] == "2025-05"))]
    found = as_declared(demand.work_out({"demand": gappy}, FAST, 2027))
    assert len(found["forecast"]) == 28
    assert found["marks"].query("kind == 'gap'")["period"].tolist() == ["2025-05"]


@pytest.mark.parametrize(
    ("last", "year", "ahead"),
    [("2026-10", 2027, 14), ("2026-12", 2027, 12), ("2027-11", 2027, 1), ("2026-12", 2030, 48)],
)
def test_the_horizon_reaches_the_end_of_the_year(last, year, ahead):
    assert demand.horizon(_history("hip", "2024-01", last), year) == ahead


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (_history("hip", "2024-01", "2027-12"), "2027-12"),
        (
            _demand(_history("hip", "2024-01", "2026-12"), _history("old", "2024-Q1", "2026-Q4")),
            "Q4",
        ),
        (MONTHS.iloc[:0], "demand"),
    ],
)
def test_a_demand_that_cannot_be_forecast_is_explained(frame, words):
    with pytest.raises(InputError, match=words):
        as_declared(demand.work_out({"demand": frame}, Settings(), 2027))


def _with(**treatment):
    return checked({"demand": {"tier": "fast", "treatments": {"hip": treatment}}}, "test")


def test_a_treatment_of_a_need_leaves_the_others_alone():
    wanted = _with(calendar=False, periods={"2026-01": "drop"})
    found = as_declared(demand.work_out({"demand": MONTHS}, wanted, 2027))
    base = as_declared(demand.work_out({"demand": MONTHS}, FAST, 2027))
    marked = found["marks"].query("kind == 'outlier'")
    assert marked[["need", "period", "treatment"]].to_numpy().tolist() == [
        ["hip", "2026-01", "left_out"]
    ]
    counts = found["forecast"].groupby("need").size()
    assert counts.tolist() == [14, 14]
    both = found["forecast"].merge(base["forecast"], on=["need", "period"])
    stroke = both[both["need"] == "stroke"]
    # Two series show together which ways of forecasting do best; the year stays as it was.
    assert stroke["mean_x"].sum() == pytest.approx(stroke["mean_y"].sum(), rel=0.01)
    assert stroke["mean_x"].tolist() == pytest.approx(stroke["mean_y"].tolist(), rel=0.06)


def test_a_treatment_of_an_unknown_need_is_an_error():
    wanted = checked({"demand": {"treatments": {"hipp": {"pandemic": "keep"}}}}, "test")
    with pytest.raises(InputError, match=r"hipp.*hip"):
        as_declared(demand.work_out({"demand": MONTHS}, wanted, 2027))
    # A need that other regions have is no fault of this one.
    needs = pd.DataFrame({"need": ["hip", "stroke", "hipp"]})
    assert as_declared(demand.work_out({"demand": MONTHS, "needs": needs}, wanted, 2027))[
        "forecast"
    ].size
