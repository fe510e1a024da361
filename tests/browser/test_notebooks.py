"""The notebooks in a real JupyterLab: sliders that move, scenarios saved, answers judged."""

import shutil

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.usefixtures("browser")


@pytest.mark.parametrize("fault", ["1 / 0", "import warnings; warnings.warn('division')"])
def test_a_fault_on_the_screen_is_found(run_notebook, write_notebook, project, fault):
    write_notebook(project / "notebooks" / "planted.ipynb", fault, "1")
    with pytest.raises(AssertionError, match="division"):
        run_notebook("planted.ipynb")


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
