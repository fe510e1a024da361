"""The capacity need of each week and each kind of day, which add up to that of the periods."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib import periods
from pkslib.forecast.profiles import HOLIDAY, day_kinds
from pkslib.methods.inputs import Floats
from pkslib.methods.workdays import days_between

_PLACE = ["unit", "capacity"]
_SUNDAY = 7
_COUNTRY = "SE"


class _Year(NamedTuple):
    """The days of the plan's periods, in order, a place a day.

    labels: of the periods. period: place of its period. week: ISO week. kind: 1 Monday to
    7 Sunday, 0 public holiday.
    """

    labels: list[str]
    period: NDArray[np.int64]
    week: NDArray[np.str_]
    kind: NDArray[np.int64]

    def shares(self, weights: Floats) -> Floats:
        """Return each day's part of its period, from the weight of each day; rows alike."""
        sums = np.zeros((len(weights), len(self.labels)))
        np.add.at(sums.T, self.period, weights.T)
        days = np.bincount(self.period).astype(float)
        total = sums[:, self.period]
        even = np.broadcast_to(1 / days[self.period], weights.shape)
        # A period that the profile leaves without a single day is even.
        return np.divide(weights, total, out=even.copy(), where=total > 0)


def weeks_and_days(
    use: pd.DataFrame, capacity: pd.DataFrame, profile: pd.DataFrame, census: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the capacity need by week and by kind of day.

    Parameters
    ----------
    use, capacity : pandas.DataFrame
        As from :func:`pkslib.steps.need.capacity.capacity_use` and
        :func:`pkslib.steps.need.levels.capacity_needs`.
    profile, census : pandas.DataFrame
        The result tables weekday_profile and bed_census.

    Returns
    -------
    dict of str to pandas.DataFrame
        The tables capacity_need_weeks and capacity_need_days.

    Notes
    -----
    Each period's need falls on its days by the weekday profile of the demand: acute care on all
    days, elective care on working days, unless the region's own days are known. A bed is taken
    also on the days after the patient came, so bed days follow the weekdays of the ward's census.
    """
    if capacity.empty:
        return {"capacity_need_weeks": _NO_WEEKS, "capacity_need_days": _NO_DAYS}
    year = _year_of(sorted(capacity["period"].unique()))
    keys = capacity[_PLACE].drop_duplicates().sort_values(_PLACE, ignore_index=True)
    each = _each_day(keys, use, capacity, year, profile)
    beds = _week_of(keys, census)
    known = np.isfinite(beds).all(axis=1)
    whole = _by_period(keys, capacity.rename(columns={"need": "amount"}), year)
    each[known] = whole[known][:, year.period] * year.shares(beds[known][:, _as_weekday(year.kind)])
    return {
        "capacity_need_weeks": _weeks(keys, each, year),
        "capacity_need_days": _kinds(keys, each, year),
    }


_NO_WEEKS = pd.DataFrame(columns=[*_PLACE, "week", "days", "need", "highest"])
_NO_DAYS = pd.DataFrame(columns=[*_PLACE, "day", "days", "need", "highest", "period"])


def _year_of(labels: list[str]) -> _Year:
    dates = [days_between(periods.start(label), periods.end(label)) for label in labels]
    days = [str(day) for day in np.concatenate(dates)]
    return _Year(
        labels,
        np.repeat(np.arange(len(labels)), [len(own) for own in dates]),
        np.array([periods.label_of(periods.start(day), "week") for day in days]),
        np.asarray(day_kinds(days, _COUNTRY), np.int64),
    )


def _as_weekday(kind: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of a day in a week, Monday first; a holiday is as a Sunday."""
    return np.where(kind == HOLIDAY, _SUNDAY, kind) - 1


def _each_day(
    keys: pd.DataFrame,
    use: pd.DataFrame,
    capacity: pd.DataFrame,
    year: _Year,
    profile: pd.DataFrame,
) -> Floats:
    """Return what each unit and capacity needs each day, by the profiles of the needs."""
    cell = [*_PLACE, "period"]
    times = capacity["need"] / capacity["raw"].where(capacity["raw"] > 0)
    rows = use.merge(capacity[cell].assign(times=times.fillna(0.0)), on=cell)
    rows = rows.assign(amount=rows["raw"] * rows["times"])
    weights = profile.pivot_table(index="need", columns="day", values="weight", aggfunc="first")
    weights = weights.reindex(index=sorted(rows["need"].unique()), columns=range(8))
    # Needs with the same week go together: mostly one for acute and one for elective care.
    patterns, of_need = np.unique(weights.fillna(1.0).to_numpy(), axis=0, return_inverse=True)
    of_row = rows["need"].map(dict(zip(weights.index, of_need.ravel(), strict=True))).to_numpy()
    shares = year.shares(patterns[:, year.kind])
    found = np.zeros((len(keys), year.kind.size))
    for place, share in enumerate(shares):
        found += _by_period(keys, rows[of_row == place], year)[:, year.period] * share
    return found


def _by_period(keys: pd.DataFrame, rows: pd.DataFrame, year: _Year) -> Floats:
    """Return the amount of each unit and capacity, a column a period."""
    at = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(rows[_PLACE]))
    found = np.zeros((len(keys), len(year.labels)))
    np.add.at(found, (at, np.searchsorted(year.labels, rows["period"])), rows["amount"])
    return found


def _week_of(keys: pd.DataFrame, census: pd.DataFrame) -> Floats:
    """Return the beds taken on each weekday, by unit and capacity; missing for what has no beds."""
    mean = census.pivot_table(index=_PLACE, columns="weekday", values="mean", aggfunc="mean")
    wanted = mean.reindex(index=pd.MultiIndex.from_frame(keys), columns=range(1, _SUNDAY + 1))
    return np.asarray(wanted.to_numpy(float))


def _weeks(keys: pd.DataFrame, each: Floats, year: _Year) -> pd.DataFrame:
    """Return the rows of the table capacity_need_weeks; days come in order of weeks."""
    names, first, days = np.unique(year.week, return_index=True, return_counts=True)
    return keys.loc[keys.index.repeat(len(names))].assign(
        week=np.tile(names, len(keys)),
        days=np.tile(days, len(keys)),
        need=np.add.reduceat(each, first, axis=1).ravel(),
        highest=np.maximum.reduceat(each, first, axis=1).ravel(),
    )


def _kinds(keys: pd.DataFrame, each: Floats, year: _Year) -> pd.DataFrame:
    """Return the rows of the table capacity_need_days: the mean day and the one that takes most."""
    parts = []
    for kind in np.unique(year.kind):
        at = np.flatnonzero(year.kind == kind)
        fullest = at[each[:, at].argmax(axis=1)]
        parts.append(
            keys.assign(
                day=int(kind),
                days=at.size,
                need=each[:, at].mean(axis=1),
                highest=each[np.arange(len(keys)), fullest],
                period=np.array(year.labels)[year.period[fullest]],
            )
        )
    return pd.concat(parts, ignore_index=True)
