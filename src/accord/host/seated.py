"""What the pages need of a table and of tables, whether they are held here or by another host.

A page shows what one seat sees of a table and moves for it. So it needs no more of a table than
what this seat may know, and works the same where the table itself is on another machine.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Protocol

from attrs import frozen

from accord.host.host_seats import HostSeat
from accord.talks import (
    MOTIONS,
    Instruct,
    Mandate,
    Move,
    Propose,
    Refer,
    State,
    View,
)

CLOCK = "the clock"
"""Who says at a table that a deadline has passed."""

PROBES: dict[str, Move] = {
    "propose": Propose(),
    "state": State(text=""),
    "refer": Refer(proposal=""),
    "instruct": Instruct(mandate=Mandate()),
}
"""Moves of which it is said beforehand who hears them: by the rules, not all do."""

TO_ALL = frozenset(one.kind for one in MOTIONS)
"""Kinds of move of which it is said beforehand that everybody in the room hears them."""


class MoveWaits(Exception):
    """A move was not made yet: it waits on this machine for another host.

    It is no `AccordError`: a page that says why something was refused has nothing to say here.

    Attributes:
        table: The id of the table.
    """

    def __init__(self, table: str, sentence: str) -> None:
        """Take the table, and what whoever moved is told."""
        super().__init__(sentence)
        self.table = table


@frozen(kw_only=True)
class TableDeadline:
    """Until when something is awaited at a table.

    Attributes:
        number: Its number among what was said about the table.
        until: Until when.
        why: For what, in words.
        stopped: Since when no time passes, for the table is paused; None where it does.
    """

    number: int
    until: datetime
    why: str
    stopped: datetime | None = None

    def left(self, now: datetime) -> timedelta:
        """Return how long it is awaited for still.

        Args:
            now: The time.
        """
        return self.until - (self.stopped or now)

    @property
    def key(self) -> str:
        """What tells that it has passed from all else, so that it is said once."""
        return f"{CLOCK}:{self.number}"


@frozen(kw_only=True)
class ProgramInSeat:
    """A program that sits, or sat, in a seat in the place of people.

    Attributes:
        number: Its number among what was said about the table; for those who sit there, among
            the programs that they are told of.
        seat: What the seat is called at the table.
        recipe: Its name in the catalogue, and its parameters; for those who sit there the name.
        since: Since when.
        first: How many events there were before it sat, of those heard by whoever is told.
        until: When it left; None while it sits.
        failed: Whether it left because it could not go on.
        why: Why it could not; this may tell what is on the sheet of its side, so it is for
            whoever teaches alone, and nobody at the table is given it.
    """

    number: int
    seat: str
    recipe: str
    since: datetime
    first: int
    until: datetime | None = None
    failed: bool = False
    why: str = ""

    @property
    def name(self) -> str:
        """Its name in the catalogue."""
        return self.recipe.partition(":")[0]


@frozen(kw_only=True)
class SeenTable:
    """What a seat sees of a table, and how often that has changed."""

    position: int
    view: View


class SeatedTable(Protocol):
    """A table as those who sit at it need it.

    Attributes:
        id: Its id.
        recorded: Whether what happens there stands in the record.
        group: The group of a class that sits there; empty for the seats of the process.
    """

    id: str
    recorded: bool
    group: str

    @property
    def deadline(self) -> TableDeadline | None:
        """Until when something is awaited; None where nothing is, or it has passed."""
        ...

    @property
    def paused(self) -> bool:
        """Whether no move can be made until whoever runs the class lets it go on."""
        ...

    def spells(self, seat: str) -> tuple[ProgramInSeat, ...]:
        """Return the programs that sit or sat here, in the seats that a seat knows of.

        Args:
            seat: Id of the seat at the table that asks.

        Returns:
            The programs, in the order in which they sat down.
        """
        ...

    def played(self, seat: str) -> frozenset[int]:
        """Return what programs made of what a seat has heard, by its numbers there.

        Args:
            seat: Id of the seat.
        """
        ...

    def seen(self, seat: str) -> SeenTable:
        """Return what a seat sees, and how often that has changed.

        Args:
            seat: Id of the seat at the table.

        Raises:
            AccordError: If nobody sits there.
        """
        ...

    def times_heard(self, seat: str) -> tuple[datetime, ...]:
        """Return when each of what a seat has heard was, in its order.

        Args:
            seat: Id of the seat at the table.
        """
        ...

    def ears(self, seat: str, kind: str) -> tuple[str, ...] | None:
        """Return who will hear a move, each by its ear; nobody: everybody in the room.

        Args:
            seat: Id of the seat that would make it.
            kind: The kind of move.

        Returns:
            Who hears it; None of a kind of which nothing needs to be said beforehand.
        """
        ...

    def position(self, seat: HostSeat) -> int:
        """Return how often something that a seat sees here has changed."""
        ...

    def seats(self, seat: HostSeat) -> bool:
        """Return whether a seat sits here."""
        ...

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
            MoveWaits: If the table is at a host that cannot be reached now.
            AccordError: If it cannot be kept; it was not made then.
        """
        ...

    def set_deadline(self, until: datetime | None, why: str, by: str) -> bool:
        """Set until when something is awaited, in the place of what was set before.

        Args:
            until: Until when; None for no longer.
            why: For what, in words.
            by: Who sets it, in words.

        Returns:
            Whether it was set now.

        Raises:
            AccordError: If it cannot be kept.
        """
        ...


class SeatedTables(Protocol):
    """Tables as those who sit at them need them."""

    def of(self, seat: HostSeat) -> "Iterator[SeatedTable]":
        """Yield the tables at which a seat sits, in the order of their opening."""
        ...

    def get(self, one: str, seat: HostSeat) -> SeatedTable | None:
        """Return a table; None where there is none at which the seat sits."""
        ...

    def position(self, seat: HostSeat, of: str = "") -> int:
        """Return how often something that a seat sees of its tables has changed.

        Args:
            seat: The seat.
            of: A table that alone counts; empty for all.
        """
        ...

    def __iter__(self) -> "Iterator[SeatedTable]":
        """Yield all, in the order of their opening."""
        ...

    def __len__(self) -> int:
        """Return how many there are."""
        ...
