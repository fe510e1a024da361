"""What the methods take in and in what shape they give back.

Every method takes scalars or arrays. Faults are told by the name of the parameter, several at
once, before anything is computed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pkslib.errors import InputError
from pkslib.language import mark, number, text

Floats: TypeAlias = NDArray[np.float64]
# A plain number when only scalars went in, else an array. NumPy types its own functions so too.
Result: TypeAlias = Any

_SHOWN_FAULTS = 3


class Range(NamedTuple):
    """The values a parameter may have, in words and as a test."""

    allowed: str
    holds: Callable[[Floats], NDArray[np.bool_]]


FINITE = Range(mark("a finite number"), np.isfinite)
FINITE_OR_MISSING = Range(mark("a finite number, or missing"), lambda v: ~np.isinf(v))
NOT_NEGATIVE = Range(mark("a number from 0 up"), lambda v: (v >= 0) & np.isfinite(v))
NOT_NEGATIVE_OR_MISSING = Range(
    mark("a number from 0 up, or missing"), lambda v: np.isnan(v) | ((v >= 0) & np.isfinite(v))
)
COST = Range(mark("a number from 0 up, infinite or missing"), lambda v: ~(v < 0))
POSITIVE = Range(mark("a number above 0"), lambda v: (v > 0) & np.isfinite(v))
WHOLE = Range(
    mark("a whole number from 0 up"), lambda v: (v >= 0) & np.isfinite(v) & (v == np.floor(v))
)
COUNT = Range(
    mark("a whole number from 1 up"), lambda v: (v >= 1) & np.isfinite(v) & (v == np.floor(v))
)
SHARE = Range(mark("a share from 0 to 1"), lambda v: (v >= 0) & (v <= 1))
ABSENCE = Range(mark("a share from 0, below 1"), lambda v: (v >= 0) & (v < 1))
PART = Range(mark("a share above 0 and below 1"), lambda v: (v > 0) & (v < 1))
RISK = Range(mark("a share above 0, at most 1"), lambda v: (v > 0) & (v <= 1))


def take(**given: tuple[ArrayLike, Range]) -> tuple[Floats, ...]:
    """Return the values of all parameters, checked and brought to one shape.

    Parameters
    ----------
    **given : (scalar or array, Range)
        Each parameter's values and what they may be, under the parameter's name.

    Returns
    -------
    tuple of array of float
        In the order given, broadcast against each other.

    Raises
    ------
    InputError
        When a value is not allowed or the shapes do not fit; all faults in one message.

    Examples
    --------
    >>> take(load=([1, 2], NOT_NEGATIVE), servers=(3, WHOLE))
    (array([1., 2.]), array([3., 3.]))
    >>> take(load=([1, -2], NOT_NEGATIVE))
    Traceback (most recent call last):
    pkslib.errors.InputError: load: ...
    """
    arrays = {name: as_numbers(name, values) for name, (values, _) in given.items()}
    faults = [
        fault
        for name, (_, allowed) in given.items()
        for fault in _faults(name, arrays[name], allowed)
    ]
    if faults:
        raise InputError("\n".join(faults))
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise InputError(
            text("These must have the same shape, or be single numbers: {shapes}.", shapes=shapes)
        ) from error


def as_numbers(name: str, values: ArrayLike) -> Floats:
    """Return values as an array of float, or say that they are no numbers."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            text("{name}: numbers are needed, found {found}.", name=name, found=repr(values))
        ) from error


def as_given(result: NDArray[Any]) -> Result:
    """Return a plain number or word where only scalars went in, else the array itself."""
    return result.item() if result.ndim == 0 else result


def _faults(name: str, array: Floats, allowed: Range) -> list[str]:
    values = array.ravel()
    places = np.flatnonzero(~allowed.holds(values))
    return [
        text(
            "{name}: found {found} as value {place} of {count}. Allowed is {allowed}; correct it.",
            name=name,
            found=_shown(float(values[place])),
            place=place + 1,
            count=values.size,
            allowed=text(allowed.allowed),
        )
        for place in places[:_SHOWN_FAULTS]
    ]


def _shown(value: float) -> str:
    if np.isnan(value):
        return text("nothing")
    if 0 < abs(value) < 5e-7:
        return f"{value:.0e}"
    return number(value, decimals=len(f"{value:.6f}".rstrip("0").partition(".")[2]))
