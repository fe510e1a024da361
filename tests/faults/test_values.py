"""Values: faults 35 to 53."""

import math

import pandas as pd
import pytest

from pkslib import periods, scenario
from pkslib.forecast import forecast as forecast_series
from pkslib.forecast import marks
from pkslib.settings import Settings
from pkslib.tables import intake, overview

DEMAND = "region;need;period;patients\n06;hip;2026-01;30\n06;hip;2026-02;28\n"
TIMES = "activity;unit;capacity;amount\nstay;;bed_day;{}\n"
AVAILABLE = "unit;capacity;period;amount\nW;bed_day;2026-01;{}\nW;bed_day;2026-02;400\n"
PRODUCTION = "unit;activity;period;count\nW;stay;2026-01;{}\nW;stay;2026-02;40\n"
SEASON = (9, 12, 8, 10, 14, 7, 6, 8, 11, 13, 10, 9)


def history(values, start="2022-01"):
    labels = [start, *periods.following(start, len(values) - 1)]
    return pd.DataFrame({"series": "a", "period": labels, "value": [float(v) for v in values]})


def csv(values):
    return history(values).to_csv(index=False)


def rows_of(told):
    """Return the forecast's rows as the command wrote them: comma, decimal point."""
    head, *rows = (line.split(",") for line in told.output)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_f35_a_negative_count(check, forecast):
    told = check(demand=DEMAND.replace(";30", ";-30"))
    assert told.status == 2
    assert "at least 0" in told.line("PKS-205", "demand.csv, row 2, column patients")
    assert forecast(csv([*SEASON, -1])).status == 2


@pytest.mark.parametrize(("cell", "code"), [("inf", "PKS-202"), ("NaN", "PKS-202")])
def test_f36_empty_and_infinite_cells(check, forecast, cell, code):
    told = check(demand=DEMAND.replace(";30", f";{cell}"))
    assert told.status == 2
    assert told.line(code, "demand.csv, row 2, column patients")
    assert forecast(csv(SEASON) + f"a,2023-01,{cell}\n").status == 2


def test_f36_an_empty_cell_was_not_reported(check, forecast):
    told = check(demand=DEMAND.replace(";30", ";"))
    assert told.status == 0
    assert told.line("PKS-220", "demand.csv, column patients")
    assert forecast(csv(SEASON) + "a,2023-01,\n").status == 0


def test_f37_parts_of_patients(check):
    told = check(demand=DEMAND.replace(";30", ";30,25"))
    assert (told.status, told.codes) == (0, ["PKS-216"])


@pytest.mark.parametrize(
    ("utilisation", "code"), [("0", "PKS-205"), ("1,01", "PKS-206"), ("-0,1", "PKS-205")]
)
def test_f38_target_utilisation_outside_its_range(check, utilisation, code):
    head = "capacity;name;measure;utilisation;margin"
    told = check(capacities=f"{head}\nbed_day;V;bed_day;{utilisation};0\n")
    assert told.status == 2
    assert told.line(code, "capacities.csv, row 2, column utilisation")


@pytest.mark.parametrize(
    ("amount", "codes"), [("9,5", []), ("16", ["PKS-514"]), ("4", ["PKS-514"])]
)
def test_f38_occupancy_that_nobody_believes(check, amount, codes):
    # 40 stays of 9.5 days in 400 bed days are 95 %; of 16 days 160 %; of 4 days 40 %.
    told = check(activity_times=TIMES.format(amount), production=PRODUCTION.format("40"))
    assert (told.status, told.codes) == (0, codes)


def test_f39_stays_of_nothing_and_of_more_than_a_year(check):
    assert check(activity_times=TIMES.format(0)).codes == ["PKS-516"]
    assert check(activity_times=TIMES.format(366)).codes == ["PKS-512"]
    day = "activity;name;kind\nstay;Dagvård;day_case\n"
    assert check(activity_times=TIMES.format(0), activities=day).codes == []


def test_f40_patients_where_no_bed_was_available(check):
    told = check(available=AVAILABLE.format(0), production=PRODUCTION.format(40))
    assert told.status == 2
    assert told.line("PKS-517", "available.csv, row 2, column amount")
    openings = "unit;capacity;period;amount\nW;bed_day;2026-01;300\n"
    more = check(openings=openings)
    assert (more.status, more.codes) == (0, ["PKS-518"])


@pytest.mark.parametrize(("hours", "status"), [("744", 0), ("745", 2)])
def test_f41_more_hours_than_a_month_has(check, hours, status):
    # January: 31 x 24 = 744 hours.
    resources = f"unit;resource;period;count;hours;absence\nW;theatre;2026-01;2;{hours};0\n"
    told = check(resources=resources)
    assert told.status == status
    assert ("PKS-513" in told.codes) == (status == 2)


def test_f42_nothing_but_zeros(forecast):
    told = forecast(csv([0] * 36))
    assert told.status == 0
    assert {(row["mean"], row["method"]) for row in rows_of(told)} == {("0.0", "zero")}


def test_f43_always_the_same(forecast):
    rows = rows_of(forecast(csv([7] * 36)))
    assert {(float(row["mean"]), row["method"]) for row in rows} == {(7.0, "constant")}


def test_f44_short_histories(forecast):
    assert {row["method"] for row in rows_of(forecast(csv(SEASON[:10])))} == {"short"}
    refused = forecast(csv(SEASON[:5]))
    assert refused.status == 2
    assert "at least 6" in " ".join(refused.lines)


def test_f45_the_pandemic_is_marked_and_kept_out_of_the_season():
    usual = SEASON * 8
    sunk = [value / 4 if 26 <= at < 48 else value for at, value in enumerate(usual)]
    found = marks(history(sunk, "2018-01"))
    marked = found[found["kind"] == "pandemic"]
    assert [marked["period"].min(), marked["period"].max()] == ["2020-03", "2021-12"]
    assert set(marked["treatment"]) == {"left_out_of_season"}
    ahead = forecast_series(history(sunk, "2018-01"), 12, tier="fast")["mean"]
    assert ahead.corr(pd.Series(SEASON, dtype=float)) > 0.9


def test_f46_an_outlier_is_told_and_kept():
    values = [10 * value + 7 * at % 5 for at, value in enumerate(SEASON * 5)]
    values[40] = 900
    found = marks(history(values)).query("kind == 'outlier'")
    assert "2025-05" in found["period"].tolist()
    assert set(found["treatment"]) == {"kept"}


def test_f47_a_lasting_change_of_level_is_told_with_its_date():
    values = [value * (3 if at >= 36 else 1) for at, value in enumerate(SEASON * 5)]
    found = marks(history(values))
    shift = found[found["kind"] == "level shift"]
    assert shift["period"].tolist() == ["2025-01"]


@pytest.mark.parametrize(
    "values",
    [[1e-9] * 30 + [1e9] * 6, [0] * 35 + [5000], [1, 0] * 18, list(range(36))],
    ids=["leap", "from nothing", "to and fro", "straight line"],
)
def test_f48_no_forecast_is_missing_and_no_quantiles_cross(values):
    found = forecast_series(history(values), 12, tier="full")
    numbers = found[["lower_95", "lower_80", "mean", "upper_80", "upper_95"]]
    assert numbers.map(math.isfinite).all(axis=None)
    assert (found["lower_95"] <= found["lower_80"]).all()
    assert (found["lower_80"] <= found["upper_80"]).all()
    assert (found["upper_80"] <= found["upper_95"]).all()
    assert (numbers >= 0).all(axis=None)


def test_f49_a_few_patients_now_and_then(forecast):
    rows = rows_of(forecast(csv([0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 1] * 3)))
    assert {row["method"] for row in rows} == {"intermittent"}


def test_f50_growth_without_measure_stays_finite():
    tripled = [3 ** (at / 12) for at in range(36)]
    found = forecast_series(history(tripled), 24, tier="full")
    assert found["mean"].between(0, 3**5).all()


@pytest.fixture(scope="module")
def example():
    tables = intake.load("data/example")
    return overview.region_slice(tables, "99")


@pytest.fixture(scope="module")
def fast():
    return Settings(demand=Settings().demand.model_copy(update={"tier": "fast"}))


def test_f51_a_gap_that_nothing_can_close_is_an_answer(example, fast):
    bare = example | {"measures": example["measures"].head(0)}
    bare["available"] = bare["available"].assign(amount=0.0)
    bare["resources"] = bare["resources"].assign(count=0.0)
    balance = scenario.run(bare, fast, 2027)["balance"]
    assert balance["remaining"].sum() > 0


def test_f52_the_same_plan_every_time_whatever_the_order_of_rows(example, fast):
    turned = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in example.items()}
    one, other = (scenario.run(tables, fast, 2027) for tables in (example, turned))
    for name in ("balance", "targets", "plan"):
        pd.testing.assert_frame_equal(one[name], other[name])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[balance]\nmove_cost = -1", "balance.move_cost: found -1; allowed: a number at least 0."),
        ("[capacities.bed_day]\nutilisation = 85", "above 0, at most 1"),
        ("[plan]\nsummer_share = 1.5", "at least 0, at most 1"),
        ("[plan]\nlevl = 1", "Did you mean “level”?"),
        ("[plan", "no readable TOML"),
    ],
)
def test_f53_settings_that_can_not_be(pks, data_set, tmp_path, body, said):
    folder = data_set()
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "vinter.toml").write_text(body, encoding="utf-8")
    out = tmp_path / "out"
    told = pks("run", "--data", folder, "--year", 2027, "--scenario", "vinter", "--output", out)
    assert told.status == 2
    assert said in " ".join(told.lines)
    assert not out.exists()


MEASURE = (
    "measure;name;step;unit;to_unit;capacity;side;max_amount;cost;start;end;status;realised\n"
    "M1;x;3;W;;bed_day;capacity;10;{cost};2027-06;{end};planned;{realised}\n"
)


@pytest.mark.parametrize(
    ("changed", "code", "column"),
    [
        ({"cost": "-1"}, "PKS-205", "cost"),
        ({"end": "2027-01"}, "PKS-508", "end"),
        ({"realised": "1,2"}, "PKS-206", "realised"),
    ],
)
def test_f53_measures_that_can_not_be(check, changed, code, column):
    told = check(measures=MEASURE.format(**{"cost": 1, "end": "2027-12", "realised": 0} | changed))
    assert told.status == 2
    assert told.line(code, f"measures.csv, row 2, column {column}")
