"""How far forecasts miss, against last year's value as forecast."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names


@style.figure
def accuracy(accuracy: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw how far forecasts miss in the back-test, against last year's value as forecast.

    Parameters
    ----------
    accuracy : pandas.DataFrame
        Result table: need, mase, mase_naive.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = accuracy.assign(name=[names.of("need", need) for need in accuracy["need"]])
    return error_dots(rows, ax)


def error_dots(rows: pd.DataFrame, ax: Axes | None) -> Axes:
    """Draw pairs of mean errors as dots, best gain on top; shared with the regions' figure.

    Parameters
    ----------
    rows : pandas.DataFrame
        name, mase, mase_naive; rows without numbers are listed as not tested.
    ax : matplotlib.axes.Axes, optional
        Where to draw.
    """
    ax = drawing.canvas(ax, height=1.5 + 0.25 * max(len(rows), 5))
    if rows.empty:
        return drawing.nothing(ax, text("Forecast accuracy"))
    ratio = rows["mase"] / rows["mase_naive"]
    rows = rows.assign(ratio=ratio).sort_values("ratio", ignore_index=True)
    better = (rows["ratio"] < 1).to_numpy()
    places = np.arange(len(rows))
    colours = np.where(better, style.NEED, style.SHORTAGE)
    ax.hlines(places, rows["mase"], rows["mase_naive"], color=colours, linewidth=2, alpha=0.45)
    ax.scatter(
        rows["mase_naive"], places, s=42, facecolor="white", edgecolor=style.MUTED,
        linewidth=1.4, zorder=3, label=text("Last year's value"),
    )  # fmt: skip
    ax.scatter(rows["mase"], places, s=46, color=colours, zorder=4, label=text("Our forecast"))
    for place in places[rows["ratio"].isna()]:
        ax.text(0.02, place, text("too short history to test"), va="center", color=style.MUTED)
    drawing.name_rows(ax, list(rows["name"]))
    ax.set_xlim(0, max(1.0, np.nanmax([1.0, rows[["mase", "mase_naive"]].max().max()])) * 1.05)
    ax.grid(axis="x", visible=True)
    drawing.numbers(ax.xaxis)
    ax.set_xlabel(text("Mean error in the back-test (MASE): further left is better"))
    _judge(ax, int(better.sum()), int(rows["ratio"].notna().sum()))
    return ax


def _judge(ax: Axes, better: int, tested: int) -> None:
    statement = text(
        "The forecast is closer than last year's value in {better} of {tested} cases",
        better=better, tested=tested,
    )  # fmt: skip
    worse = text("Red: last year's value would have been closer.") if better < tested else ""
    drawing.head(ax, statement, worse, legend=True)
