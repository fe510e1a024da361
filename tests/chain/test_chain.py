"""The whole chain on the example region: notebooks and memory agree, and the pack is whole."""

import json
import re

import nbformat
import pandas as pd
import pytest

from pkslib.pack import receipt
from pkslib.tables import store
from pkslib.tables.results import RESULTS, STEP_TABLES

IN_STEPS = [name for step, names in STEP_TABLES.items() if step != "01_data" for name in names]


@pytest.fixture(scope="module")
def folder(output):
    return output / "99"


@pytest.mark.parametrize("name", IN_STEPS)
def test_notebooks_write_what_the_chain_in_memory_gives(folder, in_memory, name):
    pd.testing.assert_frame_equal(store.read(folder, name), in_memory[name], check_dtype=False)


# There is nothing to remark on in the example's data; nothing is decided, no unit's hours make
# several capacities, no care of the highest priority dips as the staff goes on leave, production is
# told by the month, no list is looked through, and how full a block was before its day is not
# known.
# One region has no others beside it, and no ward has room for another of its specialty.
NOTHING = {"assumption_places", "places_elsewhere", "data_notes", "decided_change",
           "list_reviews", "shared_hours", "supply_dips", "weekly_outcomes", "unused_score",
           "unused_time"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(RESULTS) - NOTHING))
def test_every_result_table_of_the_example_has_rows(folder, name):
    assert len(store.read(folder, name)) > 0


def _said(folder, name):
    """Return the texts that a notebook as executed shows."""
    notebook = nbformat.read(folder / "notebooks" / f"{name}.ipynb", as_version=4)
    shown = [
        output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])
    ]
    return [str(each.get("text/plain", "")) for each in shown]


@pytest.mark.parametrize(
    "answer",
    [
        r"[^']*patienter väntar på listorna[^']*",
        r"\d+ av \d+ väntelistor kräver fler än på sistone[^.]*",
        r"\d+(?= patienter väntat för länge vid årets slut)|\d+(?= om lika många behandlas)",
    ],
    ids=["today and the start", "what the guarantee takes", "as lately"],
)
def test_need_and_outlook_give_one_answer_for_the_waiting_lists(folder, answer):
    found = [
        re.search(answer, "\n".join(_said(folder, name))) for name in ("03_need", "08_outlook")
    ]
    assert found[0].group() == found[1].group()


def test_the_gap_is_need_less_available(in_memory):
    gap = in_memory["gap"]
    pd.testing.assert_series_equal(gap["gap"], gap["need"] - gap["available"], check_names=False)


def test_the_balance_adds_up(in_memory):
    b = in_memory["balance"]
    measures = ["moved", "shifted", "improved", "extended", "bought", "prioritised"]
    given = b[["available", *measures]].sum(axis=1)
    assert ((b["need"] - given - b["remaining"]).abs() < 1e-6 * (1 + b["need"])).all()


def test_a_shortage_is_closed_strain_gives_way_or_is_unsolved(in_memory):
    rows = in_memory["summary"].set_index("capacity")
    steps = in_memory["ladder_steps"]
    closed = steps[steps["step"] < 5].groupby("capacity")["closed"].sum()
    given = steps[steps["step"] == 5].set_index("capacity")["closed"]
    for name, found in (("closed", closed), ("gives_way", given)):
        pd.testing.assert_series_equal(rows[name], found, check_names=False, atol=1e-6)
    parts = rows[["closed", "strain", "gives_way", "unsolved"]].sum(axis=1)
    pd.testing.assert_series_equal(parts, rows["shortage"], check_names=False, atol=1e-6)


def test_plan_targets_and_weeks_agree(in_memory):
    by = ["unit", "activity"]
    targets = in_memory["targets"]
    yearly = targets[targets["period"] == "2027"].set_index(by)["target"]
    for name in ("plan", "plan_weeks", "plan_weekdays"):
        summed = in_memory[name].groupby(by)["target"].sum()
        pd.testing.assert_series_equal(summed, yearly.loc[summed.index], check_names=False)
        assert summed.sum() == yearly.sum()


def test_the_pack_is_one_page_that_asks_nothing_of_the_network(folder):
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//|<script|@import|url\(http""", page)
    assert "Region Exempel" in page
    assert "work_out" not in page, "no code in the pack"


def test_the_notebooks_are_kept_as_executed(folder):
    for step in STEP_TABLES:
        book = nbformat.read(folder / "notebooks" / f"{step}.ipynb", as_version=4)
        cells = [cell for cell in book.cells if cell.cell_type == "code"]
        assert all(cell.execution_count for cell in cells)


def test_the_receipt_holds(folder):
    made = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
    assert made["parameters"]["region"] == "99"
    assert list(receipt.verify(folder)) == []


def test_the_network_page_names_the_region(output):
    assert "Region Exempel" in (output / "index.html").read_text(encoding="utf-8")
