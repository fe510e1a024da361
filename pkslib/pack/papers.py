"""Every document of a pack, by its address: for management, politics, physicians, units, planners.

What the notebooks show in full stands on a page each, as they were executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

from pkslib.language import mark, text
from pkslib.pack import document, html, outline
from pkslib.pack.document import Composer, Paper, Section, Volume
from pkslib.pack.drawn import Drawn
from pkslib.show.document import appendix, catalogue, dialogue
from pkslib.show.document.region import Region
from pkslib.show.document.unit import Units

INDEX, CATALOGUE, SAFETY, APPENDIX = "index.html", "catalogue.html", "safety.html", "appendix.html"
WEEK = "week.html"
_KINDS = {
    INDEX: mark("Planning pack"),
    SAFETY: mark("Medical safety sheet"),
    CATALOGUE: mark("Service catalogue"),
    WEEK: mark("Weekly sheet"),
    APPENDIX: mark("Appendix: assumptions, data and method"),
}
_NOTEBOOKS, _UNITS = "notebooks", "units"
# What may stand in the name of a file anywhere; no code holds "=".
_PLAIN = re.compile(r"[\w+&-]+(?:[ .][\w+&-]+)*")
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


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
    composed = {
        INDEX: Composer(region, figures).sections(outline.INDEX),
        CATALOGUE: _catalogue(region, Composer(region)),
        SAFETY: Composer(region).sections(outline.SAFETY),
        APPENDIX: Composer(region, figures).sections(outline.APPENDIX),
    }
    there = {address: sections for address, sections in composed.items()
             if sections or address == INDEX}  # fmt: skip
    units, week = _unit_pages(region, about), _week(region, about)
    kinds = {address: text(kind) for address, kind in _KINDS.items()
             if address in there or (address == WEEK and week)}  # fmt: skip
    beside = {
        text("Units"): {quote(address): name for address, (name, _) in units.items()},
        text("Notebooks"): _notebook_links(notebooks),
    }
    up = {f"../{INDEX}": text("All regions")}
    found = {}
    for address, sections in there.items():
        others = {other: kind for other, kind in kinds.items() if other != address}
        links = {text("Documents"): others | up} | (beside if address == INDEX else {})
        paper = Paper(about.title, kinds[address], about.facts, about.language, links, _closing(),
                      compact=address == SAFETY)  # fmt: skip
        found[address] = document.page(paper, sections)
    found |= {WEEK: week} if week else {}
    found |= {address: page for address, (_, page) in units.items()}
    return found | dict(_notebook_pages(about, notebooks))


def bound(region: Region, figures: Sequence[Drawn], about: html.About) -> str:
    """Return what is printed and handed out whole: the document, the catalogue, the appendix.

    Parameters
    ----------
    region, figures, about
        As for :func:`make`.

    Returns
    -------
    str
        HTML; figures and tables are numbered through all.
    """
    # Paper has no narrow screen.
    composer = Composer(region, [replace(figure, phone="") for figure in figures])
    parts = {
        INDEX: composer.sections(outline.INDEX),
        CATALOGUE: _catalogue(region, composer),
        APPENDIX: composer.sections(outline.APPENDIX),
    }
    volumes = [
        Volume(address.removesuffix(".html"), text(_KINDS[address]), sections)
        for address, sections in parts.items()
        if sections
    ]
    paper = Paper(about.title, text(_KINDS[INDEX]), about.facts, about.language, about=_closing())
    return document.bound(paper, volumes)


def _week(region: Region, about: html.About) -> str:
    """Return the weekly sheets of a region; nothing where no week ahead is known."""
    if region["weeks_ahead"].empty and region["gap_list"].empty:
        return ""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    from pkslib.show import week
    from pkslib.show.week.own import BESIDE, TABLES

    # A worker has no screen; where there is one, no window is to be opened on it.
    mpl.use("agg")
    tables = {name: region[name] for name in (*TABLES, *BESIDE)}
    # Every unit's figure stands open until the page is made; that is no fault to warn a user of.
    with mpl.rc_context({"figure.max_open_warning": 0}):
        page = week.page(week.sheets(tables, names=region.names), title=about.title,
                         foot=html.foot(about))  # fmt: skip
    plt.close("all")
    return page


def _closing() -> dict[str, str]:
    """Return what every document says of its figures, under the same headings in all."""
    return {
        text("Data"): text("As the data set told them when the pack was made; the receipt names "
                           "every file."),
        text("Words"): " ".join(appendix.meanings()),
        text("How it is measured"): text("Figures and tables are made by the notebooks of the "
                                         "pack, which show how each was computed; assumptions, "
                                         "method and accuracy stand in the appendix."),
        text("Strengths and limits"): text("Need, capacity, plan and follow-up are worked out by "
                                           "the same rules for all units. A forecast is "
                                           "uncertain, and what the data do not tell is not in "
                                           "it."),
    }  # fmt: skip


def _catalogue(region: Region, composer: Composer) -> list[Section]:
    """Return the service catalogue, a section a unit."""
    return [
        Section(f"unit-{at}", name, "", "", (
            *composer.said(catalogue.of_unit(region, unit)),
            *composer.said(catalogue.decisions(region, unit)),
        ))
        for at, (unit, name) in enumerate(catalogue.units(region), start=1)
    ]  # fmt: skip


def _unit_pages(region: Region, about: html.About) -> dict[str, tuple[str, str]]:
    """Return each unit's address, with its name and its page, which can be handed out alone."""
    units, found = Units(region), {}
    up = {f"../{INDEX}": text("Planning pack"), f"../{CATALOGUE}": text("Service catalogue")}
    links = {text("Documents"): up}
    for unit in units.listed():
        composer, name = Composer(region), region.unit(unit)
        said = (
            units.balance(unit), units.awaiting(unit), units.targets(unit), units.measures(unit),
            units.shifted(unit), units.looking_back(unit), units.outcome(unit),
            dialogue.acted_on(region, unit), dialogue.expected(region, unit), units.ahead(unit),
            units.agreement(unit), units.maturity(unit),
        )  # fmt: skip
        blocks = tuple(shown for part in said for shown in composer.said(part))
        facts = {text("Planning pack"): about.title} | about.facts
        paper = Paper(name, text("The unit's page"), facts, about.language, links, compact=True)
        section = Section("unit", text("The planning year {year}", year=region.label), "", "",
                          blocks)  # fmt: skip
        found[f"{_UNITS}/{file_of(unit)}"] = name, document.page(paper, [section])
    return found


def file_of(unit: str) -> str:
    """Return the name of a unit's page; a code that can't name a file is written in numbers.

    Examples
    --------
    >>> file_of("06-1-MED"), file_of("ÖV KIR"), file_of("nul"), file_of("A.")
    ('06-1-MED.html', 'ÖV KIR.html', '=6e756c.html', '=412e.html')
    """
    fits = _PLAIN.fullmatch(unit) and not _DEVICES.fullmatch(unit)
    return f"{unit if fits else '=' + unit.encode().hex()}.html"


def _notebook_links(notebooks: Sequence[html.Section]) -> dict[str, str]:
    return {quote(f"{_NOTEBOOKS}/{part.anchor}.html"): part.title for part in notebooks}


def _notebook_pages(
    about: html.About, notebooks: Sequence[html.Section]
) -> Iterator[tuple[str, str]]:
    """Yield a page a notebook, with a way back to the document."""
    links = {f"../{INDEX}": text("Planning pack")}
    back = replace(about, links=links, linked=text("Documents"))
    for part in notebooks:
        yield f"{_NOTEBOOKS}/{part.anchor}.html", html.page([part], back)
