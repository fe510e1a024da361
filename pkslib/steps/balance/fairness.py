"""Who gives way: which patients, of which priority and at which hospital."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.steps.balance.ceiling import load
from pkslib.steps.balance.scale import KEY, Climbed


def prioritised_of(found: Climbed, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the rows of the table prioritised: what gives way, how, and why.

    Parameters
    ----------
    found : Climbed
        What the ladder gave.
    tables : mapping of str to pandas.DataFrame
        needs, care_need and production_need.

    Returns
    -------
    pandas.DataFrame
        The table prioritised: amounts before utilisation and margin, and patients by what an
        activity takes of the capacity; who comes several times is counted once.
    """
    needs = tables["needs"]
    limit = needs["longest_wait_days"].fillna(needs["guarantee_days"])
    facts = needs[["need", "priority", "consequence"]].assign(limit_days=limit)
    cells = found.cells.assign(load=load(found.cells))
    rows = found.away.merge(facts, on="need").merge(
        cells[[*KEY, "load", "raw", "need"]].rename(columns={"need": "wanted"}), on=KEY
    )
    raw = rows["amount"].astype(float) * rows["raw"] / rows["wanted"]
    use = rows["use"].astype(float)
    activities = raw / use.where(use > 0)
    times = _times_a_patient(tables).rename("times").reset_index()
    rows = rows.merge(times, on=["need", "unit"], how="left")
    patients = activities / rows["times"].fillna(1.0).clip(lower=1.0)
    return rows.assign(amount=raw, patients=patients)


def _times_a_patient(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return how many activities a patient has at most of one kind, by need and unit."""
    patients = tables["care_need"].groupby("need")["patients"].sum()
    made = tables["production_need"].groupby(["need", "unit", "activity"])["count"].sum()
    each = made / patients.reindex(made.index.get_level_values("need")).to_numpy()
    most: pd.Series = each.replace(np.inf, np.nan).groupby(["need", "unit"]).max()
    return most
