"""The history as the engine sees it: one matrix per set of series that end together.

A panel holds series of one resolution and one last period, a row each, the latest period in the
last column. A period before a series began, not reported, or left out on purpose, is NaN: the
engine treats it as unseen. Days that a series never has, such as Saturdays and Sundays, are no
gaps: it goes from one open day to the next. Dates a week apart are weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import faults
from pkslib.forecast.arrays import Flags, Floats, Names
from pkslib.language import text

FILLS = (None, "none", "zero", "interpolate")
EVERY_DAY = "1111111"
_UNREPORTED = ("", "..")
# Ordinal of 1970-01-01, and what each weekday from Monday is in a mask of seven bits.
_EPOCH = 719163
_BITS = 2 ** np.arange(6, -1, -1)


@dataclass(frozen=True)
class Panel:
    """Series of one resolution with one last period.

    Attributes
    ----------
    series : numpy.ndarray
        Names, sorted, shape (n,).
    values : numpy.ndarray
        Outcomes, shape (n, length); NaN where there is none.
    labels : list of str
        Period labels of the columns.
    resolution : str
        ``year``, ``quarter``, ``month``, ``week`` or ``day``.
    open : str
        Weekdays that have a period where the labels are dates, ``1111100`` for Monday to Friday;
        a single one for weeks named by a date.
    missing : numpy.ndarray
        Where nothing was reported, shape (n, length).
    """

    series: Names
    values: Floats
    labels: list[str]
    resolution: str
    open: str
    missing: Flags

    @property
    def season(self) -> int:
        """Number of periods in one turn of the season [periods]."""
        if self.resolution == "day":
            return self.open.count("1")
        return periods.season(self.resolution)

    def future(self, horizon: int) -> list[str]:
        """Return the labels of the next periods."""
        return [ahead(self.labels[-1], self.open, count) for count in range(1, horizon + 1)]

    def only(self, rows: Flags) -> Panel:
        """Return the panel of some series, shape (n,)."""
        return replace(
            self, series=self.series[rows], values=self.values[rows], missing=self.missing[rows]
        )


def ahead(label: str, weekdays: str, count: int) -> str:
    """Return the label so many periods later; dates go from one open weekday to the next.

    Examples
    --------
    >>> ahead("2027-03-28", "0000001", 2), ahead("2027-12", EVERY_DAY, 1)
    ('2027-04-11', '2028-01')
    >>> ahead("2027-03-26", "1111100", 1)
    '2027-03-29'
    """
    if weekdays == EVERY_DAY:
        return periods.shift(label, count)
    return str(np.busday_offset(np.datetime64(label), count, weekmask=weekdays))


def panels(history: pd.DataFrame, fill: str | None = None) -> list[Panel]:
    """Check a history and lay it out as panels.

    Parameters
    ----------
    history : pandas.DataFrame
        Columns series, period [label as in :mod:`pkslib.periods`, or weeks named by a date] and
        value [any unit, 0 or more]; rows in any order.
    fill : {None, "none", "zero", "interpolate"}
        What to do with periods not reported inside a series: leave them out (None, none), count
        them as zero, or draw a straight line.

    Returns
    -------
    list of Panel
        One for each resolution, calendar of weekdays and last period; without the series that
        have too few outcomes for any forecast.

    Raises
    ------
    InputError
        With every fault found: missing columns, no rows, bad periods, several resolutions in one
        series, duplicates, what is no number, negative or infinite values; or every series is too
        short.
    """
    if fill not in FILLS:
        raise InputError(text("fill {fill}: choose none, zero or interpolate", fill=repr(fill)))
    found = [_filled(panel, fill) for panel in _laid_out(history)]
    long = [panel.only(~_too_short(panel)) for panel in found if not _too_short(panel).all()]
    if not long:
        faults.raise_all(
            faults.too_short(name, values, periods.FEWEST[panel.resolution])
            for panel in found
            for name, values in zip(panel.series, panel.values, strict=True)
        )
    return long


def suffices(history: pd.DataFrame) -> bool:
    """Tell whether any series of a history has outcomes enough for a forecast.

    Parameters
    ----------
    history : pandas.DataFrame
        As for :func:`panels`; it may be empty.

    Returns
    -------
    bool

    Examples
    --------
    >>> months = [f"2026-{month:02d}" for month in range(1, 7)]
    >>> rows = pd.DataFrame({"series": "a", "period": months, "value": 5.0})
    >>> suffices(rows), suffices(rows.tail(5)), suffices(rows.head(0))
    (True, False, False)
    """
    return not history.empty and any(not _too_short(panel).all() for panel in _laid_out(history))


def _laid_out(history: pd.DataFrame) -> list[Panel]:
    by_last = _rows(history).groupby(["resolution", "open", "last"], observed=True)
    return [_panel(part) for _, part in by_last]


def _too_short(panel: Panel) -> Flags:
    """Return the series with too few outcomes for any forecast, shape (n,)."""
    short: Flags = (~np.isnan(panel.values)).sum(axis=1) < periods.FEWEST[panel.resolution]
    return short


def _rows(history: pd.DataFrame) -> pd.DataFrame:
    """Return the checked rows with what each period is and when its series ends."""
    faults.raise_all(faults.shape(history))
    place, spelt = pd.factorize(history["period"].astype(str))
    labels, problems = faults.read_periods([str(label) for label in spelt])
    faults.raise_all(problems)
    written = history["value"]
    value = pd.to_numeric(written, errors="coerce")
    unreported = written.isna() | written.astype(str).str.strip().isin(_UNREPORTED)
    kinds = [periods.resolution(label) for label in labels]
    rows = pd.DataFrame(
        {
            "series": pd.Categorical(history["series"].astype(str)),
            "period": pd.Categorical(np.array(labels, dtype=object)[place]),
            "value": value.to_numpy(float),
            "resolution": pd.Categorical(kinds)[place],
            "ordinal": np.array([_ordinal(label) for label in labels])[place],
            "unread": (value.isna() & ~unreported).to_numpy(),
            "open": EVERY_DAY,
        }
    )
    faults.raise_all([*faults.values(rows), *faults.mixed(rows)])
    rows = _open_days(rows)
    last = rows.groupby("series", observed=True)["ordinal"].transform("max")
    return rows.assign(last=last)


def _ordinal(label: str) -> int:
    """Return the number of a period on the line of all periods of its resolution."""
    day = periods.start(label)
    kind = periods.resolution(label)
    if kind in ("day", "week"):
        return day.toordinal() if kind == "day" else day.toordinal() // 7
    per_year = periods.season(kind)
    return day.year * per_year + (day.month - 1) * per_year // 12


def _open_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, days numbered without the weekdays that their series never has.

    With a single weekday left they are weeks.
    """
    daily = rows["resolution"] == "day"
    if not daily.any():
        return rows
    weekday = (rows["ordinal"] - 1) % 7
    known = daily & rows["value"].notna()
    seen = pd.crosstab(rows.loc[known, "series"], weekday[known]).reindex(columns=range(7))
    enough = seen.sum(axis=1) > 1
    bits = pd.Series((seen > 0).to_numpy() @ _BITS, seen.index).where(enough, _BITS.sum())
    mask = rows["series"].astype(object).map(bits).fillna(_BITS.sum()).astype(int)
    apart = daily & (mask != _BITS.sum())
    if not apart.any():
        return rows
    kept = apart & ((mask.to_numpy() & _BITS[weekday % 7]) > 0)
    days = rows[kept].assign(open=[f"{one:07b}" for one in mask[kept]])
    for one, part in days.groupby("open"):
        dates = np.array(part["ordinal"] - _EPOCH, dtype="datetime64[D]")
        days.loc[part.index, "ordinal"] = np.busday_count("0001-01-01", dates, weekmask=one)
    week = days["open"].str.count("1") == 1
    named = days.assign(resolution=np.where(week, "week", "day"))
    numbered: pd.DataFrame = pd.concat([rows[~apart].astype({"resolution": object}), named])
    return numbered


def _panel(part: pd.DataFrame) -> Panel:
    """Return one panel of rows that end together."""
    kind, weekdays = str(part["resolution"].iloc[0]), str(part["open"].iloc[0])
    codes, names = pd.factorize(part["series"].astype(object), sort=True)
    first, last = int(part["ordinal"].min()), int(part["ordinal"].max())
    values = np.full((len(names), last - first + 1), np.nan)
    values[codes, part["ordinal"].to_numpy() - first] = part["value"].to_numpy()
    earliest = str(part["period"].iloc[int(part["ordinal"].argmin())])
    labels = [ahead(earliest, weekdays, count) for count in range(last - first + 1)]
    begun = np.cumsum(~np.isnan(values), axis=1) > 0
    return Panel(
        np.asarray(names, dtype=object), values, labels, kind, weekdays, begun & np.isnan(values)
    )


def _filled(panel: Panel, fill: str | None) -> Panel:
    """Return the panel with its gaps filled as chosen."""
    values = panel.values.copy()
    if fill == "zero":
        values[panel.missing] = 0.0
    if fill == "interpolate":
        columns = np.arange(values.shape[1])
        for row in np.flatnonzero(panel.missing.any(axis=1)):
            seen = ~np.isnan(values[row])
            gap = panel.missing[row]
            values[row, gap] = np.interp(columns[gap], columns[seen], values[row, seen])
    return replace(panel, values=values)
