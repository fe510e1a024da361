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
        "１９１２１２１２－１２１２",
        "\u0661\u0669121212-1212",
        "121212\u20111212",
        "121212 \u2014 1212",
        "121212\u00a01212",
        "121212\n1212",
        "12 12 12 1212",
        "12.12.12/1212",
        "1912-12-12-1212",
        "1912-12-12 1212",
        "19\u200b121212\u200b1212",
        "nr 7, 121212-1212",
    ],
)
def test_numbers_that_are_valid(written):
    assert identity.holds_number(written)


@pytest.mark.parametrize(
    "written",
    [
        "121212-1213",  # wrong check digit
        "191312121212",  # month 13
        "061512721547",  # no century of anyone's
        "232100-0016",  # an organisation number
        "SE2321000016-1003",  # a unit code of the HSA catalogue
        "06-1-MED",
        "2027-03-31",
        "12121212121",  # eleven digits
        "2027-03-31 0830",  # a moment; the check digit of such a number is one in ten
        "2026-10-16 1232",
        "1 912 121 212",
        "",
    ],
)
def test_codes_that_are_no_persons(written):
    assert not identity.holds_number(written)


@pytest.mark.parametrize(
    "header",
    [
        "pnr", " Personnummer ", "PATIENT_ID", "e-post", "Förnamn", "Personnummer (12 siffror)",
        "pnr_patient", "Födelsedag", "patientens personnummer", "pnr2", "ｐｎｒ",
    ],
)  # fmt: skip
def test_headers_that_announce_persons(header):
    assert identity.is_personal_header(header)


@pytest.mark.parametrize("header", ["patients", "persons", "name", "unit", "patients_per_person"])
def test_headers_of_our_own(header):
    assert not identity.is_personal_header(header)


@pytest.mark.parametrize(
    ("name", "person"),
    [("19121212-1212", True), ("Kim 121212-1212.csv", True), ("2026-10-16-1232", False),
     ("20261016-1232", False), ("2027", False)],
)  # fmt: skip
def test_a_name_may_be_a_time_but_no_person(name, person):
    assert identity.names_person(name) == person


@pytest.mark.parametrize(
    ("written", "shown"),
    [("a 121212-1213 b", "a ••• b"), ("x１２.12.12.1212y", "x•••y"), ("12 1212", "12 1212"),
     ("å\u200b19121212-1212", "å\u200b•••"), ("1212121212 1212121212", "••• •••")],
)  # fmt: skip
def test_what_is_hidden_and_what_is_left(written, shown):
    assert identity.masked(written) == shown
