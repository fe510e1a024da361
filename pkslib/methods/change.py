"""A change explained: from what it was to what it is, factor by factor or limit by limit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.methods.inputs import FINITE, NOT_NEGATIVE, Floats, Result, as_given, take

_OWN_NAMES = ("interaction", "total")
# A part that explains less than this of a deviation is not what it mostly is.
_LEAST_SHARE = 0.25


def waterfall(baseline: ArrayLike, factors: Mapping[str, ArrayLike]) -> dict[str, Result]:
    """Return what each factor does to a total alone, and what they do only together.

    Parameters
    ----------
    baseline : float or array
        The total before, in any unit.
    factors : mapping of str to float or array
        Name and size of each factor; 1.02 for two per cent more, 1 for no change.

    Returns
    -------
    dict of str to float or array
        In the baseline's unit: under each factor's name its own effect,
        baseline · (factor − 1); ``interaction``, the part of the change that no factor makes
        alone; ``total``, the total after. Baseline, effects and interaction add up to the total,
        and the order of the factors does not matter.

    Raises
    ------
    InputError
        When a number is missing or a factor negative, or a factor takes one of the two names.

    References
    ----------
    .. [1] The Strategy Unit, New Hospital Programme demand model: simple effects with one
       explicit interaction term.

    Examples
    --------
    >>> waterfall(1000, {"population": 1.5, "stay": 0.5})
    {'population': 500.0, 'stay': -500.0, 'interaction': -250.0, 'total': 750.0}
    >>> waterfall(1000, {})
    {'interaction': 0.0, 'total': 1000.0}
    """
    for name in _OWN_NAMES:
        if name in factors:
            raise InputError(text("A factor may not be called {name}; rename it.", name=name))
    before, *sizes = take(
        baseline=(baseline, FINITE),
        **{f"factors[{name!r}]": (size, NOT_NEGATIVE) for name, size in factors.items()},
    )
    effects = {name: before * (size - 1) for name, size in zip(factors, sizes, strict=True)}
    total = before * np.prod(sizes, axis=0)
    interaction = total - before - sum(effects.values())
    parts = {**effects, "interaction": interaction, "total": total}
    return {name: as_given(np.asarray(part)) for name, part in parts.items()}


def main_part(parts: Mapping[str, float], total: float) -> str:
    """Return which part a deviation mostly is, or nothing.

    Parameters
    ----------
    parts : mapping of str to float
        Name and size of each part, in the unit of the total; missing ones are not known.
    total : float
        The deviation.

    Returns
    -------
    str
        The largest part in the deviation's own direction when it is a quarter of it or more, else
        an empty text: 25 patients more are not what 400 fewer mostly are.

    Examples
    --------
    >>> main_part({"volume": 25.0, "time": -90.0}, -400.0)
    ''
    >>> main_part({"volume": 250.0, "time": -100.0}, -400.0)
    'time'
    """
    same = {name: abs(size) for name, size in parts.items() if size * total > 0}
    largest = max(same, key=lambda name: same[name], default="")
    return largest if same.get(largest, 0.0) >= _LEAST_SHARE * abs(total) > 0 else ""


def bridge(
    opening: ArrayLike, costs: ArrayLike, begun: ArrayLike, lasting: ArrayLike, index: ArrayLike
) -> dict[str, Floats]:
    """Return what takes a cost from one year to the next: prices, volume, measures, what lasts.

    Parameters
    ----------
    opening : float
        Outcome of the year before the first [money].
    costs : array (years)
        What each year's production costs at the opening's prices [money].
    begun : array (years)
        What measures that begin in the year cost in it, at the first year's prices [money].
    lasting : array (years)
        What measures begun before cost more in the year than in the one before, below zero as they
        end, at the first year's prices [money].
    index : float
        How much dearer all gets from a year to the next [share].

    Returns
    -------
    dict of str to array (years)
        opening, index, volume, measures, lasting and closing, each in the prices of its year. The
        first five add up to the sixth, and a year opens with what the one before closed with.

    Raises
    ------
    InputError
        When a number is missing.

    Examples
    --------
    Two years at 10 % dearer; a measure of 20 the first year costs 30 the next:

    >>> found = bridge(100, [110, 110], [20, 0], [0, 10], 0.1)
    >>> for name, part in found.items():
    ...     print(f"{name:8} {part[0]:7.1f} {part[1]:7.1f}")
    opening    100.0   141.0
    index       10.0    14.1
    volume      11.0     0.0
    measures    20.0     0.0
    lasting      0.0    11.0
    closing    141.0   166.1
    """
    first, produced, new, kept, dearer = take(
        opening=(opening, FINITE), costs=(costs, FINITE), begun=(begun, FINITE),
        lasting=(lasting, FINITE), index=(index, FINITE),
    )  # fmt: skip
    prices = np.cumprod(1 + dearer)
    before = np.concatenate([first[:1], produced[:-1]])
    parts = {
        "volume": (produced - before) * prices,
        "measures": new * prices / prices[:1],
        "lasting": kept * prices / prices[:1],
    }
    changes = np.sum([*parts.values()], axis=0)
    # What closes a year, at its prices, is the opening and all changes so far at those prices.
    closing = (first[:1] + np.cumsum(changes / prices)) * prices
    opened = np.concatenate([first[:1], closing[:-1]])
    return {"opening": opened, "index": opened * dearer, **parts, "closing": closing}


def of_least(before: ArrayLike, after: ArrayLike) -> Result:
    """Share out the change of the least among several, as when the scarcest of them limits.

    Parameters
    ----------
    before, after : array, those among which the least counts last
        Amounts in one unit, from 0 up; an axis before it holds several cases.

    Returns
    -------
    array
        Each one's part: its own change times how long it is the least while all go evenly from
        before to after. The parts add up to the change of the least; those that never are the
        least have none, and those that are the least together share alike.

    Raises
    ------
    InputError
        When a number is missing or negative, or the shapes differ.

    References
    ----------
    .. [1] R. Aumann, L. Shapley (1974), Values of Non-Atomic Games: sharing along the straight
       way from before to after.

    Examples
    --------
    Nurses fall from 100 to 60; for the first half of the way the doctors are fewer, so that the
    20 below them count:

    >>> of_least([100, 80], [60, 80]).tolist()
    [-20.0, 0.0]
    """
    first, last = take(before=(before, NOT_NEGATIVE), after=(after, NOT_NEGATIVE))
    # On the way, i lies below j as long as above + t · faster < 0.
    above, then = (part[..., :, None] - part[..., None, :] for part in (first, last))
    faster = then - above
    meet = -np.divide(above, faster, out=np.zeros_like(above), where=faster != 0)
    never = (faster == 0) & (above > 0)
    start = np.max(np.where(faster < 0, meet, np.where(never, 1.0, 0.0)), axis=-1)
    end = np.min(np.where(faster > 0, meet, 1.0), axis=-1)
    least: Floats = np.maximum(end - start, 0)
    alike = ((above == 0) & (then == 0)).sum(axis=-1)
    return as_given(np.asarray((last - first) * least / alike))
