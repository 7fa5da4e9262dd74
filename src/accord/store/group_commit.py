"""Writing what many wait for in one transaction, with an answer to each."""

from collections.abc import Sequence
from time import monotonic
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from accord.errors import AccordError, Conflict
from accord.store.chain import START, VERSION, chained, envelope_text
from accord.store.connections import Connections
from accord.store.database_kind import DatabaseKind
from accord.store.event_table import ADD, HASH
from accord.store.failures import BUSY
from accord.store.writer import Addition, Answer


class GroupCommit:
    """Writes groups of additions to a database."""

    def __init__(self, kind: DatabaseKind, connections: Connections, patience: float) -> None:
        """Take the database, and for how many seconds to go on trying."""
        self._kind = kind
        self._connections = connections
        self._patience = patience

    def write(self, group: Sequence[Addition]) -> list[Answer]:
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
                with self._connections.lend(writing=True) as connection:
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
                    raise AccordError(f"{self._connections.name}: {BUSY}") from None
                continue
            except AccordError:
                if not (rows and self._kept(rows[-1])):
                    raise
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
            with self._connections.lend() as connection:
                found = _hash(connection, row["table_id"], row["number"])
        except AccordError:
            return False
        return found == str(row["hash"])


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
