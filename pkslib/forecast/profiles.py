"""Profiles that break a month into days and a day into hours.

The weekday profile says how much of an average day each weekday gets, holidays a class of their
own; the hour profile how a weekday's patients fall over its hours. Parts always equal the whole.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast.arrays import Whole
from pkslib.forecast.calendar import holidays
from pkslib.forecast.panel import panels
from pkslib.language import text

HOLIDAY = 0
# So many average days are mixed into each class, so that a holiday seen once is not believed.
_PRIOR_DAYS = 4.0


def weekday_profile(history: pd.DataFrame, *, country: str = "SE") -> pd.DataFrame:
    """Return what each weekday gets of an average day.

    Parameters
    ----------
    history : pandas.DataFrame
        Columns series, period [day, ``2027-03-31``] and value; days may be missing.
    country : str
        Country of the holidays.

    Returns
    -------
    pandas.DataFrame
        Columns series, day (1 Monday to 7 Sunday, 0 public holiday) and weight [average days].

    Raises
    ------
    InputError
        For a faulty history, or one not daily.
    """
    rows = []
    for panel in panels(history, "none"):
        if panel.resolution != "day":
            raise InputError(text("weekday profile: the history must be daily"))
        kinds = day_kinds(panel.labels, country)
        average = np.nanmean(panel.values, axis=1)
        for kind in range(8):
            days = panel.values[:, kinds == kind]
            count = (~np.isnan(days)).sum(axis=1)
            total = np.nansum(days, axis=1) + _PRIOR_DAYS * average
            mean = total / (count + _PRIOR_DAYS)
            weight = np.where(average > 0, mean / np.where(average > 0, average, 1.0), 1.0)
            rows.append(pd.DataFrame({"series": panel.series, "day": kind, "weight": weight}))
    found = pd.concat(rows, ignore_index=True)
    return found.sort_values(["series", "day"], kind="stable", ignore_index=True)


def day_kinds(labels: list[str], country: str) -> Whole:
    """Return the class of each day: 1 Monday to 7 Sunday, 0 public holiday.

    Examples
    --------
    >>> day_kinds(["2027-05-05", "2027-05-06", "2027-05-09"], "SE").tolist()
    [3, 0, 7]
    """
    days = np.array(labels, dtype="datetime64[D]")
    free = holidays(int(min(labels)[:4]), int(max(labels)[:4]), country)
    weekday = (days.astype(np.int64) + 3) % 7 + 1
    return np.where(np.isin(days, free), HOLIDAY, weekday)


def by_day(forecast: pd.DataFrame, profile: pd.DataFrame, *, country: str = "SE") -> pd.DataFrame:
    """Break a forecast into days.

    Parameters
    ----------
    forecast : pandas.DataFrame
        Columns series, period [week, month, quarter or year] and mean.
    profile : pandas.DataFrame
        As from :func:`weekday_profile`, for every series.
    country : str
        Country of the holidays.

    Returns
    -------
    pandas.DataFrame
        Columns series, period [day] and mean, adding up to the forecast.

    Raises
    ------
    InputError
        When a series has no profile.
    """
    lacking = sorted(set(forecast["series"]) - set(profile["series"]))
    if lacking:
        raise InputError(text("no weekday profile for {series}", series=", ".join(lacking)))
    days = pd.DataFrame(
        [(label, day) for label in forecast["period"].unique() for day in _days_of(label)],
        columns=["whole", "period"],
    )
    days["day"] = day_kinds(days["period"].tolist(), country)
    rows = forecast[["series", "period", "mean"]].rename(columns={"period": "whole"})
    rows = rows.merge(days, on="whole").merge(profile, on=["series", "day"])
    total = rows.groupby(["series", "whole"])["weight"].transform("sum")
    rows["mean"] *= rows["weight"] / total
    found = rows[["series", "period", "mean"]]
    return found.sort_values(["series", "period"], kind="stable", ignore_index=True)


def _days_of(label: str) -> list[str]:
    """Return the days of a period."""
    first = periods.start(label)
    return [str(first + timedelta(days=step)) for step in range(periods.days(label))]


def hour_profile(arrivals: pd.DataFrame) -> pd.DataFrame:
    """Return how the patients of each weekday fall over its hours.

    Parameters
    ----------
    arrivals : pandas.DataFrame
        Columns series, day (as in :func:`weekday_profile`), hour (0 to 23) and value [patients].

    Returns
    -------
    pandas.DataFrame
        Columns series, day, hour and share, adding up to one over the hours of a day; even over
        the hours where a day has no patients.

    Examples
    --------
    >>> seen = pd.DataFrame({"series": "a", "day": 1, "hour": [8, 9], "value": [1, 3]})
    >>> hour_profile(seen)["share"].tolist()
    [0.25, 0.75]
    """
    counts = arrivals.groupby(["series", "day", "hour"], as_index=False)["value"].sum()
    by_day_of = counts.groupby(["series", "day"])["value"]
    total, hours = by_day_of.transform("sum"), by_day_of.transform("size")
    share = (counts["value"] / total.where(total > 0)).fillna(1 / hours)
    return pd.DataFrame(counts.assign(share=share), columns=["series", "day", "hour", "share"])
