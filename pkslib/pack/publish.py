"""A pack for outside the region: what is declared to leave it, without small counts.

The pack stays as it is; the version for outside stands in a folder of its own, and holds nothing
that was not made of the tables with hidden cells.
"""

from __future__ import annotations

import datetime
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from pkslib import language
from pkslib.errors import InputError
from pkslib.language import counting, text
from pkslib.pack import document, drawn, outline, pdf, published, receipt, workbook
from pkslib.pack.document import Composer, Paper
from pkslib.pack.drawn import Drawn
from pkslib.pack.html import About
from pkslib.pack.make import WORKBOOK, region_name
from pkslib.show.document.region import Region
from pkslib.show.names import NAMED
from pkslib.tables import store
from pkslib.tables.identity import holds_number
from pkslib.tables.published import PARTS, PUBLISHED

# What the folder tells of itself.
NAME = "published.json"
PAGE = "index.html"


@dataclass(frozen=True)
class Release:
    """Who lets a pack leave the region, and under which limit.

    Attributes
    ----------
    limit : int
        The least count that may be shown, at least 2.
    by : str
        The role that decided; never a person.
    on : datetime.date
        When.
    """

    limit: int
    by: str
    on: datetime.date


def publish(pack: Path, release: Release, to: Path | None = None) -> tuple[Path, dict[str, int]]:
    """Write the version of a pack that may leave the region.

    Parameters
    ----------
    pack : pathlib.Path
        A region's folder. It is only read.
    release : Release
        Limit, role and day.
    to : pathlib.Path, optional
        A folder that is not there yet; else ``published-<region>`` where one stands.

    Returns
    -------
    tuple of pathlib.Path and dict
        The folder, and hidden rows by table.

    Raises
    ------
    InputError
        When the pack is not as its receipt says, the role is a person, or the folder is there.
    """
    _refuse(pack, release)
    told = receipt.read(pack)["parameters"]
    place = to or Path(f"published-{pack.resolve().name}")
    if place.exists():
        raise InputError(
            text("{folder} is there already: name another folder with --to.", folder=place)
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    with counting(store.counted_in(pack)), TemporaryDirectory(dir=place.parent) as beside:
        inside = Region(told["region"], int(told["year"]), store.Tables(pack))
        tables = published.tables(inside, release.limit)
        # What writes and draws sees nothing else of the pack.
        named = {name: inside[name] for name in NAMED}
        outside = Region(inside.code, inside.year, {**named, **tables})
        made = Path(beside) / place.name
        _write(made, outside, tables, _paper(pack, outside, release))
        hidden = {name: int(rows["hidden"].sum()) for name, rows in tables.items()}
        _tell(made, release, receipt.own_hash(pack), hidden)
        shutil.move(made, place)
    return place, hidden


def _refuse(pack: Path, release: Release) -> None:
    if not release.by.strip():
        raise InputError(text("Name the role that decided: --by."))
    if holds_number(release.by):
        raise InputError(
            text("A decision is by a role, never a person: leave out the personal identity number.")
        )
    if differ := receipt.verify(pack):
        raise InputError(
            text("{pack} is not as it was made: {count} files differ from the receipt. Only a "
                 "whole pack leaves the region: run the region again.", pack=pack,
                 count=len(differ))
        )  # fmt: skip


def _write(folder: Path, outside: Region, tables: Mapping[str, pd.DataFrame], paper: Paper) -> None:
    """Write tables, workbook, page, and the page as a PDF where one can be made."""
    (folder / "tables").mkdir(parents=True)
    for table, rows in tables.items():
        rows.to_parquet(folder / "tables" / f"{table}.parquet", index=False)
    page = document.page(paper, Composer(outside, _figures(outside)).sections(outline.OUTSIDE))
    (folder / PAGE).write_text(page, encoding="utf-8")
    about = About(paper.title, dict(paper.facts), paper.language)
    workbook.write_published(folder / WORKBOOK, tables, outside.names, about)
    if not pdf.absent():
        pdf.write(page, folder / pdf.NAME)


def _paper(pack: Path, region: Region, release: Release) -> Paper:
    facts = {
        text("Planning year"): region.label,
        text("Decided by"): release.by,
        text("On"): language.day(release.on),
        text("Least count shown"): language.number(release.limit),
    }
    closing = {
        text("Data"): text("As the planning pack told them. Small counts are hidden."),
        text("Standing"): text("Targets are a proposal until the region has agreed on them."),
    }  # fmt: skip
    name = region_name(pack, region.code)
    return Paper(name, text("Published plan"), facts, language.active(), about=closing)


def _figures(region: Region) -> list[Drawn]:
    """Return the figures, drawn of nothing but what is published."""
    import matplotlib as mpl
    from matplotlib import pyplot as plt

    from pkslib.show import style
    from pkslib.show.figures import pack, waiting

    mpl.use("agg")
    with style.applied():
        axes = (
            pack.balance(_whole_years(region["published_capacities"]), names=region.names),
            waiting.published(region["published_waiting"], names=region.names),
        )
        found = [each for each in map(drawn.of_axes, axes) if each is not None]
    plt.close("all")
    return found


def _whole_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the years of the capacities of which nothing is hidden."""
    whole = rows[~rows.groupby("capacity")["hidden"].transform("any")]
    wide = whole.pivot_table("amount", "capacity", "part")
    return wide.reindex(columns=list(PARTS)).reset_index()


def _tell(folder: Path, release: Release, source: str | None, hidden: Mapping[str, int]) -> None:
    """Write what the version was made of and under which rule; what was hidden is counted."""
    told = {
        "limit": release.limit,
        "by": release.by,
        "on": release.on.isoformat(),
        "receipt": source,
        "hidden": dict(hidden),
        "tables": sorted(PUBLISHED),
        "files": receipt.file_hashes(folder),
    }
    said = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(said + "\n", encoding="utf-8")
