"""From a panel to forecasts with errors: rolling back-test, choice, combination.

The same fit is made at the end of the history and at up to four earlier origins, a season apart.
What it then missed by chooses among the candidates for the group as a whole (the three best,
averaged), and measures the uncertainty. A history too short for that takes a fixed combination.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pkslib import periods
from pkslib.forecast import design
from pkslib.forecast.candidates import Candidates, candidates
from pkslib.forecast.panel import Panel
from pkslib.language import mark

POOLED = mark("pooled")
SHORT = mark("short")
INTERMITTENT = mark("intermittent")
CONSTANT = mark("constant")
ZERO = mark("zero")
_ORIGINS = 4
_BEST = 3
# Seasons of history an origin must have, and the history below which no choice is made.
_TRAINING = 2.5
_DEFAULT = ("add mix", "log mix")
# With more than this share of empty periods a series counts as intermittent.
_EMPTY = 0.5


@dataclass(frozen=True)
class Fitted:
    """Forecasts of one panel and what the back-test says about them.

    Attributes
    ----------
    panel : Panel
        The history.
    labels : list of str
        Forecast periods.
    mean : numpy.ndarray
        Shape (n, horizon) [unit of the series].
    scale : numpy.ndarray
        Recent mean absolute one-step error, shape (n,) [unit of the series].
    errors : numpy.ndarray
        Outcome − forecast at the back-test origins, latest first, shape (origins, n, horizon);
        NaN where there is no outcome to compare with.
    scales : numpy.ndarray
        Scale at each origin, shape (origins, n).
    methods : numpy.ndarray
        Method of each series, shape (n,).
    origins : list of int
        How many periods before the end each origin stands.
    """

    panel: Panel
    labels: list[str]
    mean: np.ndarray
    scale: np.ndarray
    errors: np.ndarray
    scales: np.ndarray
    methods: np.ndarray
    origins: list[int]

    @property
    def certain(self) -> np.ndarray:
        """Series that never vary, whose uncertainty cannot be judged, shape (n,)."""
        return np.isin(self.methods, (ZERO, CONSTANT))


def fitted(panel: Panel, usual: np.ndarray, horizon: int) -> Fitted:
    """Fit a panel.

    Parameters
    ----------
    panel : Panel
        Its values are what the level follows.
    usual : numpy.ndarray
        Values with NaN where a period must not shape the season nor count as an error,
        shape (n, length).
    horizon : int
        Periods ahead.
    """
    labels = panel.future(horizon)
    starts = np.array(
        [periods.start(label) for label in [*panel.labels, *labels]], dtype="datetime64[D]"
    )
    whole = design.seasonal(starts, panel.resolution)
    kinds = _kinds(panel)
    turn = max(panel.season, 1)
    origins = _origins(panel.values.shape[1], horizon, turn)
    now = _run(panel, usual, whole, 0, horizon)
    past = [_run(panel, usual, whole, back, horizon) for back in origins]
    misses = [_misses(run, usual, horizon, back) for run, back in zip(past, origins, strict=True)]
    chosen = _chosen(now.names, misses, panel, turn)
    slow = now.names.index("add slow")
    use = np.array([slow if kind == INTERMITTENT else -1 for kind in kinds])
    mean = _combined(now.forecasts, chosen, use)
    errors = np.array([_combined(miss, chosen, use) for miss in misses]).reshape(-1, *mean.shape)
    scales = np.array([run.scale for run in past]).reshape(len(past), len(mean))
    return _settled(Fitted(panel, labels, mean, now.scale, errors, scales, kinds, origins))


def _origins(length: int, horizon: int, turn: int) -> list[int]:
    """Return how many periods before the end the back-test stands, latest first."""
    apart = turn if turn > 1 else 1
    first = -(-horizon // apart) * apart
    least = max(_TRAINING * turn, 8)
    return [
        back for back in range(first, first + _ORIGINS * apart, apart) if length - back >= least
    ]


def _run(
    panel: Panel, usual: np.ndarray, whole: design.Design, back: int, horizon: int
) -> Candidates:
    """Return all candidates as seen from an origin."""
    length = panel.values.shape[1] - back
    part = design.Design(whole.columns[: length + horizon], whole.blocks)
    return candidates(
        panel.values[:, :length], usual[:, :length], part, panel.resolution, max(panel.season, 1)
    )


def _misses(run: Candidates, usual: np.ndarray, horizon: int, back: int) -> np.ndarray:
    """Return outcome − forecast of every candidate, shape (candidates, n, horizon)."""
    first = usual.shape[1] - back
    return usual[None, :, first : first + horizon] - run.forecasts


def _chosen(names: list[str], misses: list[np.ndarray], panel: Panel, turn: int) -> list[int]:
    """Return the candidates that missed least, in mean absolute error over seasonal change."""
    if not misses:
        return [names.index(name) for name in _DEFAULT]
    change = np.abs(panel.values[:, turn:] - panel.values[:, :-turn])
    unit = np.nanmean(change, axis=1)
    ratios = np.stack(misses) / np.where(unit > 0, unit, np.nan)[:, None]
    with np.errstate(invalid="ignore"):
        score = np.nanmean(np.nanmean(np.abs(ratios), axis=(2, 3)), axis=0)
    return [int(place) for place in np.argsort(score, kind="stable")[:_BEST]]


def _combined(found: np.ndarray, chosen: list[int], use: np.ndarray) -> np.ndarray:
    """Return the mean of the chosen candidates, or a series' own one."""
    mean = found[chosen].mean(axis=0)
    fixed = np.flatnonzero(use >= 0)
    mean[fixed] = found[use[fixed], fixed]
    return mean


def _kinds(panel: Panel) -> np.ndarray:
    """Return the method each series calls for, shape (n,)."""
    values = panel.values
    seen = (~np.isnan(values)).sum(axis=1)
    empty = (values == 0).sum(axis=1)
    kinds = np.full(len(values), POOLED, dtype=object)
    kinds[empty > _EMPTY * seen] = INTERMITTENT
    kinds[seen < 2 * panel.season] = SHORT
    kinds[np.nanmax(values, axis=1) == np.nanmin(values, axis=1)] = CONSTANT
    kinds[empty == seen] = ZERO
    return kinds


def _settled(fit: Fitted) -> Fitted:
    """Return the fit with series that never vary repeated as they are."""
    last = np.nanmax(fit.panel.values, axis=1)
    mean = np.where(fit.certain[:, None], last[:, None], fit.mean)
    scale = np.where(fit.certain, 0.0, fit.scale)
    errors = np.where(fit.certain[:, None], np.nan, fit.errors)
    return replace(fit, mean=mean, scale=scale, errors=errors)
