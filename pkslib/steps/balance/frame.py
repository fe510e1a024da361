"""What bounds the ladder beside the measures: budgets, allowed moves and settings."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pkslib.settings import Balance
from pkslib.tables.hierarchy import nearest_above


class Budgets(NamedTuple):
    """Which budget pays for each unit, and what is left of each for measures [SEK].

    A unit without a budget above it is not in `payer`; its measures are not limited.
    """

    payer: pd.Series
    left: pd.Series

    def less(self, effects: pd.DataFrame) -> Budgets:
        """Return the budgets after the cost of effects (unit, cost) [SEK]."""
        spent = effects["cost"].astype(float).groupby(effects["unit"].map(self.payer)).sum()
        left = self.left - spent.reindex(self.left.index, fill_value=0.0)
        return self._replace(left=left.clip(lower=0))


# For what no budget pays.
UNBOUND = Budgets(pd.Series(dtype="str"), pd.Series(dtype=float))


class Frame(NamedTuple):
    """Allowed moves (the input table), budgets, and the settings of the balance."""

    allowed_moves: pd.DataFrame
    budgets: Budgets
    settings: Balance


def budgets_of(units: pd.DataFrame, budgets: pd.DataFrame, year: int) -> Budgets:
    """Return the budgets for measures in a year.

    Parameters
    ----------
    units, budgets : pandas.DataFrame
        The input tables. Only what a budget sets aside for measures (for_measures) limits them;
        the rest pays for the care that is there already.
    year : int
        Planning year.

    Examples
    --------
    >>> units = pd.DataFrame({"unit": ["MED", "W1"], "parent": [None, "MED"]})
    >>> frame = pd.DataFrame({"unit": ["MED"], "year": [2027], "for_measures": [5e5]})
    >>> found = budgets_of(units, frame, 2027)
    >>> found.payer["W1"], float(found.left["MED"])
    ('MED', 500000.0)
    """
    own = budgets[budgets["year"] == year].reindex(columns=["unit", "for_measures"])
    left = own.dropna().set_index("unit")["for_measures"].astype(float).sort_index()
    return Budgets(nearest_above(units, set(left.index)), left)
