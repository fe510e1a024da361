"""What was found in the histories, as a table."""

from __future__ import annotations

from typing import Unpack

import pandas as pd

from pkslib.forecast.prepare import Options, treated_panels


def marks(history: pd.DataFrame, **options: Unpack[Options]) -> pd.DataFrame:
    """Return what was found in a history and what is done about it.

    Change a treatment and hand the rows back as the option ``treatments`` to overrule it.

    Parameters
    ----------
    history : pandas.DataFrame
        As for :func:`pkslib.forecast.forecast`.
    **options
        See :class:`pkslib.forecast.prepare.Options`; gaps are left out here, not refused, unless
        ``fill`` is given.

    Returns
    -------
    pandas.DataFrame
        Columns series, period, kind (``pandemic``, ``gap``, ``outlier``, ``level shift``) and
        treatment; sorted by series and period. A level shift stands at the first period of the
        new level.

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
    chosen: Options = {"fill": "none", **options}
    rows = [part.rows for part in treated_panels(history, chosen)]
    found = pd.concat(rows, ignore_index=True)
    return found.sort_values(["series", "period"], kind="stable", ignore_index=True)
