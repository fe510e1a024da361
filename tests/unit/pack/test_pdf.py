"""The PDF of a pack; without the extra, why there is none."""

import re
import sys
import zlib

import pytest

from pkslib.language import using
from pkslib.pack import pdf
from pkslib.pack.document import Paper, Section, Shown, Volume, bound
from pkslib.show.report import Report

PAGE = '<html lang="sv"><head><title>Plan</title></head><body><h1>Plan</h1>{}</body></html>'


def test_without_the_extra_the_reason_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with using("en"):
        assert "pip install pkslib[pdf]" in pdf.absent()


def _opened(packed):
    """Return a PDF with its streams unpacked, which hold its objects too."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", packed, re.DOTALL)
    return packed + b"\n".join(
        zlib.decompressobj().decompress(each) for each in streams if each[:1] == b"x"
    )


@pytest.fixture
def made(tmp_path):
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")

    def make(body):
        pdf.write(PAGE.format(body), tmp_path / pdf.NAME)
        return (tmp_path / pdf.NAME).read_bytes()

    return make


def test_the_same_page_gives_the_same_bytes(made):
    assert made("<p>Vårdplatser</p>") == made("<p>Vårdplatser</p>")
    assert made("<p>Vårdplatser</p>").startswith(b"%PDF-")


def test_no_file_of_the_machine_is_taken_in(made, tmp_path):
    picture = tmp_path / "secret.png"
    # One grey pixel.
    picture.write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d4948445200000001000000010800000000 3a7e9b55"
            "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
        )
    )
    assert b"/Image" not in made(f'<img src="{picture.as_uri()}" alt="">')


def test_it_is_tagged_by_the_standard_in_its_language_with_bookmarks(made):
    found = _opened(made(
        '<h2>Behov</h2><table><thead><tr><th scope="col">Enhet</th></tr></thead>'
        '<tbody><tr><th scope="row">A</th></tr></tbody></table><ul><li>Ett</li></ul>'
        '<figure><figcaption>Gap</figcaption><img src="data:image/svg+xml;base64,'
        'PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5IiBoZWlnaHQ9IjkiLz4="'
        ' alt="Gapet"></figure>'
    ))  # fmt: skip
    for part in (b"/Marked true", b"/Lang (sv)", b"/StructTreeRoot", b"/Outlines", b"pdfuaid:part"):
        assert part in found, part
    for tag in (b"/S /H1", b"/S /H2", b"/S /Table", b"/S /TH", b"/S /LI", b"/S /Figure"):
        assert tag in found, tag
    assert found.count(b"/Dest") >= 2


def test_a_wide_table_turns_its_page_and_only_its_own(tmp_path):
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    narrow = Report("Smal", ["a"], [["1"]])
    wide = Report("Bred", [f"k{at}" for at in range(12)], [["kapacitet"] * 12])
    with using("sv"):
        sections = [
            Section(name, name, "", "", (Shown("table", report, at),))
            for at, (name, report) in enumerate({"a": narrow, "b": wide, "c": narrow}.items())
        ]
        paper = Paper("Region", "Paket", {"Hantering": "internt"}, "sv")
        pdf.write(bound(paper, [Volume("index", "Paket", sections)]), tmp_path / pdf.NAME)
    boxes = re.findall(
        rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", _opened((tmp_path / pdf.NAME).read_bytes())
    )
    turned = [float(width) > float(height) for width, height in boxes]
    # Cover, contents, then a section a page: its heading, or the wide table's own page.
    assert turned.count(True) == 1
    assert not turned[0]
    assert not turned[-1]


def test_the_style_of_what_is_bound_asks_nothing_of_what_is_below():
    # WeasyPrint looks through all below each ancestor of each element: most of the time went there.
    with using("sv"):
        page = bound(Paper("Region", "Paket", {}, "sv"), [])
    assert "figure img { max-height" in page
    assert ":has(" not in page
