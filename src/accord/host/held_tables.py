"""All tables of a host: opened, gone on from, and those of one seat or one class."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from threading import RLock

from attrs import evolve

from accord.errors import AccordError, Conflict
from accord.host.bell import Bell
from accord.host.held_table import PREFIX, HeldTable
from accord.host.host_seats import PROJECTOR, ClassGroup, HostSeat
from accord.host.table_beside import BESIDE
from accord.host.table_branch import TableBranch, branch_ids, with_what_follows
from accord.store import Store
from accord.talks import Setup, open_table, to_json


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

    def hear_beside(self, one: str) -> None:
        """Take in what was said about a table in another process, if it is open.

        Args:
            one: The id of the table.
        """
        if found := self._tables.get(one):
            found.catch_up()

    def open(
        self, one: str, setup: Setup, by: str, *, recorded: bool = True, group: str = ""
    ) -> HeldTable:
        """Open a table.

        Args:
            one: Its id.
            setup: What the talks begin with.
            by: Who opens it, in words.
            recorded: Whether what happens there stands in the record.
            group: The group of a class that sits there; empty for the seats of the process.

        Raises:
            AccordError: If there is one of this id, or it cannot be kept.
        """
        with self._lock:
            if one in self._tables:
                raise AccordError(f"there is a table '{one}' already")
            events = [to_json(event) for event in open_table(setup).events]
            # First, so that nothing is ever written that shall be kept out of the record.
            before = len(self._store.read(BESIDE + one))
            kept = {"kind": "recorded", "is": recorded} | ({"group": group} if group else {})
            self._store.append(BESIDE + one, before, [kept], by)
            self._store.append(PREFIX + one, 0, events, by)
            found = self._tables[one] = HeldTable(self._store, one, self._bell)
            self._bell.ring()
            return found

    def branch(self, of: str, at: int, by: str, once: str = "") -> HeldTable:
        """Open a table that goes on from a moment of another, which stays as it is.

        Those of the group sit at it. What had followed by the rules from the last event comes
        along.

        Args:
            of: The id of the other table; a branch may have branches.
            at: How many of its events had been.
            by: Who opens it, in words.
            once: What tells this from others; with one that was given before, it is open.

        Raises:
            AccordError: If there is no such table of a class, nothing can go on from there, or
                it cannot be kept.
        """
        with self._lock:
            first = self._tables.get(of)
            if first is None or not first.group:
                raise AccordError(f"there is no table '{of}' of a class")
            comes_from = TableBranch(of=of, at=at, once=once)
            for known in self.of_class(first.group):
                if comes_from.is_asked_again(known.branch):
                    return known
            events = first.table.events
            if not 1 <= at <= len(events):
                raise AccordError(f"nothing of table '{of}' has the number {at}")
            at = with_what_follows(events, at)
            if first.at(at).over:
                raise AccordError("The talks were over by then: choose an earlier moment.")
            comes_from = evolve(comes_from, at=at)
            beside = {"kind": "recorded", "is": False, "group": first.group}
            beside |= comes_from.written()
            copied = [to_json(event) for event in events[:at]]
            for one in branch_ids(first.group):
                try:
                    # First, as where a table is opened; whoever has it has the id.
                    self._store.append(BESIDE + one, 0, [beside], by)
                    self._store.append(PREFIX + one, 0, copied, by)
                except Conflict:  # another process was faster, perhaps for the same press
                    with suppress(AccordError):
                        self.catch_up(one)
                    theirs = self._tables.get(one)
                    if theirs is not None and comes_from.is_asked_again(theirs.branch):
                        return theirs
                    continue
                self.catch_up(one)
                return self._tables[one]
            raise AccordError(f"table '{first.group}' has too many branches")

    def times(self, one: HeldTable) -> tuple[datetime, ...]:
        """Return when each event of a table was; of a branch, those it has in common, there.

        Args:
            one: The table.
        """
        times, branch = one.log[1], one.branch
        if branch is None or branch.of not in self._tables:
            return times
        return self.times(self._tables[branch.of])[: branch.at] + times[branch.at :]

    def played(self, one: HeldTable) -> frozenset[int]:
        """Return what programs made at a table, by its numbers in the log.

        Of a branch, what they made at the first table of what both have in common, too.

        Args:
            one: The table.
        """
        own, branch = one.all_played, one.branch
        if branch is None or branch.of not in self._tables:
            return own
        return own | {n for n in self.played(self._tables[branch.of]) if n <= branch.at}

    def __iter__(self) -> Iterator[HeldTable]:
        """Yield all, in the order of their opening."""
        yield from [*self._tables.values()]

    def of(self, seat: HostSeat) -> Iterator[HeldTable]:
        """Yield the tables at which a seat sits, in the order of their opening."""
        return (one for one in self if one.seats(seat))

    def of_class(self, group: str = "") -> Iterator[HeldTable]:
        """Yield the tables of a class, in the order of their opening.

        Args:
            group: The group whose tables alone are asked for; empty for all.
        """
        return (one for one in self if one.group and group in ("", one.group))

    @property
    def groups(self) -> tuple[ClassGroup, ...]:
        """The groups of the class that is held here, in the order of their tables."""
        found: dict[str, ClassGroup] = {}
        for one in self.of_class():
            if one.group not in found:
                places = tuple(seat.id for seat in one.table.setup.seats)
                found[one.group] = ClassGroup(
                    id=one.group, places=tuple(each for each in places if each != PROJECTOR)
                )
        return tuple(found.values())

    def get(self, one: str, seat: HostSeat) -> HeldTable | None:
        """Return a table; None where there is none at which the seat sits."""
        found = self._tables.get(one)
        return found if found and found.seats(seat) else None

    def position(self, seat: HostSeat, of: str = "") -> int:
        """Return how often something that a seat sees of its tables has changed.

        Args:
            seat: The seat.
            of: A table that alone counts; empty for all.
        """
        if seat.teaches:
            return sum(table.position(seat) for table in self)
        only = self.get(of, seat) if of else None
        tables = self.of(seat) if not of else (only,) if only else ()
        return sum(table.position(seat) for table in tables)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._tables)
