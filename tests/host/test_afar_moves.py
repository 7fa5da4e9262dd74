"""Moves that wait: what the table would allow is never held back here, and what is lost is."""

from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import few
from tests.talks.build import KINDS, NAMES, deal, play, setups, table

from accord.host.afar_moves import AfarMove, by_others, heard_by_then, pinned, why_not
from accord.talks import (
    Accept,
    Alternating,
    Consent,
    Instruct,
    Object,
    OpenFloor,
    Propose,
    Refer,
    Retract,
    Rules,
    Settle,
    State,
    after,
    legal,
    open_table,
    view,
)
from accord.testing.random_talks import accepted, walk


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(4)
@given(data=st.data())
def test_nothing_that_the_table_allows_is_held_back(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    random = data.draw(st.randoms(use_true_random=False))
    for at in walk(open_table(setup), random, 20)[::6]:
        for seat in at.seating.seats:
            seen = view(at, seat.id)
            for kind in legal(at, seat.id):
                for move in [*accepted(at, seat.id, kind)][:3]:
                    named = pinned(seen, move)
                    assert [*why_not(seen, named)] == [], (seat, move)
                    # With its subject by name it is the same move.
                    assert after(at, seat.id, named) == after(at, seat.id, move)


def test_what_is_meant_by_the_last_one_is_named() -> None:
    at = play(
        table(OpenFloor()),
        ("brae", Propose(deal=deal("here"))),
        ("alba", Settle(options=deal("here"))),
    )
    assert pinned(view(at, "brae"), Retract()) == Retract(proposal="brae.1")
    assert pinned(view(at, "brae"), Consent()) == Consent(motion=1)
    assert pinned(view(at, "alba"), Object()) == Object(motion=1)
    offered = play(table(Alternating()), ("alba", Propose(deal=deal("here", "40"))))
    assert pinned(view(offered, "brae"), Accept()) == Accept(proposal="alba.1")


def test_what_was_referred_already_is_not_what_is_referred_next() -> None:
    begun = play(
        table(OpenFloor(), principals=True),
        ("brae", Propose(deal=deal("here"))),
        ("brae", Propose(deal=deal("there"))),
        ("alba", Refer()),
    )
    asked = play(begun, ("alba-principal", Instruct(mandate={}, text="Not yet.")))
    named = pinned(view(asked, "alba"), Refer())
    assert isinstance(named, Refer) and named.proposal
    assert named.proposal not in view(asked, "alba").referred
    assert after(asked, "alba", named) == after(asked, "alba", Refer())


def test_why_a_move_no_longer_stands_is_said() -> None:
    at = play(table(OpenFloor()), ("brae", Propose(deal=deal("here"))))
    gone = play(at, ("brae", Retract()))
    assert "The proposal brae.1 is not open any more." in [
        *why_not(view(gone, "alba"), Accept(proposal="brae.1"))
    ]
    said = [*why_not(view(at, "alba"), Propose(deal={"border": "moon", "sea": "40"}))]
    assert said == [
        "The option 'moon' of “Border” is not on the agenda any more.",
        "The issue 'sea' is not on the agenda any more.",
    ]
    assert [*why_not(view(at, "alba"), Consent(motion=3))][-1] == (
        "Motion 3 is not open any more."
    )


def test_what_the_own_side_did_is_not_what_others_did() -> None:
    at = table(OpenFloor(), principals=["alba"])
    at = play(
        at, ("alba", State(text="Ours.")), ("alba-principal", State(text="Yes.", to=("alba",)))
    )
    assert by_others(view(at, "alba"), 1) == ()
    at = play(at, ("brae", State(text="Theirs.")))
    assert [one.seat for one in by_others(view(at, "alba"), 1)] == ["brae"]
    seen = view(at, "alba")
    assert heard_by_then(seen, 1, "alba") == 2
    assert heard_by_then(seen, 2, "alba") == 2


def test_it_is_read_back_as_it_was_written() -> None:
    one = AfarMove(
        key="k",
        table="plenary",
        move=Propose(deal=deal("here"), text="é"),
        by="Ada",
        at=datetime(2033, 9, 30, 12, tzinfo=UTC),
        heard=4,
    )
    sent = attrs.evolve(one, until=one.at)
    assert sent.tried and not one.tried
    for each in (one, one.as_draft("For this.", "And that."), sent):
        assert AfarMove.from_json(each.to_json()) == each
