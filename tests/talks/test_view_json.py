"""A view is read back from JSON as it was, whatever a seat sees, and holds no more."""

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import few
from tests.talks.build import KINDS, NAMES, setups, table

from accord.errors import AccordError
from accord.talks import OpenFloor, Propose, Rules, State, after, open_table, view
from accord.talks.view_json import view_from_json, view_to_json
from accord.testing.random_talks import walk


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(10)
@given(data=st.data())
def test_every_view_of_random_talks_is_read_back_as_it_was(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    random = data.draw(st.randoms(use_true_random=False))
    for at in walk(open_table(setup), random, 25)[::3]:
        for seat in at.seating.seats:
            seen = view(at, seat.id)
            assert view_from_json(json.loads(json.dumps(view_to_json(seen)))) == seen
            known = random.randint(0, len(seen.heard))
            part = json.loads(json.dumps(view_to_json(seen, known)))
            assert len(part["heard"]) == len(seen.heard) - known
            assert view_from_json(part, seen.heard) == seen


def test_it_has_the_fields_of_a_view_and_no_other() -> None:
    plain = view_to_json(view(table(OpenFloor()), "alba"))
    assert {*plain} == {one.name for one in attrs.fields(type(_seen()))} | {"version", "known"}


def _seen() -> Any:
    at = after(table(OpenFloor()), "alba", Propose(deal={"border": "here"}))
    return view(after(at, "brae", State(text="Hm.")), "alba")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plain: plain.update(version=2), "The version of a view must be 1"),
        (lambda plain: plain.pop("agenda"), "The view lacks the field 'agenda'."),
        (
            lambda plain: plain["rules"].update(name="coin-toss"),
            "Rules: the name of the rules must be one of ",
        ),
        (lambda plain: plain.update(round="first"), "Round must be a whole number."),
        (lambda plain: plain.update(heard=[1]), "An event must be an object."),
        (lambda plain: plain.update(motions=[{"seat": "x"}]), "A motion lacks the field"),
        (lambda plain: plain.update(known=9), "events that are not known here"),
    ],
)
def test_what_is_no_view_is_refused_in_a_sentence(change: Any, said: str) -> None:
    plain = view_to_json(_seen())
    change(plain)
    with pytest.raises(AccordError, match=said):
        view_from_json(plain)


def test_what_is_no_object_is_no_view() -> None:
    nothing: list[Any] = [None, 3, [], "view"]
    for plain in nothing:
        with pytest.raises(AccordError, match="A view must be an object"):
            view_from_json(plain)
