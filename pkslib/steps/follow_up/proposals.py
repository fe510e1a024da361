"""Feedback: where each error arose, and what the next forecast should be there.

A goes to the need forecast and to activity times, B to the capacity forecast (absence, staffing,
openings), C to the realised share of measures. None is made good by a margin elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.methods.evidence import among_many, unlike_chance
from pkslib.settings import FollowUp
from pkslib.steps.follow_up.flags import LOOK
from pkslib.tables.results.follow_up import ASSUMPTIONS, LEVEL_SHIFT, PROPOSED

FORECAST, TIMES, ABSENCE, STAFFING, OPENINGS, AVAILABLE, WORK = ASSUMPTIONS
(
    _LEVEL_CHANGED, _REGULARLY_OTHER, _ABSENCE_OTHER, _STAFF_OTHER, _TIMES_DIFFER, _NOT_REALISED,
) = PROPOSED  # fmt: skip
_PAIR = ["unit", "capacity"]
_SERIES = ["place", "item"]
_NO_VALUE: dict[str, Any] = {"value_now": np.nan, "value": np.nan, "setting": "", "period": None}
# What of a deviation one resource must explain to be what is put right.
_MOSTLY = 0.5
# Beyond this it is vacancies rather than absence.
_MOST_ABSENT = 0.6


class Followed(NamedTuple):
    """What was followed up, by period.

    need, deviations, deviation_parts, available_parts: the result tables. improvements: the
    result table improvement_follow_up, with start and max_amount.
    """

    need: pd.DataFrame
    deviations: pd.DataFrame
    deviation_parts: pd.DataFrame
    available_parts: pd.DataFrame
    improvements: pd.DataFrame


def proposals(
    verdicts: pd.DataFrame,
    followed: Followed,
    tables: Mapping[str, pd.DataFrame],
    settings: FollowUp,
) -> pd.DataFrame:
    """Return a proposal for each forecast or assumption that was wrong and is worth correcting.

    Parameters
    ----------
    verdicts : pandas.DataFrame
        The result table, whose flagged series are answered.
    followed : Followed
        What was followed up; the window of need tells from when its error holds.
    tables : mapping of str to pandas.DataFrame
        The input tables resources and openings.
    settings : FollowUp
        Its correct, below which nothing is proposed [share], and by_chance.

    Returns
    -------
    pandas.DataFrame
        Rows of the table proposals, now and proposed over the window [patients, hours or
        capacity's measure]; value is the assumption itself where it is one figure. error is the
        mean error a period as it was, error_applied with the proposal, each period's taken from
        the others. What chance explains least stands first.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Uppföljning på taktisk nivå: systematic errors are corrected,
       random ones normally are not; an error of need comes from patients or treatment times, one
       of capacity from hours.
    """
    wrong = verdicts[(verdicts["flag"] == LOOK) & (verdicts["planned"] > 0)]
    capacity = wrong[wrong["subject"] == "capacity"]
    rows = pd.concat(
        [
            _of_forecasts(wrong[wrong["subject"] == "need"], followed.need),
            _of_resources(capacity, followed, tables["resources"]),
            _of_times(followed.deviation_parts, settings),
            _of_work(followed.improvements, followed.need),
        ],
        ignore_index=True,
    )
    rest = _of_capacity(capacity, rows, followed.deviations, tables["openings"])
    rows = pd.concat([rows, rest], ignore_index=True)
    rows = rows.assign(change=rows["proposed"] / rows["now"].where(rows["now"] > 0) - 1)
    rows = rows[rows["change"].abs() >= settings.correct]
    # A correction that would have made last year's error larger is none.
    rows = rows[~(rows["error_applied"] > rows["error"])]
    rows = rows.drop_duplicates(["what", *_SERIES])
    return rows.sort_values(["by_chance", *_SERIES], kind="stable", ignore_index=True)


def errors_applied(rows: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return the mean error of each series as it was, and had its level been corrected.

    Parameters
    ----------
    rows : pandas.DataFrame
        The keys, planned and outcome by period.
    keys : list of str
        What makes a series.

    Returns
    -------
    pandas.DataFrame
        By the keys: error and error_applied, mean absolute error a period. Each period is
        corrected by what the others tell, so that it is not judged by what it was made from.

    Examples
    --------
    Always ten too low but once: of the last period the others tell only half.

    >>> rows = pd.DataFrame({"unit": "A", "planned": [100.0] * 3, "outcome": [90.0, 90.0, 100.0]})
    >>> errors_applied(rows, ["unit"]).round(2).to_numpy().tolist()
    [[6.67, 6.67]]
    """
    known = rows.dropna(subset=["planned", "outcome"])
    groups = known.groupby(keys)
    others = {name: groups[name].transform("sum") - known[name] for name in ("planned", "outcome")}
    ratio = (others["outcome"] / others["planned"].where(others["planned"] > 0)).fillna(1.0)
    found = known[keys].assign(
        error=(known["outcome"] - known["planned"]).abs(),
        error_applied=(known["outcome"] - ratio * known["planned"]).abs(),
    )
    return found.groupby(keys)[["error", "error_applied"]].mean()


def _of_forecasts(wrong: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    """Propose that a need is forecast from the level it has had since the window began."""
    series = need.rename(columns={"region": "place", "need": "item", "forecast": "planned"})
    rows = wrong.merge(errors_applied(series, _SERIES), on=_SERIES, how="left")
    return _told(rows, what=FORECAST, why=_LEVEL_CHANGED).assign(
        setting=LEVEL_SHIFT, period=str(need["period"].min())
    )


def _of_resources(wrong: pd.DataFrame, followed: Followed, resources: pd.DataFrame) -> pd.DataFrame:
    """Propose other absence, or other numbers of staff, where their hours made the difference."""
    cells = wrong.rename(columns={"place": "unit", "item": "capacity"})[[*_PAIR, "chance"]]
    parts = followed.deviation_parts.groupby(_PAIR)["available"].sum(min_count=1).reset_index()
    hours = followed.available_parts.merge(cells, on=_PAIR).merge(
        parts.rename(columns={"available": "whole"}), on=_PAIR
    )
    keys = [*_PAIR, "resource"]
    sums = hours.groupby(keys, as_index=False).agg(
        planned=("planned", "sum"), outcome=("outcome", "sum"), effect=("effect", "sum"),
        whole=("whole", "first"), chance=("chance", "first"),
    )  # fmt: skip
    most = sums[sums["effect"] / sums["whole"].where(sums["whole"] != 0) >= _MOSTLY]
    rows = most.merge(errors_applied(hours, keys).reset_index(), on=keys)
    rows = rows.merge(_staff(resources), on=["unit", "resource"], how="left")
    ratio = rows["outcome"] / rows["planned"].where(rows["planned"] > 0)
    absent = 1 - (1 - rows["absence"]) * ratio
    by_absence = (rows["absence"] > 0) & absent.between(0, _MOST_ABSENT)
    told = _told(rows.rename(columns={"unit": "place", "resource": "item"}))
    return told.assign(
        what=np.where(by_absence, ABSENCE, STAFFING),
        why=np.where(by_absence, _ABSENCE_OTHER, _STAFF_OTHER),
        value_now=rows["absence"].where(by_absence, rows["count"]),
        value=absent.where(by_absence, rows["count"] * ratio),
    )


def _staff(resources: pd.DataFrame) -> pd.DataFrame:
    """Return the mean count and absence stated of each resource at each unit."""
    return resources.groupby(["unit", "resource"], as_index=False)[["count", "absence"]].mean()


def _of_capacity(
    wrong: pd.DataFrame, answered: pd.DataFrame, deviations: pd.DataFrame, openings: pd.DataFrame
) -> pd.DataFrame:
    """Propose the capacity there was, where no resource's hours tell why it was another."""
    staffed = answered[answered["what"].isin((ABSENCE, STAFFING))]
    done = set(zip(staffed["place"], staffed["capacity"], strict=True))
    left = [pair not in done for pair in zip(wrong["place"], wrong["item"], strict=True)]
    rows = wrong[np.array(left, dtype=bool)]
    series = deviations[deviations["subject"] == "capacity"]
    rows = rows.merge(errors_applied(series, _SERIES), on=_SERIES, how="left")
    opened = set(zip(openings["unit"], openings["capacity"], strict=True))
    limited = [pair in opened for pair in zip(rows["place"], rows["item"], strict=True)]
    what = np.where(np.array(limited, dtype=bool), OPENINGS, AVAILABLE)
    return _told(rows, why=_REGULARLY_OTHER).assign(what=what)


def _of_times(parts: pd.DataFrame, settings: FollowUp) -> pd.DataFrame:
    """Propose other activity times where care has taken longer or shorter month after month."""
    known = parts.dropna(subset=["treatment_time"])
    known = known.assign(planned=known["outcome"] - known["treatment_time"])
    groups = known.groupby(_PAIR)
    sums = groups[["planned", "outcome"]].sum().reset_index()
    chances = [float(unlike_chance(rows.to_numpy(dtype=float)))
               for _, rows in groups["treatment_time"]]  # fmt: skip
    sums = sums.assign(chance=among_many(np.array(chances, dtype=float)))
    size = (sums["outcome"] / sums["planned"].where(sums["planned"] > 0) - 1).abs()
    found = sums[(sums["chance"] < settings.by_chance) & (size >= settings.matters_capacity)]
    found = found.merge(errors_applied(known, _PAIR).reset_index(), on=_PAIR)
    found = found.rename(columns={"unit": "place", "capacity": "item"})
    return _told(found, what=TIMES, why=_TIMES_DIFFER)


def _of_work(improvements: pd.DataFrame, need: pd.DataFrame) -> pd.DataFrame:
    """Propose to count on what improvement work has given, not on what was hoped for."""
    last = periods.end(str(need["period"].max()))
    begun = [periods.start(label) <= last for label in improvements["start"]]
    rows = improvements[np.array(begun, dtype=bool)]
    rows = rows.assign(
        place=rows["unit"], item=rows["measure"], planned=rows["expected"],
        outcome=rows["realised"], error=(rows["expected"] - rows["realised"]).abs(),
        error_applied=0.0, chance=np.nan,
    )  # fmt: skip
    share = rows["realised"] / rows["max_amount"].where(rows["max_amount"] > 0)
    return _told(rows, what=WORK, why=_NOT_REALISED).assign(value_now=1.0, value=share)


def _told(rows: pd.DataFrame, **named: str) -> pd.DataFrame:
    """Return rows as proposals: what was assumed, and what came."""
    capacity = rows["capacity"] if "capacity" in rows else None
    found = rows[["place", "item", "error", "error_applied"]].assign(
        capacity=capacity, now=rows["planned"], proposed=rows["outcome"],
        by_chance=rows["chance"], **_NO_VALUE,
    )  # fmt: skip
    return found.assign(**named)
