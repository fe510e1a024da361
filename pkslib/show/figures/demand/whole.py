"""Region and flows forecast as wholes, against the sum of their needs."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import mark, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names

_WAYS = ("above", "agreed", "below")


@style.figure
def levels(forecast_levels: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw how far the forecast from above and the agreement lie from the sum from below.

    Parameters
    ----------
    forecast_levels : pandas.DataFrame
        Result table: level, period, above, below, agreed [patients]; the last year is drawn.
    names : Names
        Not used: the levels have words of their own.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = drawing.canvas(ax, height=2.6)
    rows = forecast_levels.dropna(subset=list(_WAYS))
    if rows.empty:
        return drawing.nothing(ax, text("Forecast from above and from below"))
    year = str(rows["period"].max())[:4]
    sums = rows[rows["period"].str[:4] == year].groupby("level")[list(_WAYS)].sum()
    share = sums.div(sums["below"].where(sums["below"] > 0), axis=0).fillna(1.0) - 1
    places = np.arange(len(share))
    ax.axvline(0, color=style.INK, linewidth=0.8)
    ax.hlines(places, 0, share["above"], color=style.FAINT, linewidth=2)
    looks = (("below", "|", style.INK, text("Sum of the needs")),
             ("agreed", "D", style.NEED, text("Agreed on")),
             ("above", "o", style.ACCENT, text("Forecast as a whole")))  # fmt: skip
    for way, sign, colour, words in looks:
        ax.plot(share[way], places, sign, color=colour, markersize=9, label=words)
    drawing.name_rows(ax, [text(str(level)).capitalize() for level in share.index])
    reach = max(0.02, 1.2 * float(share.abs().max().max()))
    ax.set_xlim(-reach, reach)
    drawing.numbers(ax.xaxis, share=True, signed=True)
    whole = "region" if "region" in share.index else share.index[0]
    head = _differs(float(share["above"][whole]), text(str(whole)).capitalize(), year)
    drawing.head(ax, head, text("Difference from the sum of the needs."), legend=True)
    return ax


def _differs(share: float, level: str, year: str) -> str:
    """Say how the forecast of a whole compares with the sum of its needs."""
    words = (
        mark("{level}: forecast as a whole, {share} more patients in {year} than need by need")
        if share >= 0
        else mark(
            "{level}: forecast as a whole, {share} fewer patients in {year} than need by need"
        )
    )
    return text(words, level=level, share=percent(abs(share), 1), year=year)
