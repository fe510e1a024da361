"""The need forecast against what came (A in the guidance's follow-up)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.forecast import decided, forecast
from pkslib.settings import Settings
from pkslib.steps.follow_up.window import grid, window

_NEED = ["region", "need"]


def need_follow_up(tables: Mapping[str, pd.DataFrame], settings: Settings) -> pd.DataFrame:
    """Return the forecast that would have been made before the window, against what came.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The region's slices of demand, population and rates, and the result table driver.
    settings : Settings
        Its parts demand and follow_up; the window ends with the latest demand. What the scenario
        says of the history before the window holds, as in the forecast itself.

    Returns
    -------
    pandas.DataFrame
        region, need, period, forecast, outcome and error = outcome − forecast [patients]; no
        forecast where a need has no history before the window.
    """
    demand = tables["demand"]
    labels = window(demand["period"], settings.follow_up.window)
    outcome = demand.rename(columns={"patients": "outcome"})[[*_NEED, "period", "outcome"]]
    rows = grid(demand, _NEED, labels).merge(outcome, how="left")
    rows = rows.merge(_forecast(tables, settings, labels), on=["need", "period"], how="left")
    return rows.assign(error=rows["outcome"] - rows["forecast"])


def _forecast(
    tables: Mapping[str, pd.DataFrame], settings: Settings, labels: list[str]
) -> pd.DataFrame:
    """Return the forecast of a history cut before the window: need, period, forecast."""
    known = decided.known_before(labels[0], tables["demand"], settings.demand)
    if known.history.empty:
        return pd.DataFrame(columns=["need", "period", "forecast"]).astype({"forecast": float})
    earliest = known.history.groupby("series")["period"].max().min()
    ahead = len(periods.between(earliest, labels[-1])) - 1
    known = decided.driven(known, tables, periods.start(labels[-1]).year)
    rows = forecast(known.history, ahead, tier="fast", **known.options)
    return rows.rename(columns={"series": "need", "mean": "forecast"})[
        ["need", "period", "forecast"]
    ]
