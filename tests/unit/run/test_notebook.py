"""What counts as a notebook that ran to its end, on notebooks as papermill leaves them."""

import nbformat
import pytest
from nbclient.exceptions import DeadKernelError

from pkslib.errors import EnvironmentFault
from pkslib.run import engine, notebook
from pkslib.run.failure import StepFailed


def _executed(path, *cells):
    """Write code cells as (execution count, outputs)."""
    run = [
        nbformat.v4.new_code_cell("1", execution_count=count, outputs=outputs)
        for count, outputs in cells
    ]
    nbformat.write(_closed(*run), path)
    return path


def _closed(*cells):
    done = {"papermill": {engine.CLOSED: True}}
    return nbformat.v4.new_notebook(cells=list(cells), metadata=done)


def _error(name, value):
    return nbformat.v4.new_output("error", ename=name, evalue=value, traceback=[])


def test_every_cell_run_is_green(tmp_path):
    notebook.prove(_executed(tmp_path / "a.ipynb", (1, []), (2, [])))


def test_exit_with_status_0_is_a_failure_at_its_cell(tmp_path):
    # papermill takes SystemExit with "" or "0" for success.
    done = _executed(tmp_path / "a.ipynb", (1, []), (2, [_error("SystemExit", "0")]), (None, []))
    with pytest.raises(StepFailed, match="SystemExit") as raised:
        notebook.prove(done)
    assert raised.value.cell == 2


def test_a_cell_that_never_ran_is_a_failure(tmp_path):
    with pytest.raises(StepFailed) as raised:
        notebook.prove(_executed(tmp_path / "a.ipynb", (1, []), (None, [])))
    assert raised.value.cell == 2


def test_cells_are_numbered_as_before_the_run(tmp_path):
    path = _executed(tmp_path / "a.ipynb", (1, []), (2, [_error("KeyError", "x\n  y")]))
    book = nbformat.read(path, as_version=4)
    added = nbformat.v4.new_code_cell("year = 2027", execution_count=3)
    added.metadata["tags"] = ["injected-parameters"]
    book.cells.insert(1, added)
    nbformat.write(book, path)
    with pytest.raises(StepFailed) as raised:
        notebook.prove(path)
    assert raised.value.cell == 2


def test_an_empty_code_cell_needs_no_count(tmp_path):
    book = _closed(nbformat.v4.new_code_cell(""))
    nbformat.write(book, tmp_path / "a.ipynb")
    notebook.prove(tmp_path / "a.ipynb")


def test_an_error_that_a_handler_swallows_in_the_last_cell_is_a_failure(tmp_path, write_notebook):
    hide = "get_ipython().set_custom_exc((Exception,), lambda *_, **__: None)"
    source = write_notebook(tmp_path / "a.ipynb", hide, "1 / 0")
    with pytest.raises(StepFailed) as raised:
        notebook.execute(source, tmp_path / "done.ipynb", {}, tmp_path)
    assert raised.value.cell == 4


def test_cells_that_a_kernel_counts_and_does_not_run_are_a_failure(tmp_path, write_notebook):
    empty = "get_ipython().input_transformers_post.append(lambda lines: [])"
    source = write_notebook(tmp_path / "a.ipynb", empty, "1 / 0")
    with pytest.raises(StepFailed, match="slutmärke"):
        notebook.execute(source, tmp_path / "done.ipynb", {}, tmp_path)
    done = nbformat.read(tmp_path / "done.ipynb", as_version=4)
    assert [cell.source for cell in done.cells][-2:] == [empty, "1 / 0"]
    assert None not in [cell.execution_count for cell in done.cells if cell.cell_type == "code"]


@pytest.mark.parametrize(("silent", "tried"), [(1, 2), (2, 2)])
def test_a_kernel_that_did_not_start_is_tried_once_more(tmp_path, monkeypatch, silent, tried):
    tries = []

    def start(_source, target, *_):
        tries.append(target)
        if len(tries) <= silent:
            raise RuntimeError("Kernel didn't respond in 120 seconds")
        _executed(target, (1, []))

    monkeypatch.setattr(notebook, "_papermill", start)
    given = (tmp_path / "a.ipynb", tmp_path / "done.ipynb", {}, tmp_path)
    if silent < tried:
        notebook.execute(*given)
    else:
        with pytest.raises(EnvironmentFault, match="respond"):
            notebook.execute(*given)
    assert len(tries) == tried


def test_a_kernel_that_died_is_not_tried_again(tmp_path, monkeypatch):
    tries = []

    def die(_source, target, *_):
        tries.append(target)
        _executed(target, (1, []))
        raise DeadKernelError("Kernel died")

    monkeypatch.setattr(notebook, "_papermill", die)
    with pytest.raises(StepFailed) as raised:
        notebook.execute(tmp_path / "a.ipynb", tmp_path / "done.ipynb", {}, tmp_path)
    assert raised.value.machine
    assert len(tries) == 1


@pytest.mark.parametrize(
    ("code", "machine"),
    [("import os; os._exit(0)", True), ("while True:\n    pass", False)],
    ids=["died", "never ended"],
)
def test_the_cell_that_was_being_run_is_named_and_not_the_next(
    tmp_path, write_notebook, monkeypatch, code, machine
):
    monkeypatch.setattr(notebook, "CELL_SECONDS", 2)
    source = write_notebook(tmp_path / "a.ipynb", "1", code, "2")
    with pytest.raises(StepFailed) as raised:
        notebook.execute(source, tmp_path / "done.ipynb", {}, tmp_path)
    # After the title and the parameters.
    assert (raised.value.cell, raised.value.machine) == (4, machine)


def test_a_command_of_a_shell_that_fails_is_a_failure(tmp_path, write_notebook):
    source = write_notebook(tmp_path / "a.ipynb", "!false", "1")
    with pytest.raises(StepFailed, match="CalledProcessError") as raised:
        notebook.execute(source, tmp_path / "done.ipynb", {}, tmp_path)
    assert raised.value.cell == 3


def test_pictures_are_in_the_notebook_whatever_the_users_own_are_drawn_for(
    tmp_path, write_notebook, monkeypatch
):
    monkeypatch.setenv("MPLBACKEND", "agg")
    code = "from pkslib.show import drawing\ndrawing.canvas();"
    source = write_notebook(tmp_path / "a.ipynb", code)
    notebook.execute(source, tmp_path / "b.ipynb", {}, tmp_path)
    cells = nbformat.read(tmp_path / "b.ipynb", 4).cells
    shown = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    assert ["text/html" in output.data for output in shown] == [True]


def test_the_same_run_is_the_same_file_on_any_day(tmp_path, write_notebook):
    write_notebook(tmp_path / "a.ipynb", "print(year)")
    given = {"region": "06", "data": "d", "year": 2027, "output": "o", "scenario": "base",
             "language": "sv"}  # fmt: skip
    made = []
    for name in ("once.ipynb", "twice.ipynb"):
        notebook.execute(tmp_path / "a.ipynb", tmp_path / name, given, tmp_path)
        notebook.point(tmp_path / name, given | {"output": "published"})
        made.append((tmp_path / name).read_text(encoding="utf-8"))
    assert made[0] == made[1]
    assert '"2027\\n"' in made[0]
    assert "published" in made[0]
