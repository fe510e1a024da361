"""Codes that become folders: the limits; tests/laws looks for ways round them."""

import pytest

from pkslib.errors import InputError
from pkslib.tables import naming


@pytest.mark.parametrize("code", ["06", "höst 2027", "S08", "bas+5", "a.b", "console", "x" * 60])
def test_plain_codes(code):
    assert naming.plain(code) == code


@pytest.mark.parametrize(
    "code",
    ["", ".", "..", "../up", "a/b", "a\\b", "C:\\x", "con", "NUL.txt", "com1", "a.", "a ", " a",
     ".a", "x" * 61, "{region}", "a\nb", "a\0", "a;b", "~"],
)  # fmt: skip
def test_codes_that_lead_elsewhere_or_are_no_names(code):
    with pytest.raises(InputError):
        naming.plain(code)
