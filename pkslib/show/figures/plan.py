"""Figures of the production plan: week by week, against capacity, and per quarter."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language, periods
from pkslib.language import mark, number, percent, text
from pkslib.show import amounts, drawing, style
from pkslib.show.drawing import Label
from pkslib.show.names import Names
from pkslib.show.reasons import REASONS, sentences
from pkslib.tables.lead_times import DAYS_A_WEEK


@drawing.figure("{unit}, {activity}", phone=1)
def weeks(
    ax: Axes,
    plan_weeks: pd.DataFrame,
    unit: str,
    activity: str,
    *,
    production_need: pd.DataFrame | None = None,
    summer: tuple[int, int] | None = None,
    names: Names,
) -> None:
    """Draw a unit's plan week by week, with the even pace and the need that it levels.

    Parameters
    ----------
    summer : tuple of int, optional
        First and last ISO week of the summer closing, shaded.
    """
    title = f"{names.of('unit', unit)}, {names.within('activity', activity)}"
    labels, target = list(plan_weeks["week"]), plan_weeks["target"].to_numpy(dtype=float)
    _week_bars(ax, labels, target, summer, text("activities per week"))
    # The first and the last week of a year may be parts of one.
    year = labels[len(labels) // 2][:4]
    pace = float(np.nansum(target)) * DAYS_A_WEEK / periods.days(year)
    ends = [Label(pace, text("Even pace"), style.ACCENT)]
    ax.axhline(pace, color=style.ACCENT, linewidth=1.4, linestyle="--")
    if production_need is not None:
        need = _per_week(production_need, "count", labels)
        ax.plot(need, color=style.INK, linewidth=1.4)
        ends.append(Label(float(need[-1]), text("Production need"), style.INK))
    drawing.label_ends(ax, ends)
    statement = text(
        "{title}: {total} in the year, {pace} a week at an even pace",
        title=title, total=number(target.sum()), pace=number(pace),
    )  # fmt: skip
    drawing.head(ax, statement, text("Bars: planned activities per week. Pale: summer closing."))


def _week_bars(
    ax: Axes, labels: list[str], target: np.ndarray, summer: tuple[int, int] | None, unit: str
) -> None:
    """Draw weeks as bars, those of the summer closing pale and named."""
    first, last = summer or (99, 0)
    closed = np.array([first <= int(label[-2:]) <= last for label in labels])
    places = np.arange(len(labels))
    drawing.bars(ax, places, target, 0.78, np.where(closed, style.BAND, style.NEED))
    ax.set_ylim(0, max(float(np.nanmax(target)), 1.0) * 1.12)
    if closed.any():
        ax.text(places[closed].mean(), 0.97, text("Summer"), color=style.MUTED, ha="center",
                va="top", transform=ax.get_xaxis_transform())  # fmt: skip
    drawing.over_time(ax, labels, unit)


def _per_week(table: pd.DataFrame, column: str, weeks: list[str]) -> np.ndarray:
    """Return the amount of each week, periods spread evenly over their days.

    A week that reaches outside the periods is filled up at the pace of the days inside.
    """
    per_day = table.groupby("period")[column].sum()
    daily = {
        str(label): float(value) / periods.days(str(label)) for label, value in per_day.items()
    }
    found = []
    for week in weeks:
        shared = {label: periods.overlap(week, label) for label in daily}
        known = sum(shared.values())
        amount = sum(daily[label] * count for label, count in shared.items())
        found.append(7 * amount / known if known else np.nan)
    return np.array(found)


@drawing.figure("{unit}, {capacity}", uncut=["activity_times"])
def load(
    ax: Axes,
    plan_weeks: pd.DataFrame,
    activity_times: pd.DataFrame,
    available_capacity: pd.DataFrame,
    unit: str,
    capacity: str,
    *,
    summer: tuple[int, int] | None = None,
    names: Names,
) -> None:
    """Draw how much of a capacity the plan takes each week, against what is available."""
    takes = _takes(activity_times, unit, capacity)
    mine = plan_weeks[plan_weeks["activity"].isin(takes.index)]
    if mine.empty:
        raise drawing.Nothing
    used = mine.assign(amount=mine["target"].astype(float) * mine["activity"].map(takes))
    sums = used.groupby("week")["amount"].sum()
    labels = list(sums.index)
    have = _per_week(available_capacity, "amount", labels)
    both = pd.DataFrame({"period": labels, "used": sums.to_numpy(), "have": have})
    both = amounts.per_period(both, capacity, ["used", "have"], names)
    _week_bars(ax, labels, both["used"].to_numpy(), summer, names.per_period(capacity))
    edges = np.arange(len(labels) + 1) - 0.5
    ax.stairs(both["have"], edges, baseline=None, color=style.ACCENT, linewidth=2)
    ax.set_ylim(0, max(both["used"].max(), both["have"].max(), 1e-9) * 1.12)
    ends = [Label(float(both["have"].iloc[-1]), text("Available"), style.ACCENT)]
    drawing.label_ends(ax, ends)
    title = f"{names.of('unit', unit)}, {names.within('capacity', capacity)}"
    drawing.head(ax, _fills(both, title), text("Bars: what the plan takes each week, on average."))


def _takes(activity_times: pd.DataFrame, unit: str, capacity: str) -> pd.Series:
    """Return what each activity takes of a capacity at a unit."""
    times = activity_times[activity_times["capacity"] == capacity]
    common = times[times["unit"].isna() | (times["unit"] == "")].set_index("activity")["amount"]
    own = times[times["unit"] == unit].set_index("activity")["amount"]
    return own.combine_first(common)


def _fills(both: pd.DataFrame, title: str) -> str:
    over = int((both["used"] > both["have"] * 1.005).sum())
    have = float(both["have"].sum())
    if not have > 0:
        return text("{title}: no capacity is known", title=title)
    share = percent(float(both["used"].sum()) / have)
    if over:
        return text(
            "{title}: the plan takes {share} of the capacity, too much in {weeks} weeks",
            title=title, share=share, weeks=over,
        )  # fmt: skip
    return text("{title}: the plan takes {share} of the capacity and fits every week",
                title=title, share=share)  # fmt: skip


@drawing.figure(mark("{unit}: production targets"))
def quarters(ax: Axes, targets: pd.DataFrame, unit: str, *, rows: int = 8, names: Names) -> None:
    """Draw a unit's production targets per quarter, one row an activity."""
    mine = targets[targets["period"].str.contains("-Q")]
    table = mine.pivot_table(index="activity", columns="period", values="target", aggfunc="sum")
    table = table.astype(float).loc[table.sum(axis=1).sort_values(ascending=False).index[:rows]]
    if table.empty:
        raise drawing.Nothing
    for at, (_, line) in enumerate(table.iterrows()):
        _quarter_row(ax, at, line.to_numpy())
    ax.set_xlim(-0.55, len(table.columns) + 0.6)
    drawing.name_rows(ax, [names.of("activity", x) for x in table.index], 0.55, rest=1.3, least=2)
    heads = [language.period(label, short=True) for label in table.columns]
    ax.set_xticks(range(len(heads) + 1), [*heads, text("Year")])
    ax.grid(visible=False)
    statement = text("{unit}: {total} activities are the year's target",
                     unit=names.of("unit", unit),
                     total=number(float(table.to_numpy().sum())))  # fmt: skip
    drawing.head(ax, statement, text("Height: the quarter against the activity's largest one."))


def _quarter_row(ax: Axes, at: int, amounts: np.ndarray) -> None:
    places = np.arange(len(amounts))
    heights = 0.5 * amounts / max(float(amounts.max()), 1.0)
    drawing.bars(ax, places, -heights, 0.8, style.BAND, start=at + 0.36)
    for place, amount in zip(places, amounts, strict=True):
        ax.text(float(place), at + 0.3, number(float(amount)), ha="center", va="bottom", fontsize=9)
    ax.text(len(amounts), at + 0.3, number(float(amounts.sum())), ha="center", va="bottom",
            fontweight="bold")  # fmt: skip


@drawing.figure("{kind}", phone=1)
def changes(ax: Axes, plan_change: pd.DataFrame, kind: str) -> None:
    """Draw what takes the latest year's plan to this year's, for a kind of activity.

    Parameters
    ----------
    kind : str
        What to draw: ``"admission"``, ``"operation"`` …
    """
    steps = plan_change.assign(label=sentences("plan_change", "factor", plan_change))
    before, now = drawing.waterfall(ax, steps, text("activities"))
    kinds = REASONS["plan_change", "kind"]
    statement = text(
        "{kind}: {now} are planned, against {before} in the latest year's plan",
        kind=text(kinds[kind]), now=number(now), before=number(before),
    )  # fmt: skip
    drawing.head(ax, statement, text("The axis does not start at zero."))
