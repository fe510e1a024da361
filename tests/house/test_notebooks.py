"""Every notebook is thin, clean and read as Swedish prose around short cells."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
STEPS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PARAMETERS = ["region", "year", "data", "output", "scenario", "language"]
MOST_LINES = 12


def _book(path):
    return json.loads(path.read_text(encoding="utf-8"))


def _code(path):
    return [cell for cell in _book(path)["cells"] if cell["cell_type"] == "code"]


def _source(cell):
    return "".join(cell["source"])


def _name(path):
    return path.stem


def test_the_nine_steps_are_there():
    assert [path.stem for path in STEPS] == [
        "01_data", "02_demand", "03_need", "04_capacity", "05_balance", "06_plan",
        "07_follow_up", "08_outlook", "09_pack",
    ]  # fmt: skip


def test_one_step_says_that_it_opens_the_page():
    assert [path.stem for path in STEPS if "pks" in _book(path)["metadata"]] == ["09_pack"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_name)
def test_no_outputs_and_the_common_kernel(path):
    book = _book(path)
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    for cell in _code(path):
        assert cell["outputs"] == []
        assert cell["execution_count"] is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_name)
def test_cells_are_thin(path):
    for cell in _code(path):
        source = _source(cell)
        assert len(source.splitlines()) <= MOST_LINES, source
        assert not re.search(r"^\s*(def|class|async def) ", source, re.M), source
        assert not re.search(r"^\s*[!%]|sys\.exit|os\.path", source, re.M), source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=_name)
def test_prose_comes_before_code(path):
    cells = _book(path)["cells"]
    assert cells[0]["cell_type"] == "markdown"
    assert _source(cells[0]).startswith("# ")
    kinds = [cell["cell_type"] for cell in cells]
    assert kinds.count("markdown") >= kinds.count("code") / 2


@pytest.mark.parametrize("path", STEPS, ids=_name)
def test_title_tells_question_and_reader(path):
    title = _source(_book(path)["cells"][0])
    assert "**Fråga:**" in title
    assert "**Läsare:**" in title


@pytest.mark.parametrize("path", STEPS, ids=_name)
def test_one_typed_parameters_cell(path):
    tagged = [c for c in _code(path) if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    lines = _source(tagged[0]).splitlines()
    assert [re.match(r"(\w+): (str|int) = .+  # .+", line)[1] for line in lines] == PARAMETERS
