"""A need's history as a series."""

from __future__ import annotations

import pandas as pd

from pkslib import periods


def history(demand: pd.DataFrame, need: str) -> pd.Series:
    """Return a need's patients by period without holes; a missing period is NaN.

    Parameters
    ----------
    demand : pandas.DataFrame
        Input table of one region: need, period, patients.
    need : str
        Code.

    Returns
    -------
    pandas.Series
        Patients by period label, empty when the need has no history.
    """
    known = demand[demand["need"] == need].groupby("period")["patients"].sum()
    if known.empty:
        return known.astype(float)
    return known.reindex(periods.between(known.index.min(), known.index.max())).astype(float)
