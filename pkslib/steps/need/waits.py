"""How the waiting lists move: the pace lately, the part in queue order, and the dated start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.methods.guarantee import share_range
from pkslib.methods.inputs import Floats
from pkslib.methods.waiting_list import (
    DAYS,
    EVEN,
    Part,
    likeliest,
    part_in_order,
    placed,
    weights,
)
from pkslib.tables.results.waiting import MEASURED, SET, TOGETHER, UNKNOWN

_LIST = ["need", "unit"]
_YEAR = 365
# No band of days is as long.
_OPEN = 10**6
# Lists on which a year of movement, and the queue order, can be measured.
_LEAST_DAYS, _LEAST_LISTS = 330, 6
# The part in queue order where nothing tells.
_HALF = Part(0.5, 0.0, 1.0)


@dataclass(frozen=True)
class Known:
    """What is known of one list.

    Attributes
    ----------
    bands : pandas.DataFrame
        as_of, days_from, days_to, patients, struck_off of all lists that were taken, in order.
    inflow : array (days)
        New patients each day from the day after the first list.
    leaving : float
        Share that leaves untreated each week.
    """

    bands: pd.DataFrame
    inflow: Floats
    leaving: float

    @cached_property
    def totals(self) -> pd.Series:
        """Patients waiting by days from the first list."""
        sums = self.bands.groupby("as_of")["patients"].sum()
        return sums.set_axis([_days(sums.index[0], day) for day in sums.index])

    def until(self, day: int) -> Known:
        """Return what was known so many days after the first list."""
        offset = self.bands["as_of"].map(lambda each: _days(self.bands["as_of"].iloc[0], each))
        return Known(self.bands[offset <= day], self.inflow, self.leaving)

    def treated(self) -> Floats:
        """Return how many were treated between one list and the next.

        Who came in and waits no longer has been treated, has left or was struck off; below none
        where the lists rose by more than came in.
        """
        totals = self.totals
        day, size = totals.index.to_numpy(), totals.to_numpy(float)
        came = np.diff(np.concatenate([[0.0], self.inflow.cumsum()])[day])
        weeks = np.diff(day) / DAYS
        left = self.leaving * ((size[:-1] + size[1:]) / 2 * weeks + came)
        struck = self.bands.groupby("as_of")["struck_off"].sum().to_numpy(float)[1:]
        return np.asarray(-np.diff(size) + came - left - struck)

    def pace(self) -> float | None:
        """Return how many have been treated each day over the last year, if lists tell."""
        day = self.totals.index.to_numpy()
        near = day >= day[-1] - _YEAR - DAYS
        if day[-1] - day[near][0] < _LEAST_DAYS:
            near = day >= 0
        span = day[-1] - day[near][0]
        return max(float(self.treated()[near[:-1]].sum()) / span, 0.0) if span else None

    def busiest(self, days: int) -> float:
        """Return the most treated each week between lists so far apart; boundless if none are."""
        day = self.totals.index.to_numpy()
        done = np.concatenate([[0.0], self.treated().cumsum()])
        first, last = np.meshgrid(np.arange(len(day)), np.arange(len(day)), indexing="ij")
        apart = day[last] - day[first]
        near = (apart >= days) & (apart > 0)
        if not near.any():
            return np.inf
        near &= apart < apart[near].min() + DAYS
        pace = (done[last] - done[first])[near] / apart[near]
        return float(max(pace.max(), 0.0) * DAYS)

    def latest(self, where: str = EVEN) -> Floats:
        """Return the latest list by weeks waited."""
        return _placed(self.bands[self.bands["as_of"] == self.bands["as_of"].max()], where)


def _days(first: str, day: str) -> int:
    return (date.fromisoformat(day) - date.fromisoformat(first)).days


def _edges(bands: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the first and last day of each band, the last missing where it is open."""
    ends = (bands[name].to_numpy(float, na_value=np.nan) for name in ("days_from", "days_to"))
    first, last = ends
    return first, last


def _placed(bands: pd.DataFrame, where: str = EVEN) -> Floats:
    return placed(*_edges(bands), bands["patients"].to_numpy(float), where)


def weekly(daily: Floats, weeks: int) -> Floats:
    """Return the sums of so many weeks; the last day's pace goes on where days run out."""
    days = np.append(daily, np.repeat(daily[-1:], max(weeks * DAYS - len(daily), 0)))
    return np.asarray(days[: weeks * DAYS].reshape(weeks, DAYS).sum(axis=1))


class Misfit(NamedTuple):
    """How badly each part in queue order explains a list, and how many numbers tell it."""

    parts: Floats
    freedom: int


def misfit(known: Known) -> Misfit | None:
    """Return how badly each part in queue order explains how the bands have moved.

    Parameters
    ----------
    known : Known
        Its lists with the bands of the latest count; with too few of them, or fewer than three
        bands, nothing is told.
    """
    edges = {
        str(as_of): tuple(np.concatenate(_edges(rows.sort_values("days_from"))).tolist())
        for as_of, rows in known.bands.fillna({"days_to": _OPEN}).groupby("as_of")
    }
    same = [as_of for as_of, each in edges.items() if each == edges[max(edges)]]
    alike = known.bands[known.bands["as_of"].isin(same)]
    seen = alike.pivot_table(index="as_of", columns="days_from", values="patients")
    if len(seen) < _LEAST_LISTS or seen.shape[1] < 3:
        return None
    first = _days(known.bands["as_of"].iloc[0], str(seen.index[0]))
    days = np.array([_days(str(seen.index[0]), str(day)) for day in seen.index[1:]])
    weeks = int(-(-days[-1] // DAYS))
    new, done = known.inflow[first:], _by_day(known)[first:]
    latest = alike[alike["as_of"] == seen.index[-1]].sort_values("days_from")
    found = part_in_order(
        _placed(alike[alike["as_of"] == seen.index[0]]), weekly(new, weeks), weekly(done, weeks),
        known.leaving, days, weights(*_edges(latest)), seen.to_numpy(float)[1:],
    )  # fmt: skip
    return Misfit(found, len(days) * (seen.shape[1] - 1) // 2)


def _by_day(known: Known) -> Floats:
    """Return how many were treated each day between the first list and the latest."""
    apart = np.diff(known.totals.index.to_numpy())
    return np.repeat(np.maximum(known.treated(), 0.0) / apart, apart)


def parts(told: Mapping[tuple[str, str], Misfit | None], chosen: float | None) -> pd.DataFrame:
    """Return the part of each list treated in queue order, and what it rests on.

    Parameters
    ----------
    told : mapping of (need, unit) to Misfit or None
        As from :func:`misfit`.
    chosen : float or None
        The part that the scenario sets; it overrides every measure.

    Returns
    -------
    pandas.DataFrame
        need, unit, in_order, in_order_lower, in_order_upper, in_order_source. A list that does
        not tell takes the part of all lists together.
    """
    known = [each for each in told.values() if each is not None]
    sums = Misfit(sum((each.parts for each in known), np.zeros(1)), sum(k.freedom for k in known))
    together = likeliest(*sums) if known else _HALF
    rows = []
    for place, each in told.items():
        own = likeliest(*each) if each is not None else _HALF
        if chosen is not None:
            found, source = Part(chosen, chosen, chosen), SET
        elif own.known:
            found, source = own, MEASURED
        else:
            found, source = (together, TOGETHER) if together.known else (_HALF, UNKNOWN)
        rows.append((*place, *found, source))
    columns = [*_LIST, "in_order", "in_order_lower", "in_order_upper", "in_order_source"]
    return pd.DataFrame(rows, columns=columns)


def lately(known: Known, days: int) -> Floats:
    """Return how many are treated each day from the latest list on, as many as lately.

    Parameters
    ----------
    known : Known
        The list; as many as come where lists do not tell how many have been treated.
    days : int
        Days ahead. The year's pace is that of the last one; its season is that of the inflow.
    """
    ahead = known.inflow[int(known.totals.index[-1]) :][:days]
    pace, usual = known.pace(), ahead[:_YEAR].mean() if len(ahead) else 0.0
    if pace is None:
        return ahead
    return pace * ahead / usual if usual > 0 else np.full(len(ahead), pace)


def bands_tell(latest: pd.DataFrame, rows: pd.DataFrame, limit: Floats) -> list[bool]:
    """Return of each list whether its bands tell who is within a limit.

    Parameters
    ----------
    latest : pandas.DataFrame
        Bands of the latest lists: need, unit, days_from, days_to, patients.
    rows : pandas.DataFrame
        need and unit of each list.
    limit : array (lists)
        Days; NaN where there is none.
    """
    found = []
    for need, unit, days in zip(rows["need"], rows["unit"], limit, strict=True):
        bands = latest[(latest["need"] == need) & (latest["unit"] == unit)]
        lower, upper = share_range(bands, 0.0 if np.isnan(days) else days)
        found.append(bool(lower == upper or np.isnan(lower) or np.isnan(days)))
    return found


def weeks_of(flows: list[Floats], weeks: int) -> Floats:
    """Return daily flows of lists as a row of weeks each."""
    return np.array([weekly(each, weeks) for each in flows]).reshape(len(flows), weeks)
