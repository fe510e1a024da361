import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from pkslib.language import using
from pkslib.pack import gap_sheet
from pkslib.show.names import Names

BEDS = {"B8 AVA": 14.0, "B8 IMA": 6.0, "C10 Trauma": 20.0, "C9 RO": 12.0}
NAMES = Names({"unit": {"B8 AVA": "Akutvårdsavdelningen"}})


@pytest.fixture
def rows(tmp_path):
    """The guidance's four wards in week 14 of 2022: day shifts of 7, 5 and 3 on Mon to Wed."""
    shifts = [
        (unit, resource, weekday, shift, plus, minus)
        for unit in BEDS
        for resource in ("nurse", "clerk")
        for weekday, shift, plus, minus in (
            (1, "night", 0.0, 0.0), (1, "day", 0.0, 1.0), (2, "day", 1.0, 0.0), (3, "day", 0.0, 0.0)
        )
    ]  # fmt: skip
    columns = ["unit", "resource", "weekday", "shift", "plus", "minus"]
    listed = pd.DataFrame(shifts, columns=columns).assign(week="2022-W14")
    listed.loc[listed["resource"] == "clerk", "minus"] = 0.0
    beds = pd.DataFrame({"unit": list(BEDS), "open": list(BEDS.values()), "commission": 20.0})
    with using("sv"), xlsxwriter.Workbook(str(tmp_path / "gaps.xlsx")) as book:
        gap_sheet.write(book.add_worksheet(), listed, beds, NAMES, gap_sheet.Forms(book))
    sheet = openpyxl.load_workbook(tmp_path / "gaps.xlsx").active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_layout_is_the_guidances(rows):
    assert [word for word in rows[0] if word] == ["Bemanning per vecka och enhet", "v. 14 2022"]
    assert [word for word in rows[3] if word] == [
        "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag", "Vecka",
        "Vårdplatser",
    ]  # fmt: skip
    assert rows[4][2:6] == ["plus", "minus", "plus", "minus"]
    assert rows[4][18:] == ["kan hållas öppna", "uppdrag"]


def test_plus_and_minus_stay_apart_and_shifts_follow_the_day(rows):
    day, night = rows[5], rows[6]
    assert day[:2] == ["Akutvårdsavdelningen", "dag"]
    assert day[2:8] == [None, 1, 1, None, None, None]
    assert day[16:] == [1, 1, 14, 20]
    assert night[:2] == [None, "natt"]
    assert night[16:] == [0, 0, None, None]


def test_the_four_wards_beds_make_52(rows):
    total = rows[13]
    assert total[0] == "Totalt"
    assert total[2:6] == [0, 4, 4, 0]
    assert total[16:] == [4, 4, 52, 80]


def test_the_profession_that_lacks_most_stands_first(rows):
    titles = [row[0] for row in rows if row[0] in ("Nurse", "Clerk")]
    assert titles == ["Nurse", "Clerk"]
