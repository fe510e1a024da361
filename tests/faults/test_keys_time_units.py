"""Keys, time and units: faults 19 to 34."""

import datetime

import pandas as pd
import pytest
import xlsxwriter

from pkslib import periods
from pkslib.tables.grain import into_periods
from pkslib.tables.intake import check as look

HEAD = "region;need;period;patients\n"
UNITS = "unit;name;region;parent;level\nH;Sjukhuset;06;;hospital\nW;Ortopeden;06;H;ward\n"


def demand(*rows):
    return HEAD + "".join(f"06;hip;{row}\n" for row in rows)


def months(*values, start="2024-01"):
    labels = [start, *periods.following(start, len(values) - 1)]
    return [f"{label};{value}" for label, value in zip(labels, values, strict=True)]


def history(*values, start="2024-01"):
    rows = "".join(f"a;{row}\n" for row in months(*values, start=start))
    return f"series;period;value\n{rows}"


def test_f19_repeated_keys(check):
    told = check(demand=demand("2026-01;30", "2026-01;30", "2026-02;3", "2026-02;4"))
    assert told.status == 2
    assert "row 2: 06, hip, 2026-01. The values are the same" in told.line(
        "PKS-401", "demand.csv, row 3"
    )
    assert "The values differ" in told.line("PKS-401", "demand.csv, row 5")


def test_f20_missing_months(check, forecast):
    told = check(demand=demand("2026-01;30", "2026-04;28"))
    assert told.status == 2
    assert "2026-02, 2026-03" in told.line("PKS-402", "demand.csv, column period")
    gap = history(*range(1, 9)) + "a;2024-11;9\n"
    silent = forecast(gap)
    assert silent.status == 0
    assert "Periods not reported are left out: a" in " ".join(silent.lines)
    assert forecast(gap, "--fill", "interpolate").status == 0


def test_f21_outcomes_to_come(check):
    this, following = _month(0), _month(1)
    told = check(demand=demand(f"{this};30", f"{following};28"))
    assert told.status == 2
    assert f"Found: {following}" in told.line("PKS-409", "demand.csv, row 3")
    production = f"unit;activity;period;count;planned\nW;stay;{following};;40\n"
    plans = check(demand=demand(f"{_month(-1)};30", f"{this};28"), production=production)
    assert plans.status == 0


def test_f21_a_latest_month_that_is_not_whole(check):
    told = check(demand=demand(*months(*[200] * 12, 90)))
    assert told.status == 0
    assert "45%" in told.line("PKS-408", "demand.csv, column patients")


def _month(ahead):
    return periods.shift(datetime.date.today().strftime("%Y-%m"), ahead)


def test_f22_data_that_has_grown_old(data_set):
    folder = data_set(demand=demand(*months(*[30] * 6, start="2025-09")))
    ask = datetime.date(2026, 7, 1)
    assert [note.code for note in look(folder, ask).notes] == ["PKS-410"]
    assert look(folder).notes == (), "a run asks no clock"


@pytest.mark.parametrize("written", ["2027-13", "jam 27", "27-01", "2027-00"])
def test_f23_what_is_no_period(check, forecast, written):
    told = check(demand=demand("2026-01;30", f"{written};28"))
    assert told.status == 2
    line = told.line("PKS-209", "demand.csv, row 3, column period")
    assert f"Found: {written}" in line
    assert "2027-03" in line
    assert forecast(history(*range(1, 9)) + f"a;{written};9\n").status == 2


@pytest.mark.parametrize("since_1904", [False, True])
@pytest.mark.parametrize("shown_as_date", [False, True])
def test_f24_excel_day_numbers_in_both_calendars(data_set, tmp_path, since_1904, shown_as_date):
    path = tmp_path / "data.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
        for table in sorted(data_set().glob("*.csv")):
            lines = table.read_text(encoding="utf-8").splitlines()
            _write(book.add_worksheet(table.stem), lines)
        sheet = book.add_worksheet("waiting")
        _write(sheet, ["region;need;as_of;days_from;days_to;patients", "06;hip;;0;30;5"])
        format_ = book.add_format({"num_format": "yyyy-mm-dd"}) if shown_as_date else None
        # 31 October 2026: 46326 days since 1900, 44864 since 1904.
        sheet.write_number(1, 2, 44864 if since_1904 else 46326, format_)
    report = look(path)
    assert report.faults == ()
    assert report.tables["waiting"]["as_of"].tolist() == ["2026-10-31"]
    assert [note.code for note in report.notes] == ([] if shown_as_date else ["PKS-153"])


def _write(sheet, lines):
    for at, line in enumerate(lines):
        for column, cell in enumerate(line.split(";")):
            sheet.write_string(at, column, cell)


def test_f24_a_day_number_is_no_period(check):
    told = check(demand=demand("2026-01;30", "46326;28"))
    assert (told.status, told.codes) == (2, ["PKS-209"])


def test_f25_leap_days(check):
    assert check(demand=demand("2024-02-29;3", "2024-03-01;4")).status == 0
    told = check(demand=demand("2027-02-28;3", "2027-02-29;4"))
    assert told.line("PKS-209", "demand.csv, row 3")
    # 280 bed days in the 28 days of February 2027 are 290 in the 29 of February 2028.
    beds = pd.DataFrame({"unit": "A", "period": ["2027-02"], "amount": [280.0]})
    assert into_periods(beds, ["unit"], ["amount"], ["2028-02"])["amount"].tolist() == [290.0]


def test_f26_week_53(check):
    assert check(demand=demand("2020-W52;3", "2020-W53;4", "2021-V01;4")).status == 0
    told = check(demand=demand("2027-W52;3", "2027-W53;4"))
    assert told.status == 2
    assert "2027 has no ISO week 53" in told.line("PKS-210", "demand.csv, row 3")


def test_f27_new_years_day_belongs_to_the_week_of_the_year_before():
    assert periods.label_of(datetime.date(2027, 1, 1), "week") == "2026-W53"
    assert periods.following("2026-W53", 1) == ["2027-W01"]


@pytest.mark.parametrize("written", ["2027-03-28 02:30", "2027-10-31T02:30", "2027-03-28T01"])
def test_f28_hours_are_no_periods(check, forecast, written):
    told = check(demand=demand("2026-01;30", f"{written};28"))
    assert told.status == 2
    assert told.line("PKS-209", "demand.csv, row 3, column period")
    assert forecast(history(*range(1, 9)) + f"a;{written};9\n").status == 2


@pytest.mark.parametrize("code", ["1", "1.0", "01 Stockholm", "Region Skåne", "02"])
def test_f29_unknown_region_codes(check, code):
    told = check(demand=f"{HEAD}{code};hip;2026-01;30\n06;hip;2026-01;3\n")
    assert told.status == 2
    line = told.line("PKS-502", "demand.csv, row 2, column region")
    assert f"Found: {code}" in line
    assert "01, 03, 04" in line


def test_f30_capacity_without_need_and_need_without_capacity(check):
    units = f"{UNITS}V;Kliniken;06;H;ward\n"
    idle = check(
        units=units,
        available="unit;capacity;period;amount\nW;bed_day;2026-01;400\nV;bed_day;2026-01;9\n",
    )
    assert (idle.status, idle.codes) == (0, ["PKS-515"])
    bare = check(units=units, available="unit;capacity;period;amount\nV;bed_day;2026-01;9\n")
    assert bare.status == 0
    assert "all of the need is a gap" in bare.line("PKS-506")


def test_f31_a_unit_that_changes_its_name(check):
    units = f"{UNITS}W2;Ortopeden ny;06;H;ward\n"
    production = "unit;activity;period;count\nW;stay;2026-01;30\nW2;stay;2026-02;31\n"
    told = check(units=units, production=production)
    assert told.status == 0
    line = told.line("PKS-407", "production.csv")
    assert "W × stay ends at 2026-01, other series at 2026-02" in line
    assert "new code" in line


def test_f32_a_unit_with_two_superiors(check):
    told = check(units=f"{UNITS}H2;Andra;06;;hospital\nW;Ortopeden;06;H2;ward\n")
    assert told.status == 2
    assert "row 3" in told.line("PKS-401", "units.csv, row 5")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"capacities": "capacity;name;measure;utilisation;margin\nbed_day;V;bed_day;85;0\n"
          "b;V;hour;0,8;0\n"}, "PKS-206"),
        ({"activity_times": "activity;unit;capacity;amount\nstay;;bed_day;2208\n"}, "PKS-512"),
        ({"resources": "unit;resource;period;count;hours;absence\nW;nurse;2026-01;2;9000;0\n"},
         "PKS-513"),
        ({"demand": demand("2026-01;30", "2026-02;1800")}, "PKS-406"),
        ({"demand": demand("2026-01;3000", "2026-02;30")}, "PKS-406"),
    ],
    ids=["per cent", "hours as days", "minutes as hours", "sixty times", "a hundredth"],
)  # fmt: skip
def test_f33_values_in_another_unit(check, changed, code):
    assert code in check(**changed).codes


@pytest.mark.parametrize("money", ["1,2 Mkr", "500 tkr", "100 SEK", "index 104"])
def test_f34_money_is_plain_kronor(check, money):
    told = check(budgets=f"unit;year;amount\nW;2027;{money}\n")
    assert told.status == 2
    assert told.line("PKS-202", "budgets.csv, row 2, column amount")
