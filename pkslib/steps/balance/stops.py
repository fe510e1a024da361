"""Stops: how much of a need, and of an activity at a unit, may give way in a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from pkslib.methods.inputs import Floats
from pkslib.steps.balance.scale import adding_up
from pkslib.tables.times import first_visits_of, times_at

_DUST = 1e-9


class Stops(NamedTuple):
    """What bounds the fifth step over the year.

    row and line: which care (place in the table of care) goes into which line, an activity for a
    need at a unit in a period. counts: activities of each line. groups adds up lines by need and
    activity in the region, and by unit and activity. most: what each group may give [activities].
    """

    row: NDArray[np.int64]
    line: NDArray[np.int64]
    counts: Floats
    groups: sparse.csr_array
    most: Floats
    first_visits: pd.DataFrame

    def given(self, share: Floats) -> Floats:
        """Return the activities that each group gives, from the share of each row of care."""
        most = np.zeros(self.counts.size)
        np.maximum.at(most, self.line, share[self.row])
        return np.asarray(self.groups @ (most * self.counts))

    def part(self, before: Floats, share: Floats) -> Floats:
        """Return how much of what each row of care is to give the stops let through, 0–1.

        Parameters
        ----------
        before, share : array
            Share of each row of care that has given way, and that is to do so, before included.
        """
        spent = self.given(before)
        wanted = self.given(share) - spent
        left = np.maximum(self.most - spent, 0.0)
        free = np.divide(left, wanted, out=np.ones_like(left), where=wanted > left + _DUST)
        lines = np.ones(self.counts.size)
        held = self.groups.tocoo()
        np.minimum.at(lines, held.coords[1], free[held.coords[0]])
        rows = np.ones(share.size)
        np.minimum.at(rows, self.row, lines[self.line])
        return rows


def stops_of(
    care: pd.DataFrame, cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame], most: float
) -> Stops:
    """Return what of each need, and of each activity at a unit, may give way over the year.

    Parameters
    ----------
    care, cells : pandas.DataFrame
        Care by cell and need, and the cells.
    tables : mapping of str to pandas.DataFrame
        production_need, care_need, activities, activity_times and units.
    most : float
        Share that gives way at most.

    Returns
    -------
    Stops
        In whole patients of a need in the region and whole activities at a unit, so that nothing
        with fewer than five in the year gives way at all at a share of a fifth: no year's target
        above nothing becomes nothing.
    """
    periods = cells["period"].unique()
    need = tables["production_need"]
    lines = need[need["period"].isin(periods)].reset_index(drop=True)
    at = care[["cell", "need"]].reset_index(names="row")
    at = at.assign(**{name: cells[name].to_numpy()[at["cell"]] for name in ("unit", "period")})
    at = at.assign(capacity=cells["capacity"].to_numpy()[at["cell"]])
    times = times_at(lines, tables["activity_times"])
    uses = lines.reset_index(names="line").merge(times, on=["unit", "activity"])
    both = at.merge(uses, on=["need", "unit", "capacity", "period"])
    count = lines["count"].to_numpy(float)
    regional = lines.groupby(["need", "activity"]).ngroup().to_numpy(np.int64)
    local = lines.groupby(["unit", "activity"]).ngroup().to_numpy(np.int64)
    patients = tables["care_need"].query("period in @periods").groupby("need")["patients"].sum()
    whole = lines["need"].map(patients).astype(float).to_numpy()
    groups = [adding_up(place, place.max(initial=-1) + 1) for place in (regional, local)]
    total = [np.asarray(group @ count) for group in groups]
    persons = np.zeros(total[0].size)
    persons[regional] = whole
    persons = np.where(np.isfinite(persons), persons, total[0])
    share = np.divide(
        np.floor(most * persons + _DUST), persons, out=np.zeros_like(persons), where=persons > 0
    )
    return Stops(
        both["row"].to_numpy(np.int64),
        both["line"].to_numpy(np.int64),
        count,
        sparse.csr_array(sparse.vstack(groups)),
        np.concatenate([share * total[0], np.floor(most * total[1] + _DUST)]),
        first_visits_of(need, tables["activities"], tables["activity_times"], tables["units"]),
    )
