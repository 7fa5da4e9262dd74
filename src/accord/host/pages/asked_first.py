"""What somebody is asked before a move that their side refuses, or its mandate does not cover.

An own machine asks by what its side has written; in a class, by the sheet that was given.
"""

from attrs import evolve
from starlette.responses import Response

from accord.host.judged_package import REFUSED, Judged, bound_to, judged
from accord.host.seated import SeatedTable
from accord.host.table_setup import own_mandate
from accord.host.visit import AskedFirst, Visit
from accord.model import NOTHING_MOVED
from accord.talks import Move, Role, View

ANYWAY = "anyway"
"""The field of a form that says to do it all the same."""
_OWN_FIELDS = ("token", "once", ANYWAY, "ad_referendum")


def with_own_mandate(visit: Visit, seen: View) -> View:
    """Return what a seat sees, with what its side may agree to as it has written itself.

    On an own machine the host knows no mandate of it, and moves none of its numbers; elsewhere
    what the table says holds.

    Args:
        visit: Whose visit it is.
        seen: What the seat sees.
    """
    if visit.host.own is None:
        return seen
    mandate = own_mandate(visit.case, seen.party)
    return evolve(seen, mandate=mandate, walk_away=0.0, moved=NOTHING_MOVED)


def asks_capital(seen: View) -> bool:
    """Whether a delegation may accept what its mandate does not cover: its capital sits."""
    sits = any(one.role is Role.PRINCIPAL and one.party == seen.party for one in seen.seats)
    return seen.role is Role.DELEGATION and sits


def ask_first(visit: Visit, held: SeatedTable, move: Move) -> None:
    """Ask before a move that binds a side to what it refuses, or may not agree to.

    A class goes by the sheet that a side is given, whoever holds it. At any other table of a
    host nobody is asked: what a side is thought to refuse is not its own word there.

    Args:
        visit: Whose move it is.
        held: The table.
        move: The move.

    Raises:
        AskedFirst: If it does so, or the table calls something otherwise than the own folder,
            and it was not said to do it all the same.
    """
    seen = with_own_mandate(visit, held.seen(visit.seat.sits).view)
    if seen.role is not Role.DELEGATION or visit.form.get(ANYWAY):
        return
    if visit.host.own is None and not visit.seat.group:
        return
    found = judged(visit.case, seen, "What you are about to agree to", bound_to(move, seen))
    if visit.host.own is None:
        if any(told.found.badge in REFUSED for _, told in found.badges):
            raise AskedFirst(_asked(visit, held, move, found))
        return
    subject = bool(getattr(move, "ad_referendum", False))
    otherwise = found.terms and visit.named_otherwise(seen.agenda)
    if (found.beyond and not subject) or found.refused or otherwise:
        raise AskedFirst(_asked(visit, held, move, found))


def _asked(visit: Visit, held: SeatedTable, move: Move, found: Judged) -> Response:
    seen = held.seen(visit.seat.sits).view
    has_capital = asks_capital(seen)
    can_ask = hasattr(move, "ad_referendum") and has_capital
    kept = [
        (name, one)
        for name, values in visit.lists.items()
        if name not in _OWN_FIELDS
        for one in values
    ]
    return visit.render(
        "asked_first.html.j2",
        status=409,
        title="Beyond what you may agree to" if visit.host.own else "Is this meant?",
        table=held,
        seen=with_own_mandate(visit, seen),
        found=found,
        kept=kept,
        subject=visit.form.get("ad_referendum", ""),
        has_capital=has_capital,
        can_ask=can_ask and not visit.form.get("ad_referendum"),
    )
