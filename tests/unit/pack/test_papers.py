import re

import pandas as pd
import pytest

from pkslib.language import using
from pkslib.pack import document, html, outline, papers
from pkslib.pack.document import Composer, Section, Shown
from pkslib.pack.drawn import Drawn
from pkslib.pack.outline import Figure, Part
from pkslib.show.document.region import Region
from pkslib.show.report import Report, Sentences

ABOUT = html.About("Region <A>", {"År": "2027"}, "sv")
UNITS = pd.DataFrame({
    "unit": ["H", "H-MED", "H.A."], "name": ["Sjukhuset", "Medicin <&>", "Avdelning"],
    "region": "06", "parent": [None, "H", "H-MED"], "level": ["hospital", "clinic", "ward"],
})  # fmt: skip
CAPACITIES = pd.DataFrame({"capacity": ["bed_day"], "name": ["Vårddygn"], "measure": ["bed_day"]})
GAP = pd.DataFrame({
    "unit": ["H-MED", "H.A."], "capacity": "bed_day", "period": "2027-02",
    "need": [280.0, 56.0], "available": [224.0, 84.0], "gap": [56.0, -28.0],
})  # fmt: skip


def _region(**tables):
    return Region("06", 2027, {"units": UNITS, "capacities": CAPACITIES} | tables)


def _drawn(name, notebook="05_balance"):
    return Drawn(name, notebook, (), "Seen", "drawn", "data:image/svg+xml;base64,AA==", 500, "How")


def _made(region, figures=()):
    with using("sv"):
        return papers.make(region, figures, ABOUT, [])


def test_a_region_without_tables_has_its_first_document_and_the_words():
    made = _made(Region("06", 2027, {}))
    assert set(made) == {"index.html", "appendix.html"}
    assert "<table>" in made["appendix.html"]


def test_each_unit_has_a_page_of_its_own_and_the_document_leads_there():
    made = _made(_region(gap=GAP))
    assert {"units/H-MED.html", "units/=482e412e.html"} <= set(made)
    assert 'href="units/H-MED.html">Medicin &lt;&amp;&gt;</a>' in made["index.html"]
    assert 'href="units/%3D482e412e.html"' in made["index.html"]
    own = made["units/H-MED.html"]
    # 56 bed days lack; in all of the year's one period, told as such.
    row = re.search(r'<th scope="row">Vårddygn</th>(.*?)</tr>', own, re.DOTALL)[1]
    assert re.findall(r">([^<>]+)</td>", row) == ["vårddygn", "280", "224", "56", *["0"] * 4, "feb"]


@pytest.mark.parametrize("page", ["index.html", "appendix.html", "units/H-MED.html"])
def test_a_document_is_one_heading_a_language_and_no_script(page):
    made = _made(_region(gap=GAP))[page]
    assert made.count("<h1>") == 1
    assert '<html lang="sv">' in made
    assert 'href="#content"' in made
    assert "<script" not in made
    assert "default-src 'none'" in made
    assert "Region <A>" not in made
    assert not re.findall(r"<th(?! scope=)", made.replace("<thead>", ""))


def _said(_region):
    return Sentences(["One."])


def _table(_region):
    return Report("T", ["A", "B"], [["a", "1"]], frozenset([1]))


def _none(_region):
    return None


def test_figures_and_tables_are_numbered_through_the_parts():
    parts = (
        Part("a", "A", "", "", (_table, Figure("x.y"), _none)),
        Part("b", "B", "", "", (Figure("x.y", 2, "08"), _table)),
    )
    figures = [_drawn("x.y"), _drawn("x.y", "08"), _drawn("x.y", "08"), _drawn("x.y", "08")]
    found = Composer(_region(), figures).sections(parts)
    numbers = [(block.kind, block.number) for part in found for block in part.blocks]
    assert numbers == [("table", 1), ("figure", 1), ("figure", 2), ("figure", 3), ("table", 2)]


def test_a_part_with_nothing_to_show_is_left_out():
    parts = (Part("a", "A", "", "", (_none, Figure("no.such"))), Part("b", "B", "", "", (_said,)))
    assert Composer(_region()).sections(parts) == [
        Section("b", "B", "", "", (Shown("words", ("One.",)),))
    ]


def test_every_figure_of_the_outlines_is_one_that_the_library_draws():
    import importlib
    import pkgutil

    from pkslib.show import figures

    rooms = {}
    for found in pkgutil.walk_packages(figures.__path__, f"{figures.__name__}."):
        room = found.name.removeprefix(f"{figures.__name__}.").partition(".")[0]
        rooms.setdefault(room, set()).update(vars(importlib.import_module(found.name)))
    wanted = []
    for part in (*outline.INDEX, *outline.SAFETY, *outline.APPENDIX):
        for block in part.blocks:
            inner = getattr(block, "figures", (block,))
            wanted += [figure.name for figure in inner if isinstance(figure, Figure)]
    assert len(wanted) > 15
    missing = [name for name in wanted if name.partition(".")[2] not in rooms[name.split(".")[0]]]
    assert missing == []


def _bound(region, figures=()):
    with using("sv"):
        return papers.bound(region, figures, ABOUT)


def test_what_is_printed_is_the_document_then_the_catalogue_then_the_appendix():
    catalogue = pd.DataFrame({
        "need": "hip", "unit": "H-MED", "activity": "op", "kind": "operation", "target": 5,
        "capacity": "bed_day", "promised": 12.0, "restriction": "none", "share": 0.0,
        "worst_period": None, "bought": 0.0, "gives_way": 0.0, "expected_wait": 30.0,
        "status": "proposal",
    }, index=[0])  # fmt: skip
    figures = [_drawn("demand.accuracy", "02_demand"), _drawn("pack.balance", "09_pack")]
    page = _bound(_region(gap=GAP, catalogue=catalogue), figures)
    titles = re.findall(r"<h1[^>]*>([^<]*)</h1>", page)
    assert titles == [
        *("Region &lt;A&gt;", "Planeringspaket", "Vårdtjänstkatalog"),
        "Bilaga: antaganden, data och metod",
    ]
    assert re.search(r"<dt>Data</dt><dd>[^<]*kvitto", page)
    ids = re.findall(r'id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    linked = re.findall(r'href="#([^"]*)"', page)
    assert set(linked) <= set(ids)
    assert {"index", "catalogue-unit-1", "appendix-words"} <= set(linked)
    for kind in ("Figur", "Tabell"):
        numbers = [int(found) for found in re.findall(rf"<b>{kind} (\d+)\.", page)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_table_too_wide_for_a_page_is_turned():
    def table(count, cell):
        with using("sv"):
            report = Report("Bred", [f"k{at}" for at in range(count)], [[cell] * count])
            section = Section("a", "A", "", "", (Shown("table", report, 1),))
            paper = document.Paper("Region", "Paket", {}, "sv")
            return document.bound(paper, [document.Volume("index", "Paket", [section])])

    assert 'class="table wide"' not in table(14, "ja nej ja nej ja")
    assert 'class="table wide"' not in table(8, "tolv_bokstäv")
    assert 'class="table wide"' in table(9, "tolv_bokstäv")
    assert 'class="table wide"' in table(14, "sex_bo")
