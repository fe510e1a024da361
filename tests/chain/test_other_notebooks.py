"""The notebooks outside the chain run by Papermill too, as one who batches them would."""

from pathlib import Path

import papermill
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"


NAMES = [
    path.relative_to(FOLDER).with_suffix("").as_posix()
    for room in ("explore", "training")
    for path in sorted((FOLDER / room).glob("*.ipynb"))
]


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_in_english(name, tmp_path):
    source = FOLDER / f"{name}.ipynb"
    # A cell with live widgets can keep Papermill waiting, so never without a time limit.
    done = papermill.execute_notebook(
        str(source),
        str(tmp_path / source.name),
        {"language": "en"},
        kernel_name="python3",
        cwd=str(source.parent),
        progress_bar=False,
        execution_timeout=120,
    )
    assert all(cell.execution_count for cell in done.cells if cell.cell_type == "code")
