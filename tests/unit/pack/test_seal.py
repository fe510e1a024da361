"""The page of all regions names receipts, and tells whether it was edited itself."""

from pkslib.pack import seal

HEAD = '<meta name="pks-page" content="">'


def test_a_page_tells_whether_it_is_as_it_was_sealed(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(seal.sealed(f"{HEAD}<p>1</p>"))
    assert seal.holds(page)
    page.write_text(page.read_text().replace("1", "2"))
    assert not seal.holds(page)


def test_receipts_are_found_by_region(tmp_path):
    page = tmp_path / "index.html"
    assert seal.receipts(page) == {}
    region = 'a & "b"'
    page.write_text(f"<tr {seal.row(region, 'ab' * 32)}>")
    assert seal.receipts(page) == {region: "ab" * 32}
