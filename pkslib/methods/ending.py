"""Which care ends a wait."""

from __future__ import annotations

import pandas as pd

# Operations where the need has any, else examinations, and so on.
_ENDS = {"operation": 1, "day_case": 1, "examination": 2, "visit": 3, "digital": 4, "admission": 5}


def ending_care(care: pd.DataFrame) -> pd.DataFrame:
    """Return the care that ends the wait of each need.

    Parameters
    ----------
    care : pandas.DataFrame
        need, kind [as in the table activities].

    Returns
    -------
    pandas.DataFrame
        Its rows of the kind that ends the need's wait: an operation where the need has one, so
        that the visit before it is no second patient.

    Examples
    --------
    >>> ending_care(pd.DataFrame({
    ...     "need": ["hip", "hip", "pain"], "kind": ["visit", "operation", "visit"]
    ... }))
       need       kind
    1   hip  operation
    2  pain      visit
    """
    order = care["kind"].map(_ENDS)
    return care[order == order.groupby(care["need"]).transform("min")]
