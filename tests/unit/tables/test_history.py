import math

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
