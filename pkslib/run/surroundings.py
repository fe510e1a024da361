"""Environment variables for a while, which processes started meanwhile get from this one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# Where IPython and matplotlib keep what they keep of a user.
_KEPT = ("IPYTHONDIR", "MPLCONFIGDIR")


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


@contextmanager
def housed() -> Iterator[None]:
    """Have a folder for what IPython and matplotlib keep, where the user's own can't be written.

    Both would say so in English at the start of every kernel.
    """
    told = [Path(os.environ[name]) for name in _KEPT if name in os.environ]
    if all(place.is_dir() and os.access(place, os.W_OK) for place in [_home(), *told]):
        yield
        return
    with (
        TemporaryDirectory(prefix="pks-home-", ignore_cleanup_errors=True) as place,
        within(dict.fromkeys(_KEPT, place)),
    ):
        yield


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:  # a user that the system has no account of
        return Path(os.devnull)
