"""The tables that people sit at: each the fold of its log, moved through one door.

The store is the truth: a move is made when its events are on the disk, and not before. Whoever
moves on an old state is not refused for that: the move is judged by the table as it is.
"""

from collections.abc import Callable, Iterator
from threading import RLock

from attrs import frozen

from accord.errors import AccordError, Conflict
from accord.host.bell import Bell
from accord.store import Store
from accord.talks import Move, Setup, Table, View, after, from_json, open_table, replay, to_json
from accord.talks import view as view_of
from accord.talks.evolve import folded

PREFIX = "table/"
"""What the logs of tables are called in the store, before their ids."""
_KEY = " once:"
"""Parts who moved from the key of the move in the envelope of an event."""
_TRIES = 20
"""How often a move is judged anew where others, in other processes, moved first."""


@frozen(kw_only=True)
class SeenTable:
    """What a seat sees of a table, and how often that has changed."""

    position: int
    view: View


class HeldTable:
    """One table, as its log has it."""

    def __init__(self, store: Store, one: str, bell: Bell) -> None:
        """Read the log of a table.

        Args:
            store: The store.
            one: The id of the table.
            bell: Rings after a move.

        Raises:
            AccordError: If the log cannot be read, or is no table's.
        """
        self.id = one
        self._store, self._log, self._bell = store, PREFIX + one, bell
        self._lock = RLock()
        self._done: dict[str, int] = {}
        self._seen: dict[str, SeenTable] = {}
        kept = store.read(self._log)
        self._table = replay(from_json(each.event) for each in kept)
        for each in kept:
            self._note(each.by, each.number)

    def _note(self, by: str, number: int) -> None:
        _, _, key = by.partition(_KEY)
        if key:
            self._done[key] = number

    @property
    def table(self) -> Table:
        """Where it stands. Private: whoever sits there is shown a view."""
        return self._table

    def seen(self, seat: str) -> SeenTable:
        """Return what a seat sees, and how often that has changed since the start.

        Args:
            seat: Id of the seat.

        Raises:
            AccordError: If nobody sits there.
        """
        if (found := self._seen.get(seat)) is None:  # nobody waits here for a move to be kept
            with self._lock:
                if (found := self._seen.get(seat)) is None:
                    first = SeenTable(position=0, view=view_of(self._table, seat))
                    found = self._seen[seat] = first
        return found

    def move(self, seat: str, move: Move, by: str, key: str) -> bool:
        """Make a move; one with a key that was given before was made already.

        Args:
            seat: Id of the seat that moves.
            move: The move.
            by: Who moves, in words.
            key: What tells this move from others; empty for none.

        Returns:
            Whether it was made now.

        Raises:
            IllegalMove: If the rules do not allow it; the sentence says what they do.
            AccordError: If it cannot be kept; it was not made then.
        """
        own = f"{seat}:{key}" if key else ""  # nobody can spend the key of another seat
        return self._add(lambda table: after(table, seat, move), by, own)

    def _add(self, made: Callable[[Table], Table], by: str, key: str) -> bool:
        with self._lock:
            for _ in range(_TRIES):
                if key and key in self._done:
                    return False
                before = len(self._table.events)
                try:
                    table = made(self._table)
                except AccordError:
                    self.catch_up()
                    if len(self._table.events) == before:
                        raise
                    continue
                new = [to_json(event) for event in table.events[before:]]
                who = f"{by}{_KEY}{key}" if key else by
                try:
                    self._store.append(self._log, before, new, who)
                except Conflict:
                    self.catch_up()
                    continue
                self._note(who, len(table.events))
                self._take(table)
                return True
            raise Conflict(f"others moved at '{self.id}' again and again: try once more")

    def catch_up(self) -> None:
        """Take in what other processes have added to the log."""
        with self._lock:
            table = self._table
            for each in self._store.read(self._log, len(table.events)):
                table = folded(table, from_json(each.event))
                self._note(each.by, each.number)
            self._take(table)

    def _take(self, table: Table) -> None:
        self._table = table
        for seat, before in self._seen.items():
            now = view_of(table, seat)
            if now != before.view:
                self._seen[seat] = SeenTable(position=before.position + 1, view=now)
        self._bell.ring(self.id)


class HeldTables:
    """Every table of a host."""

    def __init__(self, store: Store, bell: Bell) -> None:
        """Read the tables that are in the store; the bell rings after every move."""
        self._store, self._bell, self._lock = store, bell, RLock()
        self._tables: dict[str, HeldTable] = {}
        for log in store.tables():
            if log.startswith(PREFIX):
                self.catch_up(log.removeprefix(PREFIX))

    def catch_up(self, one: str) -> None:
        """Take in what other processes have added to a table, or that they have opened it.

        Args:
            one: The id of the table.
        """
        with self._lock:
            if one in self._tables:
                self._tables[one].catch_up()
            else:
                self._tables[one] = HeldTable(self._store, one, self._bell)
                self._bell.ring()

    def open(self, one: str, setup: Setup, by: str) -> HeldTable:
        """Open a table.

        Args:
            one: Its id.
            setup: What the talks begin with.
            by: Who opens it, in words.

        Raises:
            AccordError: If there is one of this id, or it cannot be kept.
        """
        with self._lock:
            if one in self._tables:
                raise AccordError(f"there is a table '{one}' already")
            events = [to_json(event) for event in open_table(setup).events]
            self._store.append(PREFIX + one, 0, events, by)
            found = self._tables[one] = HeldTable(self._store, one, self._bell)
            self._bell.ring()
            return found

    def __iter__(self) -> Iterator[HeldTable]:
        """Yield all, in the order of their opening."""
        yield from [*self._tables.values()]

    def of(self, seat: str) -> Iterator[HeldTable]:
        """Yield the tables at which a seat sits, in the order of their opening."""
        return (one for one in self if seat in one.table.seating.by_id)

    def get(self, one: str, seat: str) -> HeldTable | None:
        """Return a table; None where there is none at which the seat sits."""
        found = self._tables.get(one)
        return found if found and seat in found.table.seating.by_id else None

    def position(self, seat: str, of: str = "") -> int:
        """Return how often something that a seat sees of its tables has changed.

        Args:
            seat: The seat.
            of: A table that alone counts; empty for all.
        """
        only = self.get(of, seat) if of else None
        tables = self.of(seat) if not of else (only,) if only else ()
        return sum(1 + table.seen(seat).position for table in tables)
