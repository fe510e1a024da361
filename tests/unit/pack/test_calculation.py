"""The calculation sheet: formulas that give the guidance's scale, whatever is written in."""

import math
import re

import openpyxl
import pandas as pd
import pytest

from pkslib.language import using
from pkslib.pack import calculation, workbook
from pkslib.pack.html import About
from pkslib.show.document.region import Region

CELL = re.compile(r"calculation\[\[#This Row\],\[([^\]]+)\]\]")


def _region(**tables):
    return Region("06", 2027, {
        "capacity_need": pd.DataFrame({
            "unit": "A", "capacity": ["bed_day", "bed_day", "clinic"],
            "period": ["2027-01", "2027-02", "2027-01"], "raw": [1200.0, 800.0, 90.0],
            "utilisation": [0.85, 0.85, 0.9], "margin": [0.0, 0.0, 0.05],
            "need": [1200 / 0.85, 800 / 0.85, 105.0],
        }),
        "available_capacity": pd.DataFrame({
            "unit": "A", "capacity": "bed_day", "period": ["2027-01", "2028-01"],
            "amount": [2000.0, 7.0],
        }),
        "capacities": pd.DataFrame({"capacity": ["bed_day", "clinic"], "name": ["Dygn", "Tid"],
                                    "measure": ["bed_day", "hour"]}),
        "units": pd.DataFrame({"unit": ["S", "A"], "name": ["Sjukhuset", "Avdelning 1"],
                               "parent": [None, "S"], "level": ["hospital", "ward"],
                               "specialty": [None, "Medicin"]}),
        # An hour of a nurse costs 500 in the year; what was told for another year is not meant.
        "resources": pd.DataFrame({
            "unit": "A", "resource": ["nurse", "nurse", "nurse", "doctor"],
            "period": ["2026", "2027-Q1", "2027-Q2", "2026"], "price": [10.0, 400.0, 600.0, None],
        }),
        "recipes": pd.DataFrame({"capacity": "bed_day", "resource": ["nurse", "doctor"],
                                 "amount": [6.0, 1.0]}),
    } | tables)  # fmt: skip


def test_the_year_is_the_scale_of_the_guidance():
    rows = calculation.rows(_region()).set_index("capacity")
    beds = rows.loc["bed_day"]
    assert (beds["raw"], beds["available"]) == (2000, 2000)
    assert (round(beds["utilisation"], 9), beds["margin"], beds["days"]) == (0.85, 0, 59)
    assert round(beds["need"]) == 2353
    # 2 353 bed days in 59 days: 39.9 beds.
    assert beds["beds"] == 40
    assert beds["price"] == 6 * 500
    assert beds["lacking_cost"] == pytest.approx((2000 / 0.85 - 2000) * 3000)
    hours = rows.loc["clinic"]
    assert hours["need"] == pytest.approx(105)
    assert math.isnan(hours["beds"])
    assert (hours["available"], hours["price"]) == (0, 0)


def test_without_need_there_is_no_sheet():
    assert calculation.rows(Region("06", 2027, {})).empty


@pytest.fixture
def rows(tmp_path):
    """The sheet as its formulas, a dictionary a row."""
    with using("en"):
        workbook.write(tmp_path / "pack.xlsx", _region(), About("Region", {}, "en"))
    sheet = openpyxl.load_workbook(tmp_path / "pack.xlsx")["Calculation sheet"]
    head, *lines = [[cell.value for cell in row] for row in sheet[sheet.tables["calculation"].ref]]
    return [dict(zip(head, line, strict=True)) for line in lines]


def _computed(row, name):
    """Return what a cell gives, by reading its formula as a spreadsheet does."""
    cell = row[name]
    if not (isinstance(cell, str) and cell.startswith("=")):
        return cell
    said = CELL.sub(lambda found: repr(_computed(row, found[1])), cell[1:])
    said = re.sub(r"(?<![<>])=", "==", said)
    up = {"IF": lambda test, yes, no: yes if test else no, "MAX": max, "ROUND": round,
          "ROUNDUP": lambda value, _: math.ceil(value)}  # fmt: skip
    return eval(said, {"__builtins__": {}}, up)


def test_the_formulas_follow_their_inputs(rows):
    beds = rows[0] | {"Input: utilisation": 0.85, "Input: days": 365, "Input: margin": 0.05}
    assert _computed(beds, "Capacity need") == pytest.approx(2470.588, abs=0.001)
    assert _computed(beds, "Staffed beds") == 7
    assert _computed(beds, "Lacking") == pytest.approx(470.588, abs=0.001)
    beds["Input: SEK per unit of capacity"] = 4000
    assert _computed(beds, "Cost of what is lacking, SEK") == pytest.approx(1_882_353, abs=1)
    assert _computed(beds | {"Input: available": 9999}, "Lacking") == 0
    assert _computed(rows[1], "Staffed beds") == "–"


def test_what_is_shown_before_it_is_computed_is_what_the_formulas_give(rows, tmp_path):
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx", data_only=True)["Calculation sheet"]
    head, *lines = [[cell.value for cell in row] for row in book[book.tables["calculation"].ref]]
    for row, line in zip(rows, lines, strict=True):
        shown = dict(zip(head, line, strict=True))
        for name in ("Capacity need", "Staffed beds", "Lacking", "Cost of the need, SEK"):
            assert _computed(row, name) == pytest.approx(shown[name]) or shown[name] == "–"


def test_finance_can_sum_by_the_organisation(rows):
    assert [rows[0][name] for name in ("Hospital", "Unit", "Unit's code", "Specialty")] == [
        *("Sjukhuset", "Avdelning 1", "A", "Medicin")
    ]
