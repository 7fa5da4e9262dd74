"""What happens at a table, written into the record of the folder.

Each thing is for those who heard it and nobody else: a proposal made to all stands in the
record of the table, a question to the capital in that of its own side. Ids are made from what
those who read them have heard, so no gap tells of anything else.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from threading import RLock
from typing import Any

from attrs import define, evolve, field, frozen

from accord.errors import InvalidProcess
from accord.formats.append import append
from accord.host.held_folder import HeldFolder
from accord.host.held_tables import PREFIX, HeldTable
from accord.host.host_seats import HostSeat
from accord.model import MEDIATOR, TABLE, Process, Reader, When
from accord.model.tier import SHARED
from accord.record import (
    Agreement,
    AgreementStage,
    Answer,
    Entry,
    Instruction,
    Proposal,
    Record,
    Response,
    Session,
    Source,
    Statement,
    Step,
    TalksTurn,
)
from accord.store import Store
from accord.talks import (
    Accept,
    Adjourn,
    Agreed,
    Carried,
    Carry,
    Communique,
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
    from_json,
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


@define(kw_only=True)
class TableEntries:
    """Makes entries of the events of one table, from the first on.

    Attributes:
        table: The id of the table.
        process: The names behind the ids, and who speaks for whom.
        seats: What each seat reads, by its id.
        heard: What happened.
    """

    table: str
    process: Process
    seats: Mapping[str, HostSeat]
    heard: tuple[Event, ...] = ()
    _counts: dict[tuple[str, ...], int] = field(factory=lambda: defaultdict(int))
    _ids: dict[str, str] = field(factory=dict)
    _motions: dict[int | None, Any] = field(factory=dict)
    _initialled: str = ""
    _adjourned: bool = False

    def again(self, process: Process) -> "TableEntries":
        """Return a copy that goes on from here.

        Args:
            process: The names as they are now.
        """
        counts = defaultdict(int, self._counts)
        ids, motions = dict(self._ids), dict(self._motions)
        return evolve(self, process=process, counts=counts, ids=ids, motions=motions)

    @property
    def session(self) -> str:
        """The id of the session that the table is in the record."""
        return f"table-{_plain(self.table)}"

    def made(
        self, before: Table | None, event: Event, words: EventWords, at: When
    ) -> Iterator[Entry]:
        """Yield the entries that an event makes: one, several, or none.

        Args:
            before: The table before it; None where it opens the table.
            event: The event.
            words: Says what happened in words.
            at: When it was.
        """
        heard = self._tiers(event)
        self._counts[heard] += 1
        own = ".".join(_plain(one) for one in heard)
        start = self.session if heard == (TABLE,) else f"{self.session}-{own}"
        when = _At(
            id=f"{start}-{self._counts[heard]}",
            date=at,
            sources=(source_id(self.table, at),),
            for_=heard,
            during="" if isinstance(event.what, Opened) else self.session,
        )
        yield from self._entries(event, words, when, before)

    def _tiers(self, event: Event) -> tuple[str, ...]:
        """Return for whom an entry is: all at the table, or the tiers of those who heard."""
        if not event.heard:
            return (TABLE,)
        found = dict[str, None]()
        for ear in event.heard:
            seat = self.seats.get(ear)
            tiers = seat.reader.tiers if seat else (ear,)
            found |= dict.fromkeys(tier for tier in tiers if tier not in SHARED)
        return (*found,) or (MEDIATOR,)

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
        return sides[0] if sides else (seat if self.process.side(seat) else "")

    def _entries(
        self, event: Event, words: EventWords, at: _At, before: Table | None
    ) -> Iterator[Entry]:
        what, seating = event.what, words.seating
        by = self._by(event.seat, seating) if event.seat else ""
        side = self.process.side(by) if by else ""
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
                for number, one in enumerate((what.proposal, *what.also)):
                    yield from self._response(one, side, Answer.ACCEPTS, what, given, number)
            case Reject() if side:
                yield from self._response(what.proposal, side, Answer.REJECTS, what, given, 0)
            case Refer() if side:
                yield from self._response(what.proposal, side, Answer.REFERS, what, given, 0)
            case Instruct() if by:
                text = words.instructed.get(event.number, "") or what.text
                yield Instruction(by=by, to=side, text=text, **given)
            case Agreed() | Initialled():
                yield from self._agreement(what, given, before)
            case Carried():
                yield from self._carried(what, given, before)
            case WordsAgreed(text=text):
                yield Agreement(words=text, between=_among(before), **given)
            case Adjourn() if by:
                self._adjourned = True
                yield Step(what=TalksTurn.ADJOURNED, by=(by,), text=what.reason, **given)
            case Resume() if by:
                if self._adjourned:
                    self._adjourned = False
                    yield Step(what=TalksTurn.RESUMED, by=(by,), **given)
            case Ended():
                yield Step(what=TalksTurn.ENDED, text=line, **given)
            case Suggest() | Settle() | Communique():
                self._motions[what.motion] = what
                if by:
                    yield Statement(by=by, text=line, **given)
            case State() if by:
                options = words.options(what.deal) if what.deal else ""
                yield Statement(by=by, text=_joined(what.text, options), **given)
            case (
                Retract()
                | Ratify()
                | Refuse()
                | Recess()
                | WalkOut()
                | Join()
                | Withdraw()
                | Object()
                | Carry()
            ) if by:
                yield Statement(by=by, text=line, **given)

    def _response(
        self,
        proposal: str,
        by: str,
        answer: Answer,
        move: Accept | Reject | Refer,
        given: dict[str, Any],
        number: int,
    ) -> Iterator[Entry]:
        answered = self._ids.get(proposal)
        if answered is None:
            return
        own = given | ({"id": f"{given['id']}-{number + 1}"} if number else {})
        match move:
            case Accept():
                own["issues"] = () if number else move.issues
                text = "ad referendum" if move.ad_referendum else ""
            case Reject():
                text = move.reason
            case Refer():
                text = move.text
        yield Response(by=by, answers=answered, answer=answer, text=text, **own)

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
            yield Agreement(about=about, between=between, standing=stage, **given)
        else:
            yield Agreement(between=between, package=what.deal, **given)

    def _carried(
        self, what: Carried, given: dict[str, Any], before: Table | None
    ) -> Iterator[Entry]:
        match self._motions.get(what.motion):
            case Settle(options=options) | Suggest(deal=options):
                yield Agreement(deal=options, between=_among(before), **given)
            case Communique(text=text):
                yield Agreement(words=text, between=_among(before), **given)


def _among(table: Table | None) -> tuple[str, ...]:
    return table.seating.delegations if table else ()


def _joined(*said: str) -> str:
    return "; ".join(filter(None, said))


def _plain(text: str) -> str:
    return re.sub(r"[^\w.]+", "-", text).strip("-.") or "x"


def source_id(table: str, at: When) -> str:
    """Return the id of the source that the log of a table is on a day.

    Args:
        table: The id of the table.
        at: When something happened at it.
    """
    return f"table-{_plain(table)}-{str(at)[:10]}"


class Secretary:
    """Writes what happens at tables into the record, once each."""

    def __init__(self, held: HeldFolder, store: Store) -> None:
        """Take the folder, and the store with the logs of the tables."""
        self._held, self._store = held, store
        self._lock = RLock()
        self._begun: dict[str, tuple[TableEntries, Table | None, int]] = {}

    def write(
        self, table: HeldTable, seats: Mapping[str, HostSeat], now: datetime
    ) -> Sequence[Entry]:
        """Write into the record what has happened at a table since it was last written.

        Args:
            table: The table.
            seats: What each seat reads, by its id.
            now: When it was, of what the table's log says no time.

        Returns:
            The entries that were added.

        Raises:
            AccordError: If the folder cannot be written; what is missing is written next time.
        """
        with self._lock:
            process = self._held.whole.process
            begun = self._begun.get(table.id)
            if begun is None:
                begun = TableEntries(table=table.id, process=process, seats=seats), None, 0
            entries, before, number = begun
            entries = entries.again(process)  # kept only if what it makes is written
            log = self._store.read(PREFIX + table.id, number)
            events = *entries.heard, *(from_json(one.event) for one in log)
            words = EventWords(process, events, table.table.setup)
            entries.heard = events
            late = number == 0 and len(log) > 1  # it was not written when it happened
            found: list[Entry] = []
            for each, event in zip(log, events[number:], strict=True):
                when = datetime.fromisoformat(each.at) if late else now
                at = When.parse(when.astimezone().strftime("%Y-%m-%dT%H:%M"))
                made = entries.made(before, event, words, at)
                found += [
                    one
                    for one in made
                    if not any(one.id in record.by_id for record in self._as_read(one))
                ]
                before = folded(before, event)
            if found:
                new = self._with(found, table)
                if wrong := self._held.change(BY, "", lambda folder: _append(folder, new)):
                    raise wrong[0]  # what is missing is written when it is mended
            self._begun[table.id] = entries, before, len(events)
            return found

    def _with(self, found: Sequence[Entry], table: HeldTable) -> list[Source | Entry]:
        """Return entries with the sources that they need and the record lacks."""
        there = self._held.whole.record.sources
        sources = {
            one: Source(
                id=one,
                publisher=f"The log of the table '{table.id}'",
                date=entry.date,
                for_=(TABLE,),
            )
            for entry in found
            for one in entry.sources
            if one not in there
            and not any(one in record.sources for record in self._as_read(entry))
        }
        return [*sources.values(), *found]

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
