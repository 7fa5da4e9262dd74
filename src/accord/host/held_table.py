"""A table that people sit at: the fold of its log, moved through one door.

The store is the truth: a move is made when its events are on the disk, and not before. Whoever
moves on an old state is not refused for that: the move is judged by the table as it is.
"""

from collections.abc import Callable
from datetime import datetime
from json import dumps
from typing import Any

from attrs import evolve

from accord.errors import AccordError, Conflict, IllegalMove
from accord.host.bell import Bell
from accord.host.host_seats import HostSeat
from accord.host.seated import CLOCK, PROBES, TO_ALL, ProgramInSeat, SeenTable, TableDeadline
from accord.host.table_beside import TRIES, TableBeside
from accord.store import Envelope, Store
from accord.talks import (
    DeadlinePassed,
    Event,
    Happening,
    Move,
    Role,
    Table,
    after,
    from_json,
    happen,
    move_to_json,
    replay,
    to_json,
)
from accord.talks import view as view_of
from accord.talks.evolve import folded
from accord.talks.hearing import hearers

PREFIX = "table/"
"""What the logs of tables are called in the store, before their ids."""
PROGRAM = "the program "
"""How a log calls who moves where a program sits. People are named by the id of their seat, or
by it in brackets after a name, so nobody of them is called so."""
OUTSIDE = "outside the room"
"""What the keys begin with of what happens outside the room; no seat is called so."""
_KEY = " once:"
"""Parts who moved from the key of the move in the envelope of an event."""
LONGEST_MOVE = 40_000
"""Signs of a move, some ten pages: all at the table are sent it, and the last forty moves stand
on each page there."""


class HeardMore(AccordError):
    """More was heard since somebody decided on a move."""


class HeldTable(TableBeside):
    """One table, as its log has it, with what is said beside it."""

    def __init__(self, store: Store, one: str, bell: Bell) -> None:
        """Read the log of a table.

        Args:
            store: The store.
            one: The id of the table.
            bell: Rings after a move.

        Raises:
            AccordError: If the log cannot be read, or is no table's.
        """
        self._log = PREFIX + one
        self._done: dict[str, int] = {}
        self._seen: dict[str, SeenTable] = {}
        self._times: list[datetime] = []
        self._played: set[int] = set()
        kept = store.read(self._log)
        self._table = replay(from_json(each.event) for each in kept)
        for each in kept:
            self._note(each)
        super().__init__(store, one, bell, self._table.seating.by_id)

    def spells(self, seat: str) -> tuple[ProgramInSeat, ...]:
        """Return the programs that sit or sat here, in the seats that a seat knows of.

        Args:
            seat: Id of the seat at the table that asks.

        Returns:
            The programs, in the order in which they sat down.
        """
        by_id, heard = self._table.seating.by_id, self.lines_heard(seat)
        ear = by_id[seat].ear
        known = (
            one
            for one in self.all_spells
            if by_id[one.seat].role is not Role.PRINCIPAL or by_id[one.seat].ear == ear
        )
        # Counted anew, for numbers in the logs tell of what this seat has not heard.
        return tuple(
            evolve(
                one,
                number=number,
                recipe=one.name,
                why="",
                first=sum(each <= one.first for each in heard),
            )
            for number, one in enumerate(known, 1)
        )

    @property
    def all_played(self) -> frozenset[int]:
        """What programs made, by its numbers in the log: for whoever teaches."""
        return frozenset(self._played)

    def played(self, seat: str) -> frozenset[int]:
        """Return what programs made of what a seat has heard, by its numbers there.

        Args:
            seat: Id of the seat.
        """
        heard = enumerate(self.lines_heard(seat), 1) if self._played else ()
        return frozenset(place for place, number in heard if number in self._played)

    def seat_program(self, seat: str, recipe: str, by: str, *, once: str = "") -> bool:
        """Let a program sit in a seat, in the place of the one that sits there.

        Args:
            seat: Id of the seat.
            recipe: The name of the program in the catalogue, and its parameters.
            by: Who says so, in words.
            once: As `pause` has it.

        Returns:
            Whether it sits down now; not where it sits already.

        Raises:
            AccordError: If it cannot be kept.
        """

        def decide() -> dict[str, Any] | None:
            there = self.programs.get(seat)
            first = len(self._table.events)
            event = {"kind": "program", "seat": seat, "recipe": recipe, "after": first}
            return None if there and there.recipe == recipe else event

        return self._say_beside(decide, by, once)

    def by_programs(self, since: int = 0) -> int:
        """Return how much has happened since a person moved.

        Args:
            since: A number in the log, of what happened later alone.
        """
        events = self._table.events
        last = len(events)
        while last > since and last in self._played:
            last -= 1
        return len(events) - last

    def by_person(self, seat: str = "") -> int:
        """Return the number in the log of the last move that a person made; 0 for none.

        Args:
            seat: The seat that is left out.
        """
        return next(
            (
                one.number
                for one in reversed(self._table.events)
                if one.seat not in ("", seat) and one.number not in self._played
            ),
            0,
        )

    @property
    def deadline(self) -> TableDeadline | None:
        """Until when something is awaited; None where nothing is, or it has passed."""
        one = self._deadline
        return None if one is None or one.key in self._done or self._table.over else one

    def happen(self, happening: Happening, by: str, key: str) -> bool:
        """Let something happen outside the room; what has a key that was given before did.

        Args:
            happening: What happens.
            by: Who lets it happen, in words.
            key: What tells it from all else.

        Returns:
            Whether it happens now.

        Raises:
            AccordError: If it cannot be, or cannot be kept; it did not happen then.
        """
        return self._add(lambda table: happen(table, happening), by, f"{OUTSIDE}:{key}")

    def happened(self, key: str) -> datetime | None:
        """Return when something of a key happened outside the room; None if it did not.

        Args:
            key: What tells it from all else.
        """
        number = self._done.get(f"{OUTSIDE}:{key}")
        return self._set.get(key) if number is None else self._times[number - 1]

    def pass_deadline(self, now: datetime) -> bool:
        """Let all know that a deadline has passed, once; nothing else follows from it.

        Args:
            now: The time.

        Returns:
            Whether it was said now.
        """
        one = self.deadline
        if one is None or one.stopped or now < one.until:
            return False
        passed = DeadlinePassed(why=one.why)
        return self._add(lambda table: happen(table, passed), CLOCK, one.key)

    def times_heard(self, seat: str) -> tuple[datetime, ...]:
        """Return when each of what a seat has heard was, in its order.

        Args:
            seat: Id of the seat.
        """
        events, times = self.log
        ear = self._table.seating.by_id[seat].ear
        pairs = zip(events, times, strict=True)
        return tuple(at for event, at in pairs if not event.heard or ear in event.heard)

    def at(self, number: int) -> Table:
        """Return the table as it was when so many events had been. Private, as the table is.

        Args:
            number: How many, from 1: the first opens it.
        """
        return replay(self._table.events[:number])

    def lines_heard(self, seat: str) -> tuple[int, ...]:
        """Return the numbers in the log of what a seat has heard, in its order.

        Args:
            seat: Id of the seat at the table.
        """
        ear, events = self._table.seating.by_id[seat].ear, self._table.events
        return tuple(one.number for one in events if not one.heard or ear in one.heard)

    def goes_on_from(self, seat: str) -> int:
        """Return the number of the last line that a seat heard at the table it goes on from.

        It counts what this seat heard there, so it tells of nothing else; 0 where the table is
        no branch.

        Args:
            seat: Id of the seat at the table.
        """
        if self.branch is None:
            return 0
        return sum(number <= self.branch.at for number in self.lines_heard(seat))

    def ears(self, seat: str, kind: str) -> tuple[str, ...] | None:
        """Return who will hear a move, each by its ear; nobody: everybody in the room.

        Args:
            seat: Id of the seat that would make it.
            kind: The kind of move.

        Returns:
            Who hears it; None of a kind of which nothing needs to be said beforehand.
        """
        if kind in TO_ALL:
            return ()
        table, probe = self._table, PROBES.get(kind)
        if probe is None:
            return None
        return hearers(table, table.seating.by_id[seat], probe)

    def position(self, seat: HostSeat) -> int:
        """Return how often something that a seat sees here has changed."""
        if seat.teaches:
            return 1 + len(self._times) + self._beside
        own = self._apart[self._table.seating.by_id[seat.sits].ear]
        return 1 + self.seen(seat.sits).position + self._beside - self._apart.total() + own

    def seats(self, seat: HostSeat) -> bool:
        """Return whether a seat sits here."""
        return self.group == seat.group and seat.sits in self.table.seating.by_id

    def _note(self, one: Envelope) -> None:
        """Note when something was, and the key that it was sent with."""
        self._times.append(datetime.fromisoformat(one.at))
        by, _, key = one.by.partition(_KEY)
        if by.startswith(PROGRAM):
            self._played.add(one.number)
        if key:
            self._done[key] = one.number

    @property
    def log(self) -> tuple[tuple[Event, ...], tuple[datetime, ...]]:
        """All that has happened, and when each of it did. Private, as the table is."""
        with self._lock:
            return self._table.events, tuple(self._times)

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

    def move(self, seat: str, move: Move, by: str, key: str, heard: int | None = None) -> bool:
        """Make a move; one with a key that was given before was made already.

        Where a program sits, whoever moves takes the seat back by that.

        Args:
            seat: Id of the seat that moves.
            move: The move.
            by: Who moves, in words.
            key: What tells this move from others; empty for none.
            heard: How much the seat had heard when it decided on the move, where it is not to
                be made once more was heard; None to have it judged by the table as it is.

        Returns:
            Whether it was made now.

        Raises:
            HeardMore: If the seat has heard more since.
            IllegalMove: If the rules do not allow it; the sentence says what they do.
            AccordError: If it cannot be kept; it was not made then.
        """
        if len(dumps(move_to_json(move), ensure_ascii=False)) > LONGEST_MOVE:
            raise IllegalMove(
                f"What is said at a table has at most {LONGEST_MOVE:,} signs: say it in parts."
            )

        def made(table: Table) -> Table:
            ear = table.seating.seat(seat).ear
            if heard is not None and len(table.heard[ear]) != heard:
                raise HeardMore("More was heard since: look again.")
            return self._after(table, seat, move)

        own = _own_key(seat, key)
        with self._lock:
            if self.group:
                self._hear_beside()  # another process may have let a program sit there
            if seat in self.programs and own not in self._done:
                self.hand_back(seat, by)
            return self._add(made, by, own)

    def was_done(self, seat: str, key: str) -> bool:
        """Return whether a seat has made the move that it gave this key."""
        return _own_key(seat, key) in self._done

    def play(self, one: ProgramInSeat, move: Move, seen: int) -> bool:
        """Make the move of a program, if it is still its to make.

        It is not where something has happened since it was chosen, the program has left, or
        the table is paused: nothing is done then. Two processes never make it twice.

        Args:
            one: The program.
            move: The move.
            seen: How many events there were when it was chosen.

        Returns:
            Whether it was made.

        Raises:
            IllegalMove: If the rules do not allow it.
            AccordError: If it cannot be kept; it was not made then.
        """

        def made(table: Table) -> Table:
            waits = self.paused or self.programs.get(one.seat) != one
            return table if waits or len(table.events) != seen else after(table, one.seat, move)

        self.catch_up()
        return self._add(made, f"{PROGRAM}{one.name}", f"{one.seat}:{PROGRAM}{seen}")

    def _after(self, table: Table, seat: str, move: Move) -> Table:
        if self.paused:
            self._hear_beside()  # another process may have let it go on
        if self.paused:
            raise IllegalMove("The table is paused: no move can be made until it goes on.")
        return after(table, seat, move)

    def _add(self, made: Callable[[Table], Table], by: str, key: str) -> bool:
        with self._lock:
            for _ in range(TRIES):
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
                if not (new := [to_json(event) for event in table.events[before:]]):
                    return False
                who = f"{by}{_KEY}{key}" if key else by
                try:
                    self._store.append(self._log, before, new, who)
                except Conflict:
                    self.catch_up()
                    continue
                self.catch_up()
                return True
            raise Conflict(f"others moved at '{self.id}' again and again: try once more")

    def catch_up(self) -> None:
        """Take in what other processes have added to the log."""
        with self._lock:
            table = self._table
            self._hear_beside()
            for each in self._store.read(self._log, len(table.events)):
                table = folded(table, from_json(each.event))
                self._note(each)
            self._take(table)

    def _take(self, table: Table) -> None:
        self._table = table
        for seat, before in self._seen.items():
            now = view_of(table, seat)
            if now != before.view:
                self._seen[seat] = SeenTable(position=before.position + 1, view=now)
        self._bell.ring(self.id)


def _own_key(seat: str, key: str) -> str:
    """Return the key of a move as the log has it: nobody can spend the key of another seat."""
    return f"{seat}:{key}" if key else ""
