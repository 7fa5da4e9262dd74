"""The table: who is awaited, what is open, and the moves that a seat can make now."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Self
from urllib.parse import urlencode

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.host.class_tiles import SAYS_ONLY
from accord.host.host_page import HostPage
from accord.host.host_seats import PROJECTOR, HostSeat
from accord.host.move_forms import CARRIAGES, move_forms, opened_setup, typed_move
from accord.host.pages.asked_first import ask_first, asks_capital
from accord.host.rules import Rule
from accord.host.seat_programs import programs_told
from accord.host.seated import SeatedTable
from accord.host.secretary import session_of
from accord.host.table_setup import own_mandates, rounds_typed, table_setup
from accord.host.visit import NotThere, Visit
from accord.model import Agenda, is_id
from accord.talks import (
    HAPPENINGS,
    Agreed,
    Carriage,
    Carry,
    CommonGround,
    Event,
    Move,
    Options,
    Propose,
    Role,
    Settle,
    State,
    Suggest,
    View,
)
from accord.talks.rules import rule_sets
from accord.talks.ruleset import AmendedBy
from accord.talks.words import capitalised
from accord.telling.deal_words import alternatives
from accord.telling.event_words import EventWords

_SIGNS = 2**64 - 1
"""Turns a hash into one of 16 digits."""
_DAY = 24 * 60
_MOST_MINUTES = 14 * _DAY
"""How far ahead a deadline is set: two weeks, longer than any ultimatum between sessions."""
_LONGEST_WHY = 200
MOST_HEARD = 40
"""Lines of what was said and done on the page of a table, which is fetched with each move: some
rounds. All are a page further."""
MOST_BESIDE = 6
"""Open proposals that stand side by side: as many as can be compared."""
MOST_SAID = 5
"""Lines of what was said and done on the projector: as many as can be read from afar."""


@frozen(kw_only=True)
class TableRow:
    """An issue at the table, as one seat sees it.

    Attributes:
        name: What the issue is called.
        settled: How it is settled; empty if it is not.
        common: On what all delegations agree, where it is not settled yet.
        subject: On whose capitals that still hangs, in words; empty for none.
        offers: For each of the last open proposals that the seat has heard, what it would
            make of it.
        agreed: How the deal settles it that was initialled or agreed.
        left: Whether it is open.
    """

    name: str
    settled: str
    common: str
    subject: str
    agreed: str
    offers: tuple[str, ...]
    left: bool


def tables(visit: Visit) -> Response:
    """List the tables at which the seat sits."""
    host, seat = visit.host, visit.seat
    found = [(one, one.seen(seat.sits).view) for one in host.seated.of(seat)]
    opens = seat.team or seat.runs
    return visit.render(
        "tables.html.j2",
        title="Tables",
        found=found,
        opens=opens,
        rules=[one(rounds=1) for one in rule_sets().values()] if opens else [],
        amending=[*AmendedBy],
        seats=[one for one in host.seats.values() if _beside(one)] if opens else [],
    )


def _beside(seat: HostSeat) -> bool:
    """Whether a seat may be chosen to sit beside the delegations of the process."""
    return seat.id != PROJECTOR and not (seat.group or seat.teaches)


def _rules(form: Mapping[str, str]) -> str:
    """Return the rules that were chosen, with their settings, as a command takes them."""
    settings = {
        "binding_issues": "yes" if form.get("binding") else "",
        "amended_by": form.get("amended", ""),
        "shown": "no" if form.get("unseen") and form.get("rules") == "sealed" else "",
    }
    given = ",".join(f"{name}={value}" for name, value in settings.items() if value)
    return f"{form.get('rules', '')}{':' if given else ''}{given}"


def open_table(visit: Visit) -> Response:
    """Open a table."""
    host, form = visit.host, visit.form
    if not (visit.seat.team or visit.seat.runs):
        raise NotThere
    try:
        one = table_id(form.get("id", ""))
        chosen = visit.lists.get("seats", ())
        limit = rounds_typed(form.get("rounds", ""))
        mandates = own_mandates(host.held)
        setup = table_setup(visit.case, _rules(form), limit, chosen, mandates)
        host.minute(host.tables.open(one, setup, visit.by, recorded=not form.get("unrecorded")))
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return tables(visit)
    return visit.go(f"/tables/{one}", said=f"The table '{one}' is open.")


def table_id(name: str) -> str:
    """Return the id of a table by the name that somebody typed: it stands in an address.

    Args:
        name: What was typed.

    Raises:
        AccordError: If no letter and no digit is in it.
    """
    # Without a dot: with one the ids of what is recorded there go on.
    found = re.sub(r"\W+", "-", unicodedata.normalize("NFKC", name)).strip("-")
    if not is_id(found):
        raise AccordError("Give the table a short name, such as plenary-1.")
    return found


_LONG = ("amend",)
"""Kinds of move whose forms are as long as all others together, and seldom filled in: a page
has them when they are asked for."""


def held_table(visit: Visit) -> SeatedTable:
    """Return the table that an address names, if the seat sits at it.

    Raises:
        NotThere: If it is not there, or the seat does not sit at it.
    """
    found = visit.host.seated.get(visit.path["table"], visit.seat)
    if found is None:
        raise NotThere
    return found


def table(visit: Visit, status: int = 200) -> Response:
    """Show a table as the seat sees it."""
    host, held = visit.host, held_table(visit)
    seen = held.seen(visit.seat.sits).view
    process = visit.case.process
    words = EventWords(process, seen.heard, opened_setup(seen))
    shown = tuple(rows(seen, words))
    named, spells = seat_namer(visit), held.spells(seen.seat)
    # The projector shows what all may see; nobody speaks from it.
    forms = () if visit.seat.id == PROJECTOR else move_forms(seen, named)
    ears = {one.kind: ears_told(visit, held, one.kind) for one in forms}
    around = (host.renamed, held.paused)
    heard, earlier = _heard_lines(visit, seen, words, named)
    return visit.render(
        "table.html.j2",
        status=status,
        title=f"Table {held.id}",
        table=held,
        seen=seen,
        rows=shown,
        left=sum(row.left for row in shown),
        news=[capitalised(words.line(one)) for one in fresh_news(seen)],
        heard=heard,
        earlier=earlier,
        again=_again(visit, held.id),
        forms=forms,
        long=_LONG,
        asked=_asked_form(visit),
        # What the forms are made of: a screen that has them is not sent them again.
        has=f"{hash((forms, *ears.values(), *_beside_forms(seen), *around)) & _SIGNS:016x}",
        ears=ears,
        asks_capital=asks_capital(seen),
        called=named,
        clock=table_clock(visit, held, visit.seat.sits),
        end=talks_end(visit, held, seen, words),
        motions=list(_motions(seen, words)),
        unanswered=_unanswered(seen),
        notes=list(notes(seen, words)),
        programs=list(programs_told(spells, named, sitting=True)),
        programs_left=list(programs_told(spells, named, sitting=False)),
        own_programs=[one for one in spells if one.seat == seen.seat],
        played=held.played(seen.seat),
    )


def _asked_form(visit: Visit) -> str:
    """Return the kind of move whose long form is asked for; empty for none."""
    return next((one for one in _LONG if one == visit.query.get("form")), "")


def _again(visit: Visit, table: str) -> str:
    """Return the address at which the page is fetched anew as it was asked for.

    It is that of the table: a move that was refused was sent to another, which shows nothing.
    """
    asked = {"form": _asked_form(visit), "all": visit.query.get("all") and "yes"}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/tables/{table}{'?' if query else ''}{query}"


def _heard_lines(
    visit: Visit, seen: View, words: EventWords, name: Callable[[str], str]
) -> tuple[list["HeardLine"], bool]:
    """Return what was said and done, the last first, and whether more was that is not shown."""
    every = (HeardLine.of(one, seen, words, name) for one in reversed(seen.heard[1:]))
    lines = (one for one in every if one.said)
    if visit.query.get("all"):
        return list(lines), False
    found = list(islice(lines, MOST_HEARD + 1))
    return found[:MOST_HEARD], len(found) > MOST_HEARD


def _beside_forms(seen: View) -> tuple[Hashable, ...]:
    """Return what is shown beside the fields of forms."""
    return seen.offer, seen.agenda, seen.mandate, seen.awaited, asks_capital(seen)


def fresh_news(seen: View) -> Iterator[Event]:
    """Yield what happened outside the room since a seat's own last move, the last first.

    So long it stands where nobody can miss it.

    Args:
        seen: What the seat sees.
    """
    for event in reversed(seen.heard):
        if event.seat == seen.seat or seen.over:
            return
        if event.kind in HAPPENINGS:
            yield event


@frozen(kw_only=True)
class HeardLine:
    """Something that was said or done, as a seat heard it.

    Attributes:
        number: Its place among what the seat has heard.
        said: What it was, in a line; empty where there is nothing to say.
        whole: Of a proposal, its options by issue.
        changes: Of a proposal, those that differ from the last of the same seat.
        words: Of a proposal, what it says in words.
        ears: Who alone heard it; empty where all did who were in the room.
    """

    number: int
    said: str
    ears: str = ""
    whole: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    words: str = ""

    @classmethod
    def of(
        cls, event: Event, seen: View, words: EventWords, name: Callable[[str], str]
    ) -> Self:
        """Return the line of an event.

        Args:
            event: The event.
            seen: What the seat sees.
            words: Says what happened in words.
            name: Names a seat.
        """
        what = event.what
        ears = apart(event.heard, seen.party, name)
        if not (isinstance(what, Propose) and what.deal):
            line = words.line(event)
            return cls(number=event.number, said=line and capitalised(line), ears=ears)
        return cls(
            number=event.number,
            ears=ears,
            said=capitalised(words.proposing(event)),
            whole=tuple(words.agenda.describe(what.deal)),
            changes=tuple(words.changes(event, seen.heard)),
            words=what.text,
        )


@frozen(kw_only=True)
class TableClock:
    """Since when a move is awaited, and until when.

    Attributes:
        since: Since when, as a time of the day.
        until: Until when; None where nobody set it.
        why: For what, in words.
        left: How many minutes are left; 0 for less than half of one.
        paused: Whether no time passes, for the table is paused.
    """

    since: str
    until: datetime | None = None
    why: str = ""
    left: int = 0
    paused: bool = False

    @property
    def written(self) -> str:
        """Until when, with the day where it is not today."""
        assert self.until is not None
        return f"{self.until:%H:%M on %d %B}" if self.left >= _DAY else f"{self.until:%H:%M}"


def table_clock(visit: Visit, held: SeatedTable, seat: str) -> TableClock:
    """Return since and until when a move is awaited, of what the seat has heard.

    Args:
        visit: Whose visit it is.
        held: The table.
        seat: The seat that has heard it: on the screen for all, not that of the visit.
    """
    heard = zip(held.seen(seat).view.heard, held.times_heard(seat), strict=False)
    since = [at for event, at in heard if event.kind not in SAYS_ONLY][-1]
    known = f"{since.astimezone():%H:%M}"
    if (one := held.deadline) is None:
        return TableClock(since=known, paused=held.paused)
    return TableClock(
        since=known,
        until=one.until.astimezone(),
        why=one.why,
        left=max(0, round(one.left(visit.host.settings.clock()).total_seconds() / 60)),
        paused=held.paused,
    )


def set_clock(visit: Visit) -> Response:
    """Set until when something is awaited, or take that back."""
    held, form = held_table(visit), visit.form
    try:
        why = form.get("why", "").strip()[:_LONGEST_WHY]
        typed = form.get("until", "").strip()
        until = until_typed(typed, visit.host.settings.clock()) if typed else None
        if until is not None and not why:
            raise AccordError("Say what is awaited until then: all at the table read it.")
        held.set_deadline(until, why, visit.by)
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return table(visit, 422)
    said = "All at the table see it." if until else "Nothing is awaited until a set time now."
    return visit.go(f"/tables/{held.id}", said=said)


def until_typed(typed: str, now: datetime) -> datetime:
    """Return the moment that somebody typed: in so many minutes, or at a time of the day.

    Args:
        typed: What was typed.
        now: The time.

    Raises:
        AccordError: If it is neither.
    """
    here = now.astimezone()
    if typed.isascii() and typed.isdecimal() and 0 < int(typed[:6]) <= _MOST_MINUTES:
        return here + timedelta(minutes=int(typed[:6]))
    try:
        at = datetime.strptime(typed, "%H:%M")
    except ValueError:
        raise AccordError(
            f"Say until when in minutes, such as 15 (up to {_MOST_MINUTES}), or as a time, "
            "such as 14:30."
        ) from None
    then = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return then if then > here else then + timedelta(days=1)


@frozen(kw_only=True)
class TalksEnd:
    """How talks ended, as a seat heard it.

    Attributes:
        said: Whether there is a deal and between whom, or that there is none.
        why: Where there is none, what ended them.
        deal: Whether there is a deal.
        terms: The deal issue by issue; without one, what was settled or common ground by then.
        recorded: Whether the table is kept in the record.
        session: The entry of the record that the table is; empty where the reader has none.
    """

    said: str
    why: str
    deal: bool
    terms: tuple[tuple[str, str], ...]
    recorded: bool
    session: str


def talks_end(
    visit: Visit, held: SeatedTable, seen: View, words: EventWords
) -> TalksEnd | None:
    """Return how talks ended; None while they go on.

    Args:
        visit: Whose visit it is: the record is as this seat reads it.
        held: The table.
        seen: What a seat sees of it: on the screen for all, not that of the visit.
        words: Says what happened in words.
    """
    if not seen.over:
        return None
    # Nothing is heard after the end, so the last of these is what ended them.
    last = next((one for one in reversed(seen.heard) if isinstance(one.what, Agreed)), None)
    line = words.line(last) if last else ""
    known = {**seen.common, **seen.settled} if seen.ended else seen.deal or {}
    said, why = f"{line or 'There is a deal'}.", ""
    if seen.ended:
        said = "The talks ended without a deal."
        why = words.why_ended(seen.heard, seen.ended)
    session = session_of(held.id)
    there = held.recorded and session in visit.case.record.by_id
    return TalksEnd(
        said=said,
        why=why,
        deal=not seen.ended,
        terms=tuple(seen.agenda.describe(Options(known))),
        recorded=held.recorded,
        session=session if there else "",
    )


@frozen(kw_only=True)
class CarriedNote:
    """A note that a mediator holds, with what its giver allows.

    Attributes:
        said: Who gave it, and what it says.
        may: How it may be carried.
        carried: To whom it was carried, and how.
    """

    said: str
    may: str
    carried: tuple[str, ...]


def _motions(seen: View, words: EventWords) -> Iterator[tuple[int, str]]:
    """Yield what was moved and is open: its number, and who moved what."""
    for one in seen.motions:
        for event in seen.heard:
            if event.what == one.what and event.seat == one.seat:
                yield one.number, words.line(event)
                break


def _unanswered(seen: View) -> dict[int, bool]:
    """Return the motions to which a seat can consent, and has not, by their numbers.

    With each, whether it can do so subject to its capital.
    """
    if "consent" not in seen.legal:
        return {}
    capital = asks_capital(seen)
    return {
        one.number: capital and isinstance(one.what, Suggest | Settle)
        for one in seen.motions
        if seen.seat not in one.consents
    }


def notes(seen: View, words: EventWords) -> Iterator[CarriedNote]:
    """Yield the notes that a seat has heard and that may be carried: a mediator's log.

    Args:
        seen: What the seat sees.
        words: Says what happened in words.
    """
    if seen.role is not Role.MEDIATOR:
        return
    for event in seen.heard:
        if isinstance(event.what, State) and event.what.carriage is not Carriage.NO:
            carried = tuple(
                capitalised(words.line(one))
                for one in seen.heard
                if isinstance(one.what, Carry) and one.what.note == event.what.id
            )
            may = CARRIAGES[event.what.carriage]
            yield CarriedNote(said=capitalised(words.line(event)), may=may, carried=carried)


def screen(visit: Visit) -> Response:
    """Show on one screen what all may see, whoever opens it."""
    held = held_table(visit)
    seen = held.seen(PROJECTOR).view
    words = EventWords(visit.case.process, seen.heard, opened_setup(seen))
    shown = tuple(rows(seen, words))
    said = [line for one in reversed(seen.heard[1:]) if (line := words.line(one))]
    return visit.render(
        "screen.html.j2",
        title=held.id,
        table=held,
        seen=seen,
        rows=shown,
        left=sum(row.left for row in shown),
        lines=said[:MOST_SAID],
        clock=table_clock(visit, held, PROJECTOR),
        end=talks_end(visit, held, seen, words),
        called=seat_namer(visit),
        programs=list(programs_told(held.spells(PROJECTOR), seat_namer(visit), sitting=True)),
    )


def seat_called(visit: Visit, one: str) -> str:
    """Return the name of a seat."""
    found = visit.host.known_seats.get(one)
    return found.name if found else visit.case.process.name(one)


def seat_namer(visit: Visit) -> Callable[[str], str]:
    """Return what names a seat."""
    return lambda one: seat_called(visit, one)


def apart(ears: tuple[str, ...], own: str, name: Callable[[str], str]) -> str:
    """Return who alone heard something; empty where all did who were in the room.

    Args:
        ears: Who heard it, each by its ear.
        own: The party whose page it is.
        name: Names a seat.
    """
    if not ears or PROJECTOR in ears:
        return ""
    return "your own side" if ears == (own,) else named_ears(ears, name)


def named_ears(ears: Iterable[str], name: Callable[[str], str]) -> str:
    """Return who heard something, by their names.

    Args:
        ears: Who heard it, each by its ear.
        name: Names a seat.
    """
    return ", ".join(map(name, ears))


_ALL_HEAR = "Everybody in the room hears it."


def ears_told(visit: Visit, held: SeatedTable, kind: str) -> str:
    """Return in a sentence who will hear a move; empty of moves that all hear anyway.

    Args:
        visit: Whose move it would be.
        held: The table.
        kind: The kind of move.
    """
    ears = held.ears(visit.seat.sits, kind)
    if ears is None:
        return ""
    if not ears or PROJECTOR in ears:
        return _ALL_HEAR
    own = held.seen(visit.seat.sits).view.ear
    if ears == (own,):
        return f"Your own side hears it, and {nobody_else(visit)}."
    others = [one for one in ears if one != own]
    return f"Heard only by: {_heard_only(visit, others)}."


def nobody_else(visit: Visit) -> str:
    """Return who hears what nobody else does: whoever teaches reads all tables of a class."""
    return "nobody else but the instructor" if visit.seat.group else "nobody else"


def _heard_only(visit: Visit, others: Iterable[str]) -> str:
    """Return who beside the own side hears something, by their names."""
    named = named_ears(others, seat_namer(visit)) or "your own side"
    return f"{named}, and by the instructor" if visit.seat.group else named


def rows(seen: View, words: EventWords) -> Iterator[TableRow]:
    """Yield the issues at a table.

    Args:
        seen: What the seat sees.
        words: Says what happened in words.
    """
    agenda = seen.agenda
    pending: dict[str, tuple[str, ...]] = {}
    for event in seen.heard:
        if isinstance(event.what, CommonGround):
            pending |= dict.fromkeys(event.what.options, event.what.pending)
    for issue in agenda.issues.values():
        settled = _named(agenda, issue.id, seen.settled)
        common = "" if settled else _named(agenda, issue.id, seen.common)
        offers = tuple(
            _named(agenda, issue.id, one.deal) for one in seen.proposals[-MOST_BESIDE:]
        )
        agreed = _named(agenda, issue.id, seen.deal or Options())
        hangs = pending.get(issue.id, ())
        yield TableRow(
            name=issue.name,
            settled=settled,
            common=common,
            subject=words.subject_to(hangs) if common and hangs else "",
            agreed=agreed,
            offers=offers,
            left=not (settled or common or agreed),
        )


def _named(agenda: Agenda, issue: str, options: Options) -> str:
    option = options.get(issue, "")
    return agenda.issues[issue].choices[option].name if option else ""


def move(visit: Visit) -> Response:
    """Make a move."""
    held, form = held_table(visit), visit.form
    if visit.seat.id == PROJECTOR:
        raise NotThere
    seen = held.seen(visit.seat.sits).view
    try:
        moved(visit, held, typed_move(form.get("kind", ""), form, visit.lists, seen))
    except AccordError as error:
        visit.mistakes = refused(visit, seen, error)
        return table(visit, 422)
    return visit.go(visit.back(otherwise=f"/tables/{held.id}"), said=_done(visit, held))


_IDS = re.compile(r"(\b(?:of|on) )([\w.-]+(?:, [\w.-]+)*)")
"""Where a sentence of the table names parties and issues, by their ids."""


def refused(visit: Visit, seen: View, error: AccordError) -> list[str]:
    """Return why a move was refused, with parties and issues by their names.

    Args:
        visit: Whose move it was.
        seen: What the seat sees.
        error: What the table says, by ids.
    """
    names = {one.id: one.name for one in seen.agenda.issues.values()}
    names |= {one: seat_called(visit, one) for one in visit.case.process.parties}

    def named(found: re.Match[str]) -> str:
        return found[1] + ", ".join(names.get(one, one) for one in found[2].split(", "))

    said = _IDS.sub(named, str(error))
    for one in seen.agenda.constraints:
        never = f"never {alternatives(seen.agenda, one.never)}"
        why = f"{never}: {one.basis}" if one.basis else never
        said = said.replace(f"this combination ({one.id})", f"this combination ({why})")
    return said.splitlines()


def _done(visit: Visit, held: SeatedTable) -> str:
    """Return that a move was made, and who heard it."""
    seen = held.seen(visit.seat.sits).view
    own = [one for one in seen.heard if one.seat == seen.seat]
    ears = own[-1].heard if own else ()
    if not ears or PROJECTOR in ears:
        return "Done. Everybody in the room heard it."
    others = [one for one in ears if one != seen.ear]
    return f"Done. Heard only by: {_heard_only(visit, others)}."


def moved(visit: Visit, held: SeatedTable, move: Move, also: str = "") -> None:
    """Make a move, and write it into the record.

    Args:
        visit: Whose move it is.
        held: The table.
        move: The move.
        also: Tells it from another move that one press makes.

    Raises:
        AccordError: If it cannot be made; the sentence says what could.
        AskedFirst: If its side is to be asked whether it means it.
    """
    ask_first(visit, held, move)
    once = visit.form.get("once", "")
    held.move(visit.seat.sits, move, visit.by, f"{once}{also}" if once else "")
    visit.host.minute(held)


PAGES = (
    HostPage("/tables", tables, Rule.SEATED, nav=("Table", "Tables")),
    HostPage("/tables", open_table, Rule.DESK, "POST"),
    HostPage("/tables/{table}", table, Rule.SEATED, one_table=True),
    HostPage("/tables/{table}/screen", screen, Rule.SEATED, one_table=True),
    HostPage("/tables/{table}/move", move, Rule.SEATED, "POST", one_table=True),
    HostPage("/tables/{table}/clock", set_clock, Rule.TEAM, "POST", one_table=True),
)
