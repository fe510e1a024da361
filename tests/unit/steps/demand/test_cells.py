import pandas as pd
import pytest

from pkslib import periods
from pkslib.forecast import decided
from pkslib.settings import checked
from pkslib.steps.demand import cells

UNITS = pd.DataFrame(
    {
        "unit": ["H", "H-MED", "H-STR", "P"],
        "parent": [None, "H", "H-MED", None],
        "level": ["hospital", "clinic", "ward", "primary"],
    }
)
MONTHS = periods.between("2022-01", "2025-12")


def _known(treatments=None):
    demand = pd.DataFrame({"region": "99", "need": "stroke", "period": MONTHS, "patients": 30.0})
    return decided.known(demand, checked({"demand": {"treatments": treatments or {}}}, "t").demand)


def _counted(months=MONTHS, **patients):
    rows = [(unit, "stroke", month, count) for unit, count in patients.items() for month in months]
    return {"unit_demand": pd.DataFrame(rows, columns=["unit", "need", "period", "patients"])}


def test_who_comes_to_no_unit_told_of_comes_elsewhere():
    found = cells.cells(_counted(H=20.0, P=6.0), _known())
    sums = found.known.history.groupby("series")["value"].first()
    assert sums.to_dict() == {"H @ stroke": 20, "P @ stroke": 6, " @ stroke": 4}
    whole = cells.cells(_counted(H=20.0, P=10.0), _known())
    assert whole.places["unit"].tolist() == ["H", "P"]


def test_less_than_one_patient_elsewhere_counts_and_more_than_all_is_none():
    less = cells.cells(_counted(H=20.0, P=9.5), _known()).known.history
    assert less.groupby("series")["value"].first()[" @ stroke"] == 0.5
    # Units that count patients twice leave none for elsewhere, rather than fewer than none.
    more = cells.cells(_counted(H=20.0, P=12.0), _known())
    assert more.places["unit"].tolist() == ["H", "P"]


def test_a_unit_without_patients_in_the_last_year_is_closed():
    tables = _counted(H=20.0, P=10.0)
    rows = tables["unit_demand"]
    open_ = rows[(rows["unit"] == "H") | (rows["period"] < "2024-12")]
    found = cells.cells({"unit_demand": open_}, _known())
    assert found.places["unit"].tolist() == ["H", ""]
    last = found.known.history[found.known.history["period"] == "2025-12"]
    # What nobody can have had at a unit that has closed came elsewhere.
    assert last["value"].tolist() == [20, 10]


@pytest.mark.parametrize("months", [MONTHS[:-1], MONTHS[-20:]])
def test_units_told_for_too_little_of_the_history_are_not_forecast(months):
    assert cells.cells(_counted(months, H=20.0), _known()) is None


def test_without_the_table_there_are_no_cells():
    assert cells.cells({}, _known()) is None


def test_what_is_said_of_a_need_is_said_of_its_cells():
    said = {"stroke": {"calendar": False, "periods": {"2024-05": "drop"}}}
    options = cells.cells(_counted(H=20.0, P=10.0), _known(said)).known.options
    assert options["no_calendar"] == {"H @ stroke", "P @ stroke"}
    rows = options["treatments"]
    assert rows[["series", "period", "treatment"]].to_numpy().tolist() == [
        ["H @ stroke", "2024-05", "left_out"],
        ["P @ stroke", "2024-05", "left_out"],
    ]


def test_what_the_population_gives_a_need_it_gives_its_cells():
    known = _known()
    size = pd.DataFrame({"series": "stroke", "year": [2025, 2026], "expected": [100.0, 104.0]})
    known.options["expectation"] = size
    found = cells.cells(_counted(H=20.0, P=10.0), known).known.options["expectation"]
    assert found.groupby("series")["expected"].agg(list).to_dict() == {
        "H @ stroke": [100, 104], "P @ stroke": [100, 104],
    }  # fmt: skip


def test_units_belong_to_hospitals_and_hospitals_to_the_region():
    places = pd.DataFrame({"unit": ["H-STR", "H", "P", ""], "need": "stroke"})
    places["series"] = places["unit"] + " @ stroke"
    assert cells.parents(places, UNITS, "all") == {
        "H-STR @ stroke": ("stroke", "@ H-STR"),
        "H @ stroke": ("stroke", "@ H"),
        "P @ stroke": ("stroke", "@ P"),
        " @ stroke": ("stroke",),
        "@ H-STR": ("@ H",),
        "@ H": ("all",),
        "@ P": ("all",),
    }
