"""What counts as a notebook that ran to its end, on notebooks as papermill leaves them."""

import nbformat
import pytest

from pkslib.run import notebook


def _executed(path, *cells):
    """Write code cells as (execution count, outputs)."""
    book = nbformat.v4.new_notebook()
    for count, outputs in cells:
        cell = nbformat.v4.new_code_cell("1", execution_count=count, outputs=outputs)
        book.cells.append(cell)
    nbformat.write(book, path)
    return path


def _error(name, value):
    return nbformat.v4.new_output("error", ename=name, evalue=value, traceback=[])


def test_every_cell_run_is_green(tmp_path):
    notebook.prove(_executed(tmp_path / "a.ipynb", (1, []), (2, [])))


def test_exit_with_status_0_is_a_failure_at_its_cell(tmp_path):
    # papermill takes SystemExit with "" or "0" for success.
    done = _executed(tmp_path / "a.ipynb", (1, []), (2, [_error("SystemExit", "0")]), (None, []))
    with pytest.raises(notebook.StepFailed, match="SystemExit") as raised:
        notebook.prove(done)
    assert raised.value.cell == 2


def test_a_cell_that_never_ran_is_a_failure(tmp_path):
    with pytest.raises(notebook.StepFailed) as raised:
        notebook.prove(_executed(tmp_path / "a.ipynb", (1, []), (None, [])))
    assert raised.value.cell == 2


def test_cells_are_numbered_as_before_the_run(tmp_path):
    path = _executed(tmp_path / "a.ipynb", (1, []), (2, [_error("KeyError", "x\n  y")]))
    book = nbformat.read(path, as_version=4)
    added = nbformat.v4.new_code_cell("year = 2027", execution_count=3)
    added.metadata["tags"] = ["injected-parameters"]
    book.cells.insert(1, added)
    nbformat.write(book, path)
    with pytest.raises(notebook.StepFailed) as raised:
        notebook.prove(path)
    assert (raised.value.cell, raised.value.error) == (2, "KeyError: x y")


def test_an_empty_code_cell_needs_no_count(tmp_path):
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("")])
    nbformat.write(book, tmp_path / "a.ipynb")
    notebook.prove(tmp_path / "a.ipynb")
