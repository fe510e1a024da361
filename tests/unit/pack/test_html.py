import base64
import re

import nbformat
import pytest

from pkslib.language import using
from pkslib.pack import html
from pkslib.show.report import Report

PNG = base64.b64encode(b"\x89PNG picture").decode()
ABOUT = html.About("Region <Uppsala>", {"Planeringsår": "2027", "Scenario": "base"}, "sv")
v4 = nbformat.v4


def _shows(data, kind="display_data"):
    return v4.new_output(kind, data=data)


@pytest.fixture
def notebook(tmp_path):
    """A notebook as executed, with everything that must and must not be on a page."""

    def tagged(source, tag, *outputs):
        cell = v4.new_code_cell(source, execution_count=1, outputs=list(outputs))
        cell.metadata["tags"] = [tag]
        return cell

    said = v4.new_output("stream", name="stdout", text="said aloud")
    warned = v4.new_output("stream", name="stderr", text="a warning")
    book = v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# 3. Kapacitetsbehov\n\n**Fråga:** Hur mycket?"),
            tagged("year: int = 2027", "parameters"),
            tagged("year = 2028", "injected-parameters", said),
            tagged("secret()", "remove_cell", _shows({"text/plain": "hidden result"})),
            v4.new_markdown_cell("## Vårdplatser\n\nTitta efter topparna."),
            v4.new_code_cell(
                "figure()",
                execution_count=1,
                outputs=[
                    _shows({"image/png": PNG, "text/plain": "<Figure size 1x1>"}),
                    _shows({"text/plain": "<Axes: title='x'>"}, "execute_result"),
                    _shows({"text/html": "<table><tr><td>42</td></tr></table>"}),
                    _shows({"application/javascript": "alert(1)"}),
                    said,
                    warned,
                ],
            ),
            v4.new_code_cell("silent = 1", execution_count=2),
        ]
    )
    nbformat.write(book, tmp_path / "03_need.ipynb")
    return tmp_path / "03_need.ipynb"


def test_page_shows_prose_figures_tables_and_no_code(notebook):
    with using("sv"):
        page = html.page(html.sections([notebook]), ABOUT)
    for shown in ("Hur mycket?", "Titta efter topparna.", "<td>42</td>", PNG, "said aloud"):
        assert shown in page
    for hidden in ("figure()", "silent", "secret", "hidden result", "2028", "Axes", "a warning"):
        assert hidden not in page


def test_page_is_self_contained_and_runs_nothing(notebook):
    page = html.page(html.sections([notebook]), ABOUT)
    assert "<script" not in page
    assert not re.search(r"""(src|href)=["'](?!data:|#)""", page)
    assert not re.search(r"https?://|@import|url\(", page)
    assert "default-src 'none'" in page


def test_title_contents_language_and_alternative_text(notebook):
    with using("sv"):
        page = html.page(html.sections([notebook]), ABOUT)
    assert '<html lang="sv">' in page
    assert "<title>Region &lt;Uppsala&gt; · 2027 · base</title>" in page
    assert '<a href="#03_need">Kapacitetsbehov</a>' in page
    assert page.count("<h1") == 1
    assert "<h3" in page
    assert 'alt="Figur: Vårdplatser"' in page


def test_same_notebook_gives_the_same_page(notebook):
    assert html.page(html.sections([notebook]), ABOUT) == html.page(
        html.sections([notebook]), ABOUT
    )


def test_notebook_without_a_heading_is_called_by_its_name(tmp_path):
    nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell("Hej")]), tmp_path / "05_x.ipynb")
    assert html.section(tmp_path / "05_x.ipynb").title == "05_x"


def test_contents_lead_to_the_parts_of_a_step(notebook):
    page = html.page(html.sections([notebook]), ABOUT)
    assert '<li><a href="#03_need-1">Vårdplatser</a></li>' in page
    assert '<h3 id="03_need-1">Vårdplatser</h3>' in page


@pytest.mark.parametrize(("count", "folded"), [(21, False), (22, True)])
def test_a_long_table_is_opened_by_who_asks_for_it(tmp_path, count, folded):
    rows = [[f"<{at}>"] for at in range(count)]
    table = Report("Enheter & avdelningar", ["Enhet"], rows)._repr_html_()
    cell = v4.new_code_cell("1", execution_count=1, outputs=[_shows({"text/html": table})])
    nbformat.write(v4.new_notebook(cells=[cell]), tmp_path / "03_need.ipynb")
    with using("sv"):
        page = html.page(html.sections([tmp_path / "03_need.ipynb"]), ABOUT)
    opened = f"<summary>Enheter &amp; avdelningar ({count} rader)</summary>"
    assert (opened in page) is folded
    assert page.count("&lt;0&gt;") == 1


def test_a_part_with_nothing_to_show_is_its_heading_and_a_sentence(tmp_path):
    empty = Report("Gap", ["Enhet"], [])
    book = v4.new_notebook(
        cells=[
            v4.new_markdown_cell("# 5. Balansering"),
            v4.new_markdown_cell("## Flyttar\n\nTitta efter vem som lånar."),
            v4.new_code_cell(
                "report()", execution_count=1, outputs=[_shows({"text/html": empty._repr_html_()})]
            ),
            v4.new_markdown_cell("## Gapet\n\nÖver noll saknas något."),
            v4.new_code_cell(
                "said()", execution_count=1, outputs=[_shows({"text/html": "<p>Allt räcker.</p>"})]
            ),
        ]
    )
    nbformat.write(book, tmp_path / "05.ipynb")
    with using("sv"):
        page = html.section(tmp_path / "05.ipynb")
    assert list(page.parts.values()) == ["Flyttar", "Gapet"]
    assert "Titta efter" not in page.body
    assert "Inget att visa här" in page.body
    assert "Över noll" in page.body
    assert "Allt räcker." in page.body
