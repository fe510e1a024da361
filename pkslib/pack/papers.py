"""Every document of a pack, by its address: for management, politics, physicians, units, planners.

What the notebooks show in full stands on a page each, as they were executed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from pkslib.language import text
from pkslib.pack import document, html, outline
from pkslib.pack.document import Composer, Paper, Section
from pkslib.pack.drawn import Drawn
from pkslib.show.document import catalogue
from pkslib.show.document.region import Region

INDEX, CATALOGUE, APPENDIX = "index.html", "catalogue.html", "appendix.html"
_NOTEBOOKS = "notebooks"


def make(
    region: Region, figures: Sequence[Drawn], about: html.About, notebooks: Sequence[html.Section]
) -> dict[str, str]:
    """Return the documents of a region.

    Parameters
    ----------
    region : Region
        Its tables.
    figures : sequence of Drawn
        As its notebooks drew them.
    about : pkslib.pack.html.About
        Title and facts.
    notebooks : sequence of pkslib.pack.html.Section
        The notebooks as executed.

    Returns
    -------
    dict of str to str
        Address within the pack to page. A document without anything to show is left out, but for
        the first.
    """
    kinds = {INDEX: text("Planning pack"), CATALOGUE: text("Service catalogue"),
             APPENDIX: text("Appendix: assumptions, data and method")}  # fmt: skip
    composed = {
        INDEX: Composer(region, figures).sections(outline.INDEX),
        CATALOGUE: _catalogue(region),
        APPENDIX: Composer(region, figures).sections(outline.APPENDIX),
    }
    there = {address: sections for address, sections in composed.items()
             if sections or address == INDEX}  # fmt: skip
    links = {address: kinds[address] for address in there} | _notebook_links(notebooks)
    found = {}
    for address, sections in there.items():
        others = {other: name for other, name in links.items() if other != address}
        paper = Paper(about.title, kinds[address], about.facts, about.language, others, _closing())
        found[address] = document.page(paper, sections)
    return found | dict(_notebook_pages(about, notebooks))


def _closing() -> tuple[str, ...]:
    """Return what every document says of its figures."""
    return (
        text("Data: the region's own, as its data set told them when the pack was made; the "
             "receipt names every file."),
        text("Figures are drawn by the notebooks of the pack, which show how each was computed."),
        text("Strength: need, capacity, plan and follow-up are worked out by the same rules for "
             "all units. Limit: a forecast is uncertain, and what the data do not tell is not in "
             "it."),
    )  # fmt: skip


def _catalogue(region: Region) -> list[Section]:
    """Return the service catalogue, a section a unit."""
    composer = Composer(region)
    return [
        Section(f"unit-{at}", name, "", "", (
            *composer.table(catalogue.of_unit(region, unit)),
            *composer.table(catalogue.decisions(region, unit)),
        ))
        for at, (unit, name) in enumerate(catalogue.units(region), start=1)
    ]  # fmt: skip


def _notebook_links(notebooks: Sequence[html.Section]) -> dict[str, str]:
    return {
        quote(f"{_NOTEBOOKS}/{part.anchor}.html"): text("Notebook: {title}", title=part.title)
        for part in notebooks
    }


def _notebook_pages(
    about: html.About, notebooks: Sequence[html.Section]
) -> Iterator[tuple[str, str]]:
    """Yield a page a notebook, with a way back to the document."""
    links = {f"../{INDEX}": text("Planning pack")}
    back = replace(about, links=links, linked=text("Documents"))
    for part in notebooks:
        yield f"{_NOTEBOOKS}/{part.anchor}.html", html.page([part], back)
