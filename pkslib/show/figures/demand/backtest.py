"""How far forecasts miss: against last year's value, and as they were made at earlier times."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import periods
from pkslib.language import mark, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import Names
from pkslib.show.reasons import word


@drawing.figure(mark("Forecast accuracy"))
def accuracy(ax: Axes, accuracy: pd.DataFrame, *, names: Names) -> None:
    """Draw how far forecasts miss in the back-test, against last year's value as forecast."""
    rows = accuracy.assign(name=[names.of("need", need) for need in accuracy["need"]])
    error_dots(ax, rows)


@drawing.figure(mark("{need}: models side by side"))
def models(ax: Axes, models: pd.DataFrame, need: str, *, names: Names) -> None:
    """Draw how far each model misses in its own back-test, against last year's value."""
    error_dots(ax, models.assign(name=[word(name) for name in models["model"]]))


def error_dots(ax: Axes, rows: pd.DataFrame, *, ranked: bool = True) -> None:
    """Draw pairs of mean errors as dots; shared with the regions' figure.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Of a figure.
    rows : pandas.DataFrame
        name, mase, mase_naive; rows without numbers are listed as not tested.
    ranked : bool
        Best gain on top; else the rows stand as they come.
    """
    rows = rows.assign(ratio=rows["mase"] / rows["mase_naive"])
    if ranked:
        rows = rows.sort_values("ratio", ignore_index=True)
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
    drawing.name_rows(ax, list(rows["name"]), 0.25, least=5)
    ax.set_xlim(0, max(1.0, np.nanmax([1.0, rows[["mase", "mase_naive"]].max().max()])) * 1.05)
    ax.grid(axis="x", visible=True)
    drawing.numbers(ax.xaxis)
    ax.set_xlabel(text("Mean error in the back-test (MASE): further left is better"))
    closer, tested = int(better.sum()), int(rows["ratio"].notna().sum())
    statement = text(
        "The forecast is closer than last year's value in {better} of {tested} cases",
        better=closer, tested=tested,
    )  # fmt: skip
    worse = text("Red: last year's value would have been closer.") if closer < tested else ""
    drawing.head(ax, statement, worse, legend=True)


@drawing.figure(mark("{need}: back-test"), known=["forecast", "outcome"])
def earlier(ax: Axes, backtest: pd.DataFrame, need: str, *, names: Names) -> None:
    """Draw a need's outcome and the forecasts made at earlier times."""
    labels = periods.between(backtest["period"].min(), backtest["period"].max())
    at = {label: place for place, label in enumerate(labels)}
    outcome = backtest.groupby("period")["outcome"].first().reindex(labels)
    ax.plot(outcome.to_numpy(), color=style.INK, linewidth=1.4, label=text("Outcome"))
    for count, (_, made) in enumerate(backtest.groupby("origin")):
        where = [at[label] for label in made["period"]]
        words = text("Forecast at the time") if count == 0 else None
        ax.plot(where, made["forecast"], color=style.NEED, linewidth=2, alpha=0.75, label=words)
        ax.plot(where[:1], made["forecast"].iloc[:1], "o", color=style.NEED, markersize=5)
    ax.set_ylim(0, 1.1 * float(backtest[["forecast", "outcome"]].max().max()) or 1)
    drawing.over_time(ax, labels, text("patients"))
    missed = float(
        (backtest["outcome"] - backtest["forecast"]).abs().sum() / backtest["outcome"].sum()
    )
    head = text("{need}: forecasts made earlier missed by {share} on average",
                need=names.of("need", need), share=percent(missed))  # fmt: skip
    drawing.head(ax, head, text("Each blue line starts where it was made."), legend=True)
