import pandas as pd
import pytest
import xlsxwriter

from pkslib.language import using
from pkslib.pack import gap_sheet
from pkslib.pack.cells import Forms
from pkslib.show.names import Names

BEDS = {"B8 AVA": 14.0, "B8 IMA": 6.0, "C10 Trauma": 20.0, "C9 RO": 12.0}
NAMES = Names({"unit": {"B8 AVA": "Akutvårdsavdelningen"}})


def _listed(week="2022-W14"):
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
    listed = pd.DataFrame(shifts, columns=columns).assign(week=week)
    listed.loc[listed["resource"] == "clerk", "minus"] = 0.0
    return listed


def _beds(units=BEDS, week="2022-W14"):
    return pd.DataFrame({"unit": list(units), "week": week, "open": list(units.values()),
                         "commission": 20.0})  # fmt: skip


@pytest.fixture
def read(tmp_path):
    def make(listed, beds):
        with using("sv"), xlsxwriter.Workbook(str(tmp_path / "gaps.xlsx")) as book:
            shown = gap_sheet.columns(gap_sheet.lines(listed, beds), NAMES, Forms(book))
        return pd.DataFrame({each.heading: pd.Series(each.values, dtype=object) for each in shown})

    return make


def test_the_layout_is_the_guidances(read):
    rows = read(_listed(), _beds())
    assert rows.columns[:8].tolist() == [
        "Vecka", "Resurs", "Enhet", "Arbetspass", "Måndag plus", "Måndag minus", "Tisdag plus",
        "Tisdag minus",
    ]  # fmt: skip
    assert rows.columns[-4:].tolist() == [
        *("Vecka plus", "Vecka minus", "Vårdplatser som kan hållas öppna", "Vårdplatser, uppdrag")
    ]


def test_plus_and_minus_stay_apart_and_shifts_follow_the_day(read):
    day, night = (row.tolist() for _, row in read(_listed(), _beds()).iloc[:2].iterrows())
    assert day[2:8] == ["Akutvårdsavdelningen", "dag", 0, 1, 1, 0]
    assert day[-4:] == [1, 1, 14, 20]
    assert night[2:8] == ["Akutvårdsavdelningen", "natt", 0, 0, 0, 0]
    assert night[-4:] == [0, 0, 14, 20]


def test_the_four_wards_beds_make_52_whatever_their_shifts(read):
    rows = read(_listed(), _beds())
    nurses = rows[rows["Resurs"] == "Nurse"]
    total = nurses.iloc[-1].tolist()
    assert total[2:8] == ["Totalt", "alla", 0, 4, 4, 0]
    assert total[-4:] == [4, 4, 52, 80]


def test_the_profession_that_lacks_most_stands_first(read):
    assert read(_listed(), _beds())["Resurs"].drop_duplicates().tolist() == ["Nurse", "Clerk"]


def test_a_day_without_a_schedule_is_told_from_one_that_nobody_is_needed_on(read):
    listed = _listed()
    listed.loc[listed["weekday"] == 2, ["plus", "minus"]] = None
    first = read(listed, _beds()).iloc[0]
    assert (first["Tisdag plus"], first["Tisdag minus"]) == ("ej schemalagt", "ej schemalagt")
    assert (first["Söndag plus"], first["Vecka plus"]) == (0, 0)


def test_a_unit_without_beds_says_so_and_only_the_first_weeks_are_shown(read):
    weeks = pd.concat([_listed(f"2027-W{week:02d}") for week in range(1, 8)])
    rows = read(weeks, _beds({"C9 RO": 12.0}, "2027-W01"))
    assert rows["Vecka"].nunique() == gap_sheet.WEEKS
    first = rows[rows["Enhet"] == "Akutvårdsavdelningen"].iloc[0]
    assert first["Vårdplatser som kan hållas öppna"] == "–"
