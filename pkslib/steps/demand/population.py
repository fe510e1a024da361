"""Whether the population drives the forecast: what it expects, and whether that helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast.choice import mean_change
from pkslib.forecast.decided import Known
from pkslib.forecast.driver import expectation
from pkslib.forecast.prepare import Options, prepared
from pkslib.settings import Demand

# Years that the strategic forecast reaches, the planning year among them.
YEARS = 4
_COLUMNS = ["series", "plain", "driven", "growth", "used", "note"]


class Driver(NamedTuple):
    """The table driver (by series), what is expected, and whether it is in use."""

    table: pd.DataFrame
    expectation: pd.DataFrame | None
    used: bool


def judged(
    tables: Mapping[str, pd.DataFrame], known: Known, ahead: int, how: Demand, year: int
) -> Driver:
    """Return whether the population drives the forecast, and why.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        As for :func:`pkslib.forecast.driver.expectation`.
    known : pkslib.forecast.decided.Known
        History and options.
    ahead : int
        Periods ahead.
    how : pkslib.settings.Demand
        ``driver``: ``auto`` takes the population in when the mean back-test error of all needs is
        smaller with it; what one need says alone is mostly chance.
    year : int
        Planning year.

    Returns
    -------
    Driver
    """
    needs = pd.DataFrame({"series": sorted(tables["demand"]["need"].unique())})
    size = None if how.driver == "off" else expectation(tables, year)
    if size is None:
        why = "off" if how.driver == "off" else "no_population"
        rows = needs.assign(plain=np.nan, driven=np.nan, growth=np.nan, used=False, note=why)
        return Driver(rows[_COLUMNS], None, False)
    driven: Options = {**known.options, "expectation": size}
    rows = needs.assign(
        plain=needs["series"].map(_error(known.history, ahead, known.options)),
        driven=needs["series"].map(_error(known.history, ahead, driven)),
        growth=needs["series"].map(_growth(size, tables["demand"], year)),
    )
    better = bool(rows["driven"].mean() < rows["plain"].mean())
    used = how.driver == "on" or better
    why = "on" if how.driver == "on" else "better" if better else "worse"
    return Driver(rows.assign(used=used, note=why)[_COLUMNS], size, used)


def _error(history: pd.DataFrame, ahead: int, options: Options) -> pd.Series:
    """Return the mean absolute back-test error over the mean change of a season, by series."""
    parts = []
    for fit in prepared(history, ahead, "fast", options):
        size = np.abs(fit.errors).transpose(1, 0, 2).reshape(len(fit.mean), -1)
        known = np.isfinite(size)
        total = np.where(known, size, 0.0).sum(axis=1)
        mean = np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)
        parts.append(pd.Series(mean / mean_change(fit.treated), fit.panel.series))
    found: pd.Series = pd.concat(parts)
    return found


def _growth(size: pd.DataFrame, demand: pd.DataFrame, year: int) -> pd.Series:
    """Return the change from the last year with demand to the planning year, by series [share].

    Between two years it follows a straight line, before the first it stands still, as in
    :func:`pkslib.forecast.driver.of`.
    """
    last = int(periods.coarser(demand["period"].max(), "year"))
    wide = size.pivot_table(index="series", columns="year", values="expected")
    at = wide.columns.to_numpy(float)
    grown = [np.interp([min(last, year), year], at, row) for row in wide.to_numpy(float)]
    return pd.Series([after / before - 1 for before, after in grown], wide.index)
