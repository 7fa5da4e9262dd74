"""The table itself: where talks stand, as the fold of their log."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypedDict, TypeVar

from attrs import frozen
from frozendict import frozendict

from accord.model import Agenda, InterestsMoved
from accord.talks.events import Ended, Event, Outcome
from accord.talks.moves import Mandate, Moved, Options, State
from accord.talks.seats import SeatingPlan
from accord.talks.setup import Setup

T = TypeVar("T")


class Phase(StrEnum):
    """What the table is doing."""

    TALKS = "talks"
    RECESS = "recess"
    CAUCUS = "caucus"
    ADJOURNED = "adjourned"
    CAPITALS = "capitals"
    AGREED = "agreed"
    ENDED = "ended"


TALKS, CAUCUS = Phase.TALKS, Phase.CAUCUS
CAPITALS, OVER = Phase.CAPITALS, (Phase.AGREED, Phase.ENDED)
HALTED = (Phase.RECESS, Phase.CAUCUS, Phase.ADJOURNED)
"""Phases in which it is nobody's turn."""


@frozen(kw_only=True, slots=False)
class OpenProposal:
    """A proposal that is open.

    Attributes:
        id: What it is called at the table (see `Table.proposal_id`).
        seat: Who made it.
        deal: The options proposed, by issue.
        text: The proposal in words.
        ad_referendum: Whether it is subject to the proposer's capital.
        final: Whether it is put to the vote.
        heard: The ears that heard it (see `Seat.ear`); nobody named: all did.
        accepted: The issues of it that each seat accepts, by seat.
        rejected: The seats that reject it.
        pending: Parties that accept it, or issues of it, ad referendum.
    """

    id: str
    seat: str
    deal: Options
    text: str = ""
    ad_referendum: bool = False
    final: bool = False
    heard: tuple[str, ...] = ()
    accepted: frozendict[str, tuple[str, ...]] = frozendict()
    rejected: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()

    def accepted_by(self, seat: str) -> bool:
        """Return whether a seat accepts all of it."""
        return seat in self.accepted and len(self.accepted[seat]) == len(self.deal)

    def heard_by(self, seat: str) -> bool:
        """Return whether a seat heard it."""
        return not self.heard or seat in self.heard


@frozen(kw_only=True, slots=False)
class Motion:
    """Something that was moved and waits for the delegations' consent.

    Attributes:
        number: Its number, from 1 among those that were moved while the same were in the room,
            so that no number tells of a motion that one has not heard.
        seat: Who moved it.
        what: What was moved.
        consents: The delegations that consent, whoever moved it among them.
        pending: Those that do so ad referendum.
    """

    number: int
    seat: str
    what: Moved
    consents: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


@frozen(kw_only=True, slots=False)
class Table:
    """Where talks stand. Private: it holds every mandate; a seat is shown its view.

    Attributes:
        setup: What the talks began with.
        agenda: The issues and options, as they are now.
        seating: Who sits at the table now.
        phase: What the table is doing.
        stage: Within talks: the step of the rules, such as `offer` or `answer`.
        round: The round, from 1.
        session: The session, from 1.
        turn: The delegations, or the mediator, whose move is awaited; under rules that take
            turns the first of them moves. Nobody: the floor is open.
        asked: The principals that were asked and have not instructed yet.
        referred: The ids of the proposals that each delegation has referred to its capital.
        proposals: The proposals that are open, in the order of their making.
        proposed: How many proposals each seat has made to the same hearers (see `proposal_id`),
            and notes to the mediator; and how many motions were made among the same.
        motions: What was moved and is open, oldest first.
        common: The issues on which all delegations agree, with their options.
        settled: Those of them that are settled and set aside; nothing else can be proposed.
        provisional: For such issues: the parties that agree ad referendum.
        mandates: What each delegation may agree to now, by party.
        walk_away: By how many points the walk-away value of a party has moved, by party.
        moved: What has moved of the values and red lines of a party, by party.
        hidden: What the rules keep to themselves, such as sealed answers, by seat.
        moves: How many moves were made.
        known: How many of them everybody knows of (see `known_moves`): a limit counts these.
        notes: The notes that may be carried, each with who gave it, by id.
        caucus: The party in caucus with the mediator.
        left: For each party whose delegation is out of the room: the table as it saw it last.
        missed: How many of the moves that everybody else knows of a party has not heard, for it
            was out of the room then, by party.
        pending: The parties whose principals are to ratify.
        deal: What was initialled or agreed.
        agreeing: The parties that initialled it, where others were out of the room.
        ended: How the talks ended without a deal.
        due: The outcome that must follow next.
        events: The log.
        heard: What each ear has heard.
    """

    setup: Setup
    agenda: Agenda
    seating: SeatingPlan
    phase: Phase = Phase.TALKS
    stage: str = ""
    round: int = 1
    session: int = 1
    turn: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    referred: Mapping[str, tuple[str, ...]] = frozendict()
    proposals: tuple[OpenProposal, ...] = ()
    proposed: Mapping[str, int] = frozendict()
    motions: tuple[Motion, ...] = ()
    common: Options = frozendict()
    settled: Options = frozendict()
    provisional: frozendict[str, tuple[str, ...]] = frozendict()
    mandates: frozendict[str, Mandate] = frozendict()
    walk_away: frozendict[str, float] = frozendict()
    moved: frozendict[str, InterestsMoved] = frozendict()
    hidden: Mapping[str, Any] = frozendict()
    moves: int = 0
    known: int = 0
    notes: Mapping[str, tuple[str, State]] = frozendict()
    caucus: str = ""
    left: Mapping[str, "Table"] = frozendict()
    missed: Mapping[str, int] = frozendict()
    pending: tuple[str, ...] = ()
    deal: Options | None = None
    agreeing: tuple[str, ...] = ()
    ended: Ended | None = None
    due: Outcome | None = None
    events: tuple[Event, ...] = ()
    heard: Mapping[str, tuple[Event, ...]] = frozendict()

    @property
    def over(self) -> bool:
        """Return whether the talks are over, with a deal or without."""
        return self.phase in OVER

    @property
    def awaited(self) -> tuple[str, ...]:
        """Return the seats whose move is awaited: principals asked, then whose turn it is.

        Nobody's turn comes in a recess, a caucus or while the talks are adjourned.
        """
        if self.phase in HALTED:
            return self.asked
        return (*self.asked, *self.turn) if self.asked else self.turn

    def proposal_id(self, seat: str, heard: tuple[str, ...]) -> str:
        """Return what the next proposal of a seat to some hearers is called.

        The proposals of a seat are numbered apart for every group of hearers, so that whoever
        hears one has heard those before it: no number tells of a proposal that one does not
        hear. `alba.2` is the second that Alba makes to all, `envoy>brae.1` the first that the
        envoy makes to Brae alone.

        Args:
            seat: Id of the seat.
            heard: The ears that are to hear it; nobody named: all.
        """
        others = [one for one in heard if one != seat] or [seat]
        return self.next_id(f"{seat}>{'+'.join(others)}" if heard else seat)

    def next_id(self, group: str) -> str:
        """Return the id of the next proposal or note of a group, numbered apart from others."""
        return f"{group}.{self.proposed.get(group, 0) + 1}"

    @property
    def motion_group(self) -> str:
        """Return the group in which motions are numbered now: those who hear them."""
        return f"motion>{'+'.join(self.seating.present)}"


class Changes(TypedDict, total=False):
    """Fields of the table that an event changes."""

    agenda: Agenda
    seating: SeatingPlan
    phase: Phase
    stage: str
    round: int
    session: int
    turn: tuple[str, ...]
    asked: tuple[str, ...]
    referred: Mapping[str, tuple[str, ...]]
    proposals: tuple[OpenProposal, ...]
    proposed: Mapping[str, int]
    motions: tuple[Motion, ...]
    common: Options
    settled: Options
    provisional: frozendict[str, tuple[str, ...]]
    mandates: frozendict[str, Mandate]
    walk_away: frozendict[str, float]
    moved: frozendict[str, InterestsMoved]
    hidden: Mapping[str, Any]
    moves: int
    known: int
    notes: Mapping[str, tuple[str, State]]
    caucus: str
    left: Mapping[str, "Table"]
    missed: Mapping[str, int]
    pending: tuple[str, ...]
    deal: Options | None
    agreeing: tuple[str, ...]
    ended: Ended | None
    due: Outcome | None
    events: tuple[Event, ...]
    heard: Mapping[str, tuple[Event, ...]]


def changed(value: T, changes: Mapping[str, Any]) -> T:
    """Return a copy of a frozen value with some fields changed.

    It is what `attrs.evolve` does, without converters and many times faster: a table is copied
    at every move.
    """
    return made(type(value), {**value.__dict__, **changes})


def made(cls: type[T], fields: dict[str, Any]) -> T:
    """Make a frozen value from all its fields, as they are: quicker than by its class.

    Args:
        cls: The class; one that keeps its fields in a dict.
        fields: Every field by its name; the dict becomes the value's own.
    """
    one = object.__new__(cls)
    object.__setattr__(one, "__dict__", fields)
    return one
