"""Data sets of one table: what is filled in, in which words, and which steps have nothing to do."""

import pandas as pd
import pytest

from pkslib import language, scenario
from pkslib.settings import checked
from pkslib.tables import intake, overview, starters
from pkslib.tables.inputs import INPUTS
from pkslib.tables.results import STEP_TABLES

FAST = checked({"demand": {"tier": "fast"}, "risk": {"draws": 100}}, "test")
MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025, 2026) for month in range(1, 13)]


@pytest.fixture
def beds(tmp_path):
    """Two wards; the second lacks beds, and beds of months to come are known."""
    rows = ["Avdelning;Månad;Bemannade vårddygn;Belagda vårddygn"]
    rows += [f"A;{month};600;{450 + at % 12}" for at, month in enumerate(MONTHS)]
    rows += [f"B;{month};300;{280 + at % 12}" for at, month in enumerate(MONTHS)]
    rows += ["A;2027-01;570;", "B;2027-01;300;"]
    (tmp_path / "beds.csv").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def test_beds_alone_make_a_need_for_each_ward(beds):
    report = intake.check(beds)
    assert report.faults == ()
    assert "PKS-421" in [note.code for note in report.notes]
    tables = report.tables
    assert tables["needs"][["need", "counted"]].to_numpy().tolist() == [
        ["A", "bed_days"],
        ["B", "bed_days"],
    ]
    # Figures of one's own are not said to be invented.
    assert tables["regions"]["invented"].tolist() == [False]
    # What is occupied ends with what is known, and what is staffed goes on.
    assert tables["demand"]["period"].max() == "2026-12"
    assert tables["available"]["period"].max() == "2027-01"


def test_the_bed_plan_shows_who_lacks_beds(beds):
    tables = overview.region_slice(intake.load(beds), "region")
    found = scenario.run(tables, FAST, 2027)
    gap = found["gap"].groupby("unit")["gap"].sum()
    assert gap["A"] < 0 < gap["B"]
    # Nothing waits and nothing is booked.
    assert all(found[name].empty for name in STEP_TABLES["08_outlook"])


def test_a_region_of_its_own_and_another_target_stand(beds):
    (beds / "units.csv").write_text(
        "unit;name;region;parent;level\nA;Avd A;06;;avdelning\nB;Avd B;06;;avdelning",
        encoding="utf-8",
    )
    (beds / "capacities.csv").write_text(
        "capacity;name;measure;utilisation;margin\nplats;Platser;bed_day;0,9;0", encoding="utf-8"
    )
    tables = intake.load(beds)
    assert overview.regions(tables) == ["06"]
    assert tables["available"]["capacity"].unique().tolist() == ["plats"]
    assert tables["capacities"]["utilisation"].tolist() == [0.9]


def test_a_merged_ward_keeps_one_history(beds):
    # B joined A on the first of July 2026: its later beds are told under A.
    (beds / "unit_changes.csv").write_text(
        "unit;to_unit;from;share\nB;A;2026-07;1", encoding="utf-8"
    )
    report = intake.check(beds)
    assert report.faults == ()
    tables = report.tables
    assert tables["needs"]["need"].tolist() == tables["units"]["unit"].tolist() == ["A"]
    first = tables["demand"].set_index("period")["patients"]["2024-01"]
    assert first == 450 + 280
    amounts = tables["available"].set_index(["unit", "period"])["amount"]
    assert amounts["A", "2024-01"] == 900
    assert amounts["A", "2027-01"] == 870


def test_a_split_ward_is_divided_once(beds):
    (beds / "unit_changes.csv").write_text(
        "unit;to_unit;from;share\nA;C;2027-01;0,3", encoding="utf-8"
    )
    tables = intake.load(beds)
    demand = tables["demand"].set_index(["need", "period"])["patients"]
    assert demand["C", "2024-01"] == 135
    amounts = tables["available"].set_index(["unit", "period"])["amount"]
    assert amounts["C", "2024-01"] == 180
    assert amounts["A", "2024-01"] == 420


def test_a_sum_of_wards_is_no_ward(beds):
    with (beds / "beds.csv").open("a", encoding="utf-8") as file:
        file.write("\nTotalt;2026-01;900;730")
    assert [fault.code for fault in intake.check(beds).faults] == ["PKS-136"]


def test_demand_alone_is_forecast_and_no_more(tmp_path):
    rows = [f"06;hip;{month};{40 + at % 12}" for at, month in enumerate(MONTHS)]
    (tmp_path / "demand.csv").write_text(
        "\n".join(["region;need;period;patients", *rows]), encoding="utf-8"
    )
    tables = overview.region_slice(intake.load(tmp_path), "06")
    found = scenario.run(tables, FAST, 2027)
    assert len(found["forecast"]) == 12
    for step in ("03_need", "04_capacity", "05_balance", "06_plan"):
        assert all(found[name].empty for name in STEP_TABLES[step])
    # What care the patients take is not known, but not that nobody comes.
    row = found["region_summary"].iloc[0]
    assert row["patients"] == pytest.approx(found["forecast"]["mean"].sum())
    assert row["patients"] == pytest.approx(sum(40 + at for at in range(12)), rel=0.1)
    assert abs(row["change"]) < 0.1


def test_a_waiting_list_alone_is_held_to_the_guarantee(tmp_path):
    rows = ["06;hip;2026-10-31;0;90;30", "06;hip;2026-10-31;91;;10"]
    (tmp_path / "waiting.csv").write_text(
        "\n".join(["region;need;as_of;days_from;days_to;patients", *rows]), encoding="utf-8"
    )
    tables = overview.region_slice(intake.load(tmp_path), "06")
    found = scenario.run(tables, FAST, 2027)
    row = found["region_summary"].iloc[0]
    assert row["waiting"] == 40
    assert row["share_lower"] == row["share_upper"] == pytest.approx(0.75)
    assert pd.isna(row["patients"])


def test_a_whole_data_set_is_not_filled_in():
    assert starters.start_of(INPUTS) == ""
    assert starters.completed({}, "") == ({}, [])


def test_figures_that_are_bed_days_are_said_to_be():
    with language.counting("bed_days"), language.using("sv"):
        assert language.text("New patients per month") == "Belagda vårddygn per månad"
        # Names of values are left alone.
        assert language.text("{patients} patients in the planning year.", patients=9) == (
            "9 vårddygn under planeringsåret."
        )
        # No bed day is in need of care.
        needed = "{patients} patients are expected to need care in {year}"
        assert language.text(needed, patients=9, year=2027) == "9 vårddygn väntas behövas 2027"
    assert language.in_words("Patienter") == "Patienter"


def test_a_population_alone_is_told_what_to_add(tmp_path):
    (tmp_path / "population.csv").write_text(
        "region;sex;age_group;year;persons\n06;men;0-19;2026;7\n", encoding="utf-8"
    )
    assert [fault.code for fault in intake.check(tmp_path).faults] == ["PKS-139"]


def test_a_waiting_list_is_set_aside_by_a_bed_plan(beds):
    (beds / "waiting.csv").write_text(
        "region;need;as_of;days_from;days_to;patients\n06;hip;2026-10-31;0;90;30\n",
        encoding="utf-8",
    )
    report = intake.check(beds)
    assert report.faults == ()
    assert "PKS-425" in [note.code for note in report.notes]
    assert report.tables["waiting"].empty


def test_what_has_ended_is_told_and_nothing_is_forecast_into_the_past(tmp_path):
    ends = {"hip": 36, "knee": 34, "gone": 23}
    rows = [
        f"06;{need};{month};{40 + at % 12}"
        for need, end in ends.items() for at, month in enumerate(MONTHS[:end])
    ]  # fmt: skip
    (tmp_path / "demand.csv").write_text(
        "\n".join(["region;need;period;patients", *rows]), encoding="utf-8"
    )
    found = scenario.run(overview.region_slice(intake.load(tmp_path), "06"), FAST, 2027)
    assert sorted(set(found["forecast"]["need"])) == ["hip", "knee"]
    # Knee is two months late: it is forecast as if it went on, from January as the other.
    assert found["forecast"]["period"].min() == "2027-01"
    assert found["forecast"].groupby("need").size().tolist() == [12, 12]
    over = found["marks"].set_index("kind").loc["ended"]
    assert over[["need", "period", "treatment"]].tolist() == ["gone", "2025-11", "not_forecast"]


def test_counts_told_as_fewer_than_five_leave_an_interval(tmp_path):
    rows = [f"06;hip;{month};<5" for month in MONTHS]
    (tmp_path / "demand.csv").write_text(
        "\n".join(["region;need;period;patients", *rows]), encoding="utf-8"
    )
    found = scenario.run(overview.region_slice(intake.load(tmp_path), "06"), FAST, 2027)
    month = found["forecast"].iloc[0]
    # 1 to 4, each equally likely: 80 % of 1.5 + 0.5 to each side of 2.5.
    assert month["lower_80"] == pytest.approx(0.9, abs=0.1)
    assert month["upper_80"] == pytest.approx(4.1, abs=0.1)
    year = found["forecast_sums"].set_index("period").loc["2027"]
    assert year["upper_80"] - year["mean"] == pytest.approx(1.6 * 12**0.5, rel=0.1)


def test_a_history_too_short_for_a_forecast_lets_the_rest_go_on(data_set):
    tables = overview.region_slice(intake.load(data_set()), "06")
    found = scenario.run(tables, FAST, 2027)
    for step in ("02_demand", "03_need", "04_capacity", "05_balance", "06_plan"):
        assert all(found[name].empty for name in STEP_TABLES[step])
    assert len(found["need_follow_up"]) == 12
    assert found["region_summary"]["patients"].isna().all()


def test_days_of_one_weekday_are_weeks():
    labels = [f"{day:%Y-%m-%d}" for day in pd.date_range("2026-01-05", periods=8, freq="7D")]
    rows = pd.DataFrame({"region": "06", "need": "hip", "period": labels, "patients": 3.0})
    rows.loc[0, "patients"] = None
    told = starters.lengths(rows)
    assert told[["known", "fewest"]].to_numpy().tolist() == [[7, 8]]
    assert starters.lengths(rows.assign(period=["2026-01-05", *labels[1:7], "2026-02-24"]))[
        "fewest"
    ].tolist() == [14]
