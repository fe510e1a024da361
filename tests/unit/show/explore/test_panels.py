"""The panels on the example's data: what is set, what is shown, what is saved."""

import base64
import datetime
import shlex
import shutil
from pathlib import Path

import ipywidgets as widgets
import nbformat
import pandas as pd
import pytest
from nbconvert import HTMLExporter

from pkslib.errors import InputError
from pkslib.language import number
from pkslib.show.explore.ahead import Levelling, Outlook, Waiting
from pkslib.show.explore.balance import Balance
from pkslib.show.explore.demand import Demand
from pkslib.show.explore.desk import Desk, choose, chosen
from pkslib.show.explore.entering import Maturity, Rounds
from pkslib.show.explore.occupancy import Occupancy, by_ward, ground, per_period
from pkslib.show.explore.shown import Shown
from pkslib.show.explore.start import PANELS, Start, panel
from pkslib.steps import need
from pkslib.tables import scenarios
from pkslib.tables.results import as_declared

EXAMPLE = Path(__file__).parents[4] / "data" / "example"
DAY = datetime.date(2026, 10, 15)
WARD = "99-1-HJA"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The example's data set in a folder with a blank in its name."""
    folder = tmp_path_factory.mktemp("our data") / "example"
    shutil.copytree(EXAMPLE, folder)
    return folder


@pytest.fixture(scope="module")
def opened(place):
    """A desk for the whole module: what it has worked out is kept."""
    return Desk(str(place), "", 2027)


@pytest.fixture
def desk(opened, english):
    opened.load("base")
    return opened


@pytest.fixture
def occupancy(desk):
    shown = Occupancy(desk, today=lambda: DAY)
    shown.capacity.value = "bed_day"
    return shown


def _save(shown, name, replace=False):
    shown.name.value, shown.role.value, shown.why.value = name, "head of planning", "a trial"
    shown.replace.value = replace
    shown.button.click()


def test_a_wards_slider_writes_that_ward_and_the_regions_the_region(occupancy):
    occupancy.unit.value = WARD
    occupancy.utilisation.value = 0.78
    occupancy.unit.value = ""
    assert occupancy.utilisation.value == 0.85
    occupancy.margin.value = 0.07
    assert occupancy.desk.changed() == {
        ("capacities", "bed_day", "margin"): 0.07,
        ("units", WARD, "bed_day", "utilisation"): 0.78,
    }
    assert "Levels of their own" in occupancy.told.value


def test_a_hospitals_slider_writes_each_of_its_wards(occupancy):
    occupancy.unit.value = "99-2"
    occupancy.utilisation.value = 0.8
    wards = {place[1] for place in occupancy.desk.changed()}
    assert wards == {"99-2-KOA", "99-2-MAV", "99-2-STR"}


def test_shortages_are_added_over_wards_and_not_netted():
    rows = pd.DataFrame({
        "period": ["2027-01"] * 2, "need": [30.0, 10.0], "available": [20.0, 25.0],
        "gap": [10.0, -15.0], "shortage": [10.0, 0.0],
    })  # fmt: skip
    found = per_period(rows)
    assert (found["shortage"].item(), found["gap"].item()) == (10.0, -5.0)


SCENARIOS = {
    "default": {},
    "ward": {("units", WARD, "bed_day", "utilisation"): 0.78},
    "risk": {("capacities", "bed_day", "risk"): 0.1},
    "unit": {("units", WARD, "bed_day", "risk"): 0.15,
             ("units", "99-2-MAV", "bed_day", "preparedness"): 0.05,
             ("capacities", "bed_day", "margin"): 0.02},
}  # fmt: skip


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_explored_in_full_is_what_the_pack_counts_from_the_saved_file(desk, place, name):
    desk.full = True
    desk.set(SCENARIOS[name])
    if SCENARIOS[name]:
        desk.save(f"full_{name}", "head of planning", "a trial", on=DAY)
    saved = scenarios.find(place, f"full_{name}" if SCENARIOS[name] else "base")
    assert saved.demand.tier == "full"
    units = sorted(desk.results()["capacity_need"]["unit"].unique())
    rows = by_ward(ground(desk.with_settings(desk.start)), desk, units, "bed_day")
    # The step itself, from the forecast in full and the scenario as it lies in its file.
    packed = as_declared(need.work_out(desk.results(), saved, 2027))["capacity_need"]
    packed = packed[packed["capacity"] == "bed_day"].set_index(["unit", "period"])["need"]
    mine = rows.set_index(["unit", "period"])["need"]
    pd.testing.assert_series_equal(mine.sort_index(), packed.sort_index(), rtol=1e-12)


def test_only_what_was_changed_is_saved_with_who_and_why(occupancy, place):
    occupancy.unit.value = WARD
    occupancy.utilisation.value = 0.8
    _save(occupancy, "a1")
    found = scenarios.find(place, "a1")
    assert found.units[WARD]["bed_day"].model_dump(exclude_none=True) == {"utilisation": 0.8}
    (decision,) = found.decisions
    assert decision.setting == f"units.{WARD}.bed_day.utilisation"
    assert (decision.by, decision.on, decision.why) == ("head of planning", DAY, "a trial")


def test_the_command_runs_as_it_is(desk, place):
    words = shlex.split(desk.command("a1"))
    assert words == ["pks", "run", "--data", str(place), "--year", "2027", "--region", "99",
                     "--scenario", "a1"]  # fmt: skip


def test_nothing_is_written_over_without_saying_so(occupancy, place):
    occupancy.margin.value = 0.1
    for name in ("base", "twice"):
        _save(occupancy, name, replace=name == "twice")
    assert "scenario base already" in occupancy.refused.value or occupancy.status.value
    before = scenarios.find(place, "twice")
    occupancy.margin.value = 0.2
    _save(occupancy, "twice")
    assert "There is a scenario twice already" in occupancy.refused.value
    assert scenarios.find(place, "twice") == before
    _save(occupancy, "base")
    assert "There is a scenario base already" in occupancy.refused.value
    _save(occupancy, "twice", replace=True)
    assert scenarios.find(place, "twice").capacities["bed_day"].margin == 0.2


def test_nothing_is_saved_without_name_role_and_reason(occupancy):
    occupancy.button.click()
    assert "who decided" in occupancy.refused.value
    _save(occupancy, "empty")
    assert "Change something first" in occupancy.refused.value


def test_a_loaded_scenario_is_shown_and_compared(occupancy):
    occupancy.margin.value = 0.3
    _save(occupancy, "wide", replace=True)
    occupancy.scenario.value = "wide"
    assert occupancy.margin.value == 0.3
    occupancy.compared.value = "base"
    assert occupancy.beside.layout.display == "block"
    assert bytes(occupancy.beside.value) != bytes(occupancy.image.value)
    occupancy.compared.value = ""
    occupancy.scenario.value = "base"
    assert occupancy.margin.value == 0.0


def test_a_control_moved_many_times_is_one_step_back(occupancy):
    for value in (0.8, 0.78, 0.76):
        occupancy.utilisation.value = value
    occupancy.margin.value = 0.1
    occupancy.undo.click()
    assert (occupancy.utilisation.value, occupancy.margin.value) == (0.76, 0.0)
    occupancy.undo.click()
    assert occupancy.utilisation.value == 0.85
    occupancy.redo.click()
    assert occupancy.utilisation.value == 0.76


def test_a_value_out_of_range_leaves_the_settings(desk):
    with pytest.raises(InputError, match="utilisation"):
        desk.set({("capacities", "bed_day", "utilisation"): 1.5})
    assert desk.changed() == {}


def test_a_target_above_the_ceiling_is_refused_and_leaves_the_settings(desk):
    before = desk.settings
    desk.set({("capacities", "bed_day", "ceiling"): 0.9})
    with pytest.raises(InputError, match="PKS-655"):
        desk.set({("capacities", "bed_day", "utilisation"): 0.92})
    desk.undo()
    assert desk.settings == before


def test_an_error_takes_the_old_picture_away(occupancy):
    occupancy.data.value = "/there/is/none"
    assert "/there/is/none" in occupancy.fault.value
    assert (occupancy.image.value, occupancy.told.value) == (b"", "")


def test_the_quick_forecast_is_told_and_the_full_one_is_a_press_away(occupancy, monkeypatch):
    assert "Preliminary" in occupancy.busy.value
    asked = []
    monkeypatch.setattr(occupancy, "shown", lambda desk: asked.append(desk.full) or _nothing())
    occupancy.full.click()
    assert asked == [True]
    assert "Preliminary" not in occupancy.busy.value


def _nothing():
    return Shown(b"", [])


MOVES = [
    (Demand, "pandemic", "keep", ("demand", "treatments", "arthroplasty", "pandemic")),
    (Demand, "calendar", False, ("demand", "treatments", "arthroplasty", "calendar")),
    (Demand, "driver", "off", ("demand", "driver")),
    (Balance, "last", 3, ("balance", "last_step")),
    (Balance, "between", False, ("balance", "move_between")),
    (Levelling, "level", 1.0, ("plan", "level")),
    (Waiting, "work_down", True, ("queue", "work_down")),
    (Outlook, "schedule_factor", 1.2, ("outlook", "schedule_factor")),
]


@pytest.mark.parametrize(("kind", "control", "value", "setting"), MOVES)
def test_a_control_sets_what_it_says_and_the_panel_answers(desk, kind, control, value, setting):
    shown = kind(desk)
    assert (shown.fault.value, bytes(shown.image.value)[:4]) == ("", b"\x89PNG")
    before = bytes(shown.image.value), shown.told.value, shown.table.value
    getattr(shown, control).value = value
    assert shown.fault.value == ""
    assert desk.changed() == {setting: value}
    assert (bytes(shown.image.value), shown.told.value, shown.table.value) != before


def test_without_measures_the_whole_shortage_is_told(desk):
    shown = Balance(desk)
    shown.last.value = 0
    gap = desk.results()["gap"]
    lacks = gap.loc[gap["capacity"] == shown.capacity.value, "gap"].clip(lower=0).sum()
    assert shown.fault.value == ""
    assert f"No measure is used: {number(lacks)} " in shown.told.value


def test_a_measure_turned_off_closes_nothing(desk):
    shown = Balance(desk)
    used = desk.results()["ladder"].dropna(subset=["measure"])["measure"].iloc[0]
    shown.measure.value = used
    shown.amount.value = 0.0
    assert desk.settings.balance.measures == {used: 0.0}
    assert used not in set(desk.results()["ladder"]["measure"].dropna())


def test_what_a_step_of_the_ladder_means_is_told_in_the_data_sets_words(desk, monkeypatch):
    shown = Maturity(desk)
    assert "maturity_steps" in shown.told.value
    words = pd.DataFrame({
        "area": [None, None, "Balansering"], "step": [2, 3, 3],
        "text": ["Some plan.", "All plan.", "All balance."],
    })  # fmt: skip
    monkeypatch.setitem(desk.tables, "maturity_steps", words)
    shown.area.value, shown.step.value = "Uppföljning", 2
    assert "Step 2: Some plan." in shown.told.value
    assert "Step 3: All plan." in shown.told.value
    shown.area.value = "Balansering"
    assert "Step 3: All balance." in shown.told.value


def test_an_assessment_and_an_answer_are_added_to_the_data_set(desk):
    ladder = Maturity(desk, today=lambda: DAY)
    ladder.area.value, ladder.step.value = "Uppföljning", 4
    before = len(desk.tables["maturity"])
    ladder.button.click()
    assert "maturity.csv" in ladder.status.value
    assert len(desk.tables["maturity"]) == before + 1
    ladder.button.click()
    assert "such a row already" in ladder.refused.value
    answers = Rounds(desk, today=lambda: DAY)
    # All three levels have answered in the two rounds of the first unit.
    assert (answers.round.value, answers.level.value) == (3, "strategic")
    answers.round.value, answers.by.value, answers.agreed.value = 9, "head of department", True
    answers.button.click()
    assert "Round 9: 1 of 3 levels have said yes" in answers.told.value
    answers.round.value, answers.by.value = 10, "19121212-1212"
    answers.button.click()
    assert "roles, never persons" in answers.refused.value


def test_a_saved_page_holds_a_still_picture_beside_the_widgets(occupancy, monkeypatch):
    shown = []
    monkeypatch.setattr("pkslib.show.explore.shown.publish_display_data", shown.append)
    occupancy.show()._ipython_display_()
    outputs = [nbformat.v4.new_output("display_data", one) for one in shown]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("panel", outputs=outputs)])
    # As a notebook that is run without a screen keeps them.
    state = widgets.Widget.get_manager_state()
    book.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    page, _ = HTMLExporter().from_notebook_node(book)
    picture = base64.b64encode(occupancy.image.value).decode("ascii")
    assert "application/vnd.jupyter.widget-view+json" in page
    assert f'src="data:image/png;base64,{picture}"' in page
    assert "A still picture" in page


def test_another_year_keeps_what_is_set(occupancy):
    occupancy.margin.value = 0.12
    occupancy.year.value = 2028
    assert occupancy.fault.value == ""
    assert (occupancy.desk.year, occupancy.margin.value) == (2028, 0.12)
    assert "2028" in occupancy.told.value
    occupancy.year.value = 2027


def test_the_start_page_keeps_what_was_chosen_and_says_what_is_wrong(tmp_path, english):
    shutil.copytree(EXAMPLE, tmp_path / "data" / "example")
    page = Start(tmp_path, "en")
    page.year.value = 2028
    assert chosen(tmp_path)["year"] == 2028
    assert chosen(tmp_path)["region"] == "99"
    page.data.value = "elsewhere"
    assert "elsewhere" in page.fault.value
    assert chosen(tmp_path)["data"] == "data/example"
    assert all(f"explore/{name}.ipynb" in page.links.value for name in PANELS)


def test_a_panel_without_data_says_so_in_a_sentence(tmp_path):
    choose(tmp_path, data="none", language="en")
    assert 'role="alert"' in panel("balance", root=tmp_path).value
