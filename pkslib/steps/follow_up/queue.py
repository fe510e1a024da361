"""The queue against that of a plan in balance, which leaves it as it was."""

from __future__ import annotations

import pandas as pd

from pkslib import periods
from pkslib.steps.follow_up.window import grid
from pkslib.tables import waiting_lists

_NEED = ["region", "need"]


def queue(waiting: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return the patients waiting at the end of each period, against those before the window.

    Parameters
    ----------
    waiting : pandas.DataFrame
        The table.
    labels : list of str
        Periods of the window, in time order.

    Returns
    -------
    pandas.DataFrame
        region, need, period, planned, outcome [patients]. Planned is the last count before the
        window, else the first in it: a plan in balance leaves the queue as it is. The last count
        of a period stands for it, the lists of all units together.

    Examples
    --------
    >>> lists = pd.DataFrame({
    ...     "region": "99", "need": "hip", "unit": None, "as_of": ["2025-12-31", "2026-01-31"],
    ...     "patients": [40.0, 46.0]
    ... })
    >>> queue(lists, ["2026-01", "2026-02"])[["period", "planned", "outcome"]]
        period  planned  outcome
    0  2026-01     40.0     46.0
    1  2026-02     40.0      NaN
    """
    if waiting.empty:
        return pd.DataFrame(columns=[*_NEED, "period", "planned", "outcome"])
    kind = periods.resolution(labels[0])
    sums = waiting_lists.course(waiting)
    label = [periods.coarser(str(day), kind) for day in sums["as_of"]]
    sums = sums.assign(period=label).sort_values("as_of", kind="stable")
    counts = sums.drop_duplicates([*_NEED, "period"], keep="last")
    opening = pd.concat([
        counts[counts["period"] < labels[0]].drop_duplicates(_NEED, keep="last"),
        counts[counts["period"].isin(labels)],
    ]).drop_duplicates(_NEED)  # fmt: skip
    rows = grid(counts, _NEED, labels)
    for name, known in (("outcome", counts), ("planned", opening.drop(columns="period"))):
        rows = rows.merge(
            known.drop(columns="as_of").rename(columns={"patients": name}), how="left"
        )
    return rows
