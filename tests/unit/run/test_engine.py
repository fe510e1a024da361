import papermill
import pytest
from nbclient.exceptions import CellTimeoutError

from pkslib.pack import book
from pkslib.run import engine


def _run(source, target, **options):
    return papermill.execute_notebook(
        source, target, {}, engine.NAME, kernel_name="python3", progress_bar=False, **options
    )


def test_notebook_is_written_a_handful_of_times_however_many_cells(
    tmp_path, write_notebook, monkeypatch
):
    written = []
    whole = papermill.engines.write_ipynb
    monkeypatch.setattr(
        papermill.engines, "write_ipynb", lambda node, path: written.append(whole(node, path))
    )
    source = write_notebook(tmp_path / "one.ipynb", *["1 + 1"] * 8)
    node = _run(source, tmp_path / "out.ipynb")
    assert [cell.execution_count for cell in node.cells if cell.cell_type == "code"][-1] > 8
    assert len(written) == 2


def test_notebook_that_was_stopped_is_kept_with_what_it_had_shown(tmp_path, write_notebook):
    sleeps = "import time; time.sleep(600)"
    source = write_notebook(tmp_path / "one.ipynb", 'print("shown")', sleeps)
    with pytest.raises(CellTimeoutError):
        # The first cell may take its time, as on a busy machine.
        _run(
            source,
            tmp_path / "out.ipynb",
            timeout_func=lambda cell: 1 if cell.source == sleeps else None,
        )
    cells = book.read(tmp_path / "out.ipynb").cells
    assert any("shown" in str(cell.get("outputs", "")) for cell in cells)
