"""A side's own pages at a table: its room, and the capital's one decision a screen."""

from collections.abc import Iterator, Mapping

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.host.awaited import ratifies, referred
from accord.host.host_page import HostPage
from accord.host.judged_package import Judged, beyond, judged, mandate_lines
from accord.host.move_forms import opened_setup
from accord.host.pages.asked_first import asks_capital, with_own_mandate
from accord.host.pages.at_table import held_table, moved, nobody_else, seat_called, talks_end
from accord.host.role_sheet import walk_away_lines
from accord.host.rules import Rule
from accord.host.seated import SeatedTable
from accord.host.visit import NotThere, Visit
from accord.model import Agenda
from accord.record import Case
from accord.talks import (
    Event,
    Instruct,
    Mandate,
    Move,
    OpenProposal,
    Options,
    Propose,
    Ratify,
    RedLinesMoved,
    Refer,
    Refuse,
    Role,
    State,
    ValuesMoved,
    View,
    WalkAwayMoved,
)
from accord.talks.words import capitalised
from accord.telling.event_words import EventWords


def numbers_moved(case: Case, seen: View, words: EventWords) -> tuple[str, ...]:
    """Return what no deal is worth to a side now, where that has moved, and all that moved.

    Args:
        case: What the side may read.
        seen: What it sees at the table.
        words: Says what happened in words.
    """
    kinds = WalkAwayMoved | ValuesMoved | RedLinesMoved
    moved = [one for one in seen.heard if isinstance(one.what, kinds)]
    has_moved = any(isinstance(one.what, WalkAwayMoved) for one in moved)
    now = walk_away_lines(case, seen.party, seen.walk_away) if has_moved else ()
    return (*now, *(capitalised(words.line(one)) for one in moved))


def own_words(seen: View) -> tuple[Event, ...]:
    """Return what the side has said among itself, the last first."""
    return tuple(
        event
        for event in reversed(seen.heard)
        if event.heard == (seen.party,) and isinstance(event.what, State | Refer | Instruct)
    )


def subject_to_capital(seen: View) -> Iterator[Event]:
    """Yield what a delegation did subject to its capital, the last first.

    The capital is asked once the whole is agreed, and shall not first learn of it then.

    Args:
        seen: What the capital sees.
    """
    for event in reversed(seen.heard):
        if event.seat == seen.party and getattr(event.what, "ad_referendum", False):
            yield event


def _own(visit: Visit, *roles: Role) -> tuple[SeatedTable, View]:
    held = held_table(visit)
    seen = held.seen(visit.seat.sits).view
    if seen.role not in roles:
        raise NotThere
    return held, seen


def room(visit: Visit, status: int = 200) -> Response:
    """Show a side its room: what it may agree to, and what is on the table against that."""
    held, seen = _own(visit, Role.DELEGATION, Role.PRINCIPAL)
    own, seen = visit.host.own, with_own_mandate(visit, seen)
    typed = visit.form if visit.form else visit.query
    asked = _package(typed, seen.agenda)
    packages = [
        judged(visit.case, seen, f"{seat_called(visit, one.seat)}: {one.id}", one.deal)
        for one in seen.proposals
        if one.deal
    ]
    words = EventWords(visit.case.process, seen.heard, opened_setup(seen))
    return visit.render(
        "room.html.j2",
        status=status,
        title=f"Our room: {held.id}",
        table=held,
        seen=seen,
        mandate=mandate_lines(seen.agenda, seen.mandate),
        no_deal=numbers_moved(visit.case, seen, words),
        packages=packages,
        asked=asked,
        built=judged(visit.case, seen, "The package that you build", asked) if asked else None,
        among=[(one, capitalised(words.line(one))) for one in own_words(seen)],
        drafts=[(one, seen.agenda.describe(one.deal)) for one in own.drafts(held.id)]
        if own is not None
        else (),
        report=report(seen, words, visit),
        # What the host knows anyway: nothing of what the side may agree to is in it.
        sent=report(seen, words, visit, needs=False),
        may_propose="propose" in seen.legal,
        has_capital=asks_capital(seen),
    )


def _package(typed: Mapping[str, str], agenda: Agenda) -> Options:
    found = {one: typed.get(f"deal.{one}", "") for one in agenda.issues}
    return Options({i: o for i, o in found.items() if o in agenda.issues[i].choices})


def report(seen: View, words: EventWords, visit: Visit, *, needs: bool = True) -> str:
    """Return a report to the capital, filled in as far as the table goes.

    Args:
        seen: What the delegation sees.
        words: Says what happened in words.
        visit: Names the seats.
        needs: Whether it says what of it needs the capital.
    """
    last = max((e.number for e in own_words(seen) if e.seat == seen.seat), default=0)
    since = [one for one in seen.heard if one.number > last and one.seat != seen.seat]
    said = [line for one in since if one.seat and (line := words.line(one))]
    changed = [line for one in since if not one.seat and (line := words.line(one))]
    need = []
    for one in seen.proposals:
        over = tuple(beyond(seen.agenda, seen.mandate, one.deal))
        if over:
            whose = seat_called(visit, one.seat)
            need.append(
                f"{whose}'s {one.id} goes beyond what we may agree to: {'; '.join(over)}"
            )
    parts = (
        ("What they said", said),
        ("What changed", changed),
        ("What we need", (need or ["nothing for now"]) if needs else []),
    )
    return "\n".join(
        f"{title}:\n" + "\n".join(f"- {one}" for one in lines)
        for title, lines in parts
        if lines
    )


def tell(visit: Visit) -> Response:
    """Pass something to the own side alone: a draft, a note, a report to the capital.

    On an own machine it stays there, unless it is sent through the host.
    """
    own = visit.host.own
    held, seen = _own(visit, Role.DELEGATION, Role.PRINCIPAL)
    text = visit.form.get("text", "").strip()
    try:
        if not text:
            raise AccordError("Write something first.")
        deal = _package(visit.form, seen.agenda)
        if own is not None and not visit.form.get("through_host"):
            own.keep(held.id, text, deal, visit.by, visit.form.get("once", ""))
            return visit.go(f"/tables/{held.id}/room#among", said="It is kept on this machine.")
        moved(visit, held, State(text=text, deal=deal, to=(seen.party,)))
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return room(visit, 422)
    said = f"Your side has it, and {nobody_else(visit)}."
    return visit.go(f"/tables/{held.id}/room", said=said)


@frozen(kw_only=True)
class AskedOfCapital:
    """What a capital is asked.

    Attributes:
        title: What is asked, in a sentence.
        package: The package that it is about.
        proposal: The id of the proposal; empty where what was agreed is to be ratified.
        asked: What the delegation wrote.
        ratifies: Whether what was agreed is to be ratified.
    """

    title: str
    package: Judged
    proposal: str
    asked: str
    ratifies: bool


def decisions(visit: Visit, seen: View) -> list[AskedOfCapital]:
    """Return what a capital is asked now, what binds first.

    Args:
        visit: The capital's visit.
        seen: What it sees.
    """
    found = []
    if ratifies(seen) and seen.deal is not None:
        package = judged(visit.case, seen, "What was agreed", seen.deal)
        title = "Your delegation has agreed to this, subject to you. Do you ratify it?"
        found.append(
            AskedOfCapital(title=title, package=package, proposal="", asked="", ratifies=True)
        )
    return [*found, *(_referred(visit, seen, one) for one in referred(seen))]


def _referred(visit: Visit, seen: View, one: OpenProposal) -> AskedOfCapital:
    said = [
        event.what.text
        for event in seen.heard
        if isinstance(event.what, Refer) and event.what.proposal == one.id and event.what.text
    ]
    whose = seat_called(visit, one.seat)
    return AskedOfCapital(
        title=f"May your delegation agree to what {whose} proposes?",
        package=judged(visit.case, seen, f"{whose}: {one.id}", one.deal),
        proposal=one.id,
        asked=said[-1] if said else "",
        ratifies=False,
    )


def capital(visit: Visit, status: int = 200) -> Response:
    """Show a capital the one decision that it is asked for."""
    held, seen = _own(visit, Role.PRINCIPAL)
    judging = with_own_mandate(visit, seen)
    asked = decisions(visit, judging)
    words = EventWords(visit.case.process, seen.heard, opened_setup(seen))
    return visit.render(
        "capital.html.j2",
        status=status,
        title=f"The capital: {held.id}",
        table=held,
        seen=seen,
        judging=judging,
        decision=asked[0] if asked else None,
        more=len(asked) - 1,
        end=talks_end(visit, held, seen, words),
        subject=[capitalised(words.line(one)) for one in subject_to_capital(seen)],
        mandate=mandate_lines(seen.agenda, judging.mandate),
        among=[(one, capitalised(words.line(one))) for one in own_words(seen)],
    )


def decide(visit: Visit) -> Response:
    """Answer what a capital is asked: yes, with changes, no, or a question."""
    held, seen = _own(visit, Role.PRINCIPAL)
    answer, text = visit.form.get("answer", ""), visit.form.get("text", "").strip()
    try:
        made = list(_answers(seen, answer, text, visit))
        if not made:
            raise AccordError("Choose an answer: yes, with changes, no, or ask.")
        for number, one in enumerate(made):
            moved(visit, held, one, f".{number}")
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return capital(visit, 422)
    what = "question" if answer == "ask" else "answer"
    return visit.go(f"/tables/{held.id}/capital", said=f"Your delegation has your {what}.")


def _answers(seen: View, answer: str, text: str, visit: Visit) -> Iterator[Move]:
    asked_to_ratify = bool(visit.form.get("ratifies"))
    deal = next(
        (o.deal for o in seen.proposals if o.id == visit.form.get("proposal")), Options()
    )
    if asked_to_ratify and not ratifies(seen):
        raise AccordError("There is nothing to ratify any more: look again.")
    if answer == "ask":
        if not text:
            raise AccordError("Write what you want to know.")
        yield State(text=text, to=(seen.party,), question=True)
    elif answer == "yes" and asked_to_ratify:
        yield Ratify(text=text)
    elif answer == "yes":
        yield Instruct(mandate=_widened(seen.mandate, deal), text=text)
    elif answer == "no" and asked_to_ratify:
        yield Refuse(reason=text)
    elif answer == "no":
        yield Instruct(mandate=seen.mandate, text=text or "No.")
    elif answer == "changes":
        given = {i: visit.lists.get(f"mandate.{i}", ()) for i in seen.agenda.issues}
        mandate = Mandate({issue: options for issue, options in given.items() if options})
        if asked_to_ratify:
            yield Refuse(reason=text)
        yield Instruct(mandate=mandate, text=text)


def _widened(mandate: Mandate, deal: Options) -> Mandate:
    """Return a mandate that also covers a package."""
    more = {
        issue: (*mandate[issue], option)
        for issue, option in deal.items()
        if issue in mandate and option not in mandate[issue]
    }
    return Mandate({**mandate, **more})


def take_to_table(visit: Visit) -> Response:
    """Propose the package that was built in the room."""
    held, seen = _own(visit, Role.DELEGATION)
    form = visit.form
    try:
        move = Propose(
            deal=_package(form, seen.agenda),
            text=form.get("text", "").strip(),
            ad_referendum=bool(form.get("ad_referendum")),
        )
        moved(visit, held, move)
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return room(visit, 422)
    return visit.go(f"/tables/{held.id}", said="It is on the table.")


PAGES = (
    HostPage("/tables/{table}/room", room, Rule.SEATED),
    HostPage("/tables/{table}/room/tell", tell, Rule.SEATED, "POST"),
    HostPage("/tables/{table}/room/propose", take_to_table, Rule.SEATED, "POST"),
    HostPage("/tables/{table}/capital", capital, Rule.SEATED),
    HostPage("/tables/{table}/capital", decide, Rule.SEATED, "POST"),
)
