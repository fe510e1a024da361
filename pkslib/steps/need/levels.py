"""The target level: possible futures of the need, and what available capacity is to reach.

How needs and periods go together comes from the forecast's sample paths; how wide each forecast
is, from the table forecast, so that the draws and the intervals shown agree.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from pkslib import periods
from pkslib.forecast import sample_paths
from pkslib.forecast.decided import Known
from pkslib.methods import quantiles
from pkslib.methods.inputs import Floats
from pkslib.settings import Risk, Settings, level
from pkslib.steps.need.capacity import capacity_need, places
from pkslib.steps.need.patients import BOUNDS
from pkslib.tables.results.need import QUANTILES

_PLACE = ["unit", "capacity", "period"]


def patient_draws(care: pd.DataFrame, known: Known, risk: Risk) -> Floats:
    """Return possible numbers of patients for each need and period.

    Parameters
    ----------
    care : pandas.DataFrame
        As from :func:`pkslib.steps.need.patients.care_need`.
    known : pkslib.forecast.decided.Known
        History and options, those of the forecast.
    risk : Risk
        Number of draws and seed.

    Returns
    -------
    array, shape (rows of care, draws)
        Patients with relief; none below zero. A period that is known already does not vary.
    """
    marginals = care[list(BOUNDS)].to_numpy(float)
    drawn = quantiles.value_at(list(BOUNDS.values()), marginals, _places(care, known, risk))
    return np.asarray(np.maximum(drawn, 0.0) + care[["relief"]].to_numpy(float))


def _places(care: pd.DataFrame, known: Known, risk: Risk) -> Floats:
    """Return where each draw stands in the distribution of its need and period, 0–1."""
    history = known.history
    key = pd.MultiIndex.from_frame(care[["need", "period"]])
    ahead = care.loc[~key.isin(pd.MultiIndex.from_frame(history[["series", "period"]])), "period"]
    if ahead.empty:
        return np.full((len(care), risk.draws), 0.5)
    earliest = history.groupby("series")["period"].max().min()
    horizon = len(periods.between(earliest, ahead.max())) - 1
    paths = sample_paths(history, horizon, risk.draws, risk.seed, **known.options)
    found = pd.DataFrame(
        quantiles.places(paths["value"].to_numpy().reshape(-1, risk.draws)),
        pd.MultiIndex.from_frame(paths.iloc[:: risk.draws][["series", "period"]]),
    )
    return found.reindex(key).fillna(0.5).to_numpy()


def capacity_draws(use: pd.DataFrame, care: pd.DataFrame, patients: Floats) -> pd.DataFrame:
    """Return what possible numbers of patients take of each capacity.

    Parameters
    ----------
    use : pandas.DataFrame
        As from :func:`pkslib.steps.need.capacity.capacity_use`.
    care : pandas.DataFrame
        need, period: one row for each of patients.
    patients : array, shape (rows of care, draws)
        As from :func:`patient_draws`.

    Returns
    -------
    pandas.DataFrame
        Index unit, capacity, period, sorted; a column a draw, before utilisation and margin
        [capacity's measure].

    Examples
    --------
    Two needs share a ward; the second takes twice as long:

    >>> care = pd.DataFrame({"need": ["hip", "eye"], "period": "2027"})
    >>> place = {"unit": "A", "capacity": "bed_day", "period": "2027"}
    >>> use = pd.DataFrame({"need": ["hip", "eye"], **place, "rate": [1.0, 2.0]})
    >>> capacity_draws(use, care, np.array([[10.0, 20.0], [1.0, 3.0]])).to_numpy()
    array([[12., 26.]])
    """
    at = care.reset_index(drop=True).reset_index(names="row")[["need", "period", "row"]]
    uses = use.merge(at, on=["need", "period"])
    groups = uses.groupby(_PLACE)
    index = groups.size().index
    shape = (len(index), len(care))
    taken = sparse.csr_array((uses["rate"], (groups.ngroup(), uses["row"])), shape=shape)
    return pd.DataFrame(taken @ patients, index)


def capacity_needs(
    use: pd.DataFrame, draws: pd.DataFrame, capacities: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return the capacity need of each unit with its 80% interval.

    Parameters
    ----------
    use : pandas.DataFrame
        As from :func:`pkslib.steps.need.capacity.capacity_use`.
    draws : pandas.DataFrame
        As from :func:`capacity_draws`.
    capacities : pandas.DataFrame
        The table, for where the settings say nothing.
    settings : Settings
        ``capacities`` and ``units``.

    Returns
    -------
    pandas.DataFrame
        Rows of the table capacity_need, margin with preparedness; with expected [capacity's
        measure], preparedness [share], count [activities], measure and days [days].

    Notes
    -----
    A risk chosen for a capacity takes the place of its margin: the need is then what the draws
    exceed with that probability. The interval is that of the draws at the target utilisation
    with preparedness; the margin is there to meet it, and is not in it.
    """
    sums = use.groupby(_PLACE, as_index=False)[["raw", "expected", "count"]].sum()
    rows = at_levels(sums, draws, capacities, settings)
    lower, upper = np.quantile(need_draws(rows, draws), [0.1, 0.9], axis=1)
    days = rows["period"].map(periods.days).astype(int)
    beds = pd.Series(places(rows["need"], days), rows.index, dtype="Int64")
    return rows.assign(
        need_lower=lower,
        need_upper=upper,
        days=days,
        places=beds.where(rows["measure"] == "bed_day"),
    )


def at_levels(
    sums: pd.DataFrame, draws: pd.DataFrame, capacities: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Return the capacity need of each place at the levels that a scenario aims at.

    Parameters
    ----------
    sums : pandas.DataFrame
        unit, capacity, period → raw [capacity's measure].
    draws, capacities, settings
        As for :func:`capacity_needs`.

    Returns
    -------
    pandas.DataFrame
        The rows with measure, utilisation, margin (with preparedness), preparedness, risk [shares]
        and need [capacity's measure].
    """
    rows = sums.merge(_levels(sums, capacities, settings), on=["unit", "capacity"])
    rows["margin"] = _margins(rows, draws) + rows["preparedness"]
    return rows.assign(need=capacity_need(rows["raw"], rows["utilisation"], rows["margin"]))


def _levels(rows: pd.DataFrame, capacities: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Return what is aimed at in each unit and capacity: as set, else as in the table."""
    pairs = rows[["unit", "capacity"]].drop_duplicates()
    chosen = [level(settings, *pair) for pair in pairs.itertuples(index=False)]
    own = {
        f"own_{name}": pd.Series([getattr(c, name) for c in chosen], pairs.index, dtype=float)
        for name in ("utilisation", "margin", "preparedness", "risk")
    }
    shared = pairs.assign(**own).merge(capacities, on="capacity")
    return shared.assign(
        utilisation=shared["own_utilisation"].fillna(shared["utilisation"]),
        margin=shared["own_margin"].fillna(shared["margin"]),
        preparedness=shared["own_preparedness"].fillna(0.0),
        risk=shared["own_risk"],
    )[["unit", "capacity", "measure", "utilisation", "margin", "preparedness", "risk"]]


def _margins(rows: pd.DataFrame, draws: pd.DataFrame) -> pd.Series:
    """Return the margin for variation as a share of the use: the flat one, or what a risk asks."""
    margins = rows["margin"].astype(float)
    for risk in rows["risk"].dropna().unique():
        chosen = rows[rows["risk"] == risk]
        wanted = np.quantile(_of(chosen, draws), 1 - risk, axis=1)
        more = wanted / chosen["raw"].where(chosen["raw"] > 0) - 1
        margins[chosen.index] = more.fillna(0.0).clip(lower=0.0)
    return margins


def _of(rows: pd.DataFrame, draws: pd.DataFrame) -> Floats:
    """Return the draws of each row's place."""
    return draws.reindex(pd.MultiIndex.from_frame(rows[_PLACE])).to_numpy()


def need_draws(capacity: pd.DataFrame, draws: pd.DataFrame) -> Floats:
    """Return possible capacity needs at the target utilisation, with preparedness, without margin.

    Parameters
    ----------
    capacity : pandas.DataFrame
        unit, capacity, period, raw [capacity's measure], utilisation, preparedness [shares].
    draws : pandas.DataFrame
        As for :func:`capacity_needs`.

    Returns
    -------
    array, shape (rows of capacity, draws)
    """
    ready = (capacity["raw"] * capacity["preparedness"]).to_numpy()
    used = _of(capacity, draws) + ready[:, None]
    return np.asarray(used / capacity[["utilisation"]].to_numpy())


def target_levels(capacity: pd.DataFrame, draws: pd.DataFrame) -> pd.DataFrame:
    """Return what the target level is made of, and the risk that the need still exceeds it.

    Parameters
    ----------
    capacity : pandas.DataFrame
        As from :func:`capacity_needs`.
    draws : pandas.DataFrame
        As for :func:`capacity_needs`.

    Returns
    -------
    pandas.DataFrame
        Rows of the table target_level. The parts add up to the target.
    """
    expected = capacity["expected"] / capacity["utilisation"]
    ready = capacity["raw"] / capacity["utilisation"] * capacity["preparedness"]
    known = np.quantile(need_draws(capacity, draws), list(QUANTILES.values()), axis=1).T
    return capacity[_PLACE].assign(
        expected=expected,
        variation=(capacity["need"] - expected - ready).clip(lower=0.0),
        preparedness=ready,
        target=capacity["need"],
        risk=quantiles.risk_above(list(QUANTILES.values()), known, capacity["need"]),
    )


def need_spread(capacity: pd.DataFrame, draws: pd.DataFrame, region: str) -> pd.DataFrame:
    """Return the distribution of the need: by unit and in the region, by period and in the year.

    Parameters
    ----------
    capacity, draws
        As for :func:`target_levels`.
    region : str
        Its code; the region's need is the sum of its units', draw by draw.

    Returns
    -------
    pandas.DataFrame
        Rows of the table need_spread.
    """
    units = pd.DataFrame(need_draws(capacity, draws))
    keys = capacity[["capacity", "period"]].reset_index(drop=True)
    spans = [keys["period"], keys["period"].str[:4]]
    found = [
        _summed(units, keys.assign(scope=scope, place=place, period=span))
        for scope, place in (("unit", capacity["unit"].to_numpy()), ("region", region))
        for span in spans[: 1 if spans[0].equals(spans[1]) else 2]
    ]
    return pd.concat(found, ignore_index=True)


def _summed(draws: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Return quantiles of the sums of draws that share scope, place, capacity and period."""
    sums = draws.groupby([keys[name] for name in keys]).sum()
    known = np.quantile(sums.to_numpy(), list(QUANTILES.values()), axis=1).T
    return pd.DataFrame(known, sums.index, columns=list(QUANTILES)).reset_index()
