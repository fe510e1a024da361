"""The beds that each unit's staffing can keep open, before and after the moves proposed."""

from __future__ import annotations

import numpy as np
import pandas as pd

_KEYS = ["unit", "resource", "weekday", "shift"]
_WEEK = ["unit", "week"]
# Persons times ratio may fall short of a whole bed by rounding.
_DUST = 1e-9


def beds_open(listed: pd.DataFrame, staffing: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Return the beds that each unit's staffing can carry in its leanest shift of the week.

    Parameters
    ----------
    listed : pandas.DataFrame
        As the table gap_list.
    staffing : pandas.DataFrame
        unit, resource, weekday, shift, beds and patients_per_person (both optional).
    moves : pandas.DataFrame
        As the table shift_moves.

    Returns
    -------
    pandas.DataFrame
        unit, week, commission, open [beds]: whole beds, scheduled persons × patients per person
        rounded down, the fewest of any resource, weekday and shift; the resource, weekday and
        shift that decide (the first of several); after: the beds when the moves are made.
    """
    columns = [*_KEYS, "beds", "patients_per_person"]
    ratios = staffing.reindex(columns=columns).dropna(subset=["patients_per_person"])
    rows = listed.merge(ratios, on=_KEYS)
    ratio = rows["patients_per_person"].astype(float)
    rows["open"] = np.floor(rows["scheduled"] * ratio + _DUST)
    rows["after"] = np.floor((rows["scheduled"] + _moved(rows, moves)) * ratio + _DUST)
    after = rows.groupby(_WEEK)["after"].min()
    leanest = rows.sort_values([*_WEEK, "open", "weekday", "shift", "resource"])
    weeks = leanest.drop_duplicates(_WEEK).drop(columns=["after", "beds"])
    commission = ratios.groupby("unit")["beds"].max().fillna(0.0)
    weeks = weeks.assign(commission=weeks["unit"].map(commission).astype(float))
    return weeks.merge(after.reset_index(), on=_WEEK)


def _moved(rows: pd.DataFrame, moves: pd.DataFrame) -> pd.Series:
    """Return the persons that each row gains, less those it lends."""
    keys = [*_WEEK, "resource", "weekday", "shift"]
    gained = moves.assign(unit=moves["to_unit"], net=moves["persons"])
    both = pd.concat([gained, moves.assign(net=-moves["persons"])])
    net = both.groupby(keys, as_index=False)[["net"]].sum()
    return rows[keys].merge(net, on=keys, how="left")["net"].fillna(0.0).set_axis(rows.index)
