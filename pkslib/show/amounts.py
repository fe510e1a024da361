"""Amounts as planners think of them: beds of a period, targets of a year, ranges of a share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from pkslib import periods
from pkslib.language import number, percent
from pkslib.show.names import Names
from pkslib.tables.inputs.capacity import PRIORITISE
from pkslib.tables.results.data import PEERS

# A number or a column of them.
Range: TypeAlias = Any
# A range of a share that is wider than this tells nothing to plan by.
_WIDEST = 0.5
_TIME = PEERS[1]


class Closing(NamedTuple):
    """What became of a shortage: what gives way, is strain and is unsolved; the rest is closed."""

    before: float
    gives_way: float
    strain: float
    unsolved: float

    @property
    def closed(self) -> float:
        """What of the shortage the measures close; care that gives way is not closed."""
        return self.before - self.gives_way - self.strain - self.unsolved

    @property
    def share(self) -> float:
        """Share of the shortage that the measures close."""
        return self.closed / self.before


def per_period(
    frame: pd.DataFrame, capacity: str, columns: Sequence[str], names: Names
) -> pd.DataFrame:
    """Return amounts per period in the unit they are shown in: bed days as mean beds per day.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``period`` and the columns [capacity's measure].
    capacity : str
        The capacity that all rows are about.
    columns : sequence of str
        What to change.
    names : Names
        Knows the capacity's measure; without it amounts stay as they are.

    Returns
    -------
    pandas.DataFrame
        Columns in ``names.per_period(capacity)``.

    Examples
    --------
    >>> known = Names(measures={"bed_day": "bed_day"})
    >>> rows = pd.DataFrame({"period": ["2027-02"], "need": [280.0]})
    >>> per_period(rows, "bed_day", ["need"], known)["need"].tolist()
    [10.0]
    """
    if names.measures.get(capacity) != "bed_day" or frame.empty:
        return frame
    days = frame["period"].map(periods.days)
    return frame.assign(**{name: frame[name] / days for name in columns})


def yearly(targets: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of production targets that are about a year, else those about quarters.

    Parameters
    ----------
    targets : pandas.DataFrame
        Result table.
    """
    kinds = targets["period"].map(periods.resolution)
    return targets[kinds == ("year" if (kinds == "year").any() else "quarter")]


def closing(ladder_steps: pd.DataFrame) -> Closing:
    """Return what became of the shortage of one capacity.

    Parameters
    ----------
    ladder_steps : pandas.DataFrame
        Its rows of the result table: step, before, after, above [capacity's measure].

    Examples
    --------
    >>> rows = pd.DataFrame({"step": [4, 5], "before": [20.0, 12.0], "after": [12.0, 3.0],
    ...                      "above": [10.0, 1.0]})
    >>> found = closing(rows)
    >>> found, found.share
    (Closing(before=20.0, gives_way=9.0, strain=2.0, unsolved=1.0), 0.4)
    """
    rows = ladder_steps.sort_values("step")
    last = rows[rows["step"] == PRIORITISE]
    gives_way = float((last["before"] - last["after"]).sum())
    left, above = (float(rows[name].iloc[-1]) for name in ("after", "above"))
    return Closing(float(rows["before"].iloc[0]), gives_way, left - above, above)


def told(lower: Range, upper: Range) -> Range:
    """Tell whether a range of a share is narrow enough to say something; of many, which are."""
    return upper - lower <= _WIDEST


def between(lower: float, upper: float, *, share: bool = False) -> str:
    r"""Return a number or share that lies between two, as one where they are written alike.

    Parameters
    ----------
    lower, upper : float
        The least and the greatest it may be.
    share : bool
        Written in per cent.

    Examples
    --------
    >>> from pkslib import language
    >>> with language.using("sv"):
    ...     between(0.45, 0.7, share=True), between(12.0, 12.2)
    ('45–70\xa0%', '12')
    """
    write = percent if share else number
    ends = write(lower), write(upper)
    first = number(100 * lower) if share else ends[0]
    return ends[0] if ends[0] == ends[1] else f"{first}–{ends[1]}"


def peer(row: Any) -> str:
    """Return a region's own figure of a row of the table assumption_places."""
    return number(row.value, 2) if row.assumption == _TIME else percent(row.value)


def peers(row: Any) -> str:
    """Return what most regions have, of a row of the table assumption_places."""
    if row.assumption == _TIME:
        return f"{number(row.low, 2)}–{number(row.high, 2)}"
    return between(row.low, row.high, share=True)


def decimals(amounts: np.ndarray, *, share: bool) -> int:
    """Return how many decimals tell a column's numbers apart without noise.

    Parameters
    ----------
    amounts : array
        The numbers, missing ones among them.
    share : bool
        They are shown in per cent.
    """
    top = float(np.nanmax(np.abs(amounts))) if np.isfinite(amounts).any() else 0.0
    if share:
        return int(top < 0.1)
    if np.allclose(np.nan_to_num(amounts) % 1, 0) or top >= 100:
        return 0
    return 1 if top >= 10 else 2
