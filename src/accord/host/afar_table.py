"""A table of another host, as it was last seen here: what its host says, read and kept."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve

from accord.errors import AccordError
from accord.host.host_seats import HostSeat
from accord.host.seated import ProgramInSeat, SeenTable, TableDeadline
from accord.talks import Move, Options, View
from accord.talks.view_json import view_from_json, view_to_json
from accord.talks.words import KINDS

if TYPE_CHECKING:
    from accord.host.afar import AfarTables

_SAME_TIME = timedelta(seconds=2)
"""How far two clocks may be apart that show the same: an answer takes its time."""
_KEPT = ("id", "stands", "recorded", "paused", "deadline", "ears", "programs", "played")
"""What is kept of a table as the host says it."""
MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, OverflowError)
"""What is raised where something is not of the form in which a host says it."""
_YEARS = range(1970, 3000)
"""Of what a host says is a time: with others one could not reckon on."""


class AfarTable:
    """A table of another host, as the seat of this machine sees it."""

    group = ""

    def __init__(self, one: str, tables: "AfarTables") -> None:
        """Take which it is, and all tables of that host."""
        self.id, self.recorded, self.paused, self.stands = one, True, False, ""
        self._deadline: TableDeadline | None = None
        self._tables = tables
        self._seen: SeenTable | None = None
        self._times: tuple[datetime, ...] = ()
        self._ears: dict[str, tuple[str, ...] | None] = {}
        self._programs: tuple[ProgramInSeat, ...] = ()
        self._played: frozenset[int] = frozenset()
        self.plain: dict[str, Any] = {}

    @property
    def view(self) -> View | None:
        """What the seat sees; None before anything was heard."""
        return self._seen.view if self._seen else None

    def take(self, plain: dict[str, Any]) -> None:
        """Take in what the host says of it.

        Args:
            plain: What JSON held.

        Raises:
            AccordError: If it cannot be read here.
        """
        before = self._seen.view.heard if self._seen else ()
        try:
            stands, recorded = str(plain["stands"]), bool(plain["recorded"])
            if _is_older(stands, self.stands):
                return
            view = view_from_json(plain["view"], before)
            _check_named(view)
            known = len(view.heard) - len(plain["times"])
            times = (*self._times[: max(known, 0)], *map(moment, plain["times"]))
            deadline = plain["deadline"] and _deadline(plain["deadline"])
            programs = tuple(map(_program, plain["programs"]))
            ears = {
                str(kind): None if some is None else tuple(map(str, some))
                for kind, some in plain["ears"].items()
            }
            played, paused = frozenset(map(int, plain["played"])), bool(plain["paused"])
        except MISSHAPEN as error:
            raise AccordError(f"Table {self.id} cannot be read here: {error}.") from None
        number = self._seen.position + 1 if self._seen else 0
        self._seen, self._times = SeenTable(position=number, view=view), times
        self._deadline, self._ears = deadline, ears
        self._programs, self._played = programs, played
        self.stands, self.recorded, self.paused = stands, recorded, paused
        whole = {"times": [one.isoformat() for one in times], "view": view_to_json(view)}
        self.plain = {name: held for name, held in plain.items() if name in _KEPT} | whole

    @property
    def deadline(self) -> TableDeadline | None:
        """Until when something is awaited, by the clock of this machine; None for nothing."""
        one, ahead = self._deadline, self._tables.ahead
        if one is None or abs(ahead) < _SAME_TIME:
            return one
        stopped = one.stopped and one.stopped - ahead
        return evolve(one, until=one.until - ahead, stopped=stopped)

    @property
    def known(self) -> dict[str, str]:
        """What tells the host how much of it is here."""
        if not self._seen or not self._times:
            return {}
        return {"heard": str(len(self._seen.view.heard)), "at": self._times[-1].isoformat()}

    def seen(self, seat: str) -> SeenTable:
        """Return what the seat of this machine sees, and how often that has changed.

        Args:
            seat: Id of the seat at the table.

        Raises:
            AccordError: If it is not the seat of this machine.
        """
        if self._seen is None or seat != self._tables.sits:
            raise AccordError(f"This machine does not sit for {seat} at '{self.id}'.")
        return self._seen

    def times_heard(self, seat: str) -> tuple[datetime, ...]:
        """Return when each of what the seat has heard was, in its order."""
        return self._times if seat == self._tables.sits else ()

    def spells(self, seat: str) -> tuple[ProgramInSeat, ...]:
        """Return the programs that sit or sat here, in the seats that a seat knows of."""
        return self._programs if seat == self._tables.sits else ()

    def played(self, seat: str) -> frozenset[int]:
        """Return what programs made of what the seat has heard, by its numbers there."""
        return self._played if seat == self._tables.sits else frozenset()

    def ears(self, seat: str, kind: str) -> tuple[str, ...] | None:
        """Return who will hear a move, as the host has said it of the table as it was seen."""
        return self._ears.get(kind)

    def position(self, seat: HostSeat) -> int:
        """Return how often something that the seat sees here has changed."""
        return 1 + (self._seen.position if self._seen else 0) + self._tables.changes

    def seats(self, seat: HostSeat) -> bool:
        """Return whether a seat sits here."""
        return self._seen is not None and seat.sits == self._tables.sits

    def move(self, seat: str, move: Move, by: str, key: str) -> bool:
        """Send a move to the host, and return whether it was made now.

        Args:
            seat: Id of the seat that moves.
            move: The move.
            by: Who moves, in words.
            key: What tells this move from others; empty for none.

        Raises:
            IllegalMove: If the rules do not allow it; the sentence says what they do.
            MoveWaits: If the host cannot be reached: it waits here.
            AccordError: If it cannot be made or kept.
        """
        return self._tables.move(self, seat, move, by, key)

    def set_deadline(self, until: datetime | None, why: str, by: str) -> bool:
        """Refuse to set until when something is awaited: that is done at the host.

        Raises:
            AccordError: Always.
        """
        raise AccordError("Until when something is awaited is set at the host itself.")


def moment(text: Any) -> datetime:
    """Return the time that a host says.

    Args:
        text: What it says.

    Raises:
        AccordError: If it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        found = None
    if found is None or found.tzinfo is None or found.year not in _YEARS:
        raise AccordError("The host says something else where a time should stand.")
    return found


def _check_named(view: View) -> None:
    """Raise where a table names what is not on its own agenda: no page could show it."""
    choices = {one.id: one.choices for one in view.agenda.issues.values()}
    offers = [*view.proposals, *([view.offer] if view.offer else [])]
    deals = (one.deal for one in offers)
    packages = [view.common, view.settled, view.deal or Options(), *deals]
    named = [(i, o) for deal in packages for i, o in deal.items()]
    never = [held.never for held in view.agenda.constraints]
    named += [(i, o) for held in (*never, view.mandate) for i in held for o in held[i]]
    strange = [
        f"'{option}' of '{i}'" for i, option in named if option not in choices.get(i, ())
    ]
    strange += [f"the move '{one}'" for one in view.legal if one not in KINDS]
    if strange:
        raise ValueError(f"{strange[0]} is not known there")


def _deadline(plain: dict[str, Any]) -> TableDeadline:
    return TableDeadline(
        number=int(plain["number"]),
        until=moment(plain["until"]),
        why=str(plain["why"]),
        stopped=plain["stopped"] and moment(plain["stopped"]),
    )


def _program(plain: dict[str, Any]) -> ProgramInSeat:
    return ProgramInSeat(
        number=int(plain["number"]),
        seat=str(plain["seat"]),
        recipe=str(plain["recipe"]),
        since=moment(plain["since"]),
        first=int(plain["first"]),
        until=plain["until"] and moment(plain["until"]),
        failed=bool(plain["failed"]),
    )


def _is_older(stands: str, known: str) -> bool:
    """Whether something was said before what is known, in the same start of the host."""
    (start, _, number), (same, _, last) = stands.rpartition("-"), known.rpartition("-")
    return start == same and number < last
