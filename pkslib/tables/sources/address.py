"""Addresses of databases: what in them may be secret, judged by what each part means.

An address stands in notebooks, receipts and messages, so only parts that are known to be harmless
may be in it; whatever else there is may be a password under a name of the driver's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pkslib.language import text

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

# Options of drivers for SQL Server, PostgreSQL, MySQL, Oracle and SQLite that keep no secret.
HARMLESS = (
    "address", "app", "application_name", "applicationintent", "authentication", "charset",
    "connect_timeout", "database", "driver", "dsn", "encrypt", "host", "language", "mode",
    "multisubnetfailover", "port", "server", "service_name", "sslmode", "sslrootcert", "timeout",
    "trusted_connection", "trustservercertificate", "uid", "uri", "user",
)  # fmt: skip
_WHOLE = "odbc_connect"
# What ends a value of ODBC's and begins the next, or a login.
_SEPARATORS = re.compile(r"[;=@]")
_SCHEME = re.compile(r"[A-Za-z][\w+]*")


def is_address(source: object) -> bool:
    """Tell whether a data set is named by an address of a database, and not by a path."""
    return isinstance(source, str) and "://" in source


def absent() -> str:
    """Return why no address can be read here; nothing when one can."""
    try:
        import sqlalchemy  # noqa: F401
    except ImportError:
        return text("the extra sql is not installed (pip install pkslib[sql])")
    return ""


def may_be_secret(address: str) -> bool:
    """Tell whether an address holds a password, or a part that is not known to be harmless.

    Parameters
    ----------
    address : str
        As SQLAlchemy takes it. One that it can't read is held to.

    Examples
    --------
    >>> may_be_secret("mssql+pyodbc://host/dw?driver=ODBC+Driver+18&trusted_connection=yes")
    False
    >>> may_be_secret("mssql+pyodbc:///?odbc_connect=SERVER%3Dhost%3BPWD%3Dhemligt")
    True
    """
    try:
        from sqlalchemy import make_url

        url = make_url(address)
    except Exception:  # whatever it is that can't be read
        return True
    where = [url.username, url.host]
    if url.get_backend_name() != "sqlite":
        where.append(url.database)
    odd = any(_SEPARATORS.search(part) for part in where if part)
    return odd or url.password is not None or not all(map(_is_harmless, *_options(url)))


def plain_address(address: str) -> str:
    """Return an address that is not secret without what its reader would pass over."""
    from sqlalchemy import make_url

    return make_url(address).render_as_string(hide_password=False)


def shown_address(address: str) -> str:
    """Return an address as it may be shown; only its kind where it may hold a secret.

    Examples
    --------
    >>> shown_address("mssql://reader:hemligt@host/dw"), shown_address("mssql://host/dw?driver=x")
    ('mssql://…', 'mssql://host/dw')
    """
    if not may_be_secret(address):
        return address.partition("?")[0]
    scheme = _SCHEME.match(address)
    return f"{scheme[0] if scheme else ''}://…"


def _options(url: URL) -> tuple[list[str], list[str]]:
    """Return the names of an address's options, and their values."""
    pairs = [pair for name, values in url.normalized_query.items() for pair in _pairs(name, values)]
    return [name for name, _ in pairs], [value for _, value in pairs]


def _pairs(name: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield an option with each of its values, or those that one of ODBC's holds."""
    for value in values:
        if name.casefold() != _WHOLE:
            yield name, value
            continue
        for part in filter(None, value.split(";")):
            inner, _, given = part.partition("=")
            yield inner, given


def _is_harmless(name: str, value: str) -> bool:
    known = re.sub(r"\s", "", name).casefold() in HARMLESS
    return known and not _SEPARATORS.search(value)
