"""Improvement work (C): what was promised, what is told to be realised, and what can be seen.

What is seen is the unit's change from before the work to after it, beyond that of units which did
nothing: a difference in differences, each series taken by the plan's own season.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.evidence import CLAIMED_BELOW, FEWEST_OTHERS, against_others
from pkslib.steps.follow_up.measured import hours
from pkslib.tables import decided
from pkslib.tables.inputs.capacity import IMPROVE, LIST_REVIEW
from pkslib.tables.results.follow_up import DECIDED, STATED
from pkslib.tables.results.learning import JUDGED_BY, SEEN, UNJUDGED

_PAIR = ["unit", "capacity"]
_BY = ["judged_by", *_PAIR]
_TIME, _USE, _AVAILABLE = JUDGED_BY
_SEEN, _NOT_SEEN, _OPPOSITE, _NOT_JUDGED = SEEN
_NOT_BEGUN, _NO_SERIES, _FEW_PERIODS, _FEW_OTHERS, _AT_ONCE = UNJUDGED
_FEWEST = 3
# A measure's amount is what it gives in a year [days].
_YEAR = 365
_SHORTER, _NEED = "shorter_time", "need"
_JUDGED = [
    "judged_by", "before", "after", "others", "effect", "lower", "upper", "seen", "unjudged",
]  # fmt: skip
_NOTHING = {"effect": np.nan, "lower": np.nan, "upper": np.nan}


class _Span(NamedTuple):
    """The periods before a measure and those with its full effect."""

    before: list[str]
    after: list[str]


def improvement_follow_up(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return expected, told and seen effect of improvement work, the ladder's second step.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The input tables measures, decided_measures, production, activity_times and
        capacity_outcome.
    year : int
        Of the latest outcome: the amounts decided for it are what was expected.

    Returns
    -------
    pandas.DataFrame
        Rows of the table improvement_follow_up [capacity's measure a year]. Work that is only
        planned has realised nothing.

    References
    ----------
    .. [1] S. G. Donald, K. Lang (2007), Inference with Difference-in-Differences and Other Panel
       Data.
    """
    work = improvements(tables, year)
    series = _series(tables)
    found = [_judged(row, series, tables["measures"]) for row in work.to_dict("records")]
    judged = pd.DataFrame(found, work.index, _JUDGED)
    return pd.concat([work, judged], axis=1)


def improvements(tables: Mapping[str, pd.DataFrame], year: int) -> pd.DataFrame:
    """Return the measures of the second step with the effect expected and told.

    Parameters
    ----------
    tables, year
        As for :func:`improvement_follow_up`, of which measures and decided_measures are read.

    Returns
    -------
    pandas.DataFrame
        The table's rows with expected (the amount decided, else the most it can give), realised
        [capacity's measure a year] and basis. Lists that are looked through have a follow-up of
        their own.
    """
    measures = tables["measures"]
    own = (measures["step"] == IMPROVE) & (measures["kind"] != LIST_REVIEW)
    work = measures[own].reset_index(drop=True)
    kept = decided.in_force(tables["decided_measures"], year).set_index("measure")["amount"]
    amount = work["measure"].map(kept).astype(float)
    share = work["realised"].where(work["status"] != "planned", 0.0)
    return work.assign(
        expected=amount.fillna(work["max_amount"]),
        realised=work["max_amount"] * share,
        basis=np.where(amount.notna(), DECIDED, STATED),
    )


def improvement_error(work: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Return, period by period, how much more or less improvement work gave than expected.

    Parameters
    ----------
    work : pandas.DataFrame
        As from :func:`improvements`.
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

    >>> work = pd.DataFrame({
    ...     "unit": ["A"], "capacity": "hour", "start": "2026-07", "end": "2027-12",
    ...     "expected": 365.0, "realised": 91.25
    ... })
    >>> improvement_error(work, ["2026-06", "2026-07"])[["period", "expected", "realised"]]
        period  expected  realised
    0  2026-07      31.0      7.75
    """
    rows = work.merge(pd.DataFrame({"period": labels}, dtype="str"), how="cross")
    spans = zip(rows["start"], rows["end"], rows["period"], strict=True)
    share = pd.Series([_share(*span) for span in spans], index=rows.index, dtype=float)
    rows = rows.assign(expected=rows["expected"] * share, realised=rows["realised"] * share)
    groups = rows[share > 0].groupby(["unit", "capacity", "period"], as_index=False)
    return groups[["expected", "realised"]].sum()


def _share(start: str, end: str, label: str) -> float:
    """Return the part of a measure's amount that falls in a period."""
    first, last = periods.start(start), periods.end(end)
    days = (last - first).days + 1
    shared = min(last, periods.end(label)) - max(first, periods.start(label))
    return max(0, shared.days + 1) / min(max(days, 1), _YEAR)


def _series(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what improvement work may change: judged_by, unit, capacity, period, value, size."""
    there_was = tables["capacity_outcome"]
    done = hours(tables["production"], tables["activity_times"], there_was)
    timed = done.merge(there_was.dropna(subset=["used"])[[*_PAIR, "period"]])
    timed = timed.assign(value=timed["outcome"] / timed["standard"].where(timed["standard"] > 0))
    use = done.assign(value=done["outcome"] / _season(done, "planned"), size=done["outcome"])
    had = there_was.assign(
        value=there_was["available"] / _season(there_was, "planned"), size=there_was["available"]
    )
    parts = {_TIME: timed.assign(size=timed["standard"]), _USE: use, _AVAILABLE: had}
    rows = [part.assign(judged_by=code) for code, part in parts.items()]
    found = pd.concat(rows, ignore_index=True)[[*_BY, "period", "value", "size"]]
    return found[(found["value"] > 0) & (found["size"] > 0)]


def _season(rows: pd.DataFrame, column: str) -> pd.Series:
    """Return each period's part of the plan's own season, 1 on average over the year."""
    season = rows["period"].str[4:]
    usual = rows[column].groupby([rows["unit"], rows["capacity"], season]).transform("mean")
    pairs = [rows["unit"], rows["capacity"]]
    first = usual.where(~rows.assign(season=season).duplicated([*_PAIR, "season"]))
    level = first.groupby(pairs).transform("mean")
    return usual / level.where(level > 0)


def _judged(row: dict[Any, Any], series: pd.DataFrame, measures: pd.DataFrame) -> dict[str, Any]:
    """Return what can be seen of one measure, or why nothing can be said."""
    code = _AVAILABLE if row["side"] != _NEED else _TIME if row["kind"] == _SHORTER else _USE
    found = {"judged_by": code, "before": 0, "after": 0, "others": 0, **_NOTHING}
    if row["status"] == "planned":
        return found | {"seen": _NOT_JUDGED, "unjudged": _NOT_BEGUN}
    rows = series[series["judged_by"] == code]
    rows = rows[rows["capacity"] == row["capacity"]]
    own = rows[rows["unit"] == row["unit"]]
    if own.empty:
        return found | {"seen": _NOT_JUDGED, "unjudged": _NO_SERIES}
    span = _span(row, sorted(own["period"]))
    wide = rows.pivot_table(index="unit", columns="period", values="value")
    wide = wide[[*span.before, *span.after]].dropna()
    busy = _active(measures, row, span) - {row["unit"]}
    wide = wide[~wide.index.isin(busy)]
    found |= {"before": len(span.before), "after": len(span.after), "others": len(wide) - 1}
    return found | _seen(row, rows, wide, span, measures)


def _span(row: dict[Any, Any], known: list[str]) -> _Span:
    """Return the periods before a measure began and after it had come to its full effect."""
    start = periods.start(str(row["start"]))
    ramped = pd.Timestamp(start) + pd.DateOffset(months=int(np.ceil(float(row["ramp_months"]))))
    last = periods.end(str(row["end"]))
    return _Span(
        [label for label in known if periods.end(label) < start],
        [
            label
            for label in known
            if periods.start(label) >= ramped.date() and periods.end(label) <= last
        ],
    )


def _active(measures: pd.DataFrame, row: dict[Any, Any], span: _Span) -> set[str]:
    """Return the units where something was done about the capacity in the time looked at."""
    labels = [*span.before, *span.after]
    rows = measures[(measures["capacity"] == row["capacity"]) & (measures["status"] != "planned")]
    if not labels or rows.empty:
        return set()
    first, last = periods.start(labels[0]), periods.end(labels[-1])
    inside = [
        periods.start(start) <= last and periods.end(end) >= first
        for start, end in zip(rows["start"], rows["end"], strict=True)
    ]
    return set(rows["unit"][inside])


def _alone(measures: pd.DataFrame, row: dict[Any, Any], span: _Span) -> bool:
    """Tell whether nothing else began at the unit, in the capacity, in the time looked at."""
    rows = measures[(measures["capacity"] == row["capacity"]) & (measures["unit"] == row["unit"])]
    rows = rows[(rows["status"] != "planned") & (rows["measure"] != row["measure"])]
    first, last = periods.start(span.before[0]), periods.end(span.after[-1])
    return not any(first < periods.start(start) <= last for start in rows["start"])


def _seen(
    row: dict[Any, Any],
    rows: pd.DataFrame,
    wide: pd.DataFrame,
    span: _Span,
    measures: pd.DataFrame,
) -> dict[str, Any]:
    """Return the effect beyond that of units that did nothing, as gained a year."""
    if min(len(span.before), len(span.after)) < _FEWEST:
        return {"seen": _NOT_JUDGED, "unjudged": _FEW_PERIODS}
    if len(wide) - 1 < FEWEST_OTHERS:
        return {"seen": _NOT_JUDGED, "unjudged": _FEW_OTHERS}
    if not _alone(measures, row, span):
        return {"seen": _NOT_JUDGED, "unjudged": _AT_ONCE}
    ratio = wide[span.after].mean(axis=1) / wide[span.before].mean(axis=1)
    change = pd.Series(np.log(ratio), wide.index)
    # A small unit's change varies more, but not in proportion: not all of it is chance in number.
    sizes = rows[rows["period"].isin(span.before)].groupby("unit")["size"].mean()
    firm = sizes.reindex(wide.index) ** 0.5
    own = wide.index == row["unit"]
    found = against_others(
        float(change[own].iloc[0]), float(firm[own].iloc[0]), change[~own], firm[~own]
    )
    a_year = float(sizes[row["unit"]]) * periods.season(periods.resolution(span.before[0]))
    # What is gained is less of what a need takes, more of what there is.
    sought = -1.0 if row["side"] == _NEED else 1.0
    ends = sorted(sought * a_year * np.expm1(end) for end in (found.lower, found.upper))
    effect = sought * a_year * float(np.expm1(found.effect))
    word = _NOT_SEEN
    if found.chance < CLAIMED_BELOW:
        word = _SEEN if effect > 0 else _OPPOSITE
    return {"effect": effect, "lower": ends[0], "upper": ends[1], "seen": word, "unjudged": ""}
