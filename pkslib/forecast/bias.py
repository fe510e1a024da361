"""Taking a systematic error out of the forecast, visibly.

A forecast that follow-up has found systematically wrong is moved by its mean error; one whose
errors are random, or too few to tell, is left alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.control import verdict

# Periods whose mean error counts: a season of months.
_RECENT = 12


def corrections(errors: pd.DataFrame) -> pd.DataFrame:
    """Return the verdict on each series and what its forecast is to be moved by.

    Parameters
    ----------
    errors : pandas.DataFrame
        Columns series, period and error [outcome − forecast, unit of the series].

    Returns
    -------
    pandas.DataFrame
        Columns series, verdict (``random``, ``systematic``, ``too few``) and correction [unit of
        the series]: the mean of the last twelve errors where the verdict is systematic, else 0.

    Examples
    --------
    >>> missed = pd.DataFrame({"series": "a", "period": [f"2027-0{k}" for k in range(1, 9)]})
    >>> corrections(missed.assign(error=[4, 5, 6, 5, 4, 6, 5, 5]))
      series     verdict  correction
    0      a  systematic         5.0
    """
    rows = []
    for name, part in errors.sort_values(["series", "period"]).groupby("series"):
        recent = part["error"].to_numpy(float)[-_RECENT:]
        found = str(verdict(recent))
        rows.append((name, found, float(np.mean(recent)) if found == "systematic" else 0.0))
    return pd.DataFrame(rows, columns=["series", "verdict", "correction"])


def corrected(forecast: pd.DataFrame, moves: pd.DataFrame) -> pd.DataFrame:
    """Return the forecast moved by the corrections, with what was added.

    Parameters
    ----------
    forecast : pandas.DataFrame
        As from :func:`pkslib.forecast.forecast`.
    moves : pandas.DataFrame
        As from :func:`corrections`; a series left out, or set to 0, is not moved.

    Returns
    -------
    pandas.DataFrame
        The same rows, mean and bounds moved and never below zero, and a column correction [unit of
        the series].
    """
    by_series = moves.set_index("series")["correction"]
    move = forecast["series"].map(by_series).fillna(0.0).to_numpy(float)
    names = [
        str(name) for name in forecast.columns if str(name).startswith(("mean", "lower_", "upper_"))
    ]
    shifted = forecast[names].add(move, axis=0).clip(lower=0)
    added = shifted["mean"] - forecast["mean"]
    return forecast.assign(**{name: shifted[name] for name in names}, correction=added)
