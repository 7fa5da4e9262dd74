"""What was proposed is gathered from what was heard, whatever was gathered before."""

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.delegates.build import PARTIES, agendas, played, sides

from accord.delegates.offers import Gathered, Offer, gather
from accord.delegates.random_walker import RandomWalker
from accord.talks import (
    OUTCOMES,
    Alternating,
    Event,
    OpenFloor,
    Propose,
    Revealed,
    Rules,
    Sealed,
    Stacked,
    Table,
    view,
)

RULES = [Alternating(rounds=4), Stacked(rounds=4), Sealed(rounds=4), OpenFloor(moves=30)]


def plainly(seat: str, heard: tuple[Event, ...]) -> Gathered:
    """Gather all over again."""
    made: list[Offer] = []
    received: list[Offer] = []
    for place, event in enumerate(heard):
        moves = event.number - 1 - sum(e.kind in OUTCOMES for e in heard[:place])
        mark = (event.round, event.session, moves, len(made))
        if isinstance(event.what, Propose) and event.seat == seat:
            made.append(Offer(seat, event.what.deal, *mark))
        elif isinstance(event.what, Propose):
            received.append(Offer(event.seat, event.what.deal, *mark))
        elif isinstance(event.what, Revealed):
            others = [one for one in event.what.proposals if one.seat != seat]
            received += [Offer(one.seat, one.deal, *mark) for one in others]
    outcomes = sum(event.kind in OUTCOMES for event in heard)
    return Gathered(heard, tuple(made), tuple(received), outcomes)


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
