"""Flows and region forecast from above, the sum of their needs from below, and an agreement."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pkslib.forecast import intervals, tested
from pkslib.forecast.decided import Known
from pkslib.forecast.reconcile import reconciled
from pkslib.forecast.wholes import fitted_wholes
from pkslib.settings import Demand

REGION = "region"
_WHOLE = "∑ "
_COLUMNS = ["level", "period", "above", "below", "agreed", "error_above", "error_below"]


def tree(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return what every need and flow is part of: need to flow, flow to region.

    Wholes carry a sign of their own, so that no need can have the name of one.
    """
    needs = tables.get("needs", pd.DataFrame(columns=["need", "flow"]))
    here = sorted(tables["demand"]["need"].unique())
    flow = dict(zip(needs["need"], needs["flow"], strict=True)) if "flow" in needs else {}
    parents = {need: _WHOLE + flow.get(need, REGION) for need in here}
    flows = set(parents.values()) - {_WHOLE + REGION}
    return parents | dict.fromkeys(sorted(flows), _WHOLE + REGION)


def agreed(
    made: Mapping[str, pd.DataFrame],
    tables: Mapping[str, pd.DataFrame],
    known: Known,
    ahead: int,
    how: Demand,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the needs' forecast that agrees with the wholes', and both levels side by side.

    Parameters
    ----------
    made : mapping of str to pandas.DataFrame
        ``periods`` (series, period, mean and bounds) and ``tested`` of the needs.
    tables : mapping of str to pandas.DataFrame
        demand, and needs with their flow.
    known : pkslib.forecast.decided.Known
        History and options.
    ahead : int
        Periods ahead.
    how : pkslib.settings.Demand
        ``reconcile``.

    Returns
    -------
    tuple of pandas.DataFrame
        ``periods`` agreed upon; and level, period, above, below, agreed, error_above and
        error_below (mean absolute back-test errors) [patients]. Where needs do not share their
        last period and most of their history there is nothing from above: the forecast is as it
        was, and the second table empty.
    """
    parents, below = tree(tables), made["periods"]
    whole = fitted_wholes(known.history, _members(parents), ahead, known.options)
    if whole is None:
        return below, pd.DataFrame(columns=_COLUMNS)
    both = pd.concat([below, intervals.table([whole], (80, 95))], ignore_index=True)
    proven = tested.table([whole])
    errors = _errors(pd.concat([made["tested"], proven]), both)
    way = how.reconcile.replace("_", " ")
    found = reconciled(both, parents, errors, way=way)
    rows = _side_by_side(both, found, parents)
    missed = _sums_tested(made["tested"], proven, parents)
    return found.iloc[: len(below)], rows.merge(missed, on="level", how="left")


def _members(parents: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the needs of each whole."""
    needs = [name for name in parents if not name.startswith(_WHOLE)]
    chains = {need: {parents[need], _WHOLE + REGION} for need in needs}
    wholes = sorted({*parents.values(), _WHOLE + REGION})
    return {whole: [need for need in needs if whole in chains[need]] for whole in wholes}


def _errors(tested: pd.DataFrame, both: pd.DataFrame) -> dict[str, float]:
    """Return the mean absolute back-test error of each series; without one, that of chance."""
    chance = np.sqrt(both.groupby("series")["mean"].mean())
    found = tested["error"].abs().groupby(tested["series"]).mean()
    return {
        str(name): float(size) for name, size in found.reindex(chance.index).fillna(chance).items()
    }


def _side_by_side(
    both: pd.DataFrame, found: pd.DataFrame, parents: Mapping[str, str]
) -> pd.DataFrame:
    """Return the wholes from above, from below and agreed, period by period."""
    own, after = (
        rows.pivot_table(index="period", columns="series", values="mean") for rows in (both, found)
    )
    parts = [
        pd.DataFrame(
            {
                "level": whole.removeprefix(_WHOLE),
                "period": own.index,
                "above": own[whole].to_numpy(),
                "below": own[needs].sum(axis=1).to_numpy(),
                "agreed": after[whole].to_numpy(),
            }
        )
        for whole, needs in _members(parents).items()
    ]
    return pd.concat(parts, ignore_index=True)


def _sums_tested(
    below: pd.DataFrame, above: pd.DataFrame, parents: Mapping[str, str]
) -> pd.DataFrame:
    """Return how far both ways missed the wholes in the same periods of the back-test."""
    keys = ["origin", "period"]
    own, parts = (
        rows.pivot_table(index=keys, columns="series", values="error") for rows in (above, below)
    )
    rows = []
    for whole, needs in _members(parents).items():
        summed = parts.reindex(columns=needs).sum(axis=1, min_count=len(needs))
        lone = own.reindex(columns=[whole])[whole]
        pair = pd.concat([lone, summed], axis=1, keys=["above", "below"]).dropna().abs().mean()
        rows.append((whole.removeprefix(_WHOLE), pair["above"], pair["below"]))
    return pd.DataFrame(rows, columns=["level", "error_above", "error_below"])
