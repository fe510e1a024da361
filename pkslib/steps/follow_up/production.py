"""Production against plan: volume per activity."""

from __future__ import annotations

import pandas as pd

from pkslib import periods
from pkslib.settings import FollowUp
from pkslib.steps.follow_up.chart import charted
from pkslib.steps.follow_up.window import grid, window
from pkslib.tables.declaration import empty
from pkslib.tables.results import RESULTS

_KEYS = ["unit", "activity"]
_NAMED = {"count": "outcome", "planned": "plan"}


def production_follow_up(production: pd.DataFrame, settings: FollowUp) -> pd.DataFrame:
    """Return plan, outcome and deviation over the rolling window, with control limits.

    Parameters
    ----------
    production : pandas.DataFrame
        unit, activity, period, count and, optionally, planned [activities].
    settings : FollowUp
        Window, which ends with the latest outcome, and baseline.

    Returns
    -------
    pandas.DataFrame
        unit, activity, period, plan, outcome, deviation, lower, upper [activities] and rule.
        The limits are those of the deviations (XmR): the plan carries the season already.
    """
    done = production[production["count"].notna()]
    if done.empty:
        return empty(RESULTS["production_follow_up"])
    labels = window(done["period"], settings.window)
    every = periods.between(min(str(done["period"].min()), labels[0]), labels[-1])
    known = production.reindex(columns=[*_KEYS, "period", *_NAMED]).rename(columns=_NAMED)
    rows = grid(production, _KEYS, every).merge(known, how="left")
    rows = rows.assign(deviation=rows["outcome"] - rows["plan"].astype(float))
    return charted(rows, labels, settings)
