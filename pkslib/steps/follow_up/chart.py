"""Control limits of deviations, from a baseline that nothing but a decision moves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.control import rules, xmr
from pkslib.settings import FollowUp


def charted(rows: pd.DataFrame, labels: list[str], settings: FollowUp) -> pd.DataFrame:
    """Return the rows of the window with control limits and the rule each deviation sets off.

    Parameters
    ----------
    rows : pandas.DataFrame
        period and deviation: series by series, each in all the same periods up to the end of
        the window, in time order.
    labels : list of str
        Periods of the window, in time order.
    settings : FollowUp
        Its baseline: the periods that the limits rest on, all that are known unless decided.

    Returns
    -------
    pandas.DataFrame
        The rows of the window with lower, upper [unit of the deviation] and rule (empty where
        none fired). Runs may begin before the window.

    Notes
    -----
    Limits that rested on the window would move with it from month to month, and swallow what
    they should show.
    """
    every = periods.between(str(rows["period"].min()), labels[-1]) if len(rows) else labels
    values = rows["deviation"].to_numpy(dtype=float).reshape(-1, len(every))
    baseline = values[:, [_in_baseline(label, settings) for label in every]]
    limits = xmr(baseline)
    found = rows.assign(
        lower=np.repeat(limits.lower, len(every)),
        upper=np.repeat(limits.upper, len(every)),
        rule=rules(values, baseline=baseline).fired().ravel(),
    )
    return found[found["period"].isin(labels)]


def _in_baseline(label: str, settings: FollowUp) -> bool:
    """Tell whether a period lies within the baseline, an open end reaching as far as data do."""
    first, last = settings.baseline_from, settings.baseline_to
    inside = not first or periods.start(label) >= periods.start(first)
    return inside and (not last or periods.end(label) <= periods.end(last))
