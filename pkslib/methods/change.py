"""A total explained: from what it was to what it is, factor by factor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from pkslib.errors import InputError
from pkslib.language import text
from pkslib.methods.inputs import FINITE, NOT_NEGATIVE, Result, as_given, take

_OWN_NAMES = ("interaction", "total")


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
