"""What a program is told: its own interests, and what their holder assumes of the others."""

from typing import Any

import pytest
from attrs import evolve
from tests.play.build import opposed, process

from accord.errors import AccordError
from accord.model import Interests
from accord.play import game, parse_rules, parse_seats, play

SEATS = ("alba=rubinstein", "delta=linear")


def sat(own: list[Interests], assumed: list[Interests]) -> Any:
    agenda, _ = opposed()
    return game(
        process(agenda, ["alba", "delta"]),
        own,
        parse_rules("", 2, 5),
        parse_seats(SEATS),
        assumed=assumed,
    )


def held(by: dict[str, str], **changes: Any) -> list[Interests]:
    return [evolve(one, held_by=by[one.party], **changes) for one in opposed()[1]]


def test_what_one_holder_assumes_of_all_is_what_programs_believe() -> None:
    own = held({"alba": "analyst", "delta": "analyst"})
    made = sat(own, held({"alba": "alba", "delta": "delta"}))
    assert made.delegates["alba"].interests == own[0]
    assert made.delegates["alba"].others == (own[1],)


def test_a_party_does_not_see_what_another_holds_for_its_own() -> None:
    own = held({"alba": "alba", "delta": "delta"})
    assert sat(own, own).delegates["alba"].others == ()
    with pytest.raises(AccordError, match="give interests of 'delta' held by 'alba', too"):
        play(sat(own, own))


def test_a_party_goes_by_what_it_assumes_of_another() -> None:
    own = held({"alba": "alba", "delta": "delta"})
    guess = evolve(own[1], held_by="alba", walk_away=own[0].walk_away)
    made = sat(own, [*own, guess])
    assert made.delegates["alba"].others == (guess,)
    assert play(made).table.over
