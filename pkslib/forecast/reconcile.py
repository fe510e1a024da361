"""Forecasts of units, hospitals and regions that agree: from above and from below at once.

Forecasts made for each series alone do not add up. With S the matrix that adds the lowest series
up to all, the lowest b that agree best with all forecasts y, each trusted by its back-test error,
minimise (y − S b)ᵀ W (y − S b) with b ≥ 0, W the inverse squared errors. Trusting only the lowest
is bottom-up; trusting only the top, spread by the lowest, is top-down.

References
----------
Hyndman, R. J., Ahmed, R. A., Athanasopoulos, G. & Shang, H. L. (2011). Optimal combination
forecasts for hierarchical time series. Computational Statistics & Data Analysis 55, 2579–2589.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from pkslib.errors import InputError
from pkslib.forecast.arrays import Floats
from pkslib.forecast.moves import moved
from pkslib.language import text

WAYS = ("least squares", "bottom up", "top down")
# An error of exactly zero would silence every other series; share of the largest.
_LEAST_ERROR = 1e-3


def reconciled(
    forecast: pd.DataFrame,
    parents: dict[str, str],
    errors: dict[str, float] | None = None,
    *,
    way: str = "least squares",
) -> pd.DataFrame:
    """Return forecasts whose parts equal their wholes.

    Parameters
    ----------
    forecast : pandas.DataFrame
        Columns series, period, mean and any bounds; every series in every period.
    parents : dict of str to str
        Series to the series it is part of; those without one are the tops.
    errors : dict of str to float, optional
        Back-test error of each series [unit of the series], such as ``mase`` times scale; the
        square root of the mean forecast where none is given.
    way : {"least squares", "bottom up", "top down"}
        Whom to trust.

    Returns
    -------
    pandas.DataFrame
        The same rows, mean agreed on and bounds moved along with it, never below zero.

    Raises
    ------
    InputError
        When a series of the tree has no forecast, a part is its own whole, or the way is unknown.

    Examples
    --------
    Wards of 60 and 30 patients, a hospital of 100 that is trusted as much as they are:

    >>> rows = pd.DataFrame({"series": ["H", "a", "b"], "period": "2027", "mean": [100.0, 60, 30]})
    >>> tree = {"a": "H", "b": "H"}
    >>> reconciled(rows, tree, {"H": 1, "a": 1, "b": 1})["mean"].round(2).tolist()
    [96.67, 63.33, 33.33]
    >>> reconciled(rows, tree, way="bottom up")["mean"].tolist()
    [90.0, 60.0, 30.0]
    """
    if way not in WAYS:
        raise InputError(text("way {found}: choose {ways}", found=repr(way), ways=", ".join(WAYS)))
    wide = forecast.pivot_table(index="series", columns="period", values="mean")
    if wide.isna().any(axis=None):
        raise InputError(text("reconciliation: every series must have every period"))
    names = [str(name) for name in wide.index]
    chains = _chains(names, parents)
    means = wide.to_numpy(float)
    lowest = {
        "bottom up": lambda: _own(means, names, chains, place=0),
        "top down": lambda: _shared_out(means, names, chains),
        "least squares": lambda: _agreed(means, names, chains, _sizes(means, names, errors)),
    }[way]()
    agreed = pd.DataFrame(_adding(names, chains) @ lowest, index=wide.index, columns=wide.columns)
    return _moved(forecast, agreed)


def _chains(names: list[str], parents: dict[str, str]) -> list[list[str]]:
    """Return for each lowest series itself and all it is part of, up to the top."""
    lacking = sorted({*parents, *parents.values()} - set(names))
    if lacking:
        raise InputError(text("no forecast for {series}", series=", ".join(lacking)))
    chains = [_chain(name, parents) for name in names]
    return [chain for chain in chains if chain[0] not in set(parents.values())]


def _chain(name: str, parents: dict[str, str]) -> list[str]:
    """Return a series and all it is part of, up to the top."""
    chain = [name]
    while chain[-1] in parents:
        above = parents[chain[-1]]
        if above in chain:
            raise InputError(text("series {series} is part of itself", series=above))
        chain.append(above)
    return chain


def _adding(names: list[str], chains: list[list[str]]) -> Floats:
    """Return the matrix that adds the lowest series up to all, shape (series, lowest)."""
    return np.array([[float(name in chain) for chain in chains] for name in names])


def _own(means: Floats, names: list[str], chains: list[list[str]], *, place: int) -> Floats:
    """Return the forecast at one place of each lowest series' chain, (lowest, periods)."""
    own: Floats = means[[names.index(chain[place]) for chain in chains]]
    return own


def _shared_out(means: Floats, names: list[str], chains: list[list[str]]) -> Floats:
    """Return the tops' forecasts shared out as the lowest forecasts stand to each other."""
    below, top = _own(means, names, chains, place=0), _own(means, names, chains, place=-1)
    same = np.array([[float(chain[-1] == other[-1]) for other in chains] for chain in chains])
    total = same @ below
    even = 1 / same.sum(axis=1, keepdims=True)
    share: Floats = np.where(total > 0, below / np.where(total > 0, total, 1.0), even)
    shared: Floats = top * share
    return shared


def _sizes(means: Floats, names: list[str], errors: dict[str, float] | None) -> Floats:
    """Return the error of each series, none so small that it silences the others."""
    if errors is None:
        size = np.sqrt(means.mean(axis=1))
    else:
        size = np.array([errors[name] for name in names], dtype=float)
    least = _LEAST_ERROR * size.max() if size.max() > 0 else 1.0
    kept: Floats = np.maximum(size, least)
    return kept


def _agreed(means: Floats, names: list[str], chains: list[list[str]], size: Floats) -> Floats:
    """Return the lowest series that agree best with all forecasts, period by period."""
    weighted = _adding(names, chains) / size[:, None]
    agreed: Floats = np.column_stack([nnls(weighted, column / size)[0] for column in means.T])
    return agreed


def _moved(forecast: pd.DataFrame, agreed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the agreed mean, and the bounds moved as far as it moved."""
    keys = pd.MultiIndex.from_frame(forecast[["series", "period"]])
    row = agreed.index.get_indexer(keys.get_level_values(0))
    mean = agreed.to_numpy()[row, agreed.columns.get_indexer(keys.get_level_values(1))]
    return moved(forecast, mean - forecast["mean"].to_numpy(float))
