"""How many wait, how long, and how many of them within the care guarantee."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.language import mark

WAITING, MEDIAN = mark("Patients waiting"), mark("Median wait so far [days]")
WITHIN = mark("Within the care guarantee")


def availability(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the waiting list at its latest date against the care guarantee and a year before.

    Parameters
    ----------
    waiting : pandas.DataFrame
        need, as_of, days_from, days_to (empty = and longer) [days], patients.
    needs : pandas.DataFrame
        need and, optionally, guarantee_days.

    Returns
    -------
    pandas.DataFrame
        group, parameter, value, plan, last_year: patients waiting, their median wait so far
        [days], and share within the guarantee, of which all are meant to be; none without a
        waiting list.

    Examples
    --------
    >>> lists = pd.DataFrame({"need": "hip", "as_of": "2026-10-31", "days_from": [0, 31, 91],
    ...                       "days_to": [30, 90, None], "patients": [40.0, 20.0, 20.0]})
    >>> needs = pd.DataFrame({"need": ["hip"], "guarantee_days": [90]})
    >>> availability(lists, needs)["value"].tolist()
    [80.0, 31.0, 0.75]
    """
    columns = ["group", "parameter", "value", "plan", "last_year"]
    if waiting.empty:
        return pd.DataFrame(columns=columns)
    latest = str(waiting["as_of"].max())
    before = waiting["as_of"][waiting["as_of"].str[:7] == f"{int(latest[:4]) - 1}{latest[4:7]}"]
    now = _of_list(waiting[waiting["as_of"] == latest], needs)
    then = _of_list(waiting[waiting["as_of"] == before.max()], needs)
    rows = zip((WAITING, MEDIAN, WITHIN), now, (np.nan, np.nan, 1.0), then, strict=True)
    found = pd.DataFrame(rows, columns=columns[1:]).assign(group="availability")
    return found.dropna(subset=["value"])[columns]


def _of_list(bands: pd.DataFrame, needs: pd.DataFrame) -> tuple[float, float, float]:
    """Return patients, median wait [days] and share within the guarantee of one date's list."""
    total = float(bands["patients"].sum())
    if total <= 0:
        return (np.nan if bands.empty else 0.0), np.nan, np.nan
    days = needs.reindex(columns=["need", "guarantee_days"])
    promised = bands.merge(days.dropna(), on="need")
    ends = promised["days_to"].astype(float).fillna(np.inf)
    within = promised["patients"].where(ends <= promised["guarantee_days"].astype(float), 0.0)
    some = promised["patients"].sum()
    return total, _median(bands), float(within.sum() / some) if some > 0 else np.nan


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
