"""Forecasts of units, hospitals and regions that agree: from above and from below at once.

Forecasts made for each series alone do not add up. A series may be part of several wholes, as the
patients of a unit with a need are part of the unit's and of the need's. With S the matrix that
adds the lowest series up to all, the lowest b that agree best with all forecasts y, each trusted
by its back-test error, minimise (y − S b)ᵀ W (y − S b) with b ≥ 0, W the inverse squared errors.
Trusting only the lowest is bottom-up; trusting only the top, spread by the lowest, is top-down.

References
----------
Hyndman, R. J., Ahmed, R. A., Athanasopoulos, G. & Shang, H. L. (2011). Optimal combination
forecasts for hierarchical time series. Computational Statistics & Data Analysis 55, 2579–2589.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from pkslib.errors import InputError
from pkslib.forecast.arrays import Floats
from pkslib.forecast.moves import moved
from pkslib.language import text

Parents = Mapping[str, str | Sequence[str]]
WAYS = ("least squares", "bottom up", "top down")
# An error of exactly zero would silence every other series; share of the largest.
_LEAST_ERROR = 1e-3


def reconciled(
    forecast: pd.DataFrame,
    parents: Parents,
    errors: dict[str, float] | None = None,
    *,
    way: str = "least squares",
) -> pd.DataFrame:
    """Return forecasts whose parts equal their wholes.

    Parameters
    ----------
    forecast : pandas.DataFrame
        Columns series, period, mean and any bounds; every series in every period.
    parents : mapping of str to str or sequence of str
        Series to the series it is part of, one or several; those without one are the tops. What a
        lowest series is part of ends in one top.
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


def _chains(names: list[str], parents: Parents) -> list[list[str]]:
    """Return for each lowest series itself and all it is part of, up to the top."""
    wholes = {whole for name in parents for whole in _above(name, parents)}
    lacking = sorted({*parents, *wholes} - set(names))
    if lacking:
        raise InputError(text("no forecast for {series}", series=", ".join(lacking)))
    chains = [chain(name, parents) for name in names]
    return [found for found in chains if found[0] not in wholes]


def _above(name: str, parents: Parents) -> tuple[str, ...]:
    """Return what a series is part of at once."""
    found = parents.get(name, ())
    return (found,) if isinstance(found, str) else tuple(found)


def chain(name: str, parents: Parents, below: tuple[str, ...] = ()) -> list[str]:
    """Return a series and all it is part of, the top last.

    Parameters
    ----------
    name : str
        The series.
    parents : mapping of str to str or sequence of str
        As for :func:`reconciled`.
    below : tuple of str
        Series that led here.

    Raises
    ------
    InputError
        When a series is part of itself.

    Examples
    --------
    >>> chain("hip", {"hip": ("acute", "ward"), "acute": "region", "ward": "region"})
    ['hip', 'acute', 'ward', 'region']
    """
    if name in below:
        raise InputError(text("series {series} is part of itself", series=name))
    found = [name]
    for whole in _above(name, parents):
        found += chain(whole, parents, (*below, name))
    # What is reached by several ways stands where it is reached last.
    return list(dict.fromkeys(reversed(found)))[::-1]


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
    """Return the lowest series that agree best with all forecasts, period by period.

    Where plain least squares give no negative numbers, they are the best without them too.
    """
    weighted, wanted = _adding(names, chains) / size[:, None], means / size[:, None]
    agreed: Floats = np.linalg.lstsq(weighted, wanted, rcond=None)[0].astype(np.float64)
    for period in np.flatnonzero((agreed < 0).any(axis=0)):
        agreed[:, period] = nnls(weighted, wanted[:, period])[0]
    return agreed


def _moved(forecast: pd.DataFrame, agreed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the agreed mean, and the bounds moved as far as it moved."""
    keys = pd.MultiIndex.from_frame(forecast[["series", "period"]])
    row = agreed.index.get_indexer(keys.get_level_values(0))
    mean = agreed.to_numpy()[row, agreed.columns.get_indexer(keys.get_level_values(1))]
    return moved(forecast, mean - forecast["mean"].to_numpy(float))
