import pandas as pd
import pytest

from pkslib.language import using
from pkslib.show import sentences
from pkslib.show.names import Names
from pkslib.show.sentences.decisions import later

NAMES = Names(
    {"unit": {"P": "Vårdcentralen"}, "measure": {"M1": "Fler sjuksköterskor"}},
    {"clinic_hour": "hour"},
)
SHIFT = {"measure": "M2", "side": "need", "to_unit": "P", "status": "ongoing", "realised": 0.4,
         "capacity": "clinic_hour", "max_amount": 500.0}  # fmt: skip
NONE = pd.DataFrame({"measure": [], "amount": []})


@pytest.fixture(autouse=True)
def swedish():
    with using("sv"):
        yield


@pytest.mark.parametrize(
    ("other", "begins"),
    [
        ({}, "Vård ska flyttas till Vårdcentralen: där finns inte plats"),
        ({"status": "planned"}, "Vård ska flyttas till en annan vårdnivå, men inget"),
        ({"realised": 0.0}, "Vård ska flyttas till en annan vårdnivå, men inget"),
        ({"to_unit": None}, "Ingen åtgärd flyttar vård"),
        # A move of capacity shifts no care.
        ({"side": "capacity"}, "Ingen åtgärd flyttar vård"),
    ],
)
def test_why_no_care_is_shifted(other, begins):
    (said,) = sentences.shifted(NONE, pd.DataFrame([SHIFT | other]), names=NAMES)
    assert said.startswith(begins)


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        # 500 hours, of which the work gives 40 per cent.
        ((50.0, 40.0), "Vårdcentralen tar över 90 timmar av de 200 som arbetet kan ge på ett år"),
        ((150.0, 50.0), "Vårdcentralen tar över 200 timmar, allt som arbetet ger under året."),
    ],
)
def test_how_much_care_is_shifted_of_what_was_to_be(amounts, said):
    shifts = pd.DataFrame({"measure": ["M2", "M2"], "amount": amounts})
    (found,) = sentences.shifted(shifts, pd.DataFrame([SHIFT]), names=NAMES)
    assert found.startswith(said)


def test_measures_dated_before_they_can_work_are_told_the_latest_first():
    reach = pd.DataFrame({
        "measure": ["M2", "M1", "M3"], "effect": 9.0,
        "dated": ["2027-01-04", "2027-03-01", "2027-02-01"],
        "works_from": ["2027-02-01", "2027-03-15", "2027-02-01"],
    })  # fmt: skip
    (said,) = later(reach, NAMES)
    assert said.startswith("2 åtgärder är daterade före")
    assert "Fler sjuksköterskor skulle verka från 1 mars 2027 och kan det från 15 mars 2027" in said
    assert later(reach.tail(1), NAMES) == []
