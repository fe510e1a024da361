"""A document made by an outline: numbered figures and tables, one heading of each, no script.

A figure is the picture that its notebook drew, with its headings as text in the caption; a table's
first column heads its rows. Nothing is fetched or run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pkslib.language import text
from pkslib.pack.drawn import Drawn, of_picture
from pkslib.pack.html import made_from
from pkslib.pack.outline import Block, Figure, Heading, Pair, Part, Stop
from pkslib.show.document.region import Picture, Region
from pkslib.show.report import Report, Sentences

_TEMPLATES = Path(__file__).parent / "template"
# Letters between two columns of a printed table, and on a line of an upright page.
_BETWEEN, _UPRIGHT = 3, 120


@dataclass(frozen=True)
class Paper:
    """What a document is, for its head and its links.

    Attributes
    ----------
    title : str
        Heads the document.
    kind : str
        What kind of document it is, above the title.
    facts : dict
        Label to value, both as shown.
    language : str
        ``"sv"`` or ``"en"``.
    links : dict
        Heading to address of another document to its name.
    about : dict of str to str
        Closing lines by what they tell of: the data, the words, how it was measured.
    compact : bool
        Printed small, to fit one sheet of paper.
    """

    title: str
    kind: str
    facts: Mapping[str, str]
    language: str
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)
    compact: bool = False


@dataclass(frozen=True)
class Shown:
    """A block as the page shows it: its kind names the macro, its number is of its kind."""

    kind: str
    what: Any
    number: int = 0


@dataclass(frozen=True)
class Section:
    """A part as the page shows it."""

    anchor: str
    title: str
    question: str
    reader: str
    blocks: tuple[Shown, ...]


class Composer:
    """Makes sections of parts, numbering figures and tables through the document.

    Parameters
    ----------
    region : Region
        Whose tables the words are made of.
    figures : sequence of Drawn
        As its notebooks drew them.
    """

    def __init__(self, region: Region, figures: Sequence[Drawn] = ()) -> None:
        self._region = region
        self._figures: dict[str, list[Drawn]] = {}
        for each in figures:
            self._figures.setdefault(each.name, []).append(each)
        self._count = {"figure": 0, "table": 0}

    def sections(self, parts: Sequence[Part]) -> list[Section]:
        """Return the parts that have anything to show."""
        found = []
        for part in parts:
            blocks = tuple(self._blocks(part.blocks))
            if any(block.kind != "heading" for block in blocks):
                title, question, reader = map(text, (part.title, part.question, part.reader))
                found.append(Section(part.anchor, title, question, reader, blocks))
        return found

    def said(self, said: Sentences | Report | Picture | None) -> list[Shown]:
        """Return sentences, or a table or picture with its number; nothing for none."""
        if isinstance(said, Picture):
            return [Shown("figure", of_picture(said), self._next("figure"))]
        if isinstance(said, Sentences):
            return [Shown("words", said)] if said else []
        if said is None or not said.rows:
            return []
        return [Shown("table", said, self._next("table"))]

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[Shown]:
        for block in blocks:
            if isinstance(block, Heading):
                yield Shown("heading", text(block.title))
            elif isinstance(block, Figure):
                yield from self._drawn(block)
            elif isinstance(block, Stop):
                said = block.said(self._region)
                yield from [Shown("stop", (text(block.title), *said))] if said else []
            elif isinstance(block, Pair):
                both = [shown for figure in block.figures for shown in self._drawn(figure)]
                yield from [Shown("pair", both)] if both else []
            else:
                yield from self.said(block(self._region))

    def _drawn(self, wanted: Figure) -> list[Shown]:
        drawn = self._figures.get(wanted.name, [])
        mine = [figure for figure in drawn if wanted.takes(figure.notebook)]
        return [Shown("figure", figure, self._next("figure")) for figure in mine[: wanted.most]]

    def _next(self, kind: str) -> int:
        self._count[kind] += 1
        return self._count[kind]


def page(paper: Paper, sections: Sequence[Section]) -> str:
    """Return a document as one page.

    Parameters
    ----------
    paper : Paper
        Its head and links.
    sections : sequence of Section
        In the order they are read.

    Returns
    -------
    str
        HTML with everything in it.
    """
    style = (_TEMPLATES / "document.css").read_text(encoding="utf-8")
    return str(_template("document").render(paper=paper, sections=sections, words=_words(),
                                            style=style))  # fmt: skip


@dataclass(frozen=True)
class Volume:
    """A document as it is bound with others.

    Attributes
    ----------
    name : str
        Where links lead.
    title : str
        Heads it.
    sections : sequence of Section
        In the order they are read.
    """

    name: str
    title: str
    sections: Sequence[Section]


def bound(paper: Paper, volumes: Sequence[Volume]) -> str:
    """Return several documents bound as one to be printed: cover, contents, then each.

    Parameters
    ----------
    paper : Paper
        Its cover.
    volumes : sequence of Volume
        In order.

    Returns
    -------
    str
        HTML with everything in it.
    """
    sheets = ("document.css", "bound.css")
    style = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in sheets)
    return str(_template("bound").render(paper=paper, volumes=volumes, words=_words(),
                                         style=style))  # fmt: skip


def _words() -> dict[str, str]:
    return {
        "skip": text("To the content"),
        "contents": text("Contents"),
        "figure": text("Figure"),
        "table": text("Table"),
        "about": text("About the figures"),
        "reader": text("For {reader}.", reader="{}"),
        "handling": text("Handling"),
        "made": made_from(),
        "author": text("PKS Workbench, for {region}", region="{}"),
    }


def _too_wide(report: Report) -> bool:
    """Tell whether a table's longest words do not fit beside each other on an upright page."""
    columns = zip(report.heads, *report.rows, strict=True)
    longest = (max(len(word) for cell in column for word in f"{cell} ".split(" "))
               for column in columns)  # fmt: skip
    return sum(width + _BETWEEN for width in longest) > _UPRIGHT


@lru_cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(_TEMPLATES)
    house = Environment(loader=loader, autoescape=True, undefined=StrictUndefined,
                        trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    house.tests["too_wide"] = _too_wide
    return house.get_template(f"{name}.html.j2")
