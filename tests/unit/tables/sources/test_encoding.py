"""Bytes to text."""

import pytest

from pkslib.tables.sources.encoding import decode
from pkslib.tables.sources.sheet import UnreadableError

WORDS = "need;name\nhip;Höftfraktur åäö\n"


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("cp1252", ["PKS-151"]),
        ("utf-16", ["PKS-152"]),
    ],
)
def test_every_encoding_gives_the_same_text(encoding, codes):
    words, repairs = decode(WORDS.encode(encoding), "x.csv", "needs")
    assert (words, [repair.code for repair in repairs]) == (WORDS, codes)


def _refused(data):
    with pytest.raises(UnreadableError) as raised:
        decode(data, "x.csv", "needs")
    (fault,) = raised.value.faults
    return fault.code, fault.row, fault.message


def test_two_encodings_in_one_file_are_refused_with_the_byte():
    # Row 1 is UTF-8, row 2 Windows-1252; its ö is the first byte that is no UTF-8.
    code, row, message = _refused("hå\n".encode() + "hö".encode("cp1252"))
    assert (code, row) == ("PKS-105", 2)
    assert " 5 " in message


def test_bytes_of_no_encoding_are_refused():
    assert _refused(b"a\nb\n\x81\xff")[:2] == ("PKS-105", 3)


def test_utf_16_without_mark_is_refused():
    assert _refused("å;b".encode("utf-16-le"))[0] == "PKS-105"


@pytest.mark.parametrize("garbled", ["hÃ¶ft", "Ã„ldre", "h\ufffdft"])
def test_text_garbled_before_is_refused_with_row(garbled):
    assert _refused(f"need;name\nhip;{garbled}\n".encode())[:2] == ("PKS-106", 2)
