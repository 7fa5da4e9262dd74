"""What a seat may know."""

from attrs import frozen

from accord.model import NOTHING_MOVED, Agenda, InterestsMoved
from accord.talks.events import Ended, Event
from accord.talks.moves import FULL_POWERS, Mandate, Options
from accord.talks.procedure import procedure
from accord.talks.ruleset import Rules
from accord.talks.seats import Role, Seat
from accord.talks.table import (
    HALTED,
    OVER,
    TALKS,
    Motion,
    OpenProposal,
    Phase,
    Table,
    changed,
    made,
)
from accord.talks.transitions import legal


@frozen(kw_only=True, slots=False)
class View:
    """The table as one seat sees it. It has no field for another side's mandate or interests.

    Attributes:
        seat: Id of the seat.
        role: What it is at the table.
        party: Its party, for a delegation and a principal.
        agenda: The issues and options, as they are now.
        rules: The rules.
        seats: Everybody in the room, and its own side; the principals of others are not shown.
            Who is out of the room sees who was there then.
        out: Whether its delegation is out of the room; it then sees the table as it was.
        phase: What the table is doing.
        stage: Within talks: the step of the rules, such as `offer` or `answer`.
        round: The round, from 1.
        session: The session, from 1.
        moves: How many moves were made, by anybody, that everybody knows of; without those that
            were made while its delegation was out of the room.
        turn: The seats whose move is awaited, as far as this seat has heard; nobody: the floor
            is open.
        legal: The kinds of move that this seat may make now.
        offer: The proposal that this seat has to answer, if there is one.
        proposals: The open proposals that this seat has heard.
        referred: The ids of those that its own delegation has referred to its capital.
        motions: What was moved and is open, oldest first.
        common: The issues on which all delegations agree, with their options.
        settled: Those of them that are settled and set aside.
        mandate: What its own delegation may agree to without asking; empty: full powers.
        walk_away: By how many points the walk-away value of its own party has moved; 0 for a
            seat without a party.
        moved: What has moved of the values and red lines of its own party; nothing for a seat
            without a party.
        caucus: The party in caucus with the mediator.
        pending: The parties whose principals are to ratify.
        deal: What was initialled or agreed.
        ended: How the talks ended without a deal.
        heard: The events that this seat has heard, oldest first.
    """

    seat: str
    role: Role
    party: str
    agenda: Agenda
    rules: Rules
    seats: tuple[Seat, ...]
    out: bool
    phase: Phase
    stage: str
    round: int
    session: int
    moves: int
    turn: tuple[str, ...]
    legal: tuple[str, ...]
    offer: OpenProposal | None
    proposals: tuple[OpenProposal, ...]
    referred: tuple[str, ...]
    motions: tuple[Motion, ...]
    common: Options
    settled: Options
    mandate: Mandate
    walk_away: float
    moved: InterestsMoved
    caucus: str
    pending: tuple[str, ...]
    deal: Options | None
    ended: Ended | None
    heard: tuple[Event, ...]

    @property
    def over(self) -> bool:
        """Return whether the talks are over, with a deal or without."""
        return self.phase in OVER

    @property
    def awaited(self) -> tuple[str, ...]:
        """Return the seats that are awaited and need not wait for others first.

        Where those whose turn it is move one after the other, that is the first of them; not
        while it waits for its capital, as far as this seat has heard.
        """
        if self.phase is not TALKS or not self.rules.in_order:
            return self.turn
        capitals = {one.id: one.party for one in self.seats if one.role is Role.PRINCIPAL}
        asked = tuple(one for one in self.turn if one in capitals)
        first = [one for one in self.turn if one not in capitals][:1]
        waiting = {capitals[one] for one in asked} if self.rules.takes_turns else ()
        return (*asked, *(one for one in first if one not in waiting))

    @property
    def ear(self) -> str:
        """Return by which id it is named among those who hear something (see `Seat.ear`)."""
        return self.party or self.seat


def view(table: Table, seat: str) -> View:
    """Show the table to a seat.

    Args:
        table: The table.
        seat: Id of the seat.

    Raises:
        AccordError: If nobody sits there.
    """
    place = table.seating.seat(seat)
    ear, own = place.ear, table
    if table.left:
        table = _seen(table, ear)
    rules = procedure(table)
    stage, turn = rules.seen(table, place)
    if table.phase is not TALKS:
        turn = () if table.phase in HALTED else table.turn
    if table.asked:
        turn = (*(one for one in table.asked if table.seating.by_id[one].ear == ear), *turn)
    return made(
        View,
        {
            "seat": seat,
            "role": place.role,
            "party": place.party,
            "agenda": table.agenda,
            "rules": table.setup.rules,
            "seats": table.seating.shown[ear],
            "out": ear in own.seating.out,
            "phase": table.phase,
            "stage": stage,
            "round": table.round,
            "session": table.session,
            "moves": table.known - own.missed.get(ear, 0),
            "turn": turn,
            "legal": legal(own, seat),
            "offer": rules.offer(table, place),
            "proposals": tuple([p for p in table.proposals if not p.heard or ear in p.heard]),
            "referred": table.referred.get(ear, ()),
            "motions": table.motions,
            "common": table.common,
            "settled": table.settled,
            "mandate": own.mandates.get(place.party, FULL_POWERS),
            "walk_away": own.walk_away.get(place.party, 0.0),
            "moved": own.moved.get(place.party, NOTHING_MOVED),
            "caucus": table.caucus,
            "pending": table.pending,
            "deal": table.deal,
            "ended": table.ended,
            "heard": own.heard[ear],
        },
    )


def view_of_all(table: Table) -> View:
    """Show all of the table, as whoever may see all of it: who teaches, and sits nowhere.

    Args:
        table: The table.
    """
    return made(
        View,
        {
            "seat": "",
            "role": Role.OBSERVER,
            "party": "",
            "agenda": table.agenda,
            "rules": table.setup.rules,
            "seats": table.seating.seats,
            "out": False,
            "phase": table.phase,
            "stage": table.stage,
            "round": table.round,
            "session": table.session,
            "moves": table.moves,
            "turn": table.awaited,
            "legal": (),
            "offer": None,
            "proposals": table.proposals,
            "referred": (),
            "motions": table.motions,
            "common": table.common,
            "settled": table.settled,
            "mandate": FULL_POWERS,
            "walk_away": 0.0,
            "moved": NOTHING_MOVED,
            "caucus": table.caucus,
            "pending": table.pending,
            "deal": table.deal,
            "ended": table.ended,
            "heard": table.events,
        },
    )


def _seen(table: Table, ear: str) -> Table:
    """Return the table as one sees it that may be out of the room: as it was then.

    How talks end it is told.
    """
    seen = table.left.get(ear, table)
    if seen is table or not table.over:
        return seen
    told = ("phase", "turn", "asked", "round", "session", "caucus", "pending", "deal", "ended")
    return changed(seen, {name: getattr(table, name) for name in told})
