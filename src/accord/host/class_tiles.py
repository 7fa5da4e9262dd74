"""The tables of a class as whoever teaches sees them at a glance: facts, and no verdict.

What follows from the log of a table is worked out once a move. Who is there, and how long
something lasts, is looked up each time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from threading import Lock

from attrs import frozen

from accord.host.admissions import Sitting
from accord.host.held_table import HeldTable
from accord.host.host_seats import PROJECTOR
from accord.host.table_branch import TableBranch
from accord.model import Process
from accord.talks import (
    HAPPENINGS,
    CommonGround,
    Event,
    Phase,
    Propose,
    Revealed,
    Table,
    WordsAgreed,
    calls,
)
from accord.talks.events import Carried, Initialled
from accord.talks.words import capitalised, listed
from accord.telling.event_words import EventWords

AWAY = timedelta(minutes=2)
"""Somebody counts as gone who has no page open and has asked for none for so long: a page that
is open asks anew within seconds of the network's return."""
STILL = 6
"""After so many moves without anything new a table is shown before others: three each way."""
LONG = timedelta(minutes=10)
"""A table that waits so long for a move is shown before others."""
SAYS_ONLY = {
    *("state", "carry", "refer", "instruct", "object", "communique"),
    *HAPPENINGS,
}
"""What is said and done without anybody else being awaited after it."""

_STEPS = {
    "offer": "offer due",
    "answer": "answer due",
    "floor": "open floor",
    "turn": "answer or proposal due",
    "seal": "sealed proposals due",
    "open": "sides speak to the mediator",
    "carry": "the mediator carries",
    "hear": "answer to the mediator due",
    "draft": "the mediator drafts",
    "vote": "vote on the text",
}
"""The steps of the rules in words."""
_PHASES = {
    Phase.RECESS: "in recess",
    Phase.CAUCUS: "in a caucus",
    Phase.ADJOURNED: "adjourned",
    Phase.CAPITALS: "with the capitals",
    Phase.AGREED: "over",
    Phase.ENDED: "over",
}


@frozen(kw_only=True)
class TableFacts:
    """What the log of a table says of where it stands.

    Attributes:
        step: What the table is doing, in words.
        round: The round.
        rounds: After how many rounds the talks end; None for no limit.
        awaited: The seats that are called on to move.
        since: When what made them so happened.
        begun: When a person made the first move; None while nobody has.
        last: When the last thing happened.
        offer: Who made the last offer; empty where there is none.
        first: Whether it was the first of its seat.
        changed: What it changed against the one before of the same seat, or all of a first one,
            as issue and option.
        closed: How many issues are settled, common ground or agreed.
        issues: How many issues there are.
        still: How many moves were made since an issue was closed or somebody's offer changed.
        over: Whether the talks are over.
        deal: Whether there is a deal.
    """

    step: str
    round: int
    rounds: int | None
    awaited: tuple[str, ...]
    since: datetime
    begun: datetime | None
    last: datetime
    offer: str
    first: bool
    changed: tuple[tuple[str, str], ...]
    closed: int
    issues: int
    still: int
    over: bool
    deal: bool


def table_facts(held: HeldTable, process: Process, played: Collection[int]) -> TableFacts:
    """Return what the log of a table says of where it stands.

    Args:
        held: The table.
        process: The names behind the ids.
        played: The events that programs made, by their numbers.
    """
    events, times = held.log
    table = held.table
    words = EventWords(process, events, table.seating)
    offer, first, changed = _last_offer(events, words)
    done = {**table.common, **table.settled, **(table.deal or {})}
    before = held.branch.at if held.branch else 0  # was said at the table it goes on from
    people = (e.number for e in events[before:] if e.seat and e.number not in played)
    begun = next(people, None)
    awaited_by = [e.number for e in events if e.kind not in SAYS_ONLY]
    return TableFacts(
        step=_step(table, process),
        round=table.round,
        rounds=table.setup.rules.rounds,
        awaited=tuple(dict.fromkeys(one.seat for one in calls(table))),
        since=times[awaited_by[-1] - 1],
        begun=None if begun is None else times[begun - 1],
        last=times[-1],
        offer=offer,
        first=first,
        changed=changed,
        closed=sum(one in done for one in table.agenda.issues),
        issues=len(table.agenda.issues),
        still=moves_without_news(events),
        over=table.over,
        deal=table.phase is Phase.AGREED,
    )


def _step(table: Table, process: Process) -> str:
    if table.phase is Phase.TALKS:
        return _STEPS.get(table.stage, table.stage)
    said = _PHASES[table.phase]
    return f"{said} with {process.name(table.caucus)}" if table.caucus else said


def _last_offer(
    events: tuple[Event, ...], words: EventWords
) -> tuple[str, bool, tuple[tuple[str, str], ...]]:
    for event in reversed(events):
        if isinstance(event.what, Propose) and event.what.deal:
            changed = tuple(words.changes(event, events))
            earlier = (e for e in events[: event.number - 1] if e.seat == event.seat)
            first = not any(isinstance(e.what, Propose) and e.what.deal for e in earlier)
            return event.seat, first, changed
    return "", False, ()


def moves_without_news(events: Iterable[Event]) -> int:
    """Return how many moves were made since an issue was closed or somebody's offer changed.

    Args:
        events: The events of a table, from the first.
    """
    moves, offers = 0, dict[str, Mapping[str, str]]()
    for event in events:
        what = event.what
        moves += bool(event.seat)
        if isinstance(what, CommonGround | WordsAgreed | Carried | Initialled | Revealed):
            moves = 0
        elif isinstance(what, Propose) and what.deal:
            if offers.get(event.seat) != what.deal:
                moves = 0
            offers[event.seat] = what.deal
    return moves


class FactsOfTables:
    """What the logs say of tables, worked out once a move; safe to use from several threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[str, tuple[int, Process, TableFacts]] = {}
        self._lock = Lock()

    def of(
        self, held: HeldTable, process: Process, played: Callable[[HeldTable], Collection[int]]
    ) -> TableFacts:
        """Return what the log of a table says of where it stands.

        Args:
            held: The table.
            process: The names behind the ids.
            played: Returns the events of a table that programs made, by their numbers.
        """
        events = len(held.table.events)
        with self._lock:
            known = self._kept.get(held.id)
            if known is None or known[0] != events or known[1] is not process:
                facts = table_facts(held, process, played(held))
                known = self._kept[held.id] = (events, process, facts)
            return known[2]


@frozen(kw_only=True)
class TileSeat:
    """A seat at a table, and who is there.

    Attributes:
        id: What it is called at the table.
        name: Its name.
        people: Who is there, by the names they gave.
        nameless: How many are there who gave none.
        program: The program that sits there; empty for none.
        gone: When somebody who sat there was last there, where nobody is now.
    """

    id: str
    name: str
    people: tuple[str, ...] = ()
    nameless: int = 0
    program: str = ""
    gone: datetime | None = None

    @property
    def missing(self) -> bool:
        """Whether nobody is there, no program either."""
        return not (self.people or self.nameless or self.program)


@frozen(kw_only=True)
class Tile:
    """A table of a class at a glance.

    Attributes:
        id: The id of the table.
        facts: What its log says.
        seats: Who is there and who is missing.
        paused: Whether it is paused.
        awaited: The names of the seats that are called on to move.
        waits: For how long, without pauses.
        lasts: How long ago a person made the first move, without pauses; None before.
        left: How long something is awaited for still; None where nothing is.
        why: For what that is, in words.
        branch: The table that it goes on from; None where it began anew.
    """

    id: str
    facts: TableFacts
    seats: tuple[TileSeat, ...]
    paused: bool
    awaited: str
    waits: timedelta
    lasts: timedelta | None
    left: timedelta | None
    why: str
    branch: TableBranch | None

    @property
    def missing(self) -> tuple[TileSeat, ...]:
        """The seats in which nobody is."""
        return () if self.facts.over else tuple(one for one in self.seats if one.missing)

    @property
    def holds_up(self) -> bool:
        """Whether somebody is called on to move who is not there."""
        return any(one.id in self.facts.awaited for one in self.missing)

    @property
    def still(self) -> bool:
        """Whether nothing new has come for many moves."""
        return not self.facts.over and self.facts.still >= STILL

    @property
    def waits_long(self) -> bool:
        """Whether a move is awaited for long."""
        return bool(self.going and self.facts.begun and self.waits >= LONG)

    @property
    def going(self) -> bool:
        """Whether moves can be made."""
        return not (self.facts.over or self.paused)

    @property
    def rank(self) -> int:
        """Its place among tables: those to be looked at first have the smallest."""
        if self.facts.over:
            return 5
        if self.paused:
            return 4
        if self.missing:
            return 0 if self.holds_up else 1
        return 2 if self.still or self.waits_long else 3


SHOWN: dict[str, tuple[str, Callable[[Tile], bool]]] = {
    "": ("All", lambda tile: True),
    "missing": ("Somebody missing", lambda tile: bool(tile.missing)),
    "waiting": (f"Waiting {LONG.seconds // 60} minutes or more", lambda tile: tile.waits_long),
    "still": (f"Nothing new for {STILL} moves or more", lambda tile: tile.still),
    "paused": ("Paused", lambda tile: tile.paused and not tile.facts.over),
    "over": ("Over", lambda tile: tile.facts.over),
}
"""Which tables can be shown alone: what that is called, and which they are."""


def tiles(
    tables: Iterable[HeldTable],
    facts: Callable[[HeldTable], TableFacts],
    sittings: Mapping[str, Iterable[tuple[Sitting, datetime, bool]]],
    name: Callable[[str], str],
    now: datetime,
) -> Iterator[Tile]:
    """Yield the tables at a glance.

    Args:
        tables: The tables.
        facts: Returns what the log of one says.
        sittings: By seat: who came in there, when they were last seen, and whether a page of
            theirs is open.
        name: Names a seat by what it is called at tables.
        now: The time.
    """
    for held in tables:
        one = facts(held)
        programs, deadline = held.programs, held.deadline
        end = one.last if one.over else now
        yield Tile(
            id=held.id,
            facts=one,
            seats=tuple(
                _seat(
                    seat.id,
                    name(seat.id),
                    programs[seat.id].name if seat.id in programs else "",
                    sittings.get(f"{held.group}/{seat.id}", ()),
                    now,
                )
                for seat in held.table.seating.seats
                if seat.id != PROJECTOR
            ),
            paused=held.paused,
            awaited=capitalised(said)
            if (said := listed([name(seat) for seat in one.awaited], "and"))
            else "",
            waits=_without_pauses(held, one.since, now),
            lasts=_without_pauses(held, one.begun, end) if one.begun else None,
            left=deadline.left(now) if deadline is not None else None,
            why=deadline.why if deadline is not None else "",
            branch=held.branch,
        )


def _without_pauses(held: HeldTable, start: datetime, end: datetime) -> timedelta:
    return end - start - held.in_pauses(start, end)


def _seat(
    one: str,
    name: str,
    program: str,
    sittings: Iterable[tuple[Sitting, datetime, bool]],
    now: datetime,
) -> TileSeat:
    sittings = tuple(sittings)
    here = [each for each, seen, open_ in sittings if open_ or now < seen + AWAY]
    return TileSeat(
        id=one,
        name=name,
        people=tuple(each.name for each in here if each.name),
        nameless=sum(not each.name for each in here),
        program=program,
        gone=None if here else max((seen for _, seen, _ in sittings), default=None),
    )
