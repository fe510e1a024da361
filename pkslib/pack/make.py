"""The whole pack of a region: its documents, a page a notebook, workbook, and the receipt last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from pkslib.language import counting, text
from pkslib.pack import drawn, html, own, pdf, receipt, seal
from pkslib.settings import BASE
from pkslib.show.document.region import Region
from pkslib.show.names import NAMED
from pkslib.tables import naming, store

# Counts below this may tell of a person; what leaves the region hides them (`pks publish`).
SMALL = 5
# What of the data counts patients and care so finely that a cell may be small.
_COUNTED = {
    "demand": ["patients"],
    "waiting": ["patients"],
    "bookings": ["booked", "to_plan", "overdue"],
    "production": ["count"],
    "plan": ["target"],
}
PAGE = seal.PAGE
WORKBOOK = "pack.xlsx"


def build(folder: Path, sources: receipt.Sources, *, with_pdf: bool = False) -> None:
    """Make page, workbook and receipt of a region whose notebooks have been run.

    Parameters
    ----------
    folder : pathlib.Path
        With ``notebooks/`` as executed and ``tables/``.
    sources : pkslib.pack.receipt.Sources
        What the notebooks were run from.
    with_pdf : bool
        Make document, catalogue and appendix as a PDF too.
    """
    with counting(store.counted_in(folder)), pd.option_context(*store.PLAIN_TEXT):
        _build(folder, sources, with_pdf=with_pdf)
    receipt.write(folder, sources)


def _build(folder: Path, sources: receipt.Sources, *, with_pdf: bool) -> None:
    """Make documents, pages of notebooks and workbook in the words of what is counted."""
    # What it draws with is slow to import, and no run begins with it.
    from pkslib.pack import papers, workbook

    executed = sorted((folder / "notebooks").glob("*.ipynb"))
    told = sources.parameters
    region = Region(told["region"], int(told["year"]), store.Tables(folder))
    about = about_of(folder, told)
    sections = html.sections(executed)
    figures = drawn.drawn(executed)
    words = own.of(region.tables)
    for address, page in papers.make(region, figures, about, sections).items():
        (folder / address).parent.mkdir(exist_ok=True)
        (folder / address).write_text(seal.sealed(words.marked(page)), encoding="utf-8")
    if with_pdf:
        pdf.write(words.marked(papers.bound(region, figures, about)), folder / pdf.NAME)
    workbook.write(folder / WORKBOOK, region, about)


def about_of(folder: Path, told: Mapping[str, Any]) -> html.About:
    """Return what a pack's documents say of themselves.

    Parameters
    ----------
    folder : pathlib.Path
        The region's.
    told : mapping
        The parameters that it was made with.
    """
    region = Region(told["region"], int(told["year"]), store.Tables(folder))
    facts = _facts(told) | _handling(region)
    return html.About(region_name(folder, told["region"]), facts, told["language"])


def network_page(
    executed: Path,
    published: Path,
    parameters: Mapping[str, Any],
    failed: Collection[str] = (),
    made: Collection[str] | None = None,
) -> str:
    """Return the page of all regions, which links to their packs.

    Parameters
    ----------
    executed : pathlib.Path
        The network notebook as executed.
    published : pathlib.Path
        Folder of the published packs, where the page will stand.
    parameters : mapping
        As given to the notebook.
    failed : collection of str
        Codes of the regions whose last run failed: what they have is an earlier pack.
    made : collection of str, optional
        Codes of the regions whose packs this run has made, all when left out. For the others the
        receipt that the former page names stands, or one altered since would be vouched for.
    """
    packs = sorted(page.parent for page in published.glob(f"*/{PAGE}"))
    about = html.About(
        title=text("All regions"),
        kind=text("The learning network"),
        facts=_facts(parameters) | _made_from(packs),
        language=parameters["language"],
        links={quote(f"{pack.name}/{PAGE}"): _link(pack, failed) for pack in packs},
        linked=text("Regions"),
        receipts=_receipts(packs, seal.receipts(published / PAGE), made),
    )
    page = html.page(html.sections([executed]), about)
    return seal.sealed(_words_of(packs).marked(page))


def _made_from(packs: Sequence[Path]) -> dict[str, str]:
    """Return what the page of all regions is made from, and whether it is invented."""
    said = text("{count} planning packs, whose receipts are named below", count=len(packs))
    invented = any(_named(pack, naming.region_of(pack.name))[1] for pack in packs)
    return {text("Made from"): said} | ({text("Data"): text("invented")} if invented else {})


def _words_of(packs: Sequence[Path]) -> own.Own:
    """Return the names that packs' regions have given."""
    words: dict[str, str] = {}
    for tables in map(store.Tables, packs):
        words |= own.of({name: tables[name] for name in NAMED if name in set(tables)}).words
    return own.Own(words)


def _receipts(
    packs: Sequence[Path], former: Mapping[str, str], made: Collection[str] | None
) -> dict[str, str]:
    """Return the sha256 of each pack's receipt, of packs made earlier as the page named it then."""
    now = {naming.region_of(pack.name): receipt.own_hash(pack) for pack in packs}
    kept = {} if made is None else {name: former[name] for name in former if name not in made}
    return {name: kept.get(name, found) for name, found in now.items() if found}


def _handling(region: Region) -> dict[str, str]:
    """Return how a pack that holds small counts is to be handled; nothing for one without."""
    small = any(
        ((region[table][columns] > 0) & (region[table][columns] < SMALL)).any(axis=None)
        for table, columns in _COUNTED.items()
    )
    said = text("internal: holds small counts, to be tested for secrecy before it is handed out")
    return {text("Handling"): said} if small else {}


def _link(pack: Path, failed: Collection[str]) -> str:
    region = naming.region_of(pack.name)
    name = region_name(pack, region)
    if region not in failed:
        return name
    return text("{region} (earlier pack: the last run failed)", region=name)


def region_name(folder: Path, region: str) -> str:
    """Return the name of a region as its table regions gives it; the code where it gives none.

    One that is invented says so wherever it is named.
    """
    name, invented = _named(folder, region)
    return text("{region} (invented figures)", region=name) if invented else name


def _named(folder: Path, region: str) -> tuple[str, bool]:
    """Return a region's name, and whether it is told to be invented."""
    tables = store.Tables(folder)
    if "regions" not in list(tables):
        return region, False
    told = tables["regions"].set_index("region")
    if region not in told.index:
        return region, False
    # A pack made before regions could say so does not.
    invented = "invented" in told and bool(told.loc[region, "invented"])
    return str(told.loc[region, "name"]), invented


def _facts(parameters: Mapping[str, Any]) -> dict[str, str]:
    scenario = str(parameters["scenario"])
    facts = {
        text("Planning year"): str(parameters["year"]),
        text("Scenario"): text("base") if scenario == BASE else scenario,
    }
    return facts | ({text("Region code"): parameters["region"]} if "region" in parameters else {})
