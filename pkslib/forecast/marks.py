"""What was found in the histories, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pandas as pd

from pkslib.forecast.findings import TOO_SHORT, Treated
from pkslib.forecast.prepare import Options, treated_panels


def marks(history: pd.DataFrame, **options: Unpack[Options]) -> pd.DataFrame:
    """Return what was found in a history and what is done about it.

    Change a treatment and hand the rows back as the option ``treatments`` to overrule it.

    Parameters
    ----------
    history : pandas.DataFrame
        As for :func:`pkslib.forecast.forecast`.
    **options
        See :class:`pkslib.forecast.prepare.Options`.

    Returns
    -------
    pandas.DataFrame
        Columns series, period, kind (of :data:`pkslib.forecast.findings.TREATMENTS`, or ``too
        short``) and treatment; sorted by series and period. A level shift stands at the first
        period of the new level, closed and not begun at the first of their zeros, too short at
        the last period.

    Raises
    ------
    InputError
        For a faulty history.

    Examples
    --------
    >>> months = [f"{year}-{month:02d}" for year in (2019, 2020) for month in range(1, 13)]
    >>> rows = pd.DataFrame({"series": "a", "period": months[:15], "value": 5})
    >>> marks(rows)
      series   period      kind           treatment
    0      a  2020-03  pandemic  left_out_of_season
    """
    return of_series(history, treated_panels(history, options))


def of_series(history: pd.DataFrame, panels: Sequence[Treated]) -> pd.DataFrame:
    """Return the findings of panels, and the series of a history that are too short for any."""
    rows = [panel.rows for panel in panels]
    known = {name for panel in panels for name in panel.panel.series}
    names = history["series"].astype(str)
    if len(short := history[~names.isin(known)]):
        last = short.groupby("series")["period"].max().astype(str)
        kind, treatment = TOO_SHORT
        rows.append(last.reset_index().assign(kind=kind, treatment=treatment))
    found = pd.concat(rows, ignore_index=True)
    return found.sort_values(["series", "period"], kind="stable", ignore_index=True)
