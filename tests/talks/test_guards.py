"""What a row of the transition table asks of a seat is asked of that seat and no other."""

import pytest
from tests.talks.build import deal, mandate, play, refused, table

from accord.talks import Accept, OpenFloor, Propose, Refer, Reject, Table, view
from accord.talks.guards import acceptable, covers, referable, rejectable

THREE = ("alba", "brae", "cora")
WHOLE = deal("here", "40")


def whispered() -> Table:
    """Return a table at which Alba has proposed something to Brae alone."""
    return play(
        table(OpenFloor(), THREE, principals=True), ("alba", Propose(deal=WHOLE, to=("brae",)))
    )


@pytest.mark.parametrize("move", [Accept, Reject, Refer])
def test_what_one_has_not_heard_one_can_neither_answer_nor_refer(
    move: type[Accept | Reject | Refer],
) -> None:
    at = whispered()
    assert move.kind in view(at, "brae").legal
    for seat in ("alba", "cora"):
        if (seat, move) != ("alba", Refer):
            assert move.kind not in view(at, seat).legal
    (one,) = at.proposals
    said = refused(at, "cora", move(proposal=one.id))
    assert said.startswith(("There is no proposal", "No proposal"))


def test_who_can_answer_an_open_proposal() -> None:
    at = whispered()
    (one,) = at.proposals
    alba, brae, cora = (at.seating.by_id[seat] for seat in THREE)
    assert [acceptable(at, seat, one) for seat in (alba, brae, cora)] == [False, True, False]
    assert [rejectable(seat, one) for seat in (alba, brae, cora)] == [False, True, False]
    assert not referable(at, cora, one)
    (done,) = play(at, ("brae", Accept(issues=("border",)))).proposals
    assert acceptable(at, brae, done) and rejectable(brae, done)


def test_a_mandate_covers_what_it_says_nothing_of() -> None:
    assert covers(mandate("40"), deal("here")) and covers(mandate("40"), WHOLE)
    assert not covers(mandate("60"), WHOLE)
