"""The forecast at other distances: years for the strategic level, weeks and hours nearer by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.show import drawing, style
from pkslib.show.drawing import Label
from pkslib.show.figures.demand.forecasts import history
from pkslib.show.names import Names

_WEEK = range(1, 8)


@drawing.figure(mark("{need}: years ahead"))
def years(
    ax: Axes, demand: pd.DataFrame, forecast_years: pd.DataFrame, need: str, *, names: Names
) -> None:
    """Draw a need's whole years and the four to come, without and with the population."""
    ahead = forecast_years.dropna(subset=["mean"]).set_index("period")
    if ahead.empty:
        raise drawing.Nothing
    past = _whole_years(history(demand))
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
    drawing.head(ax, _growth(ahead["mean"], names.of("need", need)), detail)


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


@drawing.figure(mark("{need}: week by week"), known=["mean"], height=3.2)
def weeks(ax: Axes, forecast_weeks: pd.DataFrame, need: str, *, names: Names) -> None:
    """Draw a need's forecast week by week, with its interval."""
    rows = forecast_weeks[forecast_weeks["days"] == 7]
    if rows.empty:
        raise drawing.Nothing
    drawing.bars(ax, range(len(rows)), rows["mean"], 0.85, style.NEED, alpha=0.8)
    ax.vlines(range(len(rows)), rows["lower_80"], rows["upper_80"], color=style.INK, linewidth=1)
    drawing.over_time(ax, list(rows["period"]), text("patients per week"))
    low, high = (rows.loc[rows["mean"].map(float).agg(which), :] for which in ("idxmin", "idxmax"))
    head = text("{need}: most in {high} ({more}), fewest in {low} ({less})",
                need=names.of("need", need),
                more=number(high["mean"]), high=language.period(high["period"]),
                less=number(low["mean"]), low=language.period(low["period"]))  # fmt: skip
    detail = text("Whole weeks, by weekday profile. Lines hold 80 of 100 outcomes.")
    drawing.head(ax, head, detail)


@drawing.figure(mark("{need}: hour by hour"), known=["share"], height=3.2)
def hours(ax: Axes, hour_profile: pd.DataFrame, need: str, *, names: Names) -> None:
    """Draw how a need's patients fall over the hours, Monday to Friday and at weekends."""
    rows = hour_profile[hour_profile["day"].isin(_WEEK)]
    if rows.empty:
        raise drawing.Nothing
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
    head = text("{need}: {share} come between 8 and 20",
                need=names.of("need", need), share=percent(day))  # fmt: skip
    drawing.head(ax, head, text("Counted arrivals."), legend=True)
