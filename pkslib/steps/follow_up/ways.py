"""Outcome against plan in every way but volume: hours, DRG points, capacity, queue and money."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.settings import FollowUp
from pkslib.steps.follow_up.chart import charted
from pkslib.steps.follow_up.hours import capacity_there_was, hours, points
from pkslib.steps.follow_up.money import money
from pkslib.steps.follow_up.queue import queue
from pkslib.steps.follow_up.window import grid, window
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

SERIES = ["subject", "place", "item"]
_AMOUNTS = ["planned", "outcome"]
_PLACES = {"unit": "place", "capacity": "item"}


def deviations(
    tables: Mapping[str, pd.DataFrame], produced: pd.DataFrame, settings: FollowUp
) -> pd.DataFrame:
    """Return the rows of the table deviations.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input table waiting.
    produced : pandas.DataFrame
        As from :func:`measured`.
    settings : FollowUp
        Window and baseline.

    Returns
    -------
    pandas.DataFrame
        subject, place, item, period; planned, outcome, deviation, lower, upper in the unit of the
        subject (capacity's measure, DRG points, patients, SEK), and rule.

    References
    ----------
    .. [1] R. Rosenbäck (2017), Produktionsstyrning i sjukvården: deviations are measured in
       money, time, queue and volume; as cited in Socialstyrelsen (2024), Uppföljning på taktisk
       nivå.
    """
    labels: list[str] = []
    known = produced.dropna(subset=["outcome"])
    if len(known):
        labels = window(known["period"], settings.window)
        produced = charted(_spread(produced, known, labels), labels, settings)
    waiting = tables["waiting"]
    if not labels and waiting.empty:
        return empty(RESULTS["deviations"])
    labels = labels or _months_of(waiting, settings)
    queued = queue(waiting, labels).rename(columns={"region": "place", "need": "item"})
    # A queue carries over from month to month, so control limits of single values do not hold.
    queued = queued.assign(
        subject="queue", deviation=queued["outcome"] - queued["planned"], rule=""
    )
    return pd.concat([produced, queued], ignore_index=True)


def measured(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return plan and outcome of all periods known, of everything measured as production is.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables production, activities, activity_times, capacity_outcome, budgets and
        units; what depends on an empty one is left out.

    Returns
    -------
    pandas.DataFrame
        subject (hours, drg, capacity, money), place, item, period, planned, outcome.
    """
    production, there_was = tables["production"], tables["capacity_outcome"]
    parts = {
        "hours": hours(production, tables["activity_times"], there_was),
        "drg": points(production, tables["activities"]),
        "capacity": capacity_there_was(there_was),
        "money": money(production, tables["budgets"], tables["units"]),
    }
    columns = ["place", "item", "period", *_AMOUNTS]
    rows = [
        part.rename(columns=_PLACES)[columns].assign(subject=subject)
        for subject, part in parts.items()
    ]
    return pd.concat(rows, ignore_index=True).astype(dict.fromkeys(_AMOUNTS, float))


def _spread(rows: pd.DataFrame, known: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return every series in every period known up to the end of the window."""
    first = min(str(known["period"].min()), labels[0])
    every = periods.between(first, labels[-1])
    found = grid(rows, SERIES, every).merge(rows, how="left")
    return found.assign(deviation=found["outcome"] - found["planned"])


def _months_of(waiting: pd.DataFrame, settings: FollowUp) -> list[str]:
    """Return the window of a region that knows of its queue but not of its production."""
    return window(waiting["as_of"].str[:7], settings.window)
