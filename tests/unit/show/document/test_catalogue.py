import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show.document import catalogue
from pkslib.show.document.region import Region

UNITS = pd.DataFrame({"unit": ["A", "B"], "name": ["Klinik A", "Klinik B"], "region": "06",
                      "parent": None, "level": "clinic"})  # fmt: skip
ROW = {"need": "hip", "activity": "visit", "target": 9, "promised": 1.0, "capacity": None,
       "restriction": "none", "share": 0.0, "worst_period": None, "bought": 0.0, "gives_way": 0.0,
       "expected_wait": 30.0, "status": "proposal"}  # fmt: skip


@pytest.fixture(autouse=True)
def swedish():
    with using("sv"):
        yield


def test_a_wait_is_the_unit_s_own_where_it_keeps_a_list_else_the_region_s():
    region = Region("06", 2027, {
        "units": UNITS, "catalogue": pd.DataFrame([ROW | {"unit": unit} for unit in "AB"]),
        "waiting_by_plan": pd.DataFrame({"need": ["hip", "hip"], "unit": ["A", ""]}),
    })  # fmt: skip
    waits = {unit: catalogue.of_unit(region, unit).rows[0][5] for unit in "AB"}
    assert waits == {"A": "30 dagar", "B": "30 dagar (regionens lista)"}


def test_strain_is_told_once_for_the_unit_and_of_no_need_alone():
    strained = {"unit": "A", "capacity": "bed", "restriction": "strain", "share": 0.063,
                "worst_period": "2027-07"}  # fmt: skip
    kept = strained | {"need": "knee", "restriction": "gives_way", "share": 0.2}
    capacities = pd.DataFrame({"capacity": ["bed"], "name": "Vårddygn", "measure": "bed_day"})
    region = Region("06", 2027, {
        "units": UNITS, "capacities": capacities,
        "catalogue": pd.DataFrame([ROW | strained, ROW | strained | {"need": "ear"}, ROW | kept]),
        "waiting_by_plan": pd.DataFrame({"need": [], "unit": []}),
    })  # fmt: skip
    table = catalogue.of_unit(region, "A")
    assert [row[4] for row in table.rows][:2] == ["Ingen"] * 2
    assert table.rows[2][4].endswith("får stå tillbaka")
    assert table.notes == (
        "Hela enheten har ett ansträngt läge: 6,3\N{NO-BREAK SPACE}% av dess vård under året "
        "(vårddygn) planeras över målnivån, mest i juli.",
    )


def test_a_measure_names_its_contract_where_any_has_one():
    lines = pd.DataFrame({"unit": ["A", "A", "B"], "measure": ["M1", "M2", "M2"],
                          "status": "realised", "by": None, "on": None})  # fmt: skip
    measures = pd.DataFrame({"measure": ["M1", "M2"], "name": ["A", "B"],
                             "contract": ["VÅ-1", None]})  # fmt: skip
    region = Region("06", 2027, {"units": UNITS, "catalogue_decisions": lines,
                                 "measures": measures})  # fmt: skip
    table = catalogue.decisions(region, "A")
    assert [row[1:3] for row in table.rows] == [["VÅ-1", "Genomförd"], ["–", "Genomförd"]]
    bare = Region("06", 2027, {"units": UNITS, "catalogue_decisions": lines,
                               "measures": measures.assign(contract=None)})  # fmt: skip
    assert "Avtal" not in catalogue.decisions(bare, "A").heads
