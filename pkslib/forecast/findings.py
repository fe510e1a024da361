"""What a history holds that should not pass for the ordinary, and what is done about it.

Every finding is a row with a kind and a treatment, so that figures can show it and the user can
overrule it by handing the row back with another treatment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast import design, faults, season, shifts
from pkslib.forecast.arrays import Flags, Floats
from pkslib.forecast.panel import Panel
from pkslib.methods import delivery

# Public Health Agency of Sweden: first community spread in March 2020; the last wave that moved
# care aside began to ebb after 2021.
PANDEMIC = ("2020-03", "2021-12")
KEPT = "kept"
# What is done with each kind when something is.
ACTIVE = {
    "pandemic": "left_out_of_season",
    "outlier": "left_out",
    "level shift": "rescaled",
    "gap": "filled",
    "closed": "forecast_none",
    "not_delivered": "left_out",
    "low": "until_lasting",
    "not_begun": "left_out",
}
# And what is unless the user says otherwise.
TREATMENTS = ACTIVE | {"outlier": KEPT}
# A series with too few outcomes is named among the marks, and not forecast.
TOO_SHORT = ("too_short", "not_forecast")


@dataclass(frozen=True)
class Treated:
    """A panel and what is done to it.

    Attributes
    ----------
    panel : Panel
        The history.
    values : numpy.ndarray
        What the level follows, shape (n, length); NaN where left out.
    usual : numpy.ndarray
        What shapes the season and counts as a back-test error, shape (n, length).
    shifts : numpy.ndarray
        Log size of each level shift in the first period of the new level, shape (n, length).
    nobody : numpy.ndarray
        Zeros before a series began and after it closed, shape (n, length).
    closed : numpy.ndarray
        Series that meet nobody any more, shape (n,).
    reach : numpy.ndarray
        Share of the level that a series kept in its last periods, when they are too few to be
        followed: the intervals reach down to it; else 1, shape (n,).
    rows : pandas.DataFrame
        series, period, kind, treatment.
    """

    panel: Panel
    values: Floats
    usual: Floats
    shifts: Floats
    nobody: Flags
    closed: Flags
    reach: Floats
    rows: pd.DataFrame

    def until(self, length: int) -> tuple[Floats, Floats]:
        """Return values and usual as known after so many periods, at their latest level.

        History before a level shift is multiplied by its size; before the end of the history,
        once the shift is old enough to have been found.
        """
        known = self.shifts[:, :length].copy()
        if length < self.shifts.shape[1]:
            wait = max(shifts.SHORTEST.get(self.panel.resolution, 1), shifts.LEAST)
            known[:, max(length - wait + 1, 0) :] = 0.0
        later = np.cumsum(known[:, ::-1], axis=1)[:, ::-1] - known
        factor = np.exp(later)
        return self.values[:, :length] * factor, self.usual[:, :length] * factor


def treated(
    panel: Panel, exclude: tuple[str, str] | None, treatments: pd.DataFrame | None = None
) -> Treated:
    """Find what is out of the ordinary in a panel, and treat it.

    Parameters
    ----------
    panel : Panel
        The history.
    exclude : tuple of (str, str) or None
        First and last period kept out of the season.
    treatments : pandas.DataFrame, optional
        series, period (empty: all of them), kind, treatment, which overrule those found.

    Returns
    -------
    Treated
    """
    wishes = _wishes(panel, treatments)
    window = within(panel.labels, exclude) & ~np.isnan(panel.values)
    found, zeros = _at_the_ends(panel)
    act = {kind: flags.copy() for kind, flags in found.items()}
    _overruled(act, found, wishes)
    values = panel.values.copy()
    nobody = np.zeros(values.shape, dtype=bool)
    for kind, run in zeros.items():
        nobody |= run & act[kind].any(axis=1, keepdims=True)
    values[nobody] = np.nan
    plain = _plain(panel, np.where(window, np.nan, values))
    sizes, far, late = _shapes(panel, values, plain)
    more = {"pandemic": window, "outlier": far, "level shift": sizes != 0,
            "gap": panel.missing, "low": late != 0}  # fmt: skip
    found["not_delivered"] = found["not_delivered"] | _half(panel, plain)
    found |= more
    act |= {kind: found[kind] & (TREATMENTS[kind] != KEPT) for kind in more}
    act["not_delivered"] = found["not_delivered"].copy()
    _overruled(act, found, wishes)
    asked = act["level shift"] & ~found["level shift"]
    sizes = np.where(asked, shifts.measured(plain, asked), sizes)
    out = act["outlier"] | act["low"] | act["not_delivered"]
    values = np.where(out, np.nan, values)
    return Treated(
        panel=panel,
        values=values,
        usual=np.where(act["pandemic"], np.nan, values),
        shifts=np.where(act["level shift"], sizes, 0.0),
        nobody=nobody,
        closed=np.asarray(act["closed"].any(axis=1)),
        reach=np.exp(np.where(act["low"], late, 0.0).min(axis=1)),
        rows=_rows(panel, found, act),
    )


def _overruled(
    act: dict[str, Flags], found: dict[str, Flags], wishes: list[tuple[str, int, int | None, str]]
) -> None:
    """Set what is done with a finding where the user says so."""
    for kind, row, place, treatment in wishes:
        if kind in act:
            act[kind][row, found[kind][row] if place is None else place] = treatment != KEPT


def _at_the_ends(panel: Panel) -> tuple[dict[str, Flags], dict[str, Flags]]:
    """Return where closing and beginning are marked, and all the zeros that they stand for."""
    told = delivery.ends(panel.values, panel.season)
    begun = delivery.not_begun(panel.values, panel.season)
    first = told.closed & (np.cumsum(told.closed, axis=1) == 1)
    leading = begun & (np.cumsum(begun, axis=1) == 1)
    found = {"closed": first, "not_begun": leading, "not_delivered": told.undelivered}
    return found, {"closed": told.closed, "not_begun": begun}


def _half(panel: Panel, plain: Floats) -> Flags:
    """Return the periods in which the whole table was half delivered; zeros at its end are told."""
    found = np.zeros(panel.values.shape, dtype=bool)
    if panel.resolution in ("quarter", "month"):
        found |= delivery.half_delivered(plain) & ~np.isnan(panel.values)
        found[:, -1] &= panel.values[:, -1] > 0
    return found


def within(labels: list[str], exclude: tuple[str, str] | None) -> Flags:
    """Return which periods have more than half of their days in a window.

    Examples
    --------
    >>> within(["2019", "2020", "2021-Q4", "2020-02"], ("2020-03", "2021-12")).tolist()
    [False, True, True, False]
    """
    if exclude is None:
        return np.zeros(len(labels), dtype=bool)
    first, last = periods.start(exclude[0]), periods.end(exclude[1])
    shared = [
        (min(periods.end(label), last) - max(periods.start(label), first)).days + 1
        for label in labels
    ]
    return np.array(
        [2 * days > periods.days(label) for days, label in zip(shared, labels, strict=True)]
    )


def _plain(panel: Panel, usual: Floats) -> Floats:
    """Return the logarithms of every series without its season."""
    seen = ~np.isnan(usual)
    mean = np.where(seen, usual, 0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    logs = np.log(np.maximum(usual / np.where(mean > 0, mean, 1.0)[:, None], delivery.FLOOR))
    if panel.resolution == "year":
        return logs
    starts = np.array([periods.start(label) for label in panel.labels], dtype="datetime64[D]")
    plain: Floats = logs - season.pattern(logs, design.seasonal(starts, panel.resolution))
    return plain


def _shapes(panel: Panel, values: Floats, plain: Floats) -> tuple[Floats, Flags, Floats]:
    """Return level shifts, outliers and late falls of the series without season.

    Years are too few to tell.
    """
    if panel.resolution == "year":
        nothing = np.zeros_like(plain)
        return nothing, nothing != 0, nothing
    least = shifts.SHORTEST[panel.resolution]
    # Zeros have no logarithm, and a unit that was empty no level to rescale.
    filled = np.where(values > 0, plain, np.nan)
    sizes = shifts.level_shifts(filled, least)
    later = np.cumsum(sizes[:, ::-1], axis=1)[:, ::-1] - sizes
    # A single day moves no level, and the last one may be a holiday.
    late = shifts.low(filled + later) * (panel.resolution != "day")
    # Where nobody comes in most periods there is no usual to be far from.
    usual = 2 * (values > 0).sum(axis=1, keepdims=True) >= (~np.isnan(values)).sum(1, keepdims=True)
    return sizes, shifts.outliers(plain + later) & usual, late


def _wishes(
    panel: Panel, treatments: pd.DataFrame | None
) -> list[tuple[str, int, int | None, str]]:
    """Return what the user says: kind, row, column (None: all that are found) and treatment."""
    if treatments is None:
        return []
    wishes = treatments[["series", "period", "kind", "treatment"]].fillna("").astype(str)
    faults.raise_all(faults.unknown_treatments(wishes, KEPT, ACTIVE))
    rows = {name: row for row, name in enumerate(panel.series)}
    columns: dict[str, int | None] = {label: at for at, label in enumerate(panel.labels)}
    columns[""] = None
    return [
        (kind, rows[series], columns[period], treatment)
        for series, period, kind, treatment in wishes.to_numpy()
        if series in rows and period in columns
    ]


def _rows(panel: Panel, found: dict[str, Flags], act: dict[str, Flags]) -> pd.DataFrame:
    """Return every finding as a row, sorted by series and period."""
    kinds = list(found)
    shown = np.stack([found[kind] | act[kind] for kind in kinds], axis=-1)
    row, column, place = np.nonzero(shown)
    active = np.stack([act[kind] for kind in kinds], axis=-1)[row, column, place]
    names = np.array(kinds, dtype=object)[place]
    treatment = np.array([ACTIVE[kind] for kind in kinds], dtype=object)[place]
    return pd.DataFrame(
        {
            "series": panel.series[row],
            "period": np.array(panel.labels, dtype=object)[column],
            "kind": names,
            "treatment": np.where(active, treatment, KEPT),
        }
    )
