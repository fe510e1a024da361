"""The tactical level: weeks, weekdays and hours, by profile."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pkslib import periods
from pkslib.forecast import profiles
from pkslib.forecast.sums import summed

_DAYS = range(8)
_MONDAY, _FRIDAY, _SUNDAY, _HOLIDAY = 1, 5, 7, profiles.HOLIDAY


def weekday_profile(tables: Mapping[str, pd.DataFrame], history: pd.DataFrame) -> pd.DataFrame:
    """Return what each weekday gets of an average day, from the best source there is.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        needs with their flow, and arrivals where there are any.
    history : pandas.DataFrame
        series, period, value.

    Returns
    -------
    pandas.DataFrame
        series, day (1 Monday to 7 Sunday, 0 public holiday), weight [average days] and source: a
        daily ``history``, ``arrivals`` counted by weekday (a holiday is as a Sunday), else the
        calendar: elective care on ``working_days`` alone, acute care ``every_day`` alike.
    """
    series = sorted(history["series"].unique())
    if periods.only_resolution(history["period"]) == "day":
        return profiles.weekday_profile(history).assign(source="history")
    counted = _counted(tables.get("arrivals", pd.DataFrame()))
    flows = tables.get("needs", pd.DataFrame())
    elective = set(flows.loc[flows["flow"] == "elective", "need"]) if "flow" in flows else set()
    known = set(counted["series"])
    parts = [_from_calendar(name, working=name in elective) for name in series if name not in known]
    found = pd.concat([counted[counted["series"].isin(series)], *parts], ignore_index=True)
    return found.astype({"weight": float})


def _counted(arrivals: pd.DataFrame) -> pd.DataFrame:
    """Return the profile of needs whose arrivals are counted by weekday."""
    if arrivals.empty:
        return pd.DataFrame(columns=["series", "day", "weight", "source"])
    wide = arrivals.pivot_table(
        index="need", columns="weekday", values="patients", aggfunc="sum", fill_value=0.0
    ).reindex(columns=range(_MONDAY, _SUNDAY + 1), fill_value=0.0)
    wide = wide[wide.sum(axis=1) > 0]
    weights = wide.div(wide.mean(axis=1), axis=0).assign(**{"0": wide[_SUNDAY] / wide.mean(axis=1)})
    long = weights.rename(columns=int).rename_axis("series").reset_index()
    rows = long.melt("series", var_name="day", value_name="weight")
    return rows.assign(source="arrivals").sort_values(["series", "day"], ignore_index=True)


def _from_calendar(series: str, *, working: bool) -> pd.DataFrame:
    """Return the profile of a need about whose days nothing is known."""
    open_days = range(_MONDAY, _FRIDAY + 1) if working else _DAYS
    weights = [7 / 5 if working and day in open_days else float(day in open_days) for day in _DAYS]
    source = "working_days" if working else "every_day"
    return pd.DataFrame({"series": series, "day": _DAYS, "weight": weights, "source": source})


def hour_profile(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return how the patients of each weekday fall over its hours, where that is counted.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        arrivals (need, weekday, hour, patients), where there are any.

    Returns
    -------
    pandas.DataFrame
        series, day, hour and share; holidays as Sundays.
    """
    arrivals = tables.get("arrivals", pd.DataFrame())
    if arrivals.empty:
        return pd.DataFrame(columns=["series", "day", "hour", "share"])
    counts = arrivals.rename(columns={"need": "series", "weekday": "day", "patients": "value"})
    sundays = counts[counts["day"] == _SUNDAY].assign(day=_HOLIDAY)
    return profiles.hour_profile(pd.concat([counts, sundays], ignore_index=True))


def weeks(forecast: pd.DataFrame, profile: pd.DataFrame) -> pd.DataFrame:
    """Return the forecast by week, which adds up to that by period, with intervals of its own.

    Parameters
    ----------
    forecast : pandas.DataFrame
        series, period, mean and bounds [patients].
    profile : pandas.DataFrame
        As from :func:`weekday_profile`.

    Returns
    -------
    pandas.DataFrame
        series, period [week], days (of the week that the forecast covers), mean and bounds as
        from :func:`pkslib.forecast.sums.summed` [patients].

    Examples
    --------
    190 patients on the 20 working days of May 2027; Ascension Day falls in the second week:

    >>> month = pd.DataFrame({"series": "a", "period": ["2027-05"], "mean": [190.0]})
    >>> found = weeks(month, _from_calendar("a", working=True))
    >>> found[["period", "days", "mean"]].round(9).to_numpy()[:3].tolist()
    [['2027-W17', 2, 0.0], ['2027-W18', 7, 38.0], ['2027-W19', 7, 47.5]]
    """
    kind = periods.only_resolution(forecast["period"])
    known = forecast[["series", "period", *_numbers(forecast)]]
    if kind == "week":
        return known.assign(days=7)
    days = forecast if kind == "day" else profiles.by_day(forecast, profile)
    labels = days["period"].unique()
    starts = {label: periods.start(label) for label in labels}
    week, whole = (
        days["period"].map({label: periods.label_of(starts[label], one) for label in labels})
        for one in ("week", kind)
    )
    parts = days[["series"]].assign(week=week, period=whole, patients=days["mean"])
    by_piece = parts.groupby(["series", "week", "period"])["patients"]
    pieces = by_piece.agg(days="size", patients="sum").reset_index().merge(known)
    pieces["share"] = (pieces["patients"] / pieces["mean"]).where(pieces["mean"] > 0, 0.0)
    found = summed(pieces, ["series", "week"])
    counted = pieces.groupby(["series", "week"])["days"].sum().to_numpy()
    return found.assign(days=counted).rename(columns={"week": "period"})


def _numbers(forecast: pd.DataFrame) -> list[str]:
    """Return the columns of mean and bounds."""
    names = [str(name) for name in forecast]
    return [name for name in names if name.startswith(("mean", "lower_", "upper_"))]
