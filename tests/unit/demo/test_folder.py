import pandas as pd
import pytest

from pkslib import language
from pkslib.demo import folder
from pkslib.errors import InputError

TRUTHS = {"series": pd.DataFrame({"region": ["99"], "factor": [1.12]})}
TABLES = {"regions": pd.DataFrame({"region": ["99"], "name": ["Region Å"]})}


def test_parquet_is_written_whole(tmp_path):
    folder.write_parquet(tmp_path / "new" / "demo", TABLES, TRUTHS)
    written = pd.read_parquet(tmp_path / "new" / "demo" / "regions.parquet")
    pd.testing.assert_frame_equal(written, TABLES["regions"])
    told = (tmp_path / "new" / "demo" / "planted" / "series.csv").read_text("utf-8-sig")
    assert told.split() == ["region;factor", "99;1,12"]
    assert [found.name for found in (tmp_path / "new").iterdir()] == ["demo"]


def test_a_failure_leaves_nothing(tmp_path):
    class Broken(pd.DataFrame):
        def to_parquet(self, *args, **kwargs):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        folder.write_parquet(tmp_path / "demo", TABLES | {"units": Broken()}, TRUTHS)
    assert list(tmp_path.iterdir()) == []


def test_scenarios_beside_the_former_data_are_kept(tmp_path):
    place = tmp_path / "demo"
    folder.write_parquet(place, TABLES, TRUTHS)
    (place / "scenarios").mkdir()
    (place / "scenarios" / "winter.toml").write_text("title = 'Vinter'")
    folder.write_parquet(place, TABLES, TRUTHS)
    assert (place / "scenarios" / "winter.toml").read_text() == "title = 'Vinter'"


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_text("x")
    with language.using("en"), pytest.raises(InputError, match=r"thesis\.docx"):
        folder.write_parquet(tmp_path, TABLES, TRUTHS)
    assert [found.name for found in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "demo").write_text("x")
    with pytest.raises(InputError):
        folder.write_parquet(tmp_path / "demo", TABLES, TRUTHS)


def test_csv_is_as_swedish_excel_writes_it(tmp_path):
    row = pd.DataFrame(
        {"name": ["Åre; öst"], "share": [0.85], "count": [12.0], "agreed": [True], "note": [None]}
    )
    folder.write_csv(tmp_path, {"rows": row})
    assert (tmp_path / "rows.csv").read_bytes() == (
        b"\xef\xbb\xbfname;share;count;agreed;note\r\n" + '"Åre; öst";0,85;12;ja;\r\n'.encode()
    )
