import math

import pandas as pd
import pytest

from pkslib.errors import InputError
from pkslib.tables import history


@pytest.fixture
def read(tmp_path):
    def write_and_read(words, encoding="utf-8"):
        (tmp_path / "h.csv").write_text(words, encoding=encoding)
        return history.read(tmp_path / "h.csv")

    return write_and_read


def test_swedish_csv_with_bom_decimal_comma_and_spaced_thousands(read):
    frame = read("series;period;value\r\n01;2027-01;1\u00a0234,5\r\n 02 ;2027-01;\r\n", "utf-8-sig")
    assert frame["series"].tolist() == ["01", "02"]
    assert frame["value"].iloc[0] == 1234.5
    assert math.isnan(frame["value"].iloc[1])


def test_every_wrong_cell_is_named_with_its_row(read):
    with pytest.raises(InputError) as raised:
        read("series,period,value\na,2027-01,5 st\na,2027-02,3\na,2027-03,ca 4\n")
    lines = str(raised.value).splitlines()
    assert ["2" in lines[0], "4" in lines[1], len(lines)] == [True, True, 2]


def test_empty_file_and_uneven_rows_are_refused(read):
    for words in ("", "series,period,value\na,2027-01,1,2\n"):
        with pytest.raises(InputError):
            read(words)


def test_missing_columns_are_left_for_the_forecast_to_name(read):
    assert list(read("series;period\na;2027-01\n").columns) == ["series", "period"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("series;period;value\na;2027-01;4,5\na;2027-02;4.5\n", "PKS-204"),
        ("series;period;value\n191212121212;2027-01;4\n", "PKS-301"),
        ("series;period;value;value\na;2027-01;4;5\n", "PKS-128"),
    ],
)
def test_what_makes_a_history_doubtful_is_refused(read, words, code):
    with pytest.raises(InputError, match=code):
        read(words)


def test_headers_may_be_written_in_capitals(read):
    assert list(read("Series;Period;VALUE\na;2027-01;3\n").columns) == ["series", "period", "value"]


def test_a_value_with_the_shape_of_an_identity_number_is_a_value(read):
    assert read("series,period,value\na,2027-01,121212.1212\n")["value"].tolist() == [121212.1212]


WIDE = "Klinik;202101;202112;202201\nA;5;7,5;\nB;1;2;3\n"
TURNED = "Månad;A;B\n2021-01-31;5;1\n2021-12-31;7,5;2\n2022-01-31;;3\n"
WORDS = "sjukhus;när;besök\nA;jan-21;5\nB;jan-21;1\nA;dec-21;7,5\nB;dec-21;2\nB;jan-22;3\n"


@pytest.mark.parametrize("words", [WIDE, TURNED, WORDS])
def test_wide_tables_and_words_of_ones_own_are_read_alike(read, words):
    frame = read(words).dropna(subset=["value"]).sort_values(["series", "period"])
    assert frame[["series", "period", "value"]].to_numpy().tolist() == [
        ["A", "2021-01", 5.0],
        ["A", "2021-12", 7.5],
        ["B", "2021-01", 1.0],
        ["B", "2021-12", 2.0],
        ["B", "2022-01", 3.0],
    ]


def test_what_was_understood_is_told(tmp_path):
    (tmp_path / "h.csv").write_text(WORDS, encoding="utf-8")
    (note,) = history.told(tmp_path / "h.csv")[1]
    assert "sjukhus = series, när = period, besök = value" in note.message


def test_a_workbook_of_one_sheet_is_read_and_one_of_two_is_asked(tmp_path):
    frame = pd.DataFrame({"serie": ["01"], "period": ["2021-01"], "värde": [2.5]})
    with pd.ExcelWriter(tmp_path / "h.xlsx") as book:
        frame.to_excel(book, sheet_name="Data", index=False)
    assert history.read(tmp_path / "h.xlsx")["value"].tolist() == [2.5]
    with pd.ExcelWriter(tmp_path / "h.xlsx") as book:
        frame.to_excel(book, sheet_name="Data", index=False)
        frame.to_excel(book, sheet_name="Mer", index=False)
    with pytest.raises(InputError, match="PKS-137"):
        history.read(tmp_path / "h.xlsx")


@pytest.fixture
def made():
    means = [1205.123456789012, 1310.5, 0.0123456789, 0.0223456789]
    halves = [145.6, 145.7, 0.004, 0.006]
    frame = pd.DataFrame({"series": ["=a", "=a", "å", "å"], "period": "2027-01", "mean": means})
    return frame.assign(lower_95=frame["mean"] - halves, upper_95=frame["mean"] + halves)


def test_a_forecast_for_swedish_excel_has_the_decimals_that_its_interval_bears(made, tmp_path):
    history.write(made, tmp_path / "f.csv", csv="sv")
    written = (tmp_path / "f.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").split("\r\n")[1:5] == [
        "'=a;2027-01;1205;1060;1351",
        "'=a;2027-01;1310;1165;1456",
        "å;2027-01;0,0123;0,0083;0,0163",
        "å;2027-01;0,0223;0,0163;0,0283",
    ]


def test_a_workbook_has_the_same_figures_and_runs_no_name(made, tmp_path):
    history.write(made, tmp_path / "f.xlsx")
    read_back = pd.read_excel(tmp_path / "f.xlsx", engine="calamine")
    assert read_back["mean"].tolist() == [1205, 1310, 0.0123, 0.0223]
    assert read_back["series"].tolist() == ["=a", "=a", "å", "å"]


def test_a_forecast_for_programs_keeps_every_decimal(made, tmp_path):
    history.write(made, tmp_path / "f.csv")
    assert "1205.123456789012" in (tmp_path / "f.csv").read_text("utf-8")
