"""Taking a systematic error out of the forecast, visibly.

A forecast follows the level of its series, so most of what was systematic last year is out of it
already: moving it by last year's mean error made it worse (docs/forecast.md). What it misses in
the same direction in every year of the back-test is left in it, and can be taken out; the smallest
of those years' mean errors is, since the others hold chance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.forecast.arrays import Floats, Names
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
    wide = tested.pivot_table(index="series", columns=["origin", "period"], values="error")
    origins = [wide[origin].to_numpy(float) for origin in wide.columns.unique("origin")]
    if not origins:
        return pd.DataFrame(columns=_COLUMNS)
    found = np.column_stack([verdict(errors) for errors in origins])
    signals = np.column_stack([tracking_signal(errors) for errors in origins])
    known = [np.isfinite(errors) for errors in origins]
    total = [np.where(seen, errors, 0).sum(1) for seen, errors in zip(known, origins, strict=True)]
    means = np.column_stack(total) / np.maximum(np.column_stack([seen.sum(1) for seen in known]), 1)
    each = zip(wide.index, found, signals, means, strict=True)
    rows = [(name, *_judged(*parts)) for name, *parts in each]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _judged(found: Names, signals: Floats, means: Floats) -> tuple[str, float, float, int, float]:
    """Return what is told about one series; origins that end in too few periods are passed over."""
    judged = np.flatnonzero(found != "too few")
    latest = int(judged[-1]) if len(judged) else len(found) - 1
    agree = [at for at in judged if found[at] == "systematic" and means[at] * means[latest] > 0]
    steady = len(agree) == len(judged) >= _FEWEST
    size = min((float(abs(means[at])) for at in agree), default=0.0)
    moved = float(np.sign(means[latest])) * size if steady else 0.0
    return str(found[latest]), float(signals[latest]), float(means[latest]), len(agree), moved
