"""One self-contained page from executed notebooks: prose, figures and tables, no code.

Nothing on the page is fetched or run: pictures are embedded, there is no script, and a content
security policy forbids both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import pkslib
from pkslib.language import in_words, mark, number, text
from pkslib.pack import book, drawn, seal

_TEMPLATES = Path(__file__).parent / "template"
_HIDDEN_TAGS = {"parameters", "injected-parameters", "remove_cell", "papermill-error-cell-tag"}
# Pictures before tables before words: what a reader sees of an output that has several forms.
_SHOWN = ("text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/plain")
# What a cell ends with without meaning to show it: <Axes: ...>.
_REPR = re.compile(r"^\[?<.*>\]?$", re.DOTALL)
_HEADING = re.compile(r"^(#{1,5}) +(?:\d+\. +)?(.+)$", re.MULTILINE)
# A table of the library's: its title, and its rows, of which the first heads it.
_TITLE = re.compile(r"<caption>([^<]*)</caption>")
_ROW = re.compile(r"<tr\b")
_HEADS = 1
# What the library marks tables without rows and figures without data with.
_NOTHING = "pks-nothing"
_NOTHING_TOLD = mark(
    "Nothing to show here: there are no rows, or the data set lacks what it takes."
)
# As many rows as there are regions, which are compared; a longer table is opened by who looks for
# a row of it.
_LONG = 21


@dataclass(frozen=True)
class About:
    """What a pack is about, for its title page.

    Attributes
    ----------
    title : str
        The region's name, or what stands in its place.
    facts : dict
        Label to value, both as shown.
    language : str
        ``"sv"`` or ``"en"``.
    kind : str
        What kind of page it is, above the title; a planning pack's when empty.
    links : dict
        Address of another page to its name.
    linked : str
        Heads the links.
    receipts : dict
        Region to the sha256 of its pack's receipt.
    """

    title: str
    facts: dict[str, str]
    language: str
    kind: str = ""
    links: dict[str, str] = field(default_factory=dict)
    linked: str = ""
    receipts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A notebook as a part of the page.

    Attributes
    ----------
    anchor, title : str
        Where links lead, and the heading.
    parts : dict of str to str
        Anchor to heading of the parts within it.
    body : str
        HTML.
    first : bool
        Its notebook says that it comes before the others.
    """

    anchor: str
    title: str
    parts: dict[str, str]
    body: str
    first: bool


def sections(notebooks: Sequence[Path]) -> list[Section]:
    """Return executed notebooks as the sections of a page, those first that say so of themselves.

    Parameters
    ----------
    notebooks : sequence of pathlib.Path
        As executed, in the order they were run.
    """
    return sorted(map(section, notebooks), key=lambda part: not part.first)


def page(sections: Sequence[Section], about: About) -> str:
    """Return sections as one page.

    Parameters
    ----------
    sections : sequence of Section
        In the order they are read.
    about : About
        Title and facts.

    Returns
    -------
    str
        HTML with everything in it.
    """
    words = {
        "contents": text("Contents"),
        "kind": about.kind or text("Planning pack"),
        "receipts": text("Receipts (sha256)"),
        "made": made_from(),
    }
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    seals = {region: seal.row(region, receipt) for region, receipt in about.receipts.items()}
    made = _template().render(about=about, sections=sections, words=words, style=style, seals=seals)
    return seal.sealed(str(made))


def made_from() -> str:
    """Return what a document is made with, and from what."""
    return text("Made with PKS Workbench {version}; the pack's receipt names every file that it is "
                "made from.", version=pkslib.__version__)  # fmt: skip


def foot(about: About) -> str:
    """Return on one line what a page is about and made from, for one that is printed alone."""
    facts = (f"{label}: {value}" for label, value in about.facts.items())
    return " · ".join([about.title, *facts, made_from()])


def section(path: Path) -> Section:
    """Return one executed notebook as a section of the page.

    Parameters
    ----------
    path : pathlib.Path
        Its first heading of the highest kind becomes the title, without a leading number.
    """
    node = book.read(path)
    prose = "\n".join(cell.source for cell in node.cells if cell.cell_type == "markdown")
    title = next((words for marks, words in _HEADING.findall(prose) if marks == "#"), path.stem)
    title = in_words(title)
    headings = _Headings(path.stem, title)
    node.cells = list(_shown(node.cells, headings))
    body, _ = _exporter().from_notebook_node(node)
    return Section(path.stem, title, headings.parts, body, book.comes_first(node))


def _shown(cells: Sequence[Any], headings: _Headings) -> Iterator[Any]:
    """Yield the cells a reader sees; a figure is described by the heading it stands under.

    Of a part that has nothing to show its heading is left, and a sentence that says so.
    """
    for cell in (cell for part in _parts(cells) for cell in part):
        if _HIDDEN_TAGS & book.tags(cell):
            continue
        if cell.cell_type == "markdown":
            cell.source = _HEADING.sub(headings.lowered, in_words(cell.source))
            yield cell
        elif outputs := [output for output in cell.get("outputs", []) if _reduced(output)]:
            cell.outputs = outputs
            cell.metadata.setdefault("alt", text("Figure: {heading}", heading=headings.latest))
            yield cell


def _parts(cells: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the cells under each heading, without what is said of figures that are not there."""
    part: list[Any] = []
    for cell in [*cells, None]:
        begins = cell is None or (cell.cell_type == "markdown" and cell.source.startswith("## "))
        if begins and part:
            yield _spared(part)
            part = []
        part.append(cell)


def _spared(part: list[Any]) -> list[Any]:
    """Return a part as it is, or its heading and a sentence where it has nothing to show."""
    outputs = [
        str(output.get("data", {}).get("text/html", ""))
        for cell in part
        if cell.cell_type == "code" and not _HIDDEN_TAGS & book.tags(cell)
        for output in cell.get("outputs", [])
        if not _REPR.match(output.get("data", {}).get("text/plain", "<>"))
        or "text/html" in output.get("data", {})
    ]
    if (
        not part[0].source.startswith("## ")
        or not outputs
        or not all(_NOTHING in output for output in outputs)
    ):
        return part
    heading = part[0].source.partition("\n")[0]
    part[0].source = f"{heading}\n\n{text(_NOTHING_TOLD)}"
    return part[:1]


class _Headings:
    """The headings of a notebook, one level down on the page: the title is the template's.

    Parameters
    ----------
    anchor, title : str
        Of the section.
    """

    def __init__(self, anchor: str, title: str) -> None:
        self.parts: dict[str, str] = {}
        self.latest = title
        self._anchor = anchor

    def lowered(self, heading: re.Match[str]) -> str:
        """Return a heading's text on the page, and remember it."""
        marks, words = heading.groups()
        self.latest = words
        if marks == "#":
            return ""
        if marks != "##":
            return f"#{marks} {words}"
        anchor = f"{self._anchor}-{len(self.parts) + 1}"
        self.parts[anchor] = words
        return f'<h3 id="{anchor}">{escape(words)}</h3>\n'


def _reduced(output: Any) -> bool:
    """Keep the first of an output's forms that can be shown; tell whether there is one."""
    if output.output_type == "stream":
        return bool(output.name == "stdout")
    form = next((form for form in _SHOWN if form in output.get("data", {})), None)
    if form is None or (form == "text/plain" and _REPR.match(output.data[form])):
        return False
    output.data = {form: output.data[form]}
    if form == "text/html":
        output.data[form] = drawn.for_phone(_folded(output.data[form]), output.get("metadata", {}))
    return True


def _folded(table: str) -> str:
    """Return a long table behind a line that names it and counts its rows; others as they are."""
    titles, count = _TITLE.findall(table), len(_ROW.findall(table)) - _HEADS
    if len(titles) != 1 or count <= _LONG:
        return table
    words = text("{title} ({count} rows)", title=titles[0], count=number(count))
    return f'<details class="table"><summary>{words}</summary>\n{table}\n</details>'


@lru_cache
def _exporter() -> Any:
    """Return the one exporter of a process; making it costs four times what a page does."""
    from nbconvert import HTMLExporter, TemplateExporter
    from nbconvert.preprocessors import CoalesceStreamsPreprocessor

    class Exporter(HTMLExporter):
        """Gives the page as the template makes it.

        Nbconvert reads it once more to describe pictures that are not, and ours are; that takes
        two thirds of the time.
        """

        def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
            ready = self._init_resources(resources)  # type: ignore[no-untyped-call]
            return TemplateExporter.from_notebook_node(self, nb, ready, **options)

    return Exporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        # The cells are chosen already; nbconvert looks the notebook over after each preprocessor.
        default_preprocessors=[CoalesceStreamsPreprocessor],
        # The template names it, though no code is shown.
        filters={"highlight_code": repr},
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )


@lru_cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(_TEMPLATES)
    house = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return house.get_template("page.html.j2")
