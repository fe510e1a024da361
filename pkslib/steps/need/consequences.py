"""What a flat target means for patients: how many find the ward full."""

from __future__ import annotations

import pandas as pd

from pkslib.methods.queueing import erlang_b, servers_for_blocking


def ward_risk(capacity: pd.DataFrame, limit: float) -> pd.DataFrame:
    """Return what the occupancy target means for those who find the ward full.

    Parameters
    ----------
    capacity : pandas.DataFrame
        As from :func:`capacity_needs`; only bed days in use count.
    limit : float
        Largest share turned away that is accepted.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, mean_occupied (if there were always room), places (for the flat
        target) [beds], refused, limit [shares], places_within_limit [beds].

    Notes
    -----
    Erlang B: patients come at random and those who find the ward full go elsewhere. The same
    flat target means many refusals in a small ward, few in a large one.
    """
    beds = capacity[(capacity["measure"] == "bed_day") & (capacity["raw"] > 0)]
    occupied = beds["raw"] / beds["days"]
    return beds.assign(
        mean_occupied=occupied,
        refused=erlang_b(occupied, beds["places"].astype(int)),
        limit=limit,
        places_within_limit=servers_for_blocking(occupied, limit),
    )
