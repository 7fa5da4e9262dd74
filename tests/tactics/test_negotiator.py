"""Which kind of move is made under which rules, and what is never done."""

import random
from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.delegates.build import (
    PARTIES,
    agendas,
    every_deal,
    is_open,
    plain_worth,
    played,
    sides,
)
from tests.tactics.test_acceptance import ALBA, OVER, deal

from accord.delegates.boulware import Boulware
from accord.delegates.linear import Linear
from accord.delegates.micro import Micro
from accord.delegates.random_walker import RandomWalker
from accord.delegates.relative_tit_for_tat import RelativeTitForTat
from accord.errors import AccordError
from accord.kernels.ties import TIE
from accord.model import Range
from accord.tactics import Const, Delegate, Turn
from accord.talks import (
    Accept,
    Alternating,
    Caucus,
    Move,
    OpenFloor,
    Phase,
    Propose,
    Recess,
    Reject,
    Resume,
    Rules,
    Sealed,
    Setup,
    SingleText,
    Stacked,
    State,
    Table,
    Withdraw,
    after,
    open_table,
    seats,
    view,
)

KINDS = [Linear, Boulware, Micro, RandomWalker, RelativeTitForTat]
RULES = [
    Alternating(rounds=5),
    Stacked(rounds=5, binding_issues=True),
    Sealed(rounds=5),
    Sealed(rounds=5, shown=False),
    OpenFloor(moves=40),
]


def opened(rules: Rules, **rest: Any) -> Table:
    mandates = rest.pop("mandates", {})
    setup = Setup(
        agenda=OVER, seats=seats(("alba", "brae"), **rest), rules=rules, mandates=mandates
    )
    return open_table(setup)


def move_of(table: Table, one: Delegate | None = None) -> Move:
    """Return what alba does."""
    return (one or Linear(interests=ALBA)).move(view(table, "alba"), random.Random(0))


@settings(max_examples=100)
@given(st.data(), st.sampled_from(RULES), st.booleans())
def test_whatever_is_agreed_is_acceptable_to_all(
    data: st.DataObject, rules: Rules, referred: bool
) -> None:
    over = data.draw(agendas(3))
    parties = PARTIES[: data.draw(st.integers(2, 3))]
    held = {party: data.draw(sides(over, party)) for party in parties}
    sitting: dict[str, Delegate] = {
        party: data.draw(st.sampled_from(KINDS))(interests=held[party]) for party in parties
    }
    issue = next(iter(over.issues))
    mandates = {"alba": {issue: tuple(over.issues[issue].choices)[:1]}}
    table = played(over, rules, sitting, mandates=mandates)
    if table.deal is None:
        assert table.ended
        return
    assert table.deal[issue] in mandates["alba"][issue]
    for one in held.values():
        assert is_open(over, one, {}, table.deal)
        assert plain_worth(one, table.deal) >= one.walk_away_value.middle - TIE - 1e-9


@pytest.mark.parametrize("rules", [Alternating(rounds=9), Stacked(rounds=9), Sealed(rounds=9)])
def test_those_who_come_down_to_their_walk_away_values_agree_where_that_can_be(
    rules: Rules,
) -> None:
    """With three parties and one issue, all come down to the one deal that all can take."""
    held = {
        party: interests(
            party,
            {"price": (1.0, {str(w): 100.0 - abs(w - peak) for w in range(101)})},
            walk_away=50.0,
        )
        for party, peak in zip(PARTIES, (0, 50, 100), strict=True)
    }
    table = played(OVER, rules, {p: Linear(interests=i) for p, i in held.items()})
    assert table.deal == deal(50)


def test_without_a_deal_it_could_accept_it_leaves_and_says_so() -> None:
    hopeless = evolve(ALBA, walk_away=Range(101, 101))
    table = opened(Stacked())
    move = move_of(table, Linear(interests=hopeless))
    assert isinstance(move, Withdraw)
    assert "no deal" in move.reason
    assert after(table, "alba", move).phase is Phase.ENDED


def test_beyond_the_mandate_it_proposes_ad_referendum_where_its_principal_sits() -> None:
    mandates = {"alba": {"price": ("40", "60")}}
    alone = move_of(opened(Stacked(), mandates=mandates))
    assert alone == Propose(deal=deal(60))
    backed = opened(Stacked(), mandates=mandates, principals=["alba"])
    assert move_of(backed) == Propose(deal=deal(100), ad_referendum=True)


@pytest.mark.parametrize(
    ("principals", "offered", "accepted", "referred"),
    [
        ([], 60, True, False),
        ([], 70, False, False),
        (["alba"], 60, True, False),
        (["alba"], 70, True, True),
    ],
)
def test_beyond_the_mandate_it_accepts_ad_referendum_where_its_principal_sits(
    principals: list[str], offered: int, accepted: bool, referred: bool
) -> None:
    table = opened(Stacked(), mandates={"alba": {"price": ("40", "60")}}, principals=principals)
    table = after(table, "alba", Propose(deal=deal(40)))
    table = after(table, "brae", Propose(deal=deal(offered)))
    move = move_of(table, Linear(interests=ALBA, accept=Const(50)))
    if accepted:
        assert isinstance(move, Accept)
        assert move.ad_referendum == referred
    else:
        assert isinstance(move, Propose)


def test_a_text_is_compared_with_the_one_that_stands() -> None:
    table = opened(SingleText(), mediator="envoy")
    answers = []
    for worth in (40, 45, 44, 45):
        table = after(table, "envoy", Propose(deal=deal(worth)))
        answers.append(move_of(table))
        table = after(table, "alba", answers[-1])
        table = after(table, "brae", Accept())
    assert [answer.kind for answer in answers] == ["accept", "accept", "reject", "accept"]
    assert isinstance(answers[2], Reject)
    assert answers[2].rather == {"price": tuple(map(str, range(45, 101)))}


@pytest.mark.parametrize(("worth", "kind"), [(9, "reject"), (10, "accept")])
@pytest.mark.parametrize("final", [False, True])
def test_a_first_text_and_a_vote_are_held_to_no_deal(
    worth: int, kind: str, final: bool
) -> None:
    table = opened(SingleText(), mediator="envoy")
    table = after(table, "envoy", Propose(deal=deal(worth), final=final))
    assert move_of(table).kind == kind


def test_all_sealed_proposals_that_are_good_enough_are_accepted() -> None:
    table = open_table(Setup(agenda=OVER, seats=seats(PARTIES), rules=Sealed(shown=True)))
    for party, worth in zip(PARTIES, (90, 60, 70), strict=True):
        table = after(table, party, Propose(deal=deal(worth)))
    move = move_of(table, Linear(interests=ALBA, accept=Const(55)))
    assert isinstance(move, Accept)
    assert {move.proposal, *move.also} == {p.id for p in table.proposals[1:]}
    assert move_of(table, Linear(interests=ALBA, accept=Const(80))) == Reject()


def test_on_the_open_floor_it_awaits_an_answer_and_takes_the_best_that_is_good_enough() -> None:
    table = opened(OpenFloor())
    table = after(table, "alba", move_of(table))
    assert isinstance(move_of(table), State)
    for worth in (60, 70, 65):
        table = after(table, "brae", Propose(deal=deal(worth)))
    move = move_of(table, Linear(interests=ALBA, accept=Const(55)))
    assert move == Accept(proposal=table.proposals[2].id)
    countered = move_of(table, Linear(interests=ALBA, accept=Const(99)))
    assert countered == Propose(deal=deal(96))
    table = after(table, "alba", countered)
    assert move_of(table, Linear(interests=ALBA, accept=Const(99))) == Reject()


def test_a_recess_is_ended_by_the_delegations_only_where_nobody_chairs() -> None:
    assert move_of(after(opened(Stacked()), "brae", Recess())) == Resume()
    chaired = after(opened(Stacked(), mediator="envoy"), "brae", Recess())
    assert isinstance(move_of(chaired), State)


def test_in_a_caucus_it_says_what_it_would_propose() -> None:
    table = opened(Stacked(), mediator="envoy")
    table = after(table, "envoy", Caucus(party="alba"))
    said = move_of(table)
    assert isinstance(said, State) and said.deal == deal(100)
    assert move_of(after(table, "alba", said)) == Resume()
    away = after(opened(Stacked(), mediator="envoy"), "envoy", Caucus(party="brae"))
    waits = move_of(away)
    assert isinstance(waits, State) and not waits.deal


def test_a_part_is_completed_by_common_ground_and_then_by_what_it_would_propose() -> None:
    over = agenda({"a": ["0", "1"], "b": ["0", "1"], "c": ["0", "1"]})
    mine = interests(
        "alba", {i: (w, {"0": 0.0, "1": 100.0}) for i, w in (("a", 50), ("b", 30), ("c", 20))}
    )
    table = open_table(Setup(agenda=over, seats=seats(("alba", "brae")), rules=Stacked()))
    table = after(table, "alba", Propose(deal=frozendict(c="0")))
    table = after(table, "brae", Accept())
    table = after(table, "alba", Propose(deal=frozendict(a="1")))
    table = after(table, "brae", Propose(deal=frozendict(b="1")))
    assert table.common == {"c": "0"}
    turn = Turn.of(view(table, "alba"), mine, 20)
    whole = turn.whole(frozendict(b="0"), frozendict(a="1", b="1", c="1"))
    assert whole == {"a": "1", "b": "0", "c": "0"}
    good = Linear(interests=mine, accept=Const(80)).move(view(table, "alba"), random.Random())
    assert isinstance(good, Accept)
    bad = Linear(interests=mine, accept=Const(81)).move(view(table, "alba"), random.Random())
    assert isinstance(bad, Propose)


def test_what_is_settled_is_kept() -> None:
    over = agenda({"a": ["0", "1"], "b": ["0", "1"]})
    mine = interests("alba", {i: (50, {"0": 0.0, "1": 100.0}) for i in ("a", "b")})
    rules = Stacked(binding_issues=True)
    table = open_table(Setup(agenda=over, seats=seats(("alba", "brae")), rules=rules))
    table = after(table, "alba", Propose(deal=frozendict(a="0")))
    table = after(table, "brae", Accept())
    move = Linear(interests=mine).move(view(table, "alba"), random.Random())
    assert move == Propose(deal=frozendict(a="0", b="1"))
    assert len(every_deal(over)) == 4


def test_interests_sit_for_their_own_party_only() -> None:
    table = opened(Stacked())
    with pytest.raises(AccordError, match="cannot sit as 'brae'"):
        Linear(interests=ALBA).move(view(table, "brae"), random.Random())
