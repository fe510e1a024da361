"""A region's demand as the scenario wants it forecast: history and options of every form.

What was found in a history is treated by rule; here the rule meets what the scenario says about
single needs. The steps that forecast read their history this way, so that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast import faults, findings
from pkslib.forecast.driver import expectation
from pkslib.forecast.prepare import Options
from pkslib.settings import Demand, Settings, Treatment, decision

BEGINS = "earlier_left_out"
ENDED = ("ended", "not_forecast")
# Days; a year of weeks or a leap year are a little longer.
_YEAR = 371
# What a treatment or a correction rests on.
RULE, SCENARIO = "rule", "scenario"
# What a scenario's words are called in the table marks.
_OF_FIELD = {"pandemic": "pandemic", "outliers": "outlier", "level_shifts": "level shift"}


class Known(NamedTuple):
    """What every form of forecast takes: history (series, period, value) and options."""

    history: pd.DataFrame
    options: Options


def known(demand: pd.DataFrame, settings: Demand) -> Known:
    """Return the history of a region's needs and how it is to be read.

    Parameters
    ----------
    demand, settings
        As for :func:`history`.
    """
    return Known(history(demand, settings), options(demand, settings))


def known_before(first: str, demand: pd.DataFrame, settings: Demand) -> Known:
    """Return what was known before a period: the history until then and what is said of it.

    Parameters
    ----------
    first : str
        The first period not known. What the scenario says of it and of later ones is left out.
    demand, settings
        As for :func:`history`.

    Raises
    ------
    InputError
        When a treatment names a period that the need's whole history does not have.
    """
    faults.raise_all(faults.outside(demand, settings.treatments))
    past = demand[demand["period"] < first]
    spans = past.groupby("need")["period"].agg(["min", "max"])
    said = {
        need: _as_of(one, *spans.loc[need])
        for need, one in settings.treatments.items()
        if need in spans.index
    }
    return known(past, settings.model_copy(update={"treatments": said}))


def driven(known: Known, tables: Mapping[str, pd.DataFrame], year: int) -> Known:
    """Return the same, driven by the population where the demand's forecast is.

    Parameters
    ----------
    known : Known
        History and options.
    tables : mapping of str to pandas.DataFrame
        The result table driver; demand, population and rates.
    year : int
        Last year that is forecast.

    Returns
    -------
    Known
    """
    if not tables["driver"]["used"].any():
        return known
    return Known(known.history, {**known.options, "expectation": expectation(tables, year)})


def history(demand: pd.DataFrame, settings: Demand) -> pd.DataFrame:
    """Return the history of every need, from where the scenario wants it.

    Parameters
    ----------
    demand : pandas.DataFrame
        need, period, patients of one region.
    settings : pkslib.settings.Demand
        Its treatments.

    Returns
    -------
    pandas.DataFrame
        Columns series (the need), period and value [patients]; without needs that have ended.

    Raises
    ------
    InputError
        When a treatment names a period that the need's history does not have.
    """
    faults.raise_all(faults.outside(demand, settings.treatments))
    begins = {need: one.history_from or "" for need, one in settings.treatments.items()}
    first = np.array([begins.get(need, "") for need in demand["need"]], dtype=object)
    late = demand["period"].to_numpy(object) >= first
    late &= ~demand["need"].isin(ended(demand).index).to_numpy()
    rows = demand.loc[late, ["need", "period", "patients"]]
    return rows.set_axis(["series", "period", "value"], axis=1).reset_index(drop=True)


def ended(demand: pd.DataFrame) -> pd.Series:
    """Return the needs whose history ended more than a year before that of others, and where.

    Parameters
    ----------
    demand : pandas.DataFrame
        need and period of one region.

    Returns
    -------
    pandas.Series
        Last period by need. They are told and not forecast: a need that goes on, and is late or not
        reported, has rows.

    Examples
    --------
    >>> rows = pd.DataFrame({"need": ["a", "b", "c"], "period": ["2025-09", "2025-10", "2026-10"]})
    >>> ended(rows).to_dict()
    {'a': '2025-09'}
    """
    last = demand.groupby("need")["period"].max()
    ends = last.map(periods.end)
    return last[[(ends.max() - end).days > _YEAR for end in ends]]


def options(demand: pd.DataFrame, settings: Demand) -> Options:
    """Return how the histories are read; without an end the pandemic is like other times.

    Parameters
    ----------
    demand, settings
        As for :func:`history`.

    Returns
    -------
    Options
        For every form of forecast.
    """
    window = (settings.exclude_from, settings.exclude_to)
    said = settings.treatments
    return {
        "exclude": window if all(window) else None,
        "fill": "none",
        "treatments": _treatments(demand, said),
        "no_calendar": {need for need, one in said.items() if not one.calendar},
        "model": {need: one.model for need, one in said.items() if one.model},
    }


def _treatments(demand: pd.DataFrame, wanted: Mapping[str, Treatment]) -> pd.DataFrame:
    """Return the scenario's treatments as the rows that the engine takes."""
    here = set(demand["need"])
    rows = [(need, *row) for need, one in wanted.items() if need in here for row in _rows_of(one)]
    return pd.DataFrame(rows, columns=["series", "period", "kind", "treatment"], dtype="str")


def _rows_of(wanted: Treatment) -> Iterator[tuple[str, str, str]]:
    """Yield period (empty: all that were found), kind and treatment, the single periods last."""
    for field, kind in _OF_FIELD.items():
        if choice := getattr(wanted, field):
            yield "", kind, findings.KEPT if choice == "keep" else findings.ACTIVE[kind]
    for period, choice in wanted.periods.items():
        if choice == "keep":
            yield from ((period, kind, findings.KEPT) for kind in findings.ACTIVE if kind != "gap")
        else:
            kind = "outlier" if choice == "drop" else choice
            yield period, kind, findings.ACTIVE[kind]


def _as_of(wanted: Treatment, first: str, last: str) -> Treatment:
    """Return a treatment without what it says of periods after the last one known."""
    told = {
        period: choice
        for period, choice in wanted.periods.items()
        if faults.inside(period, first, last)
        and (choice != "level shift" or faults.measurable(period, first, last))
    }
    begins = wanted.history_from if (wanted.history_from or "") <= last else None
    return wanted.model_copy(update={"periods": told, "history_from": begins})


def told(marks: pd.DataFrame, demand: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the marks with who decided each: the rule, or the scenario's role and reason.

    Parameters
    ----------
    marks : pandas.DataFrame
        series, period, kind, treatment, as from :func:`pkslib.forecast.marks`.
    demand : pandas.DataFrame
        need and period of one region.
    settings : pkslib.settings.Settings
        Its treatments and decisions.

    Returns
    -------
    pandas.DataFrame
        The same rows, one more for each history that the scenario lets begin later and for each
        that has ended, and the columns decided (``"rule"`` or ``"scenario"``), by and why.
    """
    here = set(demand["need"])
    begun = [
        (need, one.history_from, "level shift", BEGINS)
        for need, one in settings.demand.treatments.items()
        if one.history_from and need in here
    ]
    over = [(need, last, *ENDED) for need, last in ended(demand).items()]
    rows = pd.concat(
        [marks, pd.DataFrame([*begun, *over], columns=["series", "period", "kind", "treatment"])]
    ).drop_duplicates(["series", "period", "kind"], keep="last")
    who = [_who(settings, *row) for row in rows[["series", "period", "kind"]].to_numpy()]
    said = pd.DataFrame(who, rows.index, ["decided", "by", "why"], dtype="str")
    return pd.concat([rows, said], axis=1)


def _who(settings: Settings, need: str, period: str, kind: str) -> tuple[str, str, str]:
    """Return what decided a mark's treatment, and role and reason where the scenario names any."""
    one = settings.demand.treatments.get(need, Treatment())
    field = {name: place for place, name in _OF_FIELD.items()}.get(kind, "")
    if one.history_from == period and kind == "level shift":
        field = "history_from"
    elif period in one.periods:
        field = "periods"
    elif not field or getattr(one, field) is None:
        return RULE, "", ""
    found = decision(settings, f"demand.treatments.{need}.{field}")
    return (SCENARIO, found.by, found.why) if found else (SCENARIO, "", "")
