"""Cells to values, and what is said of those that are none."""

import pytest

from pkslib.tables import intake


def _demand(*rows):
    return "region;need;period;patients\n" + "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2027-13", "PKS-209"),
        ("2027-02-29", "PKS-209"),
        ("2027-W53", "PKS-210"),
        ("", "PKS-201"),
    ],
)
def test_periods_that_are_none(found, cell, code):
    assert found(demand=_demand(f"06;hip;{cell};3")) == [(code, "demand.csv", 2, "period")]


def test_a_week_that_the_year_lacks_is_told_with_the_years_that_have_it(said):
    assert said("sv", demand=_demand("06;hip;2027-V53;3")) == [
        "PKS-210 demand.csv, rad 2, kolumn period: År 2027 har ingen ISO-vecka 53. "
        "Funnet: 2027-V53. Tillåtet: 2027-V01 till årets sista vecka, 52 eller 53. "
        "Vecka 53 finns bara vissa år, som 2026 och 2032; använd veckans ISO-år."
    ]


def test_week_53_where_it_is(data_set):
    demand = _demand("06;hip;2026-V53;3", "06;hip;2027-v1;4")
    assert intake.load(data_set(demand=demand))["demand"]["period"].tolist() == [
        "2026-W53",
        "2027-W01",
    ]


def test_first_days_of_months_are_months(data_set):
    report = intake.check(data_set(demand=_demand("06;hip;2026-01-01;3", "06;hip;2026-02-01;4")))
    assert [note.code for note in report.notes] == ["PKS-154"]
    assert report.tables["demand"]["period"].tolist() == ["2026-01", "2026-02"]


def test_comma_and_point_in_one_column_name_both_rows(said):
    demand = _demand("06;hip;2026-01;30,5", "06;hip;2026-02;28", "06;hip;2026-03;28.5")
    assert said("en", demand=demand)[0] == (
        "PKS-204 demand.csv, row 4, column patients: The column has decimal comma in some rows "
        "and decimal point in others: 30,5 (row 2). Found: 28.5. Allowed: one decimal sign in a "
        "column. Write all numbers of the column in the same way; point may be a thousands sign "
        "here."
    )


def test_decimals_that_may_be_thousands_are_a_warning(found):
    demand = _demand("06;hip;2026-01;1.234", "06;hip;2026-02;950")
    told = [(code, "demand.csv", 2, "patients") for code in ("PKS-215", "PKS-216")]
    assert found(demand=demand) == told


def test_spaces_between_thousands_are_noted(found):
    demand = _demand("06;hip;2026-01;1\u00a0234", "06;hip;2026-02;950")
    assert found(demand=demand) == [("PKS-155", "demand.csv", None, "patients")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("hip;x;genast;1;", ("PKS-208", "flow")),
        ("hip;x;acute;1,5;", ("PKS-207", "priority")),
        ("hip;x;acute;0;", ("PKS-205", "priority")),
        ("hip;;acute;1;", ("PKS-201", "name")),
        ("hip/..;x;acute;1;", ("PKS-213", "need")),
        ("hi\u200bp;x;acute;1;", ("PKS-214", "need")),
        ("hip;x;acute;1;-3", ("PKS-205", "guarantee_days")),
    ],
)
def test_cells_of_every_kind(found, row, fault):
    needs = f"need;name;flow;priority;guarantee_days\n{row}\n"
    code, column = fault
    assert (code, "needs.csv", 2, column) in found(needs=needs)


def test_choices_are_read_whatever_their_case(found):
    assert found(needs="need;name;flow;priority\nhip;x;Acute;1\n") == []


def test_dates_may_be_excel_serial_numbers(data_set):
    # 46447 is 2027-03-01 (Excel's day 1 is 1900-01-01, and it counts a 29 February 1900).
    maturity = "unit;area;step;note;on\nW;Uppföljning;2;;46447\nW;Data;2;;2027-02-30\n"
    report = intake.check(data_set(maturity=maturity))
    assert [(fault.code, fault.row) for fault in report.faults] == [("PKS-211", 3)]
    report = intake.check(data_set(maturity=maturity.replace("2027-02-30", "2027-02-28")))
    assert report.tables["maturity"]["on"].tolist() == ["2027-02-28", "2027-03-01"]
    assert [note.code for note in report.notes] == ["PKS-153"]


@pytest.mark.parametrize(("cell", "value"), [("ja", True), ("0", False), ("SANT", True)])
def test_flags(data_set, cell, value):
    agreements = f"unit;round;level;agreed;by;on\nW;1;tactical;{cell};chef;2026-10-15\n"
    assert intake.load(data_set(agreements=agreements))["agreements"]["agreed"].tolist() == [value]


def test_a_flag_that_is_neither(found):
    agreements = "unit;round;level;agreed;by;on\nW;1;tactical;kanske;chef;2026-10-15\n"
    assert found(agreements=agreements) == [("PKS-212", "agreements.csv", 2, "agreed")]


def test_ten_thousand_wrong_cells_are_told_and_the_rest_counted(data_set):
    rows = [f"06;hip;2026-01;x{number}" for number in range(10_003)]
    faults = intake.check(data_set(demand=_demand(*rows))).faults
    assert [fault.message[:4] for fault in faults if fault.code == "PKS-299"] == ["… oc"]
    assert sum(fault.code == "PKS-202" for fault in faults) == 10_000


@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        (("85 %", "90%"), [0.85, 0.90]),
        (("85", "90"), [0.85, 0.90]),
        (("0,85", "90 %"), [0.85, 0.90]),
    ],
)
def test_shares_in_per_cent_are_read_and_told(data_set, cells, shares):
    rows = "".join(
        f"{code};x;hour;{cell};0\n" for code, cell in zip(("bed_day", "b"), cells, strict=True)
    )
    data = data_set(capacities=f"capacity;name;measure;utilisation;margin\n{rows}")
    report = intake.check(data)
    assert "PKS-158" in [note.code for note in report.notes]
    assert sorted(report.tables["capacities"]["utilisation"]) == shares


def test_a_per_cent_number_beside_a_share_is_asked_for(found):
    rows = "a;x;hour;0,85;0\nb;x;hour;90;0\n"
    told = found(capacities=f"capacity;name;measure;utilisation;margin\n{rows}")
    assert ("PKS-206", "capacities.csv", 3, "utilisation") in told


def test_what_is_not_reported_is_left_out_and_told(data_set):
    report = intake.check(data_set(demand=_demand("06;hip;2026-01;..", "06;hip;2026-02;28")))
    assert [note.code for note in report.notes] == ["PKS-220"]
    assert report.tables["demand"]["patients"].isna().tolist() == [True, False]


def test_a_dash_is_asked_for_once(found):
    rows = [f"06;hip;2026-0{month};-" for month in (1, 2, 3)]
    assert found(demand=_demand(*rows, "06;hip;2026-04;9")) == [
        ("PKS-218", "demand.csv", 2, "patients")
    ]


def test_fewer_than_five_is_two_and_a_half(data_set):
    report = intake.check(data_set(demand=_demand("06;hip;2026-01;<5", "06;hip;2026-02;28")))
    assert [note.code for note in report.notes] == ["PKS-219"]
    assert report.tables["demand"]["patients"].tolist() == [2.5, 28.0]


def test_fewer_than_five_on_a_waiting_list_is_a_range_too(data_set):
    # 1 to 4, and of fewer than ten 1 to 9.
    rows = "06;hip;2026-10-31;0;90;<5\n06;hip;2026-10-31;91;180;<10\n06;hip;2026-10-31;181;;7\n"
    head = "region;need;as_of;days_from;days_to;patients\n"
    waiting = intake.check(data_set(waiting=head + rows)).tables["waiting"]
    assert waiting[["patients", "width"]].to_numpy().tolist() == [[2.5, 1.5], [5, 4], [7, 0]]


def test_a_period_that_was_not_reported_has_a_row_without_a_count(data_set):
    months = [f"06;hip;2026-0{month};9" for month in (1, 2, 3, 5)]
    report = intake.check(data_set(demand=_demand(*months)))
    assert [note.code for note in report.notes] == ["PKS-412"]
    told = report.tables["demand"].set_index("period")["patients"]
    assert told.isna()[told.isna()].index.tolist() == ["2026-04"]
