"""What looks like a person."""

import pytest

from pkslib.tables import identity


@pytest.mark.parametrize(
    "written",
    [
        "191212121212",
        "19121212-1212",
        "121212-1212",
        "121212+1212",
        "1212121212",
        "121212\u22121212",
        "samtal med 121212-1212 i går",
        # A coordination number: sixty is added to the day.
        "701063-2391",
    ],
)
def test_numbers_that_are_valid(written):
    assert identity.holds_number(written)


@pytest.mark.parametrize(
    "written",
    [
        "121212-1213",  # wrong check digit
        "191312121212",  # month 13
        "232100-0016",  # an organisation number
        "SE2321000016-1003",  # a unit code of the HSA catalogue
        "06-1-MED",
        "2027-03-31",
        "12121212121",  # eleven digits
        "",
    ],
)
def test_codes_that_are_no_persons(written):
    assert not identity.holds_number(written)


@pytest.mark.parametrize("header", ["pnr", " Personnummer ", "PATIENT_ID", "e-post", "Förnamn"])
def test_headers_that_announce_persons(header):
    assert identity.is_personal_header(header)


@pytest.mark.parametrize("header", ["patients", "persons", "name", "unit", "patients_per_person"])
def test_headers_of_our_own(header):
    assert not identity.is_personal_header(header)
