"""Who sits at the table."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import frozen

from accord.errors import AccordError


class Role(StrEnum):
    """What somebody is at the table."""

    DELEGATION = "delegation"
    MEDIATOR = "mediator"
    HOST = "host"
    PRINCIPAL = "principal"
    OBSERVER = "observer"


DELEGATION = Role.DELEGATION


@frozen
class Seat:
    """A place at the table.

    Attributes:
        id: Short name; that of a delegation is the id of its party.
        role: What it is at the table.
        party: For a delegation and a principal: whose; for a mediator that sits beside another:
            the id of that one, with which it hears and moves as one.
    """

    id: str
    role: Role
    party: str = ""

    @property
    def ear(self) -> str:
        """Return by which id it is named among those who hear something.

        A side hears as one, so its seats are named by the party: who hears what does not say
        whether a principal sits.
        """
        return self.party or self.id


@frozen(kw_only=True, slots=False)
class SeatingPlan:
    """Who sits at a table, and what follows from that.

    Attributes:
        seats: The seats, in the order in which they speak.
        out: The parties whose delegations are out of the room: not yet there, or walked out.
    """

    seats: tuple[Seat, ...]
    out: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Seat]:
        """Return every seat by its id."""
        return {seat.id: seat for seat in self.seats}

    def seat(self, one: str) -> Seat:
        """Return the seat with an id.

        Raises:
            AccordError: If nobody sits there.
        """
        found = self.by_id.get(one)
        if found is None:
            raise AccordError(f"Nobody called {one} sits at the table.")
        return found

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """Return the ids of all delegations, in the room or not, in the order of the seats."""
        return tuple(seat.id for seat in self.seats if seat.role is Role.DELEGATION)

    @cached_property
    def delegations(self) -> tuple[str, ...]:
        """Return the ids of the delegations in the room, in the order of the seats."""
        return tuple(one for one in self.parties if one not in self.out)

    @cached_property
    def principals(self) -> dict[str, str]:
        """Return the id of each party's principal, where one sits."""
        return {seat.party: seat.id for seat in self.seats if seat.role is Role.PRINCIPAL}

    @cached_property
    def mediator(self) -> str:
        """Return the id of the mediator, the first if there are several, or an empty text."""
        return next((seat.id for seat in self.seats if seat.role is Role.MEDIATOR), "")

    @cached_property
    def chaired(self) -> bool:
        """Whether a mediator or a host sits, who then opens and closes sessions."""
        return any(seat.role in (Role.MEDIATOR, Role.HOST) for seat in self.seats)

    @cached_property
    def facts(self) -> dict[str, frozenset[str]]:
        """Return what is settled for each seat, by its id, on which kinds of move hang.

        A table is mediated, unchaired where neither mediator nor host sits, and whole where
        two delegations at least are in the room; a seat is served if the principal of its
        party sits.
        """
        shared = {
            "mediated": bool(self.mediator),
            "unchaired": not self.chaired,
            "whole": len(self.delegations) > 1,
        }

        def facts(seat: Seat) -> dict[str, bool]:
            return {**shared, "served": seat.party in self.principals}

        return {
            seat.id: frozenset(fact for fact, holds in facts(seat).items() if holds)
            for seat in self.seats
        }

    def is_out(self, seat: Seat) -> bool:
        """Whether the delegation of a seat's party is out of the room."""
        return seat.party in self.out

    @cached_property
    def open_kinds(self) -> dict[tuple[Any, ...], Any]:
        """What the transitions note here (see `transitions`): it follows from all else."""
        return {}

    @cached_property
    def ears(self) -> tuple[str, ...]:
        """Return those who hear apart from each other, in the order of the seats."""
        return tuple(dict.fromkeys(seat.ear for seat in self.seats))

    @cached_property
    def present(self) -> tuple[str, ...]:
        """Return those who hear what is said in the room; nobody named: all, as in an event."""
        return tuple(ear for ear in self.ears if ear not in self.out) if self.out else ()

    @cached_property
    def shown(self) -> dict[str, tuple[Seat, ...]]:
        """Return the seats that each ear sees in the room, and those of its own side.

        Of the principals it sees its own side's alone: that one sits may say that there is a
        mandate.
        """
        public = tuple(
            seat
            for seat in self.seats
            if seat.role is not Role.PRINCIPAL and seat.party not in self.out
        )
        return {
            ear: tuple(seat for seat in self.seats if seat in public or seat.party == ear)
            if ear in self.principals or ear in self.out
            else public
            for ear in self.ears
        }


def seats(
    parties: Iterable[str],
    *,
    principals: bool | Iterable[str] = False,
    mediator: str = "",
    beside: Iterable[str] = (),
    host: str = "",
    observers: Iterable[str] = (),
) -> tuple[Seat, ...]:
    """Return the usual seats of talks, delegations first.

    Args:
        parties: Ids of the parties, in the order in which they speak.
        principals: True where every party's principal sits too, or the parties whose does; the
            seat is called after the party, as in `alba-principal`.
        mediator: Id of the mediator, if there is one.
        beside: Ids of further mediators, who hear and move with it as one.
        host: Id of the host, if it sits at the table.
        observers: Ids of those who listen and may make statements.
    """
    sides = tuple(parties)
    capitals = (sides if principals else ()) if isinstance(principals, bool) else principals
    return (
        *(Seat(party, Role.DELEGATION, party) for party in sides),
        *(Seat(f"{party}-principal", Role.PRINCIPAL, party) for party in capitals),
        *((Seat(mediator, Role.MEDIATOR),) if mediator else ()),
        *(Seat(one, Role.MEDIATOR, mediator) for one in beside),
        *((Seat(host, Role.HOST),) if host else ()),
        *(Seat(observer, Role.OBSERVER) for observer in observers),
    )
