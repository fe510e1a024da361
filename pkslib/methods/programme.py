"""Linear programmes with several aims in order of rank."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.optimize import linprog

from pkslib.methods.inputs import Floats

# The finest that HiGHS works to, so that an aim may weigh several ends against each other.
_FINE = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
# What is smaller, as a share of the largest amount, is the solver's rounding.
_DUST = 1e-9


def best(aims: Sequence[ArrayLike], limits: sparse.sparray, most: ArrayLike) -> Floats:
    """Return the amounts that reach the first aim best, then the second as far as it is left free.

    Parameters
    ----------
    aims : sequence of array (columns)
        What each unit of each amount costs; every aim is made as small as it can be, held there
        while the next is solved.
    limits : sparse array (rows, columns)
        Left-hand sides of limits · amounts ≤ most.
    most : array (rows)
        Right-hand sides, from 0 up.

    Returns
    -------
    array (columns)
        Amounts from 0 up, the same every run.

    Raises
    ------
    RuntimeError
        When the programme has no best answer: an aim has no bottom within the limits.

    Notes
    -----
    HiGHS, dual simplex, on amounts scaled to at most 1.

    Examples
    --------
    Two measures of at most 3 and 5 for a gap of 6, the second one cheaper.

    >>> rows = sparse.csr_array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> best([[-1, -1], [20, 10]], rows, [3, 5, 6])
    array([1., 5.])
    """
    bounds = np.asarray(most, dtype=float)
    scale = _scale(bounds)
    if not bounds.any() or not limits.shape[1]:
        return np.zeros(limits.shape[1])
    bounds = bounds / scale
    for aim in aims:
        objective = np.asarray(aim, dtype=float) / _scale(np.abs(aim))
        solved = linprog(objective, limits, bounds, method="highs-ds", options=_FINE)
        if solved.status:
            raise RuntimeError(f"the linear programme was not solved: {solved.message}")
        limits = sparse.vstack([limits, sparse.csr_array(objective[None, :])], format="csr")
        bounds = np.append(bounds, solved.fun)
    return np.where(solved.x > _DUST, solved.x * scale, 0.0)


def _scale(sizes: Floats) -> float:
    """Return a power of two at least as large as all; scaling by it keeps whole numbers whole."""
    largest = sizes.max(initial=0.0)
    return float(2.0 ** np.ceil(np.log2(largest))) if largest else 1.0
