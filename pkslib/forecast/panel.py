"""The history as the engine sees it: one matrix per set of series that end together.

A panel holds series of one resolution and one last period, a row each, the latest period in the
last column. A period before a series began, or left out on purpose, is NaN: the engine treats it
as unseen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.errors import InputError
from pkslib.forecast import faults
from pkslib.forecast.arrays import Flags, Floats, Names
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

    series: Names
    values: Floats
    labels: list[str]
    resolution: str
    step: int
    missing: Flags

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
        One for each resolution and last period.

    Raises
    ------
    InputError
        With every fault found: missing columns, no rows, bad periods, several resolutions in one
        series, duplicates, missing, negative or infinite values, gaps, series that are too short.
    """
    if fill not in FILLS:
        raise InputError(text("fill {fill}: choose none, zero or interpolate", fill=repr(fill)))
    rows = _rows(history)
    by_last = rows.groupby(["resolution", "step", "weekday", "last"], observed=True)
    found = [_panel(part) for _, part in by_last]
    faults.raise_all([*faults.gaps(found, fill), *faults.too_short(found)])
    return [_filled(panel, fill) for panel in found]


def _rows(history: pd.DataFrame) -> pd.DataFrame:
    """Return the checked rows with what each period is and when its series ends."""
    faults.raise_all(faults.shape(history))
    place, spelt = pd.factorize(history["period"].astype(str))
    labels, problems = faults.read_periods([str(label) for label in spelt])
    faults.raise_all(problems)
    kinds = [periods.resolution(label) for label in labels]
    rows = pd.DataFrame(
        {
            "series": pd.Categorical(history["series"].astype(str)),
            "period": pd.Categorical(np.array(labels, dtype=object)[place]),
            "value": pd.to_numeric(history["value"], errors="coerce").to_numpy(float),
            "resolution": pd.Categorical(kinds)[place],
            "ordinal": np.array([_ordinal(label) for label in labels])[place],
        }
    )
    faults.raise_all([*faults.values(rows), *faults.mixed(rows)])
    rows = _dated_weeks(rows)
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


def _dated_weeks(rows: pd.DataFrame) -> pd.DataFrame:
    """Read dates that come whole weeks apart, throughout a series, as weeks named by a date."""
    rows = rows.assign(step=1, weekday=0)
    daily = rows["resolution"] == "day"
    if not daily.any():
        return rows
    days = rows[daily].assign(weekday=lambda part: part["ordinal"] % 7)
    by_series = days.groupby("series", observed=True)["weekday"]
    alike = (by_series.transform("nunique") == 1) & (by_series.transform("size") > 1)
    weeks = days[alike].assign(step=7, ordinal=lambda part: part["ordinal"] // 7)
    weeks = weeks.assign(resolution="week")
    others = rows.drop(weeks.index).astype({"resolution": object})
    return pd.concat([others, weeks.astype({"resolution": object})])


def _panel(part: pd.DataFrame) -> Panel:
    """Return one panel of rows that end together."""
    kind, step = str(part["resolution"].iloc[0]), int(part["step"].iloc[0])
    codes, names = pd.factorize(part["series"].astype(object), sort=True)
    first, last = int(part["ordinal"].min()), int(part["ordinal"].max())
    values = np.full((len(names), last - first + 1), np.nan)
    values[codes, part["ordinal"].to_numpy() - first] = part["value"].to_numpy()
    earliest = str(part["period"].iloc[int(part["ordinal"].argmin())])
    labels = [ahead(earliest, step, count) for count in range(last - first + 1)]
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
