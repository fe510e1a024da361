"""Figures as the notebooks drew them, taken by name: what a manager reads is what was computed."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pkslib.pack import book

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from pkslib.show.document.region import Picture

_SOURCE = re.compile(r'src="data:image/svg\+xml;base64,([^"]*)"')
_WIDTH = re.compile(r'width="(\d+)"')
# How a picture says how large it is, and what of it is seen.
_SIZE = re.compile(r'height="([\d.]+)pt" (.*?)viewBox="0 0 ([\d.]+) ([\d.]+)"', re.DOTALL)
# Words in it, and how far down they stand.
_TEXT = re.compile(
    r'<text [^>]*?(?: y="([-\d.]+)"|translate\([-\d.]+ ([-\d.]+)\))[^>]*>[^<]*</text>\n?'
)


@dataclass(frozen=True)
class Drawn:
    """A figure of an executed notebook.

    Attributes
    ----------
    name : str
        Room and function (``"balance.staircase"``).
    notebook : str
        Stem of the notebook that drew it.
    of : tuple of str
        The codes that it is about.
    statement, detail : str
        What is seen, and what is drawn: its two headings.
    source : str
        The picture without its headings, as an address with everything in it.
    width : int
        Of the picture on a page [pixels].
    alt : str
        What it shows, for who can't see it.
    phone : str
        The picture as drawn for a phone, as an address; empty where none was.
    """

    name: str
    notebook: str
    of: tuple[str, ...]
    statement: str
    detail: str
    source: str
    width: int
    alt: str
    phone: str = ""


def drawn(notebooks: Sequence[Path]) -> list[Drawn]:
    """Return the named figures of executed notebooks in the order they were drawn.

    Parameters
    ----------
    notebooks : sequence of pathlib.Path
        As executed. Figures with nothing to show are left out.
    """
    from pkslib.show.drawing.svg import MARKED, NOTHING  # slow to import, as is all that draws

    found = []
    for path in notebooks:
        for cell in book.read(path).cells:
            for output in cell.get("outputs", []):
                told = output.get("metadata", {}).get(MARKED, {})
                picture = str(output.get("data", {}).get("text/html", ""))
                if told.get("figure") and NOTHING not in picture:
                    found.append(_figure(told, picture, path.stem))
    return found


def for_phone(shown: str, metadata: Mapping[str, Any]) -> str:
    """Return an output with the picture drawn for a phone after it, below its headings as text.

    Parameters
    ----------
    shown : str
        HTML; as it is where no picture was drawn for a phone.
    metadata : mapping
        The output's.
    """
    if not metadata:
        return shown
    from pkslib.show.drawing.svg import MARKED

    told = metadata.get(MARKED, {})
    if not told.get("phone"):
        return shown
    said = f"<b>{escape(told['statement'])}.</b> {escape(told['detail'])}".rstrip()
    return (f'<div class="screen">{shown}</div>\n<figure class="phone"><figcaption>{said}'
            f"</figcaption>{told['phone']}</figure>")  # fmt: skip


def of_axes(axes: Axes) -> Drawn | None:
    """Return a figure that no notebook drew; none where it has nothing to show."""
    from pkslib.show import drawing
    from pkslib.show.drawing.svg import NOTHING, SvgFigure, image

    figure = drawing.paper(axes)
    if not isinstance(figure, SvgFigure) or NOTHING in (picture := image(figure)):
        return None
    return _figure(figure.told(), picture, "")


def of_picture(picture: Picture) -> Drawn:
    """Return a picture that a document draws itself."""
    source = f"data:image/svg+xml;base64,{b64encode(picture.svg.encode()).decode()}"
    return Drawn("", "", (), picture.statement, picture.detail, source, picture.width,
                 picture.shape)  # fmt: skip


def _figure(told: dict[str, object], picture: str, notebook: str) -> Drawn:
    source, width = _SOURCE.search(picture), _WIDTH.search(picture)
    if source is None or width is None:
        raise ValueError("A named figure of a notebook is no picture of the library's")
    svg = b64decode(source[1]).decode()
    cut = b64encode(below(svg, float(str(told["below"]))).encode()).decode()
    return Drawn(
        str(told["figure"]),
        notebook,
        tuple(map(str, told["of"])),  # type: ignore[call-overload]
        str(told["statement"]),
        str(told["detail"]),
        f"data:image/svg+xml;base64,{cut}",
        int(width[1]),
        str(told["shape"]),
        _address(str(told.get("phone", ""))),
    )


def _address(picture: str) -> str:
    """Return the address of an image element; empty for none."""
    source = _SOURCE.search(picture)
    return source[0].removeprefix('src="').removesuffix('"') if source else ""


def below(svg: str, points: float) -> str:
    """Return a picture without what stands in its first points from above.

    The words there go too: cut off only, they would be copied and searched, and drawn in vain.

    Examples
    --------
    >>> below('<svg height="100pt" version="1.1" viewBox="0 0 50 100" width="50pt">', 30)
    '<svg height="70pt" version="1.1" viewBox="0 30 50 70" width="50pt">'
    """

    def lower(found: re.Match[str]) -> str:
        left = float(found[4]) - points
        return f'height="{left:g}pt" {found[2]}viewBox="0 {points:g} {found[3]} {left:g}"'

    def seen(found: re.Match[str]) -> str:
        return found[0] if float(found[1] or found[2]) > points else ""

    return _TEXT.sub(seen, _SIZE.sub(lower, svg, count=1))
