"""What the forecast would have said at earlier times, on top of what came."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.language import text
from pkslib.show import drawing, style
from pkslib.show.names import CODES, Names


@style.figure
def earlier(
    backtest: pd.DataFrame, need: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw a need's outcome and the forecasts made at earlier times.

    Parameters
    ----------
    backtest : pandas.DataFrame
        Result table: need, origin, period, forecast, outcome [patients].
    need : str
        The need to draw.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = drawing.canvas(ax)
    name = names.of("need", need)
    rows = backtest[backtest["need"] == need].dropna(subset=["forecast", "outcome"])
    if rows.empty:
        return drawing.nothing(ax, text("{need}: back-test", need=name))
    labels = periods.between(rows["period"].min(), rows["period"].max())
    at = {label: place for place, label in enumerate(labels)}
    outcome = rows.groupby("period")["outcome"].first().reindex(labels)
    ax.plot(outcome.to_numpy(), color=style.INK, linewidth=1.4, label=text("Outcome"))
    for count, (_, made) in enumerate(rows.sort_values("period").groupby("origin")):
        where = [at[label] for label in made["period"]]
        words = text("Forecast at the time") if count == 0 else None
        ax.plot(where, made["forecast"], color=style.NEED, linewidth=2, alpha=0.75, label=words)
        ax.plot(where[:1], made["forecast"].iloc[:1], "o", color=style.NEED, markersize=5)
    ax.set_ylim(0, 1.1 * float(rows[["forecast", "outcome"]].max().max()) or 1)
    drawing.numbers(ax.yaxis)
    drawing.time_axis(ax, labels)
    ax.set_ylabel(text("patients"))
    missed = float((rows["outcome"] - rows["forecast"]).abs().sum() / rows["outcome"].sum())
    head = text("{need}: forecasts made earlier missed by {share} on average",
                need=name, share=language.percent(missed))  # fmt: skip
    drawing.head(ax, head, text("Each blue line starts where it was made."), legend=True)
    return ax
