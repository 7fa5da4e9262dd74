"""What a seat sees of whose move it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import few
from tests.talks.build import KINDS, NAMES, deal, play, setups, table

from accord.talks import Accept, Phase, Propose, Refer, Rules, Stacked, open_table, view
from accord.talks.guards import has_turn
from accord.testing.random_talks import walk


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(10)
@given(data=st.data())
def test_a_delegation_is_told_that_it_is_awaited_where_it_can_answer_now(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    random = data.draw(st.randoms(use_true_random=False))
    for at in walk(open_table(setup), random, 25):
        if at.phase is not Phase.TALKS or not at.setup.rules.in_order:
            continue
        for seat in at.seating.seats:
            seen = view(at, seat.id)
            if seat.id in at.seating.delegations:
                assert (seat.id in seen.awaited) == has_turn(at, seat)


def test_of_those_who_move_one_after_the_other_the_first_is_awaited() -> None:
    at = table(Stacked(), ("alba", "brae", "cora"), principals=["brae"])
    offered = play(at, ("alba", Propose(deal=deal("here", "40"))))
    for seat in ("alba", "brae", "cora"):
        assert view(offered, seat).awaited == ("brae",)
    asked = play(offered, ("brae", Refer()))
    assert view(asked, "brae").awaited == ("brae-principal",)
    assert view(asked, "alba").awaited == ("brae",)
    then = play(offered, ("brae", Accept()))
    assert view(then, "alba").awaited == ("cora",)
