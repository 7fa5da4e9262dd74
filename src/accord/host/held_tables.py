"""The tables that people sit at: each the fold of its log, moved through one door.

The store is the truth: a move is made when its events are on the disk, and not before. Whoever
moves on an old state is not refused for that: the move is judged by the table as it is.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from json import dumps
from threading import RLock
from typing import Any

from attrs import evolve, frozen

from accord.errors import AccordError, Conflict, IllegalMove
from accord.host.bell import Bell
from accord.host.host_seats import PROJECTOR, ClassGroup, HostSeat
from accord.host.seated import CLOCK, PROBES, TO_ALL, ProgramInSeat, SeenTable, TableDeadline
from accord.host.table_branch import TableBranch, branch_ids, with_what_follows
from accord.store import Envelope, Store
from accord.talks import (
    DeadlinePassed,
    Event,
    Happening,
    Move,
    Role,
    Setup,
    Table,
    after,
    from_json,
    happen,
    move_to_json,
    open_table,
    replay,
    to_json,
)
from accord.talks import view as view_of
from accord.talks.evolve import folded
from accord.talks.hearing import hearers

PREFIX = "table/"
"""What the logs of tables are called in the store, before their ids."""
BESIDE = "beside/"
"""What the logs are called of what is said about tables and is no move at them: whether they
stand in the record and go on from others, until when something is awaited, whether they are
paused, and where programs sit."""
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
_TRIES = 20
"""How often a move is judged anew where others, in other processes, moved first."""


@frozen(kw_only=True)
class TablePause:
    """A time in which no move was made at a table.

    Attributes:
        since: When it began.
        until: When it ended; None if it lasts.
    """

    since: datetime
    until: datetime | None = None

    def within(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of a time it took.

        Args:
            start: When the time begins.
            end: When it ends.
        """
        last = end if self.until is None else min(end, self.until)
        return max(last - max(start, self.since), timedelta())


class HeardMore(AccordError):
    """More was heard since somebody decided on a move."""


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
        self._beside, self.recorded, self.group = 0, True, ""
        self._deadline: TableDeadline | None = None
        self._set: dict[str, datetime] = {}
        self.branch: TableBranch | None = None
        self._times: list[datetime] = []
        self._played: set[int] = set()
        self._programs: dict[int, ProgramInSeat] = {}
        self._apart: Counter[str] = Counter()
        self.let_play = False
        self.pauses: tuple[TablePause, ...] = ()
        kept = store.read(self._log)
        self._table = replay(from_json(each.event) for each in kept)
        for each in kept:
            self._note(each)
        self._hear_beside()

    def _hear_beside(self) -> None:
        """Take in what was said about the table."""
        for each in self._store.read(BESIDE + self.id, self._beside):
            self._beside = each.number
            if once := str(each.event.get("once", "")):
                self._set[once] = datetime.fromisoformat(each.at)
            match each.event:
                case {"kind": "recorded", "is": bool(recorded)}:
                    self.recorded = recorded
                    self.group = str(each.event.get("group", ""))
                    self.branch = TableBranch.read(each.event)
                case {"kind": "deadline", "until": str(until), "why": str(why)}:
                    self._deadline = TableDeadline(
                        number=each.number,
                        until=datetime.fromisoformat(until),
                        why=why,
                        stopped=datetime.fromisoformat(each.at) if self.paused else None,
                    )
                case {"kind": "deadline"}:
                    self._deadline = None
                case {"kind": "paused", "is": bool(paused)} if paused != self.paused:
                    self._pause(paused, datetime.fromisoformat(each.at))
                case {"kind": "program", "seat": str(seat), "after": int(first)}:
                    at = datetime.fromisoformat(each.at)
                    self._leave(seat, at)
                    self._note_apart(seat)
                    self._programs[each.number] = ProgramInSeat(
                        number=each.number,
                        seat=seat,
                        recipe=str(each.event["recipe"]),
                        since=at,
                        first=first,
                    )
                case {"kind": "handed-back", "seat": str(seat)}:
                    why = str(each.event.get("why", ""))
                    self._leave(seat, datetime.fromisoformat(each.at), why)
                    self._note_apart(seat)
                case {"kind": "let-play"}:
                    self.let_play = True

    def _leave(self, seat: str, at: datetime, why: str = "") -> None:
        if one := self.programs.get(seat):
            left = evolve(one, until=at, failed=bool(why), why=why)
            self._programs = {**self._programs, one.number: left}

    def _note_apart(self, seat: str) -> None:
        """Note that something was said of a seat of which others do not know that it sits."""
        place = self._table.seating.by_id[seat]
        if place.role is Role.PRINCIPAL:
            self._apart[place.ear] += 1

    @property
    def programs(self) -> dict[str, ProgramInSeat]:
        """The programs that sit here now, by their seats."""
        return {one.seat: one for one in self._programs.values() if one.until is None}

    @property
    def all_spells(self) -> tuple[ProgramInSeat, ...]:
        """Every program that sits or sat here: for whoever teaches."""
        return tuple(self._programs.values())

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

    def hand_back(self, seat: str, by: str, why: str = "", *, once: str = "") -> bool:
        """Let the program leave that sits in a seat.

        Args:
            seat: Id of the seat.
            by: Who says so, in words.
            why: Why the program could not go on; empty where somebody takes it out.
            once: As `pause` has it.

        Returns:
            Whether one sat there.

        Raises:
            AccordError: If it cannot be kept.
        """
        event = {"kind": "handed-back", "seat": seat} | ({"why": why} if why else {})
        return self._say_beside(lambda: event if seat in self.programs else None, by, once)

    def let_programs_play(self, by: str) -> bool:
        """Let programs move here though no person has sat down yet.

        Args:
            by: Who says so, in words.

        Returns:
            Whether that changed anything.

        Raises:
            AccordError: If it cannot be kept.
        """
        return self._say_beside(lambda: None if self.let_play else {"kind": "let-play"}, by)

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

    def _pause(self, paused: bool, at: datetime) -> None:
        """Begin a pause, or end it: what is awaited is then awaited for so much longer."""
        one = self._deadline
        if paused:
            self.pauses += (TablePause(since=at),)
            self._deadline = one and evolve(one, stopped=at)
            return
        self.pauses = (*self.pauses[:-1], evolve(self.pauses[-1], until=at))
        if one is not None and one.stopped is not None:
            self._deadline = evolve(one, until=one.until + (at - one.stopped), stopped=None)

    @property
    def paused(self) -> bool:
        """Whether no move can be made until whoever runs the class lets it go on."""
        return bool(self.pauses) and self.pauses[-1].until is None

    def in_pauses(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of a time the table was paused.

        Args:
            start: When the time begins.
            end: When it ends.
        """
        return sum((one.within(start, end) for one in self.pauses), timedelta())

    def pause(self, paused: bool, by: str, *, once: str = "") -> bool:
        """Let no move be made until it goes on, or let it go on.

        Args:
            paused: Whether it shall be paused.
            by: Who does it, in words.
            once: What tells this press from others; empty for nothing. One that did something
                does nothing when it comes again, late, after another has undone it.

        Returns:
            Whether that changed anything.

        Raises:
            AccordError: If it cannot be kept.
        """
        event = {"kind": "paused", "is": paused}
        return self._say_beside(lambda: None if paused == self.paused else event, by, once)

    @property
    def deadline(self) -> TableDeadline | None:
        """Until when something is awaited; None where nothing is, or it has passed."""
        one = self._deadline
        return None if one is None or one.key in self._done or self._table.over else one

    def set_deadline(
        self, until: datetime | None, why: str, by: str, *, once: str = ""
    ) -> bool:
        """Set until when something is awaited, in the place of what was set before.

        Args:
            until: Until when; None for no longer.
            why: For what, in words.
            by: Who sets it, in words.
            once: As `pause` has it.

        Returns:
            Whether it was set now; not where something of this key happened before.

        Raises:
            AccordError: If it cannot be kept.
        """
        event = {"kind": "deadline", "until": until and until.isoformat(), "why": why}
        return self._say_beside(lambda: event, by, once)

    def _say_beside(
        self, decide: Callable[[], Mapping[str, Any] | None], by: str, once: str = ""
    ) -> bool:
        """Add to what is said about the table; return whether there was anything to say.

        Args:
            decide: Returns what to say after all that was said; it is asked again if another
                process was faster.
            by: Who says it, in words.
            once: What tells this from others; with one that was given before nothing is said.

        Raises:
            AccordError: If it cannot be kept.
        """
        with self._lock:
            for _ in range(_TRIES):
                self._hear_beside()
                if once in self._set or (said := decide()) is None:
                    return False
                event = {**said, "once": once} if once else said
                try:
                    self._store.append(BESIDE + self.id, self._beside, [event], by)
                except Conflict:
                    continue
                self._hear_beside()
                break
            else:
                raise Conflict(f"others set something at '{self.id}' again and again")
        self._bell.ring(self.id)
        return True

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
