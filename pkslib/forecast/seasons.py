"""The season of every series three ways: its own, the group's, and what the forecast takes.

And one series taken apart by statsmodels, for the eye: no forecast is made of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast import design, season
from pkslib.forecast.arrays import Floats
from pkslib.forecast.candidates import mean_or_one
from pkslib.forecast.fit import Fitted
from pkslib.forecast.levels import bridged

_COLUMNS = ["series", "place", "own", "pooled", "used"]
# How many turns the season is smoothed over: MSTL's own for a single season.
_WINDOW = 11


def table(fits: Sequence[Fitted]) -> pd.DataFrame:
    """Return the season of every series over one year.

    Parameters
    ----------
    fits : sequence of Fitted
        As from :func:`pkslib.forecast.prepare.prepared`.

    Returns
    -------
    pandas.DataFrame
        Columns series, place (1 = first month, quarter or week of the year), own (least squares
        on the series alone; missing under two years), pooled (of the group) and used (own shrunk
        towards pooled) [share of the mean period]; none for years and days.
    """
    seasonal = [fit for fit in fits if fit.panel.resolution in ("quarter", "month", "week")]
    rows = [_rows(fit) for fit in seasonal if fit.panel.values.shape[1] >= fit.panel.season]
    found = pd.concat(rows) if rows else pd.DataFrame(columns=_COLUMNS)
    return found.sort_values(["series", "place"], kind="stable", ignore_index=True)


def decomposed(values: pd.Series) -> pd.DataFrame:
    """Take one series apart into trend, season and what is left, by STL; days by MSTL.

    Parameters
    ----------
    values : pandas.Series
        Outcomes by period label, without holes in the labels; a missing outcome is NaN [any unit].

    Returns
    -------
    pandas.DataFrame
        trend, season and rest by period, which add up to the outcome [unit of the series]; without
        rows where less than two turns of any season are known.

    References
    ----------
    Cleveland, R. B., Cleveland, W. S., McRae, J. E. & Terpenning, I. (1990). STL: a seasonal-trend
    decomposition procedure based on loess. Journal of Official Statistics 6, 3–73.
    """
    from statsmodels.tsa.seasonal import MSTL, STL

    kind = periods.resolution(str(values.index[0]))
    turns = dict.fromkeys((periods.season(kind), design.PER_YEAR[kind]))
    long = [turn for turn in turns if 1 < turn <= len(values) / 2]
    if not long:
        return pd.DataFrame(columns=["trend", "season", "rest"])
    whole = bridged(values.to_numpy(float)[None], long[0])[0][0]
    if len(long) == 1:
        # MSTL would pass over a season of which there are two turns and no more.
        found = STL(whole, period=long[0], seasonal=_WINDOW, robust=True).fit()
    else:
        found = MSTL(whole, periods=long, stl_kwargs={"robust": True}).fit()
    season_of_all = found.seasonal.reshape(len(whole), -1).sum(axis=1)
    parts = {"trend": found.trend, "season": season_of_all, "rest": found.resid}
    return pd.DataFrame(parts, index=values.index)


def _rows(fit: Fitted) -> pd.DataFrame:
    """Return the seasons of one panel."""
    turn, labels = fit.panel.season, fit.panel.labels
    usual = fit.treated.until(len(labels))[1] / mean_or_one(fit.treated.values)[:, None]
    starts = np.array([periods.start(label) for label in labels], dtype="datetime64[D]")
    columns = design.seasonal(starts, fit.panel.resolution)
    # A series that has no say of its own takes the group's pattern.
    silent = np.full((1, len(labels)), np.nan)
    used = season.pattern(np.vstack([usual, silent]), columns)[:, -turn:]
    own = _own(usual, columns)[:, -turn:]
    order = np.argsort([_place(label) for label in labels[-turn:]], kind="stable")
    n = len(usual)
    return pd.DataFrame(
        {
            "series": np.repeat(fit.panel.series, turn),
            "place": np.tile(np.arange(1, turn + 1), n),
            "own": 1 + own[:, order].ravel(),
            "pooled": 1 + np.tile(used[-1, order], n),
            "used": 1 + used[:-1, order].ravel(),
        }
    )


def _own(usual: Floats, columns: design.Design) -> Floats:
    """Return the pattern that each series alone would give, shape (n, length)."""
    lines, part = design.trend(usual.shape[1], columns.resolution), columns.parts["season"]
    fit = season.least_squares(usual, np.hstack([lines, part]))
    found = fit.coefficients[:, lines.shape[1] :] @ part.T
    enough = (~np.isnan(usual)).sum(axis=1) >= columns.least("season")
    own: Floats = np.where(enough[:, None], found, np.nan)
    return own


def _place(label: str) -> str:
    """Return where in the year a label stands, to sort by."""
    return label[5:]
