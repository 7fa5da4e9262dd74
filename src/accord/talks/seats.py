"""Who sits at the table."""

from collections.abc import Iterable
from enum import StrEnum

from attrs import frozen


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
        party: For a delegation and a principal: whose.
    """

    id: str
    role: Role
    party: str = ""


def seats(
    parties: Iterable[str],
    *,
    principals: bool | Iterable[str] = False,
    mediator: str = "",
    host: str = "",
    observers: Iterable[str] = (),
) -> tuple[Seat, ...]:
    """Give the usual seats of talks, delegations first.

    Args:
        parties: Ids of the parties, in the order in which they speak.
        principals: True where every party's principal sits too, or the parties whose does; the
            seat is called after the party, as in `alba-principal`.
        mediator: Id of the mediator, if there is one.
        host: Id of the host, if it sits at the table.
        observers: Ids of those who listen and may make statements.
    """
    sides = tuple(parties)
    capitals = (sides if principals else ()) if isinstance(principals, bool) else principals
    return (
        *(Seat(party, Role.DELEGATION, party) for party in sides),
        *(Seat(f"{party}-principal", Role.PRINCIPAL, party) for party in capitals),
        *((Seat(mediator, Role.MEDIATOR),) if mediator else ()),
        *((Seat(host, Role.HOST),) if host else ()),
        *(Seat(observer, Role.OBSERVER) for observer in observers),
    )
