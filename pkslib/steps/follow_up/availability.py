"""How many wait, how long, and how many of them within the care guarantee."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.methods.guarantee import within_limits
from pkslib.tables import waiting_lists

WAITING, MEDIAN, WITHIN = "waiting", "median_wait", "within_guarantee"
_COLUMNS = ["group", "parameter", "value", "upper", "plan", "last_year"]


def availability(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the waiting list as it stands against the care guarantee and a year before.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        group, parameter, value, upper, plan, last_year: patients waiting, their median wait so
        far [days], and share within the guarantee, of which all are meant to be; none without a
        waiting list. The share is at least value and at most upper where bands straddle the
        limit; upper is missing where it is known, as is last_year where it was not.

    Examples
    --------
    >>> lists = pd.DataFrame({"region": "06", "need": "hip", "unit": None, "as_of": "2026-10-31",
    ...                       "days_from": [0, 31, 91], "days_to": [30, 90, None],
    ...                       "patients": [40.0, 20.0, 20.0]})
    >>> needs = pd.DataFrame({"need": ["hip"], "guarantee_days": [90]})
    >>> availability(lists, needs)["value"].tolist()
    [80.0, 31.0, 0.75]
    """
    if waiting.empty:
        return pd.DataFrame(columns=_COLUMNS)
    month = waiting["as_of"].str[:7]
    last = str(month.max())
    before = f"{int(last[:4]) - 1}{last[4:]}"
    past = waiting[month <= before] if (month == before).any() else waiting.iloc[:0]
    now, then = _of_lists(waiting, needs), _of_lists(past, needs)
    rows = [
        (WAITING, now.waiting, np.nan, np.nan, then.waiting),
        (MEDIAN, now.median, np.nan, np.nan, then.median),
        (WITHIN, now.lower, now.upper if now.lower < now.upper else np.nan, 1.0,
         then.lower if then.lower == then.upper else np.nan),
    ]  # fmt: skip
    found = pd.DataFrame(rows, columns=_COLUMNS[1:]).assign(group="availability")
    return found.dropna(subset=["value"])[_COLUMNS]


class _Lists(NamedTuple):
    """Patients who wait, their median wait [days] and the range of the share within."""

    waiting: float
    median: float
    lower: float
    upper: float


def _of_lists(waiting: pd.DataFrame, needs: pd.DataFrame) -> _Lists:
    """Return what the latest lists of all needs tell together."""
    bands = waiting_lists.with_limits(waiting, needs)
    if not bands["patients"].sum() > 0:
        return _Lists(np.nan if bands.empty else 0.0, np.nan, np.nan, np.nan)
    sums = within_limits(bands, ["region"]).iloc[0]
    return _Lists(sums["waiting"], _median(bands), sums["share_lower"], sums["share_upper"])


def _median(bands: pd.DataFrame) -> float:
    """Return the wait that half have not reached; within a band evenly, in the last its start."""
    width = bands.assign(to=bands["days_to"].astype(float) + 1)
    sums = width.groupby(["days_from"]).agg(patients=("patients", "sum"), to=("to", "max"))
    upto = sums["patients"].cumsum()
    half = upto.iloc[-1] / 2
    start = float(upto.index.to_numpy(dtype=float)[int((upto >= half).to_numpy().argmax())])
    end, inside = float(sums["to"].loc[start]), float(sums["patients"].loc[start])
    into = (half - (float(upto.loc[start]) - inside)) / inside
    return start if np.isnan(end) else start + into * (end - start)
