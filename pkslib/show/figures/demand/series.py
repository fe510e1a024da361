"""A need's history as a series, and changes as text."""

from __future__ import annotations

import pandas as pd

from pkslib import language, periods


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


def signed(share: float) -> str:
    """Return a change as per cent, with its sign; what rounds to nothing has none.

    Examples
    --------
    >>> with language.using("en"):
    ...     signed(0.021), signed(0.004), signed(-0.004)
    ('+2%', '0%', '0%')
    """
    whole = round(share, 2) + 0.0
    shown = language.percent(whole)
    return f"+{shown}" if whole > 0 else shown
