"""What follows from a move, or why it cannot be made."""

from accord.errors import IllegalMove
from accord.talks.checks import problem, resolved
from accord.talks.events import Agreed, CaughtUp, Ended, EndedBy, Event, Outcome
from accord.talks.evolve import evolve
from accord.talks.hearing import hearers
from accord.talks.moves import MOTIONS, Carriage, Move, Moved, Propose, State
from accord.talks.seats import Seat
from accord.talks.table import CAPITALS, Table, changed
from accord.talks.transitions import choices, is_legal, legal
from accord.talks.words import KINDS, called, capitalised, listed

_NAMED = (Propose, State)


def decide(table: Table, seat: str, move: Move) -> tuple[Event, ...]:
    """Return the events that follow from a move; the table stays as it is.

    Args:
        table: The table.
        seat: Id of the seat that moves.
        move: The move.

    Returns:
        The move itself, with the id of the proposal it makes or is about, and the outcomes.

    Raises:
        IllegalMove: If the rules do not allow it; the sentence says why, and what is legal.
        AccordError: If nobody sits there.
    """
    return after(table, seat, move).events[len(table.events) :]


def after(table: Table, seat: str, move: Move) -> Table:
    """Return the table after a move and all that follows from it.

    It is what `evolve` makes of the events of `decide`, without working them out twice.

    Args:
        table: The table.
        seat: Id of the seat that moves.
        move: The move.

    Raises:
        IllegalMove: If the rules do not allow it; the sentence says why, and what is legal.
        AccordError: If nobody sits there.
    """
    place = table.seating.seat(seat)
    _check_kind(table, place, move.kind)
    whole = resolved(table, place, move)
    if said := problem(table, place, whole):
        raise _illegal(table, place, said)
    number, heard = len(table.events) + 1, hearers(table, place, whole)
    if isinstance(whole, _NAMED):
        whole = _named(table, place, whole, heard)
    elif isinstance(whole, MOTIONS):
        whole = _numbered(table, place, whole)
    table = evolve(table, Event(number, table.round, table.session, seat, whole, heard))
    while (outcome := table.due or _limit(table)) is not None:
        table = evolve(table, _following(table, outcome))
    return table


def _named(table: Table, seat: Seat, move: Propose | State, heard: tuple[str, ...]) -> Move:
    """Return a proposal, or a note that may be carried, with what it is called at the table."""
    if isinstance(move, Propose):
        id_ = table.proposal_id(seat.id, heard)
    elif move.carriage is Carriage.NO:
        id_ = ""
    elif {*heard} == {seat.ear, table.seating.mediator}:
        id_ = table.next_id(f"{seat.id}>{table.seating.mediator}:note")
    else:
        raise _illegal(table, seat, "only what is said to the mediator alone can be carried")
    if move.id not in ("", id_):
        raise _illegal(table, seat, f"the table names proposals and notes: this is {id_}")
    return changed(move, {"id": id_}) if id_ != move.id else move


def _numbered(table: Table, seat: Seat, move: Moved) -> Move:
    """Return a motion with its number."""
    group, open_ = table.motion_group, [one.number for one in table.motions]
    number = max([table.proposed.get(group, 0), *open_]) + 1
    if move.motion not in (None, number):
        raise _illegal(table, seat, f"the table numbers motions: this is {number}")
    return changed(move, {"motion": number})


def _following(table: Table, outcome: Outcome) -> Event:
    """Return the event of an outcome; past the last round or session, it is of the last."""
    rules = table.setup.rules
    turn = table.round if rules.rounds is None else min(table.round, rules.rounds)
    session = table.session if rules.sessions is None else min(table.session, rules.sessions)
    heard = table.seating.present
    if isinstance(outcome, Agreed | Ended):
        heard = ()  # how talks end is told to those too who are out of the room
    elif isinstance(outcome, CaughtUp):
        heard = (outcome.party,)
    return Event(len(table.events) + 1, turn, session, "", outcome, heard)


def _limit(table: Table) -> Ended | None:
    """Return the end of talks that have reached a limit; ratification may go on past it."""
    rules = table.setup.rules
    if table.over or table.phase is CAPITALS:
        return None
    if rules.rounds is not None and table.round > rules.rounds:
        return Ended(why=EndedBy.LAST_ROUND, limit=rules.rounds)
    if rules.sessions is not None and table.session > rules.sessions:
        return Ended(why=EndedBy.LAST_SESSION, limit=rules.sessions)
    if rules.moves is not None and table.known >= rules.moves:
        return Ended(why=EndedBy.LAST_MOVE, limit=rules.moves)
    return None


def _check_kind(table: Table, seat: Seat, kind: str) -> None:
    """Refuse a kind of move that the seat may not make in this step."""
    if is_legal(table, seat, kind):
        return
    out, unmet = table.seating.is_out(seat), []
    for name, guards in choices(table, seat):
        if name == kind:
            unmet.append(next(guard for guard in guards if not guard.holds(table, seat)))
    if table.over:
        why = "the talks are over"
    elif unmet:
        why = unmet[0].why_not(table, seat)
    elif out:
        why = f"the delegation of {seat.party} is out of the room"
    else:
        why = f"{called(seat)} cannot {KINDS[kind]} now"
    raise _illegal(table, seat, why)


def _illegal(table: Table, seat: Seat, why: str) -> IllegalMove:
    kinds = [KINDS[kind] for kind in dict.fromkeys(legal(table, seat.id))]
    may = f"may {listed(kinds, 'or')}" if kinds else "can do nothing"
    return IllegalMove(f"{capitalised(why)}; {called(seat)} {may}.")
