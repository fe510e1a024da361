"""Every control of every panel in a real JupyterLab, and the pack of what was saved there."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from playwright.sync_api import expect

from pkslib import periods
from pkslib.language import number, period, using
from pkslib.show.names import read as read_names
from pkslib.show.tables import cells
from pkslib.tables import store
from pkslib.tables.results import RESULTS

pytestmark = pytest.mark.usefixtures("browser")
# What the frame has around each panel's own controls, tried on their own below.
FRAME = {"Datamängd", "Region", "År", "Utgå från", "Jämför med", "Scenario", "Varför", "Ersätt",
         "Beslutat av (roll)"}  # fmt: skip
FAULTS = ".jp-OutputArea [role=alert], [data-mime-type='application/vnd.jupyter.stderr']"
CONTROLS = ", ".join(
    f".jp-OutputArea .widget-{kind}:visible"
    for kind in ("dropdown", "slider", "checkbox", "text", "datepicker", "combobox")
)
LATER = "n => Number(document.querySelector('[data-answers]')?.dataset.answers ?? 0) > n"


def _moved(page, act):
    """Do something to a control, and wait until the panel has answered, soundly."""
    _answered(page, act)
    _sound(page)


def _answered(page, act):
    """Do something to a control, and wait until the panel has answered, be it by an error."""
    mark = page.locator("[data-answers]")
    mark.wait_for(state="attached")
    before = int(mark.get_attribute("data-answers"))
    act()
    page.wait_for_function(LATER, arg=before)


def _sound(page):
    """No error stands on the page, and the picture is there; the still one waits unseen."""
    assert page.locator(FAULTS).all_inner_texts() == []
    expect(page.locator(".jp-OutputArea img").first).to_be_visible()
    expect(page.locator(".pks-still")).to_be_hidden()


def _control(page, label):
    return page.locator(CONTROLS).filter(has=page.get_by_text(label, exact=True))


def _chose(page, control, /, **chosen):
    _moved(page, lambda: _control(page, control).locator("select").select_option(**chosen))


def _pushed(page, label, key):
    _moved(page, lambda: _control(page, label).get_by_role("slider").press(key))


def _wrote(page, label, words):
    field = page.get_by_label(label, exact=True)
    # A number is told when one leaves its field.
    _answered(page, lambda: (field.fill(words), field.press("Tab")))


def _ticked(page, label):
    _moved(page, lambda: _control(page, label).locator("input").click())


def _every_control(page):
    """Give each control of the panel another value, and return their labels."""
    tried = []
    for control in page.locator(CONTROLS).all():
        # A box to tick has a label of no width before its own.
        label = "".join(control.locator("label").all_inner_texts()).strip("\u200b \n")
        if label and label not in FRAME:
            _another(page, control)
            tried.append(label)
    return tried


def _another(page, control):
    """Give a control another value; a list of pictures or tables each of its values."""
    choice, slider, field = (control.locator(part) for part in ("select", "[role=slider]", "input"))
    if choice.count():
        count, at = choice.locator("option").count(), choice.evaluate("it => it.selectedIndex")
        every = re.match("Bild|Tabell", control.inner_text())
        for step in range(1, count if every else min(count, 2)):
            _moved(page, lambda to=(at + step) % count: choice.select_option(index=to))
    elif slider.count():
        now, low = (float(slider.get_attribute(f"aria-value{name}")) for name in ("now", "min"))
        _moved(page, lambda: slider.press("ArrowLeft" if now > low else "ArrowRight"))
    elif field.get_attribute("type") == "checkbox":
        _moved(page, field.click)
    else:
        _moved(page, lambda: (field.fill(_typed(field)), field.press("Enter")))


def _typed(field):
    """Return something else to write in a field."""
    now, kind = field.input_value(), field.get_attribute("type")
    if kind == "date":
        return "2027-05-31"
    if kind == "number":
        low = float(field.get_attribute("min") or 0)
        return str(int(float(now)) - 1) if float(now) >= low + 1 else field.get_attribute("max")
    return f"{now} vt"


def _saved(page, name):
    """Save what is set as a scenario by the Enter key, and return the command that is told."""
    for label, words in (("Scenario", name), ("Beslutat av (roll)", "planeringschef"),
                         ("Varför", "Vi prövar.")):  # fmt: skip
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Varför").press("Enter")
    command = page.locator("code", has_text=f"--scenario {name}")
    expect(command).to_be_visible()
    return command.inner_text()


def _seen(page):
    """Return the cells of the panel's table, row by row."""
    rows = page.locator(".widget-html details tbody tr").all()
    return [[_plain(cell) for cell in row.locator("td").all_text_contents()] for row in rows]


def _plain(words):
    return " ".join(words.split())


class Trip(NamedTuple):
    """A panel, what is set in it, and what its table shows: result table and key."""

    panel: str
    act: object
    table: str
    key: str
    told: str


TRIPS = [
    Trip("demand", lambda page: _chose(page, "Pandemi", label="Behåll"),
         "forecast", "need", "Vårdbehov"),
    Trip("waiting", lambda page: _ticked(page, "Beta av väntelistan"),
         "waiting_goal", "need", "Vårdbehov"),
    Trip("occupancy_and_margin", lambda page: _ward(page), "capacity_need", "unit", "Enhet"),
    Trip("balance", lambda page: _bounded(page), "ladder", "capacity", "Kapacitet"),
    Trip("levelling", lambda page: _pushed(page, "Utjämning", "ArrowLeft"),
         "plan_weeks", "unit", "Aktivitet"),
    Trip("outlook", lambda page: _ahead(page), "weeks_ahead", "unit", "Enhet"),
]  # fmt: skip


def _ward(page):
    _chose(page, "Kapacitet", label="Vårddygn, somatik")
    _chose(page, "Enhet", index=3)
    _pushed(page, "Målbeläggning", "ArrowLeft")


def _bounded(page):
    _chose(page, "Tabell", label="Vad varje åtgärd gör")
    _chose(page, "Till och med steg", label="3 Utöka")


def _ahead(page):
    _chose(page, "Tabell", label="Vecka för vecka")
    _pushed(page, "Schema / plan", "ArrowRight")


class Visit(NamedTuple):
    """What was seen in a panel when it was saved, and the command that was told."""

    trip: Trip
    chosen: str
    rows: list[list[str]]
    command: str


@pytest.fixture(scope="module")
def visits():
    """The panels that have been visited; each starts from what the one before it saved."""
    return []


@pytest.mark.parametrize("trip", TRIPS, ids=[trip.panel for trip in TRIPS])
def test_what_is_set_is_saved_and_every_control_answers_without_a_fault(opened, visits, trip):
    page = opened(trip.panel)
    _sound(page)
    if visits:
        _chose(page, "Utgå från", label=f"efter_{visits[-1].trip.panel}")
    trip.act(page)
    listed = _control(page, trip.told).locator("select")
    chosen = _plain(listed.evaluate("it => it.selectedOptions[0].text"))
    rows = _seen(page)
    visits.append(Visit(trip, chosen, rows, _saved(page, f"efter_{trip.panel}")))
    assert len(_every_control(page)) >= 4


def test_what_was_seen_in_the_panels_is_what_the_pack_of_the_last_saved_line_says(
    visits, project, run_pks
):
    """The panels above have been visited before."""
    last = visits[-1]
    run_pks(*shlex.split(last.command)[1:])
    pack = project / "output" / "2027" / f"efter_{last.trip.panel}" / "99"
    for visit in visits:
        packed = _packed(pack, visit.trip, visit.chosen)
        assert packed, visit.trip.panel
        assert [row[: len(packed[0])] for row in visit.rows] == packed, visit.trip.panel


def _packed(pack: Path, trip: Trip, chosen: str) -> list[list[str]]:
    """Return the pack's rows as the panel writes them."""
    names = read_names(store.Tables(pack))
    rows = pd.read_parquet(pack / "tables" / f"{trip.table}.parquet")
    with using("sv"):
        mine = rows[[names.of(trip.key, code) == chosen.split(": ")[0] for code in rows[trip.key]]]
        if trip.table == "capacity_need":
            return _by_hand(mine[mine["capacity"] == "bed_day"])
        if trip.table == "plan_weeks":
            activity = [names.of("activity", code) for code in mine["activity"]]
            mine = mine[[name == chosen.split(": ")[1] for name in activity]]
            mine = mine[["week", "target"]]
            return [[week, str(int(target))] for week, target in mine.to_numpy().tolist()]
        if trip.table == "forecast":
            mine = mine.iloc[:14]
        left = {"forecast": ("region", "need")}.get(trip.table, ())
        columns = [name for name in RESULTS[trip.table].seen if name in rows and name not in left]
        told = cells(mine.head(25), RESULTS[trip.table], names=names, columns=columns)
        return [[_plain(cell) for cell in row] for row in told.to_numpy().tolist()]


def _by_hand(rows):
    """Return a ward's beds a month."""
    beds = rows["need"] / rows["period"].map(periods.days).astype(int)
    return [
        [period(label), number(each, 1)] for label, each in zip(rows["period"], beds, strict=True)
    ]


@pytest.mark.parametrize(
    ("panel", "filled", "wrong"),
    [("maturity", {"Område": "Uppföljning"}, {"Område": ""}),
     ("rounds", {"Omgång": "15", "Av (roll)": "verksamhetschef"}, {"Av (roll)": "19121212-1212"})],
)  # fmt: skip
def test_what_is_entered_is_added_and_what_may_not_stand_there_is_refused(
    opened, project, panel, filled, wrong
):
    page = opened(panel)
    _sound(page)
    assert len(_every_control(page)) >= 4
    for label, words in wrong.items():
        _wrote(page, label, words)
    page.get_by_role("button", name="Lägg till").click()
    refused = page.locator(".jp-OutputArea [role=alert]")
    expect(refused).to_be_visible()
    for label, words in filled.items():
        _wrote(page, label, words)
    _moved(page, page.get_by_role("button", name="Lägg till").click)
    expect(page.get_by_text(re.compile(r"Tillagt i \w+\.csv"))).to_be_visible()


def test_an_error_is_seen_takes_the_picture_away_and_is_mended(opened, project):
    page = opened("levelling")
    field = page.get_by_label("Datamängd")
    right = field.input_value()
    with pytest.raises(AssertionError, match="finns/inte"):
        _moved(page, lambda: (field.fill("finns/inte"), field.press("Enter")))
    assert not page.locator(".jp-OutputArea img").first.is_visible()
    _moved(page, lambda: (field.fill(right), field.press("Enter")))
    year = page.get_by_label("År", exact=True)
    _moved(page, lambda: (year.fill("2028"), year.press("Enter")))
    _pushed(page, "Utjämning", "ArrowLeft")
    for button in ("Ångra", "Gör om"):
        _moved(page, page.get_by_role("button", name=button, exact=True).click)
    # Nothing is written over base, and nothing saved without a role.
    save = page.get_by_role("button", name="Spara som scenario")
    for name, role, said in (("base", "planeringschef", "Det finns redan"),
                             ("utan", "", "vem som beslutat")):  # fmt: skip
        for label, words in (("Scenario", name), ("Beslutat av (roll)", role), ("Varför", "x")):
            page.get_by_label(label, exact=True).fill(words)
        save.click()
        expect(page.get_by_text(said)).to_be_visible()
