"""How surely the available capacity meets the need.

The margin is left out, as it is there to be used when more come than expected; preparedness is to
stand ready, and is counted.
"""

from __future__ import annotations

import pandas as pd

from pkslib.methods.quantiles import risk_above
from pkslib.tables.results.need import QUANTILES

_PLACE = ["scope", "place", "capacity", "period"]


def gap_risk(spread: pd.DataFrame, available: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the probability that the need exceeds what is available.

    Parameters
    ----------
    spread : pandas.DataFrame
        The result table need_spread, of units and region, periods and year.
    available : pandas.DataFrame
        The result table available_capacity. What is needed and not there counts as nothing.
    units : pandas.DataFrame
        unit, region.

    Returns
    -------
    pandas.DataFrame
        Rows of the table gap_risk. The region's need is that of its units together: one's surplus
        may meet another's shortage.

    Examples
    --------
    >>> place = {"capacity": ["bed_day"], "period": ["2027-01"]}
    >>> spread = pd.DataFrame({"scope": ["unit"], "place": ["A"], **place})
    >>> spread = spread.assign(**{name: 100 + 50 * at for name, at in QUANTILES.items()})
    >>> beds = pd.DataFrame({"unit": ["A"], **place, "amount": [140.0]})
    >>> where = pd.DataFrame({"unit": ["A"], "region": ["06"]})
    >>> gap_risk(spread, beds, where)[["available", "risk"]].round(2)
       available  risk
    0      140.0   0.2
    """
    rows = spread.merge(_summed(available, units), on=_PLACE, how="left")
    rows["available"] = rows["available"].fillna(0.0)
    known = rows[list(QUANTILES)].to_numpy(float)
    return rows.assign(risk=risk_above(list(QUANTILES.values()), known, rows["available"]))


def _summed(available: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return what is available by unit and region, period and year."""
    region = units.drop_duplicates("unit").set_index("unit")["region"]
    places = pd.concat(
        [
            available.assign(scope="unit", place=available["unit"]),
            available.assign(scope="region", place=available["unit"].map(region)),
        ]
    )
    year = places["period"].str[:4]
    both = pd.concat([places, places.assign(period=year)[year != places["period"]]])
    sums = both.groupby(_PLACE, as_index=False)[["amount"]].sum()
    return sums.rename(columns={"amount": "available"})
