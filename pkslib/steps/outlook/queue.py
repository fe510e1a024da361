"""Who is not booked: patients of each unit by need, target week and how long they have waited."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.apportion import apportion, whole
from pkslib.tables import waiting_lists

OVERDUE, TO_PLAN = "overdue", "to_plan"
_PLACE = ["unit", "need"]


def unbooked(bookings: pd.DataFrame, needs: pd.DataFrame, waiting: pd.DataFrame) -> pd.DataFrame:
    """Return the patients that have no booking, the overdue by how long they have waited.

    Parameters
    ----------
    bookings : pandas.DataFrame
        unit, need, week, to_plan, overdue [patients].
    needs, waiting : pandas.DataFrame
        The tables. Overdue patients are divided in proportion to the bands beyond the guarantee,
        of the unit where it has its own list.

    Returns
    -------
    pandas.DataFrame
        unit, need, priority, state (``overdue`` or ``to_plan``), target_week (empty text:
        passed), waited [days at least; missing where not known], patients (whole).
    """
    planned = bookings.rename(columns={"week": "target_week", "to_plan": "patients"})
    planned = planned[[*_PLACE, "target_week", "patients"]].assign(state=TO_PLAN)
    rows = pd.concat([_overdue(bookings, _bands(waiting, needs)), planned], ignore_index=True)
    rows = rows.assign(patients=whole(rows["patients"]))
    rows = rows[rows["patients"] > 0].merge(needs[["need", "priority"]], on="need")
    return rows.astype({"priority": "int64"})


def _overdue(bookings: pd.DataFrame, bands: pd.DataFrame) -> pd.DataFrame:
    """Return the overdue of each unit and need, a row a band."""
    sums = bookings.groupby(_PLACE, as_index=False)[["overdue"]].sum()
    own = sums.merge(bands[bands["unit"].notna()], on=_PLACE)
    others = sums.merge(own[_PLACE].drop_duplicates(), on=_PLACE, how="left", indicator=True)
    others = others[others["_merge"] == "left_only"].drop(columns="_merge")
    shared = bands[bands["unit"].isna()].drop(columns="unit")
    rows = pd.concat([own, others.merge(shared, on="need", how="left")], ignore_index=True)
    rows = rows.sort_values([*_PLACE, "days_from"], kind="stable", ignore_index=True)
    parts = _parts(rows)
    return rows[_PLACE].assign(
        waited=rows["days_from"].astype(float), patients=parts, state=OVERDUE, target_week=""
    )


def _parts(rows: pd.DataFrame) -> NDArray[np.int64]:
    """Return each band's share of the overdue of its unit and need, in whole patients."""
    groups = rows.groupby(_PLACE, sort=False)
    place, band = groups.ngroup().to_numpy(), groups.cumcount().to_numpy()
    table = np.zeros((place.max(initial=-1) + 1, band.max(initial=0) + 1))
    table[place, band] = rows["patients"].fillna(0.0)
    # Where no list tells, all of them are in the one band there is.
    table[table.sum(axis=1) == 0, 0] = 1.0
    return apportion(whole(rows["overdue"][band == 0]), table)[place, band]


def _bands(waiting: pd.DataFrame, needs: pd.DataFrame) -> pd.DataFrame:
    """Return the bands beyond the guarantee on the latest lists: need, unit, days_from, patients."""
    rows = waiting_lists.with_limits(waiting, needs)
    return rows.loc[rows["days_from"] > rows["limit"], ["unit", "need", "days_from", "patients"]]
