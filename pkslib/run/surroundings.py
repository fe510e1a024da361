"""Environment variables for a while, which processes started meanwhile get from this one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def within(variables: Mapping[str, str]) -> Iterator[None]:
    """Have environment variables inside a ``with`` block, and afterwards all as they were.

    Parameters
    ----------
    variables : mapping
        Name to value.

    Examples
    --------
    >>> with within({"PKS_HOUR": "24"}):
    ...     os.environ["PKS_HOUR"]
    '24'
    >>> "PKS_HOUR" in os.environ
    False
    """
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
