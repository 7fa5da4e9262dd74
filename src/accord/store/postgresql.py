"""Stores in a database of PostgreSQL."""

import os
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.schema import SetTableComment

from accord.errors import AccordError, FormatError
from accord.store.connections import Connections
from accord.store.failures import OTHER_VERSION, in_sentences
from accord.store.listening import Commits, Listener

SCHEMA = 2
MARK = "Accord store "
"""What the comment on the table starts with; the version follows."""
LOCK = 0x41636364
"""Any number that other programs are not likely to lock: the mark of a file of SQLite."""
CHANNEL = "accord_store"
"""Where the ids of tables are announced whose logs have grown."""
SCHEMES = ("postgresql", "postgres")

HEADS = text(
    "SELECT last.* FROM unnest(CAST(:tables AS text[])) AS asked, LATERAL ("
    " SELECT table_id, number, hash FROM events WHERE table_id = asked"
    " ORDER BY number DESC LIMIT 1) AS last"
)
TABLES = "SELECT DISTINCT table_id FROM events"
ANNOUNCE = text(
    f"SELECT pg_notify('{CHANNEL}', each) FROM unnest(CAST(:tables AS text[])) AS each"
)


def is_url(where: str | os.PathLike[str]) -> bool:
    """Whether this is a URL, not a file."""
    return isinstance(where, str) and "://" in where


def engine(where: str, read_only: bool, patience: float) -> tuple[Engine, str]:
    """Return an engine for a URL, and the URL without its password.

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
    """Whether the table is there, and Accord's.

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
    if int(version) != SCHEMA:
        raise FormatError(f"{name}: {OTHER_VERSION.format(version)}")
    return True


def heads(connection: Connection, tables: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return the number and hash of the last event of each table that has one."""
    found = connection.execute(HEADS, {"tables": tables})
    return {table: (number, digits) for table, number, digits in found}


def announce(connection: Connection, tables: Sequence[str]) -> None:
    """Announce to who listens, when this transaction is confirmed, which logs have grown.

    The ids alone: what an announcement can hold is limited, and it is lost to who is not there.
    """
    connection.execute(ANNOUNCE, {"tables": tables})


def listener(engine: Engine, connections: Connections, commits: Commits) -> Listener:
    """Return what hears the announcements of all programs, on a connection of its own."""
    return _Announced(engine, connections.name)


class _Announced(Listener):
    """Hears what the server announces; nothing is missed while the connection is lost."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._connection: Connection | None = self._connected()

    def wait(self, timeout: float | None = None) -> frozenset[str]:
        """Wait until a log has grown; see `Listener.wait`."""
        import psycopg

        if self._connection is not None:
            driver: Any = self._connection.connection.dbapi_connection
            try:
                heard = list(driver.notifies(timeout=timeout, stop_after=1))
                return frozenset(one.payload for one in heard)
            except psycopg.OperationalError:
                self.close()
        with in_sentences(self._name):
            self._connection = self._connected()
            # Any log may have grown while nobody heard of it.
            with self._engine.connect() as connection:
                return frozenset(connection.exec_driver_sql(TABLES).scalars())

    def close(self) -> None:
        """Hear no more, and let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> Connection:
        made = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        made.detach()  # so that it is closed in the end, and not given to others
        made.exec_driver_sql(f"LISTEN {CHANNEL}")
        made.commit()  # so that none is under way that a lost connection could not undo
        return made
