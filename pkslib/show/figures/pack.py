"""Figures of the pack's summary: what changed the need since last year."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, percent, text
from pkslib.show import drawing
from pkslib.show.names import Names
from pkslib.show.pick import highest
from pkslib.show.reasons import sentences


@drawing.figure("{capacity}")
def change(ax: Axes, change: pd.DataFrame, capacity: str, *, names: Names) -> None:
    """Draw what takes the capacity need from the latest twelve months to the planning year."""
    steps = change.assign(label=sentences("change", "factor", change))
    start, total = drawing.waterfall(ax, steps, names.in_all(capacity))
    heading = _changes(names.of("capacity", capacity), start, total, steps)
    drawing.head(ax, heading, text("The axis does not start at zero."))


def _changes(name: str, start: float, total: float, steps: pd.DataFrame) -> str:
    share = total / start - 1 if start > 0 else 0.0
    factors = steps.iloc[1:]
    if factors.empty or abs(share) < 0.005:
        return text("{capacity}: the need is as large as last year", capacity=name)
    factor = highest(factors.assign(size=factors["effect"].abs()), "size")["label"]
    words = (
        mark("{capacity}: the need grows by {share}, most by {factor}")
        if share > 0
        else mark("{capacity}: the need falls by {share}, most by {factor}")
    )
    return text(words, capacity=name, share=percent(abs(share), 1), factor=factor.lower())
