"""A planning pack opened from disk, with no network, at a desk and on a phone."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.usefixtures("browser")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", params=[1280, 390], ids=["desktop", "phone"])
def opened(browser, packs, request):
    """The region's page at one width, with what it asked for and complained of."""
    context = browser.new_context(offline=True, viewport={"width": request.param, "height": 900})
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.goto((packs / "99" / "index.html").as_uri())
    yield page, asked, complaints
    context.close()


def test_nothing_is_asked_of_the_network_and_nothing_complains(opened, packs):
    _page, asked, complaints = opened
    own = ("data:", (packs / "99").as_uri())
    assert [url for url in asked if not url.startswith(own)] == []
    assert complaints == []


def test_only_tables_scroll_sideways(opened):
    page, _, _ = opened
    shown, wide = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    assert wide <= shown


def test_every_picture_is_shown_and_described(opened):
    page, _, _ = opened
    assert page.locator("main img").count() > 10
    missing = "pictures => pictures.filter(p => !p.naturalWidth || !p.alt).map(p => p.alt)"
    assert page.locator("main img").evaluate_all(missing) == []


def test_the_table_of_contents_leads_to_each_part(opened):
    page, _, _ = opened
    links = page.locator("nav > ol > li > a")
    assert links.count() >= 8
    for link in links.all():
        assert _led_to(page, link).locator("h2").first.inner_text() == link.inner_text()


def test_every_document_is_there_and_no_page_scrolls_sideways(opened, packs):
    page, _, _ = opened
    links = page.locator("nav ul > li > a")
    addresses = [link.get_attribute("href") for link in links.all()]
    assert {"catalogue.html", "appendix.html", "notebooks/05_balance.html"} <= set(addresses)
    other = page.context.new_page()
    for address in addresses:
        other.goto((packs / "99" / address).as_uri())
        assert other.locator("h1").count() == 1
        shown, wide = other.evaluate(
            "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
        )
        assert (address, wide <= shown) == (address, True)
    other.close()


def test_a_long_table_of_a_notebook_is_opened_by_a_click(opened, packs):
    page = opened[0].context.new_page()
    page.goto((packs / "99" / "notebooks" / "09_pack.html").as_uri())
    folded = page.locator("details.table").first
    assert not folded.locator("table").is_visible()
    folded.locator("summary").click()
    assert folded.locator("table").is_visible()
    page.close()


def _led_to(page, link):
    """Return where a link of the contents leads."""
    return page.locator(f"main [id='{link.get_attribute('href').removeprefix('#')}']")


def test_the_page_of_all_regions_leads_to_the_region(browser, packs):
    page = browser.new_page()
    page.goto((packs / "index.html").as_uri())
    page.get_by_role("link", name="Region Exempel").first.click()
    assert page.url == (packs / "99" / "index.html").as_uri()
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_every_document_is_accessible(browser, packs, width):
    """No violation by axe's rules, WCAG 2.1 A and AA among them, at a desk or on a phone."""
    pack = packs / "99"
    papers = [*pack.glob("*.html"), *sorted(pack.glob("units/*.html"))[:3]]
    assert len(papers) > 6
    # The page forbids scripts, also the one that looks at it.
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 900})
    found = {}
    for paper in papers:
        page = context.new_page()
        page.goto(paper.as_uri())
        found[paper.name] = [each["id"] for each in Axe().run(page).response["violations"]]
        page.close()
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_names_within_a_cell_stand_in_line_on_a_phone(browser):
    """What is marked as another language's is no column of its own."""
    style = (ROOT / "pkslib" / "pack" / "template" / "document.css").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.set_content(
        f"<style>{style}</style><table><tbody><tr><th>1</th><td data-label='Who'><span lang='sv'>"
        "Kirurgkliniken, Sjukhuset Björken</span> (1); <span lang='sv'>Ögonkliniken, Sjukhuset "
        "Ängen</span> (2)</td></tr></tbody></table>"
    )
    first, second = page.locator("td span").evaluate_all(
        "all => all.map(each => each.getClientRects()[0].top)"
    )
    # There is no room for two names on a line.
    assert first < second
    page.close()
