"""Figures of follow-up: outcome against plan as three Swedish regions draw it, and verdicts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import CODES, Names
from pkslib.show.records import each

VERDICT_WORDS = {
    "systematic": mark("systematic"),
    "random": mark("random"),
    "too few": mark("too few"),
}


@style.figure
def inpatient(
    production_follow_up: pd.DataFrame,
    unit: str,
    activity: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw outcome against plan as Karolinska does: plan a grey field, green above, red below.

    Parameters
    ----------
    production_follow_up : pandas.DataFrame
        Result table: unit, activity, period, plan, outcome.
    unit, activity : str
        What to draw.
    names : Names
        Names of units and activities.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Karolinska
       Universitetssjukhuset.
    """
    rows = _of(production_follow_up, unit, activity)
    ax = drawing.canvas(ax)
    title = f"{names.of('unit', unit)}, {names.of('activity', activity)}"
    if not rows["outcome"].notna().any():
        return drawing.nothing(ax, title)
    at = np.arange(len(rows))
    edges = np.append(at, len(at)) - 0.5
    ax.stairs(rows["plan"].fillna(0), edges, fill=True, color=style.FIELD, label=text("Plan"))
    above = (rows["outcome"] >= rows["plan"]).to_numpy()
    below = (rows["outcome"] < rows["plan"]).to_numpy()
    for chosen, colour, hatch, words in (
        (above, style.ABOVE, "", text("At or above plan")),
        (below, style.BELOW, "///", text("Below plan")),
        (~above & ~below, style.MUTED, "", text("Without plan")),
    ):
        if chosen.any():
            ax.bar(at[chosen], rows["outcome"][chosen], 0.56, color=colour, hatch=hatch,
                   edgecolor="white", label=words)  # fmt: skip
    drawing.time_axis(ax, list(rows["period"]))
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("activities"))
    drawing.head(ax, _sum_up(rows, title), text("Bars: outcome per period."), legend=True)
    return ax


def _of(table: pd.DataFrame, unit: str, activity: str) -> pd.DataFrame:
    chosen = (table["unit"] == unit) & (table["activity"] == activity)
    return table[chosen].sort_values("period", ignore_index=True)


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


@style.figure
def outpatient(
    production: pd.DataFrame,
    bookings: pd.DataFrame,
    unit: str,
    activity: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the latest year as Östergötland does: outcome, visits lost, plan, bookings ahead.

    Parameters
    ----------
    production : pandas.DataFrame
        Input table: unit, activity, period, count, planned, cancelled_late, no_show.
    bookings : pandas.DataFrame
        Input table: unit, week, booked [patients]; whole periods ahead are drawn.
    unit, activity : str
        What to draw.
    names : Names
        Names of units and activities.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, the example of Region
       Östergötland.
    """
    done = _of(production.dropna(subset=["count"]), unit, activity)
    ax = drawing.canvas(ax)
    title = f"{names.of('unit', unit)}, {names.of('activity', activity)}"
    if done.empty:
        return drawing.nothing(ax, title)
    done = done.tail(periods.season(periods.resolution(done["period"].iloc[-1])))
    ahead = _booked(bookings[bookings["unit"] == unit], done["period"].iloc[-1])
    at, beyond = np.arange(len(done)), len(done) + np.arange(len(ahead))
    lost = sum(_column(done, name).fillna(0) for name in ("cancelled_late", "no_show"))
    ax.bar(at, done["count"], 0.62, color=style.OUTCOME, label=text("Done"))
    ax.bar(at, lost, 0.62, bottom=done["count"], color=style.LOST,
           label=text("No-shows and late cancellations"))  # fmt: skip
    if len(ahead):
        ax.bar(beyond, ahead, 0.62, color=style.AHEAD, label=text("Booked ahead"))
    labels = [*done["period"], *ahead.index]
    plan = _of(production, unit, activity).set_index("period")
    ax.plot(_column(plan, "planned").reindex(labels).to_numpy(dtype=float),
            color=style.PLAN_LINE, linewidth=2.2, label=text("Plan"))  # fmt: skip
    drawing.time_axis(ax, labels)
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("activities"))
    share = float(np.nansum(lost)) / max(float(done["count"].sum() + np.nansum(lost)), 1e-9)
    statement = text("{title}: {share} of the booked visits did not happen",
                     title=title, share=percent(share, 1))  # fmt: skip
    drawing.head(ax, statement, text("The latest year, and what is booked ahead."), legend=True)
    return ax


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return an optional column, missing values where the data set lacks it."""
    if name in frame.columns:
        return frame[name].astype(float)
    return pd.Series(np.nan, index=frame.index)


def _booked(bookings: pd.DataFrame, last: str) -> pd.Series:
    """Return bookings per period after the last outcome; a week belongs where its Thursday does."""
    kind = periods.resolution(last)
    if bookings.empty:
        return pd.Series(dtype=float)
    weeks = bookings.groupby("week")["booked"].sum()
    labels = [periods.coarser(str(week), kind) for week in weeks.index]
    sums = weeks.groupby(labels).sum()
    return sums[sums.index > last].astype(float)


@style.figure
def control(
    production_follow_up: pd.DataFrame,
    unit: str,
    activity: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw the deviations as a control chart: what lies outside the limits is not chance.

    Parameters
    ----------
    production_follow_up : pandas.DataFrame
        Result table: unit, activity, period, deviation, lower, upper, outside.
    unit, activity : str
        What to draw.
    names : Names
        Names of units and activities.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = _of(production_follow_up, unit, activity)
    ax = drawing.canvas(ax)
    title = f"{names.of('unit', unit)}, {names.of('activity', activity)}"
    if not rows["deviation"].notna().any():
        return drawing.nothing(ax, title)
    at = np.arange(len(rows))
    mean = float((rows["lower"] + rows["upper"]).mean() / 2)
    outside = rows["outside"].astype(bool).to_numpy()
    ax.fill_between(at, rows["lower"], rows["upper"], color=style.FIELD, alpha=0.6)
    ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.plot(at, rows["deviation"], color=style.NEED, marker="o", markersize=5)
    ax.plot(at[outside], rows["deviation"][outside], "D", color=style.SHORTAGE, markersize=9)
    drawing.time_axis(ax, list(rows["period"]))
    drawing.numbers(ax.yaxis, signed=True)
    ax.set_ylabel(text("outcome less plan, activities"))
    if np.isfinite(mean):
        ax.axhline(mean, color=style.MUTED, linewidth=1, linestyle="--")
        ends = [Label(mean, text("Mean"), style.MUTED)]
        ends += [
            Label(float(rows[edge].dropna().iloc[-1]), words, style.MUTED)
            for edge, words in (("lower", text("Lower limit")), ("upper", text("Upper limit")))
        ]
        drawing.label_ends(ax, ends)
    detail = text("Deviation from plan. Points inside the field are the usual variation.")
    drawing.head(ax, _outside(rows, outside, title), detail)
    return ax


def _outside(rows: pd.DataFrame, outside: np.ndarray, title: str) -> str:
    if not outside.any():
        return text("{title}: no deviation beyond the usual variation", title=title)
    when = ", ".join(language.period(label) for label in rows["period"][outside][:3])
    return text("{title}: something special in {when}", title=title, when=when)


@style.figure
def deviations(
    verdicts: pd.DataFrame,
    *,
    subject: str = "production",
    rows: int = 15,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw each deviation in per cent of plan with its verdict, the systematic ones first.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        Result table: subject, place, item, planned, deviation, tracking_signal, verdict.
    subject : str
        ``need``, ``production`` or ``capacity``.
    rows : int
        Rows drawn at most.
    names : Names
        Names of regions, units, needs and activities.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    mine = verdicts[verdicts["subject"] == subject]
    systematic = mine["verdict"] == "systematic"
    share = mine["deviation"] / mine["planned"].where(mine["planned"] > 0)
    ranked = mine.assign(systematic=systematic, share=share, size=share.abs()).sort_values(
        ["systematic", "size"], ascending=False, ignore_index=True
    )
    shown = ranked.head(rows)
    ax = drawing.canvas(ax, height=1.35 + 0.29 * max(len(shown), 4))
    if shown.empty:
        return drawing.nothing(ax, text("Outcome against plan"))
    at = np.arange(len(shown))
    colours = np.where(shown["systematic"], style.SHORTAGE, style.FAINT)
    ax.barh(at, shown["share"].fillna(0), 0.6, color=colours)
    ax.axvline(0, color=style.INK, linewidth=0.9)
    for place, row in zip(at, each(shown), strict=True):
        _verdict_words(ax, int(place), row)
    ax.set_yticks(at, [_row_name(row, names) for row in each(shown)])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.grid(axis="x", visible=True)
    ax.grid(axis="y", visible=False)
    drawing.numbers(ax.xaxis, share=True, signed=True)
    ax.set_xlabel(text("deviation in per cent of forecast or plan"))
    statement = text("{systematic} of {all} deviations are systematic and need correcting",
                     systematic=int(systematic.sum()), all=len(mine))  # fmt: skip
    detail = text("Sum over the window. Systematic: tracking signal beyond 4.")
    if len(mine) > len(shown):
        detail += " " + text("{shown} of {all} are drawn.", shown=len(shown), all=len(mine))
    drawing.head(ax, statement, detail)
    return ax


def _row_name(row: Any, names: Names) -> str:
    item = names.of("item", row.item)
    if row.subject == "need":
        return drawing.shorten(item)
    return drawing.shorten(f"{names.of('place', row.place)}, {item}", 46)


def _verdict_words(ax: Axes, at: int, row: Any) -> None:
    amount = number(row.deviation)
    sign = "+" if row.deviation > 0 else ""
    words = f"{sign}{amount}   {text(VERDICT_WORDS[row.verdict])}"
    drawing.beside(
        ax, at, words, fontsize=9, color=style.SHORTAGE if row.systematic else style.MUTED,
        fontweight="bold" if row.systematic else "normal",
    )  # fmt: skip
