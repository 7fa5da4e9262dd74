"""Moving for the seats of a class in which programs sit, at about the pace of people.

Nothing is moved before a person has come to the table, unless whoever teaches lets programs
play; nothing while it is paused. A program that cannot go on leaves its seat, and says why to
whoever teaches.
"""

import logging
from collections.abc import Iterator
from random import Random
from threading import Lock, Thread
from time import monotonic
from types import TracebackType

from attrs import frozen

from accord.discovery import failure
from accord.errors import AccordError, IllegalMove
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.lasting_thread import LastingThread
from accord.host.seat_programs import has_begun, seat_delegate
from accord.host.seated import ProgramInSeat
from accord.talks import (
    MOVES,
    Adjourn,
    Call,
    Caucus,
    Close,
    Instruct,
    Move,
    Recess,
    Table,
    Withdraw,
    after,
    calls,
    consulted,
    view,
)
from accord.talks.table import CAUCUS, HALTED, TALKS
from accord.talks.transitions import is_legal

LOOK = 0.25
"""Seconds from one look at the tables to the next."""
SOONEST, LATEST = 2.0, 6.0
"""Seconds between which a program waits before it moves: so long that people can follow, and
drawn, so that it tells nothing how long it thought."""
SLOWEST = 60.0
"""Seconds after which a program that has not chosen its move leaves."""
QUIET = 60.0
"""Seconds for which programs leave a recess or a caucus alone that people have begun, counted
anew with each thing that is said in it."""
AGAIN = 5.0
"""Seconds until a move that could not be kept is tried again."""
MOST_ALONE = 1000
"""After so much in a row at a table that no person did, programs leave it: they would talk
without end where no limit is set, and at their pace it has been more than an hour."""
BY = "the host"
"""Who takes out a program that cannot go on."""

_ALONE = (
    f"Programs alone have talked here for {MOST_ALONE} moves and outcomes in a row: it seems "
    "that they would not come to an end."
)
_ENDING = "It would have ended the talks, which is left to people."


@frozen
class _Turn:
    """What is to be done at a table: the program, and the move where only one is meant."""

    one: ProgramInSeat
    move: Move | None = None
    asked: bool = False


@frozen
class _Due:
    """When a program is to move; where talks are halted, if nothing else happens before."""

    seat: str
    at: float
    seen: int


class _CannotGoOn(Exception):
    """A program that fails, or makes a move that it cannot make."""


class ProgramRunner(LastingThread):
    """Moves where programs sit, in a thread of its own while its context lasts.

    Each program chooses in a thread of its own, so that one that takes its time keeps no other
    table waiting.
    """

    def __init__(self, host: Host) -> None:
        """Take the host whose tables these are."""
        self._host = host
        super().__init__(self._run, "programs")
        self._lock = Lock()
        self._due: dict[str, _Due] = {}
        self._choosing: dict[str, tuple[ProgramInSeat, float]] = {}
        self._begun: set[str] = set()
        self._asked: dict[tuple[str, str], int] = {}
        self._choosers: set[Thread] = set()

    def _run(self) -> None:
        while not self._over.wait(LOOK):
            for table in self._host.tables.of_class():
                try:
                    if table.programs:
                        self.look(table, monotonic())
                except Exception as error:  # one table keeps no other waiting
                    logging.getLogger(__name__).warning("table %s: %s", table.id, error)

    def look(self, table: HeldTable, now: float) -> None:
        """Let the program move at a table whose time has come.

        Args:
            table: The table.
            now: The time, in seconds of any clock that only goes on.
        """
        with self._lock:
            busy = self._choosing.get(table.id)
        if busy:
            if now >= busy[1] + SLOWEST:
                self._leave(table, busy[0], f"It had not chosen a move in {SLOWEST:g} seconds.")
                with self._lock:
                    self._choosing.pop(table.id, None)
            return
        turn = self._turn(table)
        if turn is None:
            self._due.pop(table.id, None)
            return
        due, seen, quiet = self._due.get(table.id), len(table.table.events), _is_left(table)
        if due is None or due.seat != turn.one.seat or (quiet and due.seen != seen):
            at = now + self._drawn() + (QUIET if quiet else 0.0)
            self._due[table.id] = _Due(turn.one.seat, at, seen)
        elif now >= due.at:
            del self._due[table.id]
            with self._lock:
                self._choosing[table.id] = turn.one, now
            chooser = Thread(target=self._choose, args=(table, turn), daemon=True)
            self._choosers = {one for one in self._choosers if one.is_alive()} | {chooser}
            chooser.start()

    def _drawn(self) -> float:
        share = int.from_bytes(self._host.settings.random(4)) / 2**32
        return SOONEST + (LATEST - SOONEST) * share

    def step(self, table: HeldTable) -> bool:
        """Let the program move at a table whose turn it is, at once.

        Args:
            table: The table.

        Returns:
            Whether anything came of it: a move, that nothing is to be said, or that the
            program has left.
        """
        turn = self._turn(table)
        if turn is None:
            return False
        self._play(table, turn)
        return True

    def _choose(self, table: HeldTable, turn: _Turn) -> None:
        try:
            self._play(table, turn)
        except Exception as error:
            self._leave(table, turn.one, f"It fails: {failure(error)}.")
        finally:
            with self._lock:
                if self._choosing.get(table.id, (None,))[0] == turn.one:
                    del self._choosing[table.id]

    def _turn(self, table: HeldTable) -> _Turn | None:
        """Return which program is to move at a table; None for none."""
        if table.paused or table.table.over or not self._has_begun(table):
            return None
        try:
            return self._called(table)
        except Exception as error:
            if self._over.is_set():
                return None
            for one in table.programs.values():
                self._leave(table, one, f"The rules fail: {failure(error)}.")
            return None

    def _has_begun(self, table: HeldTable) -> bool:
        if table.id not in self._begun and has_begun(self._host, table):
            self._begun.add(table.id)
        return table.id in self._begun

    def _called(self, held: HeldTable) -> _Turn | None:
        table, programs = held.table, held.programs
        for seat in consulted(table):
            if seat in programs and self._asked.get((held.id, seat)) != len(table.events):
                return _Turn(programs[seat], asked=True)
        for seat in table.seating.delegations if table.phase is TALKS else ():
            # A motion waits for the consent of all, whoever's turn it is.
            place = table.seating.by_id[seat]
            if seat in programs and is_legal(table, place, "consent"):
                return _Turn(programs[seat])
        called = list(calls(table))
        if table.phase is CAUCUS or (table.phase is TALKS and not table.awaited):
            called += map(Call, self._spoken_to(held, table))
        for call in called:
            if one := programs.get(call.seat):
                return _Turn(one, call.move)
        return None

    def _spoken_to(self, held: HeldTable, table: Table) -> Iterator[str]:
        """Yield where programs sit that have not moved since a person has.

        On an open floor, and in a caucus, nobody else would call on them.
        """
        for seat in (table.caucus,) if table.caucus else table.seating.delegations:
            if one := held.programs.get(seat):
                own = (e.number for e in reversed(table.events) if e.seat == seat)
                if held.by_person(seat) > max(one.first, next(own, 0)):
                    yield seat

    def _play(self, held: HeldTable, turn: _Turn) -> None:
        one, table = turn.one, held.table
        try:
            since = max(each.first for each in held.programs.values())
            if held.by_programs(since) >= MOST_ALONE:
                for each in held.programs.values():
                    self._leave(held, each, _ALONE)
                return
            move = turn.move or self._chosen(held, table, one)
            if turn.asked and not _instructs(table, one.seat, move):
                self._asked[held.id, one.seat] = len(table.events)
                return
            held.play(one, move, len(table.events))
        except _CannotGoOn as error:
            self._leave(held, one, str(error))
        except ValueError:  # every program has left meanwhile
            return
        except AccordError as error:
            logging.getLogger(__name__).warning("table %s: %s", held.id, error)
            self._over.wait(AGAIN)

    def _chosen(self, held: HeldTable, table: Table, one: ProgramInSeat) -> Move:
        """Return the move of a program.

        Raises:
            _CannotGoOn: If it fails, or what it gives is no move, not legal, or ends the talks.
        """
        chance = Random(int.from_bytes(self._host.settings.random(8)))
        try:
            program = seat_delegate(self._host, held, one.seat, one.recipe)
            move = program.move(view(table, one.seat), chance)
        except AccordError as error:
            raise _CannotGoOn(str(error)) from error
        except Exception as error:
            raise _CannotGoOn(f"It fails: {failure(error)}.") from error
        if getattr(move, "kind", None) not in MOVES:
            raise _CannotGoOn(f"It gives {move!r}, which is no move.")
        if isinstance(move, Withdraw | Close):
            raise _CannotGoOn(f"{_ENDING} {move.reason}".strip())
        try:
            after(table, one.seat, move)
        except IllegalMove as error:
            raise _CannotGoOn(f"It cannot make the move that it chose: {error}") from error
        return move

    def _leave(self, table: HeldTable, one: ProgramInSeat, why: str) -> None:
        """Let a program leave that cannot go on; if it cannot be kept, it is tried again."""
        try:
            if table.programs.get(one.seat) == one:
                table.hand_back(one.seat, BY, why)
        except AccordError as error:
            logging.getLogger(__name__).warning("table %s: %s", table.id, error)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, traceback)
        until = monotonic() + 1.0  # one that thinks longer is left behind, and moves no more
        for chooser in self._choosers:
            chooser.join(max(0.0, until - monotonic()))


def _is_left(held: HeldTable) -> bool:
    """Whether people have halted the talks, or spoken since, so that programs wait longer."""
    table = held.table
    if table.phase not in HALTED or table.events[-1].kind == Caucus.kind:
        return False
    halts = Recess.kind, Caucus.kind, Adjourn.kind
    halted = next((e.number for e in reversed(table.events) if e.kind in halts), 0)
    return held.by_person() >= halted


def _instructs(table: Table, seat: str, move: Move) -> bool:
    """Whether a principal that is asked changes the mandate."""
    party = table.setup.by_id[seat].party
    return isinstance(move, Instruct) and move.mandate != table.mandates.get(party, {})
