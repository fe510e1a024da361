import nbformat
import openpyxl
import pandas as pd
import pytest

from pkslib.pack import make, receipt

PARAMETERS = {"region": "06", "year": 2027, "scenario": "base", "language": "sv"}


def _notebook(path, title, **metadata):
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [nbformat.v4.new_markdown_cell(f"# {title}")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)


@pytest.fixture
def region(tmp_path):
    """A region whose notebooks have been run."""
    _notebook(tmp_path / "notebooks" / "01_data.ipynb", "Data")
    _notebook(tmp_path / "notebooks" / "09_pack.ipynb", "Sammanfattning", pks={"first": True})
    _notebook(tmp_path / "notebooks" / "10_more.ipynb", "Tillägg")
    (tmp_path / "tables").mkdir()
    regions = pd.DataFrame({"region": ["06"], "name": ["Region Jönköpings län"]})
    regions.to_parquet(tmp_path / "tables" / "regions.parquet")
    return tmp_path


def test_pack_is_page_workbook_and_a_receipt_that_covers_them(region):
    make.build(region, receipt.Sources(PARAMETERS))
    page = (region / "index.html").read_text(encoding="utf-8")
    assert "<h1>Region Jönköpings län</h1>" in page
    links = [f"notebooks/{stem}.html" for stem in ("09_pack", "01_data", "10_more")]
    assert sorted(links, key=page.index) == links
    assert all((region / link).exists() for link in links)
    assert receipt.verify(region) == {}
    files = receipt.read(region)["files"].keys()
    assert {"index.html", "appendix.html", "pack.xlsx", *links} <= files
    assert "pack.pdf" not in files


def test_a_pdf_is_made_when_asked_for_and_is_in_the_receipt(region):
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed")
    make.build(region, receipt.Sources(PARAMETERS), with_pdf=True)
    assert (region / "pack.pdf").read_bytes().startswith(b"%PDF-")
    assert "pack.pdf" in receipt.read(region)["files"]


def test_network_page_links_to_the_packs_but_not_to_what_failed(tmp_path):
    _notebook(tmp_path / "network.ipynb", "Alla")
    for region in ("06", "07 å"):
        (tmp_path / region).mkdir()
        (tmp_path / region / "index.html").touch()
    (tmp_path / "failed" / "08").mkdir(parents=True)
    page = make.network_page(tmp_path / "network.ipynb", tmp_path, PARAMETERS)
    assert 'href="06/index.html"' in page
    assert 'href="07%20%C3%A5/index.html"' in page
    assert "failed" not in page


def test_network_page_tells_which_pack_is_older_since_the_last_run_failed(tmp_path):
    _notebook(tmp_path / "network.ipynb", "Alla")
    for region in ("06", "07"):
        (tmp_path / region).mkdir()
        (tmp_path / region / "index.html").touch()
    page = make.network_page(tmp_path / "network.ipynb", tmp_path, PARAMETERS, failed={"07"})
    assert ">06</a>" in page
    assert ">07 (tidigare paket: den senaste körningen misslyckades)</a>" in page


def test_network_page_says_what_it_is_made_from_and_that_figures_are_invented(tmp_path):
    _notebook(tmp_path / "network.ipynb", "Alla")
    for region, invented in (("06", False), ("07", True)):
        (tmp_path / region / "tables").mkdir(parents=True)
        (tmp_path / region / "index.html").touch()
        page = make.network_page(tmp_path / "network.ipynb", tmp_path, PARAMETERS)
        assert "<dt>Data</dt><dd>påhittade</dd>" not in page
        told = {"region": [region], "name": ["Region"], "invented": [invented]}
        pd.DataFrame(told).to_parquet(tmp_path / region / "tables" / "regions.parquet")
    page = make.network_page(tmp_path / "network.ipynb", tmp_path, PARAMETERS)
    assert "<dt>Data</dt><dd>påhittade</dd>" in page
    assert "2 planeringspaket, vars kvitton står längst ned" in page


@pytest.mark.parametrize(("patients", "said"), [(4, True), (5, False), (0, False)])
def test_a_pack_with_small_counts_says_that_it_is_internal(region, patients, said):
    demand = {"region": "06", "need": "hip", "period": ["2026-01", "2026-02"],
              "patients": [30.0, float(patients)], "width": 0.0}  # fmt: skip
    pd.DataFrame(demand).to_parquet(region / "tables" / "demand.parquet")
    make.build(region, receipt.Sources(PARAMETERS))
    words = "internt: innehåller små antal; sekretessprövas före utlämnande"
    for name in ("index.html", "appendix.html", "notebooks/01_data.html"):
        assert (words in (region / name).read_text(encoding="utf-8")) == said
    book = openpyxl.load_workbook(region / "pack.xlsx", read_only=True)
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert (f"Hantering: {words}" in cells) == said
