"""Production need and capacity need: what the patients take at the units, and what it means."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pkslib import periods
from pkslib.methods.inputs import NOT_NEGATIVE, POSITIVE, RISK, Result, as_given, take
from pkslib.methods.queueing import erlang_b, servers_for_blocking
from pkslib.settings import Settings, level

_PLACE = ["unit", "capacity", "period"]
# Rounding must not turn 10 beds that came out as 10.0000000001 into 11.
_DECIMALS = 9


def capacity_need(raw: ArrayLike, utilisation: ArrayLike, margin: ArrayLike = 0) -> Result:
    """Return the capacity needed so that a use of it keeps to the target utilisation.

    Parameters
    ----------
    raw : float or array
        Capacity used by production [capacity's measure], from 0 up.
    utilisation : float or array
        Target utilisation [share], above 0 and at most 1.
    margin : float or array
        Margin on top [share], from 0 up.

    Returns
    -------
    float or array
        raw / utilisation · (1 + margin) [capacity's measure]. Divided, not multiplied by 1.15:
        2 000 of 2 300 is more than 85 %.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    References
    ----------
    .. [1] Socialstyrelsen, Stöd för produktions- och kapacitetsstyrning, on the two sides of the
       scale.

    Examples
    --------
    The guidance's patients: 1 000 with two bed days each, at 85 % occupancy.

    >>> round(capacity_need(1000 * 2, 0.85))
    2353
    >>> capacity_need([80, 0], utilisation=0.8, margin=0.5)
    array([150.,   0.])
    """
    used, share, extra = take(
        raw=(raw, NOT_NEGATIVE), utilisation=(utilisation, RISK), margin=(margin, NOT_NEGATIVE)
    )
    return as_given(np.asarray(used / share * (1 + extra)))


def places(need: ArrayLike, days: ArrayLike) -> Result:
    """Return the beds that hold a number of bed days.

    Parameters
    ----------
    need : float or array
        Bed days, from 0 up.
    days : float or array
        Calendar days they are spread over, above 0.

    Returns
    -------
    int or array of int
        Whole beds, rounded up: to the nearest would leave some patients without.

    Raises
    ------
    InputError
        When a number is missing or outside its range.

    Examples
    --------
    >>> places(2353, 365), places([310, 310.1, 0], 31)
    (7, array([10, 11,  0]))
    """
    wanted, spread = take(need=(need, NOT_NEGATIVE), days=(days, POSITIVE))
    return as_given(np.ceil(np.round(wanted / spread, _DECIMALS)).astype(np.int64))


def production_need(care: pd.DataFrame, pathways: pd.DataFrame) -> pd.DataFrame:
    """Return the activities that patients need at each unit.

    Parameters
    ----------
    care : pandas.DataFrame
        need, period, patients [patients].
    pathways : pandas.DataFrame
        need, unit, activity, per_patient [activities per patient].

    Returns
    -------
    pandas.DataFrame
        unit, need, activity, period, count [activities].
    """
    rows = care[["need", "period", "patients"]].merge(pathways, on="need")
    return rows.assign(count=rows["patients"] * rows["per_patient"])


def capacity_per_patient(pathways: pd.DataFrame, activity_times: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that a patient with a need takes at each unit.

    Parameters
    ----------
    pathways : pandas.DataFrame
        need, unit, activity, per_patient [activities per patient].
    activity_times : pandas.DataFrame
        activity, unit, capacity, amount [capacity's measure per activity]. A row for the unit
        goes before the row without a unit, capacity by capacity.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, rate [capacity's measure per patient].

    Examples
    --------
    >>> pathways = pd.DataFrame({
    ...     "need": "hip", "unit": ["A", "B"], "activity": "stay", "per_patient": 0.5
    ... })
    >>> times = pd.DataFrame({
    ...     "activity": "stay", "unit": [None, "B"], "capacity": "bed_day", "amount": [8.0, 6.0]
    ... })
    >>> capacity_per_patient(pathways, times)
      need unit capacity  rate
    0  hip    A  bed_day   4.0
    1  hip    B  bed_day   3.0
    """
    general = activity_times[activity_times["unit"].isna()].drop(columns="unit")
    own = pathways.merge(activity_times, on=["activity", "unit"])
    rows = pd.concat([own, pathways.merge(general, on="activity")], ignore_index=True)
    rows = rows.drop_duplicates(["need", "unit", "activity", "capacity"])
    rows = rows.assign(rate=rows["per_patient"] * rows["amount"])
    return rows.groupby(["need", "unit", "capacity"], as_index=False)[["rate"]].sum()


def capacity_use(care: pd.DataFrame, rates: pd.DataFrame) -> pd.DataFrame:
    """Return the capacity that each need takes, before utilisation and margin.

    Parameters
    ----------
    care : pandas.DataFrame
        need, period, and patients, forecast, relief, below, above [patients].
    rates : pandas.DataFrame
        As from :func:`capacity_per_patient`.

    Returns
    -------
    pandas.DataFrame
        need, unit, capacity, period, and in the capacity's measure: raw (of the patients planned
        for), expected (of forecast and relief), below and above (half-widths of the 80 %
        interval).
    """
    rows = care.merge(rates, on="need")
    return rows.assign(
        raw=rows["patients"] * rows["rate"],
        expected=(rows["forecast"] + rows["relief"]) * rows["rate"],
        below=rows["below"] * rows["rate"],
        above=rows["above"] * rows["rate"],
    )


def capacity_needs(use: pd.DataFrame, capacities: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return the capacity need of each unit with its 80 % interval.

    Parameters
    ----------
    use : pandas.DataFrame
        As from :func:`capacity_use`.
    capacities : pandas.DataFrame
        capacity, measure, utilisation, margin [shares], for where the settings say nothing.
    settings : Settings
        ``capacities`` and ``units``.

    Returns
    -------
    pandas.DataFrame
        unit, capacity, period, raw, utilisation, margin, need, need_lower, need_upper
        [capacity's measure], places [beds; only of bed days], and measure and days [days].

    Notes
    -----
    The interval is that of the demand, around the forecast with relief. The needs' forecast
    errors are taken to be independent: their half-widths are added as squares. Bounds added up
    as they are would have all needs be high at once, and hold far more than 80 %.
    """
    squares = use.assign(below=use["below"] ** 2, above=use["above"] ** 2)
    sums = squares.groupby(_PLACE, as_index=False)[["raw", "expected", "below", "above"]].sum()
    rows = sums.merge(_levels(sums, capacities, settings), on=["unit", "capacity"])
    lower = (rows["expected"] - np.sqrt(rows["below"])).clip(lower=0)
    upper = rows["expected"] + np.sqrt(rows["above"])
    named = {"need": rows["raw"], "need_lower": lower, "need_upper": upper}
    rows = rows.assign(
        days=rows["period"].map(periods.days).astype(int),
        **{
            name: capacity_need(raw, rows["utilisation"], rows["margin"])
            for name, raw in named.items()
        },
    )
    beds = pd.Series(places(rows["need"], rows["days"]), rows.index, dtype="Int64")
    return rows.assign(places=beds.where(rows["measure"] == "bed_day"))


def _levels(rows: pd.DataFrame, capacities: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return utilisation and margin of each unit and capacity: as set, else as in the table."""
    pairs = rows[["unit", "capacity"]].drop_duplicates()
    chosen = [level(settings, *pair) for pair in pairs.itertuples(index=False)]
    own = pairs.assign(
        own_utilisation=pd.Series([c.utilisation for c in chosen], pairs.index, dtype=float),
        own_margin=pd.Series([c.margin for c in chosen], pairs.index, dtype=float),
    )
    shared = own.merge(capacities, on="capacity")
    return shared.assign(
        utilisation=shared["own_utilisation"].fillna(shared["utilisation"]),
        margin=shared["own_margin"].fillna(shared["margin"]),
    )[["unit", "capacity", "measure", "utilisation", "margin"]]


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
