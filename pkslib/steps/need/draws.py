"""Possible futures of the need: draws of the forecast taken all the way to capacity.

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
from pkslib.methods.inputs import Floats
from pkslib.methods.quantiles import places, value_at
from pkslib.settings import Risk
from pkslib.steps.need.patients import BOUNDS

PLACE = ["unit", "capacity", "period"]


def patient_draws(care: pd.DataFrame, known: Known, risk: Risk) -> Floats:
    """Return possible numbers of patients for each need and period.

    Parameters
    ----------
    care : pandas.DataFrame
        need, period, relief and the forecast with its bounds [patients], as from
        :func:`pkslib.steps.need.patients.care_need`.
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
    drawn = value_at(list(BOUNDS.values()), marginals, _places(care, known, risk))
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
        places(paths["value"].to_numpy().reshape(-1, risk.draws)),
        pd.MultiIndex.from_frame(paths.iloc[:: risk.draws][["series", "period"]]),
    )
    return found.reindex(key).fillna(0.5).to_numpy()


def capacity_draws(use: pd.DataFrame, care: pd.DataFrame, patients: Floats) -> pd.DataFrame:
    """Return what possible numbers of patients take of each capacity.

    Parameters
    ----------
    use : pandas.DataFrame
        need, unit, capacity, period, rate [capacity's measure per patient], as from
        :func:`pkslib.steps.need.capacity.capacity_use`.
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
    groups = uses.groupby(PLACE)
    index = groups.size().index
    shape = (len(index), len(care))
    taken = sparse.csr_array((uses["rate"], (groups.ngroup(), uses["row"])), shape=shape)
    return pd.DataFrame(taken @ patients, index)
