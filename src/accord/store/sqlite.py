"""Stores in a file of SQLite."""

import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, Table, create_engine, event, text

from accord.errors import AccordError, FormatError
from accord.formats.disk import alone
from accord.store.connections import Connections
from accord.store.failures import OTHER_VERSION
from accord.store.listening import Commits, Listener, Looking

SCHEMA = 2
MARK = int.from_bytes(b"Accd", "big")
"""Stands in the file, so that another program's database is not taken for a store."""

HEADS = text(
    "SELECT table_id, number, hash FROM json_each(:tables) JOIN events ON table_id = value"
    " AND number = (SELECT max(number) FROM events WHERE table_id = value)"
)


def engine(where: str, read_only: bool, patience: float) -> tuple[Engine, str]:
    """Return an engine for a file, and the file's name.

    Every connection waits for writers that long, and forces each transaction to the disk.
    """
    file = os.path.abspath(where)
    uri = f"file:{quote(file)}?{_mode(Path(file), read_only)}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    made = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_timeout=patience
    )
    event.listen(made, "begin", _begin)
    return made, where


def _mode(file: Path, read_only: bool) -> str:
    """Return how to open a file; one in a folder that cannot be written holds still."""
    if not read_only:
        return "mode=rwc"
    still = not os.access(file.parent, os.W_OK) and not Path(f"{file}-wal").exists()
    return "mode=ro&immutable=1" if still else "mode=ro"


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that will write keeps other writers out from the start."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def prepare(engine: Engine, events: Table, name: str, read_only: bool) -> None:
    """See that a file is a store, or make it one if it is new.

    Raises:
        FormatError: If it is another program's, or a newer Accord's.
        AccordError: If it is not there and should only be read.
    """
    if read_only:
        if not os.path.exists(name):
            raise AccordError(f"{name}: there is no such file")
        if not _made(engine, name):
            raise FormatError(f"{name}: there is no store in this file yet, for it is empty")
        return
    with alone(Path(name)):
        if not _made(engine, name):
            _make(engine, events)


def _made(engine: Engine, name: str) -> bool:
    """Whether a file is a store, and not one that is still to be made."""
    with engine.connect() as connection:
        mark, version, parts = (
            connection.exec_driver_sql(asked).scalar_one()
            for asked in (
                "PRAGMA application_id",
                "PRAGMA user_version",
                "SELECT count(*) FROM sqlite_master",
            )
        )
    if (mark, version, parts) == (0, 0, 0):
        return False
    if mark != MARK:
        raise FormatError(f"{name}: this is a SQLite database, but not a store of Accord")
    if version != SCHEMA:
        raise FormatError(f"{name}: {OTHER_VERSION.format(version)}")
    return True


def _make(engine: Engine, events: Table) -> None:
    """Make the table in a new file, all at once, and let readers read while somebody writes."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        raw.close()
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        events.create(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {MARK}")
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def heads(connection: Connection, tables: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return the number and hash of the last event of each table that has one."""
    found = connection.execute(HEADS, {"tables": json.dumps(tables)})
    return {table: (number, digits) for table, number, digits in found}


def announce(connection: Connection, tables: Sequence[str]) -> None:
    """Do nothing: SQLite tells nobody of what is written."""


def listener(engine: Engine, connections: Connections, commits: Commits) -> Listener:
    """Return what looks for rows that were added, by whichever program."""
    last = 0

    def look() -> frozenset[str]:
        nonlocal last
        with connections.lend() as connection:
            ask = connection.exec_driver_sql
            before, last = last, ask("SELECT coalesce(max(rowid), 0) FROM events").scalar_one()
            if before == last:
                return frozenset()
            # Rows are numbered as they come, but numbered anew by VACUUM: then all may be new.
            since = before if before < last else 0
            grown = ask("SELECT DISTINCT table_id FROM events WHERE rowid > ?", (since,))
            return frozenset(grown.scalars())

    look()
    return Looking(look, commits)
