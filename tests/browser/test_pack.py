"""A planning pack opened from disk, with no network, at a desk and on a phone."""

import pytest

pytestmark = pytest.mark.usefixtures("browser")


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


def test_the_table_of_contents_leads_to_each_step(opened):
    page, _, _ = opened
    links = page.locator("nav > ol > li > a")
    assert links.count() == 9
    for link in links.all():
        assert _led_to(page, link).locator("h2").first.inner_text() == link.inner_text()


def test_a_step_chosen_in_the_contents_shows_its_parts(opened):
    page, _, _ = opened
    parts = page.locator("nav > ol > li", has_text="Balansering").locator("ol a")
    assert not parts.first.is_visible()
    page.locator("nav").get_by_role("link", name="Balansering").click()
    assert parts.count() > 3
    for link in parts.all():
        assert _led_to(page, link).inner_text() == link.inner_text()


def test_a_long_table_is_opened_by_a_click(opened):
    page, _, _ = opened
    folded = page.locator("details.table").first
    assert not folded.locator("table").is_visible()
    folded.locator("summary").click()
    assert folded.locator("table").is_visible()


def _led_to(page, link):
    """Return where a link of the contents leads."""
    return page.locator(f"main [id='{link.get_attribute('href').removeprefix('#')}']")


def test_the_page_of_all_regions_leads_to_the_region(browser, packs):
    page = browser.new_page()
    page.goto((packs / "index.html").as_uri())
    page.get_by_role("link", name="Region Exempel").first.click()
    assert page.url == (packs / "99" / "index.html").as_uri()
    page.close()
