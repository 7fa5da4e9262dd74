"""A note given to the mediator is carried as who gave it lets it be, or not at all."""

import pytest
from tests.talks.build import deal, play, refused, table

from accord.talks import (
    Carriage,
    Carry,
    Caucus,
    OpenFloor,
    Resume,
    State,
    Table,
    WalkOut,
    legal,
    view,
)

THREE = ("alba", "brae", "cora")
TEXT = "We could leave by June."
NOTE = "alba>envoy:note.1"


def given(how: Carriage) -> Table:
    at = play(table(OpenFloor(), THREE, mediator="envoy"), ("envoy", Caucus(party="alba")))
    said = State(text=TEXT, deal=deal("here"), carriage=how)
    return play(at, ("alba", said), ("envoy", Resume()))


def test_a_note_is_carried_as_its_givers_words() -> None:
    before = given(Carriage.AS_MINE)
    at = play(before, ("envoy", Carry(note=NOTE, to=("brae",))))
    heard = view(at, "brae").heard[-1]
    assert heard.what == Carry(note="", to=("brae",), text=TEXT, deal=deal("here"), of="alba")
    assert heard.heard == ("brae", "envoy")
    assert view(at, "cora") == view(before, "cora")
    assert view(at, "alba") == view(before, "alba")
    assert view(at, "envoy").heard[-1].what == at.events[-1].what


@pytest.mark.parametrize("aside", [False, True])
@pytest.mark.parametrize("how", [Carriage.AS_YOURS, Carriage.AS_A_QUESTION])
def test_what_is_carried_as_the_mediators_is_heard_as_its_own_words(
    how: Carriage, aside: bool
) -> None:
    before = given(how)
    if aside:
        before = play(before, ("envoy", Caucus(party="brae")))
    own = State(
        text=TEXT,
        deal=deal("here"),
        to=() if aside else ("brae",),
        question=how is Carriage.AS_A_QUESTION,
    )
    carried = play(before, ("envoy", Carry(note=NOTE, to=("brae",))))
    said = play(before, ("envoy", own))
    for seat in THREE:
        assert view(carried, seat) == view(said, seat)
    assert view(carried, "envoy").heard[-1].what == carried.events[-1].what
    if aside:
        others = Carry(note=NOTE, to=("cora",))
        assert "to brae alone" in refused(before, "envoy", others)


def test_what_is_not_to_be_carried_is_not() -> None:
    at = given(Carriage.NO)
    assert "carry" not in legal(at, "envoy")
    assert refused(at, "envoy", Carry(note=NOTE, to=("brae",))).startswith("There is no note ")


def test_a_note_goes_to_others_in_the_room_and_what_all_heard_is_none() -> None:
    at = given(Carriage.AS_MINE)
    assert "of alba itself" in refused(at, "envoy", Carry(note=NOTE, to=("alba", "brae")))
    assert "carried to delegations" in refused(at, "envoy", Carry(note=NOTE, to=("dana",)))
    loud = State(text="To all.", carriage=Carriage.AS_MINE)
    assert "said to the mediator alone" in refused(at, "brae", loud)
    assert "only a delegation gives notes" in refused(at, "envoy", loud).lower()
    aside = State(text="No more.", to=("envoy",), carriage=Carriage.AS_YOURS)
    at = play(at, ("alba", aside))
    assert list(at.notes) == [NOTE, "alba>envoy:note.2"]


def test_a_mediator_speaks_with_who_walked_out_and_carries_between_them() -> None:
    at = play(given(Carriage.AS_MINE), ("brae", WalkOut(reason="Enough.")))
    others = [view(at, seat) for seat in ("alba", "cora")]
    at = play(
        at,
        ("envoy", State(text="What would bring you back?", to=("brae",), question=True)),
        ("brae", State(deal=deal(water="60"), to=("envoy",), carriage=Carriage.AS_YOURS)),
        ("envoy", Carry(note=NOTE, to=("brae",))),
    )
    assert [event.kind for event in view(at, "brae").heard[-3:]] == ["state", "state", "carry"]
    assert others == [view(at, seat) for seat in ("alba", "cora")]
    at = play(at, ("envoy", Carry(note="brae>envoy:note.1", to=("alba", "cora"))))
    assert view(at, "cora").heard[-1].what == State(deal=deal(water="60"), to=("alba", "cora"))
    alone = "who is out of the room speaks to the mediator alone"
    for to in ((), ("alba",), ("envoy", "alba"), ("nobody",)):
        assert alone in refused(at, "brae", State(text="Hear me.", to=to)).lower()
    assert "out of the room" in refused(at, "alba", State(text="Come back.", to=("brae",)))
    # While the mediator is aside with another, it is heard all the same.
    aside = play(at, ("envoy", Caucus(party="alba")))
    said = play(aside, ("brae", State(text="Well?", to=("envoy",))))
    assert view(said, "envoy").heard[-1].seat == "brae"
    assert view(said, "alba") == view(aside, "alba")


def test_options_that_a_statement_names_stand_on_the_agenda_as_its_seat_sees_it() -> None:
    at = table(OpenFloor(), THREE, mediator="envoy")
    assert "no option nowhere" in refused(at, "alba", State(deal={"border": "nowhere"}))
    named = play(at, ("alba", State(deal=deal("here"))))
    assert (named.proposals, view(named, "brae").offer) == ((), None)
