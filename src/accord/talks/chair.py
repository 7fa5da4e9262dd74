"""The chair: whom a table waits for, as a function of the table.

Programs, people and both together are called on in the same way. Where programs sit at all
seats, the first of the calls is answered; where people sit at some, the first at a seat of a
program, and nothing moves by itself while there is none.
"""

from attrs import frozen

from accord.talks.guards import waits
from accord.talks.moves import Move, Recess
from accord.talks.procedure import procedure
from accord.talks.seats import Role
from accord.talks.table import TALKS, Table
from accord.talks.transitions import is_legal

_CHAIRS = (Role.MEDIATOR, Role.HOST, Role.DELEGATION)
"""Who opens the table and ends a round, where several may: in this order."""


@frozen
class Call:
    """A seat that is called on to move.

    Attributes:
        seat: Its id.
        move: The move, where only one is meant; None: the seat chooses.
    """

    seat: str
    move: Move | None = None


def calls(table: Table) -> tuple[Call, ...]:
    """Return the seats that are called on to move, in the order in which they are.

    Under rules with turns these are the principals that were asked, and then whose turn it is:
    one after the other or all together, as the rules have it. On an open floor they are the
    delegations that have not spoken since the round began, in the order of the seats. Once all
    have, or a mediator that shuttles has heard all, the chair ends the round. In a recess or a
    caucus, and when talks were adjourned, the chair opens the table again; where fewer than two
    delegations are in the room, those are called on that are not.

    Args:
        table: The table.

    Returns:
        The calls; none when the talks are over.
    """
    if table.over:
        return ()
    if table.phase is TALKS and not table.asked and procedure(table).round_done(table):
        return (_round_over(table),)
    if table.awaited:
        return tuple([Call(seat) for seat in _in_turn(table)])
    if table.phase is not TALKS:
        opener = _chair(table, "resume")
        return (Call(opener),) if opener else tuple(map(Call, table.seating.out))
    spoken = _spoken(table)
    if silent := [one for one in table.seating.delegations if one not in spoken]:
        return tuple(map(Call, silent))
    return (_round_over(table),)


def consulted(table: Table) -> tuple[str, ...]:
    """Return the principals to ask, at the start of a round, whether the mandate is to change.

    They are asked before anybody else moves in the round, in the order of the seats. In the
    first round nobody is: the mandate holds with which the talks begin. That nothing is to
    change is no move, so each is asked once for a table.

    Args:
        table: The table.
    """
    principals = table.seating.principals
    if table.round == 1 or table.over or not principals:
        return ()
    moved = set()
    for event in reversed(table.events):
        if event.round < table.round:
            break
        moved.add(event.seat)
    sitting = tuple(principals.values())
    begun = moved.difference(sitting, ("",))
    return () if begun else tuple(seat for seat in sitting if seat not in moved)


def _round_over(table: Table) -> Call:
    """Call on the chair to end the round."""
    return Call(_chair(table, "recess"), Recess(ends_round=True))


def _in_turn(table: Table) -> tuple[str, ...]:
    """Name the seats that are awaited and need not wait for others first."""
    asked, turn = table.asked, table.turn
    if table.phase is not TALKS:
        return table.awaited
    if table.setup.rules.in_order:
        turn = turn[:1]
    if asked:
        turn = tuple(one for one in turn if not waits(table, table.seating.by_id[one]))
    return (*asked, *turn)


def _spoken(table: Table) -> set[str]:
    """Name the delegations that have moved since the last recess that ended a round."""
    found = set()
    for event in reversed(table.events):
        if isinstance(event.what, Recess) and event.what.ends_round:
            break
        if event.kind != "resume":
            found.add(event.seat)
    return found


def _chair(table: Table, kind: str) -> str:
    """Name the first seat that may make a move of a kind, mediator and host first; or none."""
    found = (
        seat.id
        for role in _CHAIRS
        for seat in table.seating.seats
        if seat.role is role and is_legal(table, seat, kind)
    )
    return next(found, "")
