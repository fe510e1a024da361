import json

import pytest

from pkslib.errors import InputError
from pkslib.language import using
from pkslib.pack import receipt


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "06"
    (folder / "tables").mkdir(parents=True)
    (folder / "index.html").write_text("page")
    (folder / "tables" / "gap.parquet").write_bytes(b"gap")
    receipt.write(folder, receipt.Sources({"region": "06"}, inputs={"demand.csv": "1f"}))
    return folder


def test_untouched_pack_matches(pack):
    assert receipt.verify(pack) == {}


def test_changed_added_and_missing_files_are_named(pack):
    (pack / "index.html").write_text("edited")
    (pack / "extra.txt").touch()
    (pack / "tables" / "gap.parquet").unlink()
    assert receipt.verify(pack) == {
        "extra.txt": "added",
        "index.html": "changed",
        "tables/gap.parquet": "missing",
    }


def test_receipt_says_what_the_pack_was_made_from(pack):
    content = receipt.read(pack)
    assert content["parameters"] == {"region": "06"}
    assert content["inputs"] == {"demand.csv": "1f"}
    assert {"python", "pkslib", "pandas"} <= content["versions"].keys()


def test_same_pack_gives_the_same_receipt(pack):
    before = (pack / "receipt.json").read_bytes()
    receipt.write(pack, receipt.Sources({"region": "06"}, inputs={"demand.csv": "1f"}))
    assert (pack / "receipt.json").read_bytes() == before


@pytest.mark.parametrize("content", ["{half", "null", "[1]", '"receipt"', "\ufeff"])
def test_folder_without_or_with_a_broken_receipt_is_refused(pack, tmp_path, content):
    with pytest.raises(InputError, match=r"receipt\.json"):
        receipt.verify(tmp_path)
    (pack / "receipt.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="receipt"):
        receipt.verify(pack)


def test_inputs_are_the_files_of_a_data_set_by_content(tmp_path):
    (tmp_path / "demand.csv").write_text("a")
    (tmp_path / "~$demand.xlsx").touch()
    (tmp_path / "scenarios").mkdir()
    # sha256 of "a", FIPS 180-2.
    known = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert receipt.input_hashes(str(tmp_path)) == {"demand.csv": known}
    assert receipt.input_hashes(str(tmp_path / "demand.csv")) == {"demand.csv": known}
    assert receipt.input_hashes("sqlite:///data.db") == {}


def test_a_receipt_of_another_version_is_told(pack):
    (pack / "receipt.json").write_text('{"files": {}}')
    with using("en"), pytest.raises(InputError, match="lacks inputs, library"):
        receipt.verify(pack)


@pytest.mark.parametrize(
    "changed",
    [{"files": []}, {"files": {"a": 1}}, {"library": 3}, {"parameters": "x"}, {"steps": [1]},
     {"steps": {"01": {"reads": {"a": 1}, "writes": {}}}}, {"steps": {"01": {"reads": {}}}}],
)  # fmt: skip
def test_a_receipt_of_wrong_kinds_is_refused(pack, changed):
    path = pack / "receipt.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))
    with using("en"), pytest.raises(InputError, match=f"is damaged: {next(iter(changed))}"):
        receipt.read(pack)


def test_links_and_folders_are_told(pack, tmp_path):
    elsewhere = tmp_path / "elsewhere.html"
    (pack / "index.html").rename(elsewhere)
    (pack / "index.html").symlink_to(elsewhere)
    (pack / "more").mkdir()
    (pack / "own").symlink_to(tmp_path)
    assert receipt.verify(pack) == {"index.html": "changed", "more": "added", "own": "added"}
