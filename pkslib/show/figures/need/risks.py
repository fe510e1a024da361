"""Figures of what the flat targets mean: who is turned away, who has to wait, the week's beds."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, percent, text
from pkslib.methods import queueing
from pkslib.show import drawing, reasons, style
from pkslib.show.figures.need.chain import FLAT_TARGET
from pkslib.show.names import Names
from pkslib.show.pick import each, highest

_DAYS = (
    mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"),
    mark("Saturday"), mark("Sunday"),
)  # fmt: skip
# Above the week's least by this share of the most, a cell is as dark as can be: a ward that is as
# full all week stays pale.
_DARKEST = 0.4
# Hours that are named below the picture.
_NAMED = range(0, 24, 3)


@drawing.figure(mark("What the occupancy target means for wards"), known=["refused"], height=4.2)
def refusals(ax: Axes, ward_risk: pd.DataFrame, *, names: Names) -> None:
    """Draw the share turned away against beds, each ward's worst period on the flat target's curve.

    Notes
    -----
    The curve is the Erlang loss formula for wards whose load is 85 % of their beds: 10 beds turn
    away 33 %, 28 beds 12 %, 100 beds 1,5 %.
    """
    worst = ward_risk.sort_values("refused").groupby(["unit", "capacity"], as_index=False).last()
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
    ax.set_ylabel(text("share who find the ward full"))
    statement = text(
        "If everybody came at random no ward would be full for more than {limit} of them",
        limit=percent(limit),
    )  # fmt: skip
    if len(over):
        statement = text(
            "If everybody came at random {over} of {all} wards, run to the target, would be full "
            "for more than {limit} of them",
            over=len(over), all=len(worst), limit=percent(limit),
        )  # fmt: skip
    detail = text(
        "Wards in their worst period. Dashed: the limit. Grey: a ward run at {share}.",
        share=percent(FLAT_TARGET),
    )
    drawing.head(ax, statement, detail)


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


@drawing.figure(mark("What the utilisation target means for waits"))
def waits(ax: Axes, wait_risk: pd.DataFrame, *, rows: int = 12, names: Names) -> None:
    """Draw the mean wait for a free theatre or team where it is longest, in the worst period."""
    known = wait_risk[np.isfinite(wait_risk["minutes"].astype(float))]
    worst = known.sort_values("minutes").groupby(["unit", "capacity"], as_index=False).last()
    shown = worst.nlargest(rows, "minutes").reset_index(drop=True)
    if shown.empty:
        raise drawing.Nothing
    over = worst["waits"] > worst["limit"]
    colours = np.where(shown["waits"] > shown["limit"], style.SHORTAGE, style.NEED)
    drawing.bars(ax, shown.index, shown["minutes"], 0.62, colours, across=True)
    ax.set_xlim(0, 1.02 * float(shown["minutes"].max()) or 1)
    for at, row in enumerate(each(shown)):
        words = text("{waits} wait; {now} → {more}", waits=percent(row.waits),
                     now=number(row.servers), more=number(row.servers_within_limit))  # fmt: skip
        drawing.beside(ax, at, words, fontsize=8.5)
    drawing.name_rows(ax, [names.of("unit", row.unit) for row in each(shown)], 0.34, rest=1.4)
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


@drawing.figure(mark("{unit}: beds taken over the week"), known=["mean"], height=3.4)
def census(ax: Axes, bed_census: pd.DataFrame, unit: str, *, names: Names) -> None:
    """Draw the beds taken in each hour of the week; darker the further above the week's least."""
    table = bed_census.pivot_table(index="weekday", columns="hour", values="mean", aggfunc="sum")
    low, high = float(table.min().min()), float(table.max().max())
    words = [
        [number(value) if hour in _NAMED else "" for hour, value in enumerate(line)]
        for line in table.to_numpy()
    ]
    hours = [f"{hour:02d}" if hour in _NAMED else "" for hour in range(table.shape[1])]
    days = [text(_DAYS[int(day) - 1]).capitalize() for day in table.index]
    drawing.cells(ax, table - low, words, days, hours, each=0, top=max(high - low, _DARKEST * high))
    ax.set_xlabel(text("hour of the day"))
    top = highest(bed_census, "mean")
    basis = str(top["basis"])
    statement = text(
        "{place}: most beds are taken on {day} at {hour}, {most}; least {least}",
        place=names.of("unit", unit), day=text(_DAYS[int(top["weekday"]) - 1]),
        hour=f"{top['hour']:02d}", most=number(high, 1), least=number(low, 1),
    )  # fmt: skip
    detail = text("Beds taken on average, {period}. {beds} beds are enough at 95 of 100 moments, "
                  "also at the peak. Weekdays: {basis}.", period=language.period(top["period"]),
                  beds=number(bed_census["enough"].max()), basis=reasons.word(basis))  # fmt: skip
    drawing.head(ax, statement, detail)
