"""What somebody in a class is led to first: the situation, and what their side goes by."""

from collections.abc import Iterator

from attrs import evolve
from starlette.responses import Response

from accord.host.host_page import HostPage
from accord.host.judged_package import mandate_lines
from accord.host.move_forms import opened_setup
from accord.host.role_sheet import role_sheet, with_moved
from accord.host.rules import Rule
from accord.host.seated import SeatedTable
from accord.host.visit import NotThere, Visit
from accord.model import Process
from accord.record import Case
from accord.record.wording import together
from accord.talks import RedLinesMoved, Role, Rules, ValuesMoved, View, WalkAwayMoved
from accord.telling.event_words import EventWords
from accord.telling.fighting_words import why_words
from accord.telling.number_words import spelt

_PARTS = {
    Role.DELEGATION: "You negotiate for {party}.",
    Role.PRINCIPAL: "You are the capital of {party}: your delegation asks you, and you decide.",
    Role.MEDIATOR: "You mediate, and want nothing for yourself but an agreement that holds.",
    Role.HOST: "You are the host: you see to it that the talks can go on.",
    Role.OBSERVER: "You look on.",
}
"""What somebody does at the table, by their role there."""


def role(visit: Visit) -> Response:
    """Show somebody in a class their role sheet, to be read and printed."""
    held = _table(visit)
    seen = held.seen(visit.seat.sits).view
    case = evolve(visit.case, process=evolve(visit.case.process, agenda=seen.agenda))
    process = case.process
    return visit.render(
        "role.html.j2",
        title="Your role",
        table=held,
        tables=[*visit.host.tables.of(visit.seat)],
        seen=seen,
        process=process,
        part=_PARTS[seen.role].format(party=process.name(seen.party)),
        parties=[*_parties(process)],
        mediators=together(map(process.name, process.mediators)),
        sheet=role_sheet(
            with_moved(case, seen.party, moved=seen.moved), seen.party, seen.walk_away
        )
        if seen.party
        else None,
        why_moved=[*_why_moved(case, seen)],
        mandate=mandate_lines(seen.agenda, seen.mandate),
        rules=[*_rules(seen.rules)],
    )


def _table(visit: Visit) -> SeatedTable:
    """Return the table of the address; else the first that the seat sits at."""
    asked = visit.query.get("table", "")
    tables = visit.host.tables
    found = tables.get(asked, visit.seat) if asked else next(tables.of(visit.seat), None)
    if found is None:
        raise NotThere
    return found


def _parties(process: Process) -> Iterator[tuple[str, str]]:
    """Yield each side, and who leads and decides for it."""
    for party in process.parties.values():
        said = []
        if party.delegation:
            said.append(
                f"led by {together(_named(process, one) for one in party.delegation.head)}"
            )
        if party.principal:
            said.append(f"in the capital decides {_named(process, party.principal)}")
        yield party.name, "; ".join(said)


def _named(process: Process, one: str) -> str:
    office = process.people[one].office if one in process.people else ""
    return f"{process.name(one)} ({office})" if office else process.name(one)


def _why_moved(case: Case, seen: View) -> Iterator[str]:
    """Yield why the walk-away value of the own side has moved, and what else did."""
    words = EventWords(case.process, seen.heard, opened_setup(seen))
    for event in seen.heard:
        if isinstance(event.what, WalkAwayMoved) and event.what.why:
            yield f"Moved because: {why_words(case.process, event.what.why)}"
        elif isinstance(event.what, ValuesMoved | RedLinesMoved):
            yield f"{words.line(event).rstrip('.')}."


def _rules(rules: Rules) -> Iterator[str]:
    """Yield how talks go under some rules, and when they end at the latest."""
    yield rules.in_short or f"The talks go by {rules.title}."
    for many, what in ((rules.rounds, "round"), (rules.sessions, "session")):
        if many is not None:
            plural = "" if many == 1 else "s"
            yield f"The talks end after {spelt(many)} {what}{plural} at the latest."


PAGES = (HostPage("/role", role, Rule.GROUP, nav=("Your role",)),)
