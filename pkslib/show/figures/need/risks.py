"""Figures of what the flat targets mean: who is turned away, and who has to wait."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib.language import number, percent, text
from pkslib.methods import queueing
from pkslib.show import drawing, style
from pkslib.show.figures.need.chain import FLAT_TARGET
from pkslib.show.names import CODES, Names
from pkslib.show.records import each


@style.figure
def refusals(ward_risk: pd.DataFrame, *, names: Names = CODES, ax: Axes | None = None) -> Axes:
    """Draw the share turned away against beds, each ward's worst period on the flat target's curve.

    Parameters
    ----------
    ward_risk : pandas.DataFrame
        Result table: unit, capacity, period, places, refused, limit, places_within_limit.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    Notes
    -----
    The curve is the Erlang loss formula for wards whose load is 85 % of their beds: 10 beds turn
    away 33 %, 28 beds 12 %, 100 beds 1,5 %.
    """
    ax = drawing.canvas(ax, height=4.2)
    known = ward_risk.dropna(subset=["refused"])
    if known.empty:
        return drawing.nothing(ax, text("What the occupancy target means for wards"))
    worst = known.sort_values("refused").groupby(["unit", "capacity"], as_index=False).last()
    limit = float(worst["limit"].fillna(0.05).iloc[0])
    _flat_curve(ax, int(worst["places"].max()))
    over = worst[worst["refused"] > limit]
    ax.axhline(limit, color=style.INK, linewidth=0.9, linestyle="--")
    colours = np.where(worst["refused"] > limit, style.SHORTAGE, style.NEED)
    ax.scatter(worst["places"].astype(float), worst["refused"], s=48, color=colours, zorder=4)
    _ward_names(ax, over.nlargest(6, "refused"), names)
    drawing.numbers(ax.yaxis, share=True)
    drawing.numbers(ax.xaxis)
    ax.set_xlabel(text("beds needed"))
    ax.set_ylabel(text("share turned away"))
    statement = text("No ward turns away more than {limit}", limit=percent(limit))
    if len(over):
        statement = text(
            "{over} of {all} wards turn away more than {limit} when full to the target",
            over=len(over), all=len(worst), limit=percent(limit),
        )  # fmt: skip
    detail = text(
        "Wards in their worst period. Dashed: the limit. Grey: a ward run at {share}.",
        share=percent(FLAT_TARGET),
    )
    drawing.head(ax, statement, detail)
    return ax


def _flat_curve(ax: Axes, most: int) -> None:
    beds = np.unique(np.linspace(2, max(most * 1.15, 20), 60).astype(int))
    ax.plot(beds, queueing.erlang_b(FLAT_TARGET * beds, beds), color=style.FAINT, linewidth=2.5)
    ax.set_xlim(0, beds[-1])
    ax.set_ylim(0, None)


def _ward_names(ax: Axes, wards: pd.DataFrame, names: Names) -> None:
    labels = [
        text("{more} beds: {ward}", ward=names.of("unit", row.unit),
             more=number(row.places_within_limit))
        for row in each(wards)
    ]  # fmt: skip
    drawing.label_points(ax, list(wards["places"]), list(wards["refused"]), labels)


@style.figure
def waits(
    wait_risk: pd.DataFrame, *, rows: int = 12, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw the mean wait for a free theatre or team where it is longest, each in its worst period.

    Parameters
    ----------
    wait_risk : pandas.DataFrame
        Result table: unit, capacity, period, servers, waits, minutes, limit, servers_within_limit.
    rows : int
        Units drawn at most.
    names : Names
        Names of units.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = wait_risk[np.isfinite(wait_risk["minutes"].astype(float))]
    worst = known.sort_values("minutes").groupby(["unit", "capacity"], as_index=False).last()
    shown = worst.nlargest(rows, "minutes").reset_index(drop=True)
    ax = drawing.canvas(ax, height=1.4 + 0.34 * max(len(shown), 4))
    if shown.empty:
        return drawing.nothing(ax, text("What the utilisation target means for waits"))
    over = worst["waits"] > worst["limit"]
    colours = np.where(shown["waits"] > shown["limit"], style.SHORTAGE, style.NEED)
    drawing.bars(ax, shown.index, shown["minutes"], 0.62, colours, across=True)
    ax.set_xlim(0, 1.02 * float(shown["minutes"].max()) or 1)
    for at, row in enumerate(each(shown)):
        words = text("{waits} wait; {now} → {more}", waits=percent(row.waits),
                     now=number(row.servers), more=number(row.servers_within_limit))  # fmt: skip
        drawing.beside(ax, at, words, fontsize=8.5)
    drawing.name_rows(ax, [names.of("unit", row.unit) for row in each(shown)])
    drawing.numbers(ax.xaxis)
    ax.set_xlabel(text("mean wait [minutes]"))
    limit = float(worst["limit"].iloc[0])
    statement = text(
        "{over} of {all} units make more than {limit} wait at their utilisation target",
        over=int(over.sum()), all=len(worst), limit=percent(limit),
    )  # fmt: skip
    detail = text("If all come at random in open hours, worst period. At the right: theatres or "
                  "teams for the target → for the limit.")  # fmt: skip
    drawing.head(ax, statement, detail)
    return ax
