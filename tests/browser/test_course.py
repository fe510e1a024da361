"""The whole course in a real JupyterLab on a small laptop's screen, in Swedish and English.

Every answer that the exercises recognise is given, as a group would, and the right one last.
"""

import json
import re

import pytest
from playwright.sync_api import expect

from pkslib.language import using
from pkslib.show.training import EXERCISES, sheets
from pkslib.show.training.exercise import TRIES
from pkslib.show.training.question import Choice, Matching, Number, Ordering
from pkslib.tables import intake, scenarios

pytestmark = pytest.mark.usefixtures("browser")
LAPTOP = {"width": 1366, "height": 850}
BUTTONS = {
    "sv": ("Rätta", "Visa lösningen", "Svaret"),
    "en": ("Check", "Show the solution", "The answer"),
}

YEAR = {
    "sv": {
        "management": "Sjukhusledningen (strategisk)", "why": "Varför",
        "plan": "Räkna fram planen", "early": "innan någon har sett dem",
        "keep": "Spara omgången", "agreed": "1 av 5 säger ja", "compare": "Jämför grupperna",
    },
    "en": {
        "management": "Hospital management (strategic)", "why": "Why",
        "plan": "Work out the plan", "early": "before anybody has seen them",
        "keep": "Keep the round", "agreed": "1 of 5 say yes", "compare": "Compare the groups",
    },
}  # fmt: skip


@pytest.fixture
def run_exercise(run_notebook, open_notebook, project):
    """Run an exercise with parameters of one's own on a laptop's screen; return the page."""

    def run(name, **parameters):
        given = project / "notebooks" / "training" / f"{name}.ipynb"
        book = json.loads(given.read_text(encoding="utf-8"))
        cell = next(one for one in book["cells"] if one["metadata"].get("tags") == ["parameters"])
        cell["source"] = [*cell["source"], *(f"\n{at} = {to!r}" for at, to in parameters.items())]
        own = given.with_stem(f"{name}_{parameters['language']}")
        own.write_text(json.dumps(book), encoding="utf-8")
        page = run_notebook(f"training/{own.name}")
        page.set_viewport_size(LAPTOP)
        return page

    return run


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", EXERCISES)
def test_every_answer_of_an_exercise_is_told_what_it_rests_on(run_exercise, name, language):
    page = run_exercise(name, language=language, group=f"kurs {language}")
    expect(page.get_by_role("status").filter(has_text="✓")).to_have_count(0)
    with using(language):
        for question in (make() for make in EXERCISES[name]):
            _answer_in_turn(_block(page, question), question, BUTTONS[language])


def test_a_group_goes_on_where_it_was_left(run_exercise):
    name, given = "01_worked_example", {"language": "sv", "group": "paus"}
    page = run_exercise(name, **given)
    with using("sv"):
        question = EXERCISES[name][1]()
        block = _block(page, question)
        _fill(block, question, ["1 700"])
        block.get_by_role("button", name="Rätta").click()
        expect(block.get_by_role("status")).to_contain_text("multiplicerade")
        again = run_exercise(name, **given)
        block = _block(again, question)
        expect(block.get_by_placeholder("Ditt svar")).to_have_value("1 700")
        expect(block.get_by_role("status")).to_contain_text("multiplicerade")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_planning_year_is_played_kept_and_compared(run_exercise, project, language):
    group, said = f"grupp å {language}", YEAR[language]
    page = run_exercise("08_planning_year", language=language, group=group)
    page.get_by_label("K1 Trygg hemgång").first.check()
    page.get_by_label("K4 Tidig mobilisering").first.check()
    page.get_by_label(said["management"]).first.check()
    page.get_by_label(said["why"]).first.fill("Vi litar på förbättringen.")
    page.get_by_role("button", name=said["plan"]).first.click()
    status = page.get_by_role("status").first
    expect(status).to_contain_text(said["early"])
    page.get_by_role("button", name=said["keep"]).first.click()
    expect(status).to_contain_text(said["agreed"])

    folder = project / "output" / "course" / group / "round_1"
    assert scenarios.find(folder, "round_1").decisions[0].why == "Vi litar på förbättringen."
    assert intake.load(folder)["agreements"]["agreed"].sum() == 1

    compare = page.get_by_role("button", name=said["compare"])
    _scroll_to(page, compare)
    compare.click()
    row = page.get_by_role("row").filter(has_text=group)
    expect(row).to_contain_text("1/4")


def test_a_game_of_eight_quarters_is_played_with_a_break_and_compared(run_exercise, project):
    given = {"language": "sv", "group": "lag å", "seed": 3}
    page = run_exercise("regionspelet", **given)
    page.get_by_label("K2 Fler vårdplatser i vinter").check()
    page.get_by_label("Räkna förbättringsarbete som det är lovat").uncheck()
    page.get_by_role("button", name="Planera året").click()
    expect(page.get_by_role("columnheader", name="trappan öppnar").first).to_be_visible()
    _play(page, range(2, 6))

    file = project / "output" / "course" / "lag å" / "game_3.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert kept["decisions"][0]["year"]["measures"] == ["K2"]
    page = run_exercise("regionspelet", **given)
    expect(page.get_by_role("status").first).to_contain_text("kvartal 5 av 8")
    expect(page.get_by_role("rowheader", name="2027 kv 4")).to_have_count(1)
    _play(page, range(6, 9))
    page.get_by_role("button", name="Spela kvartalet").click()
    expect(page.get_by_role("status").first).to_contain_text("Alla kvartal är spelade")
    expect(page.get_by_role("button", name="Spela kvartalet")).to_be_disabled()

    compare = page.get_by_role("button", name="Jämför grupperna")
    _scroll_to(page, compare)
    compare.click()
    places = page.get_by_role("row").filter(has_text="(nr ")
    expect(places.filter(has_text="lag å")).to_have_count(1)
    expect(places.filter(has_text="Robot")).to_have_count(3)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_sheet_is_one_page_of_paper(browser, tmp_path, language):
    with using(language):
        printed = [_printed(browser, page) for page in sheets.write(tmp_path)]
    # What eight quarters agreed on takes two.
    assert [pages - sections for pages, sections in printed] == [1, 0]


def _printed(browser, file):
    """Return how many pages a file takes on paper, and how many sections it has."""
    page = browser.new_page()
    page.goto(file.as_uri())
    sections, paper = page.locator("section").count(), page.pdf(prefer_css_page_size=True)
    page.close()
    return len(re.findall(rb"/Type\s*/Page\b", paper)), sections


def _play(page, quarters):
    """Play a quarter at a time until each of the quarters is the next."""
    for quarter in quarters:
        page.get_by_role("button", name="Spela kvartalet").click()
        expect(page.get_by_role("status").first).to_contain_text(f"kvartal {quarter} av 8")


def _scroll_to(page, what):
    """Scroll down until something is on the page; cells out of sight are not."""
    for _ in range(40):
        if what.count():
            break
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(100)


def _block(page, question):
    """Return the question's part of the page; cells out of sight are not on it until scrolled."""
    asked = page.locator(".widget-html-content b", has_text=question.asked)
    page.mouse.move(LAPTOP["width"] / 2, LAPTOP["height"] / 2)
    for _ in range(60):
        if asked.count():
            break
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(100)
    asked.first.scroll_into_view_if_needed()
    return page.locator(".widget-vbox", has=asked).last


def _answer_in_turn(block, question, names):
    check, reveal, solution = names
    button = block.get_by_role("button", name=check)
    told = block.get_by_role("button", name=reveal)
    status = block.get_by_role("status")
    wrongs = _wrong(question)
    for attempt, answer in enumerate(wrongs, 1):
        expect(told).to_be_disabled() if attempt <= TRIES else expect(told).to_be_enabled()
        _fill(block, question, answer)
        button.click()
        expect(status).to_contain_text(question.judge(answer, attempt).message)
        expect(status).to_contain_text("✗")
    if len(wrongs) >= TRIES:
        told.click()
        expect(status).to_contain_text(solution)
    _fill(block, question, _right(question))
    button.click()
    expect(status).to_contain_text("✓")


def _wrong(question):
    """Return wrong answers: each that is recognised, and one that is not."""
    if isinstance(question, Number):
        return [*([f"{wrong:.4f}"] for wrong in question.mistakes), ["98765"]]
    if isinstance(question, Choice):
        return [[option] for option, why in question.options.items() if why]
    if isinstance(question, Ordering):
        return [_turned(question.items, *pair) for pair in question.mistakes] or []
    assert isinstance(question, Matching)
    return [
        [given if one == what else other for one, other in question.pairs.items()]
        for what, given in question.mistakes
    ]


def _turned(items, early, late):
    left = [one for one in items if one != early]
    at = left.index(late)
    return [*left[:at], early, *left[at:]]


def _right(question):
    if isinstance(question, Number):
        return [question.solution()]
    if isinstance(question, Choice):
        return [question.right]
    return [*(question.items if isinstance(question, Ordering) else question.pairs.values())]


def _fill(block, question, answer):
    if isinstance(question, Number):
        block.get_by_role("textbox").fill(answer[0])
    elif isinstance(question, Choice):
        block.get_by_label(answer[0], exact=True).check()
    else:
        for field, value in zip(block.locator("select").all(), answer, strict=True):
            field.select_option(value)
