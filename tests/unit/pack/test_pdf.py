"""The PDF of a pack; without the extra, why there is none."""

import re
import sys
import zlib
from itertools import pairwise

import pytest

from pkslib.language import using
from pkslib.pack import pdf
from pkslib.pack.document import Paper, Section, Shown, Volume, bound
from pkslib.pack.drawn import Drawn
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


NINE = (
    "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5IiB"
    "oZWlnaHQ9IjkiLz4="
)
SHOWN = "Staplar: gapet per månad."
PICTURE = Drawn("gap", "05_balance", (), "Gapet minskar", "Per månad", NINE, 9, SHOWN)


@pytest.fixture
def tags(tmp_path, monkeypatch):
    """Bind a document with everything in it; return the catalogue, each page and tag, by path."""
    pydyf = pytest.importorskip("pydyf", reason="the extra pdf is not installed")
    kept, plain = [], pydyf.PDF.write
    monkeypatch.setattr(pydyf.PDF, "write", lambda made, *given, **more: (
        kept.append(made), plain(made, *given, **more)))  # fmt: skip
    table = Report(
        "Gap per enhet", ["Enhet", "Gap"], [["Kirurgi", "12"], ["Medicin", ""]], frozenset({1})
    )
    blocks = (Shown("words", ["Ett.", "Två."]), Shown("heading", "Läget"), Shown("table", table, 1),
              Shown("figure", PICTURE, 1), Shown("stop", ("Stopp", "Läs detta.")))  # fmt: skip
    section = Section("balance", "Balans", "Vad saknas?", "ledningen", blocks)
    paper = Paper("Region", "Paket", {"År": "2027", "Hantering": "internt"}, "sv",
                  about={"Uppgifter": "Som de var."})  # fmt: skip
    with using("sv"):
        volumes = [Volume("index", "Paket", [section]), Volume("appendix", "Bilaga", [section])]
        pdf.write(bound(paper, volumes), tmp_path / pdf.NAME)
    (made,) = kept
    by_place = {each.reference: each for each in made.objects if isinstance(each, dict)}
    (root,) = by_place[made.catalog["StructTreeRoot"]]["K"]
    return made, [*_walked(by_place, root, ())]


def _walked(by_place, place, above):
    """Yield each tag below a place with the tags above it, in the order that they are read."""
    if (tag := by_place.get(place)) is not None and "S" in tag:
        yield tag, above
        for below in tag["K"]:
            yield from _walked(by_place, below, (*above, tag["S"]))


def test_its_tags_nest_as_the_standard_has_them(tags):
    _, found = tags
    within = {
        "/L": {"/LI", "/L", "/Caption"}, "/LI": {"/Lbl", "/LBody"},
        "/Table": {"/THead", "/TBody", "/Caption"}, "/THead": {"/TR"}, "/TBody": {"/TR"},
        "/TR": {"/TH", "/TD"},
    }  # fmt: skip
    wrong = [(above[-1], tag["S"]) for tag, above in found
             if above and above[-1] in within and tag["S"] not in within[above[-1]]]  # fmt: skip
    assert wrong == []
    needs = {"/LI": "/L", "/TR": ("/THead", "/TBody"), "/TH": "/TR", "/TD": "/TR"}
    assert [tag["S"] for tag, above in found if above and above[-1] not in needs.get(
        tag["S"], above[-1])] == []  # fmt: skip
    assert {"/Table", "/L", "/Figure", "/Link", "/H3"} <= {tag["S"] for tag, _ in found}


def test_its_headings_skip_no_level_and_every_one_is_a_bookmark_or_on_the_cover(tags):
    made, found = tags
    levels = [int(tag["S"][2:]) for tag, _ in found if tag["S"] in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    marks = [each for each in made.objects if isinstance(each, dict) and "Title" in each
             and "Dest" in each]  # fmt: skip
    assert len(marks) == len(levels) - 1


def test_its_table_headings_say_what_they_head_and_its_figures_what_they_show(tags):
    _, found = tags
    heads = [(tag["A"]["Scope"], above[-2]) for tag, above in found if tag["S"] == "/TH"]
    # Two columns and two rows, in each of two volumes.
    column, row = ("/Column", "/THead"), ("/Row", "/TBody")
    assert heads == [column, column, row, row] * 2
    shown = [tag["Alt"].string for tag, _ in found if tag["S"] == "/Figure"]
    assert shown == [SHOWN] * 2
    # Names that nothing lists would be looked for in vain.
    assert not [tag for tag, _ in found if "ID" in tag or "Headers" in tag.get("A", {})]


def test_it_is_read_by_its_title_in_its_language_and_stepped_through_in_order(tags):
    made, _ = tags
    assert made.catalog["Lang"].string == "sv"
    assert made.catalog["ViewerPreferences"]["DisplayDocTitle"] == "true"
    pages = [each for each in made.objects if isinstance(each, dict)
             and each.get("Type") == "/Page"]  # fmt: skip
    assert len(pages) > 3
    assert {page["Tabs"] for page in pages} == {"/S"}
    links = [each for each in made.objects if isinstance(each, dict)
             and each.get("Subtype") == "/Link"]  # fmt: skip
    assert links
    assert all("Contents" in link and "StructParent" in link for link in links)


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
