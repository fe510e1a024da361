"""The start page and a panel in a real JupyterLab, as an analyst meets them."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("browser")
SIZE = {"width": 1366, "height": 850}


@pytest.fixture
def opened(open_notebook):
    """Open a notebook at an analyst's screen size; a panel runs by itself."""

    def opened(name):
        page = open_notebook(f"explore/{name}.ipynb")
        page.set_viewport_size(SIZE)
        return page

    return opened


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
    page.screenshot(path="/tmp/shots/panel.png")
    box = page.get_by_role("button", name="Spara som scenario").bounding_box()
    assert box["y"] + box["height"] <= SIZE["height"]
    page.get_by_label("Kapacitet", exact=True).select_option(label="Vårddygn, somatik")
    page.get_by_label("Enhet", exact=True).select_option(index=3)
    before = picture.get_attribute("src")
    page.get_by_role("slider").first.press("ArrowLeft")
    expect(picture).not_to_have_attribute("src", before)
    page.get_by_label("Scenario", exact=True).fill("en avdelning".replace(" ", "_"))
    page.get_by_label("Beslutat av (roll)").fill("verksamhetschef")
    page.get_by_label("Varför").fill("Vintrarna har varit trånga.")
    page.get_by_label("Varför").press("Enter")
    expect(page.get_by_text("--scenario en_avdelning")).to_be_visible()
    saved = project / "data" / "example" / "scenarios" / "en_avdelning.toml"
    assert "[units." in saved.read_text(encoding="utf-8")
