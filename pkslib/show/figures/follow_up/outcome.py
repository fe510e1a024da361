"""Outcome against plan as two Swedish regions draw it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import periods
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.names import Names

_LOST = ["cancelled_late", "no_show"]


@drawing.figure(mark("Outcome against plan"), phone=1)
def inpatient(
    ax: Axes,
    production_follow_up: pd.DataFrame,
    unit: str = "",
    activity: str = "",
    *,
    names: Names,
) -> None:
    """Draw outcome against plan as Karolinska does: plan a grey field, green above, red below.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Karolinska
       Universitetssjukhuset.
    """
    rows = production_follow_up
    if unit:
        title = f"{names.of('unit', unit)}, {names.within('activity', activity)}"
    else:
        rows = rows.groupby("period")[["plan", "outcome"]].sum(min_count=1).reset_index()
        title = text("All inpatient care")
    _against_plan(ax, rows, title, text("activities"), text("Plan"))


@drawing.figure(mark("{place}, DRG points against the commission"))
def points(ax: Axes, deviations: pd.DataFrame, place: str, *, names: Names) -> None:
    """Draw DRG points against the commission in the way of :func:`inpatient`.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Karolinska
       Universitetssjukhuset: DRG points against the commission.
    """
    rows = deviations[deviations["subject"] == "drg"].rename(columns={"planned": "plan"})
    title = text("{place}, DRG points against the commission", place=names.of("place", place))
    _against_plan(ax, rows.reset_index(drop=True), title, text("DRG points"), text("Commission"))


def _against_plan(ax: Axes, rows: pd.DataFrame, title: str, unit: str, field: str) -> None:
    """Draw outcome as bars before the plan as a grey field."""
    if not rows["outcome"].notna().any():
        raise drawing.Nothing
    at = np.arange(len(rows))
    if rows["plan"].notna().any():
        ax.stairs(rows["plan"].fillna(0), np.append(at, len(at)) - 0.5, fill=True,
                  color=style.FIELD, label=field)  # fmt: skip
    above = (rows["outcome"] >= rows["plan"]).to_numpy()
    below = (rows["outcome"] < rows["plan"]).to_numpy()
    for chosen, colour, hatch, words in (
        (above, style.ABOVE, "", text("At or above plan")),
        (below, style.BELOW, "///", text("Below plan")),
        (~above & ~below, style.MUTED, "", text("Without plan")),
    ):
        if chosen.any():
            drawing.bars(ax, at[chosen], rows["outcome"][chosen], 0.56, colour, hatch=hatch,
                         edgecolor="white", label=words)  # fmt: skip
    drawing.over_time(ax, list(rows["period"]), unit)
    drawing.head(ax, _sum_up(rows, title), text("Bars: outcome per period."), legend=True)


def _sum_up(rows: pd.DataFrame, title: str) -> str:
    """Say how outcome stands against plan over the periods that have both."""
    both = rows.dropna(subset=["plan", "outcome"])
    if both.empty or not both["plan"].sum() > 0:
        return text("{title}: {outcome} done, no plan to compare with", title=title,
                    outcome=number(float(rows["outcome"].sum())))  # fmt: skip
    share = float(both["outcome"].sum() / both["plan"].sum()) - 1
    below = int((both["outcome"] < both["plan"]).sum())
    if abs(share) < 0.005:
        return text("{title}: on plan over the window, below it in {below} of {all} periods",
                    title=title, below=below, all=len(both))  # fmt: skip
    message = (
        mark("{title}: {share} above plan, below it in {below} of {all} periods")
        if (share > 0)
        else mark("{title}: {share} below plan, below it in {below} of {all} periods")
    )
    return text(message, title=title, share=percent(abs(share), int(abs(share) < 0.1)),
                below=below, all=len(both))  # fmt: skip


@drawing.figure("{unit}")
def outpatient(
    ax: Axes,
    production: pd.DataFrame,
    bookings: pd.DataFrame,
    plan: pd.DataFrame,
    unit: str,
    *,
    names: Names,
) -> None:
    """Draw the latest year as Östergötland does: outcome, visits lost, plan, bookings ahead.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Region
       Östergötland.
    """
    every = _sums(production)
    done = every.dropna(subset=["count"])
    if done.empty:
        raise drawing.Nothing
    done = done.tail(periods.season(periods.resolution(done["period"].iloc[-1])))
    ahead = _booked(bookings, done["period"].iloc[-1])
    lost = _done(ax, done)
    _ahead(ax, ahead, len(done))
    labels = [*done["period"], *ahead.index]
    targets = plan.groupby("period")["target"].sum()
    planned = every.set_index("period")["planned"].combine_first(targets.astype(float))
    ax.plot(planned.reindex(labels).to_numpy(dtype=float), color=style.PLAN_LINE, linewidth=2.2,
            label=text("Plan"))  # fmt: skip
    drawing.over_time(ax, labels, text("activities"))
    share = float(lost.sum()) / max(float(done["count"].sum() + lost.sum()), 1e-9)
    statement = text("{title}: {share} of booked visits did not happen",
                     title=names.of("unit", unit), share=percent(share, 1))  # fmt: skip
    detail = text("The latest year, and what is booked ahead. Late: within 24 hours of the visit.")
    drawing.head(ax, statement, detail, legend=True)


def _done(ax: Axes, done: pd.DataFrame) -> pd.Series:
    """Draw what was done and, on top, the visits lost; return these."""
    at, lost = np.arange(len(done)), done[_LOST].fillna(0).sum(axis=1)
    drawing.bars(ax, at, done["count"], 0.62, style.OUTCOME, label=text("Done"))
    drawing.bars(ax, at, lost, 0.62, style.LOST, start=done["count"], hatch="...",
                 edgecolor="white", label=text("No-shows and late cancellations"))  # fmt: skip
    return lost


def _ahead(ax: Axes, ahead: pd.DataFrame, first: int) -> None:
    """Draw what is booked ahead, periods that bookings tell part of with a broken line."""
    at = first + np.arange(len(ahead))
    for part, face, dash, words in (
        (False, style.AHEAD, "-", text("Booked ahead")),
        (True, style.PAPER, "--", text("part of the period")),
    ):
        chosen = (ahead["part"] == part).to_numpy()
        if chosen.any():
            drawing.bars(ax, at[chosen], ahead["booked"][chosen], 0.62, face, linestyle=dash,
                         edgecolor=style.OUTCOME, linewidth=1, label=words)  # fmt: skip


def _sums(production: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of a unit's activities by period; columns the data set lacks are missing."""
    amounts = ["count", "planned", *_LOST]
    every = production.reindex(columns=["period", *amounts])
    sums = every.astype(dict.fromkeys(amounts, float)).groupby("period")[amounts]
    return sums.sum(min_count=1).reset_index()


def _booked(bookings: pd.DataFrame, last: str) -> pd.DataFrame:
    """Return bookings per period after the last outcome; a week belongs where its Thursday does.

    Returns
    -------
    pandas.DataFrame
        By period: booked, and part (whether weeks of the period lie outside the bookings).
    """
    kind = periods.resolution(last)
    weeks = bookings.groupby("week")["booked"].sum().sort_index()
    labels = [periods.coarser(str(week), kind) for week in weeks.index]
    sums = weeks.groupby(pd.Index(labels, dtype="str")).sum().astype(float).to_frame("booked")
    ends = [(weeks.index[0], -1), (weeks.index[-1], 1)] if len(weeks) else []
    beyond = {periods.coarser(periods.shift(str(week), step), kind) for week, step in ends}
    return sums[sums.index > last].assign(part=lambda rows: rows.index.isin(beyond))
