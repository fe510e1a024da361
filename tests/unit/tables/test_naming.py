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


@pytest.mark.parametrize(
    ("region", "folder"),
    [("06", "06"), ("failed", "=failed"), ("Index.HTML", "=Index.HTML"), ("nul", "=nul"),
     ("NUL.txt", "=NUL.txt"), ("06.former", "=06.former"), ("tables 2", "tables 2")],
)  # fmt: skip
def test_a_region_never_takes_a_name_that_means_something(region, folder):
    assert naming.folder_of(region) == folder
    assert naming.region_of(folder) == region


@pytest.mark.parametrize("code", ["..", "=06", "a/b", ".tmp", ""])
def test_what_is_no_code_is_no_folder_either(code):
    with pytest.raises(InputError):
        naming.folder_of(code)
