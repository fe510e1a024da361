"""A database as a data set: its tables or views that are named as ours, only read.

An address with a password is refused: it would end up in notebooks and receipts. Integrated login
or the surroundings carry one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from pkslib.tables import wide
from pkslib.tables.faults import Fault
from pkslib.tables.inputs import INPUTS
from pkslib.tables.kinds import of_files
from pkslib.tables.sources.address import absent, shown_address
from pkslib.tables.sources.sheet import Sheet, UnreadableError, text_frame
from pkslib.tables.wording import column_named, table_named

if TYPE_CHECKING:
    from sqlalchemy import ColumnClause, Connection, Inspector
    from sqlalchemy.engine import URL


def read_database(address: str) -> tuple[list[Sheet], list[Fault]]:
    """Read the declared tables that a database holds.

    Parameters
    ----------
    address : str
        As SQLAlchemy takes it: ``sqlite:///data.db``, ``mssql+pyodbc://…``.

    Returns
    -------
    tuple of list of Sheet and list of Fault
        Cells as text, rows in the order of their key; columns that are not declared are never
        fetched, but for those that a wide table spreads its figures over.

    Raises
    ------
    UnreadableError
        When the extra ``sql`` is not installed or the database can't be read. Neither says the
        password.
    """
    if reason := absent():
        raise UnreadableError(of_files.DATABASE.at(reason=reason))
    import sqlalchemy

    try:
        url = sqlalchemy.make_url(address)
        _refuse_absent_file(url)
        engine = sqlalchemy.create_engine(url)
        with engine.connect() as connection:
            inspector = sqlalchemy.inspect(connection)
            names = {*inspector.get_table_names(), *inspector.get_view_names()}
            present = {table_named(name): name for name in sorted(names, reverse=True)}
            sheets = [
                _read_table(connection, inspector, table, present[table])
                for table in INPUTS
                if table in present
            ]
        engine.dispose()
    except (sqlalchemy.exc.SQLAlchemyError, ImportError) as fault:
        # Drivers put the address, password and all, into their messages: only the kind is told.
        reason = type(fault).__name__
        raise UnreadableError(of_files.DATABASE.at(shown_address(address), reason=reason)) from None
    return sheets, []


def _refuse_absent_file(url: URL) -> None:
    """Refuse a SQLite file that is not there, which connecting would create."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    if not Path(url.database).is_file():
        raise UnreadableError(of_files.SOURCE_MISSING.at(url.database))


def _read_table(connection: Connection, inspector: Inspector, table: str, name: str) -> Sheet:
    """Select a table's columns that tell something, and keep the names of the others."""
    import sqlalchemy

    told = {str(column["name"]): column["type"] for column in inspector.get_columns(name)}
    found = [*told]
    numbers = (sqlalchemy.types.Numeric, sqlalchemy.types.Integer)
    figures = wide.spread(table, found, {at for at in told if isinstance(told[at], numbers)})
    wanted = [
        column
        for column in found
        if column in figures or column_named(column, table) in INPUTS[table].columns
    ]
    columns: list[ColumnClause[Any]] = [sqlalchemy.column(column) for column in wanted]
    keys = [column for column in columns if column_named(column.name, table) in INPUTS[table].key]
    query = sqlalchemy.select(*columns).select_from(sqlalchemy.table(name)).order_by(*keys)
    result = connection.execute(query)
    frame = text_frame(pd.DataFrame(result.fetchall(), columns=wanted))
    others = {column: "" for column in found if column not in wanted}
    return Sheet(table, name, frame.assign(**others))
