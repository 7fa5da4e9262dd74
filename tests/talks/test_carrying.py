"""A note given to the mediator is carried as who gave it lets it be, or not at all."""

import pytest
from tests.talks.build import play, refused, table

from accord.talks import (
    Carriage,
    Carry,
    Caucus,
    OpenFloor,
    Resume,
    State,
    Table,
    legal,
    view,
)

THREE = ("alba", "brae", "cora")
NOTE = "alba>envoy:note.1"


def given(how: Carriage) -> Table:
    at = play(table(OpenFloor(), THREE, mediator="envoy"), ("envoy", Caucus(party="alba")))
    said = State(text="We could leave by June.", carriage=how)
    return play(at, ("alba", said), ("envoy", Resume()))


@pytest.mark.parametrize(
    ("how", "of", "question"),
    [
        (Carriage.AS_MINE, "alba", False),
        (Carriage.AS_YOURS, "", False),
        (Carriage.AS_A_QUESTION, "", True),
    ],
)
def test_a_note_is_carried_as_its_giver_lets_it_be(
    how: Carriage, of: str, question: bool
) -> None:
    before = given(how)
    at = play(before, ("envoy", Carry(note=NOTE, to=("brae",))))
    heard = view(at, "brae").heard[-1]
    text = "We could leave by June."
    assert heard.what == Carry(note="", to=("brae",), text=text, of=of, question=question)
    assert heard.heard == ("brae", "envoy")
    assert view(at, "cora") == view(before, "cora")
    assert view(at, "alba") == view(before, "alba")
    assert view(at, "envoy").heard[-1].what == at.events[-1].what


def test_what_is_not_to_be_carried_is_not() -> None:
    at = given(Carriage.NO)
    assert "carry" not in legal(at, "envoy")
    assert refused(at, "envoy", Carry(note=NOTE, to=("brae",))).startswith("There is no note ")


def test_a_note_goes_to_others_in_the_room_and_what_all_heard_is_none() -> None:
    at = given(Carriage.AS_MINE)
    assert "of alba itself" in refused(at, "envoy", Carry(note=NOTE, to=("alba", "brae")))
    assert "delegations in the room" in refused(at, "envoy", Carry(note=NOTE, to=("dana",)))
    loud = State(text="To all.", carriage=Carriage.AS_MINE)
    assert "said to the mediator alone" in refused(at, "brae", loud)
    assert "only a delegation gives notes" in refused(at, "envoy", loud).lower()
    aside = State(text="No more.", to=("envoy",), carriage=Carriage.AS_YOURS)
    at = play(at, ("alba", aside))
    assert list(at.notes) == [NOTE, "alba>envoy:note.2"]
