"""The care guarantee on the waiting list: who is within it, and who passes it when."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.guarantee import within_limits
from pkslib.methods.inputs import Floats
from pkslib.tables import waiting_lists

_PLACE = ["region", "need"]


def guarantee(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return how many wait for each need with a care guarantee, and how many within it.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        The tables.

    Returns
    -------
    pandas.DataFrame
        Rows of the table guarantee.
    """
    listed = waiting_lists.with_limits(waiting, needs).dropna(subset=["limit"])
    days = listed.groupby(_PLACE, as_index=False).agg(days=("limit", "first"))
    rows = days.merge(within_limits(listed, _PLACE), on=_PLACE)
    return rows.merge(waiting_lists.dated(waiting), on=_PLACE)


def passing_ahead(waiting: pd.DataFrame, needs: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Return who on the list passes the guarantee in which week, unless treated before.

    Parameters
    ----------
    waiting, needs : pandas.DataFrame
        As for :func:`guarantee`.
    weeks : int
        Weeks to look ahead from the day after the list was taken.

    Returns
    -------
    pandas.DataFrame
        region, need, week, passing [patients]. Patients are spread evenly over the days of
        their band; a wait of exactly the limit is still within. A list that a unit took before
        the others stands as it is on their day.
    """
    listed = waiting_lists.with_limits(waiting, needs).dropna(subset=["limit"])
    found = [_passing(bands, weeks) for _, bands in listed.groupby(_PLACE)]
    return pd.concat([pd.DataFrame(columns=[*_PLACE, "week", "passing"]), *found])


def _passing(bands: pd.DataFrame, weeks: int) -> pd.DataFrame:
    """Return region, need, week and passing of one need's waiting list."""
    as_of = date.fromisoformat(bands["as_of"].max())
    first = periods.label_of(as_of + timedelta(days=1), "week")
    labels = [first, *periods.following(first, weeks - 1)]
    by_day = _by_day(bands, int(bands["limit"].iloc[0]))
    days = [as_of + timedelta(days=ahead) for ahead in range(1, len(by_day) + 1)]
    sums = pd.Series(by_day, [periods.label_of(day, "week") for day in days]).groupby(level=0).sum()
    passing = sums.reindex(labels, fill_value=0.0).to_numpy()
    place = {name: bands[name].iloc[0] for name in _PLACE}
    return pd.DataFrame(place | {"week": labels, "passing": passing})


def _by_day(bands: pd.DataFrame, limit: int) -> Floats:
    """Return how many pass the limit on each day after the list was taken, the next day first."""
    passing = np.zeros(limit + 1)
    ended = bands[bands["days_to"].notna()]
    columns = (ended[name].to_numpy(float) for name in ("days_from", "days_to", "patients"))
    for low, high, patients in zip(*columns, strict=True):
        waited = np.arange(low, min(high, limit) + 1).astype(int)
        passing[limit - waited] += patients / (high - low + 1)
    return passing
