"""What happens at a table, written into the record of the folder.

Each thing is for those who heard it and nobody else: a proposal made to all stands in the
record of the table, a question to the capital in that of its own side. Ids and sources are made
from what those who read them have heard, so no gap, and no day on which there was something,
tells of anything else. What is made of a log is always the same: whoever writes it anew, after
a restart or in another process, finds by the ids what stands there already.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from threading import RLock
from typing import Any

from attrs import define, evolve, field, frozen

from accord.errors import InvalidProcess
from accord.formats.append import append
from accord.host.held_folder import HeldFolder
from accord.host.held_table import HeldTable
from accord.model import MEDIATOR, TABLE, Process, Reader, When
from accord.record import (
    Agreement,
    AgreementStage,
    Answer,
    Entry,
    Instruction,
    Note,
    Proposal,
    Record,
    Response,
    Session,
    Source,
    Statement,
    Step,
    TalksTurn,
)
from accord.talks import (
    Accept,
    Adjourn,
    Agreed,
    Amend,
    Carried,
    Carry,
    Communique,
    Consent,
    Ended,
    Event,
    Initialled,
    Instruct,
    Join,
    Object,
    Opened,
    Propose,
    Ratify,
    Recess,
    Refer,
    Refuse,
    Reject,
    Reopen,
    Resume,
    Retract,
    Revealed,
    Role,
    Settle,
    State,
    Suggest,
    Table,
    WalkOut,
    Withdraw,
    WordsAgreed,
)
from accord.talks.evolve import folded
from accord.telling.event_words import EventWords

BY = "the table"
"""Who adds to the record what a table's log has."""


@frozen(kw_only=True)
class _At:
    """When an event was, for whom its entry is, and what the entry is called."""

    id: str
    date: When
    sources: tuple[str, ...]
    for_: tuple[str, ...]
    during: str


def session_of(table: str) -> str:
    """Return the id of the session that a table is in the record.

    Args:
        table: The id of the table.
    """
    return f"table-{table}"


@frozen
class _Said:
    """An answer to a proposal: the move, what it answers, who gives it, and a line of it."""

    move: Accept | Reject | Refer
    answer: Answer
    by: str
    line: str


@define(kw_only=True)
class TableEntries:
    """Makes entries of the events of one table, from the first on.

    Attributes:
        table: The id of the table.
        process: The names behind the ids, and who speaks for whom.
    """

    table: str
    process: Process
    _counts: dict[tuple[str, ...], int] = field(factory=lambda: defaultdict(int))
    _ids: dict[str, str] = field(factory=dict)
    _initialled: str = ""
    _adjourned: bool = False

    def copied(self, process: Process) -> "TableEntries":
        """Return the same at this point, to go on from here and perhaps come back.

        Args:
            process: The process as it is now.
        """
        return evolve(
            self,
            process=process,
            counts=defaultdict(int, self._counts),
            ids={**self._ids},
        )

    @property
    def session(self) -> str:
        """The id of the session that the table is in the record."""
        return session_of(self.table)

    def made(
        self, before: Table | None, event: Event, words: EventWords, at: When
    ) -> Iterator[Entry]:
        """Yield the entries that an event makes: one, several, or none.

        Args:
            before: The table before it; None where it opens the table.
            event: The event, as the log has it.
            words: Says what happened in words.
            at: When it was.
        """
        heard = self._tiers(event)
        if not heard:
            return  # none of those who heard it has a record of its own
        self._counts[heard] += 1
        # No id of a table or a tier holds a dot, so no two of these are ever the same.
        own = "" if heard == (TABLE,) else "." + ".".join(map(_plain, heard))
        start = f"{self.session}{own}"
        when = _At(
            id=f"{start}.{self._counts[heard]}",
            date=at,
            sources=(f"{start}.{str(at)[:10]}",),
            for_=heard,
            during="" if isinstance(event.what, Opened) else self.session,
        )
        yield from self._entries(event, words, when, before)

    def _tiers(self, event: Event) -> tuple[str, ...]:
        """Return for whom an entry is: all at the table, or the tiers of those who heard.

        A side has a record of its own, and the mediator; what a host or somebody who listens
        hears apart stands in none.
        """
        if not event.heard:
            return (TABLE,)
        sides = {*self.process.parties, MEDIATOR}
        return tuple(ear for ear in event.heard if ear in sides)

    def _by(self, seat: str, seating: Any) -> str:
        """Return who speaks from a seat, as the process names them; empty if nobody does."""
        place = seating.by_id.get(seat)
        if place is None:
            return ""
        if place.role is Role.DELEGATION:
            return str(place.party)
        if place.role is Role.PRINCIPAL:
            return self.process.parties[place.party].principal or str(place.party)
        known = {Role.MEDIATOR: self.process.mediators, Role.HOST: self.process.hosts}
        named = known.get(place.role, ())
        sides = [one for who in named if (one := self.process.side(who))]
        known_here = (*self.process.parties, *self.process.people, *self.process.actors)
        return sides[0] if sides else (seat if seat in known_here else "")

    def _entries(
        self, event: Event, words: EventWords, at: _At, before: Table | None
    ) -> Iterator[Entry]:
        what, seating = event.what, words.seating
        if isinstance(what, Refuse):
            self._initialled = ""  # what is agreed after that is another deal
        by = self._by(event.seat, seating) if event.seat else ""
        side, who = self.process.side(by) if by else "", (by,) if by else ()
        given: dict[str, Any] = {
            "id": at.id,
            "date": at.date,
            "sources": at.sources,
            "for_": at.for_,
            "during": at.during,
        }
        line = words.line(event)
        match what:
            case Opened():
                given["id"] = self.session
                yield Session(name=f"Table {self.table}", **given)
            case Propose() if side:
                to = tuple(p for p in seating.parties if p != side)
                if event.heard:
                    to = tuple(p for p in to if p in event.heard) or to
                self._ids[what.id] = at.id
                text = _joined(what.text, "ad referendum" if what.ad_referendum else "")
                yield Proposal(by=side, to=to, deal=what.deal, text=text, **given)
            case Revealed(proposals=opened):
                for number, shown in enumerate(opened):
                    own = given | {"id": f"{at.id}-{number + 1}"}
                    self._ids[shown.id] = own["id"]
                    to = tuple(p for p in seating.parties if p != shown.seat)
                    yield Proposal(by=shown.seat, to=to, deal=shown.deal, **own)
            case Accept() if side:
                said = _Said(what, Answer.ACCEPTS, side, line)
                for number, one in enumerate((what.proposal, *what.also)):
                    yield from self._response(one, said, given, number)
            case Reject() if side:
                said = _Said(what, Answer.REJECTS, side, line)
                yield from self._response(what.proposal, said, given)
            case Refer() if side:
                said = _Said(what, Answer.REFERS, side, line)
                yield from self._response(what.proposal, said, given)
            case Instruct() if by:
                text = words.instructed.get(event.number, "") or what.text
                yield Instruction(by=by, to=side, text=text, **given)
            case Agreed() | Initialled():
                yield from self._agreement(what, given, before)
            case Carried():
                yield from self._carried(what, given, before, line)
            case WordsAgreed(text=text):
                yield Agreement(words=text, between=_among(before), **given)
            case Adjourn():
                self._adjourned = True
                yield Step(what=TalksTurn.ADJOURNED, by=who, text=what.reason, **given)
            case Resume():
                if self._adjourned:
                    self._adjourned = False
                    yield Step(what=TalksTurn.RESUMED, by=who, **given)
            case Ended():
                yield Step(what=TalksTurn.ENDED, text=line, **given)
            case State() if by:
                options = words.options(what.deal) if what.deal else ""
                yield Statement(by=by, text=_joined(what.text, options), **given)
            case (
                Suggest()
                | Settle()
                | Communique()
                | Amend()
                | Reopen()
                | Consent()
                | Retract()
                | Ratify()
                | Refuse()
                | Recess()
                | WalkOut()
                | Join()
                | Withdraw()
                | Object()
                | Carry()
            ) if by:
                # Who it was stands beside it, as of every statement.
                done = line.removeprefix(f"{words.name(event.seat)} ")
                yield Statement(by=by, text=done, **given)
            case _ if line and isinstance(what, _SPOKEN):
                # The process does not say who speaks from this seat.
                yield Note(text=line, **given)

    def _response(
        self, proposal: str, said: "_Said", given: dict[str, Any], number: int = 0
    ) -> Iterator[Entry]:
        answered = self._ids.get(proposal)
        if answered is None:
            yield Statement(by=said.by, text=said.line, **given)
            return
        own = given | ({"id": f"{given['id']}-{number + 1}"} if number else {})
        match said.move:
            case Accept():
                own["issues"] = () if number else said.move.issues
                text = "ad referendum" if said.move.ad_referendum else ""
            case Reject():
                text = said.move.reason
            case Refer():
                text = said.move.text
        yield Response(by=said.by, answers=answered, answer=said.answer, text=text, **own)

    def _agreement(
        self, what: Agreed | Initialled, given: dict[str, Any], before: Table | None
    ) -> Iterator[Entry]:
        between = what.among or _among(before)
        if isinstance(what, Initialled):
            self._initialled = given["id"]
            waits = ", ".join(map(self.process.name, what.pending))
            stage = AgreementStage.INITIALLED
            condition = f"ratification by {waits}"
            yield Agreement(
                between=between,
                package=what.deal,
                standing=stage,
                conditional=condition,
                **given,
            )
        elif self._initialled:
            about = (self._initialled,)
            stage = AgreementStage.RATIFIED
            yield Agreement(
                about=about,
                between=between,
                standing=stage,
                conditional="no",  # it depended on this alone
                **given,
            )
        else:
            yield Agreement(between=between, package=what.deal, **given)

    def _carried(
        self, what: Carried, given: dict[str, Any], before: Table | None, line: str
    ) -> Iterator[Entry]:
        open_ = before.motions if before else ()
        match next((one.what for one in open_ if one.number == what.motion), None):
            case Settle(options=options) | Suggest(deal=options):
                yield Agreement(deal=options, between=_among(before), **given)
            case Communique(text=text):
                yield Agreement(words=text, between=_among(before), **given)
            case _:  # the agenda is another, or an issue is open again
                yield Note(text=line, **given)


def _among(table: Table | None) -> tuple[str, ...]:
    return table.seating.delegations if table else ()


def _joined(*said: str) -> str:
    return "; ".join(filter(None, said))


def _plain(tier: str) -> str:
    """Return a tier as a part of an id, that of no other tier."""
    plain = re.sub(r"[^\w]+", "-", tier)
    mark = blake2b(tier.encode(), digest_size=3).hexdigest()
    return plain if plain == tier else f"{plain}-{mark}"


_SPOKEN = (
    *(Propose, Accept, Reject, Refer, Instruct, State, Carry, Retract, Ratify, Refuse),
    *(Suggest, Settle, Communique, Amend, Reopen, Consent, Object),
    *(Recess, WalkOut, Join, Withdraw),
)
"""What somebody says or does that stands in the record, whoever it is."""


@frozen
class _Written:
    """How far a table has been written."""

    entries: TableEntries
    table: Table | None = None
    number: int = 0


class Secretary:
    """Writes what happens at tables into the record, once each."""

    def __init__(self, held: HeldFolder) -> None:
        """Take the folder."""
        self._held = held
        self._lock = RLock()
        self._written: dict[str, _Written] = {}

    def write(self, table: HeldTable) -> Sequence[Entry]:
        """Write into the record what has happened at a table since it was last written.

        Args:
            table: The table.

        Returns:
            The entries that were added.

        Raises:
            AccordError: If the folder cannot be written; what is missing is written next time.
        """
        with self._lock:
            process = self._held.whole.process
            start = TableEntries(table=table.id, process=process)
            done = self._written.get(table.id) or _Written(start)
            entries, before = done.entries.copied(process), done.table
            events, times = table.log
            words = EventWords(process, events, table.table.setup)
            made: list[Entry] = []
            for event, time in zip(events[done.number :], times[done.number :], strict=True):
                made += entries.made(before, event, words, _minute(time))
                before = folded(before, event)
            if self._missing(made):
                # What another process has written is known only while nobody else can write.
                added, wrong = self._held.change(
                    BY, "", lambda folder: self._add(folder, made, table)
                )
                if wrong:
                    raise wrong[0]  # what is missing is written when it is mended
            else:
                added = []
            self._written[table.id] = _Written(entries, before, len(events))
            return added

    def _missing(self, made: Sequence[Entry]) -> list[Entry]:
        return [
            one
            for one in made
            if not any(one.id in record.by_id for record in self._as_read(one))
        ]

    def _add(
        self, folder: Path, made: Sequence[Entry], table: HeldTable
    ) -> tuple[list[Entry], list[InvalidProcess]]:
        """Add entries with the sources that they need; return what kept some out, too."""
        found = self._missing(made)
        sources = {
            source: Source(
                id=source,
                publisher=f"The log of the table '{table.id}'",
                date=When.parse(str(entry.date)[:10]),
                for_=entry.for_,
            )
            for entry in found
            for source in entry.sources
            if not any(source in record.sources for record in self._as_read(entry))
        }
        return found, _append(folder, [*sources.values(), *found])

    def _as_read(self, entry: Entry) -> list[Record]:
        """Return the record as each of those whom an entry is for reads it."""
        return [self._held.case(Reader((one,))).record for one in entry.for_ or (TABLE,)]


def _append(folder: Path, new: Sequence[Source | Entry]) -> list[InvalidProcess]:
    """Add to the record, each part as one of those whom it is for; return what kept some out.

    What one side has wrong in its own files keeps nothing from the others.
    """
    wrong: list[InvalidProcess] = []
    for read_by, some in groupby(new, key=lambda one: one.for_ or (TABLE,)):
        part, found = [*some], list[InvalidProcess]()
        for one in read_by:
            try:
                append(folder, part, spelt=True, reader=Reader((one,)))
            except InvalidProcess as invalid:
                found.append(invalid)
            else:
                found.clear()
                break
        wrong += found[:1]
    return wrong


def _minute(time: datetime) -> When:
    return When.parse(time.astimezone().strftime("%Y-%m-%dT%H:%M"))
