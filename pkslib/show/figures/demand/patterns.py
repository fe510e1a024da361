"""The pattern over the year."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.forecast.seasons import decomposed
from pkslib.language import mark, percent, text
from pkslib.show import drawing, style
from pkslib.show.drawing import Label
from pkslib.show.figures.demand.forecasts import history
from pkslib.show.names import Names


@drawing.figure(mark("{need}: pattern over the year"), either=True)
def season(
    ax: Axes, demand: pd.DataFrame, forecast: pd.DataFrame, need: str, *, names: Names
) -> None:
    """Draw a need's pattern over the year, each period in per cent of its year's mean."""
    past, ahead = _profiles(history(demand)), _profiles(forecast.set_index("period")["mean"])
    if past.empty and ahead.empty:
        raise drawing.Nothing
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
        _peak(pattern, names.of("need", need)),
        text("Blue: forecast. Field: lowest and highest of earlier years."),
    )


@drawing.figure(mark("{need}: own pattern and the group's"), known=["pooled", "used"])
def shrinkage(ax: Axes, seasons: pd.DataFrame, need: str, *, names: Names) -> None:
    """Draw a need's own pattern over the year against the group's, and what the forecast takes."""
    rows = seasons.sort_values("place")
    ax.plot(rows["place"], rows["own"], color=style.MUTED, linewidth=1.2, linestyle=":")
    ax.plot(rows["place"], rows["pooled"], color=style.ACCENT, linewidth=1.4, linestyle="--")
    ax.plot(rows["place"], rows["used"], color=style.NEED, linewidth=2.4)
    ax.axhline(1, color=style.INK, linewidth=0.8)
    _name_places(ax, rows["place"])
    drawing.numbers(ax.yaxis, share=True)
    ax.set_ylabel(text("share of the year's mean"))
    last = rows.iloc[-1]
    ends = [
        Label(float(last["own"]), text("Own"), style.MUTED),
        Label(float(last["pooled"]), text("The group's"), style.ACCENT),
        Label(float(last["used"]), text("In the forecast"), style.NEED),
    ]
    drawing.label_ends(ax, ends)
    drawing.head(
        ax,
        _leaning(rows, names.of("need", need)),
        text("What one history says alone is partly chance."),
    )


@drawing.figure(mark("{need}: trend and season"), known=["patients"])
def parts(ax: Axes, demand: pd.DataFrame, need: str, *, names: Names) -> None:
    """Draw a need's history with its trend and season, as STL of statsmodels takes it apart."""
    past = history(demand)
    found = decomposed(past)
    if found.empty:
        raise drawing.Nothing(text("less than two years of history"))
    # What is left of sums is not movement.
    varied = float((found["season"] + found["rest"]).round(6).var())
    season = max(1 - float(found["rest"].var()) / varied, 0.0) if varied > 0 else 0.0
    ax.plot(past.to_numpy(), color=style.MUTED, linewidth=1.0, label=text("Outcome"))
    ax.plot((found["trend"] + found["season"]).to_numpy(), color=style.NEED, linewidth=1.8,
            label=text("Trend and season"))  # fmt: skip
    ax.plot(found["trend"].to_numpy(), color=style.ACCENT, linewidth=2.2, label=text("Trend"))
    ax.set_ylim(0, 1.1 * float(past.max()) or 1)
    drawing.over_time(ax, list(past.index), text("patients"))
    statement = text("{need}: {share} of the movement around the trend is season",
                     need=names.of("need", need), share=percent(season))  # fmt: skip
    drawing.head(ax, statement, text("STL of statsmodels; the rest is chance and events."),
                 legend=True)  # fmt: skip


def _name_places(ax: Axes, places: pd.Series) -> None:
    """Write months or quarters below their places; weeks as numbers."""
    count = int(places.max())
    kinds = {12: "month", 4: "quarter"}
    if count in kinds:
        labels = periods.within_year(2027, kinds[count])
        ax.set_xticks(range(1, count + 1), [language.period(x, short=True) for x in labels])
    else:
        drawing.numbers(ax.xaxis)


def _leaning(rows: pd.DataFrame, name: str) -> str:
    """Return how much of its own pattern a need keeps, in words."""
    apart = (rows["own"] - rows["pooled"]).abs().sum()
    if not apart > 0:
        return text("{need}: the group's pattern, as its own history is short", need=name)
    kept = 1 - float((rows["used"] - rows["own"]).abs().sum() / apart)
    return text("{need}: keeps {share} of what sets its pattern apart from the group's",
                need=name, share=percent(min(max(kept, 0.0), 1.0)))  # fmt: skip


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
        more=percent(float(pattern.max()) - 1, signed=True),
        low=language.period(str(pattern.idxmin())).rsplit(" ", 1)[0],
        less=percent(float(pattern.min()) - 1, signed=True),
    )
