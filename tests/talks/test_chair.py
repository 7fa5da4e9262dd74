"""The chair calls on those for whom the table waits, programs and people alike."""

from typing import Any

import pytest
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import few
from tests.talks.build import KINDS, NAMES, deal, mandate, play, setups, table

from accord.talks import (
    Accept,
    Alternating,
    Caucus,
    Instruct,
    OpenFloor,
    Propose,
    Recess,
    Refer,
    Reject,
    Resume,
    Rules,
    Sealed,
    SingleText,
    State,
    Table,
    after,
    calls,
    consulted,
    legal,
    open_table,
)
from accord.testing.random_talks import walk

WHOLE = Propose(deal=deal("here", "40"))


def seats(at: Table) -> list[str]:
    return [call.seat for call in calls(at)]


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(20)
@given(data=st.data())
def test_somebody_is_called_on_until_talks_are_over_and_can_move(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    for at in walk(open_table(setup), data.draw(st.randoms(use_true_random=False))):
        called = calls(at)
        assert bool(called) is not at.over
        if at.awaited:
            assert called[0].seat == at.awaited[0]
            assert {call.seat for call in called} <= {*at.awaited}
        for call in called:
            assert {*legal(at, call.seat)} - {"state", "recess", "caucus", "withdraw", "close"}
            if call.move is not None:
                after(at, call.seat, call.move)


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(20)
@given(data=st.data())
def test_principals_are_asked_when_a_round_begins_and_not_later(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    for at in walk(open_table(setup), data.draw(st.randoms(use_true_random=False))):
        asked = consulted(at)
        assert {*asked} <= {*setup.principals.values()}
        moved = [event.seat for event in at.events if event.seat and event.round == at.round]
        if at.round == 1 or at.over or {*moved} - {*setup.principals.values()}:
            assert not asked
        else:
            assert {*asked} | {*moved} == {*setup.principals.values()}


def test_whoever_answers_first_the_others_need_not_wait() -> None:
    start = table(SingleText(), ("alba", "brae", "cora"), mediator="envoy")
    drafted = play(start, ("envoy", WHOLE))
    assert seats(start) == ["envoy"]
    assert seats(drafted) == ["alba", "brae", "cora"]
    assert seats(play(drafted, ("brae", Reject()))) == ["alba", "cora"]
    assert seats(table(Sealed())) == ["alba", "brae"]


def test_who_answers_in_turn_is_called_on_alone() -> None:
    at = play(table(Alternating(), ("alba", "brae", "cora")), ("alba", WHOLE))
    assert at.awaited == ("brae", "cora")
    assert seats(at) == ["brae"]


def test_who_awaits_its_capital_is_not_called_on_but_the_capital_is() -> None:
    start = table(Alternating(), principals=True)
    at = play(start, ("alba", WHOLE), ("brae", Refer(text="May we?")))
    assert seats(at) == ["brae-principal"]
    told = play(at, ("brae-principal", Instruct(mandate=frozendict())))
    assert seats(told) == ["brae"]


def test_on_an_open_floor_each_speaks_once_and_then_the_chair_ends_the_round() -> None:
    at = table(OpenFloor(), ("alba", "brae", "cora"), host="inn")
    assert seats(at) == ["alba", "brae", "cora"]
    at = play(at, ("brae", WHOLE), ("inn", State(text="Please.")), ("brae", WHOLE))
    assert seats(at) == ["alba", "cora"]
    at = play(at, ("alba", Recess()))
    assert seats(at) == ["inn"]
    at = play(at, ("inn", Resume()))
    assert seats(at) == ["cora"]
    (call,) = calls(play(at, ("cora", Accept())))
    assert (call.seat, call.move) == ("inn", Recess(ends_round=True))


def test_to_open_the_table_again_is_no_speech() -> None:
    at = table(OpenFloor())
    at = play(at, ("alba", WHOLE), ("brae", WHOLE), ("alba", Recess(ends_round=True)))
    assert seats(at) == ["alba"]
    assert seats(play(at, ("alba", Resume()))) == ["alba", "brae"]


def test_the_mediator_ends_a_caucus_before_the_party_does() -> None:
    start = table(OpenFloor(), mediator="envoy")
    assert seats(play(start, ("envoy", Caucus(party="brae")))) == ["envoy"]


def test_a_principal_that_has_spoken_in_the_round_is_not_asked_again() -> None:
    start = table(Alternating(), principals=True)
    at = play(start, ("alba", WHOLE), ("brae", Reject()), ("brae", WHOLE), ("alba", Reject()))
    assert (at.round, consulted(at)) == (2, ("alba-principal", "brae-principal"))
    told = play(at, ("alba-principal", Instruct(mandate=mandate("40"))))
    assert consulted(told) == ("brae-principal",)
    assert consulted(play(told, ("alba", WHOLE))) == ()
    assert consulted(start) == ()
