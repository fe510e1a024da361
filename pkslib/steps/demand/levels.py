"""Wholes forecast from above, the sum of their parts from below, and an agreement.

Parts are the needs, and where it is told which units their patients come to, the patients of each
need at each unit. Wholes are flows and region, units and hospitals.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from pkslib.forecast import intervals, proof
from pkslib.forecast.decided import Known
from pkslib.forecast.fit import Fitted
from pkslib.forecast.prepare import prepared
from pkslib.forecast.reconcile import chain, reconciled
from pkslib.forecast.wholes import fitted_wholes
from pkslib.settings import Demand
from pkslib.steps.demand import cells

REGION = "region"
_WHOLE = "∑ "
_TOP = _WHOLE + REGION
_COLUMNS = ["period", "above", "below", "agreed", "error_above", "error_below"]
_NOWHERE = pd.DataFrame(columns=["series", "need", "unit"])
_Tree = dict[str, tuple[str, ...]]


class Agreed(NamedTuple):
    """What the levels agree on.

    Attributes
    ----------
    needs : pandas.DataFrame
        series, period, mean and bounds, and what else the forecast of the needs had.
    levels : pandas.DataFrame
        level (flows and region), period, above, below, agreed, error_above and error_below (mean
        absolute back-test errors) [patients].
    units : pandas.DataFrame
        unit, series (the need), period, mean and bounds: where the patients come [patients].
    unit_levels : pandas.DataFrame
        unit (or hospital) and the columns of levels.
    """

    needs: pd.DataFrame
    levels: pd.DataFrame
    units: pd.DataFrame
    unit_levels: pd.DataFrame


def tree(here: Collection[str], tables: Mapping[str, pd.DataFrame]) -> _Tree:
    """Return what every need that is forecast is part of: need to flow, flow to region.

    Wholes carry a sign of their own, so that no need can have the name of one.
    """
    needs = tables.get("needs", pd.DataFrame(columns=["need", "flow"]))
    flow = dict(zip(needs["need"], needs["flow"], strict=True)) if "flow" in needs else {}
    parents = {need: (_WHOLE + flow.get(need, REGION),) for need in sorted(here)}
    flows = {whole for wholes in parents.values() for whole in wholes} - {_TOP}
    return parents | dict.fromkeys(sorted(flows), (_TOP,))


def agreed(
    made: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    known: Known,
    ahead: int,
    how: Demand,
) -> Agreed:
    """Return the needs' forecast that agrees with those of the other levels.

    Parameters
    ----------
    made : mapping of str to pandas.DataFrame
        ``periods`` (series, period, mean and bounds) and ``tested`` of the needs.
    tables : mapping of str to pandas.DataFrame
        demand, needs with their flow, and unit_demand and units where there are any.
    known : pkslib.forecast.decided.Known
        History and options.
    ahead : int
        Periods ahead.
    how : pkslib.settings.Demand
        ``reconcile``.

    Returns
    -------
    Agreed
        Where needs do not share their last period and most of their history there is nothing
        from above: the forecast is as it was, and the other tables are empty.
    """
    # A need too short for any forecast has none to agree with.
    here = set(made["periods"]["series"])
    known = Known(known.history[known.history["series"].isin(here)], known.options)
    parents = tree(here, tables)
    members = _members(parents)
    whole = fitted_wholes(known.history, members, ahead, known.options)
    if whole is None:
        return Agreed(made["periods"], *(pd.DataFrame(columns=_COLUMNS) for _ in range(3)))
    split = cells.cells(tables, known)
    if split is None:
        return _together(made, [whole], parents, members, how)
    more, at = cells.parents(split.places, tables["units"], _TOP), split.known
    units = {name: parts for name, parts in _members(more).items() if cells.unit_of(name)}
    above = fitted_wholes(at.history, units, ahead, at.options)
    if above is None:
        return _together(made, [whole], parents, members, how)
    fits = [whole, above, *prepared(at.history, ahead, "fast", at.options)]
    return _together(made, fits, parents | more, members | units, how, split.places)


def _members(parents: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return the lowest series of each whole."""
    wholes = {whole for above in parents.values() for whole in above}
    found: dict[str, list[str]] = {whole: [] for whole in sorted(wholes)}
    for name in parents:
        if name not in wholes:
            for whole in chain(name, parents)[1:]:
                found[whole].append(name)
    return found


def _together(
    made: Mapping[str, pd.DataFrame],
    fits: list[Fitted],
    parents: _Tree,
    members: dict[str, list[str]],
    how: Demand,
    places: pd.DataFrame = _NOWHERE,
) -> Agreed:
    """Return the agreement of the needs with the other forecasts."""
    below = made["periods"]
    before = pd.concat([below, intervals.table(fits, (80, 95))], ignore_index=True)
    proven = pd.concat([made["tested"], proof.tested(fits)])
    way = how.reconcile.replace("_", " ")
    found = reconciled(before, parents, _errors(proven, before), way=way)
    rows = _side_by_side(before, found, members)
    rows = rows.merge(_sums_tested(proven, members), on="whole", how="left")
    units = rows["whole"].map(cells.unit_of)
    named = rows.assign(level=rows["whole"].str.removeprefix(_WHOLE), unit=units)
    return Agreed(
        found.iloc[: len(below)],
        named.loc[units.isna(), ["level", *_COLUMNS]].reset_index(drop=True),
        _at_units(found, places),
        named.loc[units.notna(), ["unit", *_COLUMNS]].reset_index(drop=True),
    )


def _at_units(found: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Return the forecasts of cells by unit and need."""
    rows = found.merge(places, on="series").drop(columns=["series", "method"])
    return rows.rename(columns={"need": "series"})


def _errors(tested: pd.DataFrame, both: pd.DataFrame) -> dict[str, float]:
    """Return the mean absolute back-test error of each series; without one, that of chance."""
    chance = np.sqrt(both.groupby("series")["mean"].mean())
    found = tested["error"].abs().groupby(tested["series"]).mean()
    return {
        str(name): float(size) for name, size in found.reindex(chance.index).fillna(chance).items()
    }


def _side_by_side(
    before: pd.DataFrame, found: pd.DataFrame, members: Mapping[str, list[str]]
) -> pd.DataFrame:
    """Return the wholes from above, from below and agreed, period by period."""
    own, after = (
        rows.pivot_table(index="period", columns="series", values="mean")
        for rows in (before, found)
    )
    wholes = list(members)
    below = np.column_stack([own[names].to_numpy().sum(axis=1) for names in members.values()])
    return pd.DataFrame(
        {
            "whole": np.repeat(wholes, len(own)),
            "period": np.tile(own.index, len(wholes)),
            "above": own[wholes].to_numpy().T.ravel(),
            "below": below.T.ravel(),
            "agreed": after[wholes].to_numpy().T.ravel(),
        }
    )


def _sums_tested(proven: pd.DataFrame, members: Mapping[str, list[str]]) -> pd.DataFrame:
    """Return how far both ways missed the wholes in the same periods of the back-test."""
    wide = proven.pivot_table(index=["origin", "period"], columns="series", values="error")
    rows = []
    for whole, names in members.items():
        own, parts = (wide.reindex(columns=wanted).to_numpy() for wanted in ([whole], names))
        pair = np.abs(np.column_stack([own, parts.sum(axis=1)]))
        known = pair[~np.isnan(pair).any(axis=1)]
        rows.append((whole, *(known.mean(axis=0) if len(known) else (np.nan, np.nan))))
    return pd.DataFrame(rows, columns=["whole", "error_above", "error_below"])
