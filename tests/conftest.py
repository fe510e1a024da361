"""What all tests share: law profiles, the language put back, the least data set, notebooks."""

import os
import signal

import nbformat
import pytest
from hypothesis import settings

from pkslib import language

# The laws look for counter-examples; `HYPOTHESIS_PROFILE=thorough` looks ten times as long, and
# `brief`, for mutants, a fifth.
settings.register_profile("fast", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("brief", max_examples=5, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=250, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

# Tests that are started in the background are deaf to interrupts, and so is all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
# So are those started by nohup to a terminal that hangs up.
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# The least a data set may hold: one region, one need, one ward, two months.
SOUND = {
    "needs": "need;name;flow;priority\nhip;Höftfraktur;acute;1\n",
    "units": "unit;name;region;parent;level\nH;Sjukhuset;06;;hospital\nW;Ortopeden;06;H;ward\n",
    "demand": "region;need;period;patients\n06;hip;2026-01;30\n06;hip;2026-02;28\n",
    "activities": "activity;name;kind\nstay;Vårdtillfälle;admission\n",
    "pathways": "need;unit;activity;per_patient\nhip;W;stay;1,1\n",
    "activity_times": "activity;unit;capacity;amount\nstay;;bed_day;9,5\n",
    "capacities": "capacity;name;measure;utilisation;margin\nbed_day;Vårdplats;bed_day;0,85;0\n",
    "available": "unit;capacity;period;amount\nW;bed_day;2026-01;400\nW;bed_day;2026-02;400\n",
}
PARAMETERS = """
region: str = "99"  # code
year: int = 2027
data: str = "here"
output: str = "there"
scenario: str = "base"
language: str = "sv"
"""
NETWORK_PARAMETERS = """
year: int = 2027
output: str = "there"
scenario: str = "base"
language: str = "sv"
"""


def pytest_addoption(parser):
    parser.addoption("--freeze", action="store_true", help="write tests/frozen anew")


@pytest.fixture(autouse=True)
def _swedish():
    language.activate("sv")
    yield
    language.activate("sv")


@pytest.fixture(autouse=True)
def _own_style_and_strings():
    """Notebooks and pages choose both for a whole process."""
    import matplotlib as mpl
    import pandas as pd

    with pd.option_context("mode.string_storage", "auto"), mpl.rc_context():
        yield


@pytest.fixture(autouse=True)
def _no_figure_left_open():
    yield
    import matplotlib.pyplot as plt

    left = plt.get_fignums()
    plt.close("all")
    assert not left, "a figure was left open"


@pytest.fixture
def data_set(tmp_path):
    """Write the least data set, some tables replaced, added, or left out when None."""

    def write(encoding="utf-8", **changed):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        for name, content in (SOUND | changed).items():
            if isinstance(content, str):
                content = content.encode(encoding)
            if content is not None:
                (folder / f"{name}.csv").write_bytes(content)
        return folder

    return write


@pytest.fixture(scope="session")
def write_notebook():
    """Write a tiny notebook: a title, a parameters cell, and cells of code."""

    def write(
        path,
        *code,
        parameters=PARAMETERS,
        tags=("parameters",),
        title="# 1. En fråga",
        first=False,
    ):
        book = nbformat.v4.new_notebook(
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            }
        )
        if first:
            book.metadata["pks"] = {"first": True}
        cells = [nbformat.v4.new_markdown_cell(title)]
        if parameters is not None:
            cell = nbformat.v4.new_code_cell(parameters.strip())
            cell.metadata["tags"] = list(tags)
            cells.append(cell)
        book.cells = [*cells, *map(nbformat.v4.new_code_cell, code)]
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, path)
        return path

    return write


@pytest.fixture(scope="session")
def network_parameters():
    return NETWORK_PARAMETERS
