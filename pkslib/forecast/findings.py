"""What a history holds that should not pass for the ordinary, and what is done about it.

Every finding is a row with a kind and a treatment, so that figures can show it and the user can
overrule it by handing the row back with another treatment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast import design, inputs, season, shifts
from pkslib.forecast.arrays import Flags, Floats
from pkslib.forecast.faults import raise_all
from pkslib.forecast.panel import Panel

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
}
# And what is unless the user says otherwise.
TREATMENTS = ACTIVE | {"outlier": KEPT}
# A logarithm of nothing is no number: a period at less than this share of the mean counts as it.
_FLOOR = 0.02


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
    rows : pandas.DataFrame
        series, period, kind, treatment.
    """

    panel: Panel
    values: Floats
    usual: Floats
    shifts: Floats
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
    window = within(panel.labels, exclude) & ~np.isnan(panel.values)
    wishes = _wishes(panel, treatments)
    plain = _plain(panel, np.where(window, np.nan, panel.values))
    sizes, far = _shapes(panel, plain)
    found = {"pandemic": window, "outlier": far, "level shift": sizes != 0, "gap": panel.missing}
    act = {kind: found[kind] & (TREATMENTS[kind] != KEPT) for kind in found}
    for kind, row, place, treatment in wishes:
        act[kind][row, found[kind][row] if place is None else place] = treatment != KEPT
    asked = act["level shift"] & ~found["level shift"]
    sizes = np.where(asked, shifts.measured(plain, asked), sizes)
    values = np.where(act["outlier"], np.nan, panel.values)
    return Treated(
        panel,
        values,
        np.where(act["pandemic"], np.nan, values),
        np.where(act["level shift"], sizes, 0.0),
        _rows(panel, found, act),
    )


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
    logs = np.log(np.maximum(usual / np.where(mean > 0, mean, 1.0)[:, None], _FLOOR))
    if panel.resolution == "year":
        return logs
    starts = np.array([periods.start(label) for label in panel.labels], dtype="datetime64[D]")
    plain: Floats = logs - season.pattern(logs, design.seasonal(starts, panel.resolution))
    return plain


def _shapes(panel: Panel, plain: Floats) -> tuple[Floats, Flags]:
    """Return level shifts and outliers of the series without season; years are too few to tell."""
    if panel.resolution == "year":
        return np.zeros_like(plain), np.zeros(plain.shape, dtype=bool)
    # Zeros have no logarithm, and a unit that was empty no level to rescale.
    filled = np.where(panel.values > 0, plain, np.nan)
    sizes = shifts.level_shifts(filled, shifts.SHORTEST[panel.resolution])
    later = np.cumsum(sizes[:, ::-1], axis=1)[:, ::-1] - sizes
    return sizes, shifts.outliers(plain + later)


def _wishes(
    panel: Panel, treatments: pd.DataFrame | None
) -> list[tuple[str, int, int | None, str]]:
    """Return what the user says: kind, row, column (None: all that are found) and treatment."""
    if treatments is None:
        return []
    wishes = treatments[["series", "period", "kind", "treatment"]].fillna("").astype(str)
    raise_all(inputs.unknown_treatments(wishes, KEPT, ACTIVE))
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
