"""The start page and a panel in a real JupyterLab, as an analyst meets them."""

import json

import pytest
from playwright.sync_api import expect

from pkslib.tables import scenarios

pytestmark = pytest.mark.usefixtures("browser")


def test_the_start_page_runs_by_itself_and_leads_to_a_panel(opened):
    page = opened("start")
    expect(page.get_by_text("Vad vill du göra?")).to_be_visible()
    expect(page.get_by_text("panelerna öppnas på det här")).to_be_visible()
    page.get_by_role("link", name="Pröva beläggning, marginal, risk och tak").click()
    expect(page.get_by_text("Målbeläggning")).to_be_visible()


def test_a_panel_is_seen_whole_and_a_ward_is_saved_as_a_ward(opened, project):
    page = opened("occupancy_and_margin")
    picture = page.locator(".jp-OutputArea img").first
    expect(picture).to_be_visible()
    box = page.get_by_role("button", name="Spara som scenario").bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"]
    # The units follow the capacity, and the sliders the unit: each picture tells that they have.
    for act in (
        lambda: _chose(page, "Kapacitet", label="Vårddygn, somatik"),
        lambda: _chose(page, "Enhet", index=3),
        lambda: page.get_by_role("slider").first.press("ArrowLeft"),
    ):
        before = picture.get_attribute("src")
        act()
        expect(picture).not_to_have_attribute("src", before)
    page.get_by_label("Scenario", exact=True).fill("en avdelning".replace(" ", "_"))
    page.get_by_label("Beslutat av (roll)").fill("verksamhetschef")
    page.get_by_label("Varför").fill("Vintrarna har varit trånga.")
    page.get_by_label("Varför").press("Enter")
    expect(page.get_by_text("--scenario en_avdelning")).to_be_visible()
    saved = project / "data" / "example" / "scenarios" / "en_avdelning.toml"
    assert "[units." in saved.read_text(encoding="utf-8")


def test_what_is_saved_is_what_the_sliders_show_when_the_button_is_pressed(opened, project):
    page = opened("occupancy_and_margin")
    picture = page.locator(".jp-OutputArea img").first
    before = picture.get_attribute("src")
    _chose(page, "Kapacitet", label="Vårddygn, somatik")
    expect(picture).not_to_have_attribute("src", before)
    margin = page.get_by_role("slider").nth(1)
    save = page.get_by_role("button", name="Spara som scenario")
    page.get_by_label("Beslutat av (roll)").fill("verksamhetschef")
    page.get_by_label("Varför").fill("Vintrarna har varit trånga.")
    # The kernel is still drawing former places of the slider when the button is pressed.
    for name, pixels in (("strax", 40), ("genast", -20), ("direkt", 30)):
        page.get_by_label("Scenario", exact=True).fill(name)
        _drag(page, margin, pixels)
        save.click()
        expect(page.get_by_text(f"--scenario {name}")).to_be_visible()
        level = scenarios.find(project / "data" / "example", name).capacities["bed_day"]
        assert level.margin == pytest.approx(_chosen(margin))
        assert level.margin > 0


def test_a_notebook_that_holds_more_than_a_panel_does_not_run_by_being_opened(opened, project):
    ours = (project / "notebooks" / "explore" / "start.ipynb").read_text(encoding="utf-8")
    told = json.loads(ours)
    sent = project / "sent.txt"
    told["cells"][-1]["source"] = f"open({str(sent)!r}, 'w')\n" + "".join(
        told["cells"][-1]["source"]
    )
    (project / "notebooks" / "explore" / "sent.ipynb").write_text(json.dumps(told), "utf-8")
    opened("sent").wait_for_timeout(100)
    # The panel beside it, opened after it, has run: so would this one.
    page = opened("start")
    expect(page.get_by_text("Vad vill du göra?")).to_be_visible()
    assert not sent.exists()


def _chose(page, name, **chosen):
    page.get_by_label(name, exact=True).select_option(**chosen)


def _drag(page, handle, pixels):
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=8)
    page.mouse.up()


def _chosen(handle):
    return float(handle.get_attribute("aria-valuetext"))
