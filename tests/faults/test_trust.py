"""What an attacker and an unlucky user break: faults 86 to 95."""

import pandas as pd

from pkslib.pack import receipt


def test_f86_a_notebook_of_ones_own_reads_a_file_that_changes(run_with, tmp_path):
    own = tmp_path / "own.csv"
    for rows in (1, 3):
        own.write_text("a\n" + "1\n" * rows)
        result, place = run_with(
            "import pandas as pd", f"print('rows', len(pd.read_csv({str(own)!r})))"
        )
        assert result.exit_code == 0, result.output
        assert f"rows {rows}" in (place / "06" / "index.html").read_text(encoding="utf-8")
        assert receipt.verify(place / "06") == {}
    assert "all steps: it may read more than its tables" in result.output


WRITES = """
from pkslib.tables import reads, store
reads.note(reads.DATA)
folder = store.region_folder(output, year, scenario, region)
(folder / "tables").mkdir()
{how}.to_parquet(folder / "tables" / "own.parquet")
"""
READS = """
from pkslib.tables import store
import pandas as pd
folder = store.region_folder(output, year, scenario, region)
print("sum", pd.read_parquet(folder / "tables" / "own.parquet")["a"].sum())
"""


def test_f86_a_step_of_ones_own_reads_the_file_of_an_earlier_one(
    run_with, write_notebook, tmp_path
):
    for number in (1, 5):
        how = f"__import__('pandas').DataFrame({{'a': [{number}]}})"
        write_notebook(tmp_path / "books" / "02_two.ipynb", READS)
        result, place = run_with(WRITES.format(how=how))
        assert result.exit_code == 0, result.output
        assert f"sum {number}" in (place / "06" / "index.html").read_text(encoding="utf-8")
    assert pd.read_parquet(place / "06" / "tables" / "own.parquet")["a"].tolist() == [5]
