"""The need forecast against what came (A in the guidance's follow-up)."""

from __future__ import annotations

import pandas as pd

from pkslib import forecast, periods
from pkslib.forecast.prepare import Options
from pkslib.settings import Settings
from pkslib.steps.follow_up.window import grid, window

_NEED = ["region", "need"]


def need_follow_up(demand: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the forecast that would have been made before the window, against what came.

    Parameters
    ----------
    demand : pandas.DataFrame
        region, need, period, patients: of one region.
    settings : Settings
        Its parts demand and follow_up; the window ends with the latest demand.

    Returns
    -------
    pandas.DataFrame
        region, need, period, forecast, outcome and error = outcome − forecast [patients]; no
        forecast where a need has no history before the window.
    """
    labels = window(demand["period"], settings.follow_up.window)
    before = demand[demand["period"] < labels[0]]
    outcome = demand.rename(columns={"patients": "outcome"})[[*_NEED, "period", "outcome"]]
    rows = grid(demand, _NEED, labels).merge(outcome, how="left")
    rows = rows.merge(_forecast(before, settings, labels[-1]), on=["need", "period"], how="left")
    return rows.assign(error=rows["outcome"] - rows["forecast"])


def _forecast(before: pd.DataFrame, settings: Settings, last: str) -> pd.DataFrame:
    """Return the forecast of a history cut before the window: need, period, forecast."""
    if before.empty:
        return pd.DataFrame(columns=["need", "period", "forecast"]).astype({"forecast": float})
    earliest = before.groupby("need")["period"].max().min()
    ahead = len(periods.between(earliest, last)) - 1
    pandemic = (settings.demand.exclude_from, settings.demand.exclude_to)
    how: Options = {"exclude": pandemic if all(pandemic) else None, "fill": "none"}
    history = before.rename(columns={"need": "series", "patients": "value"})
    rows = forecast.forecast(history[["series", "period", "value"]], ahead, tier="fast", **how)
    return rows.rename(columns={"series": "need", "mean": "forecast"})[
        ["need", "period", "forecast"]
    ]
