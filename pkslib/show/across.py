"""The guidance's follow-up table: periods across, plan, outcome and deviation down."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pkslib import language, periods
from pkslib.language import mark, number, text
from pkslib.methods import control
from pkslib.show.names import CODES, Names
from pkslib.show.report import Report

# The window's table is drawn by month or longer; more columns nobody reads.
_MOST_COLUMNS = 24
_IN_MILLIONS = ("money",)
_COLUMNS = {
    "planned": mark("{what}, plan"),
    "outcome": mark("{what}, outcome"),
    "deviation": mark("{what}, deviation"),
}


def follow_up(
    need_follow_up: pd.DataFrame, production_follow_up: pd.DataFrame, *, title: str = ""
) -> Report:
    """Return the guidance's follow-up table: a year of periods across, with sums and verdicts.

    Parameters
    ----------
    need_follow_up : pandas.DataFrame
        Result table: period, forecast, outcome, error; rows of several needs are summed.
    production_follow_up : pandas.DataFrame
        Result table: period, plan, outcome, deviation; several units or activities are summed.
    title : str
        Heading.

    Returns
    -------
    pkslib.show.report.Report
        Periods that have nothing say N/A.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå, p. 14.
    """
    parts = (
        (need_follow_up, "forecast", text("Forecast, inflow")),
        (need_follow_up, "outcome", text("Outcome, inflow")),
        (need_follow_up, "error", text("Forecast error, inflow")),
        (production_follow_up, "plan", text("Production plan")),
        (production_follow_up, "outcome", text("Outcome, production")),
        (production_follow_up, "deviation", text("Deviation, production")),
    )
    return _laid_out([(frame, column, words, 1.0) for frame, column, words in parts], title)


def every_measure(
    deviations: pd.DataFrame, place: str, *, names: Names = CODES, title: str = ""
) -> Report:
    """Return the same table for one unit in every measure: hours, points, capacity, money.

    Parameters
    ----------
    deviations : pandas.DataFrame
        Result table.
    place : str
        Unit. Queues are levels, which have no sum over periods.
    names : Names
        Names of places and capacities.
    title : str
        Heading; without it the place's name.

    Returns
    -------
    pkslib.show.report.Report
        Money in million SEK.
    """
    mine = deviations[(deviations["place"] == place) & (deviations["subject"] != "queue")]
    parts = []
    for (subject, item), rows in mine.groupby(["subject", "item"], sort=False):
        what = _told(str(subject), names.item(str(subject), str(item)))
        scale = 1e6 if subject in _IN_MILLIONS else 1.0
        parts += [
            (rows, column, text(words, what=what), scale) for column, words in _COLUMNS.items()
        ]
    return _laid_out(parts, title or names.of("place", place))


def _told(subject: str, what: str) -> str:
    """Return what a row is about, capacity told apart from the production that used it."""
    if subject == "capacity":
        return text("Available, {item}", item=what)
    return text("{item}, million SEK", item=what) if subject in _IN_MILLIONS else what


def _laid_out(parts: Sequence[tuple[pd.DataFrame, str, str, float]], title: str) -> Report:
    """Return rows of amounts by period, with sums and verdicts."""
    labels = _window([label for rows, *_ in parts for label in rows["period"].unique()])
    rows = [_across(*part, labels) for part in parts]
    heads = ["", *(language.period(label, short=True) for label in labels), "Σ", text("Verdict")]
    span = f"{language.period(labels[0])} – {language.period(labels[-1])}" if labels else ""
    follow_up = text("Follow-up, {span}", span=span)
    whole = f"{title}. {follow_up}" if title else follow_up
    return Report(whole, heads, rows, frozenset(range(1, len(heads) - 1)))


def _window(known: Sequence[str]) -> list[str]:
    """Return the year of periods that ends with the latest known one."""
    if not known:
        return []
    last = max(known)
    length = periods.season(periods.resolution(last))
    return [periods.shift(last, -back) for back in reversed(range(min(length, _MOST_COLUMNS)))]


def _across(
    frame: pd.DataFrame, column: str, words: str, scale: float, labels: Sequence[str]
) -> list[str]:
    sums = frame.groupby("period")[column].sum(min_count=1).reindex(list(labels)).astype(float)
    values, decimals = sums / scale, int(scale > 1)
    shown = [text("N/A") if pd.isna(value) else number(value, decimals) for value in values]
    errors = column in ("error", "deviation") and values.notna().any()
    verdict = text(str(control.verdict(values.to_numpy()))) if errors else ""
    return [words, *shown, number(float(values.sum(min_count=1)), decimals), verdict]
