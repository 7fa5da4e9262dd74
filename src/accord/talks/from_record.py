"""The replay of a real record: its entries as moves at a table."""

from collections.abc import Iterator

from attrs import frozen
from frozendict import frozendict

from accord.errors import IllegalMove
from accord.model import Process, When
from accord.record import (
    Answer,
    Entry,
    Instruction,
    Meeting,
    Position,
    Proposal,
    Record,
    Report,
    Response,
    Round,
)
from accord.talks.decide import after
from accord.talks.events import Event
from accord.talks.evolve import open_table
from accord.talks.moves import (
    Accept,
    Instruct,
    Move,
    Propose,
    Recess,
    Refer,
    Reject,
    Resume,
    State,
)
from accord.talks.rules.open_floor import OpenFloor
from accord.talks.seats import Role, Seat
from accord.talks.setup import Setup
from accord.talks.table import Table


@frozen(kw_only=True)
class ReplayedEntry:
    """What an entry of the record was at the table.

    Attributes:
        entry: The entry.
        events: The events it led to; none where it could be no move, for the talks were over.
    """

    entry: Entry
    events: tuple[Event, ...]


@frozen(kw_only=True)
class Replayed:
    """A record as talks.

    Attributes:
        table: The table at the end.
        steps: The entries in order of time, each with its events.
    """

    table: Table
    steps: tuple[ReplayedEntry, ...]


def from_record(process: Process, record: Record, until: When | None = None) -> Replayed:
    """Replay the talks of a record on the open floor, by the moves anybody else makes.

    A round after the first ends the round before by a recess; so does a session, without ending
    the round. A proposal with a deal is proposed; an answer to it that accepts, rejects the
    whole or refers it is given. All else that was said, and what a meeting agreed, is a
    statement: so is whatever the table does not take for a move.

    Args:
        process: The public part of the folder: who sits, and the agenda.
        record: The record.
        until: Replay only what was known by then; all of it if None.

    Raises:
        AccordError: If there is no agenda, or there are fewer than two parties.
    """
    setup = seated(process, record)
    known = record if until is None else record.as_of(until)
    replay = _Replay(process, open_table(setup))
    steps = tuple(
        ReplayedEntry(entry=entry, events=tuple(replay.events(entry)))
        for entry in known.standing
        if (entry.spoken or isinstance(entry, Meeting))
        and (until is None or entry.date.start < until.end)
    )
    return Replayed(table=replay.table, steps=steps)


def seated(process: Process, record: Record) -> Setup:
    """Return the table of a process: its parties, principals, mediators, hosts and who speaks.

    Args:
        process: The public part of the folder.
        record: The record; actors who speak in it sit as observers.
    """
    places = [Seat(party, Role.DELEGATION, party) for party in process.parties]
    places += [
        Seat(f"{party}-principal", Role.PRINCIPAL, party)
        for party, side in process.parties.items()
        if side.principal
    ]
    taken = {place.id for place in places}
    speakers = (_speaker(entry) for entry in record.standing if entry.spoken)
    for named, role in (
        (process.mediators, Role.MEDIATOR),
        (process.hosts, Role.HOST),
        (speakers, Role.OBSERVER),
    ):
        for who in named:
            side = process.side(who)
            if side and side not in taken:
                taken.add(side)
                # A mediator beside another hears and moves with it as one.
                first = next((one.id for one in places if one.role is role), "")
                places.append(Seat(side, role, first if role is Role.MEDIATOR else ""))
    return Setup(agenda=process.agenda, seats=tuple(places), rules=OpenFloor())


def _speaker(entry: Entry) -> str:
    """Return who speaks in an entry; of a position, the party."""
    return str(getattr(entry, "by", "") or getattr(entry, "party", ""))


class _Replay:
    """Makes the moves one after the other."""

    def __init__(self, process: Process, table: Table) -> None:
        self.process, self.table = process, table
        self.ids: dict[str, str] = {}
        self.met: set[str] = set()
        setup = table.setup
        chairs = (seat.id for seat in setup.seats if seat.role in (Role.MEDIATOR, Role.HOST))
        self.chair = next(chairs, setup.delegations[0])

    def events(self, entry: Entry) -> Iterator[Event]:
        """Make the moves of an entry, and give the events."""
        for seat, moves in self.moves(entry):
            if self.table.over:
                return
            before = len(self.table.events)
            self.table = self.first_legal(seat, moves)
            new = self.table.events[before:]
            if isinstance(made := new[0].what, Propose):
                self.ids[entry.id] = made.id
            yield from new

    def first_legal(self, seat: str, moves: tuple[Move, ...]) -> Table:
        """Return the table after the first of some moves that it takes; the last it must."""
        for move in moves[:-1]:
            try:
                return after(self.table, seat, move)
            except IllegalMove:
                continue
        return after(self.table, seat, moves[-1])

    def moves(self, entry: Entry) -> Iterator[tuple[str, tuple[Move, ...]]]:
        """Yield who moves, and the moves that would do, the best first."""
        if isinstance(entry, Meeting):
            yield from self.meeting(entry)
            return
        seat = self.seat(_speaker(entry))
        said = State(text=entry.text, entry=entry.id)
        match entry:
            case Proposal() if entry.deal:
                deal = entry.deal
                yield seat, (Propose(deal=deal, text=entry.text, entry=entry.id), said)
            case Response():
                yield seat, (*self.answer(entry), said)
            case Report():
                yield seat, (State(text=entry.text, to=(seat,), entry=entry.id),)
            case Instruction():
                kept = frozendict[str, tuple[str, ...]]()
                yield seat, (Instruct(mandate=kept, text=entry.text, entry=entry.id), said)
            case Position() if entry.option:
                asked = f"{entry.issue}: {entry.option}. {entry.text}".rstrip()
                yield seat, (State(text=asked, entry=entry.id),)
            case _:
                yield seat, (said,)

    def answer(self, entry: Response) -> Iterator[Move]:
        """Yield the move that an answer is, if it is one."""
        about = self.ids.get(entry.answers)
        if about is None:
            return
        match entry.answer:
            case Answer.ACCEPTS:
                yield Accept(proposal=about, issues=entry.issues, entry=entry.id)
            case Answer.REJECTS if not entry.issues:
                yield Reject(proposal=about, reason=entry.text, entry=entry.id)
            case Answer.REFERS:
                yield Refer(proposal=about, text=entry.text, entry=entry.id)

    def meeting(self, entry: Meeting) -> Iterator[tuple[str, tuple[Move, ...]]]:
        """Begin a round or a session, unless it is the first; then say what came of it."""
        if entry.kind in self.met:
            ends = isinstance(entry, Round)
            yield self.chair, (Recess(text=entry.name, ends_round=ends, entry=entry.id),)
            yield self.chair, (Resume(entry=entry.id),)
        self.met.add(entry.kind)
        for text in (
            entry.outcome or entry.text or entry.name,
            *entry.agreed_in_words(self.process.agenda),
        ):
            yield self.chair, (State(text=text, entry=entry.id),)

    def seat(self, who: str) -> str:
        """Return the seat from which somebody speaks: a principal from its own."""
        side = self.process.side(who)
        party = self.process.parties.get(side)
        if party and party.principal == who:
            return f"{side}-principal"
        return side
