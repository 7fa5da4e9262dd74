"""What is said beside a table and is no move at it, as the fold of a log of its own.

Whether the table stands in the record and goes on from another, until when something is
awaited, whether it is paused, and where programs sit.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from attrs import evolve, frozen

from accord.errors import Conflict
from accord.host.bell import Bell
from accord.host.seated import ProgramInSeat, TableDeadline
from accord.host.table_branch import TableBranch
from accord.store import Store
from accord.talks import Role, Seat

BESIDE = "beside/"
"""What the logs of it are called in the store, before the ids of their tables."""
TRIES = 20
"""How often something is decided anew where others, in other processes, were faster."""


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


class TableBeside:
    """What is said beside one table.

    Attributes:
        id: The id of the table.
        recorded: Whether what happens there stands in the record.
        group: The group of a class that sits there; empty for the seats of the process.
        branch: Where it comes from; None where it goes on from no other.
        let_play: Whether programs may move before a person has sat down.
        pauses: The times in which no move could be made.
    """

    def __init__(self, store: Store, one: str, bell: Bell, places: Mapping[str, Seat]) -> None:
        """Read what was said.

        Args:
            store: The store.
            one: The id of the table.
            bell: Rings after something is said.
            places: The seats at the table, by their ids.

        Raises:
            AccordError: If the log cannot be read.
        """
        self.id = one
        self._store, self._bell, self._places = store, bell, places
        self._lock = RLock()
        self._beside, self.recorded, self.group = 0, True, ""
        self._deadline: TableDeadline | None = None
        self._set: dict[str, datetime] = {}
        self.branch: TableBranch | None = None
        self._programs: dict[int, ProgramInSeat] = {}
        self._apart: Counter[str] = Counter()
        self.let_play = False
        self.pauses: tuple[TablePause, ...] = ()
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
        place = self._places[seat]
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
            for _ in range(TRIES):
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
