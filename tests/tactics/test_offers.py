"""What was proposed is gathered from what was heard, whatever was gathered before."""

from collections.abc import Mapping
from itertools import pairwise

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda
from tests.delegates.build import PARTIES, agendas, played, sides
from tests.talks.build import ISSUES, deal

from accord.delegates.random_walker import RandomWalker
from accord.tactics.offers import Gathered, Offer, gather
from accord.talks import (
    Accept,
    Alternating,
    Event,
    Join,
    NoOverlap,
    OpenFloor,
    Options,
    Propose,
    Revealed,
    Rules,
    Sealed,
    Setup,
    Stacked,
    State,
    Table,
    WalkOut,
    after,
    open_table,
    seats,
    view,
)

BORDER = Propose(deal=deal("here"))

RULES = [Alternating(rounds=4), Stacked(rounds=4), Sealed(rounds=4), OpenFloor(moves=30)]


def plainly(seat: str, heard: tuple[Event, ...]) -> Gathered:
    """Gather all over again."""
    made: list[Offer] = []
    received: list[Offer] = []
    for place, event in enumerate(heard):
        moves = known(heard[: place + isinstance(event.what, Revealed)])
        mark = (event.round, event.session, moves, len(made))
        if isinstance(event.what, Propose) and event.seat == seat:
            made.append(Offer(seat, event.what.deal, *mark))
        elif isinstance(event.what, Propose):
            received.append(Offer(event.seat, event.what.deal, *mark))
        elif isinstance(event.what, Revealed):
            others = [one for one in event.what.proposals if one.seat != seat]
            received += [Offer(one.seat, one.deal, *mark) for one in others]
    deals: dict[str, Options] = {n: deal for n, _, deal in proposals(heard)}
    said = [one for event in heard for one in sayings(event, deals)]
    stands: dict[str, dict[str, str]] = {}
    for by, issue, option in said:
        stands.setdefault(by, {})[issue] = option
    own = [(issue, option) for by, issue, option in said if by == seat]
    options = {issue: [o for i, o in own if i == issue] for issue, _ in own}
    left = {
        issue: frozenset(was for was, now in pairwise(taken) if was != now)
        for issue, taken in options.items()
        if len(set(taken)) > 1
    }
    return Gathered(heard, tuple(made), tuple(received), known(heard), deals, stands, left)


def known(heard: tuple[Event, ...]) -> int:
    """Count the moves that everybody knows of: those in the open, and sealed ones once told."""
    sealed = sum(isinstance(event.what, Revealed | NoOverlap) for event in heard)
    return sealed * 2 + sum(bool(event.seat) and not event.heard for event in heard)


def proposals(heard: tuple[Event, ...]) -> list[tuple[str, str, Options]]:
    """Return every proposal heard: its id, who made it, and the deal."""
    found: list[tuple[str, str, Options]] = []
    for event in heard:
        if isinstance(event.what, Propose):
            found.append((event.what.id, event.seat, event.what.deal))
        if isinstance(event.what, Revealed):
            found += [(one.id, one.seat, one.deal) for one in event.what.proposals]
    return found


def sayings(event: Event, deals: Mapping[str, Options]) -> list[tuple[str, str, str]]:
    """Return who stands for which option on which issue after an event."""
    what = event.what
    if isinstance(what, Accept) and not what.also:
        deal = deals[what.proposal]
        return [(event.seat, issue, deal[issue]) for issue in what.issues or deal]
    return [(by, i, o) for _, by, deal in proposals((event,)) for i, o in deal.items()]


@given(st.data(), st.sampled_from(RULES))
def test_what_is_gathered_step_by_step_is_what_there_is(
    data: st.DataObject, rules: Rules
) -> None:
    over = data.draw(agendas(2))
    held = [data.draw(sides(over, party)) for party in PARTIES[:2]]
    sitting = {one.party: RandomWalker(interests=one) for one in held}

    def watch(table: Table, seat: str) -> None:
        heard = view(table, seat).heard
        assert gather(seat, heard) == plainly(seat, heard)
        earlier = heard[: data.draw(st.integers(1, len(heard)))]
        assert gather(seat, earlier) == plainly(seat, earlier)

    played(over, rules, sitting, watch=watch)


def test_events_that_were_changed_are_not_taken_for_those_seen_before() -> None:
    first = Event(2, 1, 1, "brae", Propose(deal=frozendict(price="1")))
    last = Event(3, 1, 1, "alba", Propose(deal=frozendict(price="2")))
    assert gather("alba", (first, last)).received[0].deal == {"price": "1"}
    other = evolve(first, what=Propose(deal=frozendict(price="9")))
    assert gather("alba", (other, last)).received[0].deal == {"price": "9"}


def test_moves_made_while_somebody_is_out_of_the_room_are_counted() -> None:
    three = ("alba", "brae", "cora")
    for rules in (OpenFloor(moves=60), Stacked(rounds=9, moves=60)):
        at = open_table(Setup(agenda=agenda(ISSUES), seats=seats(three), rules=rules))
        marked: dict[str, list[int]] = {one: [] for one in three}
        for seat, move in (
            ("alba", BORDER),
            ("cora", WalkOut()),
            ("alba", State(text="Well.")),
            ("alba", BORDER),
            ("brae", BORDER),
            ("cora", Join()),
            ("alba", BORDER),
            ("brae", BORDER),
            ("cora", WalkOut()),
            ("alba", BORDER),
        ):
            if isinstance(move, Propose):
                for one in at.seating.delegations:
                    marked[one].append(view(at, one).moves)
            at = after(at, seat, move)
            for one in at.seating.delegations:
                seen = view(at, one)
                found = gather(one, seen.heard)
                marks = sorted(offer.moves for offer in (*found.made, *found.received))
                assert (marks, found.moves) == (marked[one], seen.moves)
