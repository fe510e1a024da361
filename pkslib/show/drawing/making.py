"""What makes a function a figure: a slice of its tables, a canvas, the style, the empty picture.

What all figures share stands here once, also the words on their parameters. A figure's own function
is left with the drawing.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import text
from pkslib.show import style
from pkslib.show.drawing.layout import fit, head, paper, plain
from pkslib.show.drawing.narrow import drawn_narrow
from pkslib.show.drawing.svg import NOTHING, SvgFigure
from pkslib.show.names import CODES, Names

# Columns that put a table's rows in order.
_ORDER = ("period", "week", "order", "step")
# What a parameter is, where its figure says nothing else.
_TOLD = {
    "table": ("pandas.DataFrame", "The table of that name; the data dictionary tells its columns."),
    "code": ("str", "What to draw, by its code; bed days are drawn as beds."),
    "rows": ("int", "Rows drawn at most, those that matter most first."),
    "names": ("Names", "Names of codes, and measures of capacities."),
    "ax": ("matplotlib.axes.Axes, optional", "Where to draw; without it on a canvas of its own."),
}
# Figures stand in rooms below this one.
_ROOM = "pkslib.show.figures."
_SECTION = re.compile(r"\n\n(?=\w+\n-{3,}\n)")


class Nothing(Exception):
    """There is nothing to draw; its words say why, without them there are no data."""


def figure(
    subject: str,
    *,
    whole: str = "",
    known: Sequence[str] = (),
    uncut: Sequence[str] = (),
    either: bool = False,
    height: float = 4.0,
    width: float = 8.0,
    phone: int = 0,
) -> Callable[[Callable[..., None]], Callable[..., Axes]]:
    """Make a figure of a function that draws on Axes: tables and codes in, Axes out.

    Parameters
    ----------
    subject : str
        What is drawn, with the codes as fields (``"{need}: back-test"``); heads the empty picture.
    whole : str
        What takes the place of a code that is not given.
    known : sequence of str
        Rows of the first table where these columns are missing are left out.
    uncut : sequence of str
        Tables that are taken whole.
    either : bool
        Rows of any table are enough for a picture, else the first must have some.
    height, width : float
        Of the canvas [inches].
    phone : int
        How many are drawn for a phone too, the first in a notebook: as many as a document takes.

    Returns
    -------
    callable
        The figure. It takes what its function takes, and the Axes last; whatever style is in use
        around, it draws in ours, and texts that come from data may hold ``$``. Each table is cut
        to the codes given, as far as it has their columns, and put in the order of time. Without
        rows, or when the function raises :class:`Nothing`, the picture says so.
    """

    def made(draw: Callable[..., None]) -> Callable[..., Axes]:
        signature = _signature(draw)
        takes_names = "names" in inspect.signature(draw).parameters

        @wraps(draw)
        def drawn(*args: Any, ax: Axes | None = None, names: Names = CODES, **more: Any) -> Axes:
            given = signature.bind(*args, names=names, **more)
            given.apply_defaults()
            values = {name: value for name, value in given.arguments.items() if name != "ax"}
            if not takes_names:
                del values["names"]
            codes = _codes(signature, values)
            with style.applied():
                axes = canvas(height, width) if ax is None else ax
                told: dict[str, Any] = {}
                try:
                    told = _slices(values, codes, known, uncut, either=either)
                    draw(axes, **told)
                except Nothing as reason:
                    said = {name: names.of(name, code) if code else text(whole)
                            for name, code in codes.items()}  # fmt: skip
                    headed = text(subject, **said)
                    nothing(axes, headed[:1].upper() + headed[1:], str(reason))
                    told = {}
                if ax is None:
                    _name(axes, draw, codes)
                    fit(axes)
                    if phone and told:
                        _for_phone(axes, partial(draw, **told), height, phone)
                else:
                    plain(axes)
            return axes

        drawn.__signature__ = signature  # type: ignore[attr-defined]
        drawn.__doc__ = _documented(draw, signature)
        return drawn

    return made


def _name(axes: Axes, draw: Callable[..., None], codes: dict[str, str | None]) -> None:
    """Tell a figure what a document takes it by: the room it is drawn in, and its function."""
    figure = paper(axes)
    if isinstance(figure, SvgFigure):
        room = draw.__module__.removeprefix(_ROOM).partition(".")[0]
        figure.named, figure.of = f"{room}.{draw.__name__}", tuple(filter(None, codes.values()))


def _for_phone(axes: Axes, draw: Callable[[Axes], None], height: float, most: int) -> None:
    """Let a figure draw itself for a phone when it is shown."""
    figure = paper(axes)
    if isinstance(figure, SvgFigure):
        figure.narrow, figure.most = partial(drawn_narrow, draw, height), most


def _signature(draw: Callable[..., None]) -> inspect.Signature:
    """Return what a figure takes: what its function takes after the Axes, names, and Axes."""
    own = inspect.signature(draw)
    taken = [each for each in [*own.parameters.values()][1:] if each.name != "names"]
    last = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter("names", last, default=CODES, annotation="Names"),
        inspect.Parameter("ax", last, default=None, annotation="Axes | None"),
    ]
    return own.replace(parameters=[*taken, *shared], return_annotation="Axes")


def _codes(signature: inspect.Signature, values: dict[str, Any]) -> dict[str, str | None]:
    """Return the codes that tables are cut to: what is text and not given by name alone."""
    return {
        name: values[name]
        for name, about in signature.parameters.items()
        if about.kind is about.POSITIONAL_OR_KEYWORD and "str" in str(about.annotation)
    }


def _slices(
    values: dict[str, Any],
    codes: dict[str, str | None],
    known: Sequence[str],
    uncut: Sequence[str],
    *,
    either: bool,
) -> dict[str, Any]:
    """Return a figure's values with tables cut to its codes; without rows there is nothing."""
    cut = {
        name: _cut(value, codes)
        if isinstance(value, pd.DataFrame) and name not in uncut else value
        for name, value in values.items()
    }  # fmt: skip
    tables = [name for name, value in cut.items() if isinstance(value, pd.DataFrame)]
    if known:
        cut[tables[0]] = cut[tables[0]].dropna(subset=list(known), ignore_index=True)
    if tables and all(cut[name].empty for name in (tables if either else tables[:1])):
        raise Nothing
    return cut


def _cut(table: pd.DataFrame, codes: dict[str, str | None]) -> pd.DataFrame:
    """Return the rows of some codes in the order of time, numbered from 0."""
    for column, code in codes.items():
        if code and column in table.columns:
            table = table[table[column] == code]
    order = [column for column in _ORDER if column in table.columns]
    if not codes or not order:
        return table
    return table.sort_values(order[0], kind="stable", ignore_index=True)


def _documented(draw: Callable[..., None], signature: inspect.Signature) -> str:
    """Return a figure's docstring with every parameter told, its own words before the shared."""
    said, *sections = _SECTION.split(inspect.cleandoc(draw.__doc__ or ""))
    own = {section.partition("\n")[0]: section for section in sections}
    _, _, special = own.pop("Parameters", "").partition("---\n")
    told = {entry.partition(" :")[0]: entry.rstrip() for entry in re.split(r"\n(?=\S)", special)}
    entries = [told.get(name) or _entry(about) for name, about in signature.parameters.items()]
    parameters = "Parameters\n----------\n" + "\n".join(entries)
    returns = "Returns\n-------\nmatplotlib.axes.Axes"
    return "\n\n".join([said, parameters, returns, *own.values()]) + "\n"


def _entry(about: inspect.Parameter) -> str:
    """Return what is said of a parameter in every figure."""
    table = "DataFrame" in str(about.annotation)
    kind, words = _TOLD["table"] if table else _TOLD.get(about.name, _TOLD["code"])
    free = about.default is not about.empty and about.name not in ("ax", "names", "rows")
    return f"{about.name} : {kind}{', optional' if free else ''}\n    {words}"


def canvas(height: float = 4.0, width: float = 8.0) -> Axes:
    """Return Axes on a figure of their own [inches].

    It has no layout engine, which would draw it twice; see :func:`fit`.
    """
    return plt.subplots(figsize=(width, height), layout="none", FigureClass=SvgFigure)[1]


def nothing(ax: Axes, subject: str, reason: str = "") -> Axes:
    """Say on the Axes why there is nothing to draw, and return them.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Alone on its figure, the figure is made low.
    subject : str
        What would have been drawn.
    reason : str
        Why not; without it there are no data.
    """
    ax.set_axis_off()
    figure = paper(ax)
    if len(figure.axes) == 1:
        figure.set_figheight(1.3)
        figure.set_gid(NOTHING)
    head(ax, subject)
    ax.text(
        0.5, 0.4, reason or text("No data"),
        ha="center", va="center", transform=ax.transAxes, color=style.MUTED, fontsize=11,
        bbox={"boxstyle": "round,pad=0.6", "facecolor": "#F4F6F7"},
    )  # fmt: skip
    return ax
