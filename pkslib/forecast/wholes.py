"""Wholes forecast from above: the sums of their parts' histories, as the parts are treated.

A period left out of a part is left out of its whole, and a level shift of a part moves the earlier
history of the whole by as much, once it is old enough to have been found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pkslib.forecast.arrays import Floats
from pkslib.forecast.engine import fitted
from pkslib.forecast.findings import Treated
from pkslib.forecast.fit import Fitted
from pkslib.forecast.prepare import Options, treated_panels


@dataclass(frozen=True)
class Whole(Treated):
    """Sums of a treated panel's series.

    Attributes
    ----------
    parts : Treated
        The panel.
    members : list of list of int
        The rows of each whole.
    """

    parts: Treated
    members: list[list[int]]

    def until(self, length: int) -> tuple[Floats, Floats]:
        """Return the sums of what was known of the parts after so many periods."""
        empty = self.parts.nobody[:, :length]
        values, usual = (np.where(empty, 0.0, known) for known in self.parts.until(length))
        return summed(values, self.members), summed(usual, self.members)


def summed(values: Floats, members: Sequence[Sequence[int]]) -> Floats:
    """Return the sum of each whole's rows, NaN where one of them is.

    Examples
    --------
    >>> summed(np.array([[1.0, np.nan], [2.0, 3.0], [4.0, 5.0]]), [[0, 1], [1, 2]])
    array([[ 3., nan],
           [ 6.,  8.]])
    """
    return np.array([values[list(rows)].sum(axis=0) for rows in members])


def whole(parts: Treated, members: Mapping[str, Sequence[str]]) -> Whole:
    """Return wholes of a treated panel.

    Parameters
    ----------
    parts : Treated
        The panel.
    members : mapping of str to sequence of str
        The series of each whole.
    """
    row = {name: place for place, name in enumerate(parts.panel.series)}
    rows = [[row[name] for name in names] for names in members.values()]
    values = summed(parts.panel.values, rows)
    panel = replace(
        parts.panel,
        series=np.array(list(members), dtype=object),
        values=values,
        missing=np.zeros(values.shape, dtype=bool),
    )
    return Whole(
        panel=panel,
        values=summed(np.where(parts.nobody, 0.0, parts.values), rows),
        usual=summed(np.where(parts.nobody, 0.0, parts.usual), rows),
        shifts=np.zeros_like(values),
        nobody=np.zeros(values.shape, dtype=bool),
        closed=np.zeros(len(values), dtype=bool),
        reach=np.ones(len(values)),
        rows=parts.rows.iloc[:0],
        parts=parts,
        members=rows,
    )


def fitted_wholes(
    history: pd.DataFrame, members: Mapping[str, Sequence[str]], horizon: int, options: Options
) -> Fitted | None:
    """Return the forecast of wholes from their own histories.

    Parameters
    ----------
    history : pandas.DataFrame
        series, period and value of the parts.
    members : mapping of str to sequence of str
        The parts of each whole.
    horizon : int
        Periods ahead.
    options : Options
        How the parts are read.

    Returns
    -------
    Fitted or None
        None where the parts do not end together, or less than half of a whole's history is known
        in all of its parts.
    """
    treated = treated_panels(history, options)
    if len(treated) > 1:
        return None
    found = whole(treated[0], members)
    known = ~np.isnan(found.panel.values)
    if not known[:, -1].all() or known.mean(axis=1).min() < 1 / 2:
        return None
    return fitted([found], horizon, options.get("country", "SE"))[0]
