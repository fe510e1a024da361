"""What has no patient since its first visits give way: whom nobody sees, nobody operates on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pkslib.methods.inputs import Floats

OWN, FOLLOWS, UNSEEN = "own", "follows", "unseen"
_PLACE = ["need", "seen_at"]
# A smaller share is rounding in the sums.
_DUST = 1e-9


def in_pathways(
    care: pd.DataFrame, cells: pd.DataFrame, first_visits: pd.DataFrame
) -> pd.DataFrame:
    """Return care with its unit and capacity, and where in a pathway it stands.

    Parameters
    ----------
    care : pandas.DataFrame
        cell and need, with what else there is.
    cells : pandas.DataFrame
        unit and capacity, a row a cell.
    first_visits : pandas.DataFrame
        As :func:`pkslib.tables.times.first_visits_of` returns them.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order with unit, capacity, first (whether the row takes first
        visits) and seen_at (missing where the need has no first visits).
    """
    place = cells[["unit", "capacity"]].iloc[care["cell"]].reset_index(drop=True)
    rows = pd.concat([care.reset_index(drop=True), place], axis=1)
    rows = rows.merge(first_visits, on=["need", "unit", "capacity"], how="left")
    return rows.assign(first=rows["first"].eq(True))


def unseen_of(care: pd.DataFrame, share: Floats) -> Floats:
    """Return how much more of each later step gives way, since its first visits do.

    Parameters
    ----------
    care : pandas.DataFrame
        As :func:`in_pathways` returns it; whole is what a row was to begin with, amount what is
        left of it [capacity's measure], use what an activity takes.
    share : array
        What is limited of each row already [share of whole].

    Returns
    -------
    array
        Share of whole, by row; 0 for the first visits themselves.

    Notes
    -----
    Counted over the year, as a patient is seen in one month and operated on in another. Those who
    get no first visit are the same as those who would give way later, as far as these suffice.
    Care is seen at its own hospital; where that has no first visits for the need, in the region.

    Examples
    --------
    Of 100 first visits 20 give way, so of 50 operations 10 have no patient; 5 gave way already:

    >>> care = pd.DataFrame({"need": "eye", "unit": ["C", "D"], "capacity": ["clinic", "theatre"],
    ...                      "first": [True, False], "seen_at": "H", "use": [0.5, 1.0],
    ...                      "whole": [50.0, 50.0], "amount": [40.0, 45.0]})
    >>> unseen_of(care, np.array([0.2, 0.1])).round(3).tolist()
    [0.0, 0.1]
    """
    first = care["first"].to_numpy(bool)
    later = care["seen_at"].notna().to_numpy() & ~first
    seen = _given(care, share, first)
    region = _part(seen, ["need"], care)
    lost = np.where(care["seen_at"] == "", region, _part(seen, _PLACE, care))
    has = _part(_given(care, share, later), _PLACE, care)
    rest = np.divide(
        lost - has, 1 - has, out=np.zeros_like(has), where=later & (lost - has > _DUST)
    )
    left = care["amount"].to_numpy(float) / np.maximum(care["whole"].to_numpy(float), _DUST)
    return np.asarray(np.clip(rest * (1 - share), 0.0, left))


def _given(care: pd.DataFrame, share: Floats, rows: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the activities of each need at each unit (count), and what gives way of them (given).

    Where they take several capacities, the one of which most gives way decides.
    """
    use = care["use"].where(care["use"] > 0, 1.0)
    mine = care.assign(count=care["whole"] / use, given=care["whole"] * share / use)[rows]
    line = [*_PLACE, "unit"]
    sums = mine.groupby([*line, "capacity"], as_index=False)[["given", "count"]].sum()
    part = (sums["given"] / sums["count"]).sort_values(ascending=False, kind="stable")
    return sums.loc[part.index].drop_duplicates(line)


def _part(given: pd.DataFrame, by: list[str], care: pd.DataFrame) -> Floats:
    """Return the part of the activities of each row's group that gives way; 0 where none are."""
    sums = given.groupby(by)[["given", "count"]].sum()
    part = sums["given"] / sums["count"].where(sums["count"] > 0)
    found = care[by].merge(part.rename("part").reset_index(), on=by, how="left")
    return found["part"].fillna(0.0).to_numpy(float)


def relieving(gone: pd.DataFrame, bare: Floats, own: Floats) -> Iterator[tuple[pd.Series, str]]:
    """Return what gives way by reason: it relieves its cell, goes along, or has no patient.

    Parameters
    ----------
    gone : pandas.DataFrame
        cell and amount: all that gives way [capacity's measure].
    bare : array
        The part of each row that has no patient; it relieves the cell where the rest does not
        suffice.
    own : array
        What relieves each cell.

    Examples
    --------
    Of 10 that give way 4 have no patient; the theatre lacks 7:

    >>> gone = pd.DataFrame({"cell": [0], "amount": [10.0]})
    >>> parts = relieving(gone, np.array([4.0]), np.array([7.0]))
    >>> [(reason, float(part.sum())) for part, reason in parts]
    [('own', 6.0), ('follows', 0.0), ('own', 1.0), ('unseen', 3.0)]
    """
    asked, left = gone["amount"] - bare, own
    for amount, reason in ((asked, FOLLOWS), (pd.Series(bare, gone.index), UNSEEN)):
        total = np.bincount(gone["cell"], amount, own.size)
        taken = np.minimum(left, total)
        part = np.divide(taken, total, out=np.zeros_like(taken), where=total > 0)[gone["cell"]]
        yield amount * part, OWN
        yield amount * (1 - part), reason
        left = left - taken
