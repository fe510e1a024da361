"""Improvement work: what was expected of it and what it has given (C in the follow-up)."""

from __future__ import annotations

import pandas as pd

from pkslib import periods
from pkslib.tables.inputs.capacity import IMPROVE

# A measure's amount is what it gives in a year.
_YEAR = 365


def improvement_follow_up(measures: pd.DataFrame) -> pd.DataFrame:
    """Return expected and realised effect of improvement work, the ladder's second step.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table.

    Returns
    -------
    pandas.DataFrame
        Rows of the table improvement_follow_up. Work that is only planned has realised nothing.
    """
    return _improvements(measures)


def improvement_error(measures: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return, period by period, how much more or less improvement work gave than expected.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table.
    labels : list of str
        Periods.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, expected, realised [capacity's measure]: a measure's yearly amount
        spread over its days, a shorter measure's whole amount over its own.

    Examples
    --------
    Half a year of a measure that has realised a quarter of 365 hours a year:

    >>> measures = pd.DataFrame({
    ...     "step": [2], "unit": "A", "capacity": "hour", "max_amount": 365.0, "start": "2026-07",
    ...     "end": "2027-12", "status": "ongoing", "realised": 0.25
    ... })
    >>> improvement_error(measures, ["2026-06", "2026-07"])[["period", "expected", "realised"]]
        period  expected  realised
    0  2026-07      31.0      7.75
    """
    work = _improvements(measures)
    rows = work.merge(pd.DataFrame({"period": labels}, dtype="str"), how="cross")
    spans = zip(rows["start"], rows["end"], rows["period"], strict=True)
    share = pd.Series([_share(*span) for span in spans], index=rows.index, dtype=float)
    rows = rows.assign(expected=rows["expected"] * share, realised=rows["realised"] * share)
    groups = rows[share > 0].groupby(["unit", "capacity", "period"], as_index=False)
    return groups[["expected", "realised"]].sum()


def _improvements(measures: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of the second step with the effect expected and realised."""
    work = measures[measures["step"] == IMPROVE]
    share = work["realised"].where(work["status"] != "planned", 0.0)
    return work.assign(expected=work["max_amount"], realised=work["max_amount"] * share)


def _share(start: str, end: str, label: str) -> float:
    """Return the part of a measure's amount that falls in a period."""
    first, last = periods.start(start), periods.end(end)
    days = (last - first).days + 1
    shared = min(last, periods.end(label)) - max(first, periods.start(label))
    return max(0, shared.days + 1) / min(max(days, 1), _YEAR)
