"""History and forecast of a need, or of all of them side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import periods
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import Names

_PER = {
    "year": mark("New patients per year"),
    "quarter": mark("New patients per quarter"),
    "month": mark("New patients per month"),
    "week": mark("New patients per week"),
    "day": mark("New patients per day"),
}

# Marks of periods that the forecast does not see.
_HOLES = ("gap", "not_delivered")


def history(demand: pd.DataFrame) -> pd.Series:
    """Return a need's patients by period without holes; a missing period is NaN.

    Parameters
    ----------
    demand : pandas.DataFrame
        The need's rows of the table.

    Returns
    -------
    pandas.Series
        Patients by period label, empty when the need has no history.
    """
    known = demand.groupby("period")["patients"].sum(min_count=1)
    if known.empty:
        return known.astype(float)
    return known.reindex(periods.between(known.index.min(), known.index.max())).astype(float)


@drawing.figure("{need}", either=True, phone=1)
def fan(
    ax: Axes,
    demand: pd.DataFrame,
    forecast: pd.DataFrame,
    need: str,
    *,
    marks: pd.DataFrame | None = None,
    names: Names,
) -> None:
    """Draw a need's history, its forecast with intervals, and last year's same periods."""
    past, ahead = history(demand), forecast.set_index("period")
    labels = sorted({*past.index, *ahead.index})
    at = {label: place for place, label in enumerate(labels)}
    before = _last_year(past, ahead)
    ax.plot([at[x] for x in past.index], past, color=style.INK, linewidth=1.4)
    ax.plot([at[x] for x in before.index], before, color=style.MUTED, linewidth=1.2, linestyle=":")
    _intervals(ax, ahead, at)
    top = max(past.max(), ahead["upper_95"].max()) if len(ahead) else past.max()
    ax.set_ylim(0, top * 1.08 if top > 0 else 1)
    odd = pd.DataFrame(columns=["period", "kind"]) if marks is None else marks
    _marks(ax, odd, past, at)
    _ends(ax, ahead, before)
    drawing.over_time(ax, labels, text("patients"))
    what = text(_PER[periods.resolution(labels[0])])
    detail = text("{what}. The fields hold 80 and 95 of 100 outcomes.", what=what)
    detail += _signs(odd[odd["period"].isin(past.index)])
    drawing.head(ax, _expected(past, ahead["mean"], names.of("need", need)), detail)


def _last_year(past: pd.Series, ahead: pd.DataFrame) -> pd.Series:
    """Return last year's value at each forecast period that has one."""
    if past.empty or ahead.empty:
        return pd.Series(dtype=float)
    season = periods.season(periods.resolution(past.index[0]))
    before = {label: past.get(periods.shift(label, -season), np.nan) for label in ahead.index}
    return pd.Series(before, dtype=float).dropna()


def _intervals(ax: Axes, ahead: pd.DataFrame, at: dict[str, int]) -> None:
    places = [at[label] for label in ahead.index]
    ax.fill_between(places, ahead["lower_95"], ahead["upper_95"], color=style.NEED, alpha=0.14)
    ax.fill_between(places, ahead["lower_80"], ahead["upper_80"], color=style.NEED, alpha=0.22)
    ax.plot(places, ahead["mean"], color=style.NEED, linewidth=2.2)


def _marks(ax: Axes, marks: pd.DataFrame, past: pd.Series, at: dict[str, int]) -> None:
    pandemic = [at[x] for x in marks.loc[marks["kind"] == "pandemic", "period"] if x in at]
    if pandemic:
        ax.axvspan(min(pandemic) - 0.5, max(pandemic) + 0.5, color=style.FIELD, alpha=0.7, zorder=0)
        ax.text(
            (min(pandemic) + max(pandemic)) / 2, 0.02, text("Pandemic"),
            transform=ax.get_xaxis_transform(), ha="center", color=style.MUTED, fontsize=9,
        )  # fmt: skip
    odd = [x for x in marks.loc[marks["kind"] == "outlier", "period"] if x in past.index]
    ax.plot(
        [at[x] for x in odd], past[odd], "o", markersize=8,
        markerfacecolor="none", markeredgecolor=style.SHORTAGE,
    )  # fmt: skip
    narrow = [x for x in marks.loc[marks["kind"] == "range", "period"] if x in past.index]
    ax.plot([at[x] for x in narrow], past[narrow], "|", markersize=11, color=style.MUTED)
    holes = [at[x] for x in marks.loc[marks["kind"].isin(_HOLES), "period"] if x in at]
    ax.plot(holes, [0.03] * len(holes), "x", color=style.SHORTAGE, markersize=5,
            transform=ax.get_xaxis_transform())  # fmt: skip
    for label in marks.loc[marks["kind"] == "level shift", "period"]:
        if label in at:
            ax.axvline(at[label] - 0.5, color=style.SHORTAGE, linewidth=1, linestyle="--")


def _signs(marks: pd.DataFrame) -> str:
    """Say what the rings and dashed lines that are drawn stand for."""
    cross = mark("Cross: not reported, or not delivered in full.")
    words = {
        "outlier": mark("Ring: outlier."),
        "level shift": mark("Dashed: level shift."),
        "range": mark("Bar: a range, such as fewer than five."),
        **dict.fromkeys(_HOLES, cross),
    }
    said = dict.fromkeys(words[kind] for kind in words if kind in set(marks["kind"]))
    return "".join(f" {text(each)}" for each in said)


def _ends(ax: Axes, ahead: pd.DataFrame, before: pd.Series) -> None:
    if ahead.empty:
        return
    ends = [Label(float(ahead["mean"].iloc[-1]), text("Forecast"), style.NEED)]
    if len(before):
        ends.append(Label(float(before.iloc[-1]), text("Last year"), style.MUTED))
    drawing.label_ends(ax, ends)


def _expected(past: pd.Series, mean: pd.Series, name: str) -> str:
    """Return how many patients are expected in the planning year, against the latest year.

    Parameters
    ----------
    past, mean : pandas.Series
        Patients by period: history and forecast.
    name : str
        Name of the need.
    """
    if mean.empty:
        return text("{need}: no forecast", need=name)
    year = str(mean.index[-1])[:4]
    total = float(mean[[label for label in mean.index if label[:4] == year]].sum())
    shown = text("{need}: {patients} patients expected in {year}", need=name,
                 patients=number(total), year=year)  # fmt: skip
    season = periods.season(periods.resolution(mean.index[0]))
    latest = float(past.tail(season).sum(skipna=False)) if len(past) >= season else np.nan
    if not latest > 0:
        return shown
    return shown + ", " + _against(total / latest - 1)


def _against(change: float) -> str:
    """Return a change against the latest year in words."""
    if abs(change) < 0.005:
        return text("as many as in the latest year")
    words = (
        mark("{share} more than in the latest year")
        if change > 0
        else mark("{share} fewer than in the latest year")
    )
    return text(words, share=percent(abs(change)))


@drawing.figure(mark("Care needs and their forecasts"))
def overview(ax: Axes, demand: pd.DataFrame, forecast: pd.DataFrame, *, names: Names) -> None:
    """Draw every need's latest three years and forecast as small pictures, largest first."""
    sizes = demand.groupby("need")["patients"].sum().sort_values(ascending=False)
    series = [
        (
            need,
            history(demand[demand["need"] == need]),
            forecast[forecast["need"] == need].sort_values("period"),
        )
        for need in sizes.index
    ]
    headings = [(names.of("need", need), _outlook(past, ahead)) for need, past, ahead in series]
    for panel, (_, past, ahead) in zip(drawing.panels(ax, headings), series, strict=True):
        _spark(ax, panel, past, ahead)
    drawing.head(
        ax,
        text("{count} care needs and their forecasts", count=len(series)),
        text("Dark: the latest three years. Blue: forecast, the field holds 80 of 100 outcomes."),
    )


def _outlook(past: pd.Series, ahead: pd.DataFrame) -> str:
    """Return the planning year's patients and the change, short."""
    if ahead.empty:
        return text("no forecast")
    year = str(ahead["period"].iloc[-1])[:4]
    total = float(ahead.loc[ahead["period"].str[:4] == year, "mean"].sum())
    length = periods.season(periods.resolution(past.index[-1]))
    latest = float(past.tail(length).sum())
    change = (
        f" ({percent(total / latest - 1, signed=True)})"
        if latest > 0 and len(past) >= length
        else ""
    )
    return text("{patients} in {year}", patients=number(total), year=year) + change


def _spark(ax: Axes, panel: drawing.Panel, past: pd.Series, ahead: pd.DataFrame) -> None:
    length = periods.season(periods.resolution(past.index[-1]))
    recent = past.tail(3 * length)
    across = panel.across(len(recent) + len(ahead))
    both = pd.concat([recent, ahead["lower_80"], ahead["upper_80"]])
    low, top = 0.8 * float(both.min()), float(both.max())
    ax.plot(across[: len(recent)], panel.up(recent, top, low), color=style.INK, linewidth=1)
    if len(ahead):
        beyond = across[len(recent) :]
        lower, upper = (panel.up(ahead[edge], top, low) for edge in ("lower_80", "upper_80"))
        ax.fill_between(beyond, lower, upper, color=style.BAND)
        ax.plot(beyond, panel.up(ahead["mean"], top, low), color=style.NEED, linewidth=1.6)
