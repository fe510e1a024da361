"""The history as the engine sees it: one matrix per set of series that end together.

A panel holds series of one resolution and one last period, a row each, the latest period in the
last column. A period before a series began, or left out on purpose, is NaN: the engine treats it
as unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import faults
from pkslib.language import text

FILLS = (None, "none", "zero", "interpolate")


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
    step : int
        Days between the labels where they are dates: 7 for weeks named by a date, else 1.
    missing : numpy.ndarray
        Where a gap was filled or left out, shape (n, length).
    """

    series: np.ndarray
    values: np.ndarray
    labels: list[str]
    resolution: str
    step: int
    missing: np.ndarray

    @property
    def season(self) -> int:
        """Number of periods in one turn of the season [periods]."""
        return periods.season(self.resolution)

    def future(self, horizon: int) -> list[str]:
        """Return the labels of the next periods."""
        return [ahead(self.labels[-1], self.step, count) for count in range(1, horizon + 1)]


def ahead(label: str, step: int, count: int) -> str:
    """Return the label so many periods later; dated weeks go seven days at a time.

    Examples
    --------
    >>> ahead("2027-03-28", 7, 2), ahead("2027-12", 1, 1)
    ('2027-04-11', '2028-01')
    """
    if step == 1:
        return periods.shift(label, count)
    return str(date.fromisoformat(label) + timedelta(days=step * count))


def panels(history: pd.DataFrame, fill: str | None = None) -> list[Panel]:
    """Check a history and lay it out as panels.

    Parameters
    ----------
    history : pandas.DataFrame
        Columns series, period [label as in :mod:`pkslib.periods`, or weeks named by a date] and
        value [any unit, 0 or more]; rows in any order.
    fill : {None, "none", "zero", "interpolate"}
        What to do with periods missing inside a series: refuse (None), leave them out, count
        them as zero, or draw a straight line.

    Returns
    -------
    list of Panel
        Finest resolution first, then by last period.

    Raises
    ------
    InputError
        With every fault found: missing columns, no rows, bad periods, several resolutions in one
        series, duplicates, missing, negative or infinite values, gaps, series that are too short.
    """
    if fill not in FILLS:
        raise InputError(text("fill {fill}: choose none, zero or interpolate", fill=repr(fill)))
    rows = _rows(history)
    found = list(_laid_out(rows))
    faults.raise_all([*faults.gaps(found, fill), *faults.too_short(found)])
    return [_filled(panel, fill) for panel in found]


def _rows(history: pd.DataFrame) -> pd.DataFrame:
    """Return the checked rows with series as text, period canonical, ordinal and resolution."""
    faults.raise_all(faults.shape(history))
    codes, labels = pd.factorize(history["period"].astype(str))
    known, problems = faults.read_periods(labels)
    faults.raise_all(problems)
    rows = pd.DataFrame(
        {
            "series": history["series"].astype(str).to_numpy(),
            "period": np.asarray(known, dtype=object)[codes],
            "value": pd.to_numeric(history["value"], errors="coerce").to_numpy(float),
        }
    )
    faults.raise_all(faults.values(rows))
    kinds = np.array([periods.resolution(label) for label in known], dtype=object)
    ordinals = np.array([_ordinal(label) for label in known])
    rows = rows.assign(resolution=kinds[codes], ordinal=ordinals[codes])
    faults.raise_all(faults.mixed(rows))
    return _dated_weeks(rows).sort_values(["series", "ordinal"], kind="stable")


def _ordinal(label: str) -> int:
    """Return the number of a period on the line of all periods of its resolution."""
    day = periods.start(label)
    kind = periods.resolution(label)
    if kind in ("day", "week"):
        return day.toordinal() if kind == "day" else day.toordinal() // 7
    per_year = periods.season(kind)
    return day.year * per_year + (day.month - 1) * per_year // 12


def _dated_weeks(rows: pd.DataFrame) -> pd.DataFrame:
    """Read dates that come seven days apart, in every daily series, as weeks named by a date."""
    rows = rows.assign(step=1)
    daily = rows["resolution"] == "day"
    if daily.any():
        days = rows[daily]
        remainder = days.groupby("series")["ordinal"].transform(lambda dates: dates % 7)
        alike = remainder.groupby(days["series"]).transform("nunique") == 1
        several = days.groupby("series")["ordinal"].transform("size") > 1
        weekly = daily.copy()
        weekly[daily] = alike & several
        rows.loc[weekly, "ordinal"] //= 7
        rows.loc[weekly, "step"] = 7
        rows.loc[weekly, "resolution"] = "week"
    return rows


def _laid_out(rows: pd.DataFrame) -> Iterator[Panel]:
    """Yield a panel for each resolution and last period."""
    by_series = rows.groupby("series", sort=False)
    last = by_series["ordinal"].transform("max")
    weekday = np.where(rows["step"] == 7, rows["period"].map(_weekday), -1)
    keys = rows.assign(last=last, weekday=weekday)
    for (kind, step, _, _), part in keys.groupby(["resolution", "step", "weekday", "last"]):
        yield _panel(part, str(kind), int(step))


def _weekday(label: str) -> int:
    return date.fromisoformat(label).weekday() if len(label) == 10 else -1


def _panel(part: pd.DataFrame, kind: str, step: int) -> Panel:
    """Return one panel of rows that end together."""
    codes, names = pd.factorize(part["series"], sort=True)
    first, last = int(part["ordinal"].min()), int(part["ordinal"].max())
    values = np.full((len(names), last - first + 1), np.nan)
    values[codes, part["ordinal"].to_numpy() - first] = part["value"].to_numpy()
    earliest = part.loc[part["ordinal"].idxmin(), "period"]
    labels = [ahead(str(earliest), step, count) for count in range(last - first + 1)]
    begun = np.cumsum(~np.isnan(values), axis=1) > 0
    return Panel(
        np.asarray(names, dtype=object), values, labels, kind, step, begun & np.isnan(values)
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
    return Panel(panel.series, values, panel.labels, panel.resolution, panel.step, panel.missing)
