"""One text to one value."""

import pytest

from pkslib.tables.inputs import INPUTS
from pkslib.tables.values import READERS, WrongCell

FLOW = INPUTS["needs"].columns["flow"]


@pytest.mark.parametrize(
    ("kind", "found", "value"),
    [
        ("date", "46447", "2027-03-01"),
        ("choice", "ELECTIVE", "elective"),
        ("flag", "Nej", False),
        ("code", "06-1 MED.Å+B", "06-1 MED.Å+B"),
        ("text", "rad 1\nrad 2", "rad 1\nrad 2"),
    ],
)
def test_values(kind, found, value):
    assert READERS[kind](found, FLOW) == value


@pytest.mark.parametrize(
    ("kind", "found", "code"),
    [
        ("date", "2027-3-1", "PKS-211"),
        ("date", "20270301", "PKS-211"),
        ("code", "../x", "PKS-213"),
        ("code", "x" * 61, "PKS-213"),
        ("text", "a\u202eb", "PKS-214"),
        ("choice", "electiv", "PKS-208"),
    ],
)
def test_what_is_no_value(kind, found, code):
    with pytest.raises(WrongCell) as raised:
        READERS[kind](found, FLOW)
    assert raised.value.kind.code == code
