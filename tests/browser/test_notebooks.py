"""The notebooks in a real JupyterLab: sliders that move, scenarios saved, answers judged."""

import shutil

import pytest
from playwright.sync_api import expect

from pkslib.tables import scenarios

pytestmark = pytest.mark.usefixtures("browser")


def test_sliders_move_the_picture_and_the_choice_is_saved(run_notebook, project):
    page = run_notebook("explore/occupancy_and_margin.ipynb")
    picture = page.locator(".jp-OutputArea img")
    occupancy, margin = page.get_by_role("slider").all()

    before = picture.get_attribute("src")
    occupancy.press("ArrowRight")
    expect(picture).not_to_have_attribute("src", before)

    before = picture.get_attribute("src")
    _drag(page, margin, 40)
    expect(picture).not_to_have_attribute("src", before)

    save = page.get_by_role("button", name="Spara som scenario")
    save.click()
    expect(page.get_by_role("alert").filter(has_text="Fyll i")).to_be_visible()
    page.get_by_label("Scenario", exact=True).fill("vinter")
    page.get_by_label("Beslutat av (roll)").fill("verksamhetschef")
    page.get_by_label("Varför").fill("Vintrarna har varit trånga.")
    save.click()
    page.get_by_text("pks run --scenario vinter").wait_for()

    level = scenarios.find(project / "data" / "example", "vinter").capacities["bed_day"]
    assert level.utilisation == _chosen(occupancy) == 0.86  # the example's 85 % and one step
    assert level.margin == _chosen(margin) > 0


def test_what_is_saved_is_what_the_sliders_show_when_the_button_is_pressed(run_notebook, project):
    page = run_notebook("explore/occupancy_and_margin.ipynb")
    margin = page.get_by_role("slider").nth(1)
    save = page.get_by_role("button", name="Spara som scenario")
    page.get_by_label("Beslutat av (roll)").fill("verksamhetschef")
    page.get_by_label("Varför").fill("Vintrarna har varit trånga.")
    # The kernel is still drawing former places of the slider when the button is pressed.
    for name, pixels in (("strax", 60), ("genast", -30), ("direkt", 60)):
        page.get_by_label("Scenario", exact=True).fill(name)
        _drag(page, margin, pixels)
        save.click()
        page.get_by_text(f"pks run --scenario {name}").wait_for()
        level = scenarios.find(project / "data" / "example", name).capacities["bed_day"]
        assert level.margin == _chosen(margin) > 0


@pytest.mark.parametrize("fault", ["1 / 0", "import warnings; warnings.warn('division')"])
def test_a_fault_on_the_screen_is_found(run_notebook, write_notebook, project, fault):
    write_notebook(project / "notebooks" / "planted.ipynb", fault, "1")
    with pytest.raises(AssertionError, match="division"):
        run_notebook("planted.ipynb")


def _drag(page, handle, pixels):
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=8)
    page.mouse.up()


def _chosen(handle):
    return float(handle.get_attribute("aria-valuetext"))


def test_an_exercise_explains_a_mistake_and_knows_the_answer(run_notebook):
    page = run_notebook("training/01_worked_example.ipynb")
    answer = page.get_by_placeholder("Ditt svar").nth(1)
    check = page.get_by_role("button", name="Rätta").nth(1)
    solution = page.get_by_role("button", name="Visa lösningen").nth(1)
    # 2 000 bed days times 0.85 is the usual mistake; 2 000 / 0.85 = 2 353 is right.
    answer.fill("1 700")
    check.click()
    expect(page.get_by_role("status").filter(has_text="multiplicerade")).to_be_visible()
    expect(solution).to_be_disabled()
    answer.fill("2 300")
    check.click()
    expect(solution).to_be_enabled()
    solution.click()
    expect(page.get_by_role("status").filter(has_text="→ Svaret: 2\xa0353")).to_be_visible()
    answer.fill("2 000/0,85 vårddygn")
    answer.press("Enter")
    expect(page.get_by_role("status").filter(has_text="✓")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="✗")).to_have_count(0)


def test_an_order_is_put_right_step_by_step(run_notebook):
    page = run_notebook("training/05_ladder.ipynb")
    steps = [page.get_by_label(f"{at}.", exact=True) for at in range(1, 6)]
    order = ["Flytta", "Förbättringsarbete", "Utöka", "Köp", "Prioritera"]
    _order(steps, ["Prioritera", *order[:4]])
    check = page.get_by_role("button", name="Rätta").first
    check.click()
    expect(page.get_by_role("status").filter(has_text="kommer sist")).to_be_visible()
    _order(steps, order)
    check.click()
    expect(page.get_by_role("status").filter(has_text="✓")).to_be_visible()


def _order(steps, begins):
    for one, begin in zip(steps, begins, strict=True):
        options = one.locator("option").all_inner_texts()
        one.select_option(next(text for text in options if text.startswith(begin)))


def test_a_step_runs_again_by_itself_where_the_steps_before_have_been(packs, run_notebook):
    page = run_notebook("03_need.ipynb")
    expect(page.locator(".jp-OutputArea img").first).to_be_visible()


def test_pictures_are_shown_in_a_notebook_that_somebody_else_ran(packs, open_notebook, project):
    shutil.copy(packs / "99" / "notebooks" / "03_need.ipynb", project / "notebooks" / "given.ipynb")
    picture = open_notebook("given.ipynb").locator(".jp-OutputArea img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("shown => shown.complete && shown.naturalWidth") > 0
