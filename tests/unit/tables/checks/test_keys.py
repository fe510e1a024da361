"""Keys and periods within one table."""

import pytest


def _demand(*rows):
    return "region;need;period;patients\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("language", "second", "agreement"),
    [("sv", "30", "Värdena är lika."), ("en", "31", "The values differ.")],
)
def test_a_repeated_key_names_both_rows(said, language, second, agreement):
    (line,) = said(language, demand=_demand("06;hip;2026-01;30", f"06;hip;2026-01;{second}"))
    assert line.startswith("PKS-401 demand.csv, ")
    assert "3" in line.split(":")[0]
    assert "06, hip, 2026-01" in line
    assert agreement in line


@pytest.mark.parametrize(
    ("rows", "guess"),
    [
        # 30 a month: 18 + 12 are the whole, 30 of 30 + 29 is one row too many.
        (["2026-03;18", "2026-03;12"], "parts of a whole"),
        (["2026-03;30", "2026-03;29"], "keep one"),
        (["2026-03;18", "2026-03;21"], ""),
    ],
)
def test_rows_of_one_key_are_held_against_other_periods(said, rows, guess):
    demand = _demand(*(f"06;hip;{row}" for row in ("2026-01;30", "2026-02;31", *rows)))
    line = next(line for line in said("en", demand=demand) if line.startswith("PKS-401"))
    assert "The values differ." in line
    assert guess in line
    assert bool(guess) == ("?" in line)


def test_rows_of_one_key_in_every_period_may_be_parts(said):
    rows = [f"06;hip;2026-0{month};{count}" for month in (1, 2) for count in (18, 12)]
    lines = [line for line in said("en", demand=_demand(*rows)) if line.startswith("PKS-401")]
    assert len(lines) == 2
    assert all("Every period has several rows" in line for line in lines)


def test_spellings_of_one_week_are_one_key(found):
    demand = _demand("06;hip;2026-V14;3", "06;hip;2026-W14;3")
    assert found(demand=demand) == [("PKS-401", "demand.csv", 3, "")]


def test_an_empty_unit_is_a_key_of_its_own(found):
    times = "activity;unit;capacity;amount\nstay;;bed_day;9\nstay;W;bed_day;8\nstay;;bed_day;7\n"
    assert found(activity_times=times) == [("PKS-401", "activity_times.csv", 4, "")]


def test_a_gap_is_told_for_its_series(said):
    demand = _demand("06;hip;2025-11;3", "06;hip;2026-01;3", "06;hip;2026-04;3")
    assert said("sv", demand=demand) == [
        "PKS-402 demand.csv, kolumn period: 3 perioder saknas mellan 2025-11 och 2026-04 för "
        "06 × hip: 2025-12, 2026-02, 2026-03. Tillåtet: högst en fjärdedel av en series perioder "
        "utan rad. Leta efter ett felskrivet år. Skriv två punkter (..) för perioder som inte "
        "är rapporterade, 0 där det inte fanns några patienter."
    ]


def test_a_gap_over_a_long_year_of_weeks(found):
    # 2026 has a week 53, so W52 to W01 leaves one out.
    assert found(demand=_demand("06;hip;2026-W52;3", "06;hip;2027-W01;3")) == [
        ("PKS-402", "demand.csv", None, "period")
    ]


def test_series_may_start_apart_and_are_told_of_when_they_end_apart(found):
    needs = "need;name;flow;priority\nhip;x;acute;1\nknee;y;elective;2\n"
    demand = _demand("06;hip;2025-11;3", "06;knee;2026-02;3", "06;knee;2026-03;3")
    pathways = "need;unit;activity;per_patient\nhip;W;stay;1\nknee;W;stay;1\n"
    told = found(needs=needs, demand=demand, pathways=pathways)
    assert told == [("PKS-407", "demand.csv", None, "period")]


def test_a_mistyped_year_is_one_fault_not_thousands(found):
    assert found(demand=_demand("06;hip;2026-01;3", "06;hip;2096-01;3")) == [
        ("PKS-402", "demand.csv", None, "period")
    ]


def test_months_and_quarters_in_one_table(said):
    (line,) = said("en", demand=_demand("06;hip;2026-01;3", "06;hip;2026-Q2;9"))
    assert line.startswith("PKS-403 demand.csv, row 3, column period: ")
    assert "month (row 2), quarter (row 3)" in line


def test_bookings_are_by_week(found):
    bookings = "unit;need;week;booked;to_plan;overdue;hours_per_patient\nW;hip;2026-05;1;0;0;1,5\n"
    assert found(bookings=bookings) == [("PKS-404", "bookings.csv", 2, "week")]
