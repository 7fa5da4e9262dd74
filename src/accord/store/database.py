"""The store: one relational table of events, whose primary key is the lock."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Condition
from time import monotonic
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self
from weakref import WeakSet

import attrs
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from accord.errors import AccordError, Conflict, FormatError
from accord.store import postgresql, sqlite
from accord.store.chain import (
    LONGEST,
    START,
    VERSION,
    Envelope,
    Event,
    Link,
    canonical,
    chained,
    envelope_text,
)
from accord.store.failures import BUSY, in_sentences
from accord.store.listening import Commits, Listener, Working
from accord.store.verification import Break, Examined, examine_chain
from accord.store.writer import CLOSED, Addition, Answer, GroupWriter

PATIENCE = 30.0
"""Seconds to wait for somebody else who is writing."""

EVENTS = Table(
    "events",
    MetaData(),
    Column("table_id", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""Every event of every table, in its envelope, with its link of the table's chain."""

LOG = (
    select(EVENTS)
    .where(EVENTS.c.table_id == bindparam("table"), EVENTS.c.number > bindparam("after"))
    .order_by(EVENTS.c.number)
)
READ = LOG.with_only_columns(EVENTS.c.number, EVENTS.c.at, EVENTS.c.by, EVENTS.c.body)
HASH = select(EVENTS.c.hash).where(
    EVENTS.c.table_id == bindparam("table"), EVENTS.c.number == bindparam("number")
)
TABLES = select(EVENTS.c.table_id).distinct()
ADD = insert(EVENTS)


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


class _Kind(Protocol):
    """What differs between databases."""

    def engine(self, where: str, read_only: bool, patience: float) -> tuple[Engine, str]: ...

    def prepare(self, engine: Engine, events: Table, name: str, read_only: bool) -> None: ...

    def heads(
        self, connection: Connection, tables: Sequence[str]
    ) -> dict[str, tuple[int, str]]: ...

    def announce(self, connection: Connection, tables: Sequence[str]) -> None: ...

    def listener(
        self, engine: Engine, name: str, working: Working, commits: Commits
    ) -> Listener: ...


_OPEN: "WeakSet[Store]" = WeakSet()


class Store:
    """The logs of many tables, kept so that they can only grow.

    Of several writers that have seen the same events one can append; the others are told. What
    `append` has confirmed is on the disk. A store may be used by several threads and programs
    at once; it is a context manager that closes itself.

    Attributes:
        name: The file or URL, without a password.
    """

    def __init__(self, kind: _Kind, engine: Engine, name: str, patience: float) -> None:
        """Take a database that is ready; `Store.open` makes it so."""
        self._kind = kind
        self._engine = engine
        self._writing = engine.execution_options(writing=True)
        self._patience = patience
        self._closed = False
        self._using = Condition()
        self._users = 0
        self._shut = False
        self.name = name
        self._begin()
        _OPEN.add(self)

    def _begin(self) -> None:
        self._writer = GroupWriter(self._write)
        self._commits = Commits()

    def _before_fork(self) -> None:
        """Close all connections, and let nobody begin until the program is forked.

        A connection that is carried into a child is good for neither: SQLite would take the
        locks of the parent for the child's own, and the parent delete what the child writes.
        """
        self._using.acquire()
        self._shut = True
        self._using.wait_for(lambda: not self._users)
        self._engine.dispose()

    def _after_fork(self, *, child: bool) -> None:
        if child:  # which has no thread but the one that forked
            self._begin()
        self._shut = False
        self._using.notify_all()
        self._using.release()

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
            FormatError: If there is something else, or the store of another Accord.
            AccordError: If it cannot be opened; the sentence says why.
        """
        kind: _Kind = postgresql if postgresql.is_url(where) else sqlite
        engine, name = kind.engine(os.fspath(where), read_only, patience)
        try:
            with in_sentences(name):
                kind.prepare(engine, EVENTS, name, read_only)
        except BaseException:
            engine.dispose()
            raise
        return cls(kind, engine, name, patience)

    def close(self) -> None:
        """Write all that was taken, and let go of the database."""
        self._writer.close()
        self._closed = True
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
                added.append(_addition(Batch(*batch)))
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
        added = _addition(Batch(table, after, events, by))
        self._writer.take([added])
        return added.answer

    def _write(self, group: Sequence[Addition]) -> list[Answer]:
        """Write a group in one transaction, or each alone if that fails, and answer each.

        So that one that the database refuses does not fail the others; not for longer than
        somebody else's writing is waited for, as then each would fail.
        """
        end = monotonic() + self._patience
        try:
            return self._together(group)
        except AccordError as error:
            last = error
        answers: list[Answer] = []
        for one in group:
            if len(group) > 1 and monotonic() < end:
                try:
                    answers += self._together([one], again=True)
                    continue
                except AccordError as error:
                    last = error
            answers.append(last)
        return answers

    def _together(self, group: Sequence[Addition], *, again: bool = False) -> list[Answer]:
        """Write a group in one transaction, and answer each of it."""
        end = monotonic() + self._patience
        while True:
            rows: list[dict[str, Any]] = []
            try:
                with self._working(writing=True) as connection:
                    rows, answers = self._placed(connection, group, again)
                    if rows:
                        # In the order of their keys, as two programs would else wait for each
                        # other, each with a key that the other wants next.
                        rows.sort(key=lambda row: (row["table_id"], row["number"]))
                        connection.execute(ADD, rows)
                        written = dict.fromkeys(row["table_id"] for row in rows)
                        self._kind.announce(connection, list(written))
            except IntegrityError:
                # Another program was faster: who of the group is behind now is found anew.
                if monotonic() > end:
                    raise AccordError(f"{self.name}: {BUSY}") from None
                continue
            except AccordError:
                if not (rows and self._kept(rows[-1])):
                    raise
            if rows:
                self._commits.note()
            return answers

    def _placed(
        self, connection: Connection, group: Sequence[Addition], again: bool
    ) -> tuple[list[dict[str, Any]], list[Answer]]:
        """Return the rows to add, and an answer to each of a group, as if one came by one.

        Args:
            connection: Sees the logs as they are.
            group: What to add.
            again: Whether it was tried before and may have been written.
        """
        heads = self._kind.heads(connection, list({one.table for one in group}))
        rows: list[dict[str, Any]] = []
        answers: list[Answer] = []
        for one in group:
            number, previous = heads.get(one.table, (0, START))
            if number == one.after:
                added = _rows(one, previous)
                if added:
                    heads[one.table] = added[-1]["number"], added[-1]["hash"]
                rows += added
                answers.append(one.after + len(added))
            elif again and _written(connection, one):
                answers.append(one.after + len(one.bodies))
            else:
                answers.append(Conflict(_behind(one.table, one.after, number)))
        return rows, answers

    def _kept(self, row: dict[str, Any]) -> bool:
        """Whether a row is on the disk though the database failed, as far as can be seen."""
        try:
            with self._working() as connection:
                found = _hash(connection, row["table_id"], row["number"])
        except AccordError:
            return False
        return found == str(row["hash"])

    def listen(self) -> Listener:
        """Return what hears of every log that grows from now on, whoever writes.

        Raises:
            AccordError: If the database fails.
        """
        with in_sentences(self.name):
            return self._kind.listener(self._engine, self.name, self._working, self._commits)

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
        with self._working() as connection:
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
        with self._working() as connection:
            return connection.execute(asked, {"table": table, "after": after}).all()

    @contextmanager
    def _working(self, *, writing: bool = False) -> Iterator[Connection]:
        """Yield a connection with a transaction that is confirmed at the end."""
        with self._using:
            self._using.wait_for(lambda: not self._shut)
            if self._closed:
                raise AccordError(f"{self.name}: {CLOSED}")
            self._users += 1
        engine = self._writing if writing else self._engine
        try:
            with in_sentences(self.name), engine.begin() as connection:
                yield connection
        finally:
            with self._using:
                self._users -= 1
                self._using.notify_all()


def _before_fork() -> None:
    global _forking
    _forking = list(_OPEN)
    for store in _forking:
        store._before_fork()


def _after_fork(child: bool) -> None:
    for store in _forking:
        store._after_fork(child=child)
    _forking.clear()


_forking: list[Store] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork,
        after_in_parent=lambda: _after_fork(child=False),
        after_in_child=lambda: _after_fork(child=True),
    )


def _addition(batch: Batch) -> Addition:
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
    at = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return Addition(table, after, tuple(map(canonical, events)), at, by)


def _rows(one: Addition, previous: str) -> list[dict[str, Any]]:
    """Return the rows of an addition that comes after a hash."""
    start = one.after + 1
    texts = (
        envelope_text(body, number, one.table, one.at, one.by)
        for number, body in enumerate(one.bodies, start)
    )
    return [
        {
            "table_id": one.table,
            "number": number,
            "version": VERSION,
            "at": one.at,
            "by": one.by,
            "body": body,
            "hash": link.hash,
        }
        for number, (body, link) in enumerate(
            zip(one.bodies, chained(previous, texts), strict=True), start
        )
    ]


def _link(table: str, row: Any) -> Link:
    """Return the link that a row stands for; whatever it has, it is text."""
    _, number, version, at, by, body, digits = row
    text = envelope_text(body, number, table, str(at), str(by), version)
    return Link(text, str(digits))


def _written(connection: Connection, one: Addition) -> bool:
    """Whether a log has an addition already, with its time and its writer."""
    previous = _hash(connection, one.table, one.after) if one.after else START
    rows = _rows(one, previous or "")
    return bool(rows) and _hash(connection, one.table, rows[-1]["number"]) == rows[-1]["hash"]


def _hash(connection: Connection, table: str, number: int) -> str | None:
    found: str | None = connection.scalar(HASH, {"table": table, "number": number})
    return found


def _behind(table: str, after: int, number: int) -> str:
    return (
        f"the log of table {table!r} ends at event {number}, not {after}: "
        f"read it again and decide anew"
    )
