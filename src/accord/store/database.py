"""The store: the logs of many tables in one database."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, NamedTuple, Self

import attrs
from sqlalchemy import Engine, Select

from accord.errors import AccordError, FormatError
from accord.store import postgresql, sqlite
from accord.store.chain import (
    LONGEST,
    START,
    Envelope,
    Event,
    Link,
    canonical,
    envelope_text,
)
from accord.store.connections import Connections
from accord.store.database_kind import DatabaseKind
from accord.store.event_table import EVENTS, LOG, READ, TABLES
from accord.store.failures import in_sentences
from accord.store.group_commit import GroupCommit
from accord.store.listening import Commits, Listener
from accord.store.verification import Break, Examined, examine_chain
from accord.store.writer import Addition, Answer, GroupWriter

Clock = Callable[[], datetime]
PATIENCE = 30.0
"""Seconds to wait for somebody else who is writing."""


def _now() -> datetime:
    return datetime.now(UTC)


class Batch(NamedTuple):
    """Events that one writer appends to one log, all of them or none.

    Attributes:
        table: The table's id; a log begins with its first event.
        after: How many events of it the writer has seen.
        events: What to add, in order. Tuples become lists.
        by: Who appends them, a person or a program; may be empty.
    """

    table: str
    after: int
    events: Iterable[Event]
    by: str = ""


class Store:
    """The logs of many tables, kept so that they can only grow.

    Of several writers that have seen the same events one can append; the others are told. What
    `append` has confirmed is on the disk. A store may be used by several threads and programs
    at once; it is a context manager that closes itself.

    Attributes:
        name: The file or URL, without a password.
    """

    def __init__(
        self, kind: DatabaseKind, engine: Engine, name: str, patience: float, clock: Clock
    ) -> None:
        """Take a database that is ready; `Store.open` makes it so."""
        self._kind, self._clock = kind, clock
        self._engine = engine
        self.name = name
        self._connections = Connections(engine, name, self._begin)
        self._commit = GroupCommit(kind, self._connections, patience)
        self._begin()

    def _begin(self) -> None:
        """Begin without a thread, as a forked program must."""
        self._commits = Commits()
        self._writer = GroupWriter(self._write)

    def _write(self, group: Sequence[Addition]) -> list[Answer]:
        answers = self._commit.write(group)
        self._commits.note()
        return answers

    @classmethod
    def open(
        cls,
        where: str | os.PathLike[str],
        *,
        read_only: bool = False,
        patience: float = PATIENCE,
        clock: Clock = _now,
    ) -> Self:
        """Open a store, and make it where there is none.

        Args:
            where: The file of SQLite, or a URL such as `postgresql://user@host/database`.
            read_only: Only read, and refuse to make a store.
            patience: How many seconds to wait for somebody else who is writing.
            clock: Tells when an event is taken, with its time zone.

        Returns:
            The store.

        Raises:
            FormatError: If there is something else, or the store of another Accord.
            AccordError: If it cannot be opened; the sentence says why.
        """
        kind: DatabaseKind = postgresql if postgresql.is_url(where) else sqlite
        engine, name = kind.engine(os.fspath(where), read_only, patience)
        try:
            with in_sentences(name):
                kind.prepare(engine, EVENTS, name, read_only)
        except BaseException:
            engine.dispose()
            raise
        return cls(kind, engine, name, patience, clock)

    def close(self) -> None:
        """Write all that was taken, and let go of the database."""
        self._writer.close()
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def append(self, table: str, after: int, events: Iterable[Event], by: str = "") -> int:
        """Add events at the end of a log, all of them or none.

        Args:
            table: The table's id; a log begins with its first event.
            after: How many events of it the writer has seen.
            events: What to add, in order. Tuples become lists.
            by: Who appends them, a person or a program; may be empty.

        Returns:
            How many events the log has now; they are on the disk.

        Raises:
            Conflict: If the log is not as long as the writer thinks; nothing was written.
            AccordError: If the id or an event cannot be kept, or the database fails; nothing
                is confirmed then.
        """
        return self.submit(table, after, events, by).result()

    def append_many(
        self, batches: Iterable[Batch | tuple[str, int, Iterable[Event]]]
    ) -> list[Answer]:
        """Add to many logs at once; what fails for one does not fail for the others.

        Args:
            batches: Each as the arguments of `append`; of several to one table, a later one
                sees what those before it added.

        Returns:
            An answer to each, in order: how many events its log has now, with those added on
            the disk; or, where nothing was added, the `Conflict` or other `AccordError` that
            `append` would have raised.

        Raises:
            AccordError: If the store is closed.
        """
        added: list[Addition | AccordError] = []
        for batch in batches:
            try:
                added.append(_addition(Batch(*batch), self._clock()))
            except AccordError as error:
                added.append(error)
        self._writer.take(one for one in added if isinstance(one, Addition))
        answers: list[Answer] = []
        for one in added:
            try:
                answers.append(one.answer.result() if isinstance(one, Addition) else one)
            except AccordError as error:
                answers.append(error)
        return answers

    def submit(
        self, table: str, after: int, events: Iterable[Event], by: str = ""
    ) -> Future[int]:
        """Add events as `append` does, but do not wait; `asyncio.wrap_future` awaits it.

        Args:
            table: The table's id.
            after: How many events of it the writer has seen.
            events: What to add, in order.
            by: Who appends them.

        Returns:
            What becomes the number that `append` returns, or raises what `append` raises.
            Nothing is confirmed before. A callback of it must not append.

        Raises:
            AccordError: If the id or an event cannot be kept, or the store is closed.
        """
        added = _addition(Batch(table, after, events, by), self._clock())
        self._writer.take([added])
        return added.answer

    def listen(self) -> Listener:
        """Return what hears of every log that grows from now on, whoever writes.

        Raises:
            AccordError: If the database fails.
        """
        with in_sentences(self.name):
            return self._kind.listener(self._engine, self._connections, self._commits)

    def read(self, table: str, after: int = 0) -> list[Envelope]:
        """Return the events of a log in order.

        Args:
            table: The table's id; one that was never written has no events.
            after: Leave out that many from the start.

        Returns:
            The events in their envelopes.

        Raises:
            FormatError: If one is missing or cannot be read, for somebody changed the database.
            AccordError: If the database fails.
        """
        events = []
        rows = self._rows(READ, table, after)
        for number, (here, at, by, body) in enumerate(rows, max(after, 0) + 1):
            try:
                event = json.loads(body)
            except (ValueError, RecursionError):
                event = None
            if here != number or not isinstance(event, dict):
                what = "is missing" if here != number else "is no JSON object"
                sentence = f"event {number} {what}; the store was changed: verify it"
                raise FormatError(f"{self.name}: table {table!r}: {sentence}")
            events.append(Envelope(number, event, at, by))
        return events

    def tables(self) -> list[str]:
        """Return the ids of all tables that have events, sorted.

        Raises:
            FormatError: If an id is no text, for somebody changed the database.
            AccordError: If the database fails.
        """
        with self._connections.lend() as connection:
            found = list(connection.scalars(TABLES))
        if odd := [one for one in found if not isinstance(one, str)]:
            raise FormatError(
                f"{self.name}: {odd[0]!r} cannot be a table's id, for it is no text; "
                "the store was changed"
            )
        return sorted(found)

    def export(self, table: str) -> Iterator[str]:
        """Yield the log of a table as lines, with the hashes that are in the store.

        Args:
            table: The table's id.

        Yields:
            The lines, without their ends, as `write_log` takes them.

        Raises:
            AccordError: If the database fails.
        """
        for row in self._rows(LOG, table):
            yield _link(table, row).line()

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
        rows = self._rows(LOG, table)
        gap = next((here for here, row in enumerate(rows, 1) if row.number != here), 0)
        kept = rows[: gap - 1] if gap else rows
        links = (_link(table, row) for row in kept)
        if gap == 1:
            found = Examined(table=table, count=0, head=START, broken=None)
        else:
            found = examine_chain(
                ((link.text, link) for link in links),
                None if gap else head,
                f"{self.name}: table {table!r}",
            )
        if not gap or found.broken is not None:
            return found
        removed = Break(line=gap, sentence=f"event {gap} was removed")
        return attrs.evolve(found, broken=removed)

    def _rows(
        self, asked: Select[*tuple[Any, ...]], table: str, after: int = 0
    ) -> Sequence[Any]:
        with self._connections.lend() as connection:
            return connection.execute(asked, {"table": table, "after": after}).all()


def _addition(batch: Batch, now: datetime) -> Addition:
    """Check what somebody wants to append; raise AccordError if it cannot be kept."""
    table, after, events, by = batch
    if not (0 < len(table) <= LONGEST and table.isprintable()):
        raise AccordError(
            f"{table!r} cannot be a table's id: "
            f"give 1 to {LONGEST} characters that can be shown"
        )
    if by and not (len(by) <= LONGEST and by.isprintable()):
        raise AccordError(
            f"{by!r} cannot say who appends: give up to {LONGEST} characters that can be shown"
        )
    at = now.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return Addition(table, after, tuple(map(canonical, events)), at, by)


def _link(table: str, row: Any) -> Link:
    """Return the link that a row stands for; whatever it has, it is text."""
    _, number, version, at, by, body, digits = row
    text = envelope_text(body, number, table, str(at), str(by), version)
    return Link(text, str(digits))
