"""Headers as users write them."""

import unicodedata

import pytest

from pkslib.tables import wording


def test_case_spaces_and_split_letters_do_not_matter():
    assert wording.bare(unicodedata.normalize("NFD", " Pågår ")) == "pågår"


def test_a_missing_column_is_told_with_its_nearest_spelling(said):
    assert said("sv", needs="need;nmae;flow;priority\nhip;x;acute;1\n") == [
        "PKS-126 needs.csv, rad 1, kolumn name: Kolumnen saknas. Menade du ”nmae”? "
        "Lägg till kolumnen, eller rätta dess rubrik.",
        "PKS-127 needs.csv, rad 1, kolumn nmae: Kolumnen hör inte till tabellen och har inte "
        "lästs. Ta bort den om ingen behöver den här.",
    ]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Need;NAME ; flow;priority", []),
        ("need;name;flow;priority;", []),
        ("need;name;flow;priority;extra", [("PKS-127", "needs.csv", 1, "extra")]),
        ("need;name;flow;priority;Name", [("PKS-128", "needs.csv", 1, "name")]),
    ],
)
def test_headers(found, header, expected):
    cells = "hip;x;acute;1" + ";y" * (header.count(";") - 3) * bool(expected)
    cells += ";" * (header.count(";") - cells.count(";"))
    assert found(needs=f"{header}\n{cells}\n") == expected


def test_a_column_without_header_that_holds_something_is_told(found):
    needs = "need;name;flow;priority;\nhip;x;acute;1;secret\n"
    assert found(needs=needs) == [("PKS-127", "needs.csv", 1, "(5)")]
