"""Drawing: what makes a figure, and the marks, axes and texts that are quick to draw.

A picture of a notebook takes its time in laying out texts and in artists by the hundred. What saves
it stands in this room: words measured once, one layout instead of three, bars as one artist, svg
instead of dots; and for sliders the ground drawn once (:mod:`pkslib.show.drawing.moving`).
"""

from pkslib.show.drawing.axes import (
    make_high,
    name_rows,
    numbers,
    over_time,
    rows_across,
    time_axis,
)
from pkslib.show.drawing.bars import bars, waterfall
from pkslib.show.drawing.grids import Panel, cells, hatched, panels
from pkslib.show.drawing.layout import (
    Label,
    beside,
    drawn_of,
    fit,
    head,
    label_ends,
    label_points,
    paper,
    plain,
    shorten,
)
from pkslib.show.drawing.making import Nothing, canvas, figure, nothing
from pkslib.show.drawing.narrow import slim

__all__ = [
    "Label",
    "Nothing",
    "Panel",
    "bars",
    "beside",
    "canvas",
    "cells",
    "drawn_of",
    "figure",
    "fit",
    "hatched",
    "head",
    "label_ends",
    "label_points",
    "make_high",
    "name_rows",
    "nothing",
    "numbers",
    "over_time",
    "panels",
    "paper",
    "plain",
    "rows_across",
    "shorten",
    "slim",
    "time_axis",
    "waterfall",
]
