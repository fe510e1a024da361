"""What files really are, and bombs."""

import zipfile

import pytest

from pkslib.language import using
from pkslib.tables.sources import formats
from pkslib.tables.sources.sheet import UnreadableError


def _refused(path, expected):
    with using("sv"), pytest.raises(UnreadableError) as raised:
        formats.require(path, expected)
    return raised.value.faults[0]


@pytest.mark.parametrize(
    ("content", "expected", "words"),
    [
        (b"a;b\n1;2\n", "xlsx", "en xlsx-arbetsbok, men den innehåller en csv-fil"),
        (b"\n<html><table>", "csv", "en csv-fil, men den innehåller en webbsida (html)"),
        (b"PAR1....", "csv", "en parquetfil"),
        (b"\x80\x04\x95", "csv", "programkod (pickle)"),
        (b"%PDF-1.7", "csv", "en pdf"),
    ],
)
def test_a_file_that_is_something_else(tmp_path, content, expected, words):
    path = tmp_path / "x"
    path.write_bytes(content)
    fault = _refused(path, expected)
    assert fault.code == "PKS-109"
    assert words in fault.message


def test_old_or_protected_workbooks(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert _refused(tmp_path / "x.xlsx", "xlsx").code == "PKS-110"


def test_an_empty_file(tmp_path):
    (tmp_path / "x.csv").touch()
    assert _refused(tmp_path / "x.csv", "csv").code == "PKS-102"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    # Ten million zeros deflate to some ten thousand bytes: 1 000 times.
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 10_000_000)
    assert _refused(tmp_path / "x.xlsx", "xlsx").code == "PKS-111"


def test_too_many_members(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "MOST_MEMBERS", 3)
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        for number in range(4):
            archive.writestr(f"{number}", b"x")
    assert _refused(tmp_path / "x.xlsx", "xlsx").code == "PKS-111"


def test_a_torn_archive(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04torn")
    assert _refused(tmp_path / "x.xlsx", "xlsx").code == "PKS-113"


def test_a_very_large_text_file(tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "MOST_BYTES", 4)
    (tmp_path / "x.csv").write_text("a;b\n1;2\n")
    assert _refused(tmp_path / "x.csv", "csv").code == "PKS-111"


REFUSED = PermissionError(13, "Permission denied")


@pytest.fixture
def refused(monkeypatch):
    """Return a reader that is refused a number of times, and how often it was asked."""
    monkeypatch.setattr(formats, "_WAITS", (0, 0, 0))
    asked = []

    def reader(times, fault=REFUSED):
        def read(path):
            asked.append(path)
            if len(asked) <= times:
                raise fault
            return "content"

        return read, asked

    return reader


def test_a_file_held_for_a_moment_is_read_in_the_end(refused, tmp_path):
    read, asked = refused(3)
    assert formats.patiently(read, tmp_path / "needs.csv") == "content"
    assert len(asked) == 4


@pytest.mark.parametrize(
    ("fault", "attempts"),
    [(REFUSED, 4), (OSError(5, "Input/output error"), 1)],
)
def test_a_file_that_stays_shut_is_told_with_the_reason(refused, tmp_path, fault, attempts):
    read, asked = refused(99, fault)
    with pytest.raises(UnreadableError) as raised:
        formats.patiently(read, tmp_path / "needs.csv", "needs")
    (told,) = raised.value.faults
    assert (told.code, told.file, told.table) == ("PKS-113", "needs.csv", "needs")
    assert fault.strerror in told.message
    assert len(asked) == attempts
