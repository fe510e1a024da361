"""Figures of demand: history, forecast, how good it is, the pattern over the year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.language import mark, number, text
from pkslib.show import drawing, panels, style
from pkslib.show.drawing import Label
from pkslib.show.names import CODES, Names

PER = {
    "year": mark("New patients per year"),
    "quarter": mark("New patients per quarter"),
    "month": mark("New patients per month"),
    "week": mark("New patients per week"),
    "day": mark("New patients per day"),
}


def history(demand: pd.DataFrame, need: str) -> pd.Series:
    """Return a need's patients by period without holes; a missing period is NaN.

    Parameters
    ----------
    demand : pandas.DataFrame
        Input table of one region: need, period, patients.
    need : str
        Code.

    Returns
    -------
    pandas.Series
        Patients by period label, empty when the need has no history.
    """
    known = demand[demand["need"] == need].groupby("period")["patients"].sum()
    if known.empty:
        return known.astype(float)
    return known.reindex(periods.between(known.index.min(), known.index.max())).astype(float)


@style.figure
def fan(
    demand: pd.DataFrame,
    forecast: pd.DataFrame,
    need: str,
    *,
    marks: pd.DataFrame | None = None,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw a need's history, its forecast with intervals, and last year's same periods.

    Parameters
    ----------
    demand : pandas.DataFrame
        Input table of one region: need, period, patients.
    forecast : pandas.DataFrame
        Result table: need, period, mean, lower_80, upper_80, lower_95, upper_95 [patients].
    need : str
        The need to draw.
    marks : pandas.DataFrame, optional
        Result table: need, period, kind; the pandemic is shaded, outliers are ringed.
    names : Names
        Names of needs.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
    """
    past = history(demand, need)
    ahead = forecast[forecast["need"] == need].sort_values("period").set_index("period")
    ax = drawing.canvas(ax)
    if past.empty and ahead.empty:
        return drawing.nothing(ax, names.of("need", need))
    labels = sorted({*past.index, *ahead.index})
    at = {label: place for place, label in enumerate(labels)}
    before = _last_year(past, ahead)
    ax.plot([at[x] for x in past.index], past, color=style.INK, linewidth=1.4)
    ax.plot([at[x] for x in before.index], before, color=style.MUTED, linewidth=1.2, linestyle=":")
    _intervals(ax, ahead, at)
    top = max(past.max(), ahead["upper_95"].max()) if len(ahead) else past.max()
    ax.set_ylim(0, top * 1.08 if top > 0 else 1)
    if marks is not None:
        _marks(ax, marks[marks["need"] == need], past, at)
    _ends(ax, ahead, before)
    drawing.numbers(ax.yaxis)
    drawing.time_axis(ax, labels)
    resolution = periods.resolution(labels[0])
    ax.set_ylabel(text("patients"))
    detail = text("{what}. The fields hold 80 and 95 of 100 outcomes.", what=text(PER[resolution]))
    drawing.head(ax, expected(past, ahead["mean"], names.of("need", need)), detail)
    return ax


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
    for label in marks.loc[marks["kind"] == "level shift", "period"]:
        if label in at:
            ax.axvline(at[label] - 0.5, color=style.SHORTAGE, linewidth=1, linestyle="--")


def _ends(ax: Axes, ahead: pd.DataFrame, before: pd.Series) -> None:
    if ahead.empty:
        return
    ends = [Label(float(ahead["mean"].iloc[-1]), text("Forecast"), style.NEED)]
    if len(before):
        ends.append(Label(float(before.iloc[-1]), text("Last year"), style.MUTED))
    drawing.label_ends(ax, ends)


def expected(past: pd.Series, mean: pd.Series, name: str) -> str:
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
    latest = float(past.tail(season).sum()) if len(past) >= season else np.nan
    if not latest > 0:
        return shown
    return shown + ", " + against(total / latest - 1)


def against(change: float) -> str:
    """Return a change against the latest year in words."""
    if abs(change) < 0.005:
        return text("as many as in the latest year")
    words = (
        mark("{share} more than in the latest year")
        if change > 0
        else mark("{share} fewer than in the latest year")
    )
    return text(words, share=language.percent(abs(change)))


@style.figure
def overview(
    demand: pd.DataFrame,
    forecast: pd.DataFrame,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw every need's latest three years and forecast as small pictures, largest first.

    Parameters
    ----------
    demand, forecast, names, ax
        As for :func:`fan`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    sizes = demand.groupby("need")["patients"].sum().sort_values(ascending=False)
    series = [
        (need, history(demand, need), forecast[forecast["need"] == need].sort_values("period"))
        for need in sizes.index
    ]
    headings = [(names.of("need", need), _outlook(past, ahead)) for need, past, ahead in series]
    ax, places = panels.lay_out(ax, headings)
    if not series:
        return drawing.nothing(ax, text("Care needs and their forecasts"))
    for panel, (_, past, ahead) in zip(places, series, strict=True):
        _spark(ax, panel, past, ahead)
    drawing.head(
        ax,
        text("{count} care needs and their forecasts", count=len(series)),
        text("Dark: the latest three years. Blue: forecast, the field holds 80 of 100 outcomes."),
    )
    return ax


def _outlook(past: pd.Series, ahead: pd.DataFrame) -> str:
    """Return the planning year's patients and the change, short."""
    if ahead.empty:
        return text("no forecast")
    year = str(ahead["period"].iloc[-1])[:4]
    total = float(ahead.loc[ahead["period"].str[:4] == year, "mean"].sum())
    length = periods.season(periods.resolution(past.index[-1]))
    latest = float(past.tail(length).sum())
    change = f" ({_signed(total / latest - 1)})" if latest > 0 and len(past) >= length else ""
    return text("{patients} in {year}", patients=number(total), year=year) + change


def _spark(ax: Axes, panel: panels.Panel, past: pd.Series, ahead: pd.DataFrame) -> None:
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
    ax.set_yticks(places, [drawing.shorten(name) for name in rows["name"]])
    ax.set_ylim(len(rows) - 0.4, -0.6)
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
    drawing.head(ax, statement, text("Red: last year's value would have been closer."), legend=True)


@style.figure
def season(
    demand: pd.DataFrame,
    forecast: pd.DataFrame,
    need: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw a need's pattern over the year, each period in per cent of its year's mean.

    Parameters
    ----------
    demand, forecast, need, names, ax
        As for :func:`fan`; years that are not whole are left out.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = drawing.canvas(ax)
    name = names.of("need", need)
    mean = forecast[forecast["need"] == need].set_index("period")["mean"].sort_index()
    past, ahead = _profiles(history(demand, need)), _profiles(mean)
    if past.empty and ahead.empty:
        return drawing.nothing(ax, text("{need}: pattern over the year", need=name))
    pattern = ahead.iloc[:, -1] if len(ahead.columns) else past.mean(axis=1)
    if not past.empty:
        places = range(len(past))
        ax.fill_between(places, past.min(axis=1), past.max(axis=1), color=style.FIELD)
        ax.plot(past.iloc[:, -1].to_numpy(), color=style.MUTED, linewidth=1.2)
    ax.plot(pattern.to_numpy(), color=style.NEED, linewidth=2.4)
    ax.axhline(1, color=style.INK, linewidth=0.8)
    ax.set_xticks(range(len(pattern)), [language.period(x, short=True) for x in pattern.index])
    drawing.numbers(ax.yaxis, share=True)
    ax.set_ylabel(text("share of the year's mean"))
    ends = (
        []
        if past.empty
        else [Label(float(past.iloc[:, -1].iloc[-1]), str(past.columns[-1]), style.MUTED)]
    )
    if len(ahead.columns):
        ends.append(Label(float(pattern.iloc[-1]), str(ahead.columns[-1]), style.NEED))
    drawing.label_ends(ax, ends)
    drawing.head(
        ax,
        _peak(pattern, name),
        text("Blue: forecast. Field: lowest and highest of earlier years."),
    )
    return ax


def _profiles(values: pd.Series) -> pd.DataFrame:
    """Return each whole year's values over their mean: one row a period, one column a year."""
    if values.empty or periods.resolution(values.index[0]) not in ("month", "quarter"):
        return pd.DataFrame()
    length = periods.season(periods.resolution(values.index[0]))
    years = values.groupby(values.index.str[:4])
    whole = {
        year: (rows / rows.mean()).to_numpy()
        for year, rows in years
        if rows.notna().sum() == length and rows.mean() > 0
    }
    example = values.index[-1][:4]
    kind = periods.resolution(values.index[0])
    return pd.DataFrame(whole, index=periods.within_year(int(example), kind))


def _peak(pattern: pd.Series, name: str) -> str:
    return text(
        "{need}: most in {high} ({more}), fewest in {low} ({less})",
        need=name,
        high=language.period(str(pattern.idxmax())).rsplit(" ", 1)[0],
        more=_signed(float(pattern.max()) - 1),
        low=language.period(str(pattern.idxmin())).rsplit(" ", 1)[0],
        less=_signed(float(pattern.min()) - 1),
    )


def _signed(share: float) -> str:
    shown = language.percent(share)
    return f"+{shown}" if share > 0 else shown
