"""Stores in a database of PostgreSQL."""

import os
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.schema import SetTableComment

from accord.errors import AccordError, FormatError

SCHEMA = 1
MARK = "Accord store "
"""What the comment on the table starts with; the version follows."""
LOCK = 0x41636364
SCHEMES = ("postgresql", "postgres")


def is_url(where: str | os.PathLike[str]) -> bool:
    """Tell a URL from a file."""
    return isinstance(where, str) and "://" in where


def engine(where: str, read_only: bool, patience: float) -> tuple[Engine, str]:
    """Give an engine for a URL, and the URL without its password.

    Every connection waits for writers that long, and forces each transaction to the disk.
    """
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise AccordError(
            "this is no URL of a store: write postgresql://HOST/DATABASE"
        ) from None
    name = url.render_as_string(hide_password=True)
    if url.drivername not in SCHEMES:
        raise AccordError(f"{name}: a store is a file, or a URL that starts with postgresql://")
    try:
        made = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"client_encoding": "utf8"},
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            pool_timeout=patience,
        )
    except ImportError:
        sentence = "PostgreSQL needs one more package: pip install 'accord[postgres]'"
        raise AccordError(f"{name}: {sentence}") from None

    def settle(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
            cursor.execute(f"SET lock_timeout = {max(1, round(1000 * patience))}")
            if read_only:
                cursor.execute("SET default_transaction_read_only = on")
        connection.commit()

    event.listen(made, "connect", settle)
    return made, name


def prepare(engine: Engine, events: Table, name: str, read_only: bool) -> None:
    """See that a database has a store, or make it one if it has no table of that name.

    Raises:
        FormatError: If the table is another program's, or a newer Accord's.
        AccordError: If it is not there and should only be read.
    """
    with engine.connect() as connection, connection.begin():
        if _made(connection, events, name):
            return
        if read_only:
            raise AccordError(f"{name}: there is no store in this database")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        if not _made(connection, events, name):
            events.create(connection)
            marked = events.to_metadata(type(events.metadata)())
            marked.comment = f"{MARK}{SCHEMA}"
            connection.execute(SetTableComment(marked))


def _made(connection: Connection, events: Table, name: str) -> bool:
    """Tell whether the table is there, and Accord's.

    The catalogue is read as a table, for what `to_regclass` and its like remember may be older
    than what somebody has made while this connection waited for the lock.
    """
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise FormatError(f"{name}: this database is in {encoding}: make one in UTF8")
    asked = (
        "SELECT obj_description(oid, 'pg_class') FROM pg_class"
        " WHERE relname = %(table)s AND pg_table_is_visible(oid)"
    )
    found = connection.exec_driver_sql(asked, {"table": events.name}).first()
    if found is None:
        return False
    comment = found[0]
    version = str(comment).removeprefix(MARK)
    if version == str(comment) or not version.isdecimal():
        sentence = f"its table {events.name!r} is not Accord's: give a database of its own"
        raise FormatError(f"{name}: {sentence}")
    if int(version) > SCHEMA:
        raise FormatError(
            f"{name}: a newer Accord made this store (version {version}): use that one"
        )
    return True
