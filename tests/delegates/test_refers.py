"""Delegations that ask their capital before they accept what goes beyond their mandate."""

import random

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.delegates.build import PARTIES, agendas, is_open, plain_worth, played, sides
from tests.delegates.test_principal import ALBA, OVER

from accord.delegates import catalogue, parse
from accord.delegates.linear import Linear
from accord.delegates.principal import Principal
from accord.model import Range
from accord.play import Game, play
from accord.tactics import Const, Delegate
from accord.talks import (
    Accept,
    Alternating,
    Mandate,
    Move,
    OpenFloor,
    Options,
    Propose,
    Refer,
    Rules,
    Sealed,
    Setup,
    Shuttle,
    SingleText,
    Stacked,
    Table,
    after,
    open_table,
    read,
    replay,
    seats,
    view,
    write,
)
from accord.testing import check_delegate

RULES = [
    Alternating(rounds=6),
    Alternating(rounds=6, binding_issues=True),
    Stacked(rounds=6),
    OpenFloor(moves=60),
    Sealed(rounds=6),
    Shuttle(rounds=6, moves=60),
    SingleText(rounds=8),
]
OFFERED = Options(price="60", border="here")  # worth 68 to alba


def offered(rules: Rules, mandate: Mandate, principals: bool = True) -> Table:
    """Return the table at which alba has to answer an offer of brae."""
    table = open_table(
        Setup(
            agenda=OVER,
            seats=seats(("brae", "alba"), principals=["alba"] if principals else []),
            rules=rules,
            mandates={"alba": mandate},
        )
    )
    return after(table, "brae", Propose(deal=OFFERED))


def answer(table: Table, least: float, refers: bool = True) -> Move:
    one = Linear(interests=ALBA, accept=Const(least), refers=refers)
    return one.move(view(table, "alba"), random.Random(0))


@pytest.mark.parametrize("rules", [Alternating(), Stacked(), OpenFloor()])
@pytest.mark.parametrize("covered", [True, False])
def test_it_asks_and_accepts_outright_what_the_new_mandate_covers(
    rules: Rules, covered: bool
) -> None:
    narrow = Mandate(price=("90", "100"))
    table = offered(rules, narrow)
    asked = answer(table, 60)
    assert isinstance(asked, Refer)
    table = after(table, "alba", asked)
    assert table.awaited[0] == "alba-principal"
    # With a walk-away value of 69, nothing worth 68 is left to the delegation.
    least = Range(40, 40) if covered else Range(69, 69)
    principal = Principal(interests=evolve(ALBA, walk_away=least), horizon=1)
    instructed = principal.move(view(table, "alba-principal"), random.Random(0))
    table = after(table, "alba-principal", instructed)
    answered = answer(table, 60)
    assert isinstance(answered, Accept)
    assert answered.ad_referendum is not covered


def test_it_asks_about_nothing_else() -> None:
    narrow = Mandate(price=("90", "100"))
    rules = Stacked()
    assert isinstance(answer(offered(rules, narrow), 60, refers=False), Accept)
    assert isinstance(answer(offered(rules, narrow), 70), Propose)  # it would not take it
    assert answer(offered(rules, Mandate(price=("60",))), 60) == Accept(proposal="brae.1")
    assert isinstance(answer(offered(rules, narrow, principals=False), 60), Propose)


@given(st.data(), st.sampled_from(RULES))
def test_talks_with_capitals_that_are_asked(data: st.DataObject, rules: Rules) -> None:
    over = data.draw(agendas(3))
    parties = PARTIES[: data.draw(st.integers(2, 3))]
    held = {party: data.draw(sides(over, party)) for party in parties}
    issue = next(iter(over.issues))
    kinds = data.draw(st.lists(st.sampled_from(["linear", "micro"]), min_size=3, max_size=3))
    programs = {
        **{p: parse(f"{k}:refers=yes")(held[p]) for p, k in zip(parties, kinds, strict=False)},
        **{f"{p}-principal": parse("principal")(one) for p, one in held.items()},
        "envoy": parse("from-heard")(),
    }
    setup = Setup(
        agenda=over,
        seats=seats(parties, principals=True, mediator="envoy"),
        rules=rules,
        mandates={p: {issue: tuple(over.issues[issue].choices)[:1]} for p in parties},
    )
    game = Game(setup=setup, interests=tuple(held.values()), delegates=programs)
    done = play(game)
    assert replay(read(write(done.log))) == done.table
    for seat in setup.seats:
        for event in view(done.table, seat.id).heard:
            if isinstance(event.what, Refer):
                assert event.seat == seat.party
    if done.deal is not None:
        for one in held.values():
            assert is_open(over, one, {}, done.deal)
            assert plain_worth(one, done.deal) >= one.walk_away_value.middle - 1e-5


@pytest.mark.parametrize("name", ["linear", "issue-by-issue", "rubinstein", "hard-headed"])
def test_those_who_refer_keep_to_the_contract(name: str) -> None:
    check_delegate(parse(f"{name}:refers=yes"))


def test_every_delegation_can_refer() -> None:
    for name, kind in catalogue().items():
        if kind.role == "delegation":
            assert parse(f"{name}:refers=yes").settings["refers"] is True


def test_a_whole_talk_refers_and_ends_in_a_deal() -> None:
    sitting: dict[str, Delegate] = {
        "alba": Linear(interests=ALBA, refers=True),
        "brae": Linear(interests=evolve(ALBA, party="brae", walk_away=Range(0, 0))),
        "alba-principal": Principal(interests=ALBA),
    }
    table = played(
        OVER,
        Stacked(rounds=8),
        sitting,
        parties=("brae", "alba"),
        principals=["alba"],
        mandates={"alba": Mandate(price=("0",))},
    )
    kinds = [event.kind for event in table.events]
    assert kinds[-4:] == ["refer", "instruct", "accept", "agreed"]
