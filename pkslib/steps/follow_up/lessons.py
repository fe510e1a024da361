"""What earlier measures teach: how each kind of work has gone, and what is likely of new ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pkslib.tables.results.learning import SEEN

_SEEN, _NOT_SEEN, *_ = SEEN
_KIND = ["kind", "capacity"]
_LIKE = ["step", "kind"]
_PLANNED = "planned"


def improvement_kinds(improvements: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return what each kind of improvement work has given of what was expected.

    Parameters
    ----------
    improvements : pandas.DataFrame
        The result table improvement_follow_up.
    region : str
        Its code, which tells the rows of several regions apart.

    Returns
    -------
    pandas.DataFrame
        Rows of the table improvement_kinds [capacity's measure a year], of work that has begun.
        The unit to learn from is the one that has realised the largest share, if any has.

    References
    ----------
    .. [1] Socialstyrelsen (2024), Balansering av behov och tillgänglig kapacitet på strategisk
       nivå: ways of working that succeed are spread between units.
    """
    begun = improvements[improvements["status"] != _PLANNED]
    begun = begun.assign(kind=begun["kind"].fillna(""))
    own = begun["realised"] / begun["expected"].where(begun["expected"] > 0)
    begun = begun.assign(
        own=own, is_seen=begun["seen"] == _SEEN, not_seen=begun["seen"] == _NOT_SEEN
    )
    sums = begun.groupby(_KIND, as_index=False).agg(
        works=("measure", "size"), expected=("expected", "sum"), realised=("realised", "sum"),
        seen=("is_seen", "sum"), not_seen=("not_seen", "sum"),
    )  # fmt: skip
    best = begun[begun["own"] > 0].sort_values(["own", "unit"], ascending=[False, True])
    best = best.drop_duplicates(_KIND)[[*_KIND, "unit", "own"]]
    rows = sums.merge(best.rename(columns={"unit": "best", "own": "best_share"}), how="left")
    share = rows["realised"] / rows["expected"].where(rows["expected"] > 0)
    return rows.assign(region=region, share=share)


def lessons(measures: pd.DataFrame) -> pd.DataFrame:
    """Return what earlier measures of the same kind gave, beside each new proposal.

    Parameters
    ----------
    measures : pandas.DataFrame
        The input table.

    Returns
    -------
    pandas.DataFrame
        Rows of the table lessons, a row for each measure that is only planned; share and likely
        are missing where none of its kind has begun.

    Examples
    --------
    Two of the kind have given 20 and 60 of 100 each:

    >>> measures = pd.DataFrame({
    ...     "measure": ["M1", "M2", "M3"], "unit": "A", "capacity": "hour", "step": 2,
    ...     "kind": "shorter_time", "max_amount": [100.0, 100.0, 50.0], "realised": [0.2, 0.6, 0.0],
    ...     "status": ["ongoing", "realised", "planned"],
    ... })
    >>> lessons(measures)[["measure", "earlier", "share", "likely"]].to_numpy().tolist()
    [['M3', 2, 0.4, 20.0]]
    """
    rows = measures.assign(kind=measures["kind"].fillna(""))
    begun = rows[rows["status"] != _PLANNED]
    begun = begun.assign(came=begun["max_amount"] * begun["realised"])
    sums = begun.groupby(_LIKE, as_index=False).agg(
        earlier=("measure", "size"), promised=("max_amount", "sum"), came=("came", "sum")
    )
    sums = sums.assign(share=sums["came"] / sums["promised"].where(sums["promised"] > 0))
    new = rows[rows["status"] == _PLANNED].merge(
        sums[[*_LIKE, "earlier", "share"]], on=_LIKE, how="left"
    )
    amount = new["max_amount"]
    earlier = new["earlier"].fillna(0).astype(np.int64)
    return new.assign(promised=amount, earlier=earlier, likely=amount * new["share"])
