"""Waiting lists from one dated start into several futures, told by calendar month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from pkslib.methods.inputs import Floats
from pkslib.methods.waiting_list import (
    AGES,
    DAYS,
    EVEN,
    PLACEMENTS,
    Ways,
    Week,
    at_days,
    capacity_for_share,
    list_ahead,
    weights,
)

_LIST = ["need", "unit"]
_MIDDLE = DAYS * (np.arange(AGES) + 0.5)
# Answers as near as this, as a share, are one and the same: the search for a goal ends before that.
_ALIKE = 1e-4


def one_answer(lower: ArrayLike, upper: ArrayLike) -> NDArray[np.bool_]:
    """Return where a range is no range: however patients stand in their bands the answer is one.

    Whoever waits today has waited too long when more time than the limit has passed.

    Examples
    --------
    >>> one_answer([0.0, 12.5], [3.0, 12.5])
    array([False,  True])
    """
    low, high = np.asarray(lower, float), np.asarray(upper, float)
    return np.asarray(high - low <= _ALIKE * np.maximum(high, 1.0))


@dataclass(frozen=True)
class Lists:
    """Waiting lists on the evening before a day, a row each, and what comes from then on.

    Attributes
    ----------
    places : pandas.DataFrame
        need, unit, limit [days; missing where there is none], bands_tell, leaving, in_order;
        inflow_lower and inflow_upper, what may come in the year as a share of what is expected,
        missing where it is not known.
    start : date
        First day ahead.
    waiting : mapping of str to array (lists, weeks waited)
        Patients, for each way to place them within their bands.
    arrivals : array (lists, weeks)
        New patients each week.
    """

    places: pd.DataFrame
    start: date
    waiting: Mapping[str, Floats]
    arrivals: Floats

    @property
    def ways(self) -> Ways:
        """How patients leave the lists."""
        return Ways(*(self.places[name].to_numpy(float) for name in Ways._fields))

    def inside(self, limit: Floats) -> Floats:
        """Return which part of each week waited is within a limit [days], list by list."""
        return np.where(np.isnan(limit)[:, None], np.nan, weights(np.zeros(len(limit)), limit))

    def _stacked(self, *rows: Floats) -> tuple[list[Floats], Ways]:
        """Return rows repeated for each way to place patients, so that all are run at once."""
        times = len(self.waiting)
        return [np.tile(each, (times, 1)) for each in rows], Ways(
            *(np.tile(each, times) for each in map(np.asarray, self.ways))
        )

    def run(self, capacity: Floats) -> list[Week]:
        """Return the weeks of all lists, those of one way to place patients after the other."""
        (new, places), ways = self._stacked(self.arrivals, capacity)
        return list_ahead(np.concatenate([*self.waiting.values()]), new, places, ways)

    def at(self, weeks: list[Week], days: ArrayLike) -> dict[str, Floats]:
        """Return the lists some days from the start, as (days, lists, weeks waited) by placing."""
        states = at_days(np.concatenate([*self.waiting.values()]), weeks, days)
        parts = np.split(states, len(self.waiting), axis=1)
        return dict(zip(self.waiting, parts, strict=True))

    def carried(self, capacity: Floats, days: int) -> Mapping[str, Floats]:
        """Return the lists so many days on, when so many can be treated each week."""
        if not days:
            return self.waiting
        return {name: each[0] for name, each in self.at(self.run(capacity), days).items()}

    def by_month(self, capacity: Floats, last: date) -> pd.DataFrame:
        """Return what happens month by month when so many can be treated each week.

        Parameters
        ----------
        capacity : array (lists, weeks)
            Patients each week from the start.
        last : date
            Last day told.

        Returns
        -------
        pandas.DataFrame
            need, unit, period, inflow, treated, left, waiting, overdue_lower, overdue,
            overdue_upper [patients], wait_days [days, the mean of those treated]. Weeks are
            shared between months by their days. Where the bands do not tell who is within the
            guarantee, overdue is missing and its bounds stand, but for months in which the bounds
            are one.
        """
        days = (last - self.start).days + 1
        labels = np.datetime64(self.start) + np.arange(days)
        months, first = np.unique(labels.astype("datetime64[M]"), return_index=True)
        weeks = self.run(capacity)
        states = self.at(weeks, np.append(first[1:], days))
        late = 1 - self.inside(self.places["limit"].to_numpy(float, na_value=np.nan))
        over = {name: (each * late).sum(axis=2).T for name, each in states.items()}
        lower, upper = (ends([*over.values()], axis=0) for ends in (np.min, np.max))
        told = self.places["bands_tell"].to_numpy(bool)[:, None] | one_answer(lower, upper)
        found = _flows(weeks, self.arrivals, first, days) | {
            "waiting": states[EVEN].sum(axis=2).T,
            "overdue_lower": lower,
            "overdue": np.where(told, over[EVEN], np.nan),
            "overdue_upper": upper,
        }
        rows = self.places[_LIST].loc[self.places.index.repeat(len(months))]
        rows = rows.assign(period=np.tile(months.astype(str), len(self.places)))
        return rows.assign(**{name: each.ravel() for name, each in found.items()})

    def to_the_end(self, capacity: Floats, last: date) -> pd.DataFrame:
        """Return the months with how many wait in the last of them, if fewer or more come.

        Parameters
        ----------
        capacity, last
            As for :meth:`by_month`.

        Returns
        -------
        pandas.DataFrame
            As from :meth:`by_month`, with waiting_lower and waiting_upper [patients], missing in
            the months before. As many are treated; only who comes is uncertain.
        """
        found, ends = self.by_month(capacity, last), f"{last:%Y-%m}"
        even = replace(self, waiting={EVEN: self.waiting[EVEN]})
        for side in ("lower", "upper"):
            share = self.places[f"inflow_{side}"].astype(float)
            come = replace(even, arrivals=self.arrivals * share.fillna(1.0).to_numpy()[:, None])
            waiting = come.by_month(capacity, last)["waiting"].to_numpy()
            known = found.merge(self.places[_LIST].assign(known=share.notna()), on=_LIST)["known"]
            told = known.to_numpy(bool) & (found["period"] == ends).to_numpy()
            found[f"waiting_{side}"] = np.where(told, waiting, np.nan)
        return found

    def needed(self, limit: Floats, share: float, weeks: int) -> pd.DataFrame:
        """Return what to treat each week for a share to be within a limit after some weeks.

        Parameters
        ----------
        limit : array (lists)
            Longest wait within [days].
        share : float
            Share to be within after the last week.
        weeks : int
            Weeks to get there.

        Returns
        -------
        pandas.DataFrame
            A column for each way to place patients within their bands, a row a list.
        """
        (new, inside), ways = self._stacked(self.arrivals[:, :weeks], self.inside(limit))
        waiting = np.concatenate([*self.waiting.values()])
        found = capacity_for_share(waiting, new, inside, share, ways)
        return pd.DataFrame(
            dict(zip(self.waiting, np.split(found, len(self.waiting)), strict=True))
        )

    def within(self, limit: Floats) -> pd.DataFrame:
        """Return the share of the lists within a limit, as :meth:`needed` does."""
        shares, inside = {}, self.inside(limit)
        for name, each in self.waiting.items():
            total = each.sum(axis=1)
            shares[name] = np.divide(
                (each * inside).sum(axis=1), total, out=np.full_like(total, np.nan), where=total > 0
            )
        return pd.DataFrame(shares)


def _flows(
    weeks: list[Week], arrivals: Floats, first: NDArray[np.intp], days: int
) -> dict[str, Floats]:
    """Return inflow, treated and left by month, and how long those treated had waited."""
    lists = len(arrivals)
    gone = np.stack([week.treated[:lists] for week in weeks], axis=1)
    flows = {
        "inflow": arrivals[:, : len(weeks)],
        "treated": gone.sum(axis=2),
        "left": np.stack([week.left[:lists].sum(axis=1) for week in weeks], axis=1),
        "waited": gone @ _MIDDLE,
    }
    week = np.arange(days) // DAYS
    sums = {
        name: np.add.reduceat(each[:, week] / DAYS, first, axis=1) for name, each in flows.items()
    }
    waited, treated = sums.pop("waited"), sums["treated"]
    none = np.full_like(waited, np.nan)
    return sums | {"wait_days": np.divide(waited, treated, out=none, where=treated > 0)}


def read(model: pd.DataFrame, start: pd.DataFrame, weeks: pd.DataFrame) -> tuple[Lists, Floats]:
    """Return the lists of three result tables, and as many treated each week as lately.

    Parameters
    ----------
    model, start, weeks : pandas.DataFrame
        The tables waiting_model, waiting_start and waiting_weeks, none of them empty.
    """
    places = model.sort_values(_LIST, ignore_index=True)
    waiting = {name: np.zeros((len(places), AGES)) for name in PLACEMENTS}
    rows = start.merge(places[_LIST].reset_index(names="row"), on=_LIST)
    at = rows["row"].to_numpy(), rows["weeks"].to_numpy(int)
    for name, each in waiting.items():
        each[at] = rows[name]
    flows = weeks.sort_values([*_LIST, "day"])
    arrivals, lately = (
        flows[name].to_numpy(float).reshape(len(places), -1) for name in ("arrivals", "lately")
    )
    day = date.fromisoformat(str(places["start"].iloc[0]))
    return Lists(places, day, waiting, arrivals), lately
