"""Chance or not: control chart and verdicts."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from pkslib import language
from pkslib.language import mark, number, text
from pkslib.show import drawing, pick, style
from pkslib.show.drawing import Label
from pkslib.show.names import Names
from pkslib.show.pick import each
from pkslib.show.reasons import judged


class _Rule(NamedTuple):
    """A rule of the control chart in words, and its mark on the chart."""

    words: str
    marker: str


# The most telling first, as in pkslib.methods.control.
_RULES = {
    "beyond": _Rule(mark("Outside the limits"), "D"),
    "trend": _Rule(mark("Seven in a row in one direction"), "^"),
    "side": _Rule(mark("Seven in a row on one side of the mean"), "s"),
    "near": _Rule(mark("Two of three near a limit"), "o"),
}


@drawing.figure("{unit}, {activity}")
def control(
    ax: Axes, production_follow_up: pd.DataFrame, unit: str, activity: str, *, names: Names
) -> None:
    """Draw the deviations as a control chart: what sets off a rule is hardly chance."""
    rows = production_follow_up
    if not rows["deviation"].notna().any():
        raise drawing.Nothing
    at = np.arange(len(rows))
    mean = float((rows["lower"] + rows["upper"]).mean() / 2)
    ax.fill_between(at, rows["lower"], rows["upper"], color=style.FIELD, alpha=0.6)
    ax.axhline(0, color=style.INK, linewidth=0.8)
    ax.plot(at, rows["deviation"], color=style.NEED, marker="o", markersize=5)
    for rule in rows["rule"].unique():
        fired = (rows["rule"] == rule).to_numpy()
        if rule:
            ax.plot(at[fired], rows["deviation"][fired], _RULES[rule].marker, linestyle="",
                    color=style.SHORTAGE, markersize=9, label=text(_RULES[rule].words))  # fmt: skip
    drawing.over_time(ax, list(rows["period"]), text("outcome less plan, activities"), signed=True)
    if np.isfinite(mean):
        ax.axhline(mean, color=style.MUTED, linewidth=1, linestyle="--")
        ends = [Label(mean, text("Mean"), style.MUTED)]
        ends += [
            Label(float(rows[edge].dropna().iloc[-1]), words, style.MUTED)
            for edge, words in (("lower", text("Lower limit")), ("upper", text("Upper limit")))
        ]
        drawing.label_ends(ax, ends)
    detail = text(
        "Deviation from plan. The field is the usual variation over all periods known; it is "
        "never moved on its own."
    )
    title = f"{names.of('unit', unit)}, {names.within('activity', activity)}"
    drawing.head(ax, _fired(rows, title), detail, legend=bool((rows["rule"] != "").any()))


def _fired(rows: pd.DataFrame, title: str) -> str:
    """Say which rule fired, the most telling, and when."""
    fired = next((rule for rule in _RULES if (rows["rule"] == rule).any()), "")
    if not fired:
        mean = float(rows["deviation"].mean())
        return text("{title}: {mean} against plan in a mean period, none beyond the usual "
                    "variation", title=title, mean=number(mean, signed=True))  # fmt: skip
    labels = list(rows["period"][rows["rule"] == fired])
    when = language.period(labels[-1])
    if len(labels) > 1:
        when = text("{last} and {count} more", last=when, count=len(labels) - 1)
    words = text(_RULES[fired].words).lower()
    return text("{title}: {rule}, {when}", title=title, rule=words, when=when)


@drawing.figure(mark("Outcome against plan"))
def deviations(
    ax: Axes, verdicts: pd.DataFrame, *, subject: str = "production", rows: int = 15, names: Names
) -> None:
    """Draw each deviation in per cent of plan with its verdict, the flagged ones first.

    Parameters
    ----------
    subject : str
        ``need``, ``production``, ``hours``, ``drg``, ``capacity``, ``queue`` or ``money``.
    """
    mine = verdicts[verdicts["subject"] == subject]
    flagged = mine["flag"] == pick.LOOK
    share = mine["deviation"] / mine["planned"].where(mine["planned"] > 0)
    ranked = mine.assign(flagged=flagged, share=share, far=share.abs()).sort_values(
        ["flagged", "far"], ascending=False, ignore_index=True
    )
    shown = ranked.head(rows)
    if shown.empty:
        raise drawing.Nothing
    drawing.make_high(ax, len(shown), 0.29 if subject == "need" else 0.4, rest=1.35)
    at = np.arange(len(shown))
    colours = np.where(shown["flagged"], style.SHORTAGE, style.FAINT)
    drawing.bars(ax, at, shown["share"], 0.6, colours, across=True)
    ax.axvline(0, color=style.INK, linewidth=0.9)
    for place, row in zip(at, each(shown), strict=True):
        _verdict_words(ax, int(place), row)
    ax.set_yticks(at, [_row_name(row, names) for row in each(shown)], fontsize=8.5)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    words = text("deviation in per cent of forecast or plan")
    drawing.rows_across(ax, words, share=True, signed=True)
    statement = text(
        "{flagged} of {all} deviations should be looked at", flagged=int(flagged.sum()),
        all=len(mine),
    ) if flagged.any() else text("No deviation needs to be looked at")  # fmt: skip
    detail = text("Sum over the window. Red: chance hardly explains it, and it is large enough.")
    drawing.head(ax, statement, detail + drawing.drawn_of(len(shown), len(mine)))


def _row_name(row: Any, names: Names) -> str:
    item = names.item(row.subject, row.item)
    if row.subject == "need":
        return drawing.shorten(item)
    return f"{drawing.shorten(item, 44)}\n{drawing.shorten(names.of('place', row.place), 44)}"


def _verdict_words(ax: Axes, at: int, row: Any) -> None:
    words = f"{number(row.deviation, signed=True)}   {judged(row.verdict, row.flag)}"
    drawing.beside(
        ax, at, words, fontsize=9, color=style.SHORTAGE if row.flagged else style.MUTED,
        fontweight="bold" if row.flagged else "normal",
    )  # fmt: skip
