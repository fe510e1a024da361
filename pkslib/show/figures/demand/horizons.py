"""The forecast at other distances: years for the strategic level, weeks and hours nearer by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.language import number, percent, text
from pkslib.show import drawing, style
from pkslib.show.drawing import Label
from pkslib.show.figures.demand.series import history
from pkslib.show.names import CODES, Names

_WEEK = range(1, 8)


@style.figure
def years(
    demand: pd.DataFrame,
    forecast_years: pd.DataFrame,
    need: str,
    *,
    names: Names = CODES,
    ax: Axes | None = None,
) -> Axes:
    """Draw a need's whole years and the four to come, without and with the population.

    Parameters
    ----------
    demand : pandas.DataFrame
        Input table: need, period, patients.
    forecast_years : pandas.DataFrame
        Result table: need, period, mean, lower_80, upper_80, plain, driven [patients].
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
    ahead = forecast_years[forecast_years["need"] == need].dropna(subset=["mean"])
    if ahead.empty:
        return drawing.nothing(ax, text("{need}: years ahead", need=name))
    ahead = ahead.sort_values("period").set_index("period")
    past = _whole_years(history(demand, need))
    labels = periods.between(min([*past.index, *ahead.index]), ahead.index[-1])
    at = np.array([labels.index(label) for label in ahead.index])
    drawing.bars(ax, [labels.index(label) for label in past.index], past, 0.7, style.FIELD)
    drawing.bars(ax, at, ahead["mean"], 0.7, style.NEED)
    low, high = ahead["mean"] - ahead["lower_80"], ahead["upper_80"] - ahead["mean"]
    ax.errorbar(
        at, ahead["mean"], [low, high], color=style.INK, linewidth=1.2, capsize=3, fmt="none"
    )
    other = "plain" if (ahead["mean"] - ahead["driven"]).abs().sum() < 1e-9 else "driven"
    if ahead["driven"].notna().any():
        ax.plot(at, ahead[other], "_", color=style.ACCENT, markersize=22, markeredgewidth=2.5)
    words = {"plain": text("Without the population"), "driven": text("With the population")}
    drawing.label_ends(ax, [Label(float(ahead[other].iloc[-1]), words[other], style.ACCENT)])
    ax.set_xticks(range(len(labels)), labels)
    drawing.numbers(ax.yaxis)
    ax.set_ylabel(text("patients per year"))
    detail = text("Lines hold 80 of 100 outcomes.")
    if len(labels) > len(past) + len(ahead):
        detail += " " + text("No bar: the year is not whole in the data.")
    drawing.head(ax, _growth(ahead["mean"], name), detail)
    return ax


def _whole_years(past: pd.Series) -> pd.Series:
    """Return a history's sums over the years that it has the whole of."""
    if past.empty:
        return past
    year = [periods.coarser(label, "year") for label in past.index]
    days = pd.Series([periods.days(label) for label in past.index], past.index)
    known = days.where(past.notna(), 0).groupby(year).sum()
    sums = past.groupby(year).sum()
    # An ISO year is 364 or 371 days, a calendar year 365 or 366.
    return sums[known >= 364]


def _growth(mean: pd.Series, name: str) -> str:
    first, last = float(mean.iloc[0]), float(mean.iloc[-1])
    change = percent(last / first - 1, signed=True) if first > 0 else "–"
    return text("{need}: {patients} patients in {year}, {change} from {start}", need=name,
                patients=number(last), year=mean.index[-1], change=change,
                start=mean.index[0])  # fmt: skip


@style.figure
def weeks(
    forecast_weeks: pd.DataFrame, need: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw a need's forecast week by week, with its interval.

    Parameters
    ----------
    forecast_weeks : pandas.DataFrame
        Result table: need, period, days, mean, lower_80, upper_80 [patients].
    need, names, ax
        As for :func:`years`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = drawing.canvas(ax, height=3.2)
    name = names.of("need", need)
    rows = forecast_weeks[(forecast_weeks["need"] == need) & (forecast_weeks["days"] == 7)]
    rows = rows.dropna(subset=["mean"]).sort_values("period")
    if rows.empty:
        return drawing.nothing(ax, text("{need}: week by week", need=name))
    drawing.bars(ax, range(len(rows)), rows["mean"], 0.85, style.NEED, alpha=0.8)
    ax.vlines(range(len(rows)), rows["lower_80"], rows["upper_80"], color=style.INK, linewidth=1)
    drawing.numbers(ax.yaxis)
    drawing.time_axis(ax, list(rows["period"]))
    ax.set_ylabel(text("patients per week"))
    low, high = (rows.loc[rows["mean"].map(float).agg(which), :] for which in ("idxmin", "idxmax"))
    head = text("{need}: most in {high} ({more}), fewest in {low} ({less})", need=name,
                more=number(high["mean"]), high=language.period(high["period"]),
                less=number(low["mean"]), low=language.period(low["period"]))  # fmt: skip
    detail = text("Whole weeks, by weekday profile. Lines hold 80 of 100 outcomes.")
    drawing.head(ax, head, detail)
    return ax


@style.figure
def hours(
    hour_profile: pd.DataFrame, need: str, *, names: Names = CODES, ax: Axes | None = None
) -> Axes:
    """Draw how a need's patients fall over the hours, Monday to Friday and at weekends.

    Parameters
    ----------
    hour_profile : pandas.DataFrame
        Result table: need, day, hour, share.
    need, names, ax
        As for :func:`years`.

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = drawing.canvas(ax, height=3.2)
    name = names.of("need", need)
    rows = hour_profile[(hour_profile["need"] == need) & hour_profile["day"].isin(_WEEK)]
    rows = rows.dropna(subset=["share"])
    if rows.empty:
        return drawing.nothing(ax, text("{need}: hour by hour", need=name))
    weekend = rows["day"].astype(int) > 5
    kinds = ((~weekend, style.NEED, "-", text("Monday to Friday")),
             (weekend, style.ACCENT, "--", text("Saturday and Sunday")))  # fmt: skip
    for chosen, colour, line, words in kinds:
        mean = rows[chosen].groupby("hour")["share"].mean()
        ax.plot(mean.index, mean, color=colour, linestyle=line, linewidth=2, label=words)
    mean = rows.groupby("hour")["share"].mean()
    ax.set_xticks(range(0, 24, 3), [f"{hour:02d}" for hour in range(0, 24, 3)])
    ax.set_ylim(0, None)
    drawing.numbers(ax.yaxis, share=True)
    ax.set_xlabel(text("hour of the day"))
    ax.set_ylabel(text("share of the day"))
    day = float(mean[(mean.index >= 8) & (mean.index < 20)].sum() / mean.sum())
    head = text("{need}: {share} come between 8 and 20", need=name, share=language.percent(day))
    drawing.head(ax, head, text("Counted arrivals."), legend=True)
    return ax
