"""What is private stays private: no view holds what its seat may not know."""

from collections.abc import Iterator
from random import Random
from typing import Any

import attrs
import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import few
from tests.talks.build import (
    ISSUES,
    KINDS,
    NAMES,
    deal,
    mandates,
    play,
    setups,
    table,
)
from tests.talks.reading import OWN_SIDE, ears, ears_of

from accord.errors import AccordError, IllegalMove
from accord.model import Option
from accord.talks import (
    Accept,
    Amend,
    AmendedBy,
    Carry,
    Caucus,
    Communique,
    Ended,
    Event,
    Instruct,
    Join,
    Move,
    NoOverlap,
    Opened,
    Propose,
    Refer,
    Reject,
    Revealed,
    Role,
    Rules,
    Sealed,
    Seat,
    Shuttle,
    State,
    Table,
    View,
    WalkAwayMoved,
    WalkOut,
    after,
    happen,
    legal,
    open_table,
    view,
)
from accord.talks.table import changed
from accord.testing.random_talks import accepted, candidates, choose, happenings, walk


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(20)
@given(data=st.data())
def test_views_do_not_depend_on_the_mandate_or_walk_away_value_of_another_party(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    """Two tables differ in what one party may and would settle for, in whether anything outside
    the room moves that, and in whether its principal sits; the moves are the same."""
    # Whose capital must ratify everything is public: all hear that it goes there.
    setup = attrs.evolve(data.draw(setups(cls, **fields)), ratifies=())
    party = data.draw(st.sampled_from(setup.delegations))
    silent = [seat for seat in setup.seats if seat.id != f"{party}-principal"]
    other = attrs.evolve(
        setup,
        seats=tuple(silent) if data.draw(st.booleans()) else setup.seats,
        mandates=setup.mandates.set(party, data.draw(mandates)),
    )
    random = data.draw(st.randoms(use_true_random=False))
    one, two = open_table(setup), open_table(other)
    outsiders = [seat.id for seat in setup.seats if seat.party != party]
    for _ in range(40):
        for seat in outsiders:
            _assert_alike(one, two, seat)
        if not one.over and random.random() < 0.2:
            one = happen(one, random.choice(happenings(one, party)))
        if not two.over and random.random() < 0.2:
            two = happen(two, random.choice(happenings(two, party)))
        if one.over or not (chosen := choose(one, random)):
            continue
        seat, move = chosen
        try:
            both = after(one, seat, move), after(two, seat, _varied(setup, party, seat, move))
        except AccordError:
            continue
        one, two = both


def _varied(setup: Any, party: str, seat: str, move: Move) -> Move:
    """Give, for an instruction to the party, another one; other moves as they are."""
    if isinstance(move, Instruct) and setup.by_id[seat].party == party:
        return Instruct(mandate=frozendict({"water": ("80",)}), text="Another text.")
    return move


def heard_as(event: Event, seat: Seat) -> str:
    """Return the kind of what a seat hears: what is carried as nobody's is the mediator's."""
    carried = isinstance(event.what, Carry) and not event.what.of
    return "state" if carried and seat.role is not Role.MEDIATOR else event.kind


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(10)
@given(data=st.data())
def test_no_seat_hears_what_is_not_for_it(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    ended = walk(open_table(setup), data.draw(st.randoms(use_true_random=False)))[-1]
    for seat in setup.seats:
        shown = view(ended, seat.id)
        assert shown.mandate == ended.mandates.get(seat.party, frozendict())
        assert shown.walk_away == sum(
            event.what.by
            for event in ended.events
            if isinstance(event.what, WalkAwayMoved) and event.what.party == seat.party
        )
        assert [event.kind for event in shown.heard] == [
            heard_as(event, seat)
            for event in ended.events
            if not event.heard or seat.ear in event.heard
        ]
        assert [event.number for event in shown.heard] == [*range(1, len(shown.heard) + 1)]
        assert [one for one in shown.seats if one.role is Role.PRINCIPAL] == [
            one for one in setup.seats if one.role is Role.PRINCIPAL and one.party == seat.party
        ]
        for event in shown.heard:
            if isinstance(event.what, Opened):
                assert not event.what.setup.mandates
                assert {*shown.seats} <= {*event.what.setup.seats}
            if isinstance(event.what, Instruct | Refer):
                assert setup.by_id[event.seat].party == seat.party
            if isinstance(event.what, OWN_SIDE):
                assert event.what.party == seat.party
        for proposal in shown.proposals:
            assert proposal.heard_by(seat.ear)


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(20)
@given(data=st.data())
def test_each_event_is_heard_by_those_for_whom_it_is(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    log = walk(open_table(setup), data.draw(st.randoms(use_true_random=False)))[-1].events
    for place, event in enumerate(log[1:], 1):
        hear = {seat.id for seat in setup.seats if not event.heard or seat.ear in event.heard}
        assert hear == ears(log[:place], event), event


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(20)
@given(data=st.data())
def test_what_a_seat_may_do_and_is_told_does_not_hang_on_proposals_it_has_not_heard(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    """Without them the same moves are legal, and the others are refused in the same words."""
    setup = data.draw(setups(cls, **fields))
    tables = walk(open_table(setup), data.draw(st.randoms(use_true_random=False)), 20)
    for at in tables:
        for seat in setup.seats:
            heard = tuple(p for p in at.proposals if seat.id in ears_of(at.events, p.id))
            if heard == at.proposals:
                continue
            without = changed(at, {"proposals": heard})
            assert view(at, seat.id) == view(without, seat.id)
            for kind in ("accept", "reject", "refer"):
                for move in candidates(at, kind):
                    assert _said(at, seat.id, move) == _said(without, seat.id, move)
                    about = getattr(move, "proposal", "")
                    if about and about not in {p.id for p in heard}:
                        assert _said(at, seat.id, move)


def _said(at: Table, seat: str, move: Move) -> str:
    """Return the sentence with which a move is refused; none where it is accepted."""
    try:
        after(at, seat, move)
    except IllegalMove as sentence:
        return str(sentence)
    return ""


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(20)
@given(data=st.data())
def test_views_do_not_depend_on_what_is_proposed_or_said_to_others(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    """Two tables differ in what some alone have heard; an outcome that tells it ends that."""
    setup = data.draw(setups(cls, **fields))
    random = data.draw(st.randoms(use_true_random=False))
    one = two = open_table(setup)
    outsiders = {seat.id for seat in setup.seats}
    for _ in range(40):
        if one.over or not (chosen := choose(one, random)):
            continue
        seat, move = chosen
        places = len(one.events), len(two.events)
        try:
            one, two = after(one, seat, move), after(two, seat, _other(one, seat, move, random))
        except IllegalMove:
            continue
        new = [
            [e.what for e in table.events[place + 1 :]]
            for table, place in zip((one, two), places, strict=True)
        ]
        if new[0] != new[1] or Revealed in map(type, new[0]):
            return
        if one.events[places[0]].what != two.events[places[1]].what:
            heard = one.events[places[0]].heard
            outsiders -= {each.id for each in setup.seats if each.ear in heard}
        for each in outsiders:
            assert view(one, each) == view(two, each)


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(30)
@given(data=st.data())
def test_nothing_tells_a_third_seat_that_something_was_done_that_it_does_not_hear(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    """In one of two tables something more is done that some alone hear: the views of the others
    are equal then, and after every further move that both tables take."""
    setup = data.draw(setups(cls, **fields))
    random = data.draw(st.randoms(use_true_random=False))
    one = walk(open_table(setup), random, random.randrange(12))[-1]
    ways = list(_unheard(one))
    if not ways:
        return
    two, hear = random.choice(ways)
    # Who is out of the room sees, when it comes back, where the table stands.
    deaf = {*hear, *one.seating.out}
    third = [seat.id for seat in setup.seats if seat.ear not in deaf]
    for _ in range(20):
        for seat in third:
            _assert_alike(one, two, seat)
        if one.over or not (chosen := choose(one, random)):
            continue
        seat, move = chosen
        about: Any = after(one, seat, move).events[len(one.events)].what
        move = move if isinstance(move, Propose) else about
        before = len(one.events), len(two.events)
        try:
            one, two = after(one, seat, move), after(two, seat, move)
        except IllegalMove:
            continue
        outcomes = [
            [event.what for event in table.events[place + 1 :]]
            for table, place in zip((one, two), before, strict=True)
        ]
        if outcomes[0] != outcomes[1]:
            # One table may agree on what the other has not heard of; a limit tells nothing.
            ended = [each[0] for each in outcomes if len(each) == 1 and [] in outcomes]
            assert not any(isinstance(what, Ended) for what in ended)
            return


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(15)
@given(data=st.data())
def test_nothing_tells_who_is_out_of_the_room_what_is_done_in_it(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    """The talks go on without a party at one of two tables, and not at the other: it sees the
    same, may do the same, and is refused in the same words. When it comes back, it sees where
    the table stands; no number, count or id tells more."""
    setup = data.draw(setups(cls, **fields))
    # A limit ends talks, of which everybody is told.
    rules = attrs.evolve(setup.rules, rounds=None, sessions=None, moves=None)
    party = data.draw(st.sampled_from(setup.delegations))
    late = data.draw(st.booleans()) and len(setup.delegations) > 2
    setup = attrs.evolve(setup, rules=rules, out=(party,) if late else ())
    random = data.draw(st.randoms(use_true_random=False))
    one = open_table(setup)
    if not late:
        one = walk(one, random, random.randrange(8))[-1]
        if "walk-out" not in legal(one, party):
            return
        one = after(one, party, WalkOut())
    two = one
    own = [seat.id for seat in setup.seats if seat.party == party]
    for _ in range(15):
        if two.over or not (chosen := choose(two, random)):
            continue
        seat, move = chosen
        done = after(two, seat, move)
        heard = done.events[len(two.events)].heard
        if heard and party not in heard and not done.over:
            two = done
        for each in own:
            _assert_alike(one, two, each)
    one, two = (after(at, party, Join()) for at in (one, two))
    alike = ("agenda", "round", "session", "phase", "common", "settled", "deal", "caucus")
    same = all(getattr(one, name) == getattr(two, name) for name in (*alike, "seating"))
    for each in own:
        seen = [view(at, each) for at in (one, two)]
        for name in ("moves", "motions", "proposals", "referred", "mandate", "walk_away"):
            assert getattr(seen[0], name) == getattr(seen[1], name)
        if same:
            assert seen[0] == seen[1]
    if same:
        # What is moved and proposed from now on is called the same.
        for move in (Communique(text="Again."), Propose(deal=deal("here", "60"))):
            assert _said(one, party, move) == _said(two, party, move)
            if not _said(one, party, move):
                seen = [view(after(at, party, move), party) for at in (one, two)]
                assert seen[0] == seen[1]


def _assert_alike(one: Table, two: Table, seat: str) -> None:
    """Check that a seat sees the same at two tables, and is refused what it may not in the same
    words."""
    assert view(one, seat) == view(two, seat)
    capital = State(text="A word.", to=(f"{one.seating.parties[0]}-principal",))
    for move in (Accept(), Reject(), Propose(deal=deal("here")), Refer(), capital):
        assert _said(one, seat, move) == _said(two, seat, move)


def _unheard(at: Table) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Yield the tables after whatever some alone hear could be done, and who hears it."""
    for party in at.setup.delegations if not at.over else ():
        for happening in happenings(at, party):
            yield happen(at, happening), (party,)
    for seat in at.setup.seats:
        for kind in legal(at, seat.id):
            for move in accepted(at, seat.id, kind):
                done = after(at, seat.id, move)
                (first, *more) = done.events[len(at.events) :]
                if first.heard and not more:
                    yield done, first.heard


def _other(at: Table, seat: str, move: Move, random: Random) -> Move:
    """Give, for what some alone hear, something else that they might hear instead."""
    said = after(at, seat, move).events[len(at.events)]
    if not said.heard or random.random() < 0.3:
        return move
    if isinstance(move, State):
        return attrs.evolve(move, text="Something else.")
    if isinstance(move, Propose):
        whole = len(move.deal) == len(ISSUES)
        deals = [deal("there", "60"), deal("here", "80")] if whole else [deal("there")]
        return attrs.evolve(move, deal=random.choice(deals), text="Something else.")
    return move


def test_a_view_has_no_field_for_the_interests_of_another() -> None:
    names = {field.name for field in attrs.fields(View)}
    assert not names & {"mandates", "interests", "setup", "table", "hidden", "events"}
    assert "mandate" in names


@given(st.data(), st.booleans())
def test_sealed_answers_reveal_nothing_without_an_overlap(
    data: st.DataObject, mediated: bool
) -> None:
    """Whatever each accepts in secret: where nothing overlaps, the others see the same."""
    parties = ("alba", "brae", "cora")
    wanted = [deal("here", "40"), deal("here", "60"), deal("there", "80")]
    start = table(Sealed(), parties, mediator="envoy" if mediated else "", principals=True)
    sealed = play(start, *((p, Propose(deal=d)) for p, d in zip(parties, wanted, strict=True)))
    assert isinstance(sealed.events[-1].what, Revealed)
    made = [one.id for one in sealed.proposals]

    def answer(seat: str) -> Move:
        own = made[parties.index(seat)]
        others = [one for one in made if one != own]
        taken = data.draw(st.lists(st.sampled_from(others), unique=True, max_size=2))
        subject = data.draw(st.booleans())
        if not taken:
            return Reject()
        return Accept(proposal=taken[0], also=tuple(taken[1:]), ad_referendum=subject)

    order = data.draw(st.permutations(parties))
    answers = {seat: answer(seat) for seat in parties}
    changer = data.draw(st.sampled_from(parties))
    varied = {**answers, changer: answer(changer)}
    one = play(sealed, *((seat, answers[seat]) for seat in order))
    two = play(sealed, *((seat, varied[seat]) for seat in order))
    if not (isinstance(one.events[-1].what, NoOverlap) and one.stage == two.stage == "seal"):
        return
    for seat in one.setup.seats:
        if seat.party != changer:
            assert view(one, seat.id) == view(two, seat.id)


@given(st.data())
def test_the_name_of_a_proposal_that_is_opened_tells_nothing_of_those_that_never_were(
    data: st.DataObject,
) -> None:
    """Some seal a proposal before the round begins anew, and others do not; then all do."""
    parties = ("alba", "brae", "cora")
    start = table(
        Sealed(amended_by=AmendedBy.CHAIR), parties, mediator="envoy", principals=True
    )
    third = data.draw(st.sampled_from(parties))
    ends = []
    for sealed in data.draw(st.tuples(*[st.sets(st.sampled_from(parties), max_size=2)] * 2)):
        own = sealed - {third}
        early = [(one, Propose(deal=deal("here", "40"))) for one in parties if one in own]
        new = Amend(on="border", option=Option(id="halfway", name="Halfway"))
        whole = [(one, Propose(deal=deal("halfway", "40"))) for one in parties]
        ends.append(play(start, *early, ("envoy", new), *whole))
    for seat in ("envoy", third, f"{third}-principal"):
        assert view(ends[0], seat) == view(ends[1], seat)


@given(st.data())
def test_proposals_that_stay_sealed_reveal_nothing(data: st.DataObject) -> None:
    start = table(Sealed(shown=False), ("alba", "brae"))
    every = [deal(border, water) for border in ISSUES["border"] for water in ISSUES["water"]]
    own, other = data.draw(st.permutations(every).map(lambda shuffled: shuffled[:2]))
    third = data.draw(st.sampled_from([one for one in every if one != own]))
    one = play(start, ("brae", Propose(deal=other)), ("alba", Propose(deal=own)))
    two = play(start, ("brae", Propose(deal=third)), ("alba", Propose(deal=own)))
    assert view(one, "alba") == view(two, "alba")
    assert one.round == 2 and isinstance(one.events[-1].what, NoOverlap)


def test_in_shuttle_talks_a_delegation_hears_only_what_is_carried_to_it() -> None:
    at = play(
        table(Shuttle(), ("alba", "brae"), mediator="envoy"),
        ("alba", Propose(deal=deal("here", "40"))),
        ("brae", Propose(deal=deal("there", "80"))),
        ("envoy", Propose(deal=deal("here", "60"), to=("brae",))),
    )
    assert [event.kind for event in view(at, "alba").heard] == ["opened", "propose"]
    assert [event.kind for event in view(at, "brae").heard] == ["opened", "propose", "propose"]
    assert len(view(at, "envoy").heard) == 4
    assert view(at, "alba").offer is None
    offer = view(at, "brae").offer
    assert offer is not None and offer.deal == deal("here", "60")


def test_a_caucus_is_heard_by_the_party_and_the_mediator_only() -> None:
    at = play(
        table(Shuttle(), ("alba", "brae"), mediator="envoy", principals=True),
        ("envoy", Caucus(party="alba")),
        ("alba", State(text="Between us.")),
        ("envoy", State(deal=deal("there"), question=True)),
    )
    heard = {seat.id: len(view(at, seat.id).heard) for seat in at.setup.seats}
    assert heard == {
        "alba": 4,
        "brae": 2,
        "alba-principal": 4,
        "brae-principal": 2,
        "envoy": 4,
    }
    assert not at.proposals


def test_talks_are_the_same_whoever_asks_again() -> None:
    """Nothing in the table depends on chance or on a clock."""
    start = table(Sealed(), mediator="envoy")
    assert walk(start, Random(7)) == walk(start, Random(7))
