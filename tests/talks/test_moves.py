"""What a move holds is what its fields say, or it is refused in a sentence."""

from collections.abc import Callable

import pytest
from frozendict import frozendict
from tests.talks.build import play, refused, table

from accord.errors import AccordError
from accord.model import Exclusion, Issue, Option
from accord.talks import (
    Amend,
    Carriage,
    Caucus,
    Consent,
    Instruct,
    OpenFloor,
    Propose,
    State,
    WalkAwayMoved,
    view,
)

WRONG: list[tuple[Callable[..., object], dict[str, object], str]] = [
    (State, {"text": "So.", "to": "brae"}, "must be a list"),
    (State, {"text": "So.", "to": [1]}, "must be a text"),
    (State, {"text": "So.", "carriage": "whisper"}, "one of no, as-mine, as-yours, as-a-quest"),
    (State, {"text": 5}, "'text' must be a text"),
    (State, {"text": "\ud800"}, "half a character"),
    (State, {"text": "So.", "to": ["\ud800"]}, "half a character"),
    (Propose, {"deal": ["water"]}, "one option by issue"),
    (Propose, {"deal": None}, "one option by issue"),
    (Propose, {"deal": {"water": ["60"]}}, "each by its id"),
    (Propose, {"final": "no"}, "'final' must be true or false"),
    (Consent, {"motion": "1"}, "'motion' must be a whole number"),
    (Instruct, {"mandate": {"water": "60"}}, "must be a list"),
    (Amend, {"issue": "dam"}, "'issue' must be an Issue"),
    (Amend, {"option": {"id": "x"}}, "'option' must be an Option"),
    (Amend, {"constraint": []}, "'constraint' must be an Exclusion"),
    (Amend, {"option": Option("x", "\udfff")}, "half a character"),
    (WalkAwayMoved, {"party": "alba", "by": "x"}, "must be a number"),
    (WalkAwayMoved, {"party": 1, "by": 1}, "'party' must be a text"),
]


@pytest.mark.parametrize(("kind", "fields", "said"), WRONG)
def test_what_a_field_cannot_hold_is_refused_in_a_sentence(
    kind: Callable[..., object], fields: dict[str, object], said: str
) -> None:
    with pytest.raises(AccordError, match=said):
        kind(**fields)


@pytest.mark.parametrize("how", Carriage)
def test_the_word_for_a_carriage_is_that_carriage(how: Carriage) -> None:
    assert State(text="So.", carriage=how.value).carriage is how


def test_a_name_that_is_given_twice_is_taken_once_and_words_need_no_deal() -> None:
    assert State(text="So.", to=("brae", "brae")).to == ("brae",)
    assert Propose(text="We meet again in May.") == Propose(
        deal={}, text="We meet again in May."
    )


def test_a_statement_says_something_and_in_a_caucus_has_its_hearers() -> None:
    at = table(OpenFloor(), ("alba", "brae", "cora"), mediator="envoy")
    assert "says something" in refused(at, "alba", State(text=" "))
    at = play(at, ("envoy", Caucus(party="alba")))
    aside = State(text="To you.", to=("brae",))
    for seat in ("alba", "envoy"):
        assert "has its hearers" in refused(at, seat, aside)
    assert view(play(at, ("alba", State(text="Here."))), "brae") == view(at, "brae")


def test_what_is_added_to_the_agenda_has_an_id_as_files_have() -> None:
    at = table(OpenFloor(), ("alba", "brae"))
    both = Option("a\nb", "Both")
    yes, first = Option("yes", "Yes"), next(iter(at.agenda.issues))
    for move in (
        Amend(issue=Issue(id=" dam", name="Dam", options=frozendict(yes=yes))),
        Amend(issue=Issue(id="dam", name="Dam", options=frozendict({both.id: both}))),
        Amend(option=Option("yes ", "Yes"), on=first),
        Amend(constraint=Exclusion(id="not this", never=frozendict({first: ("here",)}))),
    ):
        assert "cannot be " in refused(at, "alba", move)
