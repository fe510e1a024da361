"""What a history holds that should not pass for the ordinary, and what is done about it.

Every finding is a row with a kind and a treatment, so that figures can show it and the user can
overrule it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.forecast.panel import Panel
from pkslib.language import mark

# Public Health Agency of Sweden: first community spread in March 2020; care back to its ordinary
# pattern by 2022.
PANDEMIC = ("2020-03", "2021-12")
KINDS = (mark("pandemic"), mark("gap"), mark("outlier"), mark("level shift"))
LEFT_OUT = mark("left out of the season")
KEPT = mark("kept")
UNSEEN = mark("left out")
FILLED = mark("filled")
RESCALED = mark("earlier history rescaled")
# So many later periods must exist before the level too may pass the window by, in seasons.
_SETTLED = 1.0


@dataclass(frozen=True)
class Treated:
    """A panel after treatment.

    Attributes
    ----------
    panel : Panel
        Values that the level follows.
    usual : numpy.ndarray
        Values that may shape the season and count as errors, shape (n, length).
    rows : pandas.DataFrame
        series, period, kind, treatment.
    """

    panel: Panel
    usual: np.ndarray
    rows: pd.DataFrame


def treated(
    panel: Panel, exclude: tuple[str, str] | None, treatments: pd.DataFrame | None
) -> Treated:
    """Find what is out of the ordinary in a panel and treat it."""
    window = _window(panel, exclude)
    usual = np.where(window, np.nan, panel.values)
    rows = pd.concat(
        [
            _rows(panel, window & ~np.isnan(panel.values), "pandemic", LEFT_OUT),
            _rows(panel, panel.missing, "gap", FILLED),
        ],
        ignore_index=True,
    )
    return Treated(panel, usual, rows)


def _window(panel: Panel, exclude: tuple[str, str] | None) -> np.ndarray:
    """Return which columns lie in the excluded window, by more than half of their days."""
    if exclude is None:
        return np.zeros(len(panel.labels), dtype=bool)
    first, last = periods.start(exclude[0]), periods.end(exclude[1])
    inside = []
    for label in panel.labels:
        begin, end = periods.start(label), periods.end(label)
        shared = (min(end, last) - max(begin, first)).days + 1
        inside.append(2 * shared > (end - begin).days + 1)
    return np.array(inside)


def _rows(panel: Panel, found: np.ndarray, kind: str, treatment: str) -> pd.DataFrame:
    """Return the findings of one kind as rows."""
    row, column = np.nonzero(found)
    return pd.DataFrame(
        {
            "series": panel.series[row],
            "period": np.array(panel.labels, dtype=object)[column],
            "kind": kind,
            "treatment": treatment,
        }
    )


def marks(history: pd.DataFrame, **options) -> pd.DataFrame:
    """Return."""
    from pkslib.forecast.panel import panels

    return pd.concat(
        [
            treated(panel, options.get("exclude", PANDEMIC), None).rows
            for panel in panels(history, options.get("fill", "none"))
        ],
        ignore_index=True,
    )
