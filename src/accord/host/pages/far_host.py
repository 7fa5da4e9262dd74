"""The host before which an own machine sits: what came from it, and what waits to go to it."""

from datetime import datetime

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.host.afar import AfarTables
from accord.host.afar_moves import AfarMove
from accord.host.host_page import HostPage
from accord.host.move_forms import opened_setup
from accord.host.own_machine import OwnMachine
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.talks import Event
from accord.talks.words import capitalised
from accord.telling.event_words import EventWords


def _own(visit: Visit) -> OwnMachine:
    if visit.host.own is None:
        raise NotThere
    return visit.host.own


def _afar(visit: Visit) -> AfarTables:
    afar = _own(visit).afar
    if afar is None:
        raise NotThere
    return afar


def far_host(visit: Visit, status: int = 200) -> Response:
    """Show where the host is, and how the record here stands to the host's."""
    own = _own(visit)
    return visit.render(
        "far_host.html.j2", status=status, title="The host", own=own, afar=own.afar
    )


def bring(visit: Visit) -> Response:
    """Bring the record here up to date with the host's."""
    own, afar = _own(visit), _afar(visit)
    try:
        own.bring(visit.host.held, afar.folder(), visit.host.settings.clock())
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return far_host(visit, 503)
    return visit.go("/far-host", said="" if own.trouble else "The record was looked at anew.")


def try_again(visit: Visit) -> Response:
    """Ask the host again now."""
    _afar(visit).retry()
    return visit.go(visit.back(otherwise="/far-host"), said="The host is asked again.")


@frozen(kw_only=True)
class WaitingMove:
    """A move that the host has not confirmed, as it is shown.

    Attributes:
        key: What it is called in forms.
        said: What it is, in a sentence.
        table: The id of the table.
        at: When it was made here.
        by: Who made it.
        terms: The package that it names, by issue.
        draft: Whether it is sent only once somebody has looked at it.
        tried: Whether it was sent, and nobody knows whether it got there.
        why: Why it was not sent, in sentences.
    """

    key: str
    said: str
    table: str
    at: datetime
    by: str
    terms: tuple[tuple[str, str], ...]
    draft: bool
    tried: bool
    why: tuple[str, ...]


def _shown(visit: Visit, one: AfarMove) -> WaitingMove:
    table = visit.host.seated.get(one.table, visit.seat)
    said = one.move.kind
    terms: tuple[tuple[str, str], ...] = ()
    if table is not None:
        seen = table.seen(visit.seat.sits).view
        event = Event(
            number=len(seen.heard) + 1,
            round=seen.round,
            session=seen.session,
            seat=seen.seat,
            what=one.move,
        )
        words = EventWords(visit.case.process, (*seen.heard, event), opened_setup(seen))
        said = capitalised(words.line(event) or said)
        deal = getattr(one.move, "deal", None) or getattr(one.move, "options", None) or {}
        known = {i: o for i, o in deal.items() if i in seen.agenda.issues}
        terms = tuple(
            (seen.agenda.issues[i].name, choice.name)
            for i, o in known.items()
            if (choice := seen.agenda.issues[i].choices.get(o))
        )
    return WaitingMove(
        key=one.key,
        said=said,
        table=one.table,
        at=one.at,
        by=one.by,
        terms=terms,
        draft=one.draft,
        tried=one.tried,
        why=one.why,
    )


def waiting(visit: Visit, status: int = 200) -> Response:
    """Show what waits to be sent, and why."""
    afar = _own(visit).afar
    moves = afar.moves() if afar is not None else ()
    return visit.render(
        "waiting.html.j2",
        status=status,
        title="Waiting to be sent",
        moves=[_shown(visit, one) for one in moves],
    )


def settle_waiting(visit: Visit) -> Response:
    """Take back a move that waits, or send it now."""
    afar, key = _afar(visit), visit.form.get("key", "")
    try:
        if visit.form.get("do") == "back":
            afar.take_back(key)
            return visit.go("/waiting", said="It was taken back: the host never had it.")
        made = afar.send(key)
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return waiting(visit, 422)
    return visit.go("/waiting", said="The host has it." if made else "The host had it already.")


PAGES = (
    HostPage("/far-host", far_host, Rule.SEATED, nav=("The host", "What comes from it")),
    HostPage("/far-host/bring", bring, Rule.SEATED, "POST"),
    HostPage("/far-host/again", try_again, Rule.SEATED, "POST"),
    HostPage("/waiting", waiting, Rule.SEATED, nav=("The host", "Waiting to be sent")),
    HostPage("/waiting", settle_waiting, Rule.SEATED, "POST"),
)
