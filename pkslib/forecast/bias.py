"""Taking a systematic error out of the forecast, visibly.

A forecast follows the level of its series, so most of what was systematic last year is out of it
already: moving it by last year's mean error made it worse (docs/forecast.md). What it misses in
the same direction in every year of the back-test is left in it, and can be taken out; the smallest
of those years' mean errors is, since the others hold chance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.methods.control import tracking_signal, verdict

# Years that must agree before a forecast is moved.
_FEWEST = 2
_COLUMNS = ["series", "verdict", "tracking_signal", "error", "years", "correction"]


def corrections(tested: pd.DataFrame) -> pd.DataFrame:
    """Return the verdict on each series and what its forecast may be moved by.

    Parameters
    ----------
    tested : pandas.DataFrame
        Columns series, origin, period and error [outcome − forecast, unit of the series], as from
        :func:`pkslib.forecast.tested.table`.

    Returns
    -------
    pandas.DataFrame
        Columns series; verdict (``random``, ``systematic``, ``too few``), tracking_signal and
        error (mean) of the latest origin; years (origins that are systematic in the same
        direction as the latest) and correction: the smallest mean error where all origins, two or
        more, are systematic in one direction, else 0 [unit of the series].

    Examples
    --------
    >>> months = [f"2027-{month:02d}" for month in range(1, 9)] * 2
    >>> missed = pd.DataFrame({"series": "a", "origin": ["2025-12"] * 8 + ["2026-12"] * 8,
    ...     "period": months, "error": [4, 5, 6, 5, 4, 6, 5, 5, 2, 3, 4, 3, 2, 4, 3, 3]})
    >>> corrections(missed)[["verdict", "error", "years", "correction"]]
          verdict  error  years  correction
    0  systematic    3.0      2         3.0
    """
    rows = [(name, *_judged(part)) for name, part in tested.groupby("series")]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _judged(tested: pd.DataFrame) -> tuple[str, float, float, int, float]:
    """Return what is told about one series; origins that end in too few periods are passed over."""
    errors = [part["error"].to_numpy(float) for _, part in tested.groupby("origin")]
    found = [str(verdict(part)) for part in errors]
    means = [float(part.mean()) for part in errors]
    judged = [at for at, what in enumerate(found) if what != "too few"]
    latest = judged[-1] if judged else len(errors) - 1
    agree = [at for at in judged if found[at] == "systematic" and means[at] * means[latest] > 0]
    steady = len(agree) == len(judged) >= _FEWEST
    size = min((abs(means[at]) for at in agree), default=0.0)
    moved = float(np.sign(means[latest]) * size) if steady else 0.0
    signal = float(tracking_signal(errors[latest]))
    return found[latest], signal, means[latest], len(agree), moved
