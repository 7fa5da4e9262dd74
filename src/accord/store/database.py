"""The store: one relational table of events, whose primary key is the lock."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from attrs import evolve
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    Text,
    bindparam,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from accord.errors import AccordError, Conflict, FormatError
from accord.store import postgresql, sqlite
from accord.store.chain import START, Event, Link, canonical, chained
from accord.store.failures import in_sentences
from accord.store.verification import Break, Examined, examine_chain

PATIENCE = 30.0
"""Seconds to wait for somebody else who is writing."""

LONGEST = 200
"""Characters that the id of a table may have."""

EVENTS = Table(
    "events",
    MetaData(),
    Column("table_id", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Every event of every table: its place, counted from 1, and its link of the table's chain."""

LAST = (
    select(EVENTS.c.number, EVENTS.c.hash)
    .where(EVENTS.c.table_id == bindparam("table"))
    .order_by(EVENTS.c.number.desc())
    .limit(1)
)
LINKS = (
    select(EVENTS.c.number, EVENTS.c.body, EVENTS.c.hash)
    .where(EVENTS.c.table_id == bindparam("table"), EVENTS.c.number > bindparam("after"))
    .order_by(EVENTS.c.number)
)
TABLES = select(EVENTS.c.table_id).distinct()
ADD = insert(EVENTS)


class Store:
    """The logs of many tables, kept so that they can only grow.

    Of several writers that have seen the same events one can append; the others are told. What
    `append` has confirmed is on the disk. A store may be used by several threads and programs
    at once; it is a context manager that closes itself.

    Attributes:
        name: The file or URL, without a password.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        """Take a database that is ready; `Store.open` makes it so."""
        self._engine = engine
        self._writing = engine.execution_options(writing=True)
        self.name = name

    @classmethod
    def open(
        cls,
        where: str | os.PathLike[str],
        *,
        read_only: bool = False,
        patience: float = PATIENCE,
    ) -> Self:
        """Open a store, and make it where there is none.

        Args:
            where: The file of SQLite, or a URL such as `postgresql://user@host/database`.
            read_only: Only read, and refuse to make a store.
            patience: How many seconds to wait for somebody else who is writing.

        Returns:
            The store.

        Raises:
            FormatError: If there is something else, or the store of a newer Accord.
            AccordError: If it cannot be opened; the sentence says why.
        """
        kind = postgresql if postgresql.is_url(where) else sqlite
        engine, name = kind.engine(os.fspath(where), read_only, patience)
        try:
            with in_sentences(name):
                kind.prepare(engine, EVENTS, name, read_only)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, name)

    def close(self) -> None:
        """Let go of the database."""
        with in_sentences(self.name):
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def append(self, table: str, after: int, events: Iterable[Event]) -> int:
        """Add events at the end of a log, all of them or none.

        Args:
            table: The table's id; a log begins with its first event.
            after: How many events of it the writer has seen.
            events: What to add, in order. Tuples become lists.

        Returns:
            How many events the log has now; they are on the disk.

        Raises:
            Conflict: If the log is not as long as the writer thinks; nothing was written.
            AccordError: If the id or an event cannot be kept, or the database fails; nothing
                is confirmed then.
        """
        _check_id(table)
        bodies = [canonical(event) for event in events]
        try:
            with self._working(writing=True) as connection:
                number, previous = _last(connection, table)
                if number != after:
                    raise Conflict(_behind(table, after, number))
                rows = [
                    {"table_id": table, "number": at, "body": link.body, "hash": link.hash}
                    for at, link in enumerate(chained(previous, bodies), after + 1)
                ]
                if rows:
                    connection.execute(ADD, rows)
        except IntegrityError:
            with self._working() as connection:
                number, _ = _last(connection, table)
            raise Conflict(_behind(table, after, number)) from None
        return after + len(bodies)

    def read(self, table: str, after: int = 0) -> list[dict[str, Any]]:
        """Give the events of a log in order.

        Args:
            table: The table's id; one that was never written has no events.
            after: Leave out that many from the start.

        Returns:
            The events, as dicts, lists, texts, numbers, true, false and null.

        Raises:
            FormatError: If one is missing or cannot be read, for somebody changed the database.
            AccordError: If the database fails.
        """
        events = []
        for number, (at, link) in enumerate(self._links(table, after), max(after, 0) + 1):
            try:
                event = json.loads(link.body)
            except (ValueError, RecursionError):
                event = None
            if at != number or not isinstance(event, dict):
                what = "is missing" if at != number else "is no JSON object"
                sentence = f"event {number} {what}; the store was changed: verify it"
                raise FormatError(f"{self.name}: table {table!r}: {sentence}")
            events.append(event)
        return events

    def tables(self) -> list[str]:
        """Give the ids of all tables that have events, sorted.

        Raises:
            FormatError: If an id is no text, for somebody changed the database.
            AccordError: If the database fails.
        """
        with self._working() as connection:
            found = list(connection.scalars(TABLES))
        if odd := [one for one in found if not isinstance(one, str)]:
            raise FormatError(
                f"{self.name}: {odd[0]!r} cannot be a table's id, for it is no text; "
                "the store was changed"
            )
        return sorted(found)

    def export(self, table: str) -> Iterator[str]:
        """Write the log of a table as lines, with the hashes that are in the store.

        Args:
            table: The table's id.

        Yields:
            The lines, without their ends, as `log_lines` writes them.

        Raises:
            AccordError: If the database fails.
        """
        for _, link in self._links(table):
            yield link.line()

    def examine(self, table: str, head: str | None = None) -> Examined:
        """Verify the log of a table as it is in the store.

        Args:
            table: The table's id.
            head: A hash that was noted earlier: the log must have it.

        Returns:
            What was found.

        Raises:
            FormatError: If an event in the store is no JSON object.
            AccordError: If the database fails.
        """
        links = self._links(table)
        gap = next((here for here, (at, _) in enumerate(links, 1) if at != here), 0)
        kept = links[: gap - 1] if gap else links
        lines = [link.line() for _, link in kept]
        found = examine_chain(lines, None if gap else head, f"{self.name}: table {table!r}")
        if not gap or found.broken is not None:
            return found
        removed = Break(line=gap, sentence=f"event {gap} was removed")
        return evolve(found, broken=removed)

    def _links(self, table: str, after: int = 0) -> list[tuple[int, Link]]:
        with self._working() as connection:
            rows = connection.execute(LINKS, {"table": table, "after": after}).all()
        return [(number, Link(str(body), str(digits))) for number, body, digits in rows]

    @contextmanager
    def _working(self, *, writing: bool = False) -> Iterator[Connection]:
        """Give a connection with a transaction that is confirmed at the end."""
        engine = self._writing if writing else self._engine
        with in_sentences(self.name), engine.begin() as connection:
            yield connection


def _check_id(table: str) -> None:
    if not (0 < len(table) <= LONGEST and table.isprintable()):
        raise AccordError(
            f"{table!r} cannot be a table's id: "
            f"give 1 to {LONGEST} characters that can be shown"
        )


def _last(connection: Connection, table: str) -> tuple[int, str]:
    """Give the number and hash of a log's last event; 0 and the start where it has none."""
    found = connection.execute(LAST, {"table": table}).first()
    return (0, START) if found is None else (found.number, found.hash)


def _behind(table: str, after: int, number: int) -> str:
    return (
        f"the log of table {table!r} ends at event {number}, not {after}: "
        f"read it again and decide anew"
    )
