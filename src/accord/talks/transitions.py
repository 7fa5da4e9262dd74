"""The transition table as data: who may make which kind of move in which step."""

from functools import cache
from itertools import groupby

from accord.talks.guards import (
    AMENDING,
    ASIDE,
    CARRIABLE,
    CONSENTABLE,
    MEDIATED,
    MOVED,
    OWN_MOTION,
    REFERABLE,
    SERVED,
    SETTLEABLE,
    SETTLED,
    TO_RATIFY,
    UNCHAIRED,
    WHOLE,
    has_turn,
    may_amend,
)
from accord.talks.procedure import Guard, Procedure, Row, procedure
from accord.talks.seats import Role, Seat
from accord.talks.table import HALTED, TALKS, Table

ANY = "talks"
"""Stands for every step of a rule set."""

OUT = "out"
"""The step of a side whose delegation is out of the room, whatever the table does meanwhile."""

_D, _M, _H = Role.DELEGATION, Role.MEDIATOR, Role.HOST
_P, _O = Role.PRINCIPAL, Role.OBSERVER
_CHAIR = (_M, _H)

COMMON: tuple[Row, ...] = (
    *(Row(ANY, role, "state") for role in Role),
    *(Row(step, _M, "carry", (CARRIABLE,)) for step in (ANY, "recess", "caucus")),
    *(Row(ANY, role, "recess", (), ("recess",)) for role in (_D, *_CHAIR)),
    Row(ANY, _D, "caucus", (MEDIATED,), ("caucus",)),
    Row(ANY, _M, "caucus", (), ("caucus",)),
    Row(ANY, _D, "refer", (SERVED, REFERABLE)),
    Row(ANY, _P, "instruct"),
    *(Row(ANY, role, "suggest", (SETTLEABLE,)) for role in _CHAIR),
    *(Row(ANY, role, "settle", (SETTLEABLE,)) for role in (_D, *_CHAIR)),
    *(Row(ANY, role, "reopen", (SETTLED,)) for role in (_D, *_CHAIR)),
    *(Row(ANY, role, "communique") for role in (_D, *_CHAIR)),
    *(Row(ANY, role, "amend", (AMENDING,), (ANY,)) for role in (_D, *_CHAIR)),
    Row(ANY, _D, "consent", (MOVED, CONSENTABLE), (ANY, "capitals", "agreed")),
    Row(ANY, _D, "object", (MOVED,)),
    *(Row(ANY, role, "object", (MOVED, OWN_MOTION)) for role in _CHAIR),
    *(Row(ANY, role, "adjourn", (), ("adjourned",)) for role in (_D, *_CHAIR)),
    Row(ANY, _D, "walk-out", (), (ANY, "adjourned")),
    Row(ANY, _D, "withdraw", (), ("ended",)),
    Row(ANY, _D, "close", (UNCHAIRED,), ("ended",)),
    *(Row(ANY, role, "close", (), ("ended",)) for role in _CHAIR),
    *(Row("recess", role, "state") for role in Role),
    Row("recess", _D, "resume", (UNCHAIRED,), (ANY,)),
    *(Row("recess", role, "resume", (), (ANY,)) for role in _CHAIR),
    Row("recess", _P, "instruct"),
    *(Row("recess", role, "adjourn", (), ("adjourned",)) for role in (_D, *_CHAIR)),
    Row("recess", _D, "walk-out", (), ("recess", "adjourned")),
    Row("recess", _D, "withdraw", (), ("ended",)),
    Row("recess", _D, "close", (UNCHAIRED,), ("ended",)),
    *(Row("recess", role, "close", (), ("ended",)) for role in _CHAIR),
    *(Row("adjourned", role, "state") for role in Role),
    Row("adjourned", _D, "resume", (UNCHAIRED, WHOLE), (ANY,)),
    *(Row("adjourned", role, "resume", (WHOLE,), (ANY,)) for role in _CHAIR),
    Row("adjourned", _P, "instruct"),
    Row("adjourned", _D, "walk-out"),
    Row("adjourned", _D, "withdraw", (), ("ended",)),
    Row("adjourned", _D, "close", (UNCHAIRED,), ("ended",)),
    *(Row("adjourned", role, "close", (), ("ended",)) for role in _CHAIR),
    *(Row("caucus", role, "state") for role in Role),
    Row("caucus", _D, "resume", (ASIDE,), (ANY,)),
    Row("caucus", _M, "resume", (), (ANY,)),
    Row("caucus", _P, "instruct"),
    Row("caucus", _D, "walk-out", (), ("caucus", ANY, "adjourned")),
    Row("caucus", _D, "withdraw", (), ("ended",)),
    *(Row("caucus", role, "close", (), ("ended",)) for role in _CHAIR),
    *(Row("capitals", role, "state") for role in Role),
    Row("capitals", _P, "instruct"),
    Row("capitals", _P, "ratify", (TO_RATIFY,), ("capitals", "agreed")),
    Row("capitals", _P, "refuse", (TO_RATIFY,), (ANY,)),
    *(Row("capitals", role, "close", (), ("ended",)) for role in _CHAIR),
    Row("capitals", _D, "withdraw", (), ("ended",)),
    Row("capitals", _D, "close", (UNCHAIRED,), ("ended",)),
    Row(OUT, _D, "state", (MEDIATED,)),
    Row(OUT, _D, "join", (), (ANY, *HALTED, "capitals")),
    Row(OUT, _P, "instruct"),
)
"""The rows that hold whatever the rules."""

Choices = tuple[tuple[str, tuple[Guard, ...]], ...]

Alike = tuple[tuple[tuple[str, ...], tuple[Guard, ...]], ...]
"""Kinds of move that follow one another and hang on the same, with the conditions."""


@cache
def index(rules: Procedure) -> dict[tuple[str, Role], Choices]:
    """Return the kinds of move under a rule set, with their conditions, by step and role."""
    rows = rules.rows
    found: dict[tuple[str, Role], list[tuple[str, tuple[Guard, ...]]]] = {}
    stages = dict.fromkeys(row.stage for row in rows)
    for row in rows:
        found.setdefault((row.stage, row.role), []).append((row.kind, row.guards))
    for row in COMMON:
        for stage in stages if row.stage == ANY else (row.stage,):
            found.setdefault((stage, row.role), []).append((row.kind, row.guards))
    return {place: tuple(choices) for place, choices in found.items()}


def step(table: Table, seat: Seat | None = None) -> str:
    """Return the step of the rules, or the phase where the table does something else.

    Args:
        table: The table.
        seat: The seat whose step it is; that of a side that is out of the room is its own.
    """
    if seat is not None and table.seating.is_out(seat) and not table.over:
        return OUT
    return table.stage if table.phase is TALKS else table.phase.value


def choices(table: Table, seat: Seat) -> Choices:
    """Return the kinds of move a seat may make in this step, as it sees it, with conditions."""
    own, stage = procedure(table), step(table, seat)
    if table.phase is TALKS and stage != OUT:
        stage, _ = own.seen(table, seat)
    return index(own).get((stage, seat.role), ())


def _open(table: Table, seat: Seat) -> Alike:
    """Return the kinds of move that the facts leave open in this step, with other conditions.

    They are noted with the seating, for what is legal is asked at every move.
    """
    known, moved, settled = table.seating.open_kinds, bool(table.motions), bool(table.settled)
    at_turn = has_turn(table, seat)
    key = seat.id, table.phase, table.stage, moved, settled, at_turn
    found = known.get(key)
    if found is None:
        stage, amends = step(table, seat), may_amend(table.setup.rules.amended_by, seat.role)
        also = {"moved": moved, "settled": settled, "turn": at_turn, "amends": amends}
        facts = table.seating.facts[seat.id] | {fact for fact, holds in also.items() if holds}
        left = [
            (kind, tuple(guard for guard in guards if not guard.fact))
            for kind, guards in index(procedure(table)).get((stage, seat.role), ())
            if all(guard.fact in facts for guard in guards if guard.fact)
        ]
        found = known[key] = tuple(
            (tuple(kind for kind, _ in alike), guards)
            for guards, alike in groupby(left, key=lambda one: one[1])
        )
    return found


def legal(table: Table, seat: str) -> tuple[str, ...]:
    """Return the kinds of move that a seat may make now.

    Args:
        table: The table.
        seat: Id of the seat.

    Returns:
        Words such as `propose`; for each of them there is a move that is accepted, unless the
        agenda's constraints leave nothing of the seat's mandate.

    Raises:
        AccordError: If nobody sits there.
    """
    place = table.seating.seat(seat)
    found = list[str]()
    for kinds, guards in _open(table, place):
        for guard in guards:
            if not guard.holds(table, place):
                break
        else:
            found += kinds
    return tuple(found)


def is_legal(table: Table, seat: Seat, kind: str) -> bool:
    """Whether a seat may make a kind of move now: what `legal` says of that kind alone.

    Args:
        table: The table.
        seat: The seat.
        kind: The kind of move, such as `propose`.
    """
    for kinds, guards in _open(table, seat):
        if kind in kinds:
            for guard in guards:
                if not guard.holds(table, seat):
                    break
            else:
                return True
    return False
