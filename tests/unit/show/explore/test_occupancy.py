import base64
import datetime

import ipywidgets as widgets
import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from nbconvert import HTMLExporter

from pkslib.errors import InputError
from pkslib.settings import Level, Queue, Settings
from pkslib.show.explore.guard import guarded
from pkslib.show.explore.occupancy import Occupancy, needed


@pytest.fixture
def saved():
    return []


@pytest.fixture
def panel(region, known, saved, english):
    return Occupancy(
        region["capacity_need"],
        region["available_capacity"],
        lambda name, settings: saved.append((name, settings)),
        names=known,
        settings=Settings(queue=Queue(work_down=True)),
        today=lambda: datetime.date(2026, 10, 15),
    )


def _decide(panel, name="tighter"):
    panel.name.value, panel.role.value, panel.why.value = name, "head of planning", "a trial"
    panel.button.click()


def test_the_plain_function_gives_gaps_at_any_setting():
    # Two units of 100 raw: 200 / 0.8 × 1.1 = 275 needed, 250 there, 25 missing.
    raw = pd.DataFrame({"unit": ["A", "B"], "capacity": "c", "period": "2027-01", "raw": 100.0})
    have = pd.DataFrame({"unit": ["A"], "capacity": "c", "period": "2027-01", "amount": 250.0})
    found = needed(raw, have, None, "c", 0.8, 0.1)
    assert found.round(9).to_dict("records") == [
        {"period": "2027-01", "need": 275.0, "available": 250.0, "gap": 25.0}
    ]
    assert needed(raw, have, "B", "c", 0.8, 0)["gap"].tolist() == [125.0]


def test_it_starts_with_the_plans_own_levels(panel):
    assert (panel.utilisation.value, panel.margin.value) == (0.85, 0.0)
    assert bytes(panel.image.value).startswith(b"\x89PNG")
    assert panel.fault.value == ""
    assert "Most is needed in January 2027" in panel.told.value
    assert plt.get_fignums() == []


@pytest.mark.parametrize(("slider", "value"), [("utilisation", 0.75), ("margin", 0.2)])
def test_moving_a_slider_redraws(panel, slider, value):
    picture, told = panel.image.value, panel.told.value
    getattr(panel, slider).value = value
    assert panel.image.value != picture
    assert panel.told.value != told


def test_moving_back_gives_the_same_picture_again(panel):
    panel.utilisation.value = 0.95
    before = panel.image.value
    panel.utilisation.value = 0.90
    panel.utilisation.value = 0.95
    assert panel.image.value == before


def test_a_need_that_outgrows_the_picture_gets_a_new_ground(panel):
    panel.utilisation.value = 0.5
    assert panel.fault.value == ""
    top = panel._picture._axes.get_ylim()[1]
    assert top > panel._picture._need.get_ydata().max()


def test_choosing_a_unit_or_capacity_redraws_and_levels_stay_apart(panel):
    picture = panel.image.value
    panel.unit.value = "99-1-MED"
    assert panel.image.value != picture
    panel.unit.value = ""
    panel.utilisation.value = 0.95
    panel.capacity.value = "theatre_hour"
    assert panel.utilisation.value == 0.80
    panel.capacity.value = "bed_day"
    assert panel.utilisation.value == 0.95


def test_a_unit_without_the_capacity_is_told(panel):
    panel.capacity.value = "theatre_hour"
    panel.unit.value = "99-1-MED"
    assert "no need of this capacity" in panel.fault.value
    panel.unit.value = ""
    assert panel.fault.value == ""


def test_only_what_was_moved_is_saved_with_who_and_why(panel, saved):
    panel.utilisation.value = 0.9
    _decide(panel)
    ((name, settings),) = saved
    assert name == "tighter"
    assert settings.capacities == {"bed_day": Level(utilisation=0.9, margin=0.0)}
    assert settings.queue.work_down
    assert [decision.setting for decision in settings.decisions] == [
        "capacities.bed_day.utilisation",
        "capacities.bed_day.margin",
    ]
    assert {(x.by, x.why, x.on) for x in settings.decisions} == {
        ("head of planning", "a trial", datetime.date(2026, 10, 15))
    }
    assert "pks run --scenario tighter" in panel.status.value


def test_nothing_is_saved_without_name_role_and_reason(panel, saved):
    panel.utilisation.value = 0.9
    panel.button.click()
    assert "who decided" in panel.refused.value
    assert saved == []


def test_nothing_is_saved_when_nothing_was_moved(panel, saved):
    _decide(panel)
    assert "Move a slider first" in panel.refused.value
    assert saved == []


def test_what_a_press_is_answered_outlasts_a_move(panel):
    panel.button.click()
    panel.margin.value = 0.12
    assert "who decided" in panel.refused.value
    _decide(panel)
    assert panel.refused.value == ""
    panel.margin.value = 0.13
    assert "pks run --scenario tighter" in panel.status.value
    panel.role.value = ""
    panel.button.click()
    assert (panel.status.value, bool(panel.refused.value)) == ("", True)


def test_an_error_while_saving_is_seen(region, known, english):
    def refuse(name, settings):
        raise InputError(f"{name} <can't> be written")

    panel = Occupancy(region["capacity_need"], region["available_capacity"], refuse, names=known)
    panel.utilisation.value = 0.9
    _decide(panel)
    assert "tighter &lt;can&#x27;t&gt; be written" in panel.refused.value
    assert panel.status.value == ""


def test_an_unforeseen_error_is_seen_with_its_kind(english):
    area = widgets.HTML()

    def fail():
        raise RuntimeError("broken")

    guarded(area, fail)()
    assert "RuntimeError: broken" in area.value


def test_empty_tables_say_what_to_do(region, english):
    panel = Occupancy(
        region["capacity_need"].iloc[0:0], region["available_capacity"].iloc[0:0], print
    )
    assert "Run the notebook 03 first" in panel.fault.value


def test_the_widget_holds_every_control(panel):
    def inside(box):
        for child in box.children:
            yield child
            yield from inside(child) if hasattr(child, "children") else ()

    found = set(inside(panel.show()))
    controls = [panel.unit, panel.capacity, panel.utilisation, panel.margin, panel.button]
    assert {*controls, panel.image, panel.told, panel.name, panel.role, panel.why} <= found
    assert {panel.status, panel.refused, panel.fault} <= found


def test_a_page_saved_without_the_state_of_the_widgets_shows_a_still_picture(panel):
    shown = nbformat.v4.new_output("display_data", panel.show()._repr_mimebundle_())
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("panel", outputs=[shown])])
    page, _ = HTMLExporter().from_notebook_node(book)
    picture = base64.b64encode(panel.image.value).decode("ascii")
    assert f"data:image/png;base64,{picture}" in page
    assert "A still picture" in page
    assert "VBox(" not in page
